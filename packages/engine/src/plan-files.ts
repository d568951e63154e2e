/**
 * Files that rows of a plan name: which of them go with the rows, and which stay because a row that stays names them too. Asked in
 * the snapshot of the plan, and once more before anything is deleted.
 */
import { blobElsewhere, blobUnclear, blobUnmapped } from "./blob-findings.ts";
import { keyId } from "./edge-values.ts";
import type { Asking } from "./in-step.ts";
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import type { TableRows } from "./reached-rows.ts";
import type { PlannedFile } from "./rights.ts";
import { findColumn } from "./schema.ts";
import { type Key, type KeyQuery, matchKeys, type Operation, type RowMatch } from "./store.ts";
import { type BlobMark, readBlobName, readOwnBlobName, spellBlobName } from "./stored-files.ts";
import { suggestGrant } from "./suggest-grant.ts";

/** Names from which on a pattern for each costs more than to read whatever could be meant. */
const MANY = 50;

/** Files of a plan, and which rows name them. */
export interface FilesOfRows {
  readonly files: readonly PlannedFile[];
  readonly findings: readonly Finding[];
  /** Of these rows' files, those that this row names. */
  namedBy(table: string, key: Key): readonly PlannedFile[];
}

interface NamingColumn {
  readonly table: ModelTable;
  readonly column: string;
  readonly mark: BlobMark;
}

const NOTHING: FilesOfRows = { files: [], findings: [], namedBy: () => [] };

/** Files that these rows name, as the statements of their plan leave them. */
export function* planFiles(
  index: ModelIndex,
  own: readonly TableRows[],
  operations: readonly Operation[],
): Asking<FilesOfRows> {
  const columns = listNamingColumns(index);
  const unmapped = own.flatMap(({ reached: { table }, rows }) => (rows.length > 0 ? findUnmapped(table) : []));
  const asked = listAsked(columns, own);
  if (asked.length === 0) return { ...NOTHING, findings: unmapped };
  const answers = yield asked.map(
    ({ table, naming, keys }): KeyQuery => ({
      table: table.name,
      select: [...table.key, ...naming.map(({ column }) => column)],
      any: [matchKeys(table.key, keys)],
    }),
  );
  const read = new NamesOfRows();
  for (const [at, { table, naming }] of asked.entries())
    for (const row of answers[at] ?? []) read.add(table, naming, row);
  const stay = yield* findNamed(index, [...read.files.values()], createLettingGo(index, operations));
  for (const id of stay) read.keep(id);
  const unreadable = columns.filter(({ table }) => !table.schema.may.read).map(({ table }) => mayNotRead(table.name));
  return {
    files: [...read.files.values()],
    findings: [...unmapped, ...unreadable, ...read.findings()],
    namedBy: (table, key) => read.namedBy(table, key),
  };
}

interface AskedTable {
  readonly table: ModelTable;
  readonly naming: readonly NamingColumn[];
  readonly keys: readonly Key[];
}

/** Tables with rows of theirs and columns that name files. Without a key their rows are not erased at all. */
function listAsked(columns: readonly NamingColumn[], own: readonly TableRows[]): readonly AskedTable[] {
  const byTable = Map.groupBy(columns, ({ table }) => table.name);
  return own.flatMap(({ reached: { table }, rows }): readonly AskedTable[] => {
    const naming = byTable.get(table.name) ?? [];
    const keys = rows.map(({ key }) => key);
    return naming.length === 0 || keys.length === 0 || table.key.length === 0 ? [] : [{ table, naming, keys }];
  });
}

/** What rows say of files, as they are read. */
class NamesOfRows {
  readonly files = new Map<string, PlannedFile>();
  readonly #byRow = new Map<string, Set<string>>();
  readonly #unsure = new Map<NamingColumn, { unclear: number; elsewhere: number }>();

  /** The row holds its key, and then what stands in these columns. */
  add(table: ModelTable, naming: readonly NamingColumn[], row: readonly (string | null)[]): void {
    const name = rowName(table.name, row.slice(0, table.key.length).map(String));
    for (const [place, one] of naming.entries()) {
      const standard = findColumn(table.schema, one.column)?.default ?? null;
      const read = readOwnBlobName(one.mark, standard, row[table.key.length + place] ?? null);
      if (read.kind === "file") this.#addFile(name, one, read.key);
      else if (read.kind !== "none") {
        const unsure = this.#unsure.get(one) ?? { unclear: 0, elsewhere: 0 };
        this.#unsure.set(one, unsure);
        unsure[read.kind] += 1;
      }
    }
  }

  #addFile(row: string, { table, column, mark: { store } }: NamingColumn, name: string): void {
    const id = fileId(store, name);
    if (!this.files.has(id)) this.files.set(id, { store, name, fate: "deleted", table: table.name, column });
    const ids = this.#byRow.get(row) ?? new Set<string>();
    this.#byRow.set(row, ids.add(id));
  }

  keep(id: string): void {
    const file = this.files.get(id);
    if (file !== undefined) this.files.set(id, { ...file, fate: "kept" });
  }

  findings(): readonly Finding[] {
    return [...this.#unsure].flatMap(([{ table, column }, { unclear, elsewhere }]) => [
      ...(unclear > 0 ? [blobUnclear(table.name, column, unclear)] : []),
      ...(elsewhere > 0 ? [blobElsewhere(table.name, column, elsewhere)] : []),
    ]);
  }

  namedBy(table: string, key: Key): readonly PlannedFile[] {
    return [...(this.#byRow.get(rowName(table, key)) ?? [])].flatMap((id) => this.files.get(id) ?? []);
  }
}

/** Columns of the table that look as if they named files, where the map does not say. */
export function findUnmapped({ name, columns }: ModelTable): readonly Finding[] {
  return columns.filter(({ namesFiles }) => namesFiles === true).map((column) => blobUnmapped(name, column.name));
}

/** Tells files apart. */
export function fileId(store: string, name: string): string {
  return JSON.stringify([store, name]);
}

/** Which of these files a row names, as the database stands now. */
export function findStillNamed(index: ModelIndex, files: readonly PlannedFile[]): Asking<ReadonlySet<string>> {
  return findNamed(index, files, () => false);
}

/** `letsGo`: the row is about to name it no longer. */
function* findNamed(
  index: ModelIndex,
  files: readonly PlannedFile[],
  letsGo: (table: string, column: string, key: Key) => boolean,
): Asking<ReadonlySet<string>> {
  const stay = new Set<string>();
  const wanted = new Set(files.map(({ store, name }) => fileId(store, name)));
  const namesOf = Map.groupBy(files, ({ store }) => store);
  const asked = listNamingColumns(index).flatMap((naming) => {
    const names = (namesOf.get(naming.mark.store) ?? []).map(({ name }) => name);
    return naming.table.schema.may.read ? matchNames(naming, names).map((match) => ({ ...naming, match })) : [];
  });
  if (asked.length === 0) return stay;
  const answers = yield asked.map(
    ({ table, column, match }): KeyQuery => ({ table: table.name, select: [...table.key, column], any: [match] }),
  );
  for (const [at, { table, column, mark }] of asked.entries()) {
    for (const row of answers[at] ?? []) {
      const file = readBlobName(mark, row[table.key.length] ?? null);
      const id = file.kind === "file" ? fileId(mark.store, file.key) : "";
      if (!wanted.has(id)) continue;
      const key = row.slice(0, table.key.length).map(String);
      if (table.key.length === 0 || !letsGo(table.name, column, key)) stay.add(id);
    }
  }
  return stay;
}

/** Looked for once a model: it does not change. */
const known = new WeakMap<ModelIndex, readonly NamingColumn[]>();

function listNamingColumns(index: ModelIndex): readonly NamingColumn[] {
  const found =
    known.get(index) ??
    index.model.tables.flatMap((table) => {
      if (table.kind === "view" || table.schema.kind === "view") return [];
      return table.columns.flatMap(({ name, blob }) =>
        blob === undefined ? [] : [{ table, column: name, mark: blob }],
      );
    });
  known.set(index, found);
  return found;
}

/** Rows that may name one of these: by all that is written alike, which an index answers, and by how addresses with a question end. */
function matchNames({ column, mark }: NamingColumn, names: readonly string[]): readonly RowMatch[] {
  const spelled = names.map((name) => spellBlobName(mark, name));
  const texts = [...new Set(spelled.flatMap((one) => one.texts))];
  if (texts.length === 0) return [];
  const exact = matchKeys(
    [column],
    texts.map((text) => [text]),
  );
  const ends = [
    ...new Set(spelled.flatMap(({ addresses }) => addresses.map((one) => one.slice(one.lastIndexOf("/"))))),
  ];
  // Each pattern is held against every row: of many names all rows with a question are read instead.
  const parts = ends.length > MANY ? [""] : ends.map((end) => end.replace(/[\\%_]/g, "\\$&"));
  const patterns = parts.flatMap((part) => [`%${part}?%`, `%${part}#%`]);
  return [exact, { kind: "like", column, patterns, when: {} }];
}

/** Rows that are deleted by these statements, or in which they set the column. */
function createLettingGo(index: ModelIndex, operations: readonly Operation[]) {
  const gone = new Set<string>();
  for (const operation of operations) {
    const { op, table, keyColumns, keys } = operation;
    if (op !== "delete" && op !== "update") continue;
    if (keyColumns.join() !== index.table.get(table)?.key.join()) continue;
    const columns = op === "delete" ? [""] : Object.keys(operation.set).map((column) => `.${column}`);
    for (const key of keys) for (const column of columns) gone.add(rowName(table, key) + column);
  }
  return (table: string, column: string, key: Key) =>
    gone.has(rowName(table, key)) || gone.has(`${rowName(table, key)}.${column}`);
}

function rowName(table: string, key: Key): string {
  return `${table} ${keyId(key)}`;
}

function mayNotRead(table: string): Finding {
  return {
    code: "permission_missing",
    table,
    column: "",
    message: `Kept's database user may not read rows of ${table}, which could name the same files.`,
    suggestion: suggestGrant(["SELECT"], table),
    blocks: true,
  };
}
