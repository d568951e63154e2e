/** One HTTP call: guarded address, no redirects followed, every wait bounded, the answer streamed. */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline } from "node:stream/promises";
import { checkLiteralHost, guardedLookup, type Reach } from "./guarded-address.ts";

export interface CallOptions {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | StreamedBody;
  readonly reach: Reach;
  /** Milliseconds. `connect`: until the connection stands; `answer`: from then until the header; `idle`: between bytes. */
  readonly timeouts: { readonly connect: number; readonly answer: number; readonly idle: number };
}

/** A body that is not held: its length is known, and its bytes come as they are sent. */
export interface StreamedBody {
  readonly length: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Rejects with {@link CallTimedOut} or a socket's error when it is cut. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of the connection. */
  close(): void;
}

/** The other side did not connect, answer or go on in time. */
export class CallTimedOut extends Error {
  override readonly name = "CallTimedOut";
  readonly while: "connect" | "answer" | "idle";
  constructor(waiting: "connect" | "answer" | "idle") {
    super("The other side took too long.");
    this.while = waiting;
  }
}

/** Makes the call. Rejects with AddressRefused, CallTimedOut or the socket's error. */
export function callHttp(options: CallOptions): Promise<CallAnswer> {
  const url = new URL(options.url);
  checkLiteralHost(url.hostname, options.reach);
  const { timeouts, body } = options;
  return new Promise((resolve, reject) => {
    const open = url.protocol === "https:" ? requestHttps : requestHttp;
    const request = open(url, {
      method: options.method,
      headers: { ...options.headers, ...(body.length > 0 ? { "content-length": String(body.length) } : {}) },
      lookup: guardedLookup(options.reach),
      // A connection of its own for each call: a kept one may be dead, and then nobody knows what has arrived.
      agent: false,
    });
    let timer = failAfter(request, "connect", timeouts.connect);
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.on("socket", (socket) => {
      socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => {
        clearTimeout(timer);
        timer = failAfter(request, "answer", timeouts.answer);
      });
    });
    request.on("response", (response) => {
      clearTimeout(timer);
      resolve(readAnswer(request, response, timeouts.idle));
    });
    if (body instanceof Uint8Array) request.end(body);
    // An answer may come before all is sent; what goes wrong with the rest is the request's own error.
    else pipeline(body.chunks, request).catch((error: unknown) => request.destroy(error as Error));
  });
}

function failAfter(
  request: ClientRequest,
  waiting: "connect" | "answer" | "idle",
  milliseconds: number,
): NodeJS.Timeout {
  return setTimeout(() => request.destroy(new CallTimedOut(waiting)), milliseconds);
}

function readAnswer(request: ClientRequest, response: IncomingMessage, idle: number): CallAnswer {
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  // Errors after the header reach the reader of the body; without a reader they must not end the process.
  response.on("error", () => {});
  return {
    status: response.statusCode ?? 0,
    headers,
    body: readBody(response, idle),
    close: () => request.destroy(),
  };
}

async function* readBody(response: IncomingMessage, idle: number): AsyncIterable<Uint8Array> {
  const chunks = response[Symbol.asyncIterator]();
  try {
    for (;;) {
      // The wait is timed here and not on the socket: a slow reader on our side is not the other side's fault.
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new CallTimedOut("idle")), idle);
      });
      const next = (await Promise.race([chunks.next(), late]).finally(() =>
        clearTimeout(timer),
      )) as IteratorResult<Uint8Array>;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    response.destroy();
  }
}
