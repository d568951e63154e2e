/** Tells the operator's app how the review of a decision ended, under the app's own id of it: it has to act on that. */
import type { KeptConfig } from "../kept-config.ts";
import type { Ctx } from "../platform/ctx.ts";
import { callWebhook } from "../platform/http/call-webhook.ts";
import type { JobRun } from "../platform/slice.ts";
import { readSettled } from "./reviews.ts";

/** Tries before the app counts as not told: some three days, for the queue soon waits ten minutes between them. */
export const TELL_ATTEMPTS = 440;

export interface ReviewParts {
  readonly kept: KeptConfig;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Throws until the app acknowledges with a 2xx answer, so that the queue tries again. */
export async function tellReview(
  ctx: Ctx,
  parts: ReviewParts,
  job: { readonly requestId: string; readonly decisionId: string },
  run: JobRun,
): Promise<void> {
  const { webhook } = parts.kept.reviews;
  const settled = await readSettled(ctx, job.requestId, job.decisionId);
  if (webhook === undefined || settled === null) return;
  const { personId, externalId, decision, outcome, newOutcome } = settled;
  const code = await callWebhook(ctx, parts.variables, {
    ...webhook,
    name: "reviews",
    idempotencyKey: `${job.requestId}-${job.decisionId}`,
    body: { event: "automated-decision.reviewed", id: externalId, decision, outcome, newOutcome },
  });
  if (code !== null && run.attempt <= TELL_ATTEMPTS) throw new Error(`The app did not take in a review: ${code}.`);
  const subject = { person: personId, decision: job.decisionId, request: job.requestId };
  await ctx.transaction((tx) =>
    tx.outbox.add(personId, {
      entry:
        code === null
          ? { type: "automated-decision.told", subject, data: { outcome } }
          : { type: "automated-decision.not-told", subject, data: { code } },
    }),
  );
}
