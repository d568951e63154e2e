/** The addresses at which people show who they are. Whoever holds a token sees the same, whether anything is known under it. */
import type { ProofTier } from "@kept/contract/proof-tiers";
import { MOST_DOCUMENT_BYTES } from "@kept/contract/verification";
import type { Context } from "hono";
import { html } from "hono/html";
import { BrokenLinkPage } from "../centre/broken-link-page.tsx";
import { ConfirmedPage } from "../centre/confirmed-page.tsx";
import { link, MessagePage, type PageFrame } from "../centre/layout.tsx";
import { ProblemError } from "../platform/http/problems.ts";
import type { PageRouter, PageVariables } from "../platform/slice.ts";
import { findRequest } from "../requests/queries.ts";
import { centrePath } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { checkCode, sendCode } from "./codes.ts";
import { receiveDocument } from "./documents.ts";
import { answerQuestions, listQuestions } from "./knowledge.ts";
import { openProof, type ProofSubject } from "./proof-subject.ts";
import { ProvePage, type ProvePageProps } from "./prove-page.tsx";
import { proveTexts } from "./prove-texts.ts";
import { describeSubject } from "./read-identity.ts";
import { readStanding } from "./read-standing.ts";

type PageContext = Context<{ Variables: PageVariables }>;
type Markup = Parameters<typeof html>[1];
type Answer = Response | Promise<Response>;

/** Pages whose forms may hold a picture, with room for what a form adds. */
export const PROVE_UPLOAD = { path: centrePath.proveStep(":token", "document"), bytes: MOST_DOCUMENT_BYTES + 16_384 };

export function addProvePages(pages: PageRouter, parts: RequestParts): void {
  const on = (step: string, take: (c: PageContext, token: string, form: FormData) => Promise<Answer>): void => {
    pages.post(centrePath.proveStep(":token", step), (c) =>
      guard(parts, c, async () => {
        const form = await c.req.raw.formData().catch(() => new FormData());
        return await take(c, c.req.param("token") ?? "", form);
      }),
    );
  };
  pages.get(centrePath.prove(":token"), (c) => guard(parts, c, () => show(parts, c, null)));
  for (const tier of ["code", "sms"] as const) {
    on(`send-${tier}`, async (c, token) => {
      await sendCode(c.var.ctx, parts, token, tier);
      return await show(parts, c, { tier, what: "codeSent" });
    });
    on(tier, async (c, token, form) => {
      const outcome = await checkCode(c.var.ctx, parts, token, tier, text(form.get("code")).slice(0, 20));
      return await follow(parts, c, tier, outcome);
    });
  }
  on("answers", async (c, token, form) => {
    const names = Object.keys(parts.kept.verification.questions);
    const answers = Object.fromEntries(names.map((id) => [id, text(form.get(`q-${id}`)).slice(0, 200)]));
    const declared = form.get("declared") === "yes";
    return await follow(parts, c, "knowledge", await answerQuestions(c.var.ctx, parts, { token, answers, declared }));
  });
  on("document", async (c, token, form) => {
    const file = form.get("document");
    const bytes = file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
    try {
      await receiveDocument(c.var.ctx, parts, token, bytes);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== "document_not_a_picture") throw error;
      return await show(parts, c, { tier: "document", what: "documentWrong" });
    }
    return c.redirect(link(frameOf(parts, c), centrePath.prove(token)), 303);
  });
}

/** What became of a try: the request goes on, something else is needed, or it can be tried again. */
async function follow(
  parts: RequestParts,
  c: PageContext,
  tier: ProofTier,
  outcome: "proven" | "more" | "not_accepted",
): Promise<Answer> {
  const token = c.req.param("token") ?? "";
  const frame = frameOf(parts, c);
  if (outcome === "more") return c.redirect(link(frame, centrePath.prove(token)), 303);
  if (outcome === "not_accepted") return await show(parts, c, { tier, what: "notAccepted" });
  const { id } = await openProof(c.var.ctx, token);
  return respond(c, <ConfirmedPage frame={frame} request={await findRequest(c.var.ctx, id)} />);
}

async function show(parts: RequestParts, c: PageContext, said: ProvePageProps["said"]): Promise<Answer> {
  const token = c.req.param("token") ?? "";
  const frame = frameOf(parts, c);
  const subject = await openProof(c.var.ctx, token);
  const state = await describeSubject(c.var.ctx, parts, subject);
  const texts = proveTexts[frame.language];
  if (state.state === "over") {
    return respond(c, <MessagePage frame={frame} title={texts.overTitle} text={texts.overText} />);
  }
  const knowledge = state.offers.includes("knowledge")
    ? await listQuestions(c.var.ctx, parts, token, frame.language)
    : null;
  const isFirst = await isFirstProof(parts, c, subject);
  const status = said === null || said.what === "codeSent" ? 200 : 422;
  return respond(c, <ProvePage {...{ frame, token, state, knowledge, isFirst, said }} />, status);
}

async function isFirstProof(parts: RequestParts, c: PageContext, { request }: ProofSubject): Promise<boolean> {
  return request === null || (await readStanding(c.var.ctx, parts.kept, request)).proven.length === 0;
}

/** A token that leads nowhere has its page, and a way that is not open leads back to those that are. */
async function guard(parts: RequestParts, c: PageContext, work: () => Promise<Answer>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const frame = frameOf(parts, c);
    if (error.code === "proof_not_found") {
      return await respond(c, <BrokenLinkPage frame={frame} reason="unknown" again="start" />, 404);
    }
    if (error.code !== "proof_tier_not_offered") throw error;
    return c.redirect(link(frame, centrePath.prove(c.req.param("token") ?? "")), 303);
  }
}

function frameOf(parts: RequestParts, c: PageContext): PageFrame {
  // The switch of languages leads to the page, not to what was posted.
  return { kept: parts.kept, language: c.var.language, path: centrePath.prove(c.req.param("token") ?? "") };
}

function respond(c: PageContext, content: Markup, status: 200 | 404 | 422 = 200): Answer {
  return c.html(html`<!doctype html>${content}`, status);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
