/** Headers that narrow what a browser may do with our answers, and the test whether a write comes from our own pages. */

const common = {
  "x-content-type-options": "nosniff",
  // Not `no-referrer`: with that, browsers send `Origin: null` from our own forms.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "x-frame-options": "DENY",
} as const;

const policy = (more: string): string =>
  `default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; ${more}`;

/** Pages work without scripts and have none; their styles are files. */
const PAGE_POLICY = policy(
  "style-src 'self'; img-src 'self' data: https:; font-src 'self'; connect-src 'self'; script-src 'self'",
);
/** The console sets styles through the CSSOM only; everything it loads is a file of ours. */
const CONSOLE_POLICY = policy(
  "script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'",
);
/** A page of ours that shows a message in a frame. */
export const FRAMING_POLICY = `${PAGE_POLICY}; frame-src 'self'`;
/** A message runs nothing; a click on one of its links leads the whole window there. */
export const MESSAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; sandbox allow-top-navigation-by-user-activation; frame-ancestors 'self'";

/** Security headers for a path. */
export function securityHeaders(path: string, https: boolean): Readonly<Record<string, string>> {
  return {
    ...common,
    "content-security-policy": path === "/console" || path.startsWith("/console/") ? CONSOLE_POLICY : PAGE_POLICY,
    ...(https ? { "strict-transport-security": "max-age=63072000; includeSubDomains" } : {}),
  };
}

/**
 * False when a browser says that another site is behind the call. Programs send neither header; what they do with a
 * cookie they had to get from a browser first.
 */
export function isSameSite(headers: Headers, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  if (origin === null) return true;
  // Behind a proxy the Host header may be another: the public address counts, and the host that was called.
  return origin === new URL(publicUrl).origin || (URL.canParse(origin) && new URL(origin).host === headers.get("host"));
}
