/** A link to a request that was joined to another keeps leading somewhere: to the other's page, if it is the same person's. */
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { renewLink } from "./find-my-requests.ts";
import { isSamePerson } from "./merge-request.ts";
import { findRequest } from "./queries.ts";
import { LINKS, STATUS_LINK_LIFETIME } from "./request-links.ts";

/**
 * A token for the page of the request in which this one is answered. Null where the two were joined by an operator's word:
 * then the link goes to the address that the other was asked from, and to nobody else.
 */
export async function leadToAnswer(ctx: Ctx, requestId: string): Promise<string | null> {
  return await ctx.transaction(async (tx) => {
    let request = await findRequest(tx, requestId);
    const first = request;
    // What it was joined to may have been joined itself.
    for (let steps = 0; request !== undefined && request.merged_into !== null && steps < 10; steps += 1) {
      request = await findRequest(tx, request.merged_into);
    }
    if (first === undefined || request === undefined || request.id === first.id) return null;
    if (!(await isSamePerson(tx, first, request))) {
      await renewLink(tx, request.id);
      return null;
    }
    const link = { purpose: LINKS.status, subject: request.id, lifetime: STATUS_LINK_LIFETIME };
    return (await createLink(tx, link)).token;
  });
}
