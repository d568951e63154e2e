/** The set-based statements that bring about what was decided. */
import type { Decisions } from "./decisions.ts";
import { isFilled, keyId } from "./edge-values.ts";
import type { Ghost } from "./ghosts.ts";
import { ghostIn, mergeColumns } from "./letting-go.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { cuttableColumns } from "./order-deletes.ts";
import { type Reach, type ReachedRow, type ReachedTable, readValues } from "./reached-rows.ts";
import type { Key, Operation, SetValue } from "./store.ts";

/** Rows that are deleted, by table. */
export type DoomedRows = ReadonlyMap<string, { readonly reached: ReachedTable; readonly rows: ReachedRow[] }>;

export function groupDoomed({ rows, plain }: Decisions): DoomedRows {
  const doomed = new Map(plain.map((one) => [one.reached.table.name, { reached: one.reached, rows: [...one.rows] }]));
  for (const { reached, row, disposition } of rows) {
    if (disposition !== "deleted") continue;
    const known = doomed.get(reached.table.name);
    if (known === undefined) doomed.set(reached.table.name, { reached, rows: [row] });
    else known.rows.push(row);
  }
  return doomed;
}

interface Change {
  readonly table: ModelTable;
  readonly key: Key;
  set: Readonly<Record<string, SetValue>>;
  readonly why: string;
}

/** Rows that stay but change: one statement for all rows of a table that are set to the same values. */
export function updateRows(decisions: Decisions): readonly Operation[] {
  const byTable = new Map<ModelTable, Map<string, Change>>();
  const add = (table: ModelTable, key: Key, set: Readonly<Record<string, SetValue>>, why: string) => {
    const changes = byTable.get(table) ?? new Map<string, Change>();
    byTable.set(table, changes);
    const id = keyId(key);
    const known = changes.get(id);
    if (known === undefined) changes.set(id, { table, key, set, why });
    else if (known.set !== set) known.set = mergeColumns(known.set, set);
  };
  for (const { reached, row, disposition, set } of decisions.rows) {
    if (disposition === "deleted" || Object.keys(set).length === 0) continue;
    add(reached.table, row.key, set, disposition);
  }
  for (const { dependent, set } of decisions.repairs) add(dependent.reached.table, dependent.row.key, set, "repair");
  const texts = new Map<Change["set"], string>();
  const textOf = (set: Change["set"]) => {
    const text = texts.get(set) ?? describeSet(set);
    texts.set(set, text);
    return text;
  };
  return [...byTable.values()].flatMap((changes) => [
    ...Map.groupBy(changes.values(), ({ set, why }) => `${why} ${textOf(set)}`)
      .values()
      .flatMap((group): readonly Operation[] => {
        const [first] = group;
        if (first === undefined) return [];
        const { table, set, why } = first;
        return [
          { op: "update", table: table.name, keyColumns: table.key, keys: group.map(({ key }) => key), set, why },
        ];
      }),
  ]);
}

/** One text for the same values, whatever the order in which they were decided. */
function describeSet(set: Readonly<Record<string, SetValue>>): string {
  return JSON.stringify(Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type DoomedTable = ReturnType<DoomedRows["get"]>;

export function cutReferences(edge: Edge, doomed: DoomedTable): readonly Operation[] {
  if (doomed === undefined) return [];
  const { table } = doomed.reached;
  const rows = doomed.rows.filter((row) => isFilled(readValues(doomed.reached, row, edge.columns)));
  if (rows.length === 0) return [];
  const set = Object.fromEntries(
    cuttableColumns(table, edge).map((name): [string, SetValue] => [name, { kind: "null" }]),
  );
  const keys = rows.map(({ key }) => key);
  return [{ op: "update", table: edge.from, keyColumns: table.key, keys, set, why: "cut a cycle before deleting" }];
}

export function deleteRows(doomed: DoomedTable): readonly Operation[] {
  if (doomed === undefined) return [];
  const { table } = doomed.reached;
  const keys = doomed.rows.map(({ key }) => key);
  return [{ op: "delete", table: table.name, keyColumns: table.key, keys, why: "deleted" }];
}

/** Confirmed counters of rows that stay, wherever a row that they counted is deleted or taken away. */
export function recountRows(reach: Reach, { rows, repairs }: Decisions, doomed: DoomedRows): readonly Operation[] {
  const { index } = reach;
  const counters = index.model.tables.flatMap(({ columns }) => columns.flatMap(({ counter }) => counter ?? []));
  const counting = new Set(counters.filter(({ confirmed }) => confirmed).map(({ table }) => table));
  if (counting.size === 0) return [];
  const staying = rows.filter(({ disposition }) => disposition !== "retained" && disposition !== "deleted");
  // Rows of others let go as well: of what stays as an empty row they are counted no more.
  const letGo = repairs.map(({ dependent: { reached, row }, set }) => ({ reached, row, set }));
  const changed = Map.groupBy([...staying, ...letGo], ({ reached }) => reached.table.name);
  const deleted = new Map<string, Set<string>>();
  const deletedOf = (table: string) => {
    let ids = deleted.get(table);
    if (ids === undefined) {
      ids = new Set((doomed.get(table)?.rows ?? []).map(({ key }) => keyId(key)));
      deleted.set(table, ids);
    }
    return ids;
  };
  return index.model.tables.flatMap((table) =>
    table.columns.flatMap((column): readonly Operation[] => {
      const { counter } = column;
      if (counter === null || !counter.confirmed || table.key.length === 0) return [];
      const telling = [...counter.columns, ...Object.keys(counter.when)];
      const referenced = referencedBy(index, counter.table, counter.columns, table);
      const gone = referenced.join() === table.key.join() ? deletedOf(table.name) : undefined;
      const keys = new Map<string, Key>();
      const count = (reached: ReachedTable, row: ReachedRow) => {
        const key = readValues(reached, row, counter.columns);
        if (isFilled(key) && !gone?.has(keyId(key))) keys.set(keyId(key), key);
      };
      const lost = doomed.get(counter.table);
      if (lost !== undefined) for (const row of lost.rows) count(lost.reached, row);
      for (const { reached, row, set } of changed.get(counter.table) ?? []) {
        if (telling.some((name) => set[name] !== undefined)) count(reached, row);
      }
      if (keys.size === 0) return [];
      return [
        {
          op: "recount",
          table: table.name,
          keyColumns: referenced,
          keys: [...keys.values()],
          column: column.name,
          of: counter.table,
          ofColumns: counter.columns,
          referencedColumns: referenced,
          when: counter.when,
          why: `${column.name} counts rows of ${counter.table}`,
        },
      ];
    }),
  );
}

/** The columns that the counted rows point at: those of the edge, where there is one. */
function referencedBy(
  index: ModelIndex,
  from: string,
  columns: readonly string[],
  table: ModelTable,
): readonly string[] {
  const wanted = columns.join();
  const edges = index.outgoing.get(from) ?? [];
  const edge = edges.find((one) => one.to === table.name && one.columns.join() === wanted);
  return edge?.toColumns ?? table.key;
}

/** Ghosts that these statements make rows name, and that are not there yet; what a ghost names comes before it. */
export function missingGhosts(reach: Reach, updates: readonly Operation[]): readonly Ghost[] {
  const missing = new Map<string, Ghost>();
  const need = (table: string) => {
    const known = reach.ghosts.get(table);
    if (known === undefined || known.isThere || missing.has(table)) return;
    for (const other of known.ghost.needs) need(other);
    missing.set(table, known.ghost);
  };
  for (const operation of updates) {
    if (operation.op !== "update") continue;
    for (const edge of reach.index.outgoing.get(operation.table) ?? []) {
      const ghost = reach.ghosts.get(edge.to)?.ghost;
      const isNamed = edge.columns.every((name, at) => {
        const value = operation.set[name];
        return ghost !== undefined && value?.kind === "text" && value.text === ghostIn(edge, ghost, at);
      });
      if (ghost !== undefined && isNamed && edge.columns.length > 0) need(edge.to);
    }
  }
  return [...missing.values()];
}
