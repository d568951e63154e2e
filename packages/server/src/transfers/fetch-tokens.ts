/** Asks a destination for tokens (RFC 6749, 4.1.3 and 6): guarded address, small answers, and nothing of it in any error. */
import { callHttp } from "@kept/connectors/http/http-call";
import { readServiceAddress } from "@kept/connectors/http/service-address";
import * as z from "zod";
import { describeCallError } from "../platform/http/post-signed.ts";
import type { TransferParts } from "./transfer-parts.ts";
import type { Tokens } from "./transfer-secrets.ts";
import type { DestinationConfig } from "./transfers-config.ts";

export const CALL_TIMEOUTS = { connect: 10_000, answer: 60_000, idle: 20_000 } as const;
export const MAX_ANSWER_BYTES = 1_048_576;

const tokensSchema = z.object({
  access_token: z.string().min(1).max(8192),
  token_type: z.string().regex(/^bearer$/i),
  refresh_token: z.string().min(1).max(8192).optional(),
});

/** `final`: asking again is of no use. */
export type TokenAnswer =
  | { readonly ok: true; readonly tokens: Tokens }
  | { readonly ok: false; readonly code: string; readonly final: boolean };

export async function fetchTokens(
  parts: Pick<TransferParts, "variables">,
  destination: DestinationConfig,
  grant: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const { clientId, clientSecret } = destination;
  const secret = clientSecret === undefined ? undefined : parts.variables[clientSecret.env];
  if (clientSecret !== undefined && secret === undefined) {
    return { ok: false, code: "destination_not_configured", final: true };
  }
  const form = new URLSearchParams({
    ...grant,
    client_id: clientId,
    ...(secret === undefined ? {} : { client_secret: secret }),
  });
  try {
    // The address is one call and no base: nothing is added to it.
    const { reach } = readServiceAddress("transfer", destination.token, destination.allowPrivateAddress);
    const answer = await callHttp({
      url: destination.token,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: Buffer.from(form.toString(), "utf8"),
      reach,
      timeouts: CALL_TIMEOUTS,
    });
    const body = await readJson(answer.body).finally(() => answer.close());
    const tokens = tokensSchema.safeParse(body);
    if (answer.status >= 200 && answer.status < 300 && tokens.success) {
      const { access_token: access, refresh_token: refresh } = tokens.data;
      return { ok: true, tokens: { access, refresh: refresh ?? grant["refresh_token"] ?? null } };
    }
    const isTheirs = answer.status === 429 || answer.status >= 500;
    return { ok: false, code: isTheirs ? `token_${answer.status}` : "token_refused", final: !isTheirs };
  } catch (error) {
    return { ok: false, code: describeCallError(error), final: false };
  }
}

/** Undefined for what is no JSON, or too much of it. */
export async function readJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
}
