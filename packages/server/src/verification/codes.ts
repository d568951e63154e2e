/** Codes of six digits: made, sent by mail or SMS, and compared. Only a keyed hash is kept, for ten minutes. */
import { randomInt } from "node:crypto";
import { proofTier } from "@kept/contract/proof-tiers";
import type { ProofOutcome } from "@kept/contract/verification";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { equalSecrets, type Keyring } from "../platform/crypto/keyring.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { mailJob } from "../requests/message-names.ts";
import { lockRequest, type RequestRow } from "../requests/queries.ts";
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

/** Makes a code; the one before it ends. Null: enough were made for a day. It is returned once and cannot be read again. */
export async function issueCode(tx: TxCtx, requestId: string, tier: CodeTier): Promise<string | null> {
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
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  await tx.db
    .insertInto("proof")
    .values({
      request_id: requestId,
      id,
      tier,
      state: "open",
      secret_hash: hashCode(tx.keys, requestId, id, code),
      created_at: isoInstant(now),
      expires_at: isoInstant(addDuration(now, CODE_LIFETIME)),
    })
    .execute();
  return code;
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
  if (tier === "code") {
    await ctx.transaction((tx) => mailCode(tx, request));
    return;
  }
  // Asked outside of the transaction: a system may take its time.
  const to = await findHeldPhone(ctx, parts, request);
  if (to === null) return;
  await ctx.transaction(async (tx) => {
    const code = await issueCode(tx, request.id, "sms");
    if (code === null) return;
    const text = proveTexts[request.language === "de" ? "de" : "en"].smsText(parts.kept.centre.brand, spellCode(code));
    const expiresAt = isoInstant(addDuration(tx.clock.now(), CODE_LIFETIME));
    const job = await addSms(tx, { key: request.id, kind: "code", to, text, expiresAt });
    await recordEvent(tx, request.id, { type: "request.link-renewed", data: {} }, [job]);
  });
}

/** The code is made where the message is: no payload of a job holds it. */
async function mailCode(tx: TxCtx, request: RequestRow): Promise<void> {
  await recordEvent(tx, request.id, { type: "request.link-renewed", data: {} }, [mailJob(tx, request.id, "code")]);
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
