/** The pages to which agents send people: to confirm who they are, and to get at what was put together for them. */
import type { Context } from "hono";
import { html } from "hono/html";
import { Layout, link, MessagePage, type PageFrame } from "../centre/layout.tsx";
import { equalSecrets } from "../platform/crypto/keyring.ts";
import type { PageRouter, PageVariables } from "../platform/slice.ts";
import { renewLink } from "../requests/find-my-requests.ts";
import { findRequest } from "../requests/queries.ts";
import { ownAddress } from "./agent-hosts.ts";
import { resultsPath, verificationPath } from "./describe-status.ts";
import type { DrpParts } from "./drp-parts.ts";
import { drpTexts } from "./drp-texts.ts";

type PageContext = Context<{ Variables: PageVariables }>;

export function addPersonPages(pages: PageRouter, parts: DrpParts): void {
  addVerificationPage(pages, parts);
  addResultsPage(pages, parts);
}

/**
 * `results_url`: an agent may open it as well as the person, so it discloses nothing. What was put together lies behind the link
 * in the person's own mailbox, and this page sends that link again.
 */
function addResultsPage(pages: PageRouter, parts: DrpParts): void {
  const frameOf = (c: PageContext): PageFrame => ({
    kept: parts.requests.kept,
    language: c.var.language,
    path: c.req.path,
  });
  const find = async (c: PageContext) => {
    const token = c.req.param("token") ?? "";
    const [requestId = ""] = token.split(".");
    if (!equalSecrets(`/drp/results/${token}`, resultsPath(c.var.ctx.keys, requestId))) return undefined;
    const request = await findRequest(c.var.ctx, requestId);
    return request?.state === "done" && request.sealed_person !== null ? request : undefined;
  };
  const unknown = (c: PageContext) => {
    const frame = frameOf(c);
    const texts = drpTexts[frame.language];
    return c.html(
      html`<!doctype html>${<MessagePage frame={frame} title={texts.unknownTitle} text={texts.unknownText} />}`,
      404,
    );
  };
  pages.get("/drp/results/:token", async (c) => {
    if ((await find(c)) === undefined) return unknown(c);
    const frame = frameOf(c);
    const texts = drpTexts[frame.language];
    return c.html(
      html`<!doctype html>${(
        <Layout frame={frame} title={texts.resultsTitle} lead={texts.resultsText}>
          <div class="wrap">
            <form class="sheet" method="post" action={link(frame, c.req.path)}>
              <p class="soft">{texts.resultsNote}</p>
              <p class="actions">
                <button class="button" type="submit">
                  {texts.resultsButton}
                </button>
              </p>
            </form>
          </div>
        </Layout>
      )}`,
    );
  });
  pages.post("/drp/results/:token", async (c) => {
    const request = await find(c);
    if (request === undefined) return unknown(c);
    await c.var.ctx.as({ kind: "person", id: "anonymous" }).transaction((tx) => renewLink(tx, request.id));
    const frame = frameOf(c);
    const texts = drpTexts[frame.language];
    return c.html(
      html`<!doctype html>${<MessagePage frame={frame} title={texts.resultsSentTitle} text={texts.resultsSentText} />}`,
    );
  });
}

/**
 * The agent opens this with `request_id` and `redirect_to`. The person confirms by the link in their mailbox, so all that this
 * page does is to say so, and to lead back once that has happened: only to the agent's own domains, and never otherwise.
 */
function addVerificationPage(pages: PageRouter, parts: DrpParts): void {
  pages.get("/drp/verify/:token", async (c) => {
    const { ctx, language } = c.var;
    const [requestId = ""] = c.req.param("token").split(".");
    const texts = drpTexts[language];
    const frame = { kept: parts.requests.kept, language, path: c.req.path };
    const page = (title: string, text: string, action?: { label: string; href: string }) =>
      html`<!doctype html>${<MessagePage frame={frame} title={title} text={text} {...(action === undefined ? {} : { action })} />}`;
    const isOurs = equalSecrets(`/drp/verify/${c.req.param("token")}`, verificationPath(ctx.keys, requestId));
    const drp = isOurs
      ? await ctx.db.selectFrom("drp_request").selectAll().where("request_id", "=", requestId).executeTakeFirst()
      : undefined;
    const request = drp === undefined ? undefined : await findRequest(ctx, requestId);
    if (drp === undefined || request === undefined || c.req.query("request_id") !== requestId) {
      return c.html(page(texts.unknownTitle, texts.unknownText), 404);
    }
    const agent = parts.directory.find(drp.agent_id);
    const wanted = c.req.query("redirect_to");
    const back =
      agent === undefined || wanted === undefined ? null : ownAddress(agent, wanted, parts.settings.allowLoopback);
    if (wanted !== undefined && back === null) return c.html(page(texts.unknownTitle, texts.redirectText), 400);
    const isConfirmed = request.received_at !== null;
    if (isConfirmed && back !== null) return c.redirect(back.href, 303);
    if (isConfirmed) return c.html(page(texts.confirmedTitle, texts.confirmedText));
    const search = new URLSearchParams({ request_id: requestId, ...(back === null ? {} : { redirect_to: back.href }) });
    return c.html(page(texts.waitTitle, texts.waitText, { label: texts.again, href: `${c.req.path}?${search}` }));
  });
}
