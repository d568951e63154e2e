/** The calls of the Data Rights Protocol 1.0. */
import type { Context } from "hono";
import { ProblemError } from "../platform/http/problems.ts";
import type { RateClassName } from "../platform/http/rate-limit.ts";
import { readText } from "../platform/http/serve-endpoints.ts";
import type { PageRouter, PageVariables } from "../platform/slice.ts";
import { requireAgent, setUpAgent } from "./agent-token.ts";
import type { Agent } from "./directory.ts";
import { DrpFailure } from "./drp-failure.ts";
import type { DrpParts } from "./drp-parts.ts";
import { exerciseRight, readStatus } from "./exercise-right.ts";
import { revokeRight } from "./revoke-right.ts";

type PageContext = Context<{ Variables: PageVariables }>;

const MAX_BODY_BYTES = 65_536;
const BASE = "/drp/v1";

export function addDrpRoutes(pages: PageRouter, parts: DrpParts): void {
  pages.post(`${BASE}/agent/:agentId`, async (c) => {
    const wait = parts.limiter.take("public-write", c.var.clientAddress);
    if (wait !== null) return c.body(null, 429, { "retry-after": String(wait) });
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
      const agent = await knowAgent(c, parts);
      if (agent.id !== c.req.param("agentId")) throw new DrpFailure(403, "forbidden", "The token is another agent's.");
      return {};
    }),
  );
  for (const path of [`${BASE}/data-rights-request`, `${BASE}/data-rights-request/`]) {
    pages.post(path, (c) =>
      answer(c, async () => {
        const agent = await knowAgent(c, parts);
        return await exerciseRight(c.var.ctx, parts, agent, await readBody(c));
      }),
    );
  }
  pages.get(`${BASE}/data-rights-request/:requestId`, (c) =>
    answer(c, async () => {
      const agent = await knowAgent(c, parts);
      return await readStatus(c.var.ctx, parts, c.req.param("requestId"), agent);
    }),
  );
  pages.delete(`${BASE}/data-rights-request/:requestId`, (c) =>
    answer(c, async () => {
      const agent = await knowAgent(c, parts);
      return await revokeRight(c.var.ctx, parts, agent, c.req.param("requestId"), await readBody(c));
    }),
  );
}

/** The agent of the call, within what one agent may ask; whoever is none may try as often as any address. @throws DrpFailure */
async function knowAgent(c: PageContext, parts: DrpParts): Promise<Agent> {
  const wait = (name: RateClassName, caller: string) => {
    const seconds = parts.limiter.take(name, caller);
    if (seconds !== null) throw new DrpFailure(429, "too_many_calls", "Call again later.", {}, seconds);
  };
  try {
    const agent = await requireAgent(c.var.ctx, parts, c.req.header("authorization"));
    wait("agent", agent.id);
    return agent;
  } catch (error) {
    if (error instanceof DrpFailure && error.status !== 429) wait("public-write", c.var.clientAddress);
    throw error;
  }
}

async function answer(c: PageContext, work: () => Promise<object>): Promise<Response> {
  try {
    return c.json(await work());
  } catch (error) {
    if (!(error instanceof DrpFailure)) throw error;
    const { code, message, fatal, more, status, retryAfter } = error;
    if (retryAfter !== null) c.header("retry-after", String(retryAfter));
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
