/** The SQL of requests. */

import { REQUEST_STATES, type RequestPhase, type RequestState, requestState } from "@kept/contract/request-states";
import type { ListRequestsQuery, RequestSummary, TimelineEntry } from "@kept/contract/requests";
import type { Kysely, Selectable, Updateable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { RequestTables } from "./tables.ts";

export type RequestRow = Selectable<RequestTables["request"]>;

/** Reads go the same way inside and outside a transaction. */
function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** The request, or undefined. */
export function findRequest(ctx: Ctx | TxCtx, id: string): Promise<RequestRow | undefined> {
  return db(ctx).selectFrom("request").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The request, locked until the transaction ends: decisions of two people come one after the other. */
export function lockRequest(tx: TxCtx, id: string): Promise<RequestRow | undefined> {
  return tx.db.selectFrom("request").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function updateRequest(
  tx: TxCtx,
  id: string,
  change: Updateable<RequestTables["request"]>,
): Promise<void> {
  await tx.db.updateTable("request").set(change).where("id", "=", id).execute();
}

/** Newest first; a page begins after `cursor`, the id of the last request of the page before. */
export async function listRequestRows(
  ctx: Ctx,
  query: ListRequestsQuery,
  indexHashes: readonly string[],
): Promise<readonly RequestRow[]> {
  let select = db(ctx)
    .selectFrom("request")
    .selectAll()
    .orderBy("id", "desc")
    .limit(query.limit + 1);
  if (query.cursor !== undefined) select = select.where("id", "<", query.cursor);
  if (query.kind !== undefined) select = select.where("kind", "=", query.kind);
  if (query.state !== undefined) select = select.where("state", "=", query.state);
  if (query.phase !== undefined) select = select.where("state", "in", statesOf(query.phase));
  if (query.search !== undefined) {
    const reference = query.search.trim().toUpperCase();
    select = select.where((where) =>
      where.or([
        where("reference", "=", reference),
        where(
          "id",
          "in",
          where.selectFrom("request_identifier").select("request_id").where("index_hash", "in", indexHashes),
        ),
      ]),
    );
  }
  return select.execute();
}

export async function countPhases(ctx: Ctx): Promise<Record<RequestPhase, number>> {
  const rows = await db(ctx)
    .selectFrom("request")
    .select((select) => ["state", select.fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  const counts: Record<RequestPhase, number> = { unverified: 0, needs_decision: 0, underway: 0, closed: 0 };
  for (const row of rows) counts[requestState(row.state).phase] += Number(row.count);
  return counts;
}

function statesOf(phase: RequestPhase): readonly RequestState[] {
  return REQUEST_STATES.filter((row) => row.phase === phase).map((row) => row.state);
}

/** Requests that one of these identifiers belongs to. */
export async function findRequestsByIndex(ctx: Ctx | TxCtx, indexHash: string): Promise<readonly RequestRow[]> {
  return db(ctx)
    .selectFrom("request")
    .innerJoin("request_identifier", "request_identifier.request_id", "request.id")
    .selectAll("request")
    .where("request_identifier.index_hash", "=", indexHash)
    .orderBy("request.id", "desc")
    .execute();
}

export async function listIndexHashes(ctx: Ctx | TxCtx, requestId: string): Promise<readonly string[]> {
  const rows = await db(ctx)
    .selectFrom("request_identifier")
    .select("index_hash")
    .where("request_id", "=", requestId)
    .orderBy("index_hash")
    .execute();
  return rows.map((row) => row.index_hash);
}

export async function listTimeline(ctx: Ctx, requestId: string): Promise<TimelineEntry[]> {
  const rows = await db(ctx)
    .selectFrom("request_event")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    at: row.at.toISOString(),
    event: row.event,
    actor: { kind: row.actor_kind as TimelineEntry["actor"]["kind"], id: row.actor_id },
    facts: { ...row.facts },
  }));
}

/** A row as the API shows it. */
export function summariseRequest(row: RequestRow): RequestSummary {
  const state = row.state as RequestState;
  return {
    id: row.id,
    reference: row.reference,
    kind: row.kind as RequestSummary["kind"],
    state,
    phase: requestState(state).phase,
    person: row.person_label,
    channel: row.channel as RequestSummary["channel"],
    language: row.language as RequestSummary["language"],
    submittedAt: row.submitted_at.toISOString(),
    receivedAt: row.received_at?.toISOString() ?? null,
    dueOn: row.due_on,
    closedAt: row.closed_at?.toISOString() ?? null,
    rows: row.row_count,
    findings: row.finding_count,
    blockingFindings: row.blocking_count,
  };
}
