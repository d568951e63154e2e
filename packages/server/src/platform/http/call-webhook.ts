/** One signed call (RFC 9421) of an address of the configuration, guarded, with every wait bounded. */
import { randomUUID } from "node:crypto";
import { contentDigest } from "@kept/connectors/http/content-digest";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { AddressRefused } from "@kept/connectors/http/guarded-address";
import { CallTimedOut, callHttp } from "@kept/connectors/http/http-call";
import { readServiceAddress } from "@kept/connectors/http/service-address";
import { signExchange } from "@kept/connectors/http/sign-exchange";
import type { Ctx } from "../ctx.ts";

export interface WebhookCall {
  /** What to call it in errors. */
  readonly name: string;
  readonly url: string | { readonly env: string };
  readonly secret: { readonly env: string };
  readonly allowPrivateAddress: boolean;
  /** The same for every try of one call. */
  readonly idempotencyKey: string;
  readonly body: unknown;
}

const TIMEOUTS = { connect: 10_000, answer: 20_000, idle: 10_000 } as const;

/** Null when it was acknowledged with a 2xx answer, else a code that says what stood in the way; it names no address. */
export async function callWebhook(
  ctx: Pick<Ctx, "clock">,
  variables: Readonly<Record<string, string | undefined>>,
  call: WebhookCall,
): Promise<string | null> {
  const secret = variables[call.secret.env];
  const url = typeof call.url === "string" ? call.url : variables[call.url.env];
  if (secret === undefined || url === undefined) return "target_not_configured";
  const body = Buffer.from(JSON.stringify(call.body), "utf8");
  try {
    const { reach } = readServiceAddress(call.name, url, call.allowPrivateAddress);
    const headers = new Headers({
      "content-type": "application/json",
      "content-digest": contentDigest(body),
      "idempotency-key": call.idempotencyKey,
      "kept-request-id": `req-${randomUUID()}`,
    });
    const now = Math.floor(ctx.clock.now().epochMilliseconds / 1_000);
    const message = { method: "POST", targetUri: url, headers };
    const signed = signExchange("request", message, readExchangeKey(secret), { now });
    headers.set("signature-input", signed.signatureInput);
    headers.set("signature", signed.signature);
    const answer = await callHttp({
      url,
      method: "POST",
      headers: Object.fromEntries(headers),
      body,
      reach,
      timeouts: TIMEOUTS,
    });
    answer.close();
    return answer.status >= 200 && answer.status < 300 ? null : `answered_${answer.status}`;
  } catch (error) {
    return describeCallError(error);
  }
}

/** A code for why a call failed. */
export function describeCallError(error: unknown): string {
  if (error instanceof AddressRefused) return "address_refused";
  if (error instanceof CallTimedOut) return "timed_out";
  return error instanceof Error && "code" in error ? String(error.code).toLowerCase() : "call_failed";
}
