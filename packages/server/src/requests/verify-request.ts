/** The person confirms by the link in their mailbox. */

import { redeemLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { giveProof } from "../verification/give-proof.ts";
import { lockRequest, type RequestRow } from "./queries.ts";
import { LINKS } from "./request-links.ts";
import type { RequestParts } from "./request-parts.ts";

export type VerifyResult =
  /** `more`: the mailbox alone does not suffice. */
  | { readonly ok: true; readonly request: RequestRow; readonly outcome: "proven" | "more" }
  | { readonly ok: false; readonly reason: "unknown" | "expired" | "used" };

/** The link works once; of two clicks one confirms and the other finds it used. */
export function verifyRequest(ctx: Ctx, parts: RequestParts, token: string): Promise<VerifyResult> {
  return ctx.transaction(async (tx): Promise<VerifyResult> => {
    const link = await redeemLink(tx, LINKS.verify, token);
    if (!link.ok) return link;
    const request = await lockRequest(tx, link.subject);
    if (request === undefined || request.state !== "unverified") return { ok: false, reason: "used" };
    return { ok: true, request, outcome: await giveProof(tx, parts, request, "link") };
  });
}
