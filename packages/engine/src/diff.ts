/**
 * What a change did to rows, as it was observed in the change's own transaction: enough to put everything back, and to tell
 * later whether the change happened. Plain data; it holds what was taken away, so it is personal data and kept sealed.
 */
import { keyId } from "./edge-values.ts";
import type { ModelIndex, ModelTable } from "./model.ts";
import type { Key, Operation, WithNext } from "./store.ts";

/** Values as a store prints them for itself: what it takes back gives the same value to the last bit. */
export type ExactValues = readonly (string | null)[];

/** "These rows as they are": answered by a store with one {@link ExactRow} for every row that is there. */
export interface ExactAsk {
  readonly table: string;
  /** Columns that name a row; answered as keys. */
  readonly keyColumns: readonly string[];
  /** Answered as canonical texts, which can be looked for in other rows. */
  readonly plainColumns: readonly string[];
  /** Answered exactly. */
  readonly columns: readonly string[];
  /** Rows in which these columns equal one of the keys. */
  readonly by: readonly string[];
  readonly in: readonly Key[];
}

export interface ExactRow {
  readonly key: Key;
  readonly plain: readonly (string | null)[];
  readonly values: ExactValues;
}

/** Puts exact values back: a whole row, or columns of rows that are there. */
export type ExactOperation =
  | {
      readonly op: "put-back";
      readonly table: string;
      readonly keyColumns: readonly string[];
      readonly columns: readonly string[];
      readonly rows: readonly { readonly key: Key; readonly values: ExactValues }[];
      readonly withNext?: WithNext;
    }
  | {
      readonly op: "restore";
      readonly table: string;
      readonly keyColumns: readonly string[];
      readonly columns: readonly string[];
      readonly rows: readonly { readonly key: Key; readonly values: ExactValues }[];
    };

/** Everything that one transaction does to rows: first what is put back, then the statements of a plan. */
export interface Change {
  readonly exact: readonly ExactOperation[];
  readonly operations: readonly Operation[];
  readonly suspendForeignKeys: boolean;
}

export interface DiffRow {
  readonly key: Key;
  readonly plain: readonly (string | null)[];
  readonly before: ExactValues;
  /** Null: the row is gone. */
  readonly after: ExactValues | null;
}

export interface DiffTable {
  readonly name: string;
  readonly keyColumns: readonly string[];
  readonly plainColumns: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly DiffRow[];
}

export interface Diff {
  readonly system: string;
  /** Of a system that decides for itself: the run under which it keeps what it took away. All that follows is then empty. */
  readonly run?: string;
  /** False: taken before the first change, so that `after` says nothing yet. */
  readonly complete: boolean;
  readonly tables: readonly DiffTable[];
  /** Rows that the change added. */
  readonly added: readonly {
    readonly table: string;
    readonly keyColumns: readonly string[];
    readonly keys: readonly Key[];
  }[];
  /** Rows that the change named and left as they were: by a value that is nobody's now they named somebody who left. */
  readonly stayed?: Diff["added"];
  /** Tables that lost rows, in the order in which these can come back. */
  readonly order: readonly string[];
  /** Tables of that order whose rows can only come back in one statement: their foreign keys go round in a circle. */
  readonly joined?: readonly string[];
  /** Columns by which lost rows point in a circle: they come back without them, and are given them afterwards. */
  readonly cuts: Readonly<Record<string, readonly string[]>>;
  /** Counters that the change computed anew. */
  readonly recounts: readonly Extract<Operation, { op: "recount" }>[];
  /** Counters that rows of others moved too, in the same transaction: they are never put back, and counted anew each time. */
  readonly counts?: readonly Extract<Operation, { op: "recount" }>[];
  readonly suspendForeignKeys: boolean;
}

/** Answers to {@link askBefore}, in its order. */
export type ExactAnswers = readonly (readonly ExactRow[])[];

/** Columns of a row that can be written back. A key that the database numbers by itself is written too. */
export function exactColumns({ schema, key }: ModelTable): readonly string[] {
  return schema.columns.filter(({ name, generated }) => !generated || key.includes(name)).map(({ name }) => name);
}

/** Columns by which other rows could stand in the way of a return: unique ones, and both ends of foreign keys. */
function plainColumns(index: ModelIndex, table: ModelTable): readonly string[] {
  const columns = new Set(table.schema.uniqueKeys.flat());
  for (const { columns: own } of table.schema.foreignKeys) for (const name of own) columns.add(name);
  for (const edge of index.incoming.get(table.name) ?? []) {
    if (edge.onDelete !== null) for (const name of edge.toColumns) columns.add(name);
  }
  return [...columns];
}

/** What to read before a change, and again after it: every row that it will touch, once for each way of naming it. */
export function askBefore(index: ModelIndex, change: Change): readonly ExactAsk[] {
  const asks = new Map<string, { readonly ask: ExactAsk; readonly keys: Map<string, Key> }>();
  const touched = [
    ...change.exact
      .filter(({ op }) => op === "restore")
      .map(({ table, keyColumns, rows }) => ({
        table,
        keyColumns,
        keys: rows.map(({ key }) => key),
      })),
    ...change.operations.filter(({ op }) => op !== "insert"),
  ];
  for (const { table: name, keyColumns, keys } of touched) {
    const table = index.table.get(name);
    if (table === undefined || table.key.length === 0) continue;
    const id = `${name} ${keyColumns.join()}`;
    const known = asks.get(id) ?? {
      ask: {
        table: name,
        keyColumns: table.key,
        plainColumns: plainColumns(index, table),
        columns: exactColumns(table),
        by: keyColumns,
        in: [],
      },
      keys: new Map<string, Key>(),
    };
    asks.set(id, known);
    for (const key of keys) known.keys.set(keyId(key), key);
  }
  return [...asks.values()].map(({ ask, keys }) => ({ ...ask, in: [...keys.values()] }));
}

/** The diff of a change from what was read before it and, when it is done, after it. Rows that did not change are left out. */
export function composeDiff(
  system: string,
  change: Change,
  asks: readonly ExactAsk[],
  before: ExactAnswers,
  after: ExactAnswers | null,
): Diff {
  const tables = new Map<string, { readonly ask: ExactAsk; readonly rows: Map<string, DiffRow> }>();
  const stayed: Diff["added"][number][] = [];
  const deletes = change.operations.filter((operation) => operation.op === "delete");
  const joined = deletes.filter(({ withNext }, at) => withNext === true || deletes[at - 1]?.withNext === true);
  asks.forEach((ask, position) => {
    const table = tables.get(ask.table) ?? { ask, rows: new Map<string, DiffRow>() };
    tables.set(ask.table, table);
    const now = new Map((after?.[position] ?? []).map((row) => [keyId(row.key), row.values]));
    const same: Key[] = [];
    for (const { key, plain, values } of before[position] ?? []) {
      const id = keyId(key);
      const then = now.get(id) ?? null;
      if (after !== null && then !== null && isSame(values, then)) {
        same.push(key);
        continue;
      }
      // A row that two questions name is there for both, or for neither.
      table.rows.set(id, { key, plain, before: values, after: then });
    }
    if (same.length > 0) stayed.push({ table: ask.table, keyColumns: ask.keyColumns, keys: same });
  });
  return {
    system,
    complete: after !== null,
    tables: [...tables.values()]
      .filter(({ rows }) => rows.size > 0)
      .map(({ ask: { table, keyColumns, plainColumns: plain, columns }, rows }) => ({
        name: table,
        keyColumns,
        plainColumns: plain,
        columns,
        rows: [...rows.values()],
      })),
    added: [
      ...change.operations.filter((operation) => operation.op === "insert" && operation.lasting !== true),
      ...change.exact
        .filter(({ op }) => op === "put-back")
        .map(({ table, keyColumns, rows }) => ({ table, keyColumns, keys: rows.map(({ key }) => key) })),
    ].map(({ table, keyColumns, keys }) => ({ table, keyColumns, keys })),
    ...(deletes.length > 0 && stayed.length > 0 ? { stayed } : {}),
    order: deletes.map(({ table }) => table).reverse(),
    ...(joined.length > 0 ? { joined: joined.map(({ table }) => table) } : {}),
    cuts: findCuts(change.operations),
    recounts: change.operations.filter((operation) => operation.op === "recount"),
    suspendForeignKeys: change.suspendForeignKeys,
  };
}

/**
 * What several changes of one transaction came to, all in all, for the rows that were asked about: enough to count it and to tell
 * later whether it happened, not to take it back.
 */
export function composeNet(
  system: string,
  asks: readonly ExactAsk[],
  before: ExactAnswers,
  after: ExactAnswers | null,
): Diff {
  const tables = asks.map(({ table, keyColumns, columns }, position) => {
    const was = new Map((before[position] ?? []).map((row) => [keyId(row.key), row]));
    const is = new Map((after?.[position] ?? []).map((row) => [keyId(row.key), row]));
    const rows = [...was].flatMap(([id, { key, plain, values }]): readonly DiffRow[] => {
      const now = is.get(id)?.values ?? null;
      return now !== null && isSame(values, now) ? [] : [{ key, plain, before: values, after: now }];
    });
    const keys = [...is].flatMap(([id, { key }]) => (was.has(id) ? [] : [key]));
    return { name: table, keyColumns, plainColumns: [], columns, rows: after === null ? [] : rows, keys };
  });
  return {
    system,
    complete: after !== null,
    tables: tables.filter(({ rows }) => rows.length > 0).map(({ keys: _, ...table }) => table),
    added: tables
      .filter(({ keys }) => keys.length > 0)
      .map(({ name, keyColumns, keys }) => ({ table: name, keyColumns, keys })),
    order: [],
    cuts: {},
    recounts: [],
    suspendForeignKeys: false,
  };
}

/** Columns that are set to NULL in rows that the same change deletes. */
function findCuts(operations: readonly Operation[]): Diff["cuts"] {
  const doomed = new Map<string, Set<string>>();
  for (const { op, table, keys } of operations) {
    if (op !== "delete") continue;
    const ids = doomed.get(table) ?? new Set();
    doomed.set(table, ids);
    for (const key of keys) ids.add(keyId(key));
  }
  const cuts: Record<string, readonly string[]> = {};
  for (const operation of operations) {
    if (operation.op !== "update") continue;
    const { table, keys, set } = operation;
    if (!keys.some((key) => doomed.get(table)?.has(keyId(key)))) continue;
    cuts[table] = [...new Set([...(cuts[table] ?? []), ...Object.keys(set)])];
  }
  return cuts;
}

/** What to read to see how the rows of a diff are now; answered in the order of its tables. */
export function askNow(diff: Diff): readonly ExactAsk[] {
  return diff.tables.map(({ name, keyColumns, columns, rows }) => ({
    table: name,
    keyColumns,
    plainColumns: [],
    columns,
    by: keyColumns,
    in: rows.map(({ key }) => key),
  }));
}

/** Rows of {@link Diff.added} that are there, as questions. */
export function askAdded(diff: Diff): readonly ExactAsk[] {
  return diff.added.map(({ table, keyColumns, keys }) => ({
    table,
    keyColumns,
    plainColumns: [],
    columns: [],
    by: keyColumns,
    in: keys,
  }));
}

/**
 * Did the change of this diff happen? A transaction leaves all of it or nothing; rows that others changed since are outvoted
 * by those that they did not. A diff that was never completed was taken by a transaction that never ended.
 */
export function hasHappened(diff: Diff, now: ExactAnswers, added: ExactAnswers): boolean {
  if (!diff.complete) return false;
  let votes = 0;
  diff.tables.forEach(({ rows }, position) => {
    const found = new Map((now[position] ?? []).map(({ key, values }) => [keyId(key), values]));
    for (const { key, before, after } of rows) {
      const values = found.get(keyId(key));
      if (values === undefined) votes += after === null ? 1 : 0;
      else if (after !== null && isSame(values, after)) votes += 1;
      else if (isSame(values, before)) votes -= 1;
    }
  });
  diff.added.forEach(({ keys }, position) => {
    const found = (added[position] ?? []).length;
    votes += found > 0 ? found : -keys.length;
  });
  return votes > 0;
}

/** Are all values the same, to the last bit? */
export function isSame(left: ExactValues, right: ExactValues): boolean {
  return left.length === right.length && left.every((value, position) => value === right[position]);
}

/** How many rows a diff is about. */
export function countDiff(diff: Diff): number {
  const added = diff.added.reduce((sum, { keys }) => sum + keys.length, 0);
  return diff.tables.reduce((sum, { rows }) => sum + rows.length, added);
}
