/** One thing done with many requests: each by the use case that it would have alone, in a transaction of its own. */
import type { BulkAction, BulkOutcome, BulkRequests } from "@kept/contract/bulk-requests";
import { type ErrorCode, errorDefinition } from "@kept/contract/errors";
import type { RequestSummary } from "@kept/contract/requests";
import type { Ctx } from "../platform/ctx.ts";
import { ProblemError, problem } from "../platform/http/problems.ts";
import { approveRequest } from "./approve-request.ts";
import { assignRequest, listAssignees } from "./assign-request.ts";
import { extendRequest } from "./extend-request.ts";
import { findRequest, type RequestRow } from "./queries.ts";
import { readProposal } from "./refuse-request.ts";
import { remindNow } from "./remind-now.ts";
import { createRequestFeed } from "./request-feed.ts";
import type { RequestParts } from "./request-parts.ts";
import { openTask } from "./request-work.ts";

type BulkResult = BulkOutcome["results"][number];

/** Throws `operator_not_found` at once: nobody would have it in hand. Everything else is told request by request. */
export async function bulkRequests(ctx: Ctx, parts: RequestParts, input: BulkRequests): Promise<BulkOutcome> {
  const { dryRun } = input;
  const assignee = input.do.action === "assign" ? input.do.operatorId : null;
  if (assignee !== null && !(await listAssignees(ctx)).some(({ id }) => id === assignee)) {
    throw problem("operator_not_found");
  }
  const used = dryRun ? { ctx: rollingBack(ctx), parts: { ...parts, feed: createRequestFeed() } } : { ctx, parts };
  const results: BulkResult[] = [];
  for (const { id, planVersion } of new Map(input.requests.map((one) => [one.id, one])).values()) {
    const before = await findRequest(ctx, id);
    const why = before === undefined ? "request_not_found" : await attempt(used, before, input.do, planVersion);
    results.push(describe(id, before, why));
  }
  const done = results.filter((result) => result.done);
  const rows = done.reduce((sum, result) => sum + result.rows, 0);
  return { dryRun, done: done.length, notDone: results.length - done.length, rows, results };
}

/** Null: it was done. */
async function attempt(
  { ctx, parts }: { readonly ctx: Ctx; readonly parts: RequestParts },
  request: RequestRow,
  action: BulkAction,
  planVersion: number | undefined,
): Promise<ErrorCode | null> {
  try {
    await act(ctx, parts, request, action, planVersion);
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    // The others have their turn, and the list says that this one has not been done.
    ctx.log.error("one of many requests failed", { subject: request.id, error });
    return "internal_error";
  }
}

async function act(
  ctx: Ctx,
  parts: RequestParts,
  request: RequestRow,
  action: BulkAction,
  planVersion: number | undefined,
): Promise<void> {
  switch (action.action) {
    case "assign":
      return await assignRequest(ctx, request.id, action);
    case "remind":
      return await remindNow(ctx, request.id);
    case "task":
      return await openTask(ctx, request.id, action);
    case "extend":
      return await extendRequest(ctx, parts, request.id, action);
    case "approve":
      // A plan that nobody says to have looked at is approved by nobody.
      if (planVersion === undefined) throw problem("plan_version_wrong");
      if ((await readProposal(ctx, request)) !== null) throw problem("refusal_waits");
      return await approveRequest(ctx, parts, request.id, { planVersion });
    default:
      return action satisfies never;
  }
}

/** What a change answered before it was rolled back. */
class RolledBack extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super("rolled back");
    this.result = result;
  }
}

/** The same context, in which every change is made, checked by the database, and taken back. */
function rollingBack(ctx: Ctx): Ctx {
  return {
    ...ctx,
    transaction: async <T>(work: Parameters<typeof ctx.transaction<T>>[0]): Promise<T> => {
      try {
        return await ctx.transaction<T>(async (tx) => {
          throw new RolledBack(await work(tx));
        });
      } catch (error) {
        if (error instanceof RolledBack) return error.result as T;
        throw error;
      }
    },
  };
}

function describe(id: string, row: RequestRow | undefined, why: ErrorCode | null): BulkResult {
  const { title, action } = why === null ? { title: "", action: "" } : errorDefinition(why);
  return {
    id,
    reference: row?.reference ?? null,
    kind: (row?.kind as RequestSummary["kind"] | undefined) ?? null,
    planVersion: row?.plan_version ?? 0,
    rows: row?.row_count ?? 0,
    done: why === null,
    why: why === null ? null : { code: why, title, action },
  };
}
