/** Signed checkpoints: C2SP tlog-checkpoint in a C2SP signed note, with Ed25519. */
import { createHash, createPublicKey, verify } from "node:crypto";
import type { Keyring } from "../crypto/keyring.ts";
import { equalHashes, type Hash } from "./merkle.ts";

/** The keyring's purpose of the ledger's signing key. */
const SIGNING_PURPOSE = "ledger";
/** Algorithm byte of Ed25519 in signed notes. */
const ED25519 = 1;
/** DER prefix of an Ed25519 public key; the raw 32 bytes follow (RFC 8410). */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/**
 * The name under which a ledger is known. It follows the signing key and nothing else: a server that moves to another
 * address keeps its ledger, and the checkpoints that were signed before still verify.
 */
export function ledgerOrigin(keys: Keyring): string {
  const id = createHash("sha256").update(keys.publicKey(SIGNING_PURPOSE)).digest("hex").slice(0, 16);
  return `kept.ledger/${id}`;
}

/** Writes and signs a checkpoint. */
export function signCheckpoint(keys: Keyring, checkpoint: Checkpoint): string {
  const text = `${checkpoint.origin}\n${checkpoint.size}\n${Buffer.from(checkpoint.root).toString("base64")}\n`;
  const signature = Buffer.concat([
    keyHash(checkpoint.origin, keys.publicKey(SIGNING_PURPOSE)),
    keys.sign(SIGNING_PURPOSE, Buffer.from(text, "utf8")),
  ]);
  return `${text}\n— ${checkpoint.origin} ${signature.toString("base64")}\n`;
}

/** The public key in the form in which verifiers are given it. */
export function verifierKey(keys: Keyring, origin: string): string {
  const publicKey = keys.publicKey(SIGNING_PURPOSE);
  const hash = keyHash(origin, publicKey).toString("hex");
  return `${origin}+${hash}+${Buffer.concat([Buffer.of(ED25519), publicKey]).toString("base64")}`;
}

export type OpenedNote =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly reason: "malformed" | "key-malformed" | "unsigned" | "signature-invalid" };

/** Reads a signed note and checks the signature of this key; signatures of others (witnesses) are left alone. */
export function openCheckpoint(note: string, key: string): OpenedNote {
  const parsedKey = parseVerifierKey(key);
  if (parsedKey === null) return { ok: false, reason: "key-malformed" };
  const end = note.indexOf("\n\n");
  if (end < 0) return { ok: false, reason: "malformed" };
  const text = note.slice(0, end + 1);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint === null) return { ok: false, reason: "malformed" };
  for (const line of note.slice(end + 2).split("\n")) {
    const match = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line);
    if (match === null || match[1] !== parsedKey.name) continue;
    const signature = Buffer.from(match[2] ?? "", "base64");
    if (!equalHashes(signature.subarray(0, 4), parsedKey.hash)) continue;
    const spki = Buffer.concat([SPKI_PREFIX, parsedKey.publicKey]);
    const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
    const valid = verify(null, Buffer.from(text, "utf8"), publicKey, signature.subarray(4));
    return valid ? { ok: true, checkpoint } : { ok: false, reason: "signature-invalid" };
  }
  return { ok: false, reason: "unsigned" };
}

function parseCheckpoint(text: string): Checkpoint | null {
  const [origin, size, root] = text.split("\n");
  if (!origin || size === undefined || !/^(0|[1-9]\d{0,15})$/.test(size) || root === undefined) return null;
  const hash = Buffer.from(root, "base64");
  if (hash.length !== 32) return null;
  return { origin, size: Number(size), root: hash };
}

function parseVerifierKey(key: string): { name: string; hash: Buffer; publicKey: Buffer } | null {
  const match = /^(\S+?)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(key);
  if (match === null) return null;
  const [, name = "", hash = "", encoded = ""] = match;
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 33 || bytes[0] !== ED25519) return null;
  const publicKey = bytes.subarray(1);
  if (keyHash(name, publicKey).toString("hex") !== hash) return null;
  return { name, hash: Buffer.from(hash, "hex"), publicKey };
}

function keyHash(name: string, publicKey: Uint8Array): Buffer {
  return createHash("sha256").update(`${name}\n`).update(Buffer.of(ED25519)).update(publicKey).digest().subarray(0, 4);
}
