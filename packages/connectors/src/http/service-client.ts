/** Signed calls to a service: each try signed anew, the answer proven to be its answer to this very call. */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SystemError } from "../connector.ts";
import { checkServiceError } from "./check-messages.ts";
import { type Check, readJson, ShapeProblem } from "./check-shape.ts";
import { contentDigest, matchesContentDigest } from "./content-digest.ts";
import type { ExchangeKey } from "./exchange-key.ts";
import type { Reach } from "./guarded-address.ts";
import { type CallAnswer, callHttp } from "./http-call.ts";
import { type SignableMessage, SignatureProblem } from "./message-signatures.ts";
import { secondsNow } from "./nonce-memory.ts";
import { JSON_TYPE, LIMITS } from "./protocol.ts";
import { meaningOfCode, meaningOfError, meaningOfStatus, systemError } from "./service-failure.ts";
import { checkExchange, readSignatureFields, signExchange } from "./sign-exchange.ts";

export interface ServiceTimeouts {
  /** Milliseconds until a connection stands. @defaultValue 10,000 */
  readonly connect: number;
  /** Milliseconds until an answer begins. @defaultValue 30,000 */
  readonly answer: number;
  /** Milliseconds until the answer to an erasure that runs. @defaultValue 300,000 */
  readonly run: number;
  /** Milliseconds between two pieces of an answer. @defaultValue 30,000 */
  readonly idle: number;
}

export interface ServiceRetries {
  /** How often a call is tried in all. @defaultValue 3 */
  readonly attempts: number;
  /** Milliseconds before the second try; doubled each time, and varied by a half. @defaultValue 300 */
  readonly firstDelay: number;
}

export interface ServiceClientOptions {
  readonly system: string;
  /** Ends with a slash. */
  readonly base: string;
  readonly key: ExchangeKey;
  readonly reach: Reach;
  readonly timeouts: ServiceTimeouts;
  readonly retries: ServiceRetries;
}

export interface ServiceCall {
  readonly endpoint: string;
  /** Undefined: a GET without a body. */
  readonly message?: object;
  /** Calls that change something are made once: who made them asks for the status before trying again. */
  readonly changes: boolean;
}

/** An answer of 200 whose header was checked. */
export interface OpenAnswer {
  readonly answer: CallAnswer;
  /** The answer as its signature covers it. */
  readonly signable: SignableMessage;
}

export interface ServiceClient {
  readonly system: string;
  readonly key: ExchangeKey;
  /** One JSON answer, whole and checked. Rejects with SystemError. */
  askJson<T>(call: ServiceCall, check: Check<T>): Promise<T>;
  /** An answer to be read as a stream: its header is checked, its content not yet. Rejects with SystemError. */
  openStream(call: ServiceCall, mediaType: string): Promise<OpenAnswer>;
}

/** A client of one service. Keeps no connection open. */
export function createServiceClient(options: ServiceClientOptions): ServiceClient {
  const { system, key } = options;
  return {
    system,
    key,
    askJson: (call, check) =>
      tryCall(options, call, async (answer, request) => {
        const body = await readWhole(answer, LIMITS.answer);
        const signable = { status: answer.status, headers: answer.headers, request };
        requireType(answer, JSON_TYPE);
        checkExchange("answer", signable, readSignatureFields(answer.headers), key, secondsNow());
        requireDigest(answer, body);
        return readJson(body, check);
      }),
    openStream: (call, mediaType) =>
      tryCall(options, call, async (answer, request) => {
        const signable = { status: answer.status, headers: answer.headers, request };
        requireType(answer, mediaType);
        checkExchange("stream", signable, readSignatureFields(answer.headers), key, secondsNow());
        return { answer, signable };
      }),
  };
}

async function tryCall<T>(
  options: ServiceClientOptions,
  call: ServiceCall,
  read: (answer: CallAnswer, request: SignableMessage) => Promise<T>,
): Promise<T> {
  const { system, retries } = options;
  for (let attempt = 1; ; attempt++) {
    const { failure, result } = await callOnce(options, call, read);
    if (failure === undefined) return result as T;
    if (!failure.passing || call.changes || attempt >= retries.attempts) throw systemError(system, failure);
    await sleep(retries.firstDelay * 2 ** (attempt - 1) * (0.75 + Math.random() / 2));
  }
}

type Failure = ReturnType<typeof meaningOfError>;

async function callOnce<T>(
  options: ServiceClientOptions,
  call: ServiceCall,
  read: (answer: CallAnswer, request: SignableMessage) => Promise<T>,
): Promise<{ readonly failure?: Failure; readonly result?: T }> {
  let answer: CallAnswer | undefined;
  try {
    const { request, body } = makeRequest(options, call);
    const { timeouts } = options;
    answer = await callHttp({
      url: request.targetUri,
      method: request.method,
      headers: Object.fromEntries(request.headers),
      body,
      reach: options.reach,
      timeouts: { ...timeouts, answer: call.changes ? timeouts.run : timeouts.answer },
    });
    if (answer.status !== 200) return { failure: await readFailure(answer, request, options.key) };
    return { result: await read(answer, request) };
  } catch (error) {
    answer?.close();
    if (error instanceof SystemError) throw error;
    return { failure: meaningOfError(error) };
  }
}

function makeRequest(options: ServiceClientOptions, call: ServiceCall) {
  const body = call.message === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(call.message), "utf8");
  const headers = new Headers({
    accept: "application/json, application/x-ndjson",
    "accept-encoding": "identity",
    "content-digest": contentDigest(body),
  });
  if (call.message !== undefined) headers.set("content-type", JSON_TYPE);
  const method = call.message === undefined ? "GET" : "POST";
  const request = { method, targetUri: options.base + call.endpoint, headers };
  const { signatureInput, signature } = signExchange("request", request, options.key, { now: secondsNow() });
  headers.set("signature-input", signatureInput);
  headers.set("signature", signature);
  return { request, body };
}

/**
 * What a refusal means. One that is signed is taken at its word. One that is not may come from a proxy or a stranger: its
 * status decides, and its code is heard only where it explains a 401 (nobody can sign an answer to a call they cannot
 * tell from a forgery, and the outcome is the same).
 */
async function readFailure(answer: CallAnswer, request: SignableMessage, key: ExchangeKey): Promise<Failure> {
  const byStatus = meaningOfStatus(answer.status);
  try {
    const body = await readWhole(answer, LIMITS.request);
    const { error } = readJson(body, checkServiceError);
    if (answer.status === 401) {
      const meaning = meaningOfCode(error.code);
      return meaning.code === "system_login_refused" ? meaning : byStatus;
    }
    const signable = { status: answer.status, headers: answer.headers, request };
    checkExchange("answer", signable, readSignatureFields(answer.headers), key, secondsNow());
    requireDigest(answer, body);
    return meaningOfCode(error.code);
  } catch {
    // Whatever is wrong with the refusal, that the call was refused is certain.
    return byStatus;
  }
}

async function readWhole(answer: CallAnswer, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > limit) throw new ShapeProblem("", `is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function requireDigest(answer: CallAnswer, body: Uint8Array): void {
  const field = answer.headers.get("content-digest") ?? "";
  if (!matchesContentDigest(field, createHash("sha256").update(body).digest())) {
    throw new SignatureProblem("signature_invalid", "Content-Digest is not the digest of the content.");
  }
}

function requireType(answer: CallAnswer, mediaType: string): void {
  const type = (answer.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== mediaType) throw new ShapeProblem("Content-Type", `must be ${mediaType}`);
}
