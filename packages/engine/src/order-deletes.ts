/** In which order rows can be deleted, and which foreign keys have to be cut first because they form a cycle. */
import { mayBeNull } from "./check-constraints.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { findColumn } from "./schema.ts";
import type { Operation } from "./store.ts";

/** What the store can do about foreign keys, as its connector declares it. */
export interface ConstraintAbilities {
  readonly deferredConstraints: boolean;
  readonly checksForeignKeysByRow: boolean;
  readonly canSuspendForeignKeys: boolean;
  /** Statements that change different tables can be joined into one, and foreign keys are checked after all of them. */
  readonly joinsStatements: boolean;
}

export interface DeleteOrder {
  /** Tables, those that point at others first. */
  readonly tables: readonly string[];
  /** References to set to NULL in rows that are about to be deleted. */
  readonly cuts: readonly Edge[];
  /** Only with checks switched off inside the transaction. */
  readonly suspend: boolean;
  /** The statements of these tables, and of those between them in the order, are one: their foreign keys go round in a circle. */
  readonly joined: readonly string[];
  /** Cycles that nothing cuts: the names of their tables. */
  readonly stuck: readonly string[];
}

/** Orders the deletion of rows of these tables by the declared foreign keys among them. */
export function orderDeletes(
  index: ModelIndex,
  doomed: ReadonlySet<string>,
  abilities: ConstraintAbilities,
): DeleteOrder {
  const keys = [...doomed].flatMap((name) =>
    (index.outgoing.get(name) ?? []).filter((edge) => edge.onDelete !== null && doomed.has(edge.to)),
  );
  const cuts: Edge[] = [];
  let suspend = false;
  const joined: string[] = [];
  const stuck: string[] = [];
  for (const edge of keys) {
    if (edge.from !== edge.to || !abilities.checksForeignKeysByRow) continue;
    if (isNullable(index, edge)) cuts.push(edge);
    else suspend = true;
  }
  const cutCycle = (cycle: readonly Edge[]): Edge | undefined => {
    const nullable = cycle.find((edge) => isNullable(index, edge));
    if (nullable !== undefined) {
      cuts.push(nullable);
      return nullable;
    }
    const deferrable = abilities.deferredConstraints ? cycle.find((edge) => isDeferrable(index, edge)) : undefined;
    if (deferrable !== undefined) return deferrable;
    if (abilities.joinsStatements) {
      joined.push(...cycle.map((edge) => edge.from));
      return cycle[0];
    }
    suspend = true;
    if (!abilities.canSuspendForeignKeys) stuck.push(...cycle.map((edge) => edge.from));
    return cycle[0];
  };
  const tables = sortTables(
    doomed,
    keys.filter((edge) => edge.from !== edge.to),
    cutCycle,
  );
  if (suspend && !abilities.canSuspendForeignKeys && stuck.length === 0) stuck.push(...keys.map((edge) => edge.from));
  return {
    tables,
    cuts,
    suspend: suspend && abilities.canSuspendForeignKeys,
    joined: between(tables, new Set(joined)),
    stuck,
  };
}

/** From the first of these names in the list to the last. */
function between(list: readonly string[], names: ReadonlySet<string>): readonly string[] {
  const isOne = (name: string) => names.has(name);
  return names.size === 0 ? [] : list.slice(list.findIndex(isOne), list.findLastIndex(isOne) + 1);
}

/** Marks the statements of `tables` as one; they stand next to each other. */
export function joinStatements(operations: readonly Operation[], tables: readonly string[]): readonly Operation[] {
  if (tables.length === 0) return operations;
  const isOne = ({ table }: Operation) => tables.includes(table);
  const last = operations.findLastIndex(isOne);
  return operations.map((operation, at) =>
    at < last && isOne(operation) ? { ...operation, withNext: true } : operation,
  );
}

function isNullable(index: ModelIndex, edge: Edge): boolean {
  const table = index.table.get(edge.from);
  return table !== undefined && cuttableColumns(table, edge).length > 0;
}

/** Columns of a reference that can be set to NULL to cut it. */
export function cuttableColumns(table: ModelTable, edge: Edge): readonly string[] {
  return edge.columns.filter((name) => {
    const column = findColumn(table.schema, name);
    return column !== undefined && mayBeNull(table, column) && !column.generated && !table.key.includes(name);
  });
}

function isDeferrable(index: ModelIndex, edge: Edge): boolean {
  // A RESTRICT is checked at once, whatever was deferred.
  if (edge.onDelete === "restrict") return false;
  const keys = index.table.get(edge.from)?.schema.foreignKeys ?? [];
  return keys.some((key) => key.columns.join() === edge.columns.join() && key.table === edge.to && key.deferrable);
}

/** A table is deleted from once nothing points at it any more; where all wait for each other, a cycle is cut. */
function sortTables(
  doomed: ReadonlySet<string>,
  edges: readonly Edge[],
  cutCycle: (cycle: readonly Edge[]) => Edge | undefined,
): readonly string[] {
  const out = Map.groupBy(edges, (edge) => edge.from);
  const waiting = new Map([...doomed].map((name) => [name, new Set<Edge>()]));
  for (const edge of edges) waiting.get(edge.to)?.add(edge);
  const order: string[] = [];
  const ready = [...waiting].filter(([, pointing]) => pointing.size === 0).map(([name]) => name);
  const release = (edge: Edge) => {
    const pointing = waiting.get(edge.to);
    if (pointing?.delete(edge) && pointing.size === 0) ready.push(edge.to);
  };
  for (;;) {
    for (let next = 0; next < ready.length; next++) {
      const name = ready[next] ?? "";
      order.push(name);
      waiting.delete(name);
      for (const edge of out.get(name) ?? []) release(edge);
    }
    ready.length = 0;
    if (waiting.size === 0) return order;
    const cut = cutCycle(findCycle(waiting));
    if (cut !== undefined) release(cut);
  }
}

/** Where every table has something pointing at it, going from pointer to pointer ends in a cycle. */
function findCycle(waiting: ReadonlyMap<string, ReadonlySet<Edge>>): readonly Edge[] {
  const [start = ""] = waiting.keys();
  const seen = new Map([[start, 0]]);
  const path: Edge[] = [];
  for (let name = start; ; ) {
    const [edge] = waiting.get(name) ?? [];
    if (edge === undefined) return [];
    path.push(edge);
    const first = seen.get(edge.from);
    if (first !== undefined) return path.slice(first);
    name = edge.from;
    seen.set(name, path.length);
  }
}
