/** What of decisions and reviews is sealed. */
import type { Factor } from "@kept/contract/automated-decisions";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";

export interface DecisionContent {
  readonly externalId: string;
  readonly outcome: string;
  readonly factors: readonly Factor[];
  readonly by: string;
  readonly involved: readonly string[];
}

export interface ReviewResult {
  readonly reasons: string;
  readonly newOutcome: string | null;
}

export function sealDecision(keys: Keyring, id: string, content: DecisionContent): Uint8Array {
  return sealJson(keys, "automated-decision", `automated_decision/${id}`, content);
}

/** Null once its time was over. */
export function openDecision(keys: Keyring, id: string, sealed: Uint8Array | null): DecisionContent | null {
  return sealed === null
    ? null
    : openJson<DecisionContent>(keys, "automated-decision", `automated_decision/${id}`, sealed);
}

export function sealView(keys: Keyring, requestId: string, decisionId: string, view: string): Uint8Array {
  return sealJson(keys, "review.view", `request_review/${requestId}/${decisionId}`, view);
}

export function openView(
  keys: Keyring,
  requestId: string,
  decisionId: string,
  sealed: Uint8Array | null,
): string | null {
  return sealed === null
    ? null
    : openJson<string>(keys, "review.view", `request_review/${requestId}/${decisionId}`, sealed);
}

export function sealResult(keys: Keyring, requestId: string, decisionId: string, result: ReviewResult): Uint8Array {
  return sealJson(keys, "review.result", `request_review/${requestId}/${decisionId}`, result);
}

export function openResult(
  keys: Keyring,
  requestId: string,
  decisionId: string,
  sealed: Uint8Array | null,
): ReviewResult | null {
  return sealed === null
    ? null
    : openJson<ReviewResult>(keys, "review.result", `request_review/${requestId}/${decisionId}`, sealed);
}
