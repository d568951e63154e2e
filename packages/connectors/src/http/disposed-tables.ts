/** Counting what becomes of rows, and whether it still is what was approved. Both sides of the protocol count this way. */
import type { DispositionCounts } from "@kept/engine/rights";
import type { CountedTable, DisposedTable } from "./protocol.ts";

const DISPOSITIONS = ["deleted", "detached", "redacted", "retained"] as const;

/** The rows of a table by disposition. */
export function countTable(table: DisposedTable): CountedTable {
  const of = (disposition: keyof DispositionCounts): number =>
    table.groups.reduce((sum, group) => sum + (group.disposition === disposition ? group.rows : 0), 0);
  return {
    name: table.name,
    deleted: of("deleted"),
    detached: of("detached"),
    redacted: of("redacted"),
    retained: of("retained"),
  };
}

/**
 * Names the tables in which `now` does something that `approved` did not say: another disposition, or any in a new
 * table. More or fewer rows of the same are not a change. A service asks this inside its transaction, before it changes
 * anything.
 */
export function findUnapproved(approved: readonly CountedTable[], now: readonly DisposedTable[]): readonly string[] {
  const known = new Map(approved.map((table) => [table.name, table]));
  return now
    .map(countTable)
    .filter((table) => DISPOSITIONS.some((name) => table[name] > 0 && (known.get(table.name)?.[name] ?? 0) === 0))
    .map((table) => table.name);
}
