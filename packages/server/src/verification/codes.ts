/** Codes of six digits: made, sent by mail or SMS, and compared. Only a keyed hash is kept, for ten minutes. */
import { randomInt } from "node:crypto";
import { proofTier } from "@kept/contract/proof-tiers";
import type { ProofOutcome } from "@kept/contract/verification";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { equalSecrets, type Keyring } from "../platform/crypto/keyring.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { mailJob } from "../requests/message-names.ts";
import { openPerson } from "../requests/person.ts";
import { lockRequest } from "../requests/queries.ts";
import { textedPhone } from "../requests/reach-person.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { addSms } from "../sms/queue-sms.ts";
import { settleProof } from "./give-proof.ts";
import { findHeldPhone } from "./held-values.ts";
import { countFailure, isLocked } from "./locks.ts";
import { isProofOpen, openProof, type ProofSubject } from "./proof-subject.ts";
import { proveTexts } from "./prove-texts.ts";
import { readStanding } from "./read-standing.ts";

export type CodeTier = "code" | "sms";

export const CODE_LIFETIME = "PT10M";
/** Of one request and tier, the first included: nobody's mailbox or telephone is flooded. */
const CODES_A_DAY = 5;

/** Takes one of the codes of a day, and ends the one before. Null: enough were made. The request is locked. */
async function reserveCode(
  tx: TxCtx,
  requestId: string,
  tier: CodeTier,
  messageId: string | null = null,
): Promise<string | null> {
  const now = tx.clock.now();
  const dayAgo = new Date(addDuration(now, "-P1D").epochMilliseconds);
  const earlier = await tx.db
    .selectFrom("proof")
    .select("id")
    .where("request_id", "=", requestId)
    .where("tier", "=", tier)
    .where("created_at", ">", dayAgo)
    .execute();
  if (earlier.length >= CODES_A_DAY) return null;
  await tx.db
    .updateTable("proof")
    .set({ state: "failed", secret_hash: null, settled_at: isoInstant(now) })
    .where("request_id", "=", requestId)
    .where("tier", "=", tier)
    .where("state", "=", "open")
    .execute();
  const id = tx.ids.next("prf");
  await tx.db
    .insertInto("proof")
    .values({ request_id: requestId, id, tier, state: "open", created_at: isoInstant(now), message_id: messageId })
    .execute();
  return id;
}

/** From now on it is good, for its lifetime; only its hash is kept. False: another has taken its place. */
async function armCode(tx: TxCtx, requestId: string, id: string, code: string): Promise<boolean> {
  const armed = await tx.db
    .updateTable("proof")
    .set({
      secret_hash: hashCode(tx.keys, requestId, id, code),
      expires_at: isoInstant(addDuration(tx.clock.now(), CODE_LIFETIME)),
    })
    .where("request_id", "=", requestId)
    .where("id", "=", id)
    .where("state", "=", "open")
    .executeTakeFirst();
  return armed.numUpdatedRows > 0n;
}

/**
 * The code that this message brings: the same however often it is asked for, so that a message which is sent again does not
 * end the one that has arrived. Null: enough were made for a day, or another has taken its place.
 */
export async function codeOfMessage(
  tx: TxCtx,
  requestId: string,
  messageId: string,
  tier: CodeTier,
): Promise<string | null> {
  await lockRequest(tx, requestId);
  const known = await tx.db
    .selectFrom("proof")
    .select("id")
    .where("request_id", "=", requestId)
    .where("message_id", "=", messageId)
    .executeTakeFirst();
  const id = known?.id ?? (await reserveCode(tx, requestId, tier, messageId));
  if (id === null) return null;
  const digest = tx.keys.blindIndex("proof.message-code", `${requestId}/${id}/${messageId}`);
  const code = String(Number.parseInt(digest.slice(0, 12), 16) % 1_000_000).padStart(6, "0");
  return (await armCode(tx, requestId, id, code)) ? code : null;
}

/** `482913` -> `482 913`, as it is easiest to read and to hear. */
export function spellCode(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

/** Throws `proof_not_found`, or `proof_tier_not_offered`; never says whether anything could be sent. */
export async function sendCode(ctx: Ctx, parts: RequestParts, token: string, tier: CodeTier): Promise<void> {
  const subject = await openProof(ctx, token);
  const { request } = subject;
  await requireOffered(ctx, parts, subject, tier);
  if (request === null) return;
  // Counted before anything else is done, so that many at once are no more than many one after the other.
  const id = await ctx.transaction((tx) => (tier === "code" ? mailCode(tx, request.id) : askSms(tx, request.id)));
  if (id === null || tier === "code") return;
  // Asked outside of the transaction: a system may take its time.
  const to =
    textedPhone(request, openPerson(ctx, request.id, request.sealed_person)) ??
    (await findHeldPhone(ctx, parts, request));
  if (to === null) {
    // Nobody learns of it but operators: it is a way that led nowhere.
    await ctx.transaction((tx) => settleRow(tx, request.id, id, "failed"));
    return;
  }
  await ctx.transaction(async (tx) => {
    await lockRequest(tx, request.id);
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    if (!(await armCode(tx, request.id, id, code))) return;
    const text = proveTexts[request.language === "de" ? "de" : "en"].smsText(parts.kept.centre.brand, spellCode(code));
    const expiresAt = isoInstant(addDuration(tx.clock.now(), CODE_LIFETIME));
    const job = await addSms(tx, { key: request.id, kind: "code", to, text, expiresAt });
    await recordEvent(tx, request.id, { type: "request.code-asked", data: { tier } }, [job]);
  });
}

/** The code itself is made where the message is: no payload of a job holds it. */
async function mailCode(tx: TxCtx, requestId: string): Promise<string | null> {
  if (!(await isStillOpen(tx, requestId))) return null;
  const job = mailJob(tx, requestId, "code");
  const id = await reserveCode(tx, requestId, "code", job.payload.messageId);
  if (id !== null) await recordEvent(tx, requestId, { type: "request.code-asked", data: { tier: "code" } }, [job]);
  return id;
}

async function askSms(tx: TxCtx, requestId: string): Promise<string | null> {
  return (await isStillOpen(tx, requestId)) ? await reserveCode(tx, requestId, "sms") : null;
}

/** Locks the request. */
async function isStillOpen(tx: TxCtx, requestId: string): Promise<boolean> {
  const request = await lockRequest(tx, requestId);
  return request !== undefined && (await isProofOpen(tx, request));
}

/** @throws problem `proof_tier_not_offered` */
export async function requireOffered(
  ctx: Ctx | TxCtx,
  parts: RequestParts,
  subject: ProofSubject,
  tier: string,
): Promise<void> {
  const offers: readonly string[] =
    subject.request === null ? ["code"] : (await readStanding(ctx, parts.kept, subject.request)).offers;
  if (!subject.isOpen || !offers.includes(tier)) throw problem("proof_tier_not_offered");
}

/** Throws `proof_not_found`. Wrong, old, locked and unknown are answered alike, after the same work. */
export async function checkCode(
  ctx: Ctx,
  parts: RequestParts,
  token: string,
  tier: CodeTier,
  said: string,
): Promise<ProofOutcome> {
  const subject = await openProof(ctx, token);
  const person = subject.request === null ? ctx : ctx.as({ kind: "person", id: subject.id });
  return await person.transaction(async (tx): Promise<ProofOutcome> => {
    const request = (await lockRequest(tx, subject.id)) ?? null;
    const isOpen = request === null ? subject.isOpen : await isProofOpen(tx, request);
    if (!isOpen) return "not_accepted";
    const row = await tx.db
      .selectFrom("proof")
      .selectAll()
      .where("request_id", "=", subject.id)
      .where("tier", "=", tier)
      .where("state", "=", "open")
      .orderBy("id", "desc")
      .executeTakeFirst();
    const locked = await isLocked(tx, subject.hashes);
    const hash = hashCode(tx.keys, subject.id, row?.id ?? "", said.replace(/\D/g, ""));
    const fits = equalSecrets(hash, row?.secret_hash ?? "-".repeat(hash.length));
    const isLive = row !== undefined && (row.expires_at?.getTime() ?? 0) > tx.clock.now().epochMilliseconds;
    if (fits && isLive && !locked && request !== null) {
      await settleRow(tx, request.id, row.id, "proven");
      return await settleProof(tx, parts, request, tier);
    }
    await countFailure(tx, subject.hashes);
    if (row !== undefined) await countTry(tx, subject.id, { ...row, tier });
    return "not_accepted";
  });
}

/** One wrong try more; after the last one it is over, and the request's ledger says so. */
async function countTry(
  tx: TxCtx,
  requestId: string,
  row: { readonly id: string; readonly tier: string; readonly tries: number },
): Promise<void> {
  const tries = row.tries + 1;
  await tx.db
    .updateTable("proof")
    .set({ tries })
    .where("request_id", "=", requestId)
    .where("id", "=", row.id)
    .execute();
  if (tries >= proofTier(row.tier).tries) await failProof(tx, requestId, { ...row, tries });
}

export async function failProof(
  tx: TxCtx,
  requestId: string,
  { id, tier, tries }: { readonly id: string; readonly tier: string; readonly tries: number },
): Promise<void> {
  await settleRow(tx, requestId, id, "failed");
  await recordEvent(tx, requestId, { type: "request.proof-failed", data: { tier, tries } });
}

export async function settleRow(tx: TxCtx, requestId: string, id: string, state: "proven" | "failed"): Promise<void> {
  await tx.db
    .updateTable("proof")
    .set({ state, secret_hash: null, settled_at: isoInstant(tx.clock.now()) })
    .where("request_id", "=", requestId)
    .where("id", "=", id)
    .execute();
}

function hashCode(keys: Keyring, requestId: string, id: string, code: string): string {
  return keys.blindIndex("proof.code", `${requestId}/${id}/${code}`);
}
