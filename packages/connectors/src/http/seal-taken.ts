/**
 * How a service keeps what an erasure takes away: sealed (AES-256-GCM) under the key that came with the run, which is kept nowhere,
 * and tied to that run. For whoever writes a service in TypeScript; others may seal as they like, nobody else reads it.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** `erasure`: the idempotency key of the run. `value`: anything that JSON holds. */
export function sealTaken(key: string, erasure: string, value: unknown): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "base64url"), nonce);
  cipher.setAAD(Buffer.from(erasure, "utf8"));
  const body = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Null: another key, another run, or it has been changed since. */
export function openTaken<T>(key: string, erasure: string, sealed: Uint8Array): T | null {
  try {
    const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key, "base64url"), sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(erasure, "utf8"));
    decipher.setAuthTag(sealed.subarray(12, 28));
    const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString("utf8");
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
