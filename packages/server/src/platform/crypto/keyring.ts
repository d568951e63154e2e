/** All keys, derived from one master secret: sealing, signing and blind indexes. No key is ever stored or printed. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign as signBytes,
  timingSafeEqual,
  verify as verifyBytes,
} from "node:crypto";

export interface Keyring {
  /**
   * Encrypts and authenticates. `purpose` chooses the key; `aad` binds the result to its place (table, column, row), so
   * that a sealed value moved elsewhere does not open.
   */
  seal(purpose: string, aad: string, bytes: Uint8Array): Uint8Array;
  /** Opens what `seal` made. Throws {@link SealError} when the purpose, the place or a single bit is another. */
  open(purpose: string, aad: string, sealed: Uint8Array): Uint8Array;
  /** A keyed hash by which equal values are found without storing them. Normalise before. Hexadecimal. */
  blindIndex(purpose: string, value: string): string;
  /** Ed25519 signature under the key of this purpose. */
  sign(purpose: string, bytes: Uint8Array): Uint8Array;
  verify(purpose: string, bytes: Uint8Array, signature: Uint8Array): boolean;
  /** The raw 32 bytes of the public key that belongs to `sign(purpose, …)`. */
  publicKey(purpose: string): Uint8Array;
  /** A secret of its own for a purpose (a cookie secret, a webhook secret), hexadecimal. */
  deriveSecret(purpose: string): string;
}

/** A sealed value that does not open. Says nothing about its content. */
export class SealError extends Error {
  readonly code = "seal_broken";
  constructor(purpose: string) {
    super(`A sealed value (${purpose}) does not open: it was changed, moved, or sealed under another secret.`);
  }
}

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** DER prefix of a PKCS #8 Ed25519 private key; the 32-byte seed follows (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * @param master at least 32 random bytes
 * @throws RangeError when the master secret is too short
 */
export function createKeyring(master: Uint8Array): Keyring {
  if (master.length < 32) throw new RangeError("The master secret needs at least 32 bytes.");
  const derived = new Map<string, Buffer>();
  const derive = (use: string, purpose: string): Buffer => {
    const info = `kept/v1/${use}/${purpose}`;
    const known = derived.get(info);
    if (known !== undefined) return known;
    const key = Buffer.from(hkdfSync("sha256", master, "kept", info, 32));
    derived.set(info, key);
    return key;
  };
  const privateKeys = new Map<string, KeyObject>();
  const privateKey = (purpose: string): KeyObject => {
    const known = privateKeys.get(purpose);
    if (known !== undefined) return known;
    const der = Buffer.concat([PKCS8_PREFIX, derive("sign", purpose)]);
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    privateKeys.set(purpose, key);
    return key;
  };
  return {
    seal(purpose, aad, bytes) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", derive("seal", purpose), nonce);
      cipher.setAAD(sealContext(purpose, aad));
      const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([Buffer.from([FORMAT]), nonce, cipher.getAuthTag(), body]);
    },
    open(purpose, aad, sealed) {
      const data = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (data.length < 1 + NONCE_BYTES + TAG_BYTES || data[0] !== FORMAT) throw new SealError(purpose);
      const tagAt = 1 + NONCE_BYTES;
      const decipher = createDecipheriv("aes-256-gcm", derive("seal", purpose), data.subarray(1, tagAt));
      decipher.setAAD(sealContext(purpose, aad));
      decipher.setAuthTag(data.subarray(tagAt, tagAt + TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(data.subarray(tagAt + TAG_BYTES)), decipher.final()]);
      } catch {
        throw new SealError(purpose);
      }
    },
    blindIndex: (purpose, value) => createHmac("sha256", derive("blind", purpose)).update(value, "utf8").digest("hex"),
    sign: (purpose, bytes) => signBytes(null, bytes, privateKey(purpose)),
    verify: (purpose, bytes, signature) => verifyBytes(null, bytes, createPublicKey(privateKey(purpose)), signature),
    publicKey: (purpose) => {
      const jwk = createPublicKey(privateKey(purpose)).export({ format: "jwk" });
      return Buffer.from(jwk.x ?? "", "base64url");
    },
    deriveSecret: (purpose) => derive("secret", purpose).toString("hex"),
  };
}

/** Lengths are written out, so that no two pairs of purpose and place give the same bytes. */
function sealContext(purpose: string, aad: string): Buffer {
  return Buffer.from(
    `kept/v${FORMAT}\n${Buffer.byteLength(purpose)}:${purpose}\n${Buffer.byteLength(aad)}:${aad}`,
    "utf8",
  );
}

/** Compares two texts in a time that depends on their lengths only. */
export function equalSecrets(left: string, right: string): boolean {
  const a = Buffer.from(left, "utf8");
  const b = Buffer.from(right, "utf8");
  return a.length === b.length && timingSafeEqual(a, b);
}
