/** The secrets of a transfer, sealed for its row: the verifier until the browser is back, then the tokens until the end. */
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";

export interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
}

export function sealVerifier(keys: Keyring, id: string, verifier: string): Uint8Array {
  return sealJson(keys, "transfer.verifier", `transfer/${id}`, verifier);
}

export function openVerifier(keys: Keyring, id: string, sealed: Uint8Array): string {
  return openJson<string>(keys, "transfer.verifier", `transfer/${id}`, sealed);
}

export function sealTokens(keys: Keyring, id: string, tokens: Tokens): Uint8Array {
  return sealJson(keys, "transfer.tokens", `transfer/${id}`, tokens);
}

export function openTokens(keys: Keyring, id: string, sealed: Uint8Array): Tokens {
  return openJson<Tokens>(keys, "transfer.tokens", `transfer/${id}`, sealed);
}
