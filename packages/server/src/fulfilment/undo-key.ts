/**
 * The key of an undo window: what an erasure takes away is sealed under it, and the token of a link that only the person has
 * opens it - together with a half that the server keeps, or by itself.
 */
import { createHash, randomBytes } from "node:crypto";
import type { UndoKey } from "@kept/contract/undo-schemas";
import { createKeyring, type Keyring, SealError } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";

const KEY_BYTES = 32;
const SERVER = "fulfilment.undo-key";
const WRAPPED = "undo-key";
const CONTENT = "undo-diff";

/** What stands in `fulfilment_undo_share`. */
export interface UndoShare {
  readonly token_hash: string;
  readonly sealed_half: Uint8Array | null;
  readonly wrapped_key: Uint8Array;
}

export function createUndoKey(): Uint8Array {
  return randomBytes(KEY_BYTES);
}

/** As long as the server has to have it: until the person has their part, and while the erasure is being taken back. */
export function sealUndoKey(keys: Keyring, requestId: string, key: Uint8Array): Uint8Array {
  return keys.seal(SERVER, `fulfilment_undo/${requestId}`, key);
}

export function openUndoKey(keys: Keyring, requestId: string, sealed: Uint8Array): Uint8Array {
  return keys.open(SERVER, `fulfilment_undo/${requestId}`, sealed);
}

/** Makes the token of a link the person's part of the key. The token itself is kept nowhere. */
export function wrapUndoKey(
  keys: Keyring,
  requestId: string,
  heldBy: UndoKey,
  key: Uint8Array,
  token: string,
): UndoShare {
  const place = placeOf(requestId, token);
  const half = heldBy === "split" ? randomBytes(KEY_BYTES) : null;
  return {
    token_hash: hashShare(token),
    sealed_half: half === null ? null : keys.seal(SERVER, place, half),
    wrapped_key: joined(half, token).seal(WRAPPED, place, key),
  };
}

/** Null: the token is not a part of this key. */
export function unwrapUndoKey(keys: Keyring, requestId: string, share: UndoShare, token: string): Uint8Array | null {
  const place = placeOf(requestId, token);
  try {
    const half = share.sealed_half === null ? null : keys.open(SERVER, place, share.sealed_half);
    return joined(half, token).open(WRAPPED, place, share.wrapped_key);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** Finds the row of a token without keeping the token. */
export function hashShare(token: string): string {
  return createHash("sha256").update(`undo-share\n${token}`, "utf8").digest("hex");
}

/** Under the key of the window, and that again under the server's: a copy of the database opens neither. */
export function sealUndoable(keys: Keyring, key: Uint8Array, place: string, value: unknown): Uint8Array {
  return keys.seal("fulfilment.diff", place, sealJson(createKeyring(key), CONTENT, place, value));
}

export function openUndoable<T>(keys: Keyring, key: Uint8Array, place: string, sealed: Uint8Array): T {
  return openJson<T>(createKeyring(key), CONTENT, place, keys.open("fulfilment.diff", place, sealed));
}

function placeOf(requestId: string, token: string): string {
  return `fulfilment_undo_share/${requestId}/${hashShare(token)}`;
}

/** Neither half alone says anything of what comes of both. */
function joined(half: Uint8Array | null, token: string): Keyring {
  const own = createHash("sha256").update(`undo-part\n${token}`, "utf8").digest();
  return createKeyring(half === null ? own : Buffer.from(own.map((byte, at) => byte ^ (half[at] ?? 0))));
}
