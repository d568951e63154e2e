/** Who a case is about, who wrote, and what showed it: sealed for its row, and forgotten when the case is over. */
import type { ChildPerson, ParentWish } from "@kept/contract/children";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import { problem } from "../platform/http/problems.ts";

export interface CaseWords {
  /** Null: a letter does not say who the child is here. */
  readonly person: ChildPerson | null;
  /** Address of the parent who wrote. */
  readonly parent: string | null;
  readonly wish: ParentWish | null;
  readonly evidence: string;
  /** The name under which the parent said that they allow it. */
  readonly signature?: string | null;
}

const SEAL = "child.case";

export function sealWords(keys: Keyring, caseId: string, words: CaseWords): Uint8Array {
  return sealJson(keys, SEAL, `child_case/${caseId}`, words);
}

/** Throws `child_case_over` once they are forgotten. */
export function openWords(keys: Keyring, row: { readonly id: string; readonly sealed: Uint8Array | null }): CaseWords {
  if (row.sealed === null) throw problem("child_case_over");
  return openJson<CaseWords>(keys, SEAL, `child_case/${row.id}`, row.sealed);
}
