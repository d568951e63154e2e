/**
 * What a mark on a row goes for: the row and what is part of it, as the application reaches a part through its whole. A part that is
 * reached in another way as well (it is part of something that is not marked) stays in use by that, so no mark goes for it.
 */
import { readEdgeKeys } from "./edge-values.ts";
import { isPlain, type Reach, type ReachedRow, type ReachedTable, readValues, satisfies } from "./reached-rows.ts";
import { findBelongings, isNamed, type OwnTargets } from "./settle-shares.ts";

/**
 * Own rows that are part of marked rows, or held by them, and of nothing else; the table of a marked row that goes for them. What is
 * another's too (`shared`) stays in use by the other, and so does what is part of that.
 */
export function findCovered(
  reach: Reach,
  targets: OwnTargets,
  marked: ReadonlySet<ReachedRow>,
  shared: ReadonlyMap<ReachedRow, string>,
): ReadonlyMap<ReachedRow, string> {
  const covered = new Map<ReachedRow, string>();
  if (marked.size === 0) return covered;
  const parts = new Map([...findBelongings(reach, targets)].map(([whole, all]) => [whole, all.filter(isPart)]));
  // How many ways lead to a part that no mark has closed.
  const ways = new Map<ReachedRow, number>();
  for (const all of parts.values()) for (const { row } of all) ways.set(row, (ways.get(row) ?? 0) + 1);
  for (const reached of reach.tables.values()) {
    for (const row of reached.rows.values()) {
      const known = ways.get(row);
      if (known !== undefined) ways.set(row, known + countOthers(reach, targets, reached, row));
    }
  }
  const closed: [row: ReachedRow, by: string][] = [];
  for (const { table, rows } of reach.tables.values())
    for (const row of rows.values()) if (marked.has(row)) closed.push([row, table.name]);
  for (let next = closed.pop(); next !== undefined; next = closed.pop()) {
    const [whole, by] = next;
    for (const { row } of parts.get(whole) ?? []) {
      const left = (ways.get(row) ?? 0) - 1;
      ways.set(row, left);
      if (left > 0 || marked.has(row) || shared.has(row)) continue;
      covered.set(row, by);
      closed.push([row, by]);
    }
  }
  return covered;
}

const isPart = ({ role }: { readonly role: string }) => role !== "owner";

/** Rows that are not the person's own, or not there, of which this one says that it is part. */
function countOthers(reach: Reach, targets: OwnTargets, reached: ReachedTable, row: ReachedRow): number {
  let others = 0;
  for (const edge of reach.index.outgoing.get(reached.table.name) ?? []) {
    if (edge.role !== "part" || !satisfies(reached, row, edge)) continue;
    const values = readValues(reached, row, edge.columns);
    if (!isNamed(reach, edge, values)) continue;
    const named = isPlain(edge) ? 1 : readEdgeKeys(edge, values).length;
    if (named > targets.find(edge, reached, row).length) others += 1;
  }
  return others;
}
