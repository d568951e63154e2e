/** What triggers copy of a person while they are erased: where they write, what is looked for there, and what of it is told. */
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import type { ErasurePlan } from "./rights.ts";
import { type ColumnKind, findColumn, holdsRows } from "./schema.ts";
import { prepareSought, type Sought, type SoughtValue } from "./sought-values.ts";
import type { Key, TextScan } from "./store.ts";

/** A table in which triggers of what a plan changes may write. */
export interface WatchedTable {
  /** One pass over its texts, as of a residue scan. */
  readonly scan: TextScan;
  /** The column that grows with each row, where there is one: what is above the greatest that stood there is new. */
  readonly grows: string | null;
  readonly estimatedRows: number | null;
}

/** Rows that a plan changes in a table with triggers, and their columns of text that it leaves as they are. */
export interface WatchedRows {
  readonly table: string;
  readonly key: readonly string[];
  readonly keys: readonly Key[];
  readonly columns: readonly string[];
}

/** A text that was not there before the statements of a plan, and is now. */
export interface WrittenText {
  readonly table: string;
  readonly column: string;
  readonly text: string;
}

const TEXTUAL: ReadonlySet<ColumnKind> = new Set(["text", "json", "array", "other"]);
/** Shorter names are words of other texts. */
const SHORTEST_NAME = 5;
/** Values that are looked for: a trigger treats all alike, so that of many people the first tell. */
const MOST_VALUES = 200;
/** Rows of a table that are read before and after, where its triggers may change other columns of them. */
const MOST_ROWS = 500;

/** Tables that triggers of the changed tables write, and those that triggers of these write. The law's are left alone. */
export function listWatchedTables(index: ModelIndex, { operations }: ErasurePlan): readonly WatchedTable[] {
  const written = new Set(operations.flatMap(({ table }) => writtenBy(index, table)));
  // What is added while a set is gone through is gone through as well.
  for (const name of written) for (const next of writtenBy(index, name)) written.add(next);
  return [...written].flatMap((name): readonly WatchedTable[] => {
    const table = index.table.get(name);
    if (table === undefined || !isWatched(table)) return [];
    const columns = textColumns(table);
    if (columns.length === 0) return [];
    const scan = { table: name, key: table.key, columns, pattern: "" };
    return [{ scan, grows: growingColumn(table), estimatedRows: table.schema.estimatedRows }];
  });
}

/** Rows that stay, of tables whose triggers may write into the rows themselves. */
export function listWatchedRows(index: ModelIndex, { operations }: ErasurePlan): readonly WatchedRows[] {
  return operations.flatMap((operation): readonly WatchedRows[] => {
    const table = index.table.get(operation.table);
    if (operation.op !== "update" || table === undefined || table.schema.triggers.length === 0) return [];
    const columns = isWatched(table) ? textColumns(table).filter((name) => operation.set[name] === undefined) : [];
    if (columns.length === 0) return [];
    const { keyColumns: key, keys } = operation;
    return [{ table: operation.table, key, keys: keys.slice(0, MOST_ROWS), columns }];
  });
}

/**
 * What is looked for: values that identify the person, names long enough to mean nobody else, and their key where JSON gives it the
 * name of a column that holds it. Null where there is nothing.
 */
export function prepareCopies(index: ModelIndex, plan: ErasurePlan): Sought | null {
  const { identifying, subjectValues, operations } = plan;
  const values = new Map<string, SoughtValue>();
  const add = (one: SoughtValue) => values.set(`${one.category} ${one.value}`, one);
  for (const one of identifying) if ([...one.value].length >= SHORTEST_NAME) add(one);
  const pointers = namedPointers(index, new Set(operations.map(({ table }) => table)));
  const members = new Set<string>();
  for (const { table, values: own } of subjectValues) {
    for (const name of ownNames(index, table)) {
      const value = own[name] ?? "";
      if ([...value.trim()].length >= SHORTEST_NAME) add({ category: "name", value });
    }
    for (const { column, of } of pointers.get(table) ?? []) {
      const key = own[of];
      if (key !== null && key !== undefined && /^[\w-]+$/.test(key))
        members.add(`"${column}" *: *"?${key}"?[^0-9A-Za-z_.-]`);
    }
  }
  const sought = prepareSought([...values.values()].slice(0, MOST_VALUES), { plusTags: false });
  const patterns = [...members].slice(0, MOST_VALUES);
  if (sought === null && patterns.length === 0) return null;
  const named = patterns.length === 0 ? null : new RegExp(patterns.join("|"), "iu");
  return {
    pattern: [...(sought === null ? [] : [sought.pattern]), ...patterns].join("|"),
    find: (text) => [
      ...(sought?.find(text) ?? []),
      ...(text !== null && named?.test(`${text} `) === true ? ["system.id"] : []),
    ],
    short: sought?.short ?? 0,
  };
}

/** Which of the texts hold what is looked for, one finding a column. */
export function copyFindings(sought: Sought | null, written: readonly WrittenText[]): readonly Finding[] {
  const left = written.filter(({ text }) => (sought?.find(text).length ?? 0) > 0);
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
        message: `${group.length} row${one ? "" : "s"} of ${table} hold${one ? "s" : ""} what a trigger has copied of the person while they were erased (${column}).`,
        suggestion: `Take the copy out of the triggers that write ${table}, or say in the map that the law keeps it (retain).`,
        blocks: true,
      },
    ];
  });
}

function writtenBy(index: ModelIndex, table: string): readonly string[] {
  return index.table.get(table)?.schema.triggersWrite ?? [];
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

/** Columns of a table of people that call a row's own person by name: none that repeats another's, or names another row. */
function ownNames({ table, outgoing }: ModelIndex, of: string): readonly string[] {
  const naming = new Set((outgoing.get(of) ?? []).flatMap(({ columns }) => columns));
  const columns = table.get(of)?.columns ?? [];
  return columns.flatMap(({ name, category, copyOf }) =>
    category === "name" && copyOf === undefined && !naming.has(name) ? [name] : [],
  );
}

/** By table of people: columns of these tables that hold a key of it, and of which of its columns. */
function namedPointers({ model, table }: ModelIndex, tables: ReadonlySet<string>) {
  const plain = model.edges.filter(
    ({ from, to, columns, path, pattern, list, match }) =>
      tables.has(from) &&
      table.get(to)?.kind === "subject" &&
      columns.length === 1 &&
      // What is the key of its own row too (`id`) has a name that all rows' keys have.
      table.get(from)?.key.join() !== columns.join() &&
      path.length === 0 &&
      pattern === null &&
      list === undefined &&
      !match &&
      /^\w+$/.test(columns[0] ?? ""),
  );
  const pointers = plain.map(({ to, columns, toColumns }) => ({
    to,
    column: columns[0] ?? "",
    of: toColumns[0] ?? "",
  }));
  return Map.groupBy(pointers, ({ to }) => to);
}
