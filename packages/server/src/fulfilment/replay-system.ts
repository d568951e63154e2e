/** Replays: an operator says that a backup of a system was restored, and everyone erased since is erased again. */
import { createHash } from "node:crypto";
import { planReplay, type ReplayStep } from "@kept/connectors/rights/plan-replay";
import type { RightsOptions, RightsSystem } from "@kept/connectors/rights-system";
import type { Replay } from "@kept/contract/replays";
import type { ErasurePlan } from "@kept/engine/rights";
import type { Kysely, Selectable } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import { hashPersonText } from "../requests/person.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { openForOperator, requireSystem } from "../systems/check-system.ts";
import { controllerDay } from "./plan-request.ts";
import type { FulfilmentTables, ReplayCounts } from "./tables.ts";
import { listTombstones } from "./tombstones.ts";
import { describeTrouble } from "./trouble.ts";

type ReplayRow = Selectable<FulfilmentTables["fulfilment_replay"]>;
type Rest = Pick<Replay, "newer" | "ambiguous" | "unread" | "findings">;

const PURPOSE = "fulfilment.replay";
const NO_REST: Rest = { newer: [], ambiguous: [], unread: [], findings: [] };
const NO_COUNTS: ReplayCounts = { erasures: 0, due: 0, erased: 0, clean: 0, blocked: 0, notVerified: 0, rows: 0 };

/** Starts a replay. Throws `system_not_found`, `system_not_available`, `replay_running` or `replay_unable`. */
export async function startReplay(
  ctx: Ctx,
  parts: RequestParts,
  system: string,
  input: { readonly since?: string | undefined; readonly dryRun: boolean },
): Promise<Replay> {
  await openForOperator(ctx, parts.systems, system, async ({ findReturned }) => {
    if (findReturned === undefined) throw problem("replay_unable");
  });
  const since = input.since === undefined ? null : new Date(input.since);
  await ctx.transaction(async (tx) => {
    const known = await tx.db
      .selectFrom("fulfilment_replay")
      .select("state")
      .where("system", "=", system)
      .forUpdate()
      .executeTakeFirst();
    if (known?.state === "running") throw problem("replay_running");
    const row = {
      id: tx.ids.next("rpl"),
      state: "running",
      dry_run: input.dryRun,
      since: since?.toISOString() ?? null,
      started_at: isoInstant(tx.clock.now()),
      completed_at: null,
      problem_code: null,
      problem_message: null,
      counts: jsonb(NO_COUNTS),
      sealed_rest: null,
    };
    await tx.db
      .insertInto("fulfilment_replay")
      .values({ system, ...row })
      .onConflict((conflict) => conflict.column("system").doUpdateSet(row))
      .execute();
    const data = { system, dryRun: input.dryRun, since: row.since };
    await tx.outbox.add(row.id, {
      entry: { type: "system.replay-started", subject: { system }, data },
      jobs: [{ name: "systems.replay", payload: { system, replayId: row.id } }],
    });
  });
  return await readReplay(ctx, parts, system);
}

/** Throws `system_not_found` or `replay_missing`. */
export async function readReplay(ctx: Ctx, parts: RequestParts, system: string): Promise<Replay> {
  requireSystem(parts.systems, system);
  const row = await findReplay(ctx, system);
  if (row === undefined) throw problem("replay_missing");
  const rest =
    row.sealed_rest === null
      ? NO_REST
      : openJson<Rest>(ctx.keys, PURPOSE, `fulfilment_replay/${row.id}`, row.sealed_rest);
  return {
    id: row.id,
    system,
    state: row.state as Replay["state"],
    dryRun: row.dry_run,
    since: row.since?.toISOString() ?? null,
    startedAt: row.started_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
    problem: row.problem_code === null ? null : { code: row.problem_code, message: row.problem_message ?? "" },
    ...row.counts,
    ...rest,
  };
}

/** The job. Tried again after a crash it finds only those that are left, and goes on counting. */
export async function replaySystem(
  ctx: Ctx,
  parts: RequestParts,
  { system, replayId }: { readonly system: string; readonly replayId: string },
): Promise<void> {
  const row = await findReplay(ctx, system);
  if (row?.id !== replayId || row.state !== "running") return;
  try {
    const rights = await parts.systems.open(system);
    await finishReplay(ctx, row, await carryOut(ctx, parts, row, rights));
  } catch (error) {
    const { code, message } = describeTrouble(ctx, system, error);
    await ctx.db
      .updateTable("fulfilment_replay")
      .set({ state: "failed", problem_code: code, problem_message: message, completed_at: isoInstant(ctx.clock.now()) })
      .where("id", "=", replayId)
      .execute();
  }
}

async function carryOut(
  ctx: Ctx,
  parts: RequestParts,
  row: ReplayRow,
  rights: RightsSystem,
): Promise<{ readonly counts: ReplayCounts; readonly rest: Rest }> {
  const tombstones = await listTombstones(ctx, row.system, row.since);
  const hash = (text: string) => hashPersonText(ctx.keys, text);
  const matches = await rights.findReturned?.({ tombstones, hash, system: row.system }, {});
  if (matches === undefined) return { counts: row.counts, rest: NO_REST };
  const options = { today: controllerDay(ctx.clock.now(), parts) };
  const erasures = new Set(tombstones.map(({ erasure }) => erasure)).size;
  // What an earlier try has erased is absent now: it was counted then.
  let counts = { ...row.counts, erasures, clean: Math.max(0, matches.absent - row.counts.erased) };
  const findings: Replay["findings"] = [];
  for await (const step of planReplay(rights, matches.people, options)) {
    const change = await replayStep(ctx, row, rights, step, options, findings);
    counts = addCounts(counts, change);
    await ctx.db
      .updateTable("fulfilment_replay")
      .set({ counts: jsonb(counts) })
      .where("id", "=", row.id)
      .execute();
  }
  const plain = ({ table, key }: { readonly table: string; readonly key: readonly string[] }) => ({
    table,
    key: [...key],
  });
  return {
    counts,
    rest: {
      newer: matches.newer.map(plain),
      ambiguous: matches.ambiguous.map(({ row: one, why }) => ({ ...plain(one), why })),
      unread: [...matches.unread],
      findings,
    },
  };
}

async function replayStep(
  ctx: Ctx,
  replay: ReplayRow,
  rights: RightsSystem,
  { state, person, scope, plan }: ReplayStep,
  options: RightsOptions,
  findings: Replay["findings"],
): Promise<Partial<ReplayCounts>> {
  if (state === "clean") return { clean: 1 };
  if (state === "blocked") {
    findings.push(...plan.findings.filter(({ blocks }) => blocks));
    return { due: 1, blocked: 1 };
  }
  if (replay.dry_run) return { due: 1, rows: countChanged(plan) };
  const { system } = replay;
  let done = plan;
  const outcome = await rights.erase(person, scope, options, plan, {
    beforeChange: async (now) => {
      done = now;
      const planHash = createHash("sha256").update(JSON.stringify(now)).digest("hex");
      const data = { system, planHash, rows: countChanged(now) };
      await ctx.transaction((tx) => addEntry(tx, replay, { type: "system.person-intended", data }));
    },
  });
  const rows = countChanged(done);
  const data = { system, verified: outcome.verified, rows };
  await ctx.transaction((tx) => addEntry(tx, replay, { type: "system.person-erased-again", data }));
  findings.push(...outcome.residue);
  return { due: 1, erased: 1, rows, notVerified: outcome.verified ? 0 : 1 };
}

async function finishReplay(
  ctx: Ctx,
  row: ReplayRow,
  { counts, rest }: { readonly counts: ReplayCounts; readonly rest: Rest },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const result = await tx.db
      .updateTable("fulfilment_replay")
      .set({
        state: "done",
        completed_at: isoInstant(tx.clock.now()),
        counts: jsonb(counts),
        sealed_rest: sealJson(tx.keys, PURPOSE, `fulfilment_replay/${row.id}`, rest),
      })
      .where("id", "=", row.id)
      .where("state", "=", "running")
      .executeTakeFirst();
    if (result.numUpdatedRows !== 1n) return;
    const left = { newer: rest.newer.length, ambiguous: rest.ambiguous.length };
    const data = { system: row.system, dryRun: row.dry_run, ...counts, ...left };
    await addEntry(tx, row, { type: "system.replayed", data });
  });
}

type ReplayEntry = Parameters<TxCtx["outbox"]["add"]>[1]["entry"];

async function addEntry(tx: TxCtx, { id, system }: ReplayRow, entry: ReplayEntry): Promise<void> {
  await tx.outbox.add(id, { entry: { ...entry, subject: { system } } as ReplayEntry });
}

function countChanged({ tables }: ErasurePlan): number {
  return tables.reduce((sum, { deleted, detached, redacted }) => sum + deleted + detached + redacted, 0);
}

function addCounts(one: ReplayCounts, other: Partial<ReplayCounts>): ReplayCounts {
  const names = Object.keys(one) as (keyof ReplayCounts)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + (other[name] ?? 0)])) as ReplayCounts;
}

function findReplay(ctx: Ctx, system: string): Promise<ReplayRow | undefined> {
  const db = ctx.db as Kysely<Database>;
  return db.selectFrom("fulfilment_replay").selectAll().where("system", "=", system).executeTakeFirst();
}
