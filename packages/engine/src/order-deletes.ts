/** In which order rows can be deleted, and which foreign keys have to be cut first because they form a cycle. */
import type { Edge, ModelIndex } from "./model.ts";
import { findColumn } from "./schema.ts";

/** What the store can do about foreign keys, as its connector declares it. */
export interface ConstraintAbilities {
  readonly deferredConstraints: boolean;
  readonly checksForeignKeysByRow: boolean;
  readonly canSuspendForeignKeys: boolean;
}

export interface DeleteOrder {
  /** Tables, those that point at others first. */
  readonly tables: readonly string[];
  /** References to set to NULL in rows that are about to be deleted. */
  readonly cuts: readonly Edge[];
  /** Only with checks switched off inside the transaction. */
  readonly suspend: boolean;
  /** Cycles that nothing cuts: the names of their tables. */
  readonly stuck: readonly string[];
}

/** Orders the deletion of rows of these tables by the declared foreign keys among them. */
export function orderDeletes(index: ModelIndex, doomed: ReadonlySet<string>, abilities: ConstraintAbilities): DeleteOrder {
  const keys = [...doomed].flatMap((name) =>
    (index.outgoing.get(name) ?? []).filter((edge) => edge.onDelete !== null && doomed.has(edge.to)),
  );
  const cuts: Edge[] = [];
  let suspend = false;
  const stuck: string[] = [];
  let open = keys.filter((edge) => edge.from !== edge.to);
  for (const edge of keys) {
    if (edge.from !== edge.to || !abilities.checksForeignKeysByRow) continue;
    if (isNullable(index, edge)) cuts.push(edge);
    else suspend = true;
  }
  for (;;) {
    const cycle = findCycle(open);
    if (cycle.length === 0) break;
    const nullable = cycle.find((edge) => isNullable(index, edge));
    const deferrable = abilities.deferredConstraints ? cycle.find((edge) => isDeferrable(index, edge)) : undefined;
    const cut = nullable ?? deferrable ?? cycle[0];
    if (cut === nullable && nullable !== undefined) cuts.push(nullable);
    else if (deferrable === undefined) suspend = true;
    if (nullable === undefined && deferrable === undefined && !abilities.canSuspendForeignKeys) {
      stuck.push(...cycle.map((edge) => edge.from));
    }
    open = open.filter((edge) => edge !== cut);
  }
  if (suspend && !abilities.canSuspendForeignKeys && stuck.length === 0) stuck.push(...keys.map((edge) => edge.from));
  return { tables: sortTables(doomed, open), cuts, suspend: suspend && abilities.canSuspendForeignKeys, stuck };
}

function isNullable(index: ModelIndex, edge: Edge): boolean {
  const table = index.table.get(edge.from);
  return edge.columns.some(
    (name) => table !== undefined && (findColumn(table.schema, name)?.nullable ?? false) && !table.key.includes(name),
  );
}

function isDeferrable(index: ModelIndex, edge: Edge): boolean {
  const keys = index.table.get(edge.from)?.schema.foreignKeys ?? [];
  return keys.some((key) => key.columns.join() === edge.columns.join() && key.table === edge.to && key.deferrable);
}

/** The edges of one cycle, or none. */
function findCycle(edges: readonly Edge[]): readonly Edge[] {
  const out = Map.groupBy(edges, (edge) => edge.from);
  const done = new Set<string>();
  for (const start of out.keys()) {
    const path: Edge[] = [];
    const cycle = walk(start, out, done, new Map([[start, 0]]), path);
    if (cycle !== null) return cycle;
  }
  return [];
}

function walk(
  table: string,
  out: ReadonlyMap<string, readonly Edge[]>,
  done: Set<string>,
  depth: Map<string, number>,
  path: Edge[],
): readonly Edge[] | null {
  for (const edge of out.get(table) ?? []) {
    const seen = depth.get(edge.to);
    if (seen !== undefined) return [...path.slice(seen), edge];
    if (done.has(edge.to)) continue;
    path.push(edge);
    depth.set(edge.to, path.length);
    const cycle = walk(edge.to, out, done, depth, path);
    if (cycle !== null) return cycle;
    path.pop();
    depth.delete(edge.to);
  }
  done.add(table);
  return null;
}

/** Kahn's order: a table is deleted from once nothing points at it any more. */
function sortTables(doomed: ReadonlySet<string>, edges: readonly Edge[]): readonly string[] {
  const pending = new Map([...doomed].map((name) => [name, 0]));
  for (const edge of edges) pending.set(edge.to, (pending.get(edge.to) ?? 0) + 1);
  const out = Map.groupBy(edges, (edge) => edge.from);
  const ready = [...pending].filter(([, count]) => count === 0).map(([name]) => name);
  const order: string[] = [];
  for (let name = ready.shift(); name !== undefined; name = ready.shift()) {
    order.push(name);
    for (const edge of out.get(name) ?? []) {
      const left = (pending.get(edge.to) ?? 1) - 1;
      pending.set(edge.to, left);
      if (left === 0) ready.push(edge.to);
    }
  }
  return order;
}
