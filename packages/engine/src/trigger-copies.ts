/** What triggers copy while a right is carried out: where they write, and what of it is told. What is looked for, `copy-searches.ts` says. */
import type { Statements } from "./diff.ts";
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import { type ColumnKind, findColumn, holdsRows } from "./schema.ts";
import type { Sought } from "./sought-values.ts";
import type { Key, TextScan } from "./store.ts";
import { triggeredTables, writtenTables } from "./triggered-tables.ts";

/** What a right looks for in texts that triggers write, and in which words it is told. */
export interface CopySearch extends Sought {
  /** "2 rows of trail hold …". */
  readonly what: string;
  /** What to do about it, in the table that holds it. */
  readonly advise: (table: string, retain: string) => string;
  /** Tables in which it may stand. */
  readonly spared?: ReadonlySet<string>;
}

/** A table in which triggers of what is changed may write. */
export interface WatchedTable {
  /** One pass over its texts, as of a residue scan. */
  readonly scan: TextScan;
  /** The column that grows with each row, where there is one: what is above the greatest that stood there is new. */
  readonly grows: string | null;
  readonly estimatedRows: number | null;
}

/** Rows that are changed in a table with triggers, and their columns of text that the statements leave as they are. */
export interface WatchedRows {
  readonly table: string;
  readonly key: readonly string[];
  readonly keys: readonly Key[];
  readonly columns: readonly string[];
}

/** A text that was not there before the statements, and is now. */
export interface WrittenText {
  readonly table: string;
  readonly column: string;
  readonly text: string;
}

const TEXTUAL: ReadonlySet<ColumnKind> = new Set(["text", "json", "array", "other"]);
/** Rows of a table that are read before and after, where its triggers may change other columns of them. */
const MOST_ROWS = 500;

/** Tables that triggers of the changed tables write, and those that triggers of these write. The law's are left alone. */
export function listWatchedTables(index: ModelIndex, statements: Statements): readonly WatchedTable[] {
  return [...writtenTables(index, statements)].flatMap((name): readonly WatchedTable[] => {
    const table = index.table.get(name);
    if (table === undefined || !isWatched(table)) return [];
    const columns = textColumns(table);
    if (columns.length === 0) return [];
    const scan = { table: name, key: table.key, columns, pattern: "" };
    return [{ scan, grows: growingColumn(table), estimatedRows: table.schema.estimatedRows }];
  });
}

/** Rows that stay, of tables in which triggers may write into the rows themselves. */
export function listWatchedRows(index: ModelIndex, statements: Statements): readonly WatchedRows[] {
  const triggered = triggeredTables(index, statements);
  return statements.operations.flatMap((operation): readonly WatchedRows[] => {
    const table = index.table.get(operation.table);
    if (operation.op !== "update" || table === undefined || !triggered.has(operation.table)) return [];
    const columns = isWatched(table) ? textColumns(table).filter((name) => operation.set[name] === undefined) : [];
    if (columns.length === 0) return [];
    const { keyColumns: key, keys } = operation;
    return [{ table: operation.table, key, keys: keys.slice(0, MOST_ROWS), columns }];
  });
}

/** Which of the texts hold what is looked for, one finding a column. */
export function copyFindings(
  index: ModelIndex,
  search: CopySearch | null,
  written: readonly WrittenText[],
): readonly Finding[] {
  if (search === null) return [];
  const left = written.filter(({ table, text }) => search.spared?.has(table) !== true && search.find(text).length > 0);
  const places = Map.groupBy(left, ({ table, column }) => JSON.stringify([table, column]));
  return [...places.values()].flatMap((group): readonly Finding[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { table, column } = first;
    const one = group.length === 1;
    return [
      {
        code: "residue_found",
        table,
        column,
        message: `${group.length} row${one ? "" : "s"} of ${table} hold${one ? "s" : ""} ${search.what} (${column}).`,
        suggestion: search.advise(table, retainLine(index, table)),
        blocks: true,
      },
    ];
  });
}

/** The line by which the map says that the law keeps a table. */
function retainLine(index: ModelIndex, name: string): string {
  const columns = index.table.get(name)?.schema.columns ?? [];
  const from = columns.find(({ kind }) => kind === "timestamp" || kind === "date")?.name;
  return `${name}: { retain: { for: <years> years, ${from === undefined ? "" : `from: ${from}, `}reason: "<which law>" } }`;
}

function isWatched({ schema, retain }: ModelTable): boolean {
  return holdsRows(schema) && schema.may.read && retain === null;
}

function textColumns({ schema }: ModelTable): readonly string[] {
  return schema.columns.filter(({ kind }) => TEXTUAL.has(kind)).map(({ name }) => name);
}

function growingColumn({ schema }: ModelTable): string | null {
  const [name = "", ...others] = schema.primaryKey;
  return others.length === 0 && findColumn(schema, name)?.kind === "integer" ? name : null;
}
