/** Signs what people and other controllers are given: Ed25519 over canonical JSON (RFC 8785), with the key that checks it. */
import { createHash } from "node:crypto";
import type { SignedReceipt } from "@kept/contract/packages";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";

export const RECEIPT_PURPOSE = "receipt";
/** DER prefix of an Ed25519 public key (RFC 8410); the 32 raw bytes follow. */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

export interface Signed<R> {
  readonly receipt: R;
  readonly signature: SignedReceipt["signature"];
}

export function signStatement<R>(keys: Keyring, receipt: R): Signed<R> {
  const bytes = Buffer.from(canonicalJson(receipt as JsonValue), "utf8");
  const publicKey = keys.publicKey(RECEIPT_PURPOSE);
  return {
    receipt,
    signature: {
      algorithm: "Ed25519",
      keyId: createHash("sha256").update(publicKey).digest("hex").slice(0, 16),
      publicKey: toPem(publicKey),
      value: Buffer.from(keys.sign(RECEIPT_PURPOSE, bytes)).toString("base64url"),
    },
  };
}

function toPem(raw: Uint8Array): string {
  const base64 = Buffer.concat([SPKI_PREFIX, raw]).toString("base64");
  return `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`;
}
