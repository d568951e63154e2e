/** Finds everybody of a batch in every system and makes the plan that an operator will see. */
import { countFiles } from "@kept/connectors/rights/describe-outcome";
import type { BatchErasure, RightsOptions, RightsSystem } from "@kept/connectors/rights-system";
import type { BatchState } from "@kept/contract/batches";
import type { Finding } from "@kept/engine/model";
import type { DispositionCounts, ErasurePlan, FileCounts, Scope } from "@kept/engine/rights";
import { findUnable } from "../fulfilment/describe-undo.ts";
import { withLease } from "../fulfilment/lease.ts";
import { controllerDay } from "../fulfilment/plan-request.ts";
import { countRows, sumCounts } from "../fulfilment/settle-step.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { findEverybody, groupMembers, type Member, queryOf, type Sighting, settleStandings } from "./find-everybody.ts";
import { isPaused } from "./pause-system.ts";
import {
  type BatchRow,
  findBatch,
  listBatchSystems,
  listLines,
  lockBatch,
  openPeople,
  recordBatch,
  sealOfSystem,
  updateBatch,
} from "./queries.ts";
import { holdBatch, retryBatch } from "./retry-batch.ts";

/** What is kept of a plan in one system: whose, by their lines in the list, and what becomes of it. */
export interface StoredBatchPlan {
  readonly lines: readonly number[];
  /** Everybody in one transaction; null where each is asked for alone. */
  readonly together: BatchErasure | null;
  /** Each person's plan, in the order of `lines`. */
  readonly plans: readonly ErasurePlan[];
}

interface PlannedSystem {
  readonly system: string;
  readonly stored: StoredBatchPlan;
  readonly tables: readonly ({ readonly table: string } & DispositionCounts)[];
  readonly files: readonly FileCounts[];
  readonly findings: ErasurePlan["findings"];
}

/** Does nothing when the batch is not to be planned, or somebody else is planning it. */
export async function planBatch(ctx: Ctx, parts: RequestParts, batchId: string): Promise<void> {
  await withLease(
    ctx,
    batchId,
    async (lease) => {
      const batch = await findBatch(ctx, batchId);
      if (batch?.state !== "planning") return;
      const people = openPeople(ctx.keys, batch);
      const options = { today: controllerDay(ctx.clock.now(), parts) };
      // What is done stays as it was approved.
      const over = (await listBatchSystems(ctx, batchId)).filter(({ state }) => state === "done");
      const without = [...over, ...batch.left_out];
      const systems = parts.systems.names.filter((name) => !without.some(({ system }) => system === name));
      // The plan of a batch is the plan of all its systems: it waits for one that is paused.
      const passedOver = systems.filter((name) => isPaused(batch, name));
      if (passedOver.length > 0) return await holdBatch(ctx, lease, batchId, passedOver);
      let system = "";
      try {
        const opened: RightsSystem[] = [];
        const seen: (readonly Sighting[])[] = [];
        for (system of systems) {
          const rights = await parts.systems.open(system);
          opened.push(rights);
          seen.push(await findEverybody(ctx, rights, people, batch.scope, options));
        }
        const standings = settleStandings(people, seen);
        const members = groupMembers(people, standings);
        const planned: PlannedSystem[] = [];
        for (const [at, rights] of opened.entries()) {
          system = rights.system;
          const here = members.filter(({ places }) => places.some((place) => seen[at]?.[place]?.found));
          // Where it cannot be taken back is said before anything is erased; where nobody is told, nothing can be.
          const unable = batch.tell ? findUnable(parts, rights) : [];
          const planning = { ...options, toGiveBack: batch.tell && parts.kept.requests.undo !== null };
          if (here.length > 0) planned.push(await planSystem(rights, here, batch.scope, planning, unable));
        }
        await ctx.transaction(async (tx) => {
          await lease.check(tx);
          // Cancelled while its systems were asked: then nothing of the answer is kept.
          if ((await lockBatch(tx, batchId))?.state !== "planning") return;
          for (const [at, { line }] of people.entries()) {
            const standing = standings[at];
            if (standing === undefined) continue;
            const sameAs = standing.sameAs === null ? null : (people[standing.sameAs]?.line ?? null);
            await tx.db
              .updateTable("batch_line")
              .set({
                state: standing.state,
                same_as: sameAs,
                finding: standing.finding,
                ...countsOf(planned, line),
              })
              .where("batch_id", "=", batchId)
              .where("line", "=", line)
              .execute();
          }
          const needLook = standings.filter(({ state }) => state === "unknown" || state === "unclear").length;
          await savePlan(tx, batch, planned, { clear: members.length, needLook });
        });
      } catch (error) {
        await retryBatch(ctx, batch, system, error);
      }
    },
    "batch",
  );
}

async function planSystem(
  rights: RightsSystem,
  members: readonly Member[],
  scope: Scope,
  options: RightsOptions,
  unable: readonly Finding[],
): Promise<PlannedSystem> {
  const { system } = rights;
  const queries = members.map(({ person }) => queryOf(person, system));
  const lines = members.map(({ line }) => line);
  if (rights.batch !== undefined) {
    const together = await rights.batch.planErasure(queries, scope, options);
    const plans = together.people.flatMap(({ plan }) => plan ?? []);
    const tables = together.whole.tables.map(({ name, ...counts }) => ({ table: name, ...pick(counts) }));
    const files = countFiles(together.whole.files ?? []);
    return { system, stored: { lines, together, plans }, tables, files, findings: together.whole.findings };
  }
  const plans: ErasurePlan[] = [];
  for (const query of queries) {
    const plan = await rights.planErasure(query, scope, options);
    plans.push({ ...plan, findings: [...plan.findings, ...unable] });
  }
  const byTable = Map.groupBy(
    plans.flatMap(({ tables }) => tables),
    ({ name }) => name,
  );
  const tables = [...byTable].map(([table, all]) => ({ table, ...sumCounts(all) }));
  const findings = new Map(plans.flatMap((plan) => plan.findings.map((one) => [JSON.stringify(one), one])));
  const files = countFiles(plans.flatMap((plan) => plan.files ?? []));
  return { system, stored: { lines, together: null, plans }, tables, files, findings: [...findings.values()] };
}

function pick({ deleted, detached, redacted, retained }: DispositionCounts): DispositionCounts {
  return { deleted, detached, redacted, retained };
}

function countsOf(planned: readonly PlannedSystem[], line: number): DispositionCounts {
  const plans = planned.flatMap(({ stored }) => stored.plans[stored.lines.indexOf(line)] ?? []);
  return sumCounts(plans.flatMap(({ tables }) => tables));
}

async function savePlan(
  tx: TxCtx,
  batch: BatchRow,
  planned: readonly PlannedSystem[],
  { clear, needLook }: { readonly clear: number; readonly needLook: number },
): Promise<void> {
  const { id } = batch;
  await tx.db.deleteFrom("batch_system").where("batch_id", "=", id).where("state", "<>", "done").execute();
  for (const { system, stored, tables, files, findings } of planned) {
    const key = { batch_id: id, system };
    await tx.db
      .insertInto("batch_system")
      .values({
        ...key,
        state: "planned",
        people: stored.lines.length,
        together: stored.together !== null,
        summary: jsonb({
          tables: [...tables],
          ...(files.length === 0 ? {} : { files: [...files] }),
          findings: [...findings],
        }),
        sealed_plan: sealOfSystem(tx.keys, key, "plan", stored),
      })
      .execute();
  }
  const blocking = planned.flatMap(({ findings }) => findings.filter(({ blocks }) => blocks)).length;
  const rows = countRows(sumCounts(planned.flatMap(({ tables }) => tables)));
  const version = batch.plan_version + 1;
  // Whoever has a request already is answered by the run, though nothing is left to do.
  const isBegun = (await listLines(tx, id)).some(({ request_id }) => request_id !== null);
  const outcome: BatchState = clear === 0 && !isBegun ? "nobody" : blocking > 0 ? "blocked" : "awaiting_approval";
  await updateBatch(tx, id, {
    state: outcome,
    plan_version: version,
    retry_at: null,
    attempts: 0,
    problem_code: null,
    problem_message: null,
    ...(outcome === "nobody" ? { closed_at: isoInstant(tx.clock.now()) } : {}),
  });
  const data = { version, clear, needLook, rows, blocking, outcome };
  await recordBatch(tx, id, { type: "batch.planned", data });
}
