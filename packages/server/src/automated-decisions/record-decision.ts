/** The operator's app has decided about somebody by automated means alone: written down with what went into it. */
import type { RecordAutomatedDecision } from "@kept/contract/automated-decisions";
import type { KeptConfig } from "../kept-config.ts";
import { findPerson, resolvePerson } from "../people/people.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openDecision, sealDecision } from "./decision-content.ts";

export interface RecordedDecision {
  readonly id: string;
  readonly decision: string;
  readonly person: string;
  readonly at: string;
}

/** The same again for one that is recorded. Throws `automated_decision_unknown` or `automated_decision_taken`. */
export async function recordDecision(
  ctx: Ctx,
  kept: Pick<KeptConfig, "automatedDecisions">,
  input: RecordAutomatedDecision,
): Promise<RecordedDecision> {
  const registered = kept.automatedDecisions[input.decision];
  if (registered === undefined) throw problem("automated_decision_unknown");
  const { id: externalId, outcome, factors, by, involved } = input;
  const content = { externalId, outcome, factors, by, involved: involved.map((email) => email.toLowerCase()) };
  return await ctx.transaction(async (tx) => {
    const hash = tx.keys.blindIndex("automated-decision", externalId);
    const known = await tx.db
      .selectFrom("automated_decision")
      .selectAll()
      .where("external_hash", "=", hash)
      .executeTakeFirst();
    if (known !== undefined) {
      const isSame =
        known.decision === input.decision &&
        JSON.stringify(openDecision(tx.keys, known.id, known.sealed)) === JSON.stringify(content);
      if (!isSame) throw problem("automated_decision_taken");
      return { id: known.id, decision: known.decision, person: known.person_id, at: known.decided_at.toISOString() };
    }
    const personId = (await findPerson(tx, input.person)) ?? (await resolvePerson(tx, [input.person], "app")).personId;
    const id = tx.ids.next("adc");
    const now = tx.clock.now();
    const at = new Date(input.at).toISOString();
    await tx.db
      .insertInto("automated_decision")
      .values({
        person_id: personId,
        id,
        decision: input.decision,
        external_hash: hash,
        sealed: sealDecision(tx.keys, id, content),
        decided_at: at,
        recorded_by_kind: tx.actor.kind,
        recorded_by_id: tx.actor.id,
        created_at: isoInstant(now),
        forget_at: isoInstant(addDuration(now, registered.keepFor)),
      })
      .execute();
    await tx.outbox.add(personId, {
      entry: {
        type: "automated-decision.recorded",
        subject: { person: personId, decision: id },
        data: { decision: input.decision, by, factors: factors.length },
      },
    });
    return { id, decision: input.decision, person: personId, at };
  });
}
