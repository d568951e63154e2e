/** A system did not do its part of a run: its step says so, and the ledger once. */

import { recordEvent } from "../requests/record-event.ts";
import type { Run } from "./act.ts";
import { type StepRow, updateStep } from "./queries.ts";
import { describeTrouble } from "./trouble.ts";

/** Rejects with {@link LeaseLost} when somebody else goes on. */
export async function noteTrouble({ ctx, lease, request }: Run, step: StepRow, error: unknown): Promise<void> {
  const trouble = describeTrouble(ctx, step.system, error);
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    await updateStep(tx, request.id, step.system, {
      problem_code: trouble.code,
      problem_message: trouble.message,
      attempts: step.attempts + 1,
    });
    // Said once: further tries that fail alike are no news.
    if (step.problem_code === trouble.code) return;
    const data = { system: step.system, code: trouble.code };
    await recordEvent(tx, request.id, { type: "request.step-failed", data });
  });
}
