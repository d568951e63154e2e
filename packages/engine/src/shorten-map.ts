/** Takes out of a map what inference says by itself: a map holds only what differs, or was confirmed. */
import type { Inference, InferredTable } from "./infer/infer-system.ts";
import type { DataMap, EdgeMap, TableMap } from "./map.ts";
import type { Edge } from "./model.ts";
import type { SystemSchema, TableSchema } from "./schema.ts";

/** Below this, what a column holds is a question, and an answer worth keeping. */
const SURE = 0.5;

/**
 * The same map without what it need not say. `inference` goes on from what this map states, and that stays in it: who is a person
 * changes what else is inferred. Tables that the system does not have stay as they are.
 */
export function shortenMap(map: DataMap, schema: SystemSchema, inference: Inference): DataMap {
  const inferred = new Map(inference.tables.map((table) => [table.name, table]));
  const edges = Map.groupBy(inference.edges, ({ from }) => from);
  const tables = Object.entries(map.tables).map(([name, entry]): [string, TableMap] => {
    const table = schema.tables.find((one) => one.name === name);
    const proposal = inferred.get(name);
    if (table === undefined || proposal === undefined) return [name, entry];
    return [name, shortenTable(entry, table, proposal, edges.get(name) ?? [])];
  });
  return { ...map, tables: Object.fromEntries(tables) };
}

function shortenTable(entry: TableMap, table: TableSchema, proposal: InferredTable, edges: readonly Edge[]): TableMap {
  const found = Object.entries(entry.identifiers ?? {});
  const isKnown =
    proposal.kind === "subject" &&
    found.length === proposal.identifiers.length &&
    proposal.identifiers.every(({ kind, column, confirmed }) => confirmed && entry.identifiers?.[kind] === column);
  return {
    ...entry,
    identifiers: isKnown && entry.subject !== null ? null : entry.identifiers,
    key: entry.key?.join() === table.primaryKey.join() ? null : entry.key,
    edges: entry.edges.filter((edge) => !edges.some((one) => saysTheSame(edge, one, table))),
    columns: Object.fromEntries(
      Object.entries(entry.columns).filter(([name, column]) => {
        const known = proposal.columns.find((one) => one.name === name);
        const isPlain =
          column.hide === null &&
          column.keep === null &&
          column.blank === undefined &&
          column.counter === null &&
          column.blob === undefined &&
          column.copyOf === undefined &&
          column.provenance === undefined;
        return !(isPlain && known !== undefined && known.category === column.category && known.confidence >= SURE);
      }),
    ),
  };
}

function saysTheSame(entry: EdgeMap, edge: Edge, table: TableSchema): boolean {
  const declared = table.foreignKeys.find(
    (key) => key.columns.join() === entry.columns.join() && key.table === entry.to,
  );
  const toColumns = entry.toColumns ?? declared?.referencedColumns ?? edge.toColumns;
  return (
    edge.confirmed &&
    entry.role === edge.role &&
    entry.to === edge.to &&
    entry.columns.join() === edge.columns.join() &&
    toColumns.join() === edge.toColumns.join() &&
    entry.path.join() === edge.path.join() &&
    entry.match === edge.match &&
    entry.pattern === edge.pattern &&
    entry.list?.separator === edge.list?.separator &&
    entry.same === edge.same &&
    JSON.stringify(entry.when) === JSON.stringify(edge.when)
  );
}
