/** The calls of the Data Rights Protocol 1.0, and the page to which it sends the person. */
import type { Context } from "hono";
import { html } from "hono/html";
import { MessagePage } from "../centre/layout.tsx";
import { equalSecrets } from "../platform/crypto/keyring.ts";
import { ProblemError } from "../platform/http/problems.ts";
import { readText } from "../platform/http/serve-endpoints.ts";
import type { PageRouter, PageVariables } from "../platform/slice.ts";
import { findRequest } from "../requests/queries.ts";
import { ownAddress } from "./agent-hosts.ts";
import { requireAgent, setUpAgent } from "./agent-token.ts";
import { verificationPath } from "./describe-status.ts";
import { DrpFailure } from "./drp-failure.ts";
import type { DrpParts } from "./drp-parts.ts";
import { drpTexts } from "./drp-texts.ts";
import { exerciseRight, readStatus } from "./exercise-right.ts";
import { revokeRight } from "./revoke-right.ts";

type PageContext = Context<{ Variables: PageVariables }>;

const MAX_BODY_BYTES = 65_536;
const BASE = "/drp/v1";

export function addDrpRoutes(pages: PageRouter, parts: DrpParts): void {
  pages.post(`${BASE}/agent/:agentId`, async (c) => {
    try {
      return c.json(await setUpAgent(c.var.ctx, parts, c.req.param("agentId"), await readBody(c)));
    } catch (error) {
      // Setting up tells nobody why it failed.
      if (error instanceof DrpFailure) return c.body(null, 403);
      throw error;
    }
  });
  pages.get(`${BASE}/agent/:agentId`, (c) =>
    answer(c, async () => {
      const agent = await requireAgent(c.var.ctx, parts, c.req.header("authorization"));
      if (agent.id !== c.req.param("agentId")) throw new DrpFailure(403, "forbidden", "The token is another agent's.");
      return {};
    }),
  );
  for (const path of [`${BASE}/data-rights-request`, `${BASE}/data-rights-request/`]) {
    pages.post(path, (c) =>
      answer(c, async () => {
        const agent = await requireAgent(c.var.ctx, parts, c.req.header("authorization"));
        return await exerciseRight(c.var.ctx, parts, agent, await readBody(c));
      }),
    );
  }
  pages.get(`${BASE}/data-rights-request/:requestId`, (c) =>
    answer(c, async () => {
      const agent = await requireAgent(c.var.ctx, parts, c.req.header("authorization"));
      return await readStatus(c.var.ctx, parts, c.req.param("requestId"), agent);
    }),
  );
  pages.delete(`${BASE}/data-rights-request/:requestId`, (c) =>
    answer(c, async () => {
      const agent = await requireAgent(c.var.ctx, parts, c.req.header("authorization"));
      return await revokeRight(c.var.ctx, parts, agent, c.req.param("requestId"), await readBody(c));
    }),
  );
  addVerificationPage(pages, parts);
}

async function answer(c: PageContext, work: () => Promise<object>): Promise<Response> {
  try {
    return c.json(await work());
  } catch (error) {
    if (!(error instanceof DrpFailure)) throw error;
    const { code, message, fatal, more, status } = error;
    return c.json({ ...more, code, message, fatal }, status);
  }
}

async function readBody(c: PageContext): Promise<string> {
  try {
    return await readText(c.req.raw, MAX_BODY_BYTES);
  } catch (error) {
    if (error instanceof ProblemError) throw new DrpFailure(413, "body_too_large", "The body is too large.");
    throw error;
  }
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
