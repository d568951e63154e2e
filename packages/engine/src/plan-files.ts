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
import type { Key, KeyQuery, Operation, RowMatch } from "./store.ts";
import { type BlobMark, readBlobName, readOwnBlobName, spellBlobName } from "./stored-files.ts";
import { suggestGrant } from "./suggest-grant.ts";

/** Names of one statement. */
const AT_ONCE = 1_000;

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
  const byTable = Map.groupBy(columns, ({ table }) => table.name);
  const asked = own.filter(
    ({ reached: { table }, rows }) => table.key.length > 0 && rows.length > 0 && byTable.has(table.name),
  );
  const unmapped = own.flatMap(({ reached: { table }, rows }) => (rows.length > 0 ? findUnmapped(table) : []));
  if (asked.length === 0) return { ...NOTHING, findings: unmapped };
  const unreadable = columns.filter(({ table }) => !table.schema.may.read);
  const findings: Finding[] = [...unmapped, ...unreadable.map(({ table }) => mayNotRead(table.name))];
  const answers = yield asked.map(
    ({ reached: { table }, rows }): KeyQuery => ({
      table: table.name,
      select: [...table.key, ...(byTable.get(table.name) ?? []).map(({ column }) => column)],
      any: [{ kind: "key", columns: table.key, in: rows.map(({ key }) => key), fold: false, when: {} }],
    }),
  );
  const named = new Map<string, PlannedFile>();
  const names = new Map<string, string[]>();
  for (const [
    at,
    {
      reached: { table },
    },
  ] of asked.entries()) {
    for (const [place, one] of (byTable.get(table.name) ?? []).entries()) {
      const unsure = { unclear: 0, elsewhere: 0 };
      for (const row of answers[at] ?? []) {
        const standard = findColumn(table.schema, one.column)?.default ?? null;
        const file = readOwnBlobName(one.mark, standard, row[table.key.length + place] ?? null);
        if (file.kind === "unclear" || file.kind === "elsewhere") unsure[file.kind] += 1;
        if (file.kind !== "file") continue;
        const id = fileId(one.mark.store, file.key);
        if (!named.has(id))
          named.set(id, {
            store: one.mark.store,
            name: file.key,
            fate: "deleted",
            table: table.name,
            column: one.column,
          });
        const from = rowName(table.name, row.slice(0, table.key.length).map(String));
        names.set(from, [...(names.get(from) ?? []), id]);
      }
      if (unsure.unclear > 0) findings.push(blobUnclear(table.name, one.column, unsure.unclear));
      if (unsure.elsewhere > 0) findings.push(blobElsewhere(table.name, one.column, unsure.elsewhere));
    }
  }
  const lets = createLettingGo(index, operations);
  const stay = yield* findNamed(index, [...named.values()], lets);
  const files = new Map(
    [...named].map(([id, file]): [string, PlannedFile] => [id, stay.has(id) ? { ...file, fate: "kept" } : file]),
  );
  return {
    files: [...files.values()],
    findings,
    namedBy: (table, key) => [...new Set(names.get(rowName(table, key)))].flatMap((id) => files.get(id) ?? []),
  };
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
  for (const column of listNamingColumns(index)) {
    const { table, mark } = column;
    if (!table.schema.may.read) continue;
    const names = files.filter(({ store }) => store === mark.store).map(({ name }) => name);
    for (let start = 0; start < names.length; start += AT_ONCE) {
      const any = matchNames(column, names.slice(start, start + AT_ONCE));
      if (any.length === 0) continue;
      const [rows = []] = yield [{ table: table.name, select: [...table.key, column.column], any }];
      for (const row of rows) {
        const file = readBlobName(mark, row[table.key.length] ?? null);
        const id = file.kind === "file" ? fileId(mark.store, file.key) : "";
        if (!wanted.has(id)) continue;
        const key = row.slice(0, table.key.length).map(String);
        if (table.key.length === 0 || !letsGo(table.name, column.column, key)) stay.add(id);
      }
    }
  }
  return stay;
}

function listNamingColumns(index: ModelIndex): readonly NamingColumn[] {
  return index.model.tables.flatMap((table) => {
    if (table.kind === "view" || table.schema.kind === "view") return [];
    return table.columns.flatMap(({ name, blob }) => (blob === undefined ? [] : [{ table, column: name, mark: blob }]));
  });
}

function matchNames({ column, mark }: NamingColumn, names: readonly string[]): readonly RowMatch[] {
  const spelled = names.map((name) => spellBlobName(mark, name));
  const texts = [...new Set(spelled.flatMap((one) => one.texts))];
  const starts = [...new Set(spelled.flatMap((one) => one.starts))];
  if (texts.length === 0) return [];
  const patterns = starts.flatMap((start) => ["?", "#"].map((end) => `${start.replace(/[\\%_]/g, "\\$&")}${end}%`));
  return [
    { kind: "key", columns: [column], in: texts.map((text) => [text]), fold: false, when: {} },
    { kind: "like", column, patterns, when: {} },
  ];
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
