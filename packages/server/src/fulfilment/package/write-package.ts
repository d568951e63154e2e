/** Writes a package: streams every row into files, then everything into one ZIP file that its manifest accounts for. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { PackageManifest } from "@kept/contract/packages";
import type { Finding } from "@kept/engine/model";
import type { AccessPlan, Level } from "@kept/engine/rights";
import { ZipFile } from "yazl";
import { renderPackageIndex } from "./package-index.ts";
import type { PackageInput, PackageSource } from "./package-input.ts";
import { createFileNamer, describeRows, humanTitle } from "./table-file.ts";
import { createTableSpool, type FileValue, type TableSpool, type TakeFile, type WrittenFile } from "./table-spool.ts";

export interface WrittenPackage {
  readonly bytes: number;
  readonly sha256: string;
  readonly files: number;
  readonly rows: number;
  readonly manifest: PackageManifest;
}

/** One table as it stands in the package. */
export interface PackageTable {
  readonly system: string;
  readonly systemTitle: string;
  readonly title: string;
  readonly spool: TableSpool;
  readonly csvPath: string;
  readonly jsonPath: string;
}

/**
 * Memory stays bounded however many rows there are: rows go to a private folder beside `input.path` first, and the ZIP
 * file takes its name only when it is whole. Rejects, and leaves nothing behind, when a source fails.
 */
export async function writePackage(input: PackageInput): Promise<WrittenPackage> {
  const folder = join(dirname(input.path), `.${basename(input.path)}-${randomUUID()}`);
  const partial = `${folder}.part`;
  await mkdir(folder, { mode: 0o700 });
  try {
    const nameSystem = createFileNamer();
    const tables: PackageTable[] = [];
    const gaps: (Finding & { system: string })[] = (input.missing ?? []).map(({ system, code, reason }) => ({
      system,
      code,
      table: "",
      column: "",
      message: reason,
      suggestion: "",
      blocks: false,
    }));
    for (const source of input.sources) {
      const part = await spoolSource(folder, nameSystem(source.system), source, input.onProgress);
      tables.push(...part.tables);
      gaps.push(...part.gaps);
    }
    const files: WrittenFile[] = [];
    for (const table of tables) {
      files.push(...(await table.spool.close()));
      files.push(await writeText(folder, table.jsonPath.replace(/\.json$/, ".schema.json"), describeTable(table)));
    }
    files.push(await writeText(folder, "index.html", await renderPackageIndex(input, tables, gaps)));
    const manifest = describePackage(input, tables, gaps, files);
    const entries = [await writeText(folder, "manifest.json", `${JSON.stringify(manifest, null, 2)}\n`), ...files];
    await writeZip(partial, entries, new Date(input.createdAt));
    const sha256 = await hashFile(partial);
    const { size } = await stat(partial);
    await rename(partial, input.path);
    return { bytes: size, sha256, files: entries.length, rows: manifest.rows, manifest };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(partial, { force: true });
  }
}

async function spoolSource(
  folder: string,
  systemFolder: string,
  source: PackageSource,
  onProgress: PackageInput["onProgress"],
): Promise<{ readonly tables: readonly PackageTable[]; readonly gaps: readonly (Finding & { system: string })[] }> {
  const nameTable = createFileNamer();
  const tables = new Map<string, PackageTable>();
  const gaps: (Finding & { system: string })[] = [];
  const takeFile = createTaker(source);
  await mkdir(join(folder, "data", systemFolder), { recursive: true, mode: 0o700 });
  const onPlan = async (plan: AccessPlan): Promise<void> => {
    gaps.push(...plan.gaps.map((gap) => ({ ...gap, system: source.system })));
    for (const table of plan.tables) {
      const name = nameTable(`${table.name}${LEVEL_SUFFIX[table.level]}`);
      const stem = `data/${systemFolder}/${name}`;
      const paths = { json: `${stem}.json`, csv: `${stem}.csv`, files: `files/${systemFolder}/${name}` };
      await mkdir(join(folder, paths.files), { recursive: true, mode: 0o700 });
      tables.set(partOf(table.name, table.level), {
        system: source.system,
        systemTitle: source.title,
        title: humanTitle(table.name),
        spool: createTableSpool(folder, paths, table, takeFile),
        csvPath: paths.csv,
        jsonPath: paths.json,
      });
    }
  };
  let current: PackageTable | undefined;
  for await (const row of source.read(onPlan)) {
    const table = tables.get(partOf(row.table, row.level));
    if (table === undefined) throw new Error(`A row came of a table that the plan of ${source.system} does not name.`);
    if (current !== undefined && current !== table) await current.spool.pause();
    current = table;
    await table.spool.add(row);
    const rows = table.spool.rows();
    if (rows % 1000 === 0) onProgress?.({ system: source.system, table: row.table, rows });
  }
  await current?.spool.pause();
  for (const { spool } of tables.values())
    for (const [column, files] of spool.leftOut)
      gaps.push({ ...fileLeftOut(spool.table.name, column, files), system: source.system });
  return { tables: [...tables.values()], gaps };
}

/** A file that several rows name stands in the package once. */
function createTaker({ readFile }: PackageSource): TakeFile {
  const taken = new Map<string, FileValue>();
  return async (file, write) => {
    const id = JSON.stringify([file.store, file.name]);
    const known = taken.get(id);
    if (known !== undefined) return known;
    const pieces = (await readFile?.(file)) ?? null;
    if (pieces === null) return null;
    const written = await write(pieces);
    taken.set(id, written);
    return written;
  };
}

function fileLeftOut(table: string, column: string, files: number): Finding {
  return {
    code: "file_left_out",
    table,
    column,
    message: `${files === 1 ? "1 file" : `${files} files`} named by ${table}.${column} could not be found, and ${files === 1 ? "is" : "are"} not in the package.`,
    suggestion: "Nothing, where they are gone already; else correct `prefix` or `url` of the column in the map.",
    blocks: false,
  };
}

/** One table can stand in a package several times: rows that are the person's, rows shared with them, lines "you did X". */
function partOf(table: string, level: Level): string {
  return JSON.stringify([table, level]);
}

const LEVEL_SUFFIX: Readonly<Record<Level, string>> = { own: "", view: "-shared", act: "-acted" };

function describeTable(table: PackageTable): string {
  const { table: planned, columns, seen } = table.spool;
  const schema = describeRows(table.title, planned.why, columns(), seen, planned.holds);
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function describePackage(
  input: PackageInput,
  tables: readonly PackageTable[],
  gaps: readonly (Finding & { system: string })[],
  files: readonly WrittenFile[],
): PackageManifest {
  return {
    format: "kept-package/1",
    requestId: input.request?.id ?? null,
    reference: input.request?.reference ?? null,
    createdAt: input.createdAt,
    controller: input.context?.name ?? null,
    rows: tables.reduce((sum, table) => sum + table.spool.rows(), 0),
    tables: tables.map((table) => ({
      system: table.system,
      table: table.spool.table.name,
      title: table.title,
      file: table.jsonPath,
      rows: table.spool.rows(),
      level: table.spool.table.level,
      why: table.spool.table.why,
      columns: [...table.spool.columns()],
      hidden: [...table.spool.table.hidden],
      masked: [...table.spool.table.masked],
      ...(input.portability === undefined ? {} : describeProvenance(table.spool)),
    })),
    gaps: gaps.map(({ system, code, table, column, message, suggestion, blocks }) => ({
      system,
      code,
      table,
      column,
      message,
      suggestion,
      blocks,
    })),
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    ...(input.portability === undefined
      ? {}
      : {
          portability: {
            right: input.portability.right,
            regimes: [...input.portability.regimes],
            leftOut: [...input.portability.leftOut],
          },
        }),
  };
}

/** By column; nothing where the system does not tell. */
function describeProvenance({ table, columns }: TableSpool): Pick<PackageManifest["tables"][number], "provenance"> {
  const told = columns().flatMap((column) => {
    const provenance = table.holds?.[column]?.provenance;
    return provenance === undefined || provenance === "derived" ? [] : [[column, provenance] as const];
  });
  return { provenance: Object.fromEntries(told) };
}

async function writeText(folder: string, path: string, text: string): Promise<WrittenFile> {
  const source = join(folder, path);
  const bytes = Buffer.from(text, "utf8");
  await writeFile(source, bytes, { mode: 0o600 });
  return { path, source, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

async function writeZip(path: string, entries: readonly WrittenFile[], mtime: Date): Promise<void> {
  const zip = new ZipFile();
  for (const entry of [...entries].sort(byReadingOrder))
    zip.addFile(entry.source, entry.path, { mtime, mode: 0o100644 });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path, { mode: 0o600 }));
}

/** What a person opens first stands first in the archive. */
function byReadingOrder(left: WrittenFile, right: WrittenFile): number {
  const rank = (file: WrittenFile): number => (file.path === "index.html" ? 0 : file.path === "manifest.json" ? 1 : 2);
  return rank(left) - rank(right) || left.path.localeCompare(right.path, "en");
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
