/** What is ready goes out before the rest: the person is told what they have, and what comes later and why; recipients, of what has changed. */
import { requestKind } from "@kept/contract/request-kinds";
import type { TxCtx } from "../platform/ctx.ts";
import { scheduleNotices } from "../recipients/schedule-notices.ts";
import { mailJob } from "../requests/message-names.ts";
import { type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { acts } from "./acts.ts";
import { issueReceipt } from "./issue-receipt.ts";
import { changedBy, isOutstanding, type StepRow } from "./queries.ts";

/**
 * Once for what has been finished since the last time. The request stays open and its clocks run: the answer is whole when
 * every system has given its part.
 */
export async function deliverPart(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  steps: readonly StepRow[],
): Promise<void> {
  const ready = steps.filter((step) => step.found === true && step.state === "verified").length;
  const act = acts[requestKind(request.kind).act];
  const isChecked = steps.every((step) => step.state !== "committed");
  if (act.through !== "systems" || !isChecked || ready <= request.delivered_steps) return;
  await updateRequest(tx, request.id, { delivered_steps: ready });
  const receipt = await issueReceipt(tx, parts, request, "partly");
  const missing = steps.filter(isOutstanding).length;
  const data = { receipt: receipt.id, receiptHash: receipt.sha256, systems: ready, missing };
  await recordEvent(tx, request.id, { type: "request.partly-done", data }, [mailJob(tx, request.id, act.partMessage)]);
  await scheduleNotices(tx, parts, request, changedBy(steps, "part"));
}
