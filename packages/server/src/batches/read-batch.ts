/** Batches as the API shows them: totals, everybody by their line, and what may be done now. */
import type { Batch, BatchSummary } from "@kept/contract/batches";
import { sumCounts } from "../fulfilment/settle-step.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { mayOf } from "./decide-batch.ts";
import { listPausable } from "./pause-system.ts";
import { type BatchRow, findBatch, listBatchSystems, listLines } from "./queries.ts";
import { listSkippable } from "./skip-system.ts";

const MOST_BATCHES = 100;

/** Throws `batch_not_found`. */
export async function readBatch(ctx: Ctx, parts: RequestParts, batchId: string): Promise<Batch> {
  const row = await findBatch(ctx, batchId);
  if (row === undefined) throw problem("batch_not_found");
  const lines = await listLines(ctx, batchId);
  const systems = await listBatchSystems(ctx, batchId);
  const recorded = await countRecorded(ctx, batchId);
  const requests = await listEnds(ctx, batchId);
  const ended = new Set(requests.filter(({ state }) => state === "done").map(({ id }) => id));
  const notVerified = requests.filter(({ id, left }) => (row.state === "done" ? !ended.has(id) : left)).length;
  return {
    ...summarise(row, { clear: lines.filter(({ state }) => state === "clear").length, notVerified }),
    planVersion: row.plan_version,
    tell: row.tell,
    undoWindow: row.tell ? (parts.kept.requests.undo?.window ?? null) : null,
    runsAt: row.state === "waiting" ? (row.runs_at?.toISOString() ?? null) : null,
    problem: describeProblem(row),
    counts: sumCounts(systems.flatMap(({ summary }) => summary.tables)),
    systems: systems.map(({ system, state, people, together, summary }) => ({
      system,
      state,
      people,
      together,
      done: Math.min(people, recorded.get(system) ?? 0),
      tables: summary.tables.map((table) => ({ ...table })),
      ...(summary.files === undefined ? {} : { files: summary.files.map((counts) => ({ ...counts })) }),
      findings: summary.findings.map((finding) => ({ ...finding })),
    })),
    lines: lines.map(({ line, label, state, same_as: sameAs, finding, request_id: requestId, ...counts }) => ({
      line,
      person: label,
      state,
      sameAs,
      finding,
      requestId,
      verified: requestId !== null && ended.has(requestId),
      counts: sumCounts([counts]),
    })),
    leftOut: row.left_out.map(({ system, reason }) => ({ system, reason })),
    skippable: [...listSkippable(parts, row, systems)],
    paused: row.paused.map(({ system, reason }) => ({ system, reason })),
    pausable: [...listPausable(parts, row, systems)],
    may: mayOf(row, lines),
  };
}

function describeProblem(row: BatchRow): Batch["problem"] {
  if (row.problem_code === null) return null;
  const isTriedAgain = row.state === "planning" || row.state === "running";
  return {
    code: row.problem_code,
    message: row.problem_message ?? "",
    tries: row.attempts,
    nextTryAt: isTriedAgain ? (row.retry_at?.toISOString() ?? null) : null,
  };
}

export async function listBatches(ctx: Ctx): Promise<{ batches: BatchSummary[] }> {
  const rows = await ctx.db
    .selectFrom("batch")
    .selectAll()
    .select((select) => [
      select
        .selectFrom("batch_line")
        .select((count) => count.fn.countAll<number>().as("count"))
        .whereRef("batch_line.batch_id", "=", "batch.id")
        .where("batch_line.state", "=", "clear")
        .as("clear"),
      // As one batch tells it: of one that has ended, whoever has not ended well; before, of whom something was left.
      select
        .selectFrom("request")
        .select((count) => count.fn.countAll<number>().as("count"))
        .whereRef("request.batch_id", "=", "batch.id")
        .where(({ and, eb, exists, or, ref, selectFrom }) =>
          or([
            and([eb(ref("batch.state"), "=", "done"), eb("request.state", "!=", "done")]),
            and([
              eb(ref("batch.state"), "!=", "done"),
              exists(
                selectFrom("fulfilment_step")
                  .select("fulfilment_step.system")
                  .whereRef("fulfilment_step.request_id", "=", "request.id")
                  .where("fulfilment_step.state", "=", "committed"),
              ),
            ]),
          ]),
        )
        .as("not_verified"),
    ])
    .orderBy("submitted_at", "desc")
    .orderBy("id", "desc")
    .limit(MOST_BATCHES)
    .execute();
  return {
    batches: rows.map((row) =>
      summarise(row, { clear: Number(row.clear ?? 0), notVerified: Number(row.not_verified ?? 0) }),
    ),
  };
}

function summarise(row: BatchRow, people: Pick<BatchSummary, "clear" | "notVerified">): BatchSummary {
  return {
    id: row.id,
    state: row.state,
    submittedAt: row.submitted_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    people: row.people,
    ...people,
    scope: { tables: [...row.scope.tables], categories: [...row.scope.categories] },
  };
}

/** Where the request of each stands; `left`: in some system the look afterwards found something. */
async function listEnds(ctx: Ctx, batchId: string) {
  const rows = await ctx.db
    .selectFrom("request")
    .leftJoin("fulfilment_step", (join) =>
      join.onRef("fulfilment_step.request_id", "=", "request.id").on("fulfilment_step.state", "=", "committed"),
    )
    .select((select) => ["request.id", "request.state", select.fn.count<number>("fulfilment_step.system").as("left")])
    .where("request.batch_id", "=", batchId)
    .groupBy(["request.id", "request.state"])
    .execute();
  return rows.map(({ id, state, left }) => ({ id, state, left: Number(left) > 0 }));
}

/** Of how many people the part in a system is recorded. */
async function countRecorded(ctx: Ctx, batchId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.db
    .selectFrom("fulfilment_step")
    .innerJoin("request", "request.id", "fulfilment_step.request_id")
    .select((select) => ["fulfilment_step.system", select.fn.countAll<number>().as("count")])
    .where("request.batch_id", "=", batchId)
    .where("fulfilment_step.state", "in", ["verified", "committed"])
    .groupBy("fulfilment_step.system")
    .execute();
  return new Map(rows.map(({ system, count }) => [system, Number(count)]));
}
