/** Plans as rows keep them: sealed, since a plan holds keys and identifying values of a person. */
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";

const PURPOSE = "fulfilment.plan";

export function sealPlan(keys: Keyring, requestId: string, system: string, plan: unknown): Uint8Array {
  return sealJson(keys, PURPOSE, `fulfilment_step/${requestId}/${system}`, plan);
}

/** The caller knows what it sealed. */
export function openPlan<T>(keys: Keyring, requestId: string, system: string, sealed: Uint8Array): T {
  return openJson<T>(keys, PURPOSE, `fulfilment_step/${requestId}/${system}`, sealed);
}
