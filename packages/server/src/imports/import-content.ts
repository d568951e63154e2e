/** What of an import is sealed: who it is for and where their browser goes back to, and every item with its file. */
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";

export interface GrantContent {
  readonly email: string;
  readonly redirectUri: string;
  /** The sender's own, given back as it came. */
  readonly state: string;
}

export interface ItemContent {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly file: { readonly type: string; readonly base64: string } | null;
}

export function sealGrant(keys: Keyring, id: string, content: GrantContent): Uint8Array {
  return sealJson(keys, "import.grant", `import_grant/${id}`, content);
}

/** Null once it was forgotten. */
export function openGrant(keys: Keyring, id: string, sealed: Uint8Array | null): GrantContent | null {
  return sealed === null ? null : openJson<GrantContent>(keys, "import.grant", `import_grant/${id}`, sealed);
}

export function sealItem(keys: Keyring, importId: string, id: string, content: ItemContent): Uint8Array {
  return sealJson(keys, "import.item", `import_item/${importId}/${id}`, content);
}

/** Null once it was collected. */
export function openItem(keys: Keyring, importId: string, id: string, sealed: Uint8Array | null): ItemContent | null {
  return sealed === null ? null : openJson<ItemContent>(keys, "import.item", `import_item/${importId}/${id}`, sealed);
}
