/** Who must be told of a change of mind: one delivery for each target, with the job that makes it. */

import type { ChoiceState } from "@kept/engine/choices/choice-state";
import { decide } from "@kept/engine/choices/decide";
import type { ChoicePolicy } from "@kept/engine/choices/policy";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { NewJob, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import type { DecisionChange } from "./tables.ts";

/** Every answer that is another after than before, of each purpose and channel. */
export function changedDecisions(
  policy: ChoicePolicy,
  before: ChoiceState,
  after: ChoiceState,
  at: string,
): readonly DecisionChange[] {
  return Object.entries(policy.purposes).flatMap(([purpose, { channels }]) =>
    (channels.length === 0 ? [undefined] : channels).flatMap((channel): DecisionChange[] => {
      const was = decide(policy, before, { purpose, channel }, at);
      const is = decide(policy, after, { purpose, channel }, at);
      if (was.allowed === is.allowed) return [];
      return [{ purpose, channel: channel ?? null, allowed: is.allowed, reason: is.reason }];
    }),
  );
}

/** Devices are nobody's yet: there is no identifier by which anybody else could know them. */
export async function scheduleDeliveries(
  tx: TxCtx,
  parts: ChoiceParts,
  personId: string,
  recordId: string,
  changes: readonly DecisionChange[],
): Promise<readonly NewJob[]> {
  if (changes.length === 0 || personId.startsWith("dev_")) return [];
  const jobs: NewJob[] = [];
  for (const [target, webhook] of Object.entries(parts.kept.choices.webhooks)) {
    const theirs = changes.filter((change) => webhook.purposes?.includes(change.purpose) ?? true);
    if (theirs.length === 0) continue;
    const now = tx.clock.now();
    const id = tx.ids.next("del");
    await tx.db
      .insertInto("choice_delivery")
      .values({
        person_id: personId,
        id,
        target,
        record_id: recordId,
        changes: jsonb(theirs),
        state: "waiting",
        created_at: isoInstant(now),
        due_at: isoInstant(addDuration(now, webhook.within)),
      })
      .execute();
    jobs.push({ name: "choices.tell", payload: { personId, deliveryId: id } });
  }
  return jobs;
}
