/** The service's side of the protocol, as one function from Request to Response for any server that speaks the Web standard. */
import { createHash } from "node:crypto";
import {
  checkLiftMessage,
  checkRectifyMessage,
  checkResidueMessage,
  checkRestoreMessage,
  checkRestrictMessage,
} from "./check-changes.ts";
import { checkEraseMessage, checkExportMessage, checkFindMessage, checkStatusMessage } from "./check-messages.ts";
import { readJson, ShapeProblem } from "./check-shape.ts";
import { contentDigest, matchesContentDigest } from "./content-digest.ts";
import type { ExchangeKey } from "./exchange-key.ts";
import { exportBody } from "./export-body.ts";
import { type SignableMessage, SignatureProblem } from "./message-signatures.ts";
import { createNonceMemory, type NonceMemory, secondsNow } from "./nonce-memory.ts";
import {
  ENDPOINTS,
  type EraseMessage,
  type ExportMessage,
  JSON_TYPE,
  LIMITS,
  NDJSON_TYPE,
  PROTOCOL,
  SERVICE_ERRORS,
  type ServiceErrorCode,
} from "./protocol.ts";
import type { ServedRights } from "./served-rights.ts";
import { CLOCK_SKEW, checkExchange, readSignatureFields, signExchange } from "./sign-exchange.ts";

export interface RightsHandlerOptions {
  readonly key: ExchangeKey;
  readonly rights: ServedRights;
  /** The base address as Kept calls it; needed behind a proxy that changes host, scheme or path. */
  readonly url?: string;
  /** @defaultValue a memory in this process */
  readonly nonces?: NonceMemory;
  /** Hears of what `rights` threw. */
  readonly onError?: (error: unknown) => void;
  /** Seconds since 1970. */
  readonly now?: () => number;
}

/** Answered instead of a message; the code is all that leaves. */
class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ServiceErrorCode;
  constructor(code: ServiceErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Makes the handler. It answers everything below the path where it is mounted; the last part of the path is the endpoint. */
export function createRightsHandler(options: RightsHandlerOptions): (request: Request) => Promise<Response> {
  const { key, rights, now = secondsNow, nonces = createNonceMemory({ now }), onError } = options;
  const base = options.url?.replace(/\/*$/, "/");

  return async (request) => {
    let proven: SignableMessage | undefined;
    try {
      const path = new URL(request.url).pathname;
      const endpoint = path.slice(path.lastIndexOf("/") + 1);
      requireEndpoint(endpoint, request.method);
      const body = await readBody(request);
      const targetUri = base === undefined ? new URL(request.url).href : base + endpoint;
      const message = { method: request.method, targetUri, headers: request.headers };
      await prove(message, body);
      proven = message;
      if (endpoint === ENDPOINTS.export) return await sendExport(message, readJson(body, checkExportMessage));
      return answer(200, await askRights(endpoint, body), message);
    } catch (error) {
      return fail(error, proven);
    }
  };

  async function prove(message: SignableMessage, body: Uint8Array): Promise<void> {
    const digest = message.headers.get("content-digest") ?? "";
    if (!matchesContentDigest(digest, createHash("sha256").update(body).digest())) {
      throw new Refusal("signature_invalid", "Content-Digest is missing, or not the digest of the content.");
    }
    const fields = readSignatureFields(message.headers);
    const { nonce, expires } = checkExchange("request", message, fields, key, now());
    const verdict = await nonces.note(nonce, expires + CLOCK_SKEW);
    if (verdict === "seen") throw new Refusal("signature_replayed", "This very message was received before.");
    if (verdict === "full") throw new Refusal("service_busy", "Too many messages at once. Try again later.");
  }

  async function askRights(endpoint: string, body: Uint8Array): Promise<object> {
    const { restriction } = rights;
    switch (endpoint) {
      case ENDPOINTS.restrict:
        if (restriction === undefined) throw notServed();
        return await restriction.restrict(readJson(body, checkRestrictMessage));
      case ENDPOINTS.lift:
        if (restriction === undefined) throw notServed();
        return await restriction.lift(readJson(body, checkLiftMessage));
      case ENDPOINTS.rectify:
        if (rights.rectify === undefined) throw notServed();
        return await rights.rectify(readJson(body, checkRectifyMessage));
      case ENDPOINTS.restore:
        if (rights.restore === undefined) throw notServed();
        return await rights.restore(readJson(body, checkRestoreMessage));
      case ENDPOINTS.residue:
        if (rights.findResidue === undefined) throw notServed();
        return await rights.findResidue(readJson(body, checkResidueMessage));
      case ENDPOINTS.find:
        return await rights.find(readJson(body, checkFindMessage).person);
      case ENDPOINTS.erase:
        return await rights.erase(readErase(body));
      case ENDPOINTS.status:
        return await rights.status(readJson(body, checkStatusMessage).idempotencyKey);
      default:
        return { protocol: PROTOCOL, ...(await rights.describe()) };
    }
  }

  function readErase(body: Uint8Array): EraseMessage {
    const message = readJson(body, checkEraseMessage);
    if (message.undo !== undefined && rights.restore === undefined)
      throw new Refusal("message_malformed", "This service keeps nothing of what it erases.");
    return message;
  }

  async function sendExport(request: SignableMessage, message: ExportMessage): Promise<Response> {
    const found = await rights.export(message);
    const headers = new Headers({ "content-type": NDJSON_TYPE, "cache-control": "no-store" });
    const signable = { status: 200, headers, request };
    const fields = signExchange("stream", signable, key, { now: now() });
    const body = exportBody(found, message.mode, {
      sign: (digest) => {
        const covered = new Headers(headers);
        covered.set("content-digest", digest);
        return signExchange("answer", { ...signable, headers: covered }, key, { now: now() });
      },
      onError: (error) => onError?.(error),
    });
    const sent = new Headers(headers);
    sent.set("signature-input", fields.signatureInput);
    sent.set("signature", fields.signature);
    return new Response(body, { status: 200, headers: sent });
  }

  function fail(error: unknown, request: SignableMessage | undefined): Response {
    if (error instanceof Refusal || error instanceof SignatureProblem)
      return refuse(error.code, error.message, request);
    if (error instanceof ShapeProblem) return refuse("message_malformed", error.message, request);
    onError?.(error);
    return refuse("service_failed", "The service failed.", request);
  }

  function refuse(code: ServiceErrorCode, message: string, request: SignableMessage | undefined): Response {
    return answer(SERVICE_ERRORS[code], { error: { code, message } }, request);
  }

  /** Only an answer to a proven call is signed: everything else would let strangers collect signatures. */
  function answer(status: number, value: object, request: SignableMessage | undefined): Response {
    const body = Buffer.from(JSON.stringify(value), "utf8");
    const headers = new Headers({
      "content-type": JSON_TYPE,
      "content-digest": contentDigest(body),
      "cache-control": "no-store",
    });
    if (request !== undefined) {
      const fields = signExchange("answer", { status, headers, request }, key, { now: now() });
      headers.set("signature-input", fields.signatureInput);
      headers.set("signature", fields.signature);
    }
    return new Response(body, { status, headers });
  }
}

/** The description says that it cannot; whoever asks all the same is told so. */
function notServed(): Refusal {
  return new Refusal("endpoint_unknown", "This service does not answer that.");
}

function requireEndpoint(endpoint: string, method: string): void {
  if (!Object.values<string>(ENDPOINTS).includes(endpoint)) {
    throw new Refusal("endpoint_unknown", "There is no such endpoint.");
  }
  const expected = endpoint === ENDPOINTS.describe ? "GET" : "POST";
  if (method !== expected) throw new Refusal("method_not_allowed", `This endpoint takes ${expected}.`);
}

async function readBody(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > LIMITS.request) throw new Refusal("message_too_large", `A message may have ${LIMITS.request} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
