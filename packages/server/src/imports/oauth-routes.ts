/** The calls of senders: the token endpoint, items one at a time, and the receipt in the end. */
import type { Context } from "hono";
import { ProblemError } from "../platform/http/problems.ts";
import { readChunks } from "../platform/http/serve-endpoints.ts";
import type { PageRouter, PageVariables } from "../platform/slice.ts";
import { completeByToken } from "./complete-import.ts";
import { type ImportParts, importPath } from "./import-parts.ts";
import { issueTokens } from "./issue-tokens.ts";
import { OauthFailure } from "./oauth-failure.ts";
import { receiveItem } from "./receive-item.ts";

type PageContext = Context<{ Variables: PageVariables }>;

const MAX_FORM_BYTES = 16_384;
const LONGEST_KEY = 200;

export function addOauthRoutes(pages: PageRouter, parts: ImportParts): void {
  pages.post(importPath.token(), (c) =>
    answer(c, 200, async () => {
      const body = await readBody(c, MAX_FORM_BYTES);
      if (body === null) throw new OauthFailure(413, "invalid_request", "The form is too large.");
      const form = new URLSearchParams(body.toString("utf8"));
      return await issueTokens(c.var.ctx, parts, form, c.req.header("authorization"));
    }),
  );
  pages.post(importPath.items("receipt"), (c) =>
    answer(
      c,
      200,
      async () => JSON.parse(await completeByToken(c.var.ctx, parts, c.req.header("authorization"))) as object,
    ),
  );
  pages.post(importPath.items(":vertical"), (c) =>
    answer(c, 201, () =>
      receiveItem(c.var.ctx, parts, {
        vertical: c.req.param("vertical") ?? "",
        authorization: c.req.header("authorization"),
        contentType: c.req.header("content-type") ?? "",
        key: c.req.header("idempotency-key")?.slice(0, LONGEST_KEY) ?? null,
        read: (limit) => readBody(c, limit),
      }),
    ),
  );
}

async function answer(c: PageContext, status: 200 | 201, work: () => Promise<object>): Promise<Response> {
  try {
    return c.json(await work(), status);
  } catch (error) {
    if (!(error instanceof OauthFailure)) throw error;
    return c.json({ error: error.error, error_description: error.message }, error.status);
  }
}

/** Null when it is longer. */
async function readBody(c: PageContext, limit: number): Promise<Buffer | null> {
  try {
    return Buffer.concat(await readChunks(c.req.raw, limit));
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}
