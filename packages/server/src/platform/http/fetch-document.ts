/** Fetches a small JSON document from an address that somebody named: https and public, no redirects, bounded in size and time. */
import { callHttp } from "@kept/connectors/http/http-call";

const TIMEOUTS = { connect: 5_000, answer: 10_000, idle: 5_000 } as const;
const MAX_BYTES = 65_536;

export interface FetchOptions {
  /** For development and tests: private addresses as well, and those without encryption. */
  readonly allowPrivateAddress: boolean;
}

/** Undefined for what cannot be had, is no JSON, or is too long; why, is nobody's to learn. */
export async function fetchDocument(url: URL, { allowPrivateAddress }: FetchOptions): Promise<unknown> {
  if (!isFetchable(url, { allowPrivateAddress })) return undefined;
  const reach = url.protocol === "http:" ? "private" : allowPrivateAddress ? "any" : "public";
  try {
    const answer = await callHttp({
      url: url.href,
      method: "GET",
      headers: { accept: "application/json" },
      body: new Uint8Array(),
      reach,
      timeouts: TIMEOUTS,
    });
    try {
      if (answer.status !== 200) return undefined;
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of answer.body) {
        size += chunk.length;
        if (size > MAX_BYTES) return undefined;
        chunks.push(chunk);
      }
      return JSON.parse(Buffer.concat(chunks).toString("utf8"));
    } finally {
      answer.close();
    }
  } catch {
    return undefined;
  }
}

/** https without a user, a password or a fragment; plain http only where private addresses are allowed. */
export function isFetchable(url: URL, { allowPrivateAddress }: FetchOptions): boolean {
  const isEncrypted = url.protocol === "https:" || (url.protocol === "http:" && allowPrivateAddress);
  return isEncrypted && url.username === "" && url.password === "" && url.hash === "";
}
