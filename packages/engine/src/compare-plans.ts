/** Whether a new plan still is what was approved. Time passes between approval and run, and rows come and go. */
import type { ErasurePlan, PlannedTable } from "./rights.ts";

const DISPOSITIONS = ["deleted", "detached", "redacted", "retained"] as const;

/**
 * What `now` would do that `approved` did not say, for people: another person, another table, another disposition in a
 * table, a repair elsewhere. More or fewer rows of the same kind are not a change of plan. Empty: still approved.
 */
export function comparePlans(approved: ErasurePlan, now: ErasurePlan): readonly string[] {
  const changes: string[] = [];
  const known = new Set(approved.subjects.map((subject) => JSON.stringify([subject.table, ...subject.key])));
  const added = now.subjects.filter((subject) => !known.has(JSON.stringify([subject.table, ...subject.key])));
  for (const { table } of added) changes.push(`another row of ${table} is now the person`);
  const tables = new Map(approved.tables.map((table) => [table.name, table]));
  for (const table of now.tables) changes.push(...compareTables(tables.get(table.name), table));
  const repaired = new Set(approved.repairs.map(({ table, column }) => `${table}.${column}`));
  for (const { table, column } of now.repairs) {
    if (!repaired.has(`${table}.${column}`)) changes.push(`${table}.${column} now has to let go of deleted rows`);
  }
  const stores = storesOf(approved);
  for (const store of storesOf(now)) if (!stores.has(store)) changes.push(`files of ${store} would now be deleted`);
  return changes;
}

/** Stores in which files are deleted. */
function storesOf({ files = [] }: ErasurePlan): ReadonlySet<string> {
  return new Set(files.filter(({ fate }) => fate !== "kept").map(({ store }) => store));
}

function compareTables(approved: PlannedTable | undefined, now: PlannedTable): readonly string[] {
  return DISPOSITIONS.filter((disposition) => now[disposition] > 0 && (approved?.[disposition] ?? 0) === 0).map(
    (disposition) => `${now[disposition]} rows of ${now.name} would now be ${disposition}`,
  );
}
