/** The keys by which two sides know each other: one secret that both hold, or a key pair on each side. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";

export type SignatureAlgorithm = "hmac-sha256" | "ed25519";

/** What signs what this side sends. */
export interface SigningKey {
  readonly id: string;
  readonly algorithm: SignatureAlgorithm;
  sign(bytes: Uint8Array): Uint8Array;
}

/** What checks what the other side sent. */
export interface VerifyingKey {
  readonly id: string;
  readonly algorithm: SignatureAlgorithm;
  /** In constant time. */
  verify(bytes: Uint8Array, signature: Uint8Array): boolean;
}

/** Both directions of one connection between Kept and a service. */
export interface ExchangeKey {
  readonly own: SigningKey;
  readonly peer: VerifyingKey;
}

/** A key cannot be used; says which and why, never what it is. */
export class KeyUnusable extends Error {
  override readonly name = "KeyUnusable";
  readonly code = "key_unusable";
}

const MIN_SECRET_BYTES = 32;

/**
 * A secret that both sides hold. Its UTF-8 bytes are the key as they stand (no decoding), so that every language
 * arrives at the same key; at least 32 bytes (`openssl rand -hex 32` gives 64).
 *
 * @throws KeyUnusable when it is too short
 */
export function sharedSecret(secret: string, id = "kept"): ExchangeKey {
  const key = hmacKey(id, Buffer.from(secret, "utf8"));
  return { own: key, peer: key };
}

/**
 * A key as one text, as configuration holds it: a shared secret, or two PEM blocks (our private key, the service's public
 * key). The ids of a pair are `kept` and `service`, seen from Kept.
 *
 * @throws KeyUnusable when it is neither
 */
export function readExchangeKey(text: string): ExchangeKey {
  const blocks = text.match(/-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----/g) ?? [];
  if (blocks.length === 0) return sharedSecret(text.trim());
  const ownPrivateKey = blocks.find((block) => block.includes("PRIVATE KEY"));
  const peerPublicKey = blocks.find((block) => block.includes("PUBLIC KEY"));
  if (ownPrivateKey === undefined || peerPublicKey === undefined || blocks.length !== 2) {
    throw new KeyUnusable("A key pair is given as two PEM blocks: our private key and the service's public key.");
  }
  return keyPair({ ownId: "kept", ownPrivateKey, peerId: "service", peerPublicKey });
}

/** HMAC with SHA-256 over bytes of at least 32. @throws KeyUnusable when there are fewer */
export function hmacKey(id: string, secret: Uint8Array): SigningKey & VerifyingKey {
  if (secret.length < MIN_SECRET_BYTES) {
    throw new KeyUnusable(`The shared secret is too short: at least ${MIN_SECRET_BYTES} characters.`);
  }
  const bytes = Buffer.from(secret);
  const digest = (text: Uint8Array): Buffer => createHmac("sha256", bytes).update(text).digest();
  return {
    id: usableId(id),
    algorithm: "hmac-sha256",
    sign: digest,
    verify: (text, signature) => {
      const expected = digest(text);
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    },
  };
}

/**
 * A key pair on each side: this side's private key (PEM, PKCS #8) and the other's public key (PEM, SPKI), both Ed25519.
 *
 * @throws KeyUnusable when one cannot be read or is of another kind
 */
export function keyPair(options: {
  readonly ownId: string;
  readonly ownPrivateKey: string;
  readonly peerId: string;
  readonly peerPublicKey: string;
}): ExchangeKey {
  return {
    own: ed25519SigningKey(options.ownId, options.ownPrivateKey),
    peer: ed25519VerifyingKey(options.peerId, options.peerPublicKey),
  };
}

/** @throws KeyUnusable when the PEM is no Ed25519 private key */
export function ed25519SigningKey(id: string, pem: string): SigningKey {
  const key = readKey(() => createPrivateKey(pem), "private");
  return { id: usableId(id), algorithm: "ed25519", sign: (bytes) => sign(null, bytes, key) };
}

/** @throws KeyUnusable when the PEM is no Ed25519 public key */
export function ed25519VerifyingKey(id: string, pem: string): VerifyingKey {
  const key = readKey(() => createPublicKey(pem), "public");
  return { id: usableId(id), algorithm: "ed25519", verify: (bytes, signature) => verify(null, bytes, key, signature) };
}

function readKey(read: () => KeyObject, half: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    // The parser's own words may quote the key.
    throw new KeyUnusable(`The ${half} key cannot be read: give it as PEM.`);
  }
  if (key.asymmetricKeyType !== "ed25519") throw new KeyUnusable(`The ${half} key is not an Ed25519 key.`);
  return key;
}

function usableId(id: string): string {
  if (!/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/.test(id)) {
    throw new KeyUnusable(
      "The key's id must be 1 to 100 printable ASCII characters without space, quote or backslash.",
    );
  }
  return id;
}
