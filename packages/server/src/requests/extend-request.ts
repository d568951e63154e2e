/** The time to answer is extended, once: decided by an operator, and valid when the person has been told in time. */

import type { ExtendRequest } from "@kept/contract/request-clocks";
import { requestKind } from "@kept/contract/request-kinds";
import { requestState } from "@kept/contract/request-states";
import { rulesFor } from "@kept/engine/clocks/clock-rules";
import { postedBy } from "../clocks/posted-letters.ts";
import { previewDue, setClocks } from "../clocks/request-clocks.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { extensionNotice } from "./compose-mail.ts";
import { decideRequest } from "./decide-request.ts";
import { type RenderedMail, renderMail } from "./emails.tsx";
import { mailJob } from "./message-names.ts";
import { openPerson } from "./person.ts";
import { findRequest, lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import { centrePath } from "./request-links.ts";
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
    const isDecided = request.extension_reason !== null && request.extension_bounced_at === null;
    if (isDecided || isLate || rules.every((rule) => rule.extended === null)) {
      throw problem("extension_not_possible");
    }
    const { sentByPost } = input;
    const replyTo = openPerson(tx, requestId, request.sealed_person)?.replyTo ?? null;
    if (sentByPost === undefined && replyTo === null) throw problem("request_no_address");
    if (sentByPost !== undefined && sentByPost > today) {
      throw problem("extension_not_possible", { detail: "What is posted on a day to come has told nobody yet." });
    }
    await updateRequest(tx, requestId, {
      extension_reason: input.reason,
      extension_bounced_at: null,
      extension_by_post: sentByPost !== undefined,
      sealed_extension: sealJson(tx.keys, "request.extension", `request/${requestId}`, input.text),
    });
    await recordEvent(
      tx,
      requestId,
      { type: "request.extension-decided", data: { reason: input.reason } },
      sentByPost === undefined ? [mailJob(tx, requestId, "extended")] : [],
    );
    if (sentByPost !== undefined) {
      const sentAt = postedBy(parts.kept.controller, sentByPost, tx.clock.now());
      await tellExtension(tx, parts, requestId, isoInstant(sentAt));
    }
    return requestState(request.state).state;
  });
}

/** The notice has been handed over: from this instant it counts, if that is within the first period. */
export async function confirmExtension(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  await ctx.transaction((tx) => tellExtension(tx, parts, requestId, isoInstant(tx.clock.now())));
}

async function tellExtension(tx: TxCtx, parts: RequestParts, requestId: string, noticeAt: string): Promise<void> {
  const request = await lockRequest(tx, requestId);
  if (request === undefined || request.extension_notice_at !== null || request.closed_at !== null) return;
  await updateRequest(tx, requestId, { extension_notice_at: noticeAt });
  const due = await setClocks(tx, parts.kept, { ...request, extension_notice_at: new Date(noticeAt) });
  const { dueOn, legalDueOn, isExtended } = due;
  const data = { reason: request.extension_reason ?? "", dueOn, legalDueOn, isValid: isExtended };
  await recordEvent(tx, requestId, { type: "request.extended", data });
}

/** The notice as it would be sent now, to be read or printed; on paper it leads to the page for lost links. */
export async function previewExtension(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: ExtendRequest,
): Promise<RenderedMail> {
  const row = await findRequest(ctx, requestId);
  if (row === undefined) throw problem("request_not_found");
  const request = { ...row, extension_reason: input.reason };
  const language = isLanguage(row.language) ? row.language : "en";
  const extensionNoticeAt = new Date(ctx.clock.now().epochMilliseconds);
  const { dueOn } = await previewDue(ctx, parts.kept, request, { extensionNoticeAt });
  const url = `${parts.publicUrl}${centrePath.find()}`;
  const texts = await loadMailTexts(ctx, language);
  const words = { text: input.text, dueOn };
  return renderMail(
    parts.kept,
    language,
    extensionNotice({ kept: parts.kept, language, texts, request, extension: words, url }),
  );
}

/** What the person is told about why; empty when there is nothing. */
export function extensionText(keys: Keyring, request: RequestRow): string {
  return request.sealed_extension === null
    ? ""
    : openJson<string>(keys, "request.extension", `request/${request.id}`, request.sealed_extension);
}
