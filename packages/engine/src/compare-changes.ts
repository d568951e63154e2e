/** Is what a right would do now more than what was approved? */
import type { RectificationPlan } from "./plan-rectification.ts";
import type { RestrictionPlan } from "./plan-restriction.ts";
import type { RowRef } from "./rights.ts";

/** What a restriction adds to the approved one: a person, a table, a way of dealing with its rows. Empty: nothing. */
export function compareRestrictions(approved: RestrictionPlan, now: RestrictionPlan): readonly string[] {
  const changes = comparePeople(approved.subjects, now.subjects);
  const known = new Map(approved.tables.map((table) => [table.name, table]));
  for (const table of now.tables) {
    const before = known.get(table.name);
    if (before === undefined) changes.push(`rows of ${table.name} have come`);
    else {
      for (const what of ["marked", "sealed"] as const)
        if (table[what] > 0 && before[what] === 0) changes.push(`rows of ${table.name} would be ${what}`);
    }
  }
  return changes;
}

/** What a rectification changes beside what was approved: a person, a column, another value than was shown. */
export function compareRectifications(approved: RectificationPlan, now: RectificationPlan): readonly string[] {
  const changes = comparePeople(approved.subjects, now.subjects);
  const known = new Map(approved.changes.map((change) => [`${change.table}.${change.column}`, change]));
  for (const { table, column, before, value } of now.changes) {
    const name = `${table}.${column}`;
    const shown = known.get(name);
    if (shown === undefined) changes.push(`${name} would change too`);
    else if (shown.value !== value || before.some((one) => !shown.before.includes(one)))
      changes.push(`${name} holds another value by now`);
  }
  return changes;
}

function comparePeople(approved: readonly RowRef[], now: readonly RowRef[]): string[] {
  const known = new Set(approved.map(({ table, key }) => JSON.stringify([table, ...key])));
  const more = now.filter(({ table, key }) => !known.has(JSON.stringify([table, ...key])));
  return more.map(({ table }) => `another row of ${table} is the person`);
}
