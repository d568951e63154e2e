/** The words of a complaint and of its answers, sealed for their row. */
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";

export interface ComplaintWords {
  readonly email: string | null;
  /** Name and address, where e-mail is not the way back. */
  readonly contact: string;
  readonly text: string;
}

export function sealWords(keys: Keyring, complaintId: string, words: ComplaintWords): Uint8Array {
  return sealJson(keys, "complaint.words", `complaint/${complaintId}`, words);
}

/** Null once they were forgotten. */
export function openWords(keys: Keyring, complaintId: string, sealed: Uint8Array | null): ComplaintWords | null {
  return sealed === null ? null : openJson(keys, "complaint.words", `complaint/${complaintId}`, sealed);
}

export function sealAnswer(keys: Keyring, answerId: string, text: string): Uint8Array {
  return sealJson(keys, "complaint.answer", `complaint_answer/${answerId}`, text);
}

export function openAnswer(keys: Keyring, answerId: string, sealed: Uint8Array | null): string | null {
  return sealed === null ? null : openJson(keys, "complaint.answer", `complaint_answer/${answerId}`, sealed);
}
