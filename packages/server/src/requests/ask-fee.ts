/** A fee is asked for: on a ground that every regime knows, by two people; the person decides, and nothing happens until then. */
import { feeGround, lawfulFees, type ProposeFee } from "@kept/contract/fees";
import type { RequestState } from "@kept/contract/request-states";
import { requestState } from "@kept/contract/request-states";
import { rulesFor } from "@kept/engine/clocks/clock-rules";
import { setClocks } from "../clocks/request-clocks.ts";
import { isBegun, listSteps, resetSteps } from "../fulfilment/queries.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { endCancelled } from "./close-request.ts";
import { decideRequest } from "./decide-request.ts";
import { mailJob } from "./message-names.ts";
import { openPerson } from "./person.ts";
import { lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import { type FeeRow, feeText, findFee, sealFee, updateFee } from "./request-fees.ts";
import type { RequestParts } from "./request-parts.ts";
import { systemsOf } from "./scope-rows.ts";

/** Throws `fee_not_lawful`, `fee_too_high`, `fee_proof_missing` or `request_no_address`. */
export function proposeFee(ctx: Ctx, parts: RequestParts, requestId: string, input: ProposeFee): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayAsk", async (tx, request): Promise<RequestState> => {
    checkFee(request, input);
    await requireNotBegun(tx, requestId);
    if ((openPerson(tx, requestId, request.sealed_person)?.replyTo ?? null) === null) {
      throw problem("request_no_address");
    }
    const before = await findFee(tx, requestId);
    if (before?.state === "proposed") await updateFee(tx, before, { state: "replaced" });
    const id = tx.ids.next("fee");
    const { ground, amount, currency } = input;
    await tx.db
      .insertInto("request_fee")
      .values({
        request_id: requestId,
        id,
        state: "proposed",
        ground,
        amount,
        currency,
        sealed: sealFee(tx.keys, requestId, id, input),
        proposed_by_kind: tx.actor.kind,
        proposed_by_id: tx.actor.id,
        proposed_at: isoInstant(tx.clock.now()),
      })
      .execute();
    await recordEvent(tx, requestId, { type: "request.fee-proposed", data: { ground, amount, currency } });
    return requestState(request.state).state;
  });
}

/** No fee for what has been done already. Throws `request_state_wrong`. */
async function requireNotBegun(tx: TxCtx, requestId: string): Promise<void> {
  if (!(await listSteps(tx, requestId)).some(isBegun)) return;
  throw problem("request_state_wrong", { detail: "Part of it has been carried out already." });
}

function checkFee(request: RequestRow, { ground, amount, currency, proof }: ProposeFee): void {
  checkLawful(request, ground);
  const { most, proof: demanded } = feeGround(ground);
  if (most !== null && (currency !== most.currency || amount > most.amount)) {
    throw problem("fee_too_high", { detail: `The law names ${most.amount / 100} ${most.currency} as the most.` });
  }
  const missing = demanded.filter(({ name }) => (proof[name] ?? "") === "");
  if (missing.length > 0) {
    const pointers = missing.map(({ name, asks }) => ({ pointer: `/body/proof/${name}`, message: asks }));
    throw problem("fee_proof_missing", { pointers });
  }
}

function checkLawful(request: RequestRow, ground: string): void {
  if (lawfulFees(request.regimes, request.kind).some(({ code }) => code === ground)) return;
  const { grounds } = feeGround(ground);
  const without = request.regimes.filter((regime) => grounds[regime] === null);
  throw problem("fee_not_lawful", {
    detail:
      without.length > 0
        ? `Under ${without.join(", ")} no fee may be asked for on this ground.`
        : "No fee may be asked for this right on this ground.",
    pointers: [{ pointer: "/body/ground", message: "is no ground there" }],
  });
}

/** Throws `fee_not_open`, `fee_same_person` for whoever proposed it, or `request_state_wrong` once something was carried out. */
export function confirmFee(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayAsk", async (tx, request): Promise<RequestState> => {
    const fee = await requireFee(tx, requestId, ["proposed"]);
    if (fee.proposed_by_kind === tx.actor.kind && fee.proposed_by_id === tx.actor.id) throw problem("fee_same_person");
    // The place, and so the rules, may have become another since.
    checkLawful(request, fee.ground);
    await requireNotBegun(tx, requestId);
    const now = isoInstant(tx.clock.now());
    const { kind, id } = tx.actor;
    await updateFee(tx, fee, { state: "quoted", quoted_at: now, confirmed_by_kind: kind, confirmed_by_id: id });
    const question = { reason: fee.ground, text: feeText(tx.keys, fee) };
    await tx.db
      .insertInto("request_question")
      .values({
        request_id: requestId,
        id: fee.id,
        cause: "fee",
        sealed_question: sealJson(tx.keys, "request.question", `request/${requestId}/${fee.id}`, question),
        asked_at: now,
        closes_at: isoInstant(addDuration(tx.clock.now(), reflection(parts, request))),
      })
      .execute();
    await updateRequest(tx, requestId, { state: "asking", retry_at: null, held_up_in: null });
    await setClocks(tx, parts.kept, request);
    const { ground, amount, currency } = fee;
    await recordEvent(tx, requestId, { type: "request.fee-quoted", data: { ground, amount, currency } }, [
      mailJob(tx, requestId, "fee_quote"),
    ]);
    return "asking";
  });
}

/** How long the person may think about it: what a regime's clock says, else as long as any question waits. */
function reflection(parts: RequestParts, request: RequestRow): string {
  const rule = rulesFor("fee-announced", request.regimes.length === 0 ? ["default"] : request.regimes).at(0);
  return rule?.base.unit === "days" ? `P${rule.base.count}D` : parts.kept.requests.questionLifetime;
}

/** Who declines withdraws; who accepts is waited for until the payment is recorded. Throws `fee_not_open`. */
export function answerFee(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  { accepts }: { readonly accepts: boolean },
): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayAnswer", async (tx, request): Promise<RequestState> => {
    const fee = await requireFee(tx, requestId, ["quoted"]);
    const now = isoInstant(tx.clock.now());
    await updateFee(tx, fee, { state: accepts ? "accepted" : "declined", answered_at: now });
    await recordEvent(tx, requestId, { type: "request.fee-answered", data: { accepts } });
    if (!accepts) return await endCancelled(tx, parts, request);
    const closesAt = isoInstant(addDuration(tx.clock.now(), parts.kept.requests.questionLifetime));
    await updateQuestion(tx, fee, { closes_at: closesAt });
    return "asking";
  });
}

/** From now on the request goes on, and where the regime says so its time begins anew. Throws `fee_not_open`. */
export function recordFeePaid(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  { reference }: { readonly reference: string },
): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayAnswer", async (tx, request): Promise<RequestState> => {
    const fee = await requireFee(tx, requestId, ["quoted", "accepted"]);
    const now = isoInstant(tx.clock.now());
    await updateFee(tx, fee, { state: "paid", paid_at: now, payment_reference: reference });
    await updateQuestion(tx, fee, { answered_at: now });
    await recordEvent(tx, requestId, { type: "request.fee-paid", data: {} });
    return await goOn(tx, parts, request);
  });
}

/** No fee after all. Throws `fee_not_open`. */
export async function dropFee(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  const state = await ctx.transaction(async (tx): Promise<RequestState> => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if (request.closed_at !== null) throw problem("request_state_wrong");
    const fee = await requireFee(tx, requestId, ["proposed", "quoted", "accepted"]);
    await updateFee(tx, fee, { state: "dropped" });
    await recordEvent(tx, requestId, { type: "request.fee-dropped", data: {} });
    if (fee.state === "proposed") return requestState(request.state).state;
    // Asking for it moves nothing any more.
    await tx.db.deleteFrom("request_question").where("request_id", "=", requestId).where("id", "=", fee.id).execute();
    return await goOn(tx, parts, request);
  });
  parts.feed.publish({ type: "state", requestId, state, at: isoInstant(ctx.clock.now()) });
}

async function goOn(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<RequestState> {
  await updateRequest(tx, request.id, { state: "planning" });
  await setClocks(tx, parts.kept, request);
  await resetSteps(tx, request.id, systemsOf(parts, request));
  await recordEvent(tx, request.id, { type: "request.replanned", data: { namedRows: 0 } }, [
    { name: "requests.plan", payload: { requestId: request.id } },
  ]);
  return "planning";
}

async function requireFee(tx: TxCtx, requestId: string, states: readonly FeeRow["state"][]): Promise<FeeRow> {
  const fee = await findFee(tx, requestId);
  if (fee === undefined || !states.includes(fee.state)) throw problem("fee_not_open");
  return fee;
}

async function updateQuestion(
  tx: TxCtx,
  fee: FeeRow,
  change: { readonly answered_at?: string; readonly closes_at?: string },
): Promise<void> {
  await tx.db
    .updateTable("request_question")
    .set(change)
    .where("request_id", "=", fee.request_id)
    .where("id", "=", fee.id)
    .execute();
}
