/** Guards an answer of the operator's own server: the policy header, and the page itself. Requests and responses as the web has them. */
import type { GateConfig } from "@kept/banner/core/gate-config";
import { buildPolicy, type Directives } from "@kept/banner/core/policy-header";
import { readPageState } from "./page-state.ts";
import { rewriteCss } from "./rewrite-css.ts";
import { createHtmlRewriter } from "./rewrite-html.ts";

export interface PageGuardOptions {
  readonly config: GateConfig;
  /** Sets `Content-Security-Policy`. @defaultValue true */
  readonly policy?: boolean;
  /** Rewrites HTML and CSS. @defaultValue true */
  readonly rewrite?: boolean;
  /** What the site's own pages need in the policy beside their own host. */
  readonly more?: Directives;
  /** Trusted Types are enforced. @defaultValue false */
  readonly trustedTypes?: boolean;
  /** Markup that comes first in every head, such as `<script src="/banner/head.js"></script>`; needs `rewrite`. */
  readonly first?: string | ((nonce: string | undefined) => string);
  /** The nonce that the site gave to its inline scripts in this answer. */
  readonly nonce?: (request: Request, response: Response) => string | undefined;
  /** Told of answers that cannot be rewritten because they are compressed or not UTF-8; the policy header still holds. */
  readonly onUnreadable?: (reason: string) => void;
}

/** What has to change in an answer. */
export interface GuardedAnswer {
  /** Headers to set; null: to remove. */
  readonly headers: Readonly<Record<string, string | null>>;
  /** Null when the body stays as it is. */
  readonly rewrite: { push(chunk: string): string; end(): string } | null;
}

interface Asked {
  readonly url: URL;
  readonly header: (name: string) => string | null;
  readonly answer: (name: string) => string | null;
  readonly nonce: string | undefined;
}

/** The changes, whatever server carries them out. */
export function guardAnswer(options: PageGuardOptions, asked: Asked): GuardedAnswer {
  const { config } = options;
  const state = readPageState(config, asked.header("cookie") ?? "", asked.header("sec-gpc") ?? "", Date.now());
  const type = asked.answer("content-type") ?? "";
  const isPage = /^text\/html/i.test(type);
  const isSheet = /^text\/css/i.test(type);
  const headers: Record<string, string | null> = {};
  // Workers run under the policy of their own file.
  if (options.policy !== false && (isPage || /javascript/i.test(type))) {
    const { allowed } = state;
    const { nonce } = asked;
    headers["content-security-policy"] = joinPolicies(
      asked.answer("content-security-policy"),
      buildPolicy(config, {
        allowed,
        ...(nonce === undefined ? {} : { nonce }),
        ...(options.more === undefined ? {} : { more: options.more }),
        trustedTypes: options.trustedTypes === true && isPage,
      }),
    );
    headers["vary"] = joinList(asked.answer("vary"), ["Cookie", "Sec-GPC"]);
  }
  if (options.rewrite === false || !(isPage || isSheet)) return { headers, rewrite: null };
  const reason = whyUnreadable(type, asked.answer("content-encoding"));
  if (reason !== null) {
    options.onUnreadable?.(reason);
    return { headers, rewrite: null };
  }
  headers["vary"] = joinList(headers["vary"] ?? asked.answer("vary"), ["Cookie", "Sec-GPC"]);
  headers["content-length"] = null;
  headers["etag"] = null;
  const link = asked.answer("link");
  if (link !== null) {
    // `Link: <https://…>; rel=preload` loads before the page is read.
    const refuse = (part: string) => state.refuse(/<([^>]*)>/.exec(part)?.[1] ?? "", asked.url);
    const kept = link.split(/,(?=\s*<)/).filter((part) => refuse(part) === null);
    headers["link"] = kept.length === 0 ? null : kept.join(",");
  }
  if (isSheet)
    return { headers, rewrite: collect((css) => rewriteCss(css, (address) => state.refuse(address, asked.url))) };
  const first = typeof options.first === "function" ? options.first(asked.nonce) : options.first;
  const rewriter = createHtmlRewriter({ state, url: asked.url, ...(first === undefined ? {} : { first }) });
  return { headers, rewrite: rewriter };
}

/** Guards one answer. The body is rewritten as it streams. */
export function guardResponse(request: Request, response: Response, options: PageGuardOptions): Response {
  const nonce = options.nonce?.(request, response);
  const { headers, rewrite } = guardAnswer(options, {
    url: new URL(request.url),
    header: (name) => request.headers.get(name),
    answer: (name) => response.headers.get(name),
    nonce,
  });
  const changed = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  const { status, statusText } = response;
  if (rewrite === null || response.body === null) {
    return new Response(response.body, { status, statusText, headers: changed });
  }
  const stream = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(
    new TransformStream<string, string>({
      transform: (chunk, controller) => controller.enqueue(rewrite.push(chunk)),
      flush: (controller) => controller.enqueue(rewrite.end()),
    }),
  );
  return new Response(stream.pipeThrough(new TextEncoderStream()), { status, statusText, headers: changed });
}

function whyUnreadable(type: string, encoding: string | null): string | null {
  if (encoding !== null && encoding !== "identity") return `the body is compressed (${encoding}): compress after this`;
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1]?.toLowerCase();
  return charset === undefined || charset === "utf-8" || charset === "utf8"
    ? null
    : `the body is ${charset}, not UTF-8`;
}

/** Two policies: a browser allows only what both allow. */
function joinPolicies(own: string | null, ours: string): string {
  return own === null ? ours : `${own}, ${ours}`;
}

function joinList(own: string | null, more: readonly string[]): string {
  const names = (own ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const known = new Set(names.map((name) => name.toLowerCase()));
  return [...names, ...more.filter((name) => !known.has(name.toLowerCase()))].join(", ");
}

function collect(change: (text: string) => string): { push(chunk: string): string; end(): string } {
  let text = "";
  return {
    push(chunk) {
      text += chunk;
      return "";
    },
    end: () => change(text),
  };
}
