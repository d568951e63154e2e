/** Whoever a request answers to turns out to have no right to it: nothing goes to them any more, and what they have ends. */
import { requestState } from "@kept/contract/request-states";
import { expirePackage } from "../fulfilment/expire-package.ts";
import { forgetPerson } from "../fulfilment/forget-person.ts";
import { findPackage } from "../fulfilment/queries.ts";
import { revokeLinks } from "../platform/crypto/signed-links.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { endCancelled } from "./close-request.ts";
import { lockRequest, updateRequest } from "./queries.ts";
import { LINKS } from "./request-links.ts";
import type { RequestParts } from "./request-parts.ts";

/**
 * Of a request that only reads: it is cancelled where it is still open, also in the middle of its run. Its package expires,
 * its links end, and where to answer is forgotten with it, so that no message under way finds its way.
 */
export async function takeBackAnswer(tx: TxCtx, parts: RequestParts, requestId: string): Promise<void> {
  const request = await lockRequest(tx, requestId);
  if (request === undefined) return;
  // Whoever is at work on it loses it: what they would still write comes too late.
  await updateRequest(tx, requestId, { lease_owner: null, lease_until: null });
  if (requestState(request.state).phase !== "closed") await endCancelled(tx, parts, request);
  const pack = await findPackage(tx, requestId);
  if (pack?.state === "ready") await expirePackage(tx, parts, { requestId, fileName: pack.file_name });
  for (const purpose of Object.values(LINKS)) await revokeLinks(tx, purpose, requestId);
  await forgetPerson(tx, requestId);
}
