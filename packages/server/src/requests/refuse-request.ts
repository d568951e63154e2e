/** A request is refused: with a reason that the law knows, what proves it, another person's eyes, and a letter that is kept. */
import { createHash } from "node:crypto";
import { type ProposedRefusal, type RefusalReason, type RefuseRequest, refusalRow } from "@kept/contract/refusals";
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestState } from "@kept/contract/request-states";
import { requestState } from "@kept/contract/request-states";
import type { Kysely } from "kysely";
import { acts } from "../fulfilment/acts.ts";
import { findCutOff } from "../fulfilment/find-cut-off.ts";
import { dropPlans, isBegun, listSteps } from "../fulfilment/queries.ts";
import { openUndoWindow } from "../fulfilment/undo-window.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { checkLawful, checkProof } from "./check-refusal.ts";
import { decideRequest } from "./decide-request.ts";
import { type RenderedMail, renderMail } from "./emails.tsx";
import { mailJob } from "./message-names.ts";
import { findRequest, type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import { refusalLetter } from "./refusal-letter.ts";
import type { RequestParts } from "./request-parts.ts";

type Said = Pick<RefuseRequest, "text" | "proof">;

/**
 * Refuses, or proposes to where two have to agree.
 * Throws `refusal_not_lawful` for a reason that a regime of the request does not know, `refusal_proof_missing`.
 */
export async function refuseRequest(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: RefuseRequest,
): Promise<void> {
  const cutOff = await findCutOff(ctx, parts, requestId);
  await decideRequest(ctx, parts, requestId, "mayRefuse", async (tx, request) => {
    checkLawful(request, input.reason);
    checkProof(input);
    const id = tx.ids.next("rfs");
    await replaceProposal(tx, requestId);
    await tx.db
      .insertInto("request_refusal")
      .values({
        request_id: requestId,
        id,
        state: "proposed",
        reason: input.reason,
        sealed: sealSaid(tx.keys, requestId, id, input),
        proposed_by_kind: tx.actor.kind,
        proposed_by_id: tx.actor.id,
        proposed_at: isoInstant(tx.clock.now()),
      })
      .execute();
    if (parts.kept.requests.fourEyes.refusals || refusalRow(input.reason).alwaysTwo) {
      await recordEvent(tx, requestId, { type: "request.refusal-proposed", data: { reason: input.reason } });
      return requestState(request.state).state;
    }
    return giveRefusal(tx, parts, request, { id, reason: input.reason, said: input, twoPersons: false, cutOff });
  });
}

/** Throws `refusal_not_proposed`, or `refusal_same_person` for whoever proposed it. */
export async function confirmRefusal(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  const cutOff = await findCutOff(ctx, parts, requestId);
  await decideRequest(ctx, parts, requestId, "mayRefuse", async (tx, request) => {
    const proposal = await findProposal(tx, requestId);
    if (proposal === undefined || proposal.sealed === null) throw problem("refusal_not_proposed");
    if (proposal.proposed_by_kind === tx.actor.kind && proposal.proposed_by_id === tx.actor.id) {
      throw problem("refusal_same_person");
    }
    const reason = proposal.reason as RefusalReason;
    // The place, and so the rules, may have become another since.
    checkLawful(request, reason);
    const said = openSaid(tx.keys, requestId, proposal.id, proposal.sealed);
    return giveRefusal(tx, parts, request, { id: proposal.id, reason, said, twoPersons: true, cutOff });
  });
}

interface GivenRefusal {
  readonly id: string;
  readonly reason: RefusalReason;
  readonly said: Said;
  readonly twoPersons: boolean;
  readonly cutOff: Awaited<ReturnType<typeof findCutOff>>;
}

async function giveRefusal(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  { id, reason, said, twoPersons, cutOff }: GivenRefusal,
): Promise<RequestState> {
  const now = isoInstant(tx.clock.now());
  const by = twoPersons ? { confirmed_by_kind: tx.actor.kind, confirmed_by_id: tx.actor.id } : {};
  await tx.db
    .updateTable("request_refusal")
    .set({ state: "given", given_at: now, ...by })
    .where("request_id", "=", request.id)
    .where("id", "=", id)
    .execute();
  const letterHash = await keepLetter(tx, parts, request, { reason, text: said.text });
  await updateRequest(tx, request.id, {
    state: "refused",
    closed_at: now,
    refusal_reason: reason,
    sealed_refusal: sealJson(tx.keys, "request.refusal", `request/${request.id}`, said.text),
  });
  // What was carried out before the rest is refused can be taken back like any erasure: so it was promised.
  await openUndoWindow(tx, request.id, cutOff);
  await dropPlans(tx, request.id);
  const act = acts[requestKind(request.kind).act];
  if (act.through === "record") await act.dropped(tx, parts, request, "refused");
  const data = { reason, letterHash, proof: Object.keys(said.proof).length, twoPersons };
  await recordEvent(tx, request.id, { type: "request.refused", data }, [mailJob(tx, request.id, "refused")]);
  return "refused";
}

/** Keeps the letter as it is sent, sealed; answers the SHA-256 of its text. */
async function keepLetter(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  words: { readonly reason: RefusalReason; readonly text: string },
): Promise<string> {
  const letter = await renderLetter(tx, parts, request, words);
  const id = tx.ids.next("ltr");
  const sha256 = createHash("sha256").update(letter.text, "utf8").digest("hex");
  await tx.db
    .insertInto("request_letter")
    .values({
      request_id: request.id,
      id,
      kind: "refusal",
      language: languageOf(request),
      sha256,
      sealed: sealJson(tx.keys, "request.letter", `request/${request.id}/${id}`, letter),
      created_at: isoInstant(tx.clock.now()),
    })
    .execute();
  return sha256;
}

async function renderLetter(
  ctx: Ctx | TxCtx,
  parts: RequestParts,
  request: RequestRow,
  words: { readonly reason: RefusalReason; readonly text: string },
): Promise<RenderedMail> {
  const begun = (await listSteps(ctx, request.id)).some(isBegun);
  const language = languageOf(request);
  const texts = await loadMailTexts(ctx, language);
  const content = refusalLetter(parts.kept, language, texts, request, { ...words, isBegun: begun });
  return renderMail(parts.kept, language, content);
}

/** The letter as it would be, without proof: for looking at it. Throws `refusal_not_lawful`. */
export async function previewRefusal(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: RefuseRequest,
): Promise<RenderedMail> {
  const request = await findRequest(ctx, requestId);
  if (request === undefined) throw problem("request_not_found");
  checkLawful(request, input.reason);
  return renderLetter(ctx, parts, request, input);
}

/** The letter that was sent. Throws `letter_missing` when there is none, or the person has been forgotten. */
export async function readLetter(
  ctx: Ctx,
  requestId: string,
): Promise<{ subject: string; text: string; sha256: string; at: string }> {
  if ((await findRequest(ctx, requestId)) === undefined) throw problem("request_not_found");
  const row = await ctx.db
    .selectFrom("request_letter")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (row === undefined || row.sealed === null) throw problem("letter_missing");
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.letter-viewed", data: {} }));
  const { subject, text } = openJson<RenderedMail>(
    ctx.keys,
    "request.letter",
    `request/${requestId}/${row.id}`,
    row.sealed,
  );
  return { subject, text, sha256: row.sha256, at: row.created_at.toISOString() };
}

/** The words of a refusal; empty when there are none. */
export function refusalText(keys: Keyring, request: RequestRow): string {
  return request.sealed_refusal === null
    ? ""
    : openJson<string>(keys, "request.refusal", `request/${request.id}`, request.sealed_refusal);
}

/** What waits for a second person; null when nothing does, or the request has ended otherwise. */
export async function readProposal(ctx: Ctx, request: RequestRow): Promise<ProposedRefusal | null> {
  const row = request.closed_at === null ? await findProposal(ctx, request.id) : undefined;
  if (row === undefined || row.sealed === null) return null;
  return {
    reason: row.reason as RefusalReason,
    text: openSaid(ctx.keys, request.id, row.id, row.sealed).text,
    proposedAt: row.proposed_at.toISOString(),
    by: row.proposed_by_id,
    isMine: row.proposed_by_kind === ctx.actor.kind && row.proposed_by_id === ctx.actor.id,
  };
}

function findProposal(ctx: Ctx | TxCtx, requestId: string) {
  return (ctx.db as Kysely<Database>)
    .selectFrom("request_refusal")
    .selectAll()
    .where("request_id", "=", requestId)
    .where("state", "=", "proposed")
    .executeTakeFirst();
}

async function replaceProposal(tx: TxCtx, requestId: string): Promise<void> {
  await tx.db
    .updateTable("request_refusal")
    .set({ state: "replaced" })
    .where("request_id", "=", requestId)
    .where("state", "=", "proposed")
    .execute();
}

function sealSaid(keys: Keyring, requestId: string, id: string, { text, proof }: Said): Uint8Array {
  return sealJson(keys, "request.refusal-proof", `request/${requestId}/${id}`, { text, proof });
}

function openSaid(keys: Keyring, requestId: string, id: string, sealed: Uint8Array): Said {
  return openJson<Said>(keys, "request.refusal-proof", `request/${requestId}/${id}`, sealed);
}

function languageOf(request: RequestRow): "en" | "de" {
  return isLanguage(request.language) ? request.language : "en";
}
