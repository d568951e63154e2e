/** Requests that a restriction holds up, and how they go on once it is lifted: each is planned again, once, by itself. */
import type { RequestDetail } from "@kept/contract/requests";
import type { Kysely } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { publishState } from "../requests/decide-request.ts";
import { isInBatch, lockRequest, type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { systemsOf } from "../requests/scope-rows.ts";
import { resetSteps } from "./queries.ts";

const db = (ctx: Ctx | TxCtx): Kysely<Database> => ctx.db as Kysely<Database>;

/** Which restrictions hold the plan of this system up; none: it is not held up. */
export async function saveWaits(
  tx: TxCtx,
  requestId: string,
  system: string,
  restrictions: readonly string[],
): Promise<void> {
  await tx.db.deleteFrom("fulfilment_wait").where("request_id", "=", requestId).where("system", "=", system).execute();
  if (restrictions.length === 0) return;
  await tx.db
    .insertInto("fulfilment_wait")
    .values(restrictions.map((restriction) => ({ restriction_id: restriction, request_id: requestId, system })))
    .execute();
}

/** The job that comes with a lift. What has gone on already, or has ended, is left alone: it may run again. */
export async function followLift(ctx: Ctx, parts: RequestParts, restrictionId: string): Promise<void> {
  const waiting = await ctx.db
    .selectFrom("fulfilment_wait")
    .select("request_id")
    .distinct()
    .where("restriction_id", "=", restrictionId)
    .orderBy("request_id")
    .execute();
  for (const { request_id: requestId } of waiting) {
    const isGoing = await ctx.transaction(async (tx) => {
      const request = await lockRequest(tx, requestId);
      return request !== undefined && (await goOn(tx, parts, request));
    });
    if (isGoing) publishState(ctx, parts, requestId, "planning");
  }
}

/** Has a request planned again that waits for what is lifted by now. The caller holds the request's lock. */
export async function goOn(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<boolean> {
  const over = await tx.db
    .selectFrom("fulfilment_wait")
    .innerJoin("fulfilment_restriction", "fulfilment_restriction.request_id", "fulfilment_wait.restriction_id")
    .select("restriction_id")
    .where("fulfilment_wait.request_id", "=", request.id)
    .where("fulfilment_restriction.state", "=", "lifted")
    .orderBy("restriction_id")
    .execute();
  const [first] = over;
  if (first === undefined) return false;
  await tx.db.deleteFrom("fulfilment_wait").where("request_id", "=", request.id).execute();
  const isOpen = request.state === "planning" || request.state === "blocked";
  if (!isOpen || request.sealed_person === null || (await isInBatch(tx, request))) return false;
  await updateRequest(tx, request.id, { state: "planning", retry_at: null, held_up_in: null });
  await resetSteps(tx, request.id, systemsOf(parts, request));
  const data = { restriction: first.restriction_id };
  await recordEvent(tx, request.id, { type: "request.lift-followed", data }, [
    { name: "requests.plan", payload: { requestId: request.id } },
  ]);
  return true;
}

/** What a request waits for, as the API shows it. */
export async function listWaits(ctx: Ctx, requestId: string): Promise<RequestDetail["waitsFor"]> {
  const rows = await db(ctx)
    .selectFrom("fulfilment_wait")
    .innerJoin("request", "request.id", "fulfilment_wait.restriction_id")
    .leftJoin("fulfilment_restriction", "fulfilment_restriction.request_id", "request.id")
    .select(["request.id", "request.reference", "fulfilment_restriction.since", "fulfilment_restriction.state"])
    .distinct()
    .where("fulfilment_wait.request_id", "=", requestId)
    .orderBy("request.id")
    .execute();
  return rows.map(({ id, reference, since, state }) => ({
    requestId: id,
    reference,
    since: since?.toISOString() ?? null,
    isAnnounced: state === "announced",
  }));
}
