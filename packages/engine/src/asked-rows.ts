/** Rights about single rows: which of the person's rows are meant, and what is said of named rows that are not theirs. */
import { addToIndex, createKeyIndex, findPointedAt } from "./edge-values.ts";
import type { Finding } from "./model.ts";
import { findOwn, type Reach, type ReachedRow, readValues, satisfies } from "./reached-rows.ts";
import type { RowRef, Scope } from "./rights.ts";

/** Is the right about single rows? Throws where it names none of them: such a list must never be taken for everything. */
export function namesRows({ rows }: Scope): boolean {
  if (rows?.length === 0) throw new RangeError("A scope that is not about single rows has no list of them.");
  return rows !== undefined;
}

/**
 * The named rows that are the person's own, with what is part of them; null where the right names none, and is limited by
 * tables and categories only.
 */
export function findAskedRows(reach: Reach, scope: Scope): ReadonlySet<ReachedRow> | null {
  if (!namesRows(scope)) return null;
  const asked = new Set<ReachedRow>();
  for (const named of scope.rows ?? []) {
    if (scope.tables.length > 0 && !scope.tables.includes(named.table)) continue;
    const row = findNamed(reach, named);
    if (row !== null) asked.add(row);
  }
  if (asked.size > 0) addParts(reach, asked, otherOwnRows(reach, asked));
  return asked;
}

/** Blocks a right that names rows which are not the person's: whether such a row exists is never told. */
export function findMisnamed(reach: Reach, { rows = [] }: Scope): readonly Finding[] {
  const misnamed = rows.filter((named) => findNamed(reach, named) === null);
  const byTable = Map.groupBy(misnamed, ({ table }) => (reach.index.table.has(table) ? table : ""));
  return [...byTable].map(([table, some]) => ({
    code: "scope_row_not_theirs",
    table,
    column: "",
    message:
      some.length === 1
        ? "A row that was named is not among the person's own."
        : `${some.length} rows that were named are not among the person's own.`,
    suggestion: "Name rows by the keys that they have in the system, or ask for the whole table.",
    blocks: true,
  }));
}

function findNamed(reach: Reach, { table, key }: RowRef): ReachedRow | null {
  const reached = reach.tables.get(table);
  // Rows without a key are told apart by what they hold, which nobody can name.
  if (reached === undefined || key.length === 0 || key.length !== reached.table.key.length) return null;
  return findOwn(reached, key);
}

function otherOwnRows(reach: Reach, asked: ReadonlySet<ReachedRow>): Set<ReachedRow> {
  const others = new Set<ReachedRow>();
  for (const { rows } of reach.tables.values()) {
    for (const row of rows.values()) if (row.level === "own" && !asked.has(row)) others.add(row);
  }
  return others;
}

/** Moves whatever of `waiting` is part of rows of `chosen` there, until nothing moves. */
export function addParts(reach: Reach, chosen: Set<ReachedRow>, waiting: Set<ReachedRow>): void {
  const parts = reach.index.model.edges.filter((edge) => edge.role === "part");
  for (let grown = true; grown; ) {
    grown = false;
    for (const edge of parts) {
      const from = reach.tables.get(edge.from);
      const to = reach.tables.get(edge.to);
      if (from === undefined || to === undefined) continue;
      const gone = createKeyIndex<ReachedRow>();
      for (const row of to.rows.values()) {
        if (chosen.has(row)) addToIndex(gone, edge, readValues(to, row, edge.toColumns), row);
      }
      if (gone.items.size === 0) continue;
      for (const row of from.rows.values()) {
        if (!waiting.has(row) || !satisfies(from, row, edge)) continue;
        if (findPointedAt(gone, edge, readValues(from, row, edge.columns)).length === 0) continue;
        chosen.add(row);
        waiting.delete(row);
        grown = true;
      }
    }
  }
}
