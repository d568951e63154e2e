/** What a replay will do: for everybody who was erased and is there again, the plan of erasing them again. */
import type { ErasurePlan, PersonQuery, Scope } from "@kept/engine/rights";
import type { Returned } from "@kept/engine/tombstones";
import type { RightsOptions, RightsSystem } from "../rights-system.ts";

export interface ReplayStep {
  readonly returned: Returned;
  readonly person: PersonQuery;
  readonly scope: Scope;
  readonly plan: ErasurePlan;
  /**
   * `clean`: nothing is left to erase (the backup is younger than the erasure). `blocked`: findings have to be answered
   * first. `due`: is to be erased again.
   */
  readonly state: "clean" | "blocked" | "due";
}

/** Plans one person after the other, so that one plan at a time is in memory and each sees what the one before has left. */
export async function* planReplay(
  rights: RightsSystem,
  people: readonly Returned[],
  options: RightsOptions,
): AsyncGenerator<ReplayStep> {
  for (const returned of people) {
    const person: PersonQuery = { identifiers: [], keys: returned.rows };
    const plan = await rights.planErasure(person, returned.scope, options);
    yield { returned, person, scope: returned.scope, plan, state: judge(plan) };
  }
}

function judge({ tables, findings }: ErasurePlan): ReplayStep["state"] {
  // Whoever was erased with somebody else a moment ago is not there any more.
  const isGone = findings.some(({ code }) => code === "person_not_found") && tables.length === 0;
  if (isGone || tables.every(({ deleted, detached, redacted }) => deleted + detached + redacted === 0)) return "clean";
  return findings.some(({ blocks }) => blocks) ? "blocked" : "due";
}
