/** Knowledge of what is held: questions of the configuration, the same for everybody, compared where the data is. */
import { setTimeout as wait } from "node:timers/promises";
import { proofTier } from "@kept/contract/proof-tiers";
import { requestKind } from "@kept/contract/request-kinds";
import type { KnowledgeQuestion, ProofOutcome } from "@kept/contract/verification";
import { localized } from "../kept-config.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { lockRequest, type RequestRow } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { failProof, requireOffered, settleRow } from "./codes.ts";
import { isRightAnswer } from "./compare-answer.ts";
import { settleProof } from "./give-proof.ts";
import { handOverStuck } from "./hand-over.ts";
import { readHeldValues } from "./held-values.ts";
import { countFailure, isLocked } from "./locks.ts";
import { isProofOpen, openProof, type ProofSubject } from "./proof-subject.ts";

/** An answer takes no less, so that its time does not tell whether anything was found. Milliseconds. */
const ANSWER_TAKES = 300;
const MOST_TRIES = proofTier("knowledge").tries;

export interface KnowledgeForm {
  readonly questions: KnowledgeQuestion[];
  /** How many have to be right. */
  readonly needed: number;
  /** A declaration is asked for with them. */
  readonly declares: boolean;
}

/** Throws `proof_not_found` or `proof_tier_not_offered`. */
export async function listQuestions(
  ctx: Ctx,
  parts: RequestParts,
  token: string,
  language: "en" | "de",
): Promise<KnowledgeForm> {
  const subject = await openProof(ctx, token);
  await requireOffered(ctx, parts, subject, "knowledge");
  const { questions, rightAnswers } = parts.kept.verification;
  return {
    questions: Object.entries(questions).map(([id, { title, form }]) => ({
      id,
      title: localized(title, language),
      form,
    })),
    needed: rightAnswers,
    declares: subject.request !== null && declares(subject.request),
  };
}

/** California wants a declaration where specific pieces are disclosed to somebody without an account (11 CCR 7062(c)). */
function declares(request: RequestRow): boolean {
  return request.regimes.join() === "us-ca" && requestKind(request.kind).act === "read";
}

/**
 * Throws `proof_not_found` or `proof_tier_not_offered`. A try is counted before anything is looked up, so that many at once
 * are no more than many one after the other; what was said is compared and let go.
 */
export async function answerQuestions(
  ctx: Ctx,
  parts: RequestParts,
  input: { readonly token: string; readonly answers: Readonly<Record<string, string>>; readonly declared: boolean },
): Promise<ProofOutcome> {
  const started = performance.now();
  const subject = await openProof(ctx, input.token);
  await requireOffered(ctx, parts, subject, "knowledge");
  const outcome = await compare(ctx.as({ kind: "person", id: subject.id }), parts, subject, input);
  await wait(Math.max(0, ANSWER_TAKES - (performance.now() - started)));
  return outcome;
}

async function compare(
  ctx: Ctx,
  parts: RequestParts,
  subject: ProofSubject,
  input: { readonly answers: Readonly<Record<string, string>>; readonly declared: boolean },
): Promise<ProofOutcome> {
  const { request } = subject;
  if (request === null) return "not_accepted";
  const attempt = await ctx.transaction((tx) => beginTry(tx, subject, request));
  if (attempt === null) return "not_accepted";
  const right = await countRight(ctx, parts, request, input.answers);
  const isRight = right >= parts.kept.verification.rightAnswers && (input.declared || !declares(request));
  return await ctx.transaction(async (tx): Promise<ProofOutcome> => {
    const row = await lockRequest(tx, request.id);
    if (row === undefined || !(await isProofOpen(tx, row))) return "not_accepted";
    if (!isRight) {
      await countFailure(tx, subject.hashes);
      if (attempt.tries >= MOST_TRIES) {
        await failProof(tx, request.id, { ...attempt, tier: "knowledge" });
        await handOverStuck(tx, parts, row);
      }
      return "not_accepted";
    }
    await settleRow(tx, request.id, attempt.id, "proven");
    return await settleProof(tx, parts, row, "knowledge");
  });
}

/** The try that begins, counted; null when there were too many. */
async function beginTry(
  tx: TxCtx,
  subject: ProofSubject,
  request: RequestRow,
): Promise<{ readonly id: string; readonly tries: number } | null> {
  const row = await lockRequest(tx, request.id);
  if (row === undefined || !(await isProofOpen(tx, row)) || (await isLocked(tx, subject.hashes))) return null;
  const known = await tx.db
    .selectFrom("proof")
    .select(["id", "tries", "state"])
    .where("request_id", "=", request.id)
    .where("tier", "=", "knowledge")
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (known?.state === "failed" || (known?.tries ?? 0) >= MOST_TRIES) return null;
  if (known?.state === "open") {
    const tries = known.tries + 1;
    const row = tx.db.updateTable("proof").set({ tries }).where("request_id", "=", request.id);
    await row.where("id", "=", known.id).execute();
    return { id: known.id, tries };
  }
  const id = tx.ids.next("prf");
  const begun = { request_id: request.id, id, tier: "knowledge", state: "open", tries: 1 } as const;
  await tx.db
    .insertInto("proof")
    .values({ ...begun, created_at: isoInstant(tx.clock.now()) })
    .execute();
  return { id, tries: 1 };
}

async function countRight(
  ctx: Ctx,
  parts: RequestParts,
  request: RequestRow,
  answers: Readonly<Record<string, string>>,
): Promise<number> {
  let right = 0;
  for (const [id, question] of Object.entries(parts.kept.verification.questions)) {
    const said = answers[id] ?? "";
    const held = await readHeldValues(ctx, parts, request, question);
    if (held.some((value) => isRightAnswer(question.form, said, value))) right += 1;
  }
  return right;
}
