/** Binds an endpoint of the contract to the use case behind it. What the contract does not say does not compile. */
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from "@kept/contract/endpoint";
import type { Ctx } from "../ctx.ts";

export interface EndpointInput<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  /** Aborts when the caller goes away or the server stops. */
  readonly signal: AbortSignal;
  readonly requestId: string;
  /** For the few that need headers or cookies; use cases never see it. */
  readonly request: Request;
}

/** A success body with response headers. */
export interface Reply<B> {
  readonly kind: "reply";
  readonly body: B;
  readonly headers: Readonly<Record<string, string>>;
  /** Cookies to set, each a complete `Set-Cookie` value. */
  readonly cookies: readonly string[];
}

/** Answers with headers or cookies beside the body. */
export function reply<B>(body: B, extra: { headers?: Record<string, string>; cookies?: readonly string[] }): Reply<B> {
  return { kind: "reply", body, headers: extra.headers ?? {}, cookies: extra.cookies ?? [] };
}

/** One event of a stream. */
export interface StreamEvent<D> {
  readonly id?: string;
  readonly event: string;
  readonly data: D;
}

/** What a handler returns: a file's response, a stream's events, or the success body. */
export type HandlerResult<E extends Endpoint> = E extends { readonly file: string }
  ? Response
  : E extends { readonly stream: true }
    ? AsyncIterable<StreamEvent<ResponseOf<E>>>
    : ResponseOf<E> | Reply<ResponseOf<E>>;

export interface BoundEndpoint {
  readonly endpoint: Endpoint;
  readonly handle: (ctx: Ctx, input: EndpointInput<Endpoint>) => Promise<unknown>;
}

/**
 * The context's actor is the operator or API key that called; for `public` and `person-link` endpoints it is
 * `{kind: "system", id: "public"}`, and the handler opens the link and continues with `ctx.as(...)`.
 */
export function bind<const E extends Endpoint>(
  endpoint: E,
  handle: (ctx: Ctx, input: EndpointInput<E>) => Promise<HandlerResult<E>>,
): BoundEndpoint {
  // The router validates params, query and body with this endpoint's schemas before it calls.
  return { endpoint, handle: handle as unknown as BoundEndpoint["handle"] };
}
