/** The content security policy of a page in one state of choice: what script order cannot undo (CSP Level 3). */
import type { GateConfig } from "./gate-config.ts";

/** Directives by name, each with its sources. */
export type Directives = Readonly<Record<string, readonly string[]>>;

export interface PolicyOptions {
  /** Purposes that are allowed now. */
  readonly allowed: ReadonlySet<string>;
  /** Nonce of this response, for the site's own inline scripts and styles. */
  readonly nonce?: string;
  /** What the site needs beside its own host, by directive; it is added to ours, never replaces it. */
  readonly more?: Directives;
  /** True: scripts may write to dangerous places of the DOM only through named policies (Trusted Types). */
  readonly trustedTypes?: boolean;
}

/** Own host; data: and blob: hold nothing that came from elsewhere. */
const BASE: Directives = {
  "default-src": ["'self'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  "img-src": ["'self'", "data:", "blob:"],
  "font-src": ["'self'", "data:"],
  "media-src": ["'self'", "data:", "blob:"],
  "connect-src": ["'self'"],
  "frame-src": ["'self'"],
  "worker-src": ["'self'", "blob:"],
  "object-src": ["'none'"],
  "form-action": ["'self'"],
  "base-uri": ["'self'"],
};

/** Directives that take the hosts of allowed purposes. */
const OPENED = [
  "script-src",
  "style-src",
  "img-src",
  "font-src",
  "media-src",
  "connect-src",
  "frame-src",
  "form-action",
];

/**
 * The value of `Content-Security-Policy`. Hosts of purposes that are not allowed, and hosts that nobody declared, are nowhere
 * in it: the browser refuses them whatever the page says.
 */
export function buildPolicy(config: GateConfig, options: PolicyOptions): string {
  const hosts = Object.entries(config.hosts)
    .filter(([pattern, purpose]) => !pattern.startsWith("/") && options.allowed.has(purpose))
    .map(([pattern]) => pattern);
  const nonce = options.nonce === undefined ? [] : [`'nonce-${options.nonce}'`];
  const directives = new Map(Object.entries(BASE).map(([name, sources]) => [name, [...sources]]));
  for (const name of OPENED) directives.get(name)?.push(...hosts);
  // Sockets have a scheme of their own, which a host without one does not cover.
  directives.get("connect-src")?.push(...hosts.map((host) => `wss://${host.split("/")[0]}`));
  directives.get("script-src")?.push(...nonce);
  directives.get("style-src")?.push(...nonce);
  for (const [name, sources] of Object.entries(options.more ?? {})) {
    const known = (directives.get(name) ?? []).filter((source) => source !== "'none'" || sources.length === 0);
    directives.set(name, [...known, ...sources]);
  }
  if (options.trustedTypes === true) {
    directives.set("require-trusted-types-for", ["'script'"]);
    directives.set("trusted-types", ["kept", ...(directives.get("trusted-types") ?? [])]);
  }
  return [...directives].map(([name, sources]) => [name, ...new Set(sources)].join(" ")).join("; ");
}
