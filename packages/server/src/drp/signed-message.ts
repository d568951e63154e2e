/** Messages of the Data Rights Protocol 1.0: base64 of an Ed25519 signature and the JSON that it signs (libsodium's combined mode). */
import { createPrivateKey, type KeyObject, sign, verify } from "node:crypto";
import { decodeBase64, isSmallOrder } from "./verify-key.ts";

const SIGNATURE_BYTES = 64;
/** DER prefix of a PKCS #8 Ed25519 private key; the 32-byte seed follows (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** Why a message counts as nothing. In this order things are looked at. */
export type MessageFault = "not-base64" | "not-signed" | "not-json";

/** Signs a JSON text under a seed of 32 bytes. */
export function signMessage(json: string, seed: Uint8Array): string {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
  const message = Buffer.from(json, "utf8");
  return Buffer.concat([sign(null, message, key), message]).toString("base64");
}

/** Opens a message. Nothing of it is parsed before its signature holds. */
export function openMessage(
  text: string,
  key: KeyObject,
): { readonly value: Readonly<Record<string, unknown>> } | { readonly fault: MessageFault } {
  const bytes = decodeBase64(text.trim());
  if (bytes === null || bytes.length <= SIGNATURE_BYTES) return { fault: "not-base64" };
  const signature = bytes.subarray(0, SIGNATURE_BYTES);
  const message = bytes.subarray(SIGNATURE_BYTES);
  if (isSmallOrder(signature.subarray(0, 32)) || !verify(null, message, key, signature)) return { fault: "not-signed" };
  const value = parseUniqueJson(message);
  return value === null ? { fault: "not-json" } : { value };
}

/**
 * Parses a JSON object whose names are unique in every object of it. Two readers of a name that comes twice may each take
 * another value: what one checks, the other acts upon.
 */
export function parseUniqueJson(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return hasRepeatedName(text) ? null : (value as Record<string, unknown>);
  } catch {
    return null;
  }
}

/** Reads text that is known to be JSON: strings and brackets are all that matters. */
function hasRepeatedName(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    const [found, colon] = token;
    if (found === "{") open.push(new Set());
    else if (found === "[") open.push(null);
    else if (found === "}" || found === "]") open.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(found.slice(0, -colon.length)) as string;
      const names = open.at(-1);
      if (names?.has(name) === true) return true;
      names?.add(name);
    }
  }
  return false;
}
