/** Whom a system is asked for after a run of the request: what identified the person there is blanked, and their row may stand. */
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { ErasurePlan, PersonQuery, RowRef } from "@kept/engine/rights";

/** The person, also by those of their own rows that earlier runs had to leave and that are still there. */
export async function askAgain(
  rights: RightsSystem,
  person: PersonQuery,
  done: readonly ErasurePlan[],
): Promise<PersonQuery> {
  const stayed = new Map(done.flatMap(leftOf).map((row) => [JSON.stringify([row.table, ...row.key]), row]));
  const keys: RowRef[] = [];
  for (const row of stayed.values()) {
    const { subjects } = await rights.find({ identifiers: [], keys: [row] });
    if (subjects.length > 0) keys.push(row);
  }
  return { ...person, keys: [...person.keys, ...keys] };
}

function leftOf({ subjects, tables }: ErasurePlan): readonly RowRef[] {
  const gone = new Set(
    tables.flatMap(({ name, rows }) =>
      rows.filter(({ disposition }) => disposition === "deleted").map(({ key }) => JSON.stringify([name, ...key])),
    ),
  );
  return subjects.filter(({ table, key }) => !gone.has(JSON.stringify([table, ...key])));
}
