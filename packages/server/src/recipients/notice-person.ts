/** Who a notice is about, sealed for its row until the recipient is told; and the words that came back. */
import type { Identifier } from "@kept/contract/requests";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";

export interface NoticePerson {
  readonly identifiers: readonly Identifier[];
  /** What is right now, by category; only for recipients that get it. */
  readonly corrections?: readonly CorrectedValue[];
}

export interface CorrectedValue {
  readonly category: string;
  readonly value: string;
}

const PERSON = "notice.person";
const WORDS = "notice.words";

export function sealNoticePerson(keys: Keyring, noticeId: string, person: NoticePerson): Uint8Array {
  return sealJson(keys, PERSON, `recipient_notice/${noticeId}`, person);
}

/** Null once the recipient is told, the notice is settled, or the person of the request is forgotten. */
export function openNoticePerson(keys: Keyring, noticeId: string, sealed: Uint8Array | null): NoticePerson | null {
  return sealed === null ? null : openJson<NoticePerson>(keys, PERSON, `recipient_notice/${noticeId}`, sealed);
}

/** Nothing was said: nothing is kept. */
export function sealWords(keys: Keyring, noticeId: string, words: string): Uint8Array | null {
  return words === "" ? null : sealJson(keys, WORDS, `recipient_notice/${noticeId}`, words);
}

export function openWords(keys: Keyring, noticeId: string, sealed: Uint8Array | null): string | null {
  return sealed === null ? null : openJson<string>(keys, WORDS, `recipient_notice/${noticeId}`, sealed);
}
