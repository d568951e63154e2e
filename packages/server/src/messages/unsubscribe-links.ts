/**
 * Links that end a list for one recipient (RFC 8058). The token is sealed, not stored: nobody can make or change one,
 * nothing can be read from it, it needs no row that erasure or a restored backup could take away, and it works as long as
 * somebody keeps the message.
 */
import type { Keyring } from "../platform/crypto/keyring.ts";
import { SealError } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";

/** What a link ends, and for whom. */
export interface Unsubscription {
  /** Keyed hash of the address. */
  readonly address: string;
  readonly purpose: string;
  readonly channel: string;
  /** Null: the whole purpose. */
  readonly topic: string | null;
}

const PURPOSE = "unsubscribe";
const PLACE = "link";

export const unsubscribePath = (token: string): string => `/privacy/unsubscribe/${token}`;

export function sealUnsubscription(keys: Keyring, { address, purpose, channel, topic }: Unsubscription): string {
  return Buffer.from(sealJson(keys, PURPOSE, PLACE, [address, purpose, channel, topic])).toString("base64url");
}

/** Null: it was not made here, or was changed. */
export function openUnsubscription(keys: Keyring, token: string): Unsubscription | null {
  if (!/^[A-Za-z0-9_-]{40,2000}$/.test(token)) return null;
  try {
    const [address, purpose, channel, topic] = openJson<[string, string, string, string | null]>(
      keys,
      PURPOSE,
      PLACE,
      Buffer.from(token, "base64url"),
    );
    return { address, purpose, channel, topic };
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
