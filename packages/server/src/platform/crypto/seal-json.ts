/** Sealing of JSON values, the form in which tables keep personal data. */
import type { Keyring } from "./keyring.ts";

/** Seals a JSON value. `place` names table and row, `request.identifiers/req_…`; opening needs the same. */
export function sealJson(keys: Keyring, purpose: string, place: string, value: unknown): Uint8Array {
  return keys.seal(purpose, place, Buffer.from(JSON.stringify(value), "utf8"));
}

/** Opens what {@link sealJson} made. The caller validates the shape where it is not its own. */
export function openJson<T>(keys: Keyring, purpose: string, place: string, sealed: Uint8Array): T {
  return JSON.parse(Buffer.from(keys.open(purpose, place, sealed)).toString("utf8")) as T;
}
