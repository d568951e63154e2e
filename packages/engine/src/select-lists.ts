/** Which columns of a table planning has to know of a row. */
import { copiedColumns, copiesIn } from "./copies.ts";
import type { ModelIndex, ModelTable } from "./model.ts";

/** The columns to ask for of each table. */
export type SelectLists = (table: ModelTable) => readonly string[];

/** Select lists of all tables, each computed when it is first needed. */
export function createSelectLists(index: ModelIndex): SelectLists {
  const counted = new Map<string, Set<string>>();
  for (const { counter } of index.model.tables.flatMap((table) => table.columns)) {
    if (counter === null || !counter.confirmed) continue;
    const columns = counted.get(counter.table) ?? new Set();
    counted.set(counter.table, columns);
    for (const column of [...counter.columns, ...Object.keys(counter.when)]) columns.add(column);
  }
  const copied = copiedColumns(index.model);
  const lists = new Map<string, readonly string[]>();
  return (table) => {
    const known = lists.get(table.name);
    if (known !== undefined) return known;
    const also = [...(counted.get(table.name) ?? []), ...(copied.get(table.name) ?? [])];
    const list = listColumns(index, table, also);
    lists.set(table.name, list);
    return list;
  };
}

/** What is needed of a row: its key, its edges both ways, what retention looks at, what counters count by, and copies with what they repeat. */
function listColumns(index: ModelIndex, table: ModelTable, also: readonly string[]): readonly string[] {
  const columns = new Set([...table.key, ...also]);
  for (const { column } of copiesIn(index, table)) columns.add(column.name);
  for (const edge of index.outgoing.get(table.name) ?? []) {
    for (const column of [...edge.columns, ...Object.keys(edge.when)]) columns.add(column);
  }
  for (const edge of index.incoming.get(table.name) ?? []) for (const column of edge.toColumns) columns.add(column);
  for (const { column } of table.identifiers) columns.add(column);
  if (table.retain !== null) {
    if (table.retain.from !== null) columns.add(table.retain.from);
    for (const column of Object.keys(table.retain.when)) columns.add(column);
  }
  return [...columns];
}
