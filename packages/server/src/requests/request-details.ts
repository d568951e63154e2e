/** What a person said beside who they are: sealed for its request, and forgotten with them. */
import { type RequestDetails, RequestDetailsSchema } from "@kept/contract/requests";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { RequestRow } from "./queries.ts";

const PURPOSE = "request.details";

export const NO_DETAILS: RequestDetails = RequestDetailsSchema.parse({});

/** Null when there is nothing to keep. */
export function sealDetails(keys: Keyring, requestId: string, details: RequestDetails | undefined): Uint8Array | null {
  if (details === undefined || JSON.stringify(details) === JSON.stringify(NO_DETAILS)) return null;
  return sealJson(keys, PURPOSE, `request/${requestId}`, details);
}

/** What was said; nothing when nothing was, or it has been forgotten. */
export function openDetails(keys: Keyring, row: Pick<RequestRow, "id" | "sealed_details">): RequestDetails {
  if (row.sealed_details === null) return NO_DETAILS;
  return openJson<RequestDetails>(keys, PURPOSE, `request/${row.id}`, row.sealed_details);
}
