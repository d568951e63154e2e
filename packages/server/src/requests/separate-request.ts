/**
 * Two requests were answered as one by mistake: each is its own again, with its own clock from its own arrival. What has been
 * answered meanwhile stays answered; the one that was closed is planned from the start.
 */
import { requestKind } from "@kept/contract/request-kinds";
import { requestState } from "@kept/contract/request-states";
import type { Separation } from "@kept/contract/separations";
import { REGIME_NAMES, type RegimeName } from "@kept/engine/regimes/regime";
import { setClocks } from "../clocks/request-clocks.ts";
import { acts } from "../fulfilment/acts.ts";
import { resetSteps } from "../fulfilment/queries.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { dryRun } from "../platform/dry-run.ts";
import { problem } from "../platform/http/problems.ts";
import { decideRequest } from "./decide-request.ts";
import { lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { requireRequest } from "./read-request.ts";
import { receiveRequest } from "./receive-request.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";
import { writeNote } from "./request-work.ts";
import { systemsOf } from "./scope-rows.ts";

/** What it would come to. Throws `separation_not_possible`. */
export async function previewSeparation(ctx: Ctx, parts: RequestParts, requestId: string): Promise<Separation> {
  const request = await requireRequest(ctx, requestId);
  const proposal = await findProposal(ctx, requestId);
  const { own, into, isRestored } = await dryRun(ctx, async (tx) => {
    const found = await separate(tx, parts, request);
    const [own, into] = [await lockRequest(tx, requestId), await lockRequest(tx, found.into.id)];
    if (own === undefined || into === undefined) throw new Error("A request that was just separated is not there.");
    return { own, into, isRestored: found.isRestored };
  });
  return {
    own: describe(own),
    other: { ...describe(into), isAnswered: requestState(into.state).phase === "closed", isRestored },
    needsSecond: parts.kept.requests.fourEyes.separations,
    proposed: proposal === null ? null : { at: proposal.at.toISOString(), isMine: proposal.actor_id === ctx.actor.id },
  };
}

/**
 * With four eyes the first one proposes and another one does it. Throws `separation_not_possible`, `separation_same_person`
 * or `request_state_wrong`.
 */
export function separateRequest(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: { readonly reason: string },
): Promise<void> {
  return decideRequest(ctx, parts, requestId, "maySeparate", async (tx, request) => {
    await writeNote(tx, requestId, input.reason);
    if (parts.kept.requests.fourEyes.separations) {
      const proposal = await findProposal(tx, requestId);
      if (proposal === null) {
        await recordEvent(tx, requestId, { type: "request.separation-proposed", data: {} });
        return "merged";
      }
      if (proposal.actor_id === tx.actor.id) throw problem("separation_same_person");
    }
    await separate(tx, parts, request);
    return (await lockRequest(tx, requestId))?.state === "merged" ? "merged" : "planning";
  });
}

async function separate(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
): Promise<{ readonly into: RequestRow; readonly isRestored: boolean }> {
  const into = request.merged_into === null ? undefined : await lockRequest(tx, request.merged_into);
  // Who asked has been forgotten: there is nobody to answer.
  if (request.state !== "merged" || into === undefined || request.sealed_person === null) {
    throw problem("separation_not_possible");
  }
  await updateRequest(tx, request.id, { merged_into: null, closed_at: null });
  if (acts[requestKind(request.kind).act].through === "systems") {
    await resetSteps(tx, request.id, systemsOf(parts, request));
  }
  await recordEvent(tx, request.id, { type: "request.separated", data: { from: into.id } });
  await receiveRequest(tx, parts, request.id, request.verified_how ?? "");
  const isRestored = requestState(into.state).phase === "closed" ? false : await restoreClock(tx, parts, into);
  return { into, isRestored };
}

/** Back to its own arrival and rules, and to those of what still is answered in it. False: they are not on record. */
async function restoreClock(tx: TxCtx, parts: RequestParts, into: RequestRow): Promise<boolean> {
  const absorbed = await tx.db
    .selectFrom("request_event")
    .select("facts")
    .where("request_id", "=", into.id)
    .where("event", "=", "absorbed")
    .orderBy("id")
    .execute();
  const own = absorbed[0]?.facts;
  if (own === undefined || typeof own["arrivedAt"] !== "string" || typeof own["regimes"] !== "string") return false;
  const others = await tx.db
    .selectFrom("request")
    .select(["arrived_at", "regimes"])
    .where("merged_into", "=", into.id)
    .execute();
  const arrivedAt = [own["arrivedAt"], ...others.map((one) => one.arrived_at.toISOString())].sort()[0] ?? "";
  const named = new Set([...own["regimes"].split(" "), ...others.flatMap(({ regimes }) => [...regimes])]);
  const regimes: readonly RegimeName[] = REGIME_NAMES.filter((name) => named.has(name));
  await updateRequest(tx, into.id, { arrived_at: arrivedAt, regimes: jsonb(regimes) });
  const { dueOn } = await setClocks(tx, parts.kept, { ...into, arrived_at: new Date(arrivedAt), regimes });
  await recordEvent(tx, into.id, { type: "request.released", data: { dueOn } });
  return true;
}

/** The first of two people has said that it is to be taken back, since it was merged. */
async function findProposal(ctx: Ctx | TxCtx, requestId: string) {
  const last = await (ctx as Ctx).db
    .selectFrom("request_event")
    .select(["event", "at", "actor_id"])
    .where("request_id", "=", requestId)
    .where("event", "in", ["merged", "separation-proposed"])
    .orderBy("id", "desc")
    .executeTakeFirst();
  return last?.event === "separation-proposed" ? last : null;
}

function describe(row: RequestRow) {
  const { id, reference, arrived_at, due_on } = row;
  return { id, reference, arrivedAt: arrived_at.toISOString(), dueOn: due_on };
}
