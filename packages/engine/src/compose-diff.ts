/** Makes the diff of a change from the rows that it touches, read before it and again after it. */
import { isNaming } from "./categories.ts";
import {
  type Change,
  type Diff,
  type DiffRow,
  type ExactAnswers,
  type ExactAsk,
  exactColumns,
  isSame,
} from "./diff.ts";
import { keyId } from "./edge-values.ts";
import type { ModelIndex, ModelTable } from "./model.ts";
import type { Key, Operation } from "./store.ts";
import { triggeredTables } from "./triggered-tables.ts";

/**
 * What to read before a change, and again after it: every row that it will touch, once for each way of naming it. Rows that come back are
 * not there before, and are read afterwards where triggers may have had their say.
 */
export function askBefore(index: ModelIndex, change: Change): readonly ExactAsk[] {
  const asks = new Map<string, { readonly ask: ExactAsk; readonly keys: Map<string, Key> }>();
  const triggered = triggeredTables(index, change);
  const touched = [
    ...change.exact
      .filter(({ op, table }) => op === "restore" || triggered.has(table))
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

/**
 * Columns by which other rows could stand in the way of a return (unique ones, and both ends of foreign keys), and those that say who a
 * person is: by these it is told whether a trigger has copied somebody.
 */
function plainColumns(index: ModelIndex, table: ModelTable): readonly string[] {
  const columns = new Set([...table.schema.uniqueKeys.flat(), ...namingColumns(table)]);
  for (const { columns: own } of table.schema.foreignKeys) for (const name of own) columns.add(name);
  for (const edge of index.incoming.get(table.name) ?? []) {
    if (edge.onDelete !== null) for (const name of edge.toColumns) columns.add(name);
  }
  return [...columns];
}

function namingColumns({ kind, columns }: ModelTable): readonly string[] {
  if (kind !== "subject") return [];
  return columns.filter(({ category }) => isNaming(category)).map(({ name }) => name);
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
  // A row of which only a counter was counted named nobody by it.
  const named = new Set(
    change.operations.flatMap(({ op, table, keys }) =>
      op === "update" ? keys.map((key) => `${table} ${keyId(key)}`) : [],
    ),
  );
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
        if (named.has(`${ask.table} ${id}`)) same.push(key);
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
