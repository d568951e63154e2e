/** Serves bound endpoints: permission, rate, validation, the call, and the answer in the contract's shape. */
import { type Endpoint, successStatus } from "@kept/contract/endpoint";
import type { Context, Hono } from "hono";
import * as z from "zod";
import type { Actor, Ctx } from "../ctx.ts";
import type { BoundEndpoint, EndpointInput, Reply, StreamEvent } from "./bind.ts";
import { problem } from "./problems.ts";
import type { RateClassName, RateLimiter } from "./rate-limit.ts";
import { isSameSite } from "./security.ts";
import { streamEvents } from "./stream-events.ts";

/** Who a request comes from. `cookie` is what a browser sends by itself, so it needs the same-site test. */
export interface Caller {
  readonly actor: Actor & { readonly permissions: readonly string[] };
  readonly via: "cookie" | "key";
}

export type Authenticate = (request: Request) => Promise<Caller | null>;

export interface ServeParts {
  readonly ctx: Ctx;
  readonly authenticate: Authenticate;
  readonly limiter: RateLimiter;
  readonly publicUrl: string;
  /** Other sites whose pages may call the endpoints that say so. */
  readonly origins: readonly string[];
  /** Aborts when the server stops: streams end with it. */
  readonly stopping: AbortSignal;
  readonly clientAddress: (c: Context) => string;
  readonly requestId: (c: Context) => string;
}

const MAX_BODY_BYTES = 1_048_576;

/** Adds the routes of all endpoints. */
export function serveEndpoints(app: Hono, routes: readonly BoundEndpoint[], parts: ServeParts): void {
  for (const route of routes) {
    const path = route.endpoint.path.replace(/\{(\w+)\}/g, ":$1");
    app.on(route.endpoint.method.toUpperCase(), path, async (c) => {
      if (route.endpoint.crossOrigin !== true) return await serve(c, route, parts);
      // On the context for refusals, which are made elsewhere, and on the answer itself.
      const headers = originHeaders(c, parts.origins);
      for (const [name, value] of headers) c.header(name, value, { append: true });
      const response = await serve(c, route, parts);
      for (const [name, value] of headers) response.headers.append(name, value);
      return response;
    });
    if (route.endpoint.crossOrigin === true)
      app.options(path, (c) => answerPreflight(c, route.endpoint, parts.origins));
  }
}

async function serve(c: Context, route: BoundEndpoint, parts: ServeParts): Promise<Response> {
  const { endpoint } = route;
  const caller = await parts.authenticate(c.req.raw);
  const wait = parts.limiter.take(rateClass(endpoint, caller), parts.clientAddress(c));
  if (wait !== null) throw problem("rate_limited", { retryAfterSeconds: wait });
  refuseUnlessAllowed(endpoint, caller, c.req.raw, parts);
  const requestId = parts.requestId(c);
  const signal = AbortSignal.any([c.req.raw.signal, parts.stopping]);
  const input = { ...(await readInput(c, endpoint)), signal, requestId, request: c.req.raw };
  const ctx = parts.ctx.as(caller?.actor ?? { kind: "system", id: "public" });
  const result = await route.handle(ctx, input);
  return answer(endpoint, result, signal);
}

/** Lets a page of a configured site read the answer, refusals included. Cookies never count across sites. */
function originHeaders(c: Context, origins: readonly string[]): readonly (readonly [name: string, value: string])[] {
  const origin = c.req.header("origin");
  const vary = ["vary", "Origin"] as const;
  return origin !== undefined && origins.includes(origin) ? [vary, ["access-control-allow-origin", origin]] : [vary];
}

function answerPreflight(c: Context, endpoint: Endpoint, origins: readonly string[]): Response {
  return new Response(null, {
    status: 204,
    headers: [
      ...originHeaders(c, origins),
      ["access-control-allow-methods", endpoint.method.toUpperCase()],
      ["access-control-allow-headers", "content-type"],
      ["access-control-max-age", "7200"],
    ].map(([name = "", value = ""]): [string, string] => [name, value]),
  });
}

function rateClass(endpoint: Endpoint, caller: Caller | null): RateClassName {
  if (endpoint.path === "/api/sign-in") return "sign-in";
  if (caller !== null) return "operator";
  return endpoint.method === "get" ? "public-read" : "public-write";
}

function refuseUnlessAllowed(
  endpoint: Endpoint,
  caller: Caller | null,
  request: Request,
  { publicUrl, origins }: Pick<ServeParts, "publicUrl" | "origins">,
): void {
  const isInvited = endpoint.crossOrigin === true && origins.includes(request.headers.get("origin") ?? "");
  if (endpoint.method !== "get" && caller?.via !== "key" && !isInvited && !isSameSite(request.headers, publicUrl)) {
    throw problem("cross_site_blocked");
  }
  if (endpoint.access === "public" || endpoint.access === "person-link") return;
  if (caller === null) throw problem("unauthenticated");
  if (!caller.actor.permissions.includes(endpoint.access)) {
    throw problem("forbidden", { detail: `The permission ${endpoint.access} is missing.` });
  }
}

async function readInput(
  c: Context,
  endpoint: Endpoint,
): Promise<Pick<EndpointInput<Endpoint>, "params" | "query" | "body">> {
  const pointers: { pointer: string; message: string }[] = [];
  const check = (place: string, schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      pointers.push({ pointer: `/${place}${issue.path.map(pointerPart).join("")}`, message: issue.message });
    }
    return undefined;
  };
  const query = Object.fromEntries(Object.entries(c.req.queries()).map(([name, values]) => [name, values.at(-1)]));
  const body = endpoint.body === undefined ? undefined : await readJson(c, endpoint.maxBytes ?? MAX_BODY_BYTES);
  const input = {
    params: check("params", endpoint.params, c.req.param()),
    query: check("query", endpoint.query, query),
    body: check("body", endpoint.body, body),
  };
  if (pointers.length > 0) throw problem("invalid_input", { pointers });
  return input as Pick<EndpointInput<Endpoint>, "params" | "query" | "body">;
}

function pointerPart(part: PropertyKey): string {
  return `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

async function readJson(c: Context, most: number): Promise<unknown> {
  const text = await readText(c.req.raw, most);
  // No body at all is an empty one; whether that will do is the schema's affair.
  if (text === "") return {};
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) throw problem("unsupported_media_type");
  try {
    return JSON.parse(text);
  } catch {
    throw problem("invalid_json");
  }
}

/**
 * Reads a body up to a limit, counting what really comes (the length that a caller announces may be a lie).
 * @throws problem `body_too_large`
 */
export async function readText(request: Request, limit: number): Promise<string> {
  return new TextDecoder().decode(Buffer.concat(await readChunks(request, limit)));
}

/** The same as bytes, as they came. */
export async function readChunks(request: Request, limit: number): Promise<readonly Uint8Array[]> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw problem("body_too_large");
  if (request.body === null) return [];
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) throw problem("body_too_large");
    chunks.push(chunk);
  }
  return chunks;
}

function answer(endpoint: Endpoint, result: unknown, signal: AbortSignal): Response {
  if (endpoint.file !== undefined) return result as Response;
  if (endpoint.stream === true) return streamEvents(result as AsyncIterable<StreamEvent<unknown>>, signal);
  const status = successStatus(endpoint);
  const { body, headers, cookies } = isReply(result) ? result : { body: result, headers: {}, cookies: [] };
  const all = new Headers({ "cache-control": "no-store", ...headers });
  for (const cookie of cookies) all.append("set-cookie", cookie);
  if (status === 204) return new Response(null, { status, headers: all });
  all.set("content-type", "application/json; charset=utf-8");
  const schema = endpoint.responses[status] ?? z.unknown();
  // What the schema does not name does not leave: a column too many in a query is no leak.
  return new Response(JSON.stringify(schema.parse(body)), { status, headers: all });
}

function isReply(result: unknown): result is Reply<unknown> {
  return (
    typeof result === "object" && result !== null && "kind" in result && result.kind === "reply" && "cookies" in result
  );
}
