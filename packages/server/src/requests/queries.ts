/** The SQL of requests. */

import {
  OPEN_STATES,
  REQUEST_STATES,
  type RequestPhase,
  type RequestState,
  requestState,
  statesBefore,
} from "@kept/contract/request-states";
import type { ListRequestsQuery, RequestSummary, TimelineEntry } from "@kept/contract/requests";
import type { Kysely, Selectable, Updateable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { RequestTables } from "./tables.ts";

/** How a request is said to be verified that needs no proof: whoever sent it may be anybody. */
export const NO_PROOF = "not-needed";

export type RequestRow = Selectable<RequestTables["request"]>;

/** Reads go the same way inside and outside a transaction. */
function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** The request, or undefined. */
export function findRequest(ctx: Ctx | TxCtx, id: string): Promise<RequestRow | undefined> {
  return db(ctx).selectFrom("request").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Those of these ids that there are, in any order. */
export function listRequests(ctx: Ctx | TxCtx, ids: readonly string[]): Promise<RequestRow[]> {
  return db(ctx).selectFrom("request").selectAll().where("id", "in", ids).execute();
}

/** The request, locked until the transaction ends: decisions of two people come one after the other. */
export function lockRequest(tx: TxCtx, id: string): Promise<RequestRow | undefined> {
  return tx.db.selectFrom("request").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Whether a batch carries it out: until that has ended, nobody decides or works on one of its people alone. */
export async function isInBatch(ctx: Ctx | TxCtx, { batch_id: id }: Pick<RequestRow, "batch_id">): Promise<boolean> {
  if (id === null) return false;
  const batch = await db(ctx).selectFrom("batch").select("state").where("id", "=", id).executeTakeFirst();
  return batch !== undefined && batch.state !== "done";
}

/**
 * Writes a change. This is the one place where a state is written, and it goes only where the table of states lets it.
 * Throws an error of the program for a step that the table does not know.
 */
export async function updateRequest(
  tx: TxCtx,
  id: string,
  change: Updateable<RequestTables["request"]>,
): Promise<void> {
  let update = tx.db.updateTable("request").set(change).where("id", "=", id);
  if (change.state !== undefined) {
    update = update.where("state", "in", statesBefore(requestState(change.state).state));
    if (change.closed_at !== undefined) await meetAnswer(tx, id, change.closed_at);
  }
  const { numUpdatedRows } = await update.executeTakeFirst();
  if (numUpdatedRows === 0n && change.state !== undefined) {
    throw new Error(`Request ${id} cannot become ${change.state} from where it is.`);
  }
}

/** A request that is closed has been answered, and none of its clocks is watched; one that is opened again has not. */
async function meetAnswer(tx: TxCtx, id: string, closedAt: string | null): Promise<void> {
  const clocks = tx.db.updateTable("request_clock").where("request_id", "=", id);
  await clocks.set({ met_at: closedAt }).where("purpose", "=", "answer").execute();
  await clocks.set({ is_watched: closedAt === null }).execute();
}

/**
 * Newest first, or the most urgent first. A page begins after `cursor`: the id of the last request of the page before, and
 * for urgency the day on which it is due (`2026-12-22|req_…`).
 */
export async function listRequestRows(
  ctx: Ctx,
  query: ListRequestsQuery,
  indexHashes: readonly string[],
): Promise<readonly RequestRow[]> {
  let select =
    query.sort === "due"
      ? selectMostUrgent(ctx, query.cursor)
      : db(ctx)
          .selectFrom("request")
          .selectAll()
          .orderBy("id", "desc")
          .$if(query.cursor !== undefined, (newest) => newest.where("id", "<", query.cursor ?? ""));
  select = select.limit(query.limit + 1);
  if (query.kind !== undefined) select = select.where("kind", "=", query.kind);
  if (query.state !== undefined) select = select.where("state", "=", query.state);
  if (query.phase !== undefined) select = select.where("state", "in", statesOf(query.phase));
  if (query.assigned === "nobody") select = select.where("assigned_to", "is", null).where("closed_at", "is", null);
  else if (query.assigned !== undefined) {
    select = select.where("assigned_to", "=", query.assigned === "me" ? ctx.actor.id : query.assigned);
  }
  if (query.search !== undefined) {
    const reference = query.search.trim().toUpperCase();
    // One set of ids by two indexes: an "or" over both would look at every request.
    select = select.where("id", "in", (where) =>
      where
        .selectFrom("request_identifier")
        .select("request_id as id")
        .where("index_hash", "in", indexHashes)
        .union(where.selectFrom("request").select("id").where("reference", "=", reference)),
    );
  }
  return select.execute();
}

function selectMostUrgent(ctx: Ctx, cursor: string | undefined) {
  const select = db(ctx)
    .selectFrom("request")
    .selectAll()
    .where("closed_at", "is", null)
    .where("due_on", "is not", null)
    // Nobody has shown yet that the address is theirs: these lapse by themselves.
    .where("state", "!=", "unverified")
    .orderBy("due_on")
    .orderBy("id");
  const [day, id] = (cursor ?? "").split("|");
  if (day === undefined || id === undefined) return select;
  return select.where((where) =>
    where.or([where("due_on", ">", day), where.and([where("due_on", "=", day), where("id", ">", id)])]),
  );
}

/** What the next page of a list begins after. */
export function cursorAfter(query: ListRequestsQuery, last: RequestRow | undefined): string | null {
  if (last === undefined) return null;
  return query.sort === "due" ? `${last.due_on ?? ""}|${last.id}` : last.id;
}

/** Open requests whose identity is proven, by how near their days are. `today` and `soon` are ISO days. */
export async function countDue(
  ctx: Ctx,
  today: string,
  soon: string,
): Promise<{ late: number; overdue: number; soon: number }> {
  const row = await db(ctx)
    .selectFrom("request")
    .select((select) => [
      select.fn.countAll<number>().filterWhere("legal_due_on", "<", today).as("late"),
      select.fn.countAll<number>().filterWhere("due_on", "<", today).as("overdue"),
      select.fn.countAll<number>().filterWhere("due_on", ">=", today).as("soon"),
    ])
    .where("closed_at", "is", null)
    .where("due_on", "<=", soon)
    .where(
      "state",
      "in",
      OPEN_STATES.filter((state) => state !== "unverified"),
    )
    .executeTakeFirstOrThrow();
  return { late: Number(row.late), overdue: Number(row.overdue), soon: Number(row.soon) };
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
    arrivedAt: row.arrived_at.toISOString(),
    dueOn: row.due_on,
    legalDueOn: row.legal_due_on,
    regimes: [...row.regimes],
    isPaused: row.is_paused,
    isExtended: row.is_extended,
    closedAt: row.closed_at?.toISOString() ?? null,
    rows: row.row_count,
    findings: row.finding_count,
    blockingFindings: row.blocking_count,
    planVersion: row.plan_version,
    assignedTo: row.assigned_to,
    batch: row.batch_id,
  };
}
