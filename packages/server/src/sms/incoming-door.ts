/** The door for text messages: a gateway of the operator's calls it, signed (RFC 9421) under the shared secret. */
import { createHash } from "node:crypto";
import { matchesContentDigest } from "@kept/connectors/http/content-digest";
import { KeyUnusable, readExchangeKey } from "@kept/connectors/http/exchange-key";
import { SignatureProblem } from "@kept/connectors/http/message-signatures";
import { checkExchange, readSignatureFields } from "@kept/connectors/http/sign-exchange";
import * as z from "zod";
import type { Ctx } from "../platform/ctx.ts";
import { readChunks } from "../platform/http/serve-endpoints.ts";
import type { PageRouter } from "../platform/slice.ts";
import { receiveSms } from "./receive-sms.ts";
import type { SmsParts } from "./sms-parts.ts";

export const INCOMING_PATH = "/sms/incoming";
const MOST_BYTES = 16_384;

const incomingSchema = z.object({
  id: z.string().min(1).max(200),
  from: z.string().min(1).max(40),
  text: z.string().max(2000),
  receivedAt: z.iso.datetime({ offset: true }).optional(),
});

/** 202: taken, now or before. 403: the signature does not hold. 422: signed, and no message. */
export function addIncomingDoor(pages: PageRouter, parts: SmsParts): void {
  pages.post(INCOMING_PATH, async (c) => {
    const body = Buffer.concat(await readChunks(c.req.raw, MOST_BYTES));
    if (!isSigned(c.var.ctx, parts, c.req.raw.headers, body)) return c.body(null, 403);
    const parsed = incomingSchema.safeParse(parseJson(body));
    if (!parsed.success) return c.body(null, 422);
    const now = c.var.ctx.clock.now().toString();
    const said = parsed.data.receivedAt ?? now;
    // What is said to have come tomorrow came today.
    const receivedAt = new Date(Math.min(Date.parse(said), Date.parse(now))).toISOString();
    await receiveSms(c.var.ctx, parts, { ...parsed.data, receivedAt });
    return c.body(null, 202);
  });
}

/** A call that is repeated is known by its message's id, so that no nonce need be remembered. */
function isSigned(ctx: Ctx, parts: SmsParts, headers: Headers, body: Uint8Array): boolean {
  const name = parts.kept.sms?.incoming?.secret.env;
  const secret = name === undefined ? undefined : parts.variables[name];
  if (secret === undefined) return false;
  const digest = createHash("sha256").update(body).digest();
  if (!matchesContentDigest(headers.get("content-digest") ?? "", digest)) return false;
  const message = { method: "POST", targetUri: `${parts.publicUrl}${INCOMING_PATH}`, headers };
  try {
    const now = Math.floor(ctx.clock.now().epochMilliseconds / 1_000);
    checkExchange("request", message, readSignatureFields(headers), readExchangeKey(secret), now);
    return true;
  } catch (error) {
    if (error instanceof SignatureProblem || error instanceof KeyUnusable) return false;
    throw error;
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
