/** Texts of the product itself: the same for everybody until the next version, so made once, packed once, and not sent twice. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Context } from "hono";

export interface FixedText {
  readonly type: string;
  readonly text: string;
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly tag: string;
}

/** Packs a text of the media type. */
export function fixedText(type: string, text: string): FixedText {
  const packed = new Uint8Array(gzipSync(text));
  // Weak: the packed text and the plain one are two representations of the same.
  return { type, text, packed, tag: `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` };
}

/** Answers with the text, packed where the caller can unpack it, or with the word that it has not changed. */
export function sendFixedText(c: Context, { type, text, packed, tag }: FixedText): Response {
  const headers = { "cache-control": "no-cache", etag: tag, vary: "accept-encoding" };
  if (c.req.header("if-none-match")?.split(/,\s*/).includes(tag) === true) return c.body(null, 304, headers);
  return canUnpack(c)
    ? c.body(packed, 200, { ...headers, "content-type": type, "content-encoding": "gzip" })
    : c.body(text, 200, { ...headers, "content-type": type });
}

/** Whether the caller takes gzip. */
export function canUnpack(c: Context): boolean {
  return /\bgzip\b(?!;\s*q=0(\.0*)?\s*(,|$))/.test(c.req.header("accept-encoding") ?? "");
}
