/** The addresses of the privacy centre. Whoever holds a link sees what it is for, and nothing else. */
import type { SignedReceipt } from "@kept/contract/packages";
import { type RequestKind, type RequestQuestion, requestKind } from "@kept/contract/request-kinds";
import type { RequestDetail, RequestDetails } from "@kept/contract/requests";
import { groundsOf } from "@kept/contract/right-ground-rows";
import type { Context } from "hono";
import { html } from "hono/html";
import { listOwnReviews } from "../automated-decisions/reviews.ts";
import { findReceipt } from "../fulfilment/queries.ts";
import { createLink, type OpenedLink, openLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { ProblemError } from "../platform/http/problems.ts";

import type { PageRouter, PageVariables } from "../platform/slice.ts";
import { listToldRecipients } from "../recipients/notices.ts";
import { countryOfAddress } from "../regions/country-of-address.ts";
import { answerFee } from "../requests/ask-fee.ts";
import { answerQuestion, openQuestion } from "../requests/ask-person.ts";
import { cancelRequest } from "../requests/close-request.ts";
import { fetchPackage } from "../requests/fetch-package.ts";
import { findLedgerIndex } from "../requests/find-ledger-index.ts";
import { findMyRequests } from "../requests/find-my-requests.ts";
import { findRequest } from "../requests/queries.ts";
import { readRequest } from "../requests/read-request.ts";
import { listGaps } from "../requests/request-gaps.ts";
import { centrePath, LINKS, PROVE_LINK_LIFETIME } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { openStatement } from "../requests/request-statements.ts";
import { finishTask, openTaskLink } from "../requests/request-work.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { verifyRequest } from "../requests/verify-request.ts";
import { maySend } from "../transfers/begin-transfer.ts";
import { describeTransfer, listTransferRows } from "../transfers/queries.ts";
import { listDoubts } from "../verification/queries.ts";
import { BrokenLinkPage } from "./broken-link-page.tsx";
import { renderStyle } from "./centre-style.ts";
import { centreTexts } from "./centre-texts.ts";
import { ConfirmedPage } from "./confirmed-page.tsx";
import { listCorrectionChoices } from "./correction-choices.ts";
import {
  ConfirmPage,
  EMPTY_FORM,
  FindPage,
  type FormChoices,
  type FormValues,
  RequestFormPage,
} from "./form-pages.tsx";
import { HomePage } from "./home-page.tsx";
import { link, MessagePage, type PageFrame } from "./layout.tsx";
import { PackagePage } from "./package-page.tsx";
import { readAnswer, readChoice, readForm } from "./read-form.ts";
import { ReceiptPage } from "./receipt-page.tsx";
import { listScopeChoices, listScopeUses, listUseChoices, offeredKinds } from "./scope-choices.ts";
import { kindName, StatusPage, type StatusPageProps } from "./status-page.tsx";
import { TaskPage } from "./task-page.tsx";
import { createTheme } from "./theme.ts";

type PageContext = Context<{ Variables: PageVariables }>;
type Markup = Parameters<typeof html>[1];

export function addCentrePages(pages: PageRouter, parts: RequestParts): void {
  const style = renderStyle(createTheme(parts.kept.centre.colours));
  pages.get(centrePath.style(), (c) =>
    c.body(style, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=300" }),
  );
  pages.get("/", (c) => c.redirect(link(frameOf(parts, c), centrePath.home()), 302));
  pages.get(centrePath.home(), (c) => respond(c, <HomePage frame={frameOf(parts, c)} kinds={offeredKinds(parts)} />));
  addFindPages(pages, parts);
  addConfirmPages(pages, parts);
  addStatusPages(pages, parts);
  addPackagePages(pages, parts);
  addTaskPages(pages, parts);
  addRequestForms(pages, parts);
}

function frameOf(parts: RequestParts, c: PageContext): PageFrame {
  return { kept: parts.kept, language: c.var.language, path: c.req.path };
}

function respond(c: PageContext, content: Markup, status: 200 | 404 | 410 | 422 = 200): Response | Promise<Response> {
  return c.html(html`<!doctype html>${content}`, status);
}

function refuseLink(
  parts: RequestParts,
  c: PageContext,
  opened: OpenedLink & { readonly ok: false },
  again: "find" | "start",
): Response | Promise<Response> {
  const status = opened.reason === "unknown" ? 404 : 410;
  return respond(c, <BrokenLinkPage frame={frameOf(parts, c)} reason={opened.reason} again={again} />, status);
}

function addRequestForms(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.recorded(), (c) => {
    const frame = frameOf(parts, c);
    const texts = centreTexts[frame.language];
    const action = { label: texts.startOver, href: link(frame, centrePath.home()) };
    return respond(
      c,
      <MessagePage
        frame={frame}
        title={texts.recordedTitle}
        text={texts.recordedText}
        notes={[texts.mailSame]}
        action={action}
      />,
    );
  });
  pages.get("/privacy/:form", async (c, next) => {
    const kind = offeredKinds(parts).find(({ form }) => form === c.req.param("form"));
    if (kind === undefined) return next();
    const choices = await listChoices(parts, c, kind);
    const inferredCountry = countryOfAddress(c.var.clientAddress);
    const form = { frame: frameOf(parts, c), kind, choices, values: EMPTY_FORM, inferredCountry };
    return respond(c, <RequestFormPage {...form} />);
  });
  pages.post("/privacy/:form", async (c, next) => {
    const kind = offeredKinds(parts).find(({ form }) => form === c.req.param("form"));
    if (kind === undefined) return next();
    const frame = frameOf(parts, c);
    const values = await readForm(c.req.raw, (kind.asks as readonly RequestQuestion[]).includes("correction"));
    const choices = await listChoices(parts, c, kind);
    if (values.error !== null || values.correctionMissing) {
      const inferredCountry = countryOfAddress(c.var.clientAddress);
      return respond(c, <RequestFormPage {...{ frame, kind, choices, values, inferredCountry }} />, 422);
    }
    // Only what was offered counts; anything else is nobody's choice.
    const categories = choices.scope.map((choice) => choice.category).filter((one) => values.categories.includes(one));
    const purposes = [...choices.uses, ...choices.scopeUses]
      .map((use) => use.purpose)
      .filter((one) => values.purposes.includes(one));
    const token = await submitRequest(asAnonymous(c.var.ctx), parts, {
      kind: kind.kind,
      channel: "centre",
      email: values.email,
      language: frame.language,
      scope: { tables: [], categories, purposes, rows: [] },
      country: values.country === "" ? null : values.country,
      address: c.var.clientAddress,
      details: readDetails(kind.kind, values, choices),
    });
    return c.redirect(link(frame, kind.needsProof ? centrePath.prove(token) : centrePath.recorded()), 303);
  });
}

async function listChoices(parts: RequestParts, c: PageContext, kind: RequestKind): Promise<FormChoices> {
  const { ctx, language } = c.var;
  return {
    scope: await listScopeChoices(ctx, language),
    scopeUses: listScopeUses(parts, kind, language),
    uses: listUseChoices(parts, kind, language),
    corrections: await listCorrectionChoices(ctx, language),
  };
}

/** Only what was offered counts here, too. */
function readDetails(kind: string, values: FormValues, { corrections }: FormChoices): RequestDetails {
  const category = corrections.find((choice) => choice.category === values.wrong)?.category;
  const named = { system: null, table: null, column: null, key: null };
  return {
    corrections: category === undefined || values.right === "" ? [] : [{ ...named, category, value: values.right }],
    ground: groundsOf(kind).find(({ ground }) => ground === values.ground)?.ground ?? null,
    statement: values.statement === "" ? null : values.statement,
  };
}

function addFindPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.find(), (c) => respond(c, <FindPage frame={frameOf(parts, c)} values={EMPTY_FORM} />));
  pages.post(centrePath.find(), async (c) => {
    const frame = frameOf(parts, c);
    const values = await readForm(c.req.raw);
    if (values.error !== null) return respond(c, <FindPage frame={frame} values={values} />, 422);
    await findMyRequests(asAnonymous(c.var.ctx), values.email);
    const texts = centreTexts[frame.language];
    return respond(
      c,
      <MessagePage frame={frame} title={texts.findSentTitle} text={texts.findSentText} notes={[texts.mailSame]} />,
    );
  });
}

function addConfirmPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.confirm(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, LINKS.verify, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "start");
    const request = await findRequest(c.var.ctx, opened.subject);
    if (request?.state !== "unverified") return refuseLink(parts, c, { ok: false, reason: "used" }, "find");
    return respond(c, <ConfirmPage frame={frameOf(parts, c)} kind={kindName(request.kind)} token={token} />);
  });
  pages.post(centrePath.confirm(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, LINKS.verify, token);
    const ctx = opened.ok ? asPerson(c.var.ctx, opened.subject) : c.var.ctx;
    const verified = await verifyRequest(ctx, parts, token);
    if (!verified.ok) return refuseLink(parts, c, verified, verified.reason === "used" ? "find" : "start");
    const frame = frameOf(parts, c);
    const { id } = verified.request;
    if (verified.outcome === "more") {
      const proof = { purpose: LINKS.prove, subject: id, lifetime: PROVE_LINK_LIFETIME };
      const { token: next } = await ctx.transaction((tx) => createLink(tx, proof));
      return c.redirect(link(frame, centrePath.prove(next)), 303);
    }
    return respond(c, <ConfirmedPage frame={frame} request={await findRequest(ctx, id)} />);
  });
}

/** Opens a status link and reads its request as the person. */
async function openStatus(
  parts: RequestParts,
  c: PageContext,
): Promise<{ ok: true; ctx: Ctx; request: RequestDetail; token: string } | (OpenedLink & { ok: false })> {
  const token = c.req.param("token") ?? "";
  const opened = await openLink(c.var.ctx, LINKS.status, token);
  if (!opened.ok) return opened;
  const ctx = asPerson(c.var.ctx, opened.subject);
  return { ok: true, ctx, request: await readRequest(ctx, parts, opened.subject), token };
}

/** What a system is called, also one that the configuration does not name any more. */
function titlesIn({ systems }: RequestParts, { language }: PageFrame): (system: string) => string {
  return (system) => (systems.names.includes(system) ? systems.title(system, language) : system);
}

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
  };
}

function addStatusPages(pages: PageRouter, parts: RequestParts): void {
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

function addTaskPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.task(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openTaskLink(c.var.ctx, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "start");
    const { row, task } = opened;
    const page = { frame: frameOf(parts, c), question: task.question, row, token, answerMissing: false };
    return respond(c, <TaskPage {...page} />);
  });
  pages.post(centrePath.task(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openTaskLink(c.var.ctx, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "start");
    const { row, task } = opened;
    const frame = frameOf(parts, c);
    const answer = await readAnswer(c.req.raw);
    if (answer === "") {
      return respond(c, <TaskPage {...{ frame, question: task.question, row, token }} answerMissing={true} />, 422);
    }
    // Who holds the link is the colleague; the entry names the task and nobody.
    await finishTask(c.var.ctx.as({ kind: "system", id: row.id }), parts, row.request_id, row.id, { answer });
    const texts = centreTexts[frame.language];
    return respond(c, <MessagePage frame={frame} title={texts.taskThanks} text={texts.taskThanksText} />);
  });
}

function addPackagePages(pages: PageRouter, parts: RequestParts): void {
  const gone = (c: PageContext): Response | Promise<Response> => {
    const frame = frameOf(parts, c);
    const texts = centreTexts[frame.language];
    const action = { label: texts.toStart, href: link(frame, centrePath.home()) };
    return respond(c, <MessagePage frame={frame} title={texts.goneTitle} text={texts.goneText} action={action} />, 410);
  };
  pages.get(centrePath.package(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openLink(c.var.ctx, LINKS.package, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    const request = await readRequest(asPerson(c.var.ctx, opened.subject), parts, opened.subject);
    if (request.package?.state !== "ready") return gone(c);
    const frame = frameOf(parts, c);
    return respond(c, <PackagePage frame={frame} pack={request.package} token={token} expiresAt={opened.expiresAt} />);
  });
  // A write, because the fetch is recorded, and so that no program that opens links fetches it.
  pages.post(centrePath.package(":token"), async (c) => {
    const opened = await openLink(c.var.ctx, LINKS.package, c.req.param("token") ?? "");
    if (!opened.ok) return refuseLink(parts, c, opened, "find");
    try {
      return await fetchPackage(asPerson(c.var.ctx, opened.subject), parts, opened.subject);
    } catch (error) {
      if (error instanceof ProblemError && error.code === "package_missing") return gone(c);
      throw error;
    }
  });
}

/** Who holds the link is the person of the request, whoever else may be signed in in this browser. */
function asPerson(ctx: Ctx, requestId: string): Ctx {
  return ctx.as({ kind: "person", id: requestId });
}

function asAnonymous(ctx: Ctx): Ctx {
  return ctx.as({ kind: "person", id: "anonymous" });
}
