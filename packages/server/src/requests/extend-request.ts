/** The time to answer is extended, once: decided by an operator, and valid when the person has been told in time. */

import type { ExtendRequest } from "@kept/contract/request-clocks";
import { requestKind } from "@kept/contract/request-kinds";
import { requestState } from "@kept/contract/request-states";
import { rulesFor } from "@kept/engine/clocks/clock-rules";
import { setClocks } from "../clocks/request-clocks.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { decideRequest } from "./decide-request.ts";
import { mailJob } from "./message-names.ts";
import { openPerson } from "./person.ts";
import { lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/**
 * Sends the notice; the clocks move when it has been handed to a mail server (`confirmExtension`).
 * Throws `extension_not_possible` when it was extended before, is late, or no rule allows it; `request_no_address`.
 */
export function extendRequest(ctx: Ctx, parts: RequestParts, requestId: string, input: ExtendRequest): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayExtend", async (tx, request) => {
    const rules = rulesFor(requestKind(request.kind).occasion, request.regimes);
    const today = tx.clock.now().toZonedDateTimeISO(parts.kept.controller.zone).toPlainDate().toString();
    const isLate = request.legal_due_on !== null && request.legal_due_on < today;
    if (request.extension_reason !== null || isLate || rules.every((rule) => rule.extended === null)) {
      throw problem("extension_not_possible");
    }
    if ((openPerson(tx, requestId, request.sealed_person)?.replyTo ?? null) === null)
      throw problem("request_no_address");
    await updateRequest(tx, requestId, {
      extension_reason: input.reason,
      sealed_extension: sealJson(tx.keys, "request.extension", `request/${requestId}`, input.text),
    });
    await recordEvent(tx, requestId, { type: "request.extension-decided", data: { reason: input.reason } }, [
      mailJob(tx, requestId, "extended"),
    ]);
    return requestState(request.state).state;
  });
}

/** The notice has been handed over: from this instant it counts, if that is within the first period. */
export async function confirmExtension(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined || request.extension_notice_at !== null || request.closed_at !== null) return;
    const noticeAt = isoInstant(tx.clock.now());
    await updateRequest(tx, requestId, { extension_notice_at: noticeAt });
    const due = await setClocks(tx, parts.kept, { ...request, extension_notice_at: new Date(noticeAt) });
    const { dueOn, legalDueOn, isExtended } = due;
    const data = { reason: request.extension_reason ?? "", dueOn, legalDueOn, isValid: isExtended };
    await recordEvent(tx, requestId, { type: "request.extended", data });
  });
}

/** What the person is told about why; empty when there is nothing. */
export function extensionText(keys: Keyring, request: RequestRow): string {
  return request.sealed_extension === null
    ? ""
    : openJson<string>(keys, "request.extension", `request/${request.id}`, request.sealed_extension);
}
