/** The guard for servers of node:http, Express and Connect: `app.use(guardNode({ config }))`, before what answers. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { StringDecoder } from "node:string_decoder";
import { guardAnswer, type PageGuardOptions } from "./guard-response.ts";

export interface NodeGuardOptions extends Omit<PageGuardOptions, "nonce"> {
  readonly nonce?: (request: IncomingMessage, response: ServerResponse) => string | undefined;
  /** True: `X-Forwarded-Proto` and `X-Forwarded-Host` come from a proxy that is trusted. */
  readonly behindProxy?: boolean;
}

type Rewrite = NonNullable<ReturnType<typeof guardAnswer>["rewrite"]>;

/** Changes the answer as it is written; everything before and after stays as it is. */
export function guardNode(options: NodeGuardOptions) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const { writeHead, write, end } = response;
    let rewrite: Rewrite | null = null;
    let isBegun = false;

    function begin(): void {
      if (isBegun) return;
      isBegun = true;
      const header = (name: string) => textOf(request.headers[name]);
      const { nonce, ...more } = options;
      const answer = guardAnswer(more, {
        url: addressOf(request, options.behindProxy === true),
        header,
        answer: (name) => textOf(response.getHeader(name)),
        nonce: nonce?.(request, response),
      });
      for (const [name, value] of Object.entries(answer.headers)) {
        if (value === null) response.removeHeader(name);
        else response.setHeader(name, value);
      }
      rewrite = request.method === "HEAD" ? null : answer.rewrite;
    }

    response.writeHead = ((status: number, ...rest: unknown[]) => {
      const headers = rest.at(-1);
      const entries = Array.isArray(headers) ? pairs(headers) : Object.entries((headers ?? {}) as OutgoingHttpHeaders);
      if (typeof headers === "object")
        for (const [name, value] of entries) if (value !== undefined) response.setHeader(name, value);
      begin();
      return writeHead.call(response, status, ...((typeof rest[0] === "string" ? [rest[0]] : []) as []));
    }) as typeof response.writeHead;

    // A character may be cut by the end of a chunk.
    const decoder = new StringDecoder("utf8");
    const textOfChunk = (chunk: unknown): string =>
      typeof chunk === "string"
        ? chunk
        : chunk == null || typeof chunk === "function"
          ? ""
          : decoder.write(Buffer.from(chunk as Uint8Array));
    response.write = ((chunk: unknown, ...rest: unknown[]) => {
      begin();
      if (rewrite === null) return Reflect.apply(write, response, [chunk, ...rest]) as boolean;
      const text = rewrite.push(textOfChunk(chunk));
      const done = rest.find((one) => typeof one === "function") as (() => void) | undefined;
      return write.call(response, text, "utf8", done as never);
    }) as typeof response.write;

    response.end = ((chunk?: unknown, ...rest: unknown[]) => {
      begin();
      if (rewrite === null) return Reflect.apply(end, response, [chunk, ...rest]) as ServerResponse;
      const text = rewrite.push(textOfChunk(chunk) + decoder.end()) + rewrite.end();
      const done = [chunk, ...rest].find((one) => typeof one === "function") as (() => void) | undefined;
      return Reflect.apply(end, response, [text, "utf8", done]) as ServerResponse;
    }) as typeof response.end;
    next();
  };
}

function textOf(value: number | string | readonly string[] | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === "object" ? value.join(", ") : String(value);
}

function pairs(flat: readonly unknown[]): [string, string][] {
  return flat.flatMap((name, index) =>
    index % 2 === 0 ? [[String(name), String(flat[index + 1])] as [string, string]] : [],
  );
}

function addressOf(request: IncomingMessage, behindProxy: boolean): URL {
  const forwarded = (name: string) => (behindProxy ? textOf(request.headers[name])?.split(",")[0]?.trim() : undefined);
  const isSecure = "encrypted" in request.socket;
  const protocol = forwarded("x-forwarded-proto") ?? (isSecure ? "https" : "http");
  const host = forwarded("x-forwarded-host") ?? request.headers.host ?? "localhost";
  return new URL(request.url ?? "/", `${protocol}://${host}`);
}
