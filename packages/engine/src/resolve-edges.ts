/** Lays the edges of the map over those of inference. */
import { blindnessOf } from "./blind-text.ts";
import type { Inference } from "./infer/infer-system.ts";
import type { DataMap, EdgeMap } from "./map.ts";
import { edgeMalformed, formOf, listProblem, type MapCheck, unknownColumn, unknownTable } from "./map-findings.ts";
import { type Edge, edgeId } from "./model.ts";
import { findColumn, type TableSchema } from "./schema.ts";

/** What is known of the tables beside what inference says. */
export interface StatedTables {
  readonly map: DataMap;
  /** Tables whose proposals were accepted. */
  readonly accepted: ReadonlySet<string>;
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** The edges as inference has them, with those of the map instead. */
export function resolveEdges(
  check: MapCheck,
  inference: Inference,
  { map, accepted, keys }: StatedTables,
): readonly Edge[] {
  const { schemas } = check;
  const edges = new Map<string, Edge>();
  // A doubt is settled by a line that names it, and not by accepting the table it stands in.
  const doubts = new Set(
    inference.findings.flatMap(({ code, table, column }) => (code === "owner_doubtful" ? `${table}: ${column}` : [])),
  );
  for (const edge of inference.edges) {
    const isPublic = map.tables[edge.from]?.public === true;
    const isAccepted = accepted.has(edge.from) && !doubts.has(`${edge.from}: ${edge.columns.join(", ")}`);
    const settled = isAccepted ? { ...edge, confirmed: true } : edge;
    edges.set(edge.id, isPublic ? ignoreEdge(edge) : settled);
  }
  for (const [name, overlay] of Object.entries(map.tables)) {
    const table = schemas.get(name);
    if (table === undefined) continue;
    for (const entry of overlay.edges) overlayEdge(check, edges, table, entry, keys);
  }
  return [...edges.values()].map((edge) => {
    // Inside of texts, JSON and lists it is not the column that compares.
    const holdsKey = edge.pattern === null && edge.path.length === 0 && edge.list === undefined;
    const target = holdsKey ? schemas.get(edge.to) : undefined;
    const blind = target === undefined ? null : blindnessOf(target, edge.toColumns);
    return blind === null || blind === undefined ? edge : { ...edge, blind };
  });
}

function overlayEdge(
  { schemas, findings }: MapCheck,
  edges: Map<string, Edge>,
  table: TableSchema,
  entry: EdgeMap,
  keys: StatedTables["keys"],
): void {
  const target = resolveTarget(entry, schemas);
  const missing = [...entry.columns, ...Object.keys(entry.when)].find((name) => findColumn(table, name) === undefined);
  if (missing !== undefined) return void findings.push(unknownColumn(table, missing));
  if (target === null) return void findings.push(unknownTable(entry.to, [...schemas.keys()]));
  const pair = [...edges.values()].filter(
    (edge) => edge.from === table.name && edge.to === target.table.name && edge.columns.join() === entry.columns.join(),
  );
  const declared = pair.find((edge) => edge.onDelete !== null);
  const toColumns = target.toColumns ?? declared?.toColumns ?? keys.get(target.table.name) ?? [];
  const lost = toColumns.find((name) => findColumn(target.table, name) === undefined);
  if (lost !== undefined) return void findings.push(unknownColumn(target.table, lost));
  const isSingle = entry.pattern === null && entry.path.length === 0 && entry.list === undefined;
  const isUnreadable = entry.list !== undefined && listProblem(table, entry) !== null;
  if (
    isUnreadable ||
    toColumns.length !== entry.columns.length ||
    toColumns.length === 0 ||
    (!isSingle && toColumns.length > 1)
  ) {
    return void findings.push(edgeMalformed(table, entry, target.table, toColumns));
  }
  const condition = JSON.stringify(entry.when);
  const replaced = pair.filter(
    (edge) => JSON.stringify(edge.when) === condition || (condition === "{}" && edge.origin !== "map"),
  );
  for (const edge of replaced) edges.delete(edge.id);
  if (entry.role === "none") {
    // The map can say that a declared key means nothing; the database enforces it all the same.
    if (declared !== undefined && replaced.includes(declared)) edges.set(declared.id, ignoreEdge(declared));
    return;
  }
  const { role, when, match, pattern, path } = entry;
  const first = findColumn(table, entry.columns[0] ?? "");
  const form = first === undefined ? null : formOf(first);
  const base = { from: table.name, columns: entry.columns, to: target.table.name, toColumns, when };
  const edge: Edge = {
    id: edgeId(base),
    ...base,
    role,
    origin: "map",
    confirmed: true,
    confidence: 1,
    why: "the map says so",
    onDelete: declared?.onDelete ?? null,
    match,
    pattern,
    path,
    ...(entry.list === undefined || form === null ? {} : { list: { ...entry.list, form } }),
    same: entry.same,
  };
  edges.set(edge.id, edge);
}

/** The same edge without a say in whose rows are whose. */
function ignoreEdge(edge: Edge): Edge {
  return {
    ...edge,
    role: "context",
    origin: "map",
    confirmed: true,
    confidence: 1,
    why: "the map says so",
    same: false,
  };
}

/** `-> shop.users` names a table of a schema; `-> users.email` a column of a table. */
function resolveTarget(
  entry: EdgeMap,
  schemas: ReadonlyMap<string, TableSchema>,
): { readonly table: TableSchema; readonly toColumns: readonly string[] | null } | null {
  const table = schemas.get(entry.to);
  if (table !== undefined) return { table, toColumns: entry.toColumns };
  const dot = entry.to.lastIndexOf(".");
  const owner = schemas.get(entry.to.slice(0, Math.max(dot, 0)));
  if (owner === undefined || entry.toColumns !== null) return null;
  return { table: owner, toColumns: [entry.to.slice(dot + 1)] };
}
