/** Adds single lines to a map. */
import { isNamedBy } from "./infer/stated.ts";
import { type ColumnMap, type DataMap, type EdgeMap, EMPTY_TABLE_MAP, type NamingMap, type TableMap } from "./map.ts";
import type { Edge, Role } from "./model.ts";

export function withTable(map: DataMap, table: string, said: Partial<TableMap>): DataMap {
  return { ...map, tables: { ...map.tables, [table]: { ...(map.tables[table] ?? EMPTY_TABLE_MAP), ...said } } };
}

const NOTHING: ColumnMap = { category: null, hide: null, keep: null, counter: null };

export function withColumn(map: DataMap, table: string, column: string, said: Partial<ColumnMap>): DataMap {
  const columns = map.tables[table]?.columns ?? {};
  return withTable(map, table, { columns: { ...columns, [column]: { ...(columns[column] ?? NOTHING), ...said } } });
}

/** A line that says the same of other values of one condition takes these in: an edge has one line for a role. */
export function withEdge(map: DataMap, table: string, line: EdgeMap): DataMap {
  const lines = map.tables[table]?.edges ?? [];
  const at = lines.findIndex((one) => nameEdge(one) === nameEdge(line) && canJoin(one, line));
  const known = lines[at];
  if (known === undefined) return withTable(map, table, { edges: [...lines, line] });
  const when = Object.fromEntries(
    Object.entries(line.when).map(([column, values]) => [
      column,
      [...new Set([...(known.when[column] ?? []), ...values])],
    ]),
  );
  return withTable(map, table, { edges: lines.with(at, { ...line, when }) });
}

/** The line of an edge with this role. */
export function withRole(map: DataMap, edge: Edge, role: Role): DataMap {
  const { columns, to, toColumns, when, match, pattern, path, list, same } = edge;
  const form = { when, match, pattern, path, ...(list === undefined ? {} : { list }) };
  const line = { columns, to, toColumns, role, ...form, same: role === "owner" && same };
  return withEdge(map, edge.from, line);
}

const nameEdge = ({ columns, to, toColumns, role }: EdgeMap) => JSON.stringify([columns, to, toColumns, role]);

function canJoin(one: EdgeMap, other: EdgeMap): boolean {
  const columns = Object.keys(one.when);
  return columns.length === 1 && columns.join() === Object.keys(other.when).join();
}

/** The first line about a column counts: one that is about this name alone stands before those that are about others too. */
export function withNaming(map: DataMap, line: NamingMap): DataMap {
  const others = map.naming.filter(({ column, to }) => column !== line.column || to !== line.to);
  const at = others.findIndex((one) => isNamedBy(one, line.column));
  return { ...map, naming: at < 0 ? [...others, line] : others.toSpliced(at, 0, line) };
}
