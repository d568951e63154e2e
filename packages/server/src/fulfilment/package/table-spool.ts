/** Writes the rows of one table to JSON and CSV files as they come, with bounded memory and in any order of tables. */
import { createHash } from "node:crypto";
import { type FileHandle, open, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AccessRow, AccessTable, StoredName } from "@kept/engine/rights";
import { type SniffedFile, sniffFile } from "./sniff-file.ts";
import { csvCell, type JsonType, jsonType, toJsonValue } from "./table-file.ts";

export interface WrittenFile {
  /** Path inside the package. */
  readonly path: string;
  /** Path on disk. */
  readonly source: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A binary value of a row, as the row's JSON names it. */
export interface FileValue {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly type: string;
  /** What the row itself holds, where it only names the file. */
  readonly name?: string;
}

/** Gives the file that a row names as it stands in the package, which `write` puts there; null: it is not to be had. */
export type TakeFile = (
  file: StoredName,
  write: (pieces: AsyncIterable<Uint8Array>) => Promise<FileValue>,
) => Promise<FileValue | null>;

/** Rows that `index.html` shows itself; the rest of a table is in its CSV file. */
export const SHOWN_ROWS = 100;
/** Short binary values without a known form are ids and hashes: they stay in the row, as hexadecimal text. */
const INLINE_BYTES = 64;
const FLUSH_CHARACTERS = 256 * 1024;

export interface TableSpool {
  readonly table: AccessTable;
  readonly rows: () => number;
  readonly columns: () => readonly string[];
  readonly shown: readonly Readonly<Record<string, unknown>>[];
  readonly seen: ReadonlyMap<string, ReadonlySet<JsonType>>;
  /** By column, how many files that its values name are not in the package. */
  readonly leftOut: ReadonlyMap<string, number>;
  add(row: AccessRow): Promise<void>;
  /** Writes what is buffered and lets go of the files, for as long as another table is written. */
  pause(): Promise<void>;
  /** Ends both files. */
  close(): Promise<readonly WrittenFile[]>;
}

/** `json` and `csv` are paths inside the package and below `folder`; binary values go to `files` below both. */
export function createTableSpool(
  folder: string,
  paths: { readonly json: string; readonly csv: string; readonly files: string },
  table: AccessTable,
  takeFile: TakeFile = async () => null,
): TableSpool {
  const json = createSpoolFile(folder, paths.json);
  const csv = createSpoolFile(folder, paths.csv);
  const shown: Readonly<Record<string, unknown>>[] = [];
  const seen = new Map<string, Set<JsonType>>();
  const files: WrittenFile[] = [];
  const leftOut = new Map<string, number>();
  let columns: readonly string[] = table.columns;
  let rows = 0;

  const fileValue = async (column: string, bytes: Uint8Array): Promise<unknown> => {
    const kind = sniffFile(bytes);
    if (kind === null && bytes.length <= INLINE_BYTES) return Buffer.from(bytes).toString("hex");
    const written = await writeBinary(folder, `${paths.files}/${rows + 1}-${safeName(column)}`, bytes, kind);
    files.push(written);
    return {
      file: written.path,
      bytes: written.bytes,
      sha256: written.sha256,
      type: kind?.type ?? "application/octet-stream",
    } satisfies FileValue;
  };

  const namedFile = async (column: string, name: string, file: StoredName | null): Promise<unknown> => {
    const stem = `${paths.files}/${rows + 1}-${safeName(column)}`;
    const taken =
      file === null
        ? null
        : await takeFile(file, async (pieces) => {
            const written = await writeStream(folder, stem, pieces, file.name);
            files.push(written.file);
            const { path, bytes, sha256 } = written.file;
            return { file: path, bytes, sha256, type: written.type };
          });
    if (taken !== null) return { ...taken, name } satisfies FileValue;
    leftOut.set(column, (leftOut.get(column) ?? 0) + 1);
    return name;
  };

  return {
    table,
    rows: () => rows,
    columns: () => columns,
    shown,
    seen,
    leftOut,
    async add(row) {
      if (rows === 0) {
        // A plan may name no columns (a line such as "you did X"): then the first row tells them.
        if (columns.length === 0) columns = Object.keys(row.values);
        json.write("[\n");
        csv.write(`${columns.map(csvCell).join(",")}\r\n`);
      }
      const values: Record<string, unknown> = {};
      for (const column of columns) {
        const raw = row.values[column];
        const named = typeof raw === "string" ? row.files?.[column] : undefined;
        const value =
          named !== undefined
            ? await namedFile(column, String(raw), named)
            : raw instanceof Uint8Array
              ? await fileValue(column, raw)
              : toJsonValue(raw);
        values[column] = value;
        const types = seen.get(column) ?? new Set();
        seen.set(column, types.add(jsonType(value)));
      }
      json.write(`${rows === 0 ? "" : ",\n"}${JSON.stringify(values)}`);
      csv.write(`${columns.map((column) => csvCell(flatten(values[column]))).join(",")}\r\n`);
      if (rows < SHOWN_ROWS) shown.push(values);
      rows += 1;
      await json.drain();
      await csv.drain();
    },
    async pause() {
      await json.pause();
      await csv.pause();
    },
    async close() {
      if (rows === 0) {
        json.write("[");
        csv.write(`${columns.map(csvCell).join(",")}\r\n`);
      }
      json.write("\n]\n");
      return [await json.close(), await csv.close(), ...files];
    },
  };
}

function flatten(value: unknown): unknown {
  return isFileValue(value) ? value.file : value;
}

/** True for what a binary value has become in a row. */
export function isFileValue(value: unknown): value is FileValue {
  return value !== null && typeof value === "object" && "file" in value && "sha256" in value;
}

interface SpoolFile {
  write(text: string): void;
  drain(): Promise<void>;
  pause(): Promise<void>;
  close(): Promise<WrittenFile>;
}

function createSpoolFile(folder: string, path: string): SpoolFile {
  const source = join(folder, path);
  const hash = createHash("sha256");
  let handle: FileHandle | null = null;
  let buffered: string[] = [];
  let length = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (buffered.length === 0) return;
    const chunk = Buffer.from(buffered.join(""), "utf8");
    buffered = [];
    length = 0;
    hash.update(chunk);
    bytes += chunk.length;
    handle ??= await open(source, "a", 0o600);
    await handle.appendFile(chunk);
  };
  const pause = async (): Promise<void> => {
    await flush();
    await handle?.close();
    handle = null;
  };
  return {
    write(text) {
      buffered.push(text);
      length += text.length;
    },
    async drain() {
      if (length >= FLUSH_CHARACTERS) await flush();
    },
    pause,
    async close() {
      await pause();
      return { path, source, bytes, sha256: hash.digest("hex") };
    },
  };
}

async function writeBinary(
  folder: string,
  stem: string,
  bytes: Uint8Array,
  kind: SniffedFile | null,
): Promise<WrittenFile> {
  const path = `${stem}.${kind?.extension ?? "bin"}`;
  const source = join(folder, path);
  await writeFile(source, bytes, { mode: 0o600 });
  return { path, source, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** Memory stays bounded by a piece. The beginning tells what it is; else it is what its name says. */
async function writeStream(
  folder: string,
  stem: string,
  pieces: AsyncIterable<Uint8Array>,
  name: string,
): Promise<{ readonly file: WrittenFile; readonly type: string }> {
  const partial = join(folder, `${stem}.part`);
  const hash = createHash("sha256");
  let bytes = 0;
  let beginning = Buffer.alloc(0);
  await using handle = await open(partial, "w", 0o600);
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += piece.length;
    if (beginning.length < SNIFFED_BYTES)
      beginning = Buffer.concat([beginning, piece.subarray(0, SNIFFED_BYTES - beginning.length)]);
    await handle.writeFile(piece);
  }
  const kind = sniffFile(beginning);
  const path = `${stem}.${kind?.extension ?? /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? "bin"}`;
  await rename(partial, join(folder, path));
  return {
    file: { path, source: join(folder, path), bytes, sha256: hash.digest("hex") },
    type: kind?.type ?? "application/octet-stream",
  };
}

/** As many as tell what a file is. */
const SNIFFED_BYTES = 64;

function safeName(column: string): string {
  return column.replaceAll(/[^\p{L}\p{N}_-]+/gu, "_").slice(0, 40);
}
