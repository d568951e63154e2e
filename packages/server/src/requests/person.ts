/** Who asks, as requests keep it: sealed, found by blind index, shown shortened. */
import { randomInt } from "node:crypto";
import type { Identifier, PersonKey } from "@kept/contract/requests";
import { identifierText } from "@kept/engine/tombstones";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";

export interface RequestPerson {
  readonly identifiers: readonly Identifier[];
  readonly keys: readonly PersonKey[];
  /** Where answers go; null: nowhere (the operator answers by other means). */
  readonly replyTo: string | null;
  /** Message-IDs of the mail by which they asked, oldest first. */
  readonly answers?: readonly string[];
}

const PURPOSE = "request.person";

/** Seals who asks, for the row of this request only. */
export function sealPerson(keys: Keyring, requestId: string, person: RequestPerson): Uint8Array {
  return sealJson(keys, PURPOSE, `request/${requestId}`, person);
}

/** Opens it; null once it has been purged. */
export function openPerson(ctx: Ctx | TxCtx, requestId: string, sealed: Uint8Array | null): RequestPerson | null {
  return sealed === null ? null : openJson<RequestPerson>(ctx.keys, PURPOSE, `request/${requestId}`, sealed);
}

/** The keyed hash by which requests, receipts and tombstones know an identifier. */
export function identifierIndex(keys: Keyring, identifier: Identifier): string {
  return hashPersonText(keys, identifierText(identifier.kind, identifier.value));
}

/** The same of any text that tombstones are made of. */
export function hashPersonText(keys: Keyring, text: string): string {
  return keys.blindIndex("identifier", text);
}

/** `ada@example.org` -> `a•••@example.org`; `+49 123 456` -> `+•••56`; rows are named by system and table only. */
export function personLabel(identifiers: readonly Identifier[], keys: readonly PersonKey[]): string {
  const identifier = identifiers.find((one) => one.kind === "email") ?? identifiers[0];
  if (identifier === undefined) return keys[0] === undefined ? "–" : `${keys[0].system} · ${keys[0].table}`;
  const value = identifier.value.trim();
  const at = value.lastIndexOf("@");
  if (at > 0) return `${[...value][0]}•••${value.slice(at)}`;
  return value.length > 4 ? `${[...value][0]}•••${value.slice(-2)}` : "•••";
}

/** Letters and digits that cannot be mistaken for each other, when spoken or written by hand. */
const LETTERS = "23456789ACDEFGHJKMNPQRTUVWXYZ";

/** A short name of a request for people: `K7QM-3F2X`. Says nothing and opens nothing. */
export function newReference(): string {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]);
  return `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`;
}
