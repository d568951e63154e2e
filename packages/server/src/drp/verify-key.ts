/** Ed25519 keys of agents: read from their 32 bytes, and refused when a signature under them would prove nothing. */
import { createPublicKey, type KeyObject } from "node:crypto";

/** The field of the curve, p = 2^255 - 19 (RFC 8032, 5.1). */
const P = 2n ** 255n - 19n;
const D = mod(-121665n * power(121666n, P - 2n));

/**
 * Every canonical encoding of a point of small order. Under such a key OpenSSL accepts signatures that anybody can make, whatever
 * the message; encodings with y >= p, and the two with x = 0 and a sign, are no encodings at all (RFC 8032, 5.1.3).
 */
export const SMALL_ORDER_POINTS: readonly string[] = [
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];

/** DER prefix of an Ed25519 public key (RFC 8410); the 32 raw bytes follow. */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

export type KeyFault = "not-base64" | "wrong-length" | "not-canonical" | "small-order" | "not-on-curve";

/** The key as 32 bytes, or why it cannot be trusted. */
export function readVerifyKey(text: string): { readonly key: KeyObject } | { readonly fault: KeyFault } {
  const bytes = decodeBase64(text);
  if (bytes === null) return { fault: "not-base64" };
  if (bytes.length !== 32) return { fault: "wrong-length" };
  const fault = findKeyFault(bytes);
  if (fault !== null) return { fault };
  const der = Buffer.concat([SPKI_PREFIX, bytes]);
  return { key: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

/** Why 32 bytes are no key to trust; null when they are one. */
export function findKeyFault(bytes: Uint8Array): KeyFault | null {
  if (isSmallOrder(bytes)) return "small-order";
  const text = Buffer.from(bytes).reverse();
  const sign = ((text[0] ?? 0) & 0x80) !== 0;
  text[0] = (text[0] ?? 0) & 0x7f;
  const y = BigInt(`0x${text.toString("hex")}`);
  if (y >= P) return "not-canonical";
  // x² = (y² - 1) / (d y² + 1): on the curve when that is a square, by Euler's criterion.
  const y2 = mod(y * y);
  const x2 = mod((y2 - 1n) * power(mod(D * y2 + 1n), P - 2n));
  if (x2 === 0n) return sign ? "not-canonical" : "small-order";
  return power(x2, (P - 1n) / 2n) === 1n ? null : "not-on-curve";
}

/** Whether 32 bytes encode a point of small order; also true for the first half of a signature that nobody had to make. */
export function isSmallOrder(bytes: Uint8Array): boolean {
  return SMALL_ORDER_POINTS.includes(Buffer.from(bytes).toString("hex"));
}

/** Standard alphabet with padding, and one text for each value; null for everything else. */
export function decodeBase64(text: string): Buffer | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = mod(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}
