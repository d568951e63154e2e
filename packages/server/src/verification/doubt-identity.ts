/** An operator records evidence of doubt, and the person is asked to show more: what, and why (Art. 12(6) GDPR). */
import { doubtRow } from "@kept/contract/doubts";
import { isEnough } from "@kept/contract/proof-tiers";
import type { Doubt } from "@kept/contract/verification";
import { isoInstant } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openQuestionTo } from "../requests/ask-person.ts";
import { decideRequest } from "../requests/decide-request.ts";
import { lockRequest } from "../requests/queries.ts";
import { requireRequest } from "../requests/read-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { listDoubts } from "./queries.ts";
import { availableTiers, readStanding } from "./read-standing.ts";

interface SealedDoubt {
  readonly evidence: string;
  readonly text: string;
  readonly whyNotLess: string | null;
}

const SEAL = "request.doubt";

/**
 * Throws `request_state_wrong`, `request_no_address`, `doubt_document_refused` where the ground or the configuration allows no
 * document, or `doubt_unanswerable` where nothing could clear the doubt.
 */
export function doubtIdentity(ctx: Ctx, parts: RequestParts, requestId: string, input: Doubt): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayAsk", async (tx, request) => {
    const { ground, evidence, text, document } = input;
    const allowsDocument = document !== undefined;
    if (allowsDocument && !(doubtRow(ground).allowsDocument && availableTiers(parts.kept).includes("document"))) {
      throw problem("doubt_document_refused");
    }
    const asked = await openQuestionTo(tx, parts, request, { cause: "identity", reason: evidence, text });
    const id = tx.ids.next("dbt");
    await tx.db
      .insertInto("request_doubt")
      .values({
        request_id: requestId,
        id,
        question_id: asked.id,
        ground,
        allows_document: allowsDocument,
        sealed: sealJson(tx.keys, SEAL, `request/${requestId}/${id}`, {
          evidence,
          text,
          whyNotLess: document?.whyNotLess ?? null,
        } satisfies SealedDoubt),
        actor_kind: tx.actor.kind,
        actor_id: tx.actor.id,
        at: isoInstant(tx.clock.now()),
      })
      .execute();
    const after = await readStanding(tx, parts.kept, (await lockRequest(tx, requestId)) ?? request);
    if (after.offers.length === 0 || !isEnough(after.needed, "reasonable")) throw problem("doubt_unanswerable");
    const data = { ground, document: allowsDocument, promptly: asked.promptly };
    await recordEvent(tx, requestId, { type: "request.doubted", data }, [asked.mail("doubt")]);
    return "asking";
  });
}

/** The evidence in words. Every look is a ledger entry; forgotten with the person. Throws `request_not_found`. */
export async function readDoubts(
  ctx: Ctx,
  requestId: string,
): Promise<{ doubts: { ground: string; evidence: string; text: string; whyNotLess: string | null }[] }> {
  await requireRequest(ctx, requestId);
  const rows = await listDoubts(ctx, requestId);
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.proofs-viewed", data: {} }));
  return {
    doubts: rows.map(({ id, ground, sealed }) => {
      const said = sealed === null ? null : openJson<SealedDoubt>(ctx.keys, SEAL, `request/${requestId}/${id}`, sealed);
      const { evidence = "", text = "", whyNotLess = null } = said ?? {};
      return { ground, evidence, text, whyNotLess };
    }),
  };
}
