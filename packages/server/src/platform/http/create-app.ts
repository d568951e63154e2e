/** The one HTTP application: API, pages, console, reference. */
import { randomUUID } from "node:crypto";
import { type Context, Hono, type Next } from "hono";
import type { Settings } from "../../config.ts";
import type { Ctx } from "../ctx.ts";
import type { Language } from "../i18n/language.ts";
import { negotiateLanguage } from "../i18n/language.ts";
import type { PageRouter, Slice } from "../slice.ts";
import { ErrorPage } from "./error-page.tsx";
import { fixedText, sendFixedText } from "./fixed-text.ts";
import { PAGE_CSS, PAGE_CSS_PATH } from "./page-style.ts";
import { describeProblem, ProblemError, problem } from "./problems.ts";
import { createRateLimiter, type RateLimiter } from "./rate-limit.ts";
import { serveReference } from "./reference/serve-reference.ts";
import { isSameSite, securityHeaders } from "./security.ts";
import { serveConsole } from "./serve-console.ts";
import { type Authenticate, readChunks, serveEndpoints } from "./serve-endpoints.ts";

export interface AppOptions {
  readonly ctx: Ctx;
  readonly settings: Pick<Settings, "publicUrl" | "clientAddressHeader">;
  readonly slices: readonly Slice[];
  readonly authenticate: Authenticate;
  readonly languages: readonly Language[];
  /** Other sites whose pages may call the endpoints that say so. @defaultValue none */
  readonly origins?: readonly string[];
  /** The product's version, for OpenAPI. */
  readonly version: string;
  /** Folder of the built console; null when there is none. */
  readonly consoleDir: string | null;
  readonly stopping: AbortSignal;
  readonly limiter?: RateLimiter;
}

interface Variables {
  requestId: string;
  ctx: Ctx;
  language: Language;
  clientAddress: string;
}

/** Builds the application. It needs no socket: tests call `app.request(...)`. */
export function createApp(options: AppOptions): Hono<{ Variables: Variables }> {
  const { ctx, settings } = options;
  const app = new Hono<{ Variables: Variables }>();
  const limiter = options.limiter ?? createRateLimiter(ctx.clock);
  const clientAddress = (c: Context): string => readClientAddress(c, settings.clientAddressHeader);
  const https = settings.publicUrl.startsWith("https:");

  app.use(async function logAndProtect(c, next) {
    const started = performance.now();
    const requestId = `req-${randomUUID()}`;
    c.set("requestId", requestId);
    if (options.stopping.aborted) throw problem("shutting_down");
    await next();
    for (const [name, value] of Object.entries(securityHeaders(c.req.path, https))) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    c.res.headers.set("x-request-id", requestId);
    ctx.log.info("request", {
      requestId,
      method: c.req.method,
      route: routePattern(c),
      status: c.res.status,
      milliseconds: Math.round(performance.now() - started),
    });
  });

  app.onError((error, c) => {
    const refusal = error instanceof ProblemError ? error : problem("internal_error", { cause: error });
    const requestId = c.get("requestId");
    if (refusal.code === "internal_error") ctx.log.error("a call failed", { requestId, route: routePattern(c), error });
    return respondWithProblem(c, refusal, requestId, options.languages);
  });
  app.notFound((c) => respondWithProblem(c, problem("route_not_found"), c.get("requestId"), options.languages));

  serveEndpoints(
    app as unknown as Hono,
    options.slices.flatMap((slice) => slice.routes ?? []),
    {
      ctx,
      authenticate: options.authenticate,
      limiter,
      publicUrl: settings.publicUrl,
      origins: options.origins ?? [],
      stopping: options.stopping,
      clientAddress,
      requestId: (c) => c.get("requestId") as string,
    },
  );
  const pageCss = fixedText("text/css; charset=utf-8", PAGE_CSS);
  app.get(PAGE_CSS_PATH, (c) => sendFixedText(c, pageCss));
  serveReference(app as unknown as Hono, { publicUrl: settings.publicUrl, version: options.version });
  servePages(app, options, limiter, clientAddress);
  serveConsole(app as unknown as Hono, options.consoleDir);
  return app;
}

/** The most that a form of ours sends, with room. */
const MAX_FORM_BYTES = 65_536;

/** Holds the body, up to the limit, before the page reads it: a page takes a form that cannot be read for an empty one. */
function limitForm(most: number) {
  return async function holdForm(c: Context, next: Next): Promise<void> {
    const { method, body } = c.req.raw;
    const isHeld = c.get("formIsHeld") === true;
    if (method !== "GET" && method !== "HEAD" && body !== null && !isHeld) {
      const held = Buffer.concat(await readChunks(c.req.raw, most));
      c.req.raw = new Request(c.req.raw, { body: held });
      c.set("formIsHeld", true);
    }
    await next();
  };
}

function servePages(
  app: Hono<{ Variables: Variables }>,
  options: AppOptions,
  limiter: RateLimiter,
  clientAddress: (c: Context) => string,
): void {
  for (const kind of ["tokenPages", "tokenUploads"] as const) {
    const tokenPages = new Hono<{ Variables: Variables }>();
    for (const slice of options.slices) slice[kind]?.(tokenPages as unknown as PageRouter);
    for (const path of new Set(tokenPages.routes.map((route) => route.path))) {
      app.use(path, async function prepareTokenPage(c, next) {
        c.set("ctx", options.ctx.as({ kind: "system", id: "public" }));
        c.set("clientAddress", clientAddress(c));
        c.set("language", negotiateLanguage(c.req.header("accept-language"), options.languages, c.req.query("lang")));
        await next();
        c.res.headers.set("cache-control", "no-store");
      });
      if (kind === "tokenPages") app.use(path, limitForm(MAX_FORM_BYTES));
    }
    app.route("/", tokenPages);
  }
  const pages = new Hono<{ Variables: Variables }>();
  pages.use(async function preparePage(c, next) {
    const write = c.req.method !== "GET" && c.req.method !== "HEAD";
    const wait = limiter.take(write ? "public-write" : "public-read", clientAddress(c));
    if (wait !== null) throw problem("rate_limited", { retryAfterSeconds: wait });
    if (write && !isSameSite(c.req.raw.headers, options.settings.publicUrl)) throw problem("cross_site_blocked");
    const caller = await options.authenticate(c.req.raw);
    c.set("ctx", options.ctx.as(caller?.actor ?? { kind: "system", id: "public" }));
    c.set("clientAddress", clientAddress(c));
    c.set("language", negotiateLanguage(c.req.header("accept-language"), options.languages, c.req.query("lang")));
    await next();
    // Pages of people hold what concerns them alone.
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
  });
  for (const { path, bytes } of options.slices.flatMap((slice) => slice.uploads ?? []))
    pages.use(path, limitForm(bytes));
  pages.use(limitForm(MAX_FORM_BYTES));
  for (const slice of options.slices) slice.pages?.(pages as unknown as PageRouter);
  app.route("/", pages);
}

function respondWithProblem(
  c: Context,
  error: ProblemError,
  requestId: string,
  languages: readonly Language[],
): Response | Promise<Response> {
  const body = describeProblem(error, requestId);
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (error.details.retryAfterSeconds !== undefined) headers["retry-after"] = String(error.details.retryAfterSeconds);
  const wantsPage = (c.req.header("accept") ?? "").includes("text/html") && !c.req.path.startsWith("/api/");
  if (wantsPage) {
    const language = negotiateLanguage(c.req.header("accept-language"), languages, c.req.query("lang"));
    return c.html(ErrorPage({ problem: body, language }), body.status as 500, headers);
  }
  return c.body(JSON.stringify(body), body.status as 500, { ...headers, "content-type": "application/problem+json" });
}

/** The pattern of the route that answered, so that no token or id of an address reaches the log. */
function routePattern(c: Context): string {
  const matched = c.req.matchedRoutes as readonly { readonly path: string; readonly method: string }[];
  return matched.findLast((route) => route.method !== "ALL")?.path ?? "(none)";
}

function readClientAddress(c: Context, header: string | null): string {
  const announced = header === null ? undefined : c.req.header(header)?.split(",")[0]?.trim();
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return announced ?? env?.incoming?.socket?.remoteAddress ?? "local";
}
