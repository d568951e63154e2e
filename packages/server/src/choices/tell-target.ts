/** Tells a target of a change of mind until it acknowledges: signed, to a guarded address, again and again, with a deadline. */
import { decide } from "@kept/engine/choices/decide";
import { openIdentifiers } from "../people/people.ts";
import { followMerged } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { callWebhook } from "../platform/http/call-webhook.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import type { WebhookConfig } from "./choices-config.ts";
import { readState } from "./queries.ts";
import type { DecisionChange } from "./tables.ts";

/** Tries before a target counts as not reached: some three days, for the queue soon waits ten minutes between them. */
export const TELL_ATTEMPTS = 440;

/** Throws until the target acknowledges with a 2xx answer, so that the queue tries again; gives up after the last try. */
export async function tellTarget(
  ctx: Ctx,
  parts: ChoiceParts,
  job: { readonly personId: string; readonly deliveryId: string },
): Promise<void> {
  const delivery = await ctx.db
    .selectFrom("choice_delivery")
    .selectAll()
    .where("person_id", "=", job.personId)
    .where("id", "=", job.deliveryId)
    .executeTakeFirst();
  if (delivery === undefined || delivery.state !== "waiting") return;
  // Counted here and not by the queue: a try that was cut off is no answer.
  const attempt = delivery.attempts + 1;
  const webhook = parts.kept.choices.webhooks[delivery.target];
  const told = await decideNow(ctx, parts, delivery);
  let code = webhook === undefined ? "target_removed" : await call(ctx, parts, webhook, delivery, told);
  // Whoever thought again while the call was under way: two calls may have arrived in either order.
  if (code === null && !isSame(told, await decideNow(ctx, parts, delivery))) code = "changed_meanwhile";
  const now = isoInstant(ctx.clock.now());
  const isLate = delivery.due_at.toISOString() < now;
  if (code === null) {
    await settle(
      ctx,
      job,
      { state: "acknowledged", attempts: attempt, problem_code: null, acknowledged_at: now },
      (tx) =>
        tx.outbox.add(job.personId, {
          entry: {
            type: "choice.told",
            subject: { person: job.personId, delivery: job.deliveryId },
            data: { target: delivery.target, delivery: job.deliveryId, attempts: attempt, late: isLate },
          },
        }),
    );
    return;
  }
  if (webhook !== undefined && attempt < TELL_ATTEMPTS) {
    await settle(ctx, job, { state: "waiting", attempts: attempt, problem_code: code }, () => Promise.resolve());
    throw new Error(`A target of choices did not acknowledge: ${code}.`);
  }
  await settle(ctx, job, { state: "failed", attempts: attempt, problem_code: code }, (tx) =>
    tx.outbox.add(job.personId, {
      entry: {
        type: "choice.not-told",
        subject: { person: job.personId, delivery: job.deliveryId },
        data: { target: delivery.target, delivery: job.deliveryId, code },
      },
    }),
  );
}

interface DeliveryRow {
  readonly person_id: string;
  readonly id: string;
  readonly record_id: string;
  readonly changes: readonly DecisionChange[];
  readonly created_at: Date;
  readonly due_at: Date;
}

/** What holds now about what had changed: a try that comes late must not say what somebody has taken back since. */
async function decideNow(ctx: Ctx, parts: ChoiceParts, delivery: DeliveryRow): Promise<readonly DecisionChange[]> {
  const now = await followMerged(ctx, [delivery.person_id]);
  const state = await readState(ctx, now(delivery.person_id));
  const at = isoInstant(ctx.clock.now());
  return delivery.changes.map(({ purpose, channel }) => {
    const { allowed, reason } = decide(parts.policy, state, { purpose, channel: channel ?? undefined }, at);
    return { purpose, channel, allowed, reason };
  });
}

function isSame(one: readonly DecisionChange[], other: readonly DecisionChange[]): boolean {
  return one.every(({ allowed }, index) => allowed === other[index]?.allowed);
}

/** A target may answer a key that it knows without reading on: what is said otherwise than at first has a key of its own. */
function idempotencyKey(delivery: DeliveryRow, told: readonly DecisionChange[]): string {
  if (isSame(told, delivery.changes)) return delivery.id;
  return `${delivery.id}-${told.map(({ allowed }) => (allowed ? "1" : "0")).join("")}`;
}

/** Null when acknowledged, else a code that says what stood in the way. */
async function call(
  ctx: Ctx,
  parts: ChoiceParts,
  webhook: WebhookConfig,
  delivery: DeliveryRow,
  told: readonly DecisionChange[],
): Promise<string | null> {
  return callWebhook(ctx, parts.variables, {
    ...webhook,
    name: "choices",
    idempotencyKey: idempotencyKey(delivery, told),
    body: {
      event: "choices.changed",
      id: delivery.id,
      // What age alone changed has no receipt.
      receipt: delivery.record_id === "" ? null : delivery.record_id,
      at: delivery.created_at.toISOString(),
      acknowledgeBy: delivery.due_at.toISOString(),
      // Whoever acts on it has to know whose data it is: the only place where identifiers leave.
      person: { id: delivery.person_id, identifiers: await openIdentifiers(ctx, delivery.person_id) },
      changes: told,
    },
  });
}

async function settle(
  ctx: Ctx,
  job: { readonly personId: string; readonly deliveryId: string },
  change: {
    readonly state: "waiting" | "acknowledged" | "failed";
    readonly attempts: number;
    readonly problem_code: string | null;
    readonly acknowledged_at?: string;
  },
  record: (tx: Parameters<Parameters<Ctx["transaction"]>[0]>[0]) => Promise<void>,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const settled = await tx.db
      .updateTable("choice_delivery")
      .set(change)
      .where("person_id", "=", job.personId)
      .where("id", "=", job.deliveryId)
      .where("state", "=", "waiting")
      .executeTakeFirst();
    // A second run of the same job found it settled already.
    if (settled.numUpdatedRows > 0n) await record(tx);
  });
}
