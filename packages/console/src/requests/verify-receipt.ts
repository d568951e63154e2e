/** Checks a receipt's signature in the browser, so that nobody has to believe the server that shows it. */
import type { SignedReceipt } from "@kept/contract/packages";

/** `unsupported`: this browser, or a page without https, cannot check Ed25519 signatures. */
export type ReceiptCheck = "valid" | "invalid" | "unsupported";

/** Ed25519 over the canonical JSON (RFC 8785) of `receipt`. */
export async function verifyReceipt(signed: SignedReceipt): Promise<ReceiptCheck> {
  if (globalThis.crypto?.subtle === undefined) return "unsupported";
  const bytes = new TextEncoder().encode(canonicalJson(signed.receipt));
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey("spki", readPem(signed.signature.publicKey), "Ed25519", false, ["verify"]);
  } catch (error) {
    return error instanceof DOMException && error.name === "NotSupportedError" ? "unsupported" : "invalid";
  }
  try {
    const valid = await crypto.subtle.verify("Ed25519", key, readBase64(signed.signature.value), bytes);
    return valid ? "valid" : "invalid";
  } catch {
    return "invalid";
  }
}

/**
 * Canonical JSON as RFC 8785 defines it: keys sorted by UTF-16 code units, no white space. JavaScript's own formatting
 * of numbers and strings is the one that the RFC prescribes.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${canonicalJson(entry)}`).join(",")}}`;
}

function readPem(pem: string): Uint8Array<ArrayBuffer> {
  return readBase64(pem.replace(/-----[^-]+-----/g, "").replace(/\s/g, ""));
}

/** Base64 in either alphabet. */
function readBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
