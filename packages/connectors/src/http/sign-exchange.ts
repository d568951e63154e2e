/** How requests and answers of the protocol are signed: what is covered, under which label, for how long. */
import { randomBytes } from "node:crypto";
import type { ExchangeKey } from "./exchange-key.ts";
import {
  type CheckedSignature,
  checkSignature,
  component,
  type SignableMessage,
  type SignatureFields,
  SignatureProblem,
  signMessage,
} from "./message-signatures.ts";
import type { Item } from "./structured-fields.ts";

/** The label of our signature in Signature-Input and Signature; proxies may add others of their own. */
export const LABEL = "kept";
const TAG = "kept-rights";

/** Seconds a signature is good for, and by which the two clocks may differ. */
export const SIGNATURE_LIFETIME = 120;
export const CLOCK_SKEW = 60;

const REQUEST_COMPONENTS: readonly Item[] = [
  component("@method"),
  component("@target-uri"),
  component("content-digest"),
];

/** An answer is bound to its request: to what was asked, and to the one signature under which it was asked. */
const BOUND_TO_REQUEST: readonly Item[] = [
  component("@method", { req: true }),
  component("@target-uri", { req: true }),
  component("content-digest", { req: true }),
  component("signature", { req: true, key: LABEL }),
];
const ANSWER_COMPONENTS = [
  component("@status"),
  component("content-type"),
  component("content-digest"),
  ...BOUND_TO_REQUEST,
];
const STREAM_COMPONENTS = [component("@status"), component("content-type"), ...BOUND_TO_REQUEST];

/**
 * What a signature covers. `answer` has its digest in the header; of a `stream` the header covers all but the digest,
 * and the last line repeats the signature with it (`answer` again, with the digest that line names).
 */
export type Coverage = "request" | "answer" | "stream";

const COMPONENTS: Readonly<Record<Coverage, readonly Item[]>> = {
  request: REQUEST_COMPONENTS,
  answer: ANSWER_COMPONENTS,
  stream: STREAM_COMPONENTS,
};

/** Signs with this side's own key, under a fresh nonce. */
export function signExchange(
  coverage: Coverage,
  message: SignableMessage,
  key: ExchangeKey,
  options: { readonly now: number; readonly nonce?: string },
): SignatureFields {
  const { now, nonce = randomBytes(18).toString("base64url") } = options;
  const parameters = { created: now, expires: now + SIGNATURE_LIFETIME, nonce, tag: TAG };
  return signMessage(message, LABEL, COMPONENTS[coverage], parameters, key.own);
}

/** Checks against the other side's key. @throws SignatureProblem */
export function checkExchange(
  coverage: Coverage,
  message: SignableMessage,
  fields: SignatureFields,
  key: ExchangeKey,
  now: number,
): CheckedSignature {
  return checkSignature(message, LABEL, fields, key.peer, {
    required: COMPONENTS[coverage],
    tag: TAG,
    now,
    skew: CLOCK_SKEW,
    maxAge: 600,
  });
}

/** The signature fields of a message's header. @throws SignatureProblem when there are none */
export function readSignatureFields(headers: { get(name: string): string | null }): SignatureFields {
  const signatureInput = headers.get("signature-input");
  const signature = headers.get("signature");
  if (signatureInput === null || signature === null) {
    throw new SignatureProblem("signature_missing", "The message has no Signature-Input and Signature.");
  }
  return { signatureInput, signature };
}
