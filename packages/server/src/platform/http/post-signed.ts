/** One signed call (RFC 9421) to a guarded address, with every wait bounded. */
import { randomUUID } from "node:crypto";
import { contentDigest } from "@kept/connectors/http/content-digest";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { AddressRefused } from "@kept/connectors/http/guarded-address";
import { type CallAnswer, CallTimedOut, callHttp } from "@kept/connectors/http/http-call";
import { readServiceAddress } from "@kept/connectors/http/service-address";
import { signExchange } from "@kept/connectors/http/sign-exchange";
import type { Ctx } from "../ctx.ts";

export interface SignedCall {
  /** What to call it in errors. */
  readonly name: string;
  readonly url: string;
  readonly secret: string;
  readonly allowPrivateAddress: boolean;
  /** The same for every try of one call. */
  readonly idempotencyKey: string;
  readonly body: unknown;
  /** Milliseconds. */
  readonly timeouts?: { readonly connect: number; readonly answer: number; readonly idle: number };
}

const TIMEOUTS = { connect: 10_000, answer: 20_000, idle: 10_000 } as const;

/**
 * Sends the body as JSON and gives the answer, whatever its status; whoever calls has to close it.
 *
 * @throws when it could not be sent or nobody answered: {@link describeCallError} says why, as a code.
 */
export function postSigned(clock: Ctx["clock"], call: SignedCall): Promise<CallAnswer> {
  const { url } = call;
  const { reach } = readServiceAddress(call.name, url, call.allowPrivateAddress);
  const body = Buffer.from(JSON.stringify(call.body), "utf8");
  const headers = new Headers({
    "content-type": "application/json",
    "content-digest": contentDigest(body),
    "idempotency-key": call.idempotencyKey,
    "kept-request-id": `req-${randomUUID()}`,
  });
  const now = Math.floor(clock.now().epochMilliseconds / 1_000);
  const message = { method: "POST", targetUri: url, headers };
  const signed = signExchange("request", message, readExchangeKey(call.secret), { now });
  headers.set("signature-input", signed.signatureInput);
  headers.set("signature", signed.signature);
  const timeouts = call.timeouts ?? TIMEOUTS;
  return callHttp({ url, method: "POST", headers: Object.fromEntries(headers), body, reach, timeouts });
}

/** A code for why a call failed: it names no address and no person. */
export function describeCallError(error: unknown): string {
  if (error instanceof AddressRefused) return "address_refused";
  if (error instanceof CallTimedOut) return "timed_out";
  return error instanceof Error && "code" in error ? String(error.code).toLowerCase() : "call_failed";
}
