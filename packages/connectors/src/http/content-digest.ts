/** Content-Digest (RFC 9530) with SHA-256: which bytes a signature speaks of. */
import { createHash, timingSafeEqual } from "node:crypto";
import { FieldMalformed, parseDictionary } from "./structured-fields.ts";

/** The value of the header field for these bytes: `sha-256=:...:`. */
export function contentDigest(body: Uint8Array): string {
  return writeContentDigest(createHash("sha256").update(body).digest());
}

/** The value of the header field for a SHA-256 that was computed elsewhere (over a stream). */
export function writeContentDigest(sha256: Uint8Array): string {
  return `sha-256=:${Buffer.from(sha256).toString("base64")}:`;
}

/** Whether the field names the SHA-256 of these bytes. Other algorithms beside it are ignored; it alone is asked for. */
export function matchesContentDigest(field: string, sha256: Uint8Array): boolean {
  try {
    const member = parseDictionary(field).get("sha-256");
    if (member === undefined || !("value" in member) || !(member.value instanceof Uint8Array)) return false;
    return member.value.length === sha256.length && timingSafeEqual(member.value, sha256);
  } catch (error) {
    if (error instanceof FieldMalformed) return false;
    throw error;
  }
}
