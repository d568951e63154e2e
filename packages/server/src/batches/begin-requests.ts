/** When the run of a batch begins, everybody in it gets a request of their own: its clocks, its steps, later its receipt. */
import type { CreateRequest } from "@kept/contract/requests";
import { describeErasure } from "../fulfilment/act-erase.ts";
import type { Lease } from "../fulfilment/lease.ts";
import { createSteps, updateStep } from "../fulfilment/queries.ts";
import { sealPlan } from "../fulfilment/stored-plan.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { openRequest } from "../requests/open-request.ts";
import { updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { joinPeople } from "./join-people.ts";
import type { StoredBatchPlan } from "./plan-batch.ts";
import { type BatchPerson, type BatchRow, listLines, openPeople } from "./queries.ts";
import { skipStep } from "./skip-system.ts";

/** People of one transaction. */
const AT_ONCE = 25;

export type SystemPlans = ReadonlyMap<string, StoredBatchPlan>;

/** Makes the requests that are missing, and brings the steps of those that are there in line with the plan. */
export async function beginRequests(
  ctx: Ctx,
  parts: RequestParts,
  lease: Lease,
  batch: BatchRow,
  plans: SystemPlans,
): Promise<void> {
  const lines = await listLines(ctx, batch.id);
  const people = joinPeople(lines, openPeople(ctx.keys, batch));
  const clear = lines.filter(({ state }) => state === "clear");
  for (let at = 0; at < clear.length; at += AT_ONCE) {
    await ctx.transaction(async (tx) => {
      await lease.check(tx);
      for (const line of clear.slice(at, at + AT_ONCE)) {
        const person = people.get(line.line);
        if (person === undefined) continue;
        const requestId = line.request_id ?? (await openOne(tx, parts, batch, person));
        await planSteps(tx, requestId, line.line, plans);
        await tx.db
          .updateTable("batch_line")
          .set({ request_id: requestId })
          .where("batch_id", "=", batch.id)
          .where("line", "=", line.line)
          .execute();
      }
    });
  }
}

async function openOne(tx: TxCtx, parts: RequestParts, batch: BatchRow, person: BatchPerson): Promise<string> {
  const address = person.identifiers.find(({ kind }) => kind === "email")?.value ?? null;
  const scope: CreateRequest["scope"] = {
    tables: [...batch.scope.tables],
    categories: [...batch.scope.categories],
    purposes: [],
    rows: [],
  };
  const { id, due_on: dueOn } = await openRequest(tx, parts, {
    kind: "erasure",
    state: "running",
    channel: "operator",
    language: batch.language,
    person: { identifiers: person.identifiers, keys: person.keys, replyTo: batch.tell ? address : null },
    scope,
  });
  await updateRequest(tx, id, {
    batch_id: batch.id,
    received_at: isoInstant(tx.clock.now()),
    verified_how: batch.verified_how,
    plan_version: 1,
    approved_version: 1,
  });
  await createSteps(tx, id, parts.systems.names);
  for (const gap of batch.left_out) await skipStep(tx, id, gap);
  await recordEvent(tx, id, { type: "request.submitted", data: { kind: "erasure", channel: "operator" } });
  const verified = { how: batch.verified_how, dueOn: dueOn ?? "" };
  await recordEvent(tx, id, { type: "request.verified", data: verified });
  await recordEvent(tx, id, {
    type: "request.joined-batch",
    data: { batch: batch.id, version: batch.approved_version ?? 0 },
  });
  return id;
}

async function planSteps(tx: TxCtx, requestId: string, line: number, plans: SystemPlans): Promise<void> {
  const steps = await tx.db
    .selectFrom("fulfilment_step")
    .select(["system", "state"])
    .where("request_id", "=", requestId)
    .execute();
  let rows = 0;
  for (const { system, state } of steps) {
    if (state === "verified" || state === "committed" || state === "skipped") continue;
    const stored = plans.get(system);
    const plan = stored?.plans[stored.lines.indexOf(line)];
    const planned = plan === undefined ? null : describeErasure(plan);
    rows += planned?.rows ?? 0;
    await updateStep(tx, requestId, system, {
      state: "planned",
      found: planned !== null,
      row_count: planned?.rows ?? 0,
      ...(planned?.counts ?? {}),
      ...(planned === null ? {} : { summary: jsonb(planned.summary) }),
      // Together they are carried out by the plan of the whole; alone, by their own.
      sealed_plan: plan === undefined || stored?.together !== null ? null : sealPlan(tx.keys, requestId, system, plan),
    });
  }
  await updateRequest(tx, requestId, { row_count: rows });
}
