/** A representative confirms, a person permits, an operator decides; once all that the relation asks for is there, it goes on. */
import type { AnswersTo } from "@kept/contract/mandates";
import { relationRow } from "@kept/contract/relations";
import { isoInstant } from "../platform/clock.ts";
import { redeemLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { acceptProof } from "../requests/accept-proof.ts";
import { openPerson, sealPerson } from "../requests/person.ts";
import { lockRequest, type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { giveProof } from "../verification/give-proof.ts";
import { readStanding } from "../verification/read-standing.ts";
import { MANDATE_LINKS, mandateJob } from "./mandate-links.ts";
import {
  isWhole,
  type MandateRow,
  mandateHow,
  openRepresentative,
  requireMandate,
  sealRepresentative,
} from "./queries.ts";

/** The representative's own address. Throws `link_invalid`. */
export async function confirmRepresentative(ctx: Ctx, parts: RequestParts, token: string): Promise<void> {
  await ctx.as({ kind: "person", id: "representative" }).transaction(async (tx) => {
    const { request } = await redeem(tx, MANDATE_LINKS.representative, token);
    await change(tx, request.id, { representative_confirmed_at: isoInstant(tx.clock.now()) });
    await recordEvent(tx, request.id, { type: "request.mandate-confirmed", data: {} });
    await goOn(tx, parts, request.id);
  });
}

/** The person says whether it is so: their own mailbox shows who they are with the same press. Throws `link_invalid`. */
export async function permitRepresentative(
  ctx: Ctx,
  parts: RequestParts,
  input: { readonly token: string; readonly permitted: boolean; readonly answersTo: AnswersTo },
): Promise<void> {
  const { token, permitted, answersTo } = input;
  await ctx.as({ kind: "person", id: "link" }).transaction(async (tx) => {
    const { request } = await redeem(tx, MANDATE_LINKS.person, token);
    const data = { permitted, answersTo };
    await recordEvent(tx, request.id, { type: "request.mandate-answered", data });
    if (!permitted) {
      await updateRequest(tx, request.id, { state: "cancelled", closed_at: isoInstant(tx.clock.now()) });
      await recordEvent(tx, request.id, { type: "request.cancelled", data: {} });
      return;
    }
    await change(tx, request.id, { person_confirmed_at: isoInstant(tx.clock.now()), answers_to: answersTo });
    await redirectAnswers(tx, request.id);
    // Goes on by itself when nothing else is missing.
    await giveProof(tx, parts, request, "link");
  });
}

/** Throws `mandate_missing`, or `mandate_settled` where nobody has to decide, or the representative has not confirmed yet. */
export async function reviewMandate(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: { readonly accepted: boolean; readonly answersTo: AnswersTo; readonly text: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    const row = await requireMandate(tx, requestId);
    const isDue = relationRow(row.relation).needsReview && row.representative_confirmed_at !== null;
    if (!isDue || row.decided_at !== null || request.state !== "unverified") throw problem("mandate_settled");
    const { accepted, answersTo, text } = input;
    await change(tx, requestId, { decided_at: isoInstant(tx.clock.now()), answers_to: answersTo });
    const entry = { type: "request.mandate-decided", data: { accepted, answersTo } } as const;
    if (accepted) {
      await recordEvent(tx, requestId, entry);
      await redirectAnswers(tx, requestId);
      await goOn(tx, parts, requestId);
      return;
    }
    // What the representative is told stands in the place of what they said.
    const who = openRepresentative(tx.keys, row);
    if (who !== null)
      await change(tx, requestId, { sealed: sealRepresentative(tx.keys, requestId, { ...who, words: text }) });
    await recordEvent(tx, requestId, entry, [mandateJob(tx, requestId, "rejected")]);
    await updateRequest(tx, requestId, { state: "cancelled", closed_at: isoInstant(tx.clock.now()) });
    await recordEvent(tx, requestId, { type: "request.cancelled", data: {} });
  });
}

async function redeem(tx: TxCtx, purpose: string, token: string): Promise<{ readonly request: RequestRow }> {
  const link = await redeemLink(tx, purpose, token);
  const request = link.ok ? await lockRequest(tx, link.subject) : undefined;
  if (request?.state !== "unverified") throw problem("link_invalid");
  return { request };
}

/** Who asks is shown by the person's own proofs where their word counts, and by the decision otherwise. */
async function goOn(tx: TxCtx, parts: RequestParts, requestId: string): Promise<void> {
  const request = await lockRequest(tx, requestId);
  const row = await requireMandate(tx, requestId);
  if (request?.state !== "unverified" || !isWhole(row)) return;
  const { personConfirms } = relationRow(row.relation);
  const standing = await readStanding(tx, parts.kept, request);
  if (personConfirms && !standing.isEnough) return;
  await acceptProof(tx, parts, request, [...standing.proven, ...(await mandateHow(tx, requestId))].join(" + "));
}

/** Answers go where the person, or the mandate, says. */
async function redirectAnswers(tx: TxCtx, requestId: string): Promise<void> {
  const request = await lockRequest(tx, requestId);
  const row = await requireMandate(tx, requestId);
  const who = openRepresentative(tx.keys, row);
  const person = request === undefined ? null : openPerson(tx, requestId, request.sealed_person);
  if (row.answers_to !== "representative" || who === null || person === null) return;
  const sealed = sealPerson(tx.keys, requestId, { ...person, replyTo: who.email });
  await updateRequest(tx, requestId, { sealed_person: sealed });
}

async function change(
  tx: TxCtx,
  requestId: string,
  set: Partial<Record<keyof MandateRow, string | Uint8Array>>,
): Promise<void> {
  await tx.db
    .updateTable("mandate")
    .set(set as never)
    .where("request_id", "=", requestId)
    .execute();
}
