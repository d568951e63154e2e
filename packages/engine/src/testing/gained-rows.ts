/** What somebody is shown that they were not shown before, and why. */
import { readEdgeKeys } from "../edge-values.ts";
import type { Edge } from "../model.ts";
import { reachRows } from "../reach.ts";
import { isPlain, type ReachedTable, readValues } from "../reached-rows.ts";
import { TABLES_OF_PEOPLE } from "./generate-world.ts";
import type { Row } from "./memory-store.ts";
import { rowName } from "./random-rights.ts";
import { drive, type RightsBench, user } from "./rights-bench.ts";

/** A row that somebody is shown and was not shown before, and by which edge. */
export interface Gained {
  readonly edge: Edge | null;
  readonly reached: ReachedTable;
  /** Names of the rows that it hangs on. */
  readonly parents: readonly string[];
}

export function gainedRows(bench: RightsBench, person: string, before: ReadonlySet<string>): Map<string, Gained> {
  const { tables } = drive(bench.store, reachRows(bench.index, user(person), { skipLeaves: false }));
  const gained = new Map<string, Gained>();
  for (const [table, reached] of tables) {
    for (const row of reached.rows.values()) {
      const name = rowName(table, row.key);
      if (row.level === "act" || before.has(name)) continue;
      const up = [...row.edges].filter(({ from }) => from === table);
      const parents = up.flatMap((edge) =>
        readEdgeKeys(edge, readValues(reached, row, edge.columns)).map((key) => rowName(edge.to, key)),
      );
      gained.set(name, { edge: row.via, reached, parents });
    }
  }
  return gained;
}

/** What hangs on a row that is explained is explained. */
export function unexplained(
  gained: ReadonlyMap<string, Gained>,
  isExplained: (name: string, row: Gained) => boolean,
): readonly string[] {
  const open = new Map(gained);
  for (let size = -1; size !== open.size; ) {
    size = open.size;
    for (const [name, row] of open) {
      const hangs = row.parents.some((parent) => gained.has(parent) && !open.has(parent));
      if (hangs || isExplained(name, row)) open.delete(name);
    }
  }
  return [...open.keys()];
}

/**
 * Did the person own it by a column in which two leavers could not both be replaced by one row that is nobody, or by an address or
 * a key inside of a text, which name no such row?
 */
export function hasNoGhost(
  { index }: RightsBench,
  before: ReadonlyMap<string, Row>,
  own: ReadonlySet<string>,
  name: string,
  { table }: ReachedTable,
): boolean {
  const row = before.get(name) ?? {};
  const isInText = (edge: Edge) =>
    edge.role === "owner" &&
    index.table.get(edge.to)?.kind === "subject" &&
    !isPlain(edge) &&
    (edge.list === undefined || edge.match) &&
    row[edge.columns[0] ?? ""] != null;
  if (own.has(name) && (index.outgoing.get(table.name) ?? []).some(isInText)) return true;
  const told = [table.key, ...table.schema.uniqueKeys].flat();
  return table.schema.columns.some(
    ({ name: column }) => told.includes(column) && TABLES_OF_PEOPLE.some((to) => own.has(`${to} ${row[column]}`)),
  );
}
