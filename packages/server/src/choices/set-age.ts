/** How old somebody is at least: from an age screen, or from a birth date that the operator holds anyway. */
import type { Standing } from "@kept/contract/choices";
import { lockPerson, updatePerson } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { requirePerson } from "./person-choices.ts";
import { readState } from "./queries.ts";
import { describeStanding } from "./read-standing.ts";
import { changedDecisions, scheduleDeliveries } from "./schedule-deliveries.ts";

/**
 * Sets it; decisions heed it at once, and whoever must know is told. The day stands in no ledger entry.
 * @param bornBy ISO day, the latest on which they can have been born; null: nothing is known
 * @throws problem `person_not_found`
 */
export async function setAge(ctx: Ctx, parts: ChoiceParts, personId: string, bornBy: string | null): Promise<Standing> {
  await requirePerson(ctx, personId);
  const now = isoInstant(ctx.clock.now());
  const state = await ctx.transaction(async (tx) => {
    await lockPerson(tx, personId, now);
    const before = await readState(tx, personId);
    await updatePerson(tx, personId, { born_by: bornBy });
    const after = { ...before, bornBy };
    const changes = changedDecisions(parts.policy, before, after, now);
    await tx.outbox.add(personId, {
      entry: { type: "choice.age-set", subject: { person: personId }, data: { known: bornBy !== null } },
      // There is no record of choices behind it, and so no receipt.
      jobs: await scheduleDeliveries(tx, parts, personId, "", changes),
    });
    return after;
  });
  return describeStanding(parts, state, "person", now);
}
