/** The addresses of a request's own page: where it stands, what the person answers there, and its receipt. */
import type { SignedReceipt } from "@kept/contract/packages";
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestDetail } from "@kept/contract/requests";
import { listOwnReviews } from "../automated-decisions/reviews.ts";
import { findReceipt } from "../fulfilment/queries.ts";
import { holdsShare } from "../fulfilment/undo-erasure.ts";
import type { Ctx } from "../platform/ctx.ts";
import { ProblemError } from "../platform/http/problems.ts";
import type { PageRouter } from "../platform/slice.ts";
import { listToldRecipients } from "../recipients/notices.ts";
import { answerFee } from "../requests/ask-fee.ts";
import { answerQuestion, openQuestion } from "../requests/ask-person.ts";
import { cancelRequest } from "../requests/close-request.ts";
import { findLedgerIndex } from "../requests/find-ledger-index.ts";
import { leadToAnswer } from "../requests/lead-to-answer.ts";
import { listGaps } from "../requests/request-gaps.ts";
import { centrePath } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { openStatement } from "../requests/request-statements.ts";
import { maySend } from "../transfers/begin-transfer.ts";
import { describeTransfer, listTransferRows } from "../transfers/queries.ts";
import { listDoubts } from "../verification/queries.ts";
import { link } from "./layout.tsx";
import { openStatus, titlesIn } from "./open-status.ts";
import { frameOf, type PageContext, refuseLink, respond } from "./page-answers.tsx";
import { readAnswer, readChoice } from "./read-form.ts";
import { ReceiptPage } from "./receipt-page.tsx";
import { StatusPage, type StatusPageProps } from "./status-page.tsx";

/** Everything that the page of a request shows. */
async function readStatus(
  parts: RequestParts,
  c: PageContext,
  { ctx, request, token }: { readonly ctx: Ctx; readonly request: RequestDetail; readonly token: string },
): Promise<Omit<StatusPageProps, "answerMissing">> {
  const frame = frameOf(parts, c);
  return {
    frame,
    request,
    token,
    question: await openQuestion(ctx, request.id),
    isDoubted: (await listDoubts(ctx, request.id)).some(({ isOpen }) => isOpen),
    statement: await openStatement(ctx, request.id),
    told: await listToldRecipients(ctx, parts.kept, request.id),
    gaps: await listGaps(ctx, parts, request.id, frame.language),
    systemTitle: titlesIn(parts, frame),
    transfers: (await listTransferRows(ctx, request.id)).map(describeTransfer),
    maySend: await maySend(ctx, request),
    reviews:
      requestKind(request.kind).act === "review"
        ? await listOwnReviews(ctx, parts.kept, request.id, frame.language)
        : null,
    viewMissing: c.req.query("missing") ?? null,
    holdsShare: await holdsShare(ctx, request.id, token),
  };
}

export function addStatusPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.status(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    return respond(c, <StatusPage {...(await readStatus(parts, c, opened))} answerMissing={false} />);
  });
  pages.post(centrePath.answer(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const { ctx, request, token } = opened;
    const frame = frameOf(parts, c);
    const answer = await readAnswer(c.req.raw);
    if (answer === "" && request.may.answer) {
      return respond(c, <StatusPage {...(await readStatus(parts, c, opened))} answerMissing={true} />, 422);
    }
    try {
      await answerQuestion(ctx, parts, request.id, { text: answer });
    } catch (error) {
      // Answered already, or closed meanwhile: the page says where it stands.
      if (!(error instanceof ProblemError) || error.code !== "request_state_wrong") throw error;
    }
    return c.redirect(link(frame, centrePath.status(token)), 303);
  });
  // Whoever asked twice is led to where the answer is: on the page itself when both are theirs, else by mail.
  pages.post(centrePath.merged(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const next = await leadToAnswer(opened.ctx, opened.request.id);
    return c.redirect(link(frameOf(parts, c), centrePath.status(next ?? opened.token)), 303);
  });
  pages.post(centrePath.fee(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const said = await readChoice(c.req.raw, "fee");
    try {
      if (said === "accept" || said === "decline") {
        await answerFee(opened.ctx, parts, opened.request.id, { accepts: said === "accept" });
      }
    } catch (error) {
      // Decided already, or closed meanwhile: the page says where it stands.
      if (!(error instanceof ProblemError) || !["request_state_wrong", "fee_not_open"].includes(error.code))
        throw error;
    }
    return c.redirect(link(frameOf(parts, c), centrePath.status(opened.token)), 303);
  });
  pages.post(centrePath.cancel(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    try {
      await cancelRequest(opened.ctx, parts, opened.request.id);
    } catch (error) {
      // Too late, or a second click: the page says where it stands.
      if (!(error instanceof ProblemError) || error.code !== "request_state_wrong") throw error;
    }
    return c.redirect(link(frameOf(parts, c), centrePath.status(opened.token)), 303);
  });
  pages.get(centrePath.receipt(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const { ctx, request, token } = opened;
    const row = await findReceipt(ctx, request.id);
    const frame = frameOf(parts, c);
    if (row === undefined) return c.redirect(link(frame, centrePath.status(token)), 303);
    const signed = JSON.parse(row.body) as SignedReceipt;
    const ledgerIndex = await findLedgerIndex(ctx, request.id, [
      "request.done",
      "request.nothing-found",
      "request.not-verified",
      "request.partly-done",
    ]);
    const systemTitle = titlesIn(parts, frame);
    return respond(
      c,
      <ReceiptPage frame={frame} signed={signed} token={token} ledgerIndex={ledgerIndex} systemTitle={systemTitle} />,
    );
  });
  pages.get(centrePath.receiptFile(":token"), async (c) => {
    const opened = await openStatus(parts, c);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const row = await findReceipt(opened.ctx, opened.request.id);
    if (row === undefined) return c.redirect(centrePath.status(opened.token), 303);
    return c.body(row.body, 200, {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${opened.request.reference}.json"`,
    });
  });
}
