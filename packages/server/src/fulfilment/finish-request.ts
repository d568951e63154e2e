/** The end of a run: fulfilled, with a receipt and a message; or carried out and not verified, back to the operator. */
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestState } from "@kept/contract/request-states";
import { eraseDecisions } from "../automated-decisions/erase-decisions.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { scheduleNotices } from "../recipients/schedule-notices.ts";
import { mailJob } from "../requests/message-names.ts";
import { type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { acts } from "./acts.ts";
import { issueReceipt } from "./issue-receipt.ts";
import { changedBy, listSteps } from "./queries.ts";
import { standRestriction } from "./restrictions.ts";
import { buryPerson } from "./tombstones.ts";
import { openUndoWindow } from "./undo-window.ts";

/** Answers the state that the request is in now. The person is told that it is done only when nothing is left. */
export async function finishRequest(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<RequestState> {
  const kind = requestKind(request.kind);
  const steps = await listSteps(tx, request.id);
  const left = steps.filter((step) => step.state === "committed");
  if (kind.final) await buryPerson(tx, request);
  if (kind.stands) await standRestriction(tx, request.id);
  if (left.length > 0) {
    if (kind.final) await eraseDecisions(tx, request);
    const findings = left.reduce((sum, step) => sum + step.summary.findings.length, 0);
    await updateRequest(tx, request.id, {
      state: "blocked",
      retry_at: null,
      held_up_in: null,
      finding_count: findings,
      blocking_count: findings,
    });
    const receipt = await issueReceipt(tx, parts, request, "not_verified");
    const data = { receipt: receipt.id, receiptHash: receipt.sha256, systems: left.length, findings };
    await recordEvent(tx, request.id, { type: "request.not-verified", data });
    return "blocked";
  }
  await updateRequest(tx, request.id, {
    state: "done",
    closed_at: isoInstant(tx.clock.now()),
    retry_at: null,
    held_up_in: null,
    blocking_count: 0,
  });
  await openUndoWindow(tx, request.id);
  if (kind.final) await eraseDecisions(tx, request);
  const receipt = await issueReceipt(tx, parts, request, "done");
  const data = { receipt: receipt.id, receiptHash: receipt.sha256 };
  await recordEvent(tx, request.id, { type: "request.done", data }, [
    mailJob(tx, request.id, acts[kind.act].doneMessage),
  ]);
  await scheduleNotices(tx, parts, request, changedBy(steps, "whole"));
  return "done";
}
