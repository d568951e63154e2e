/** A system that keeps failing: the request is tried again by itself, and after some tries an operator is asked to look. */
import type { RequestState } from "@kept/contract/request-states";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import { type StepRow, updateStep } from "./queries.ts";
import { retryPause } from "./trouble.ts";

/** Failed tries, over some twenty minutes, after which it is no passing trouble. */
const PATIENCE = 7;

type HeldUpIn = NonNullable<RequestRow["held_up_in"]>;

/** Blocked by a failing system, before its approval or after it, and still tried again by itself. */
export function isHeldUp(request: Pick<RequestRow, "state" | "retry_at" | "held_up_in">, during: HeldUpIn): boolean {
  return request.state === "blocked" && request.retry_at !== null && request.held_up_in === during;
}

/** Sets the next try; the steps name their problem already. Answers the state when it is a new one. */
export async function pauseRequest(
  tx: TxCtx,
  request: RequestRow,
  failing: readonly StepRow[],
  during: HeldUpIn,
): Promise<RequestState | null> {
  const attempts = Math.max(1, ...failing.map((step) => step.attempts));
  const retryAt = isoInstant(addDuration(tx.clock.now(), retryPause(attempts)));
  const stuck = failing.filter((step) => step.attempts >= PATIENCE && step.problem_code !== null);
  if (stuck.length === 0 || isHeldUp(request, during)) {
    await updateRequest(tx, request.id, { retry_at: retryAt });
    return null;
  }
  await updateRequest(tx, request.id, {
    state: "blocked",
    retry_at: retryAt,
    held_up_in: during,
    finding_count: stuck.length,
    blocking_count: stuck.length,
  });
  for (const step of stuck) {
    const finding = describeHoldUp(step);
    const findings = [...step.summary.findings.filter(({ code }) => code !== finding.code), finding];
    await updateStep(tx, request.id, step.system, { summary: jsonb({ ...step.summary, findings }) });
    const data = { system: step.system, code: finding.code };
    await recordEvent(tx, request.id, { type: "request.held-up", data });
  }
  return "blocked";
}

function describeHoldUp(step: StepRow): StepRow["summary"]["findings"][number] {
  return {
    system: step.system,
    code: step.problem_code ?? "system_failed",
    table: "",
    column: "",
    message: step.problem_message ?? "The system could not be used.",
    suggestion:
      "Put the system right, deliver what is ready without it, or skip it by name. It is tried again by itself.",
    blocks: true,
  };
}
