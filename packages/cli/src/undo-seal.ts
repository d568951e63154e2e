/** AES-256-GCM as what an undo needs is kept: nonce, tag, content. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** `place` is what it belongs to: elsewhere it does not open. */
export function seal(key: Buffer, place: string, content: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(place, "utf8"));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Null: another key, another place, or it has been changed. */
export function openSealed(key: Buffer, place: string, sealed: Buffer): Buffer | null {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(place, "utf8"));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
  } catch {
    return null;
  }
}
