/** The SQL of systems. */
import type { KeptAnswer } from "@kept/contract/system-questions";
import type { SystemHealth, SystemSummary } from "@kept/contract/systems";
import type { Selectable } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { StoredDiscovery } from "./stored-discovery.ts";
import type { SystemTables } from "./tables.ts";

export type SystemRow = Selectable<SystemTables["system_state"]>;

const UNKNOWN: SystemHealth = { state: "unknown", checkedAt: null, problem: null };

export function findSystemRow(ctx: Ctx, system: string): Promise<SystemRow | undefined> {
  return ctx.db.selectFrom("system_state").selectAll().where("system", "=", system).executeTakeFirst();
}

/** Has anybody looked at it? What was found is not read for that. */
export async function wasDiscovered(ctx: Ctx, system: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom("system_state")
    .select("discovered_at")
    .where("system", "=", system)
    .executeTakeFirst();
  return row !== undefined && row.discovered_at !== null;
}

export function listSystemRows(ctx: Ctx): Promise<readonly Omit<SystemRow, "discovery">[]> {
  return ctx.db
    .selectFrom("system_state")
    .select([
      "system",
      "kind",
      "health",
      "checked_at",
      "problem_code",
      "problem_message",
      "problem_advice",
      "discovered_at",
      "personal_tables",
      "table_count",
      "finding_count",
      "blocking_count",
      "question_count",
    ])
    .execute();
}

/** Health is an observation and no change: it leaves no ledger entry. */
export async function saveHealth(ctx: Ctx, system: string, kind: string, health: SystemHealth): Promise<void> {
  const columns = {
    health: health.state,
    checked_at: health.checkedAt,
    problem_code: health.problem?.code ?? null,
    problem_message: health.problem?.message ?? null,
    problem_advice: health.problem?.advice ?? null,
  };
  await ctx.db
    .insertInto("system_state")
    .values({ system, kind, ...columns })
    .onConflict((conflict) => conflict.column("system").doUpdateSet({ ...columns, ...(kind === "" ? {} : { kind }) }))
    .execute();
}

/** Keeps what a discovery found. */
export async function saveDiscovery(tx: TxCtx, system: string, kind: string, found: StoredDiscovery): Promise<void> {
  const now = isoInstant(tx.clock.now());
  const columns = {
    kind,
    health: "up",
    checked_at: now,
    problem_code: null,
    problem_message: null,
    problem_advice: null,
    discovered_at: now,
    discovery: jsonb(found),
    table_count: found.schema.length,
    personal_tables: found.schema.filter((table) => table.kind === "subject" || table.kind === "personal").length,
    finding_count: found.findingList.length,
    blocking_count: found.findingList.filter((finding) => finding.blocks).length,
    question_count: found.questions,
  };
  await tx.db
    .insertInto("system_state")
    .values({ system, ...columns })
    .onConflict((conflict) => conflict.column("system").doUpdateSet(columns))
    .execute();
}

/** Answers that are listed; who asks for older ones reads the ledger. */
const MOST_ANSWERS = 100;

/** What was answered, the newest first. */
export async function listAnswerRows(ctx: Ctx, system: string): Promise<readonly KeptAnswer[]> {
  const rows = await ctx.db
    .selectFrom("system_map")
    .select(["id", "at", "actor_kind", "actor_id", "said", "taken_back_by"])
    .where("system", "=", system)
    .where("said", "is not", null)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(MOST_ANSWERS)
    .execute();
  return rows.flatMap(({ id, at, actor_kind: kind, actor_id: actor, said, taken_back_by: by }) =>
    said === null ? [] : [{ id, at: at.toISOString(), actor: { kind, id: actor }, ...said, takenBack: by !== null }],
  );
}

/** The version of the map that an answer made. */
export function findAnswerRow(
  ctx: Ctx,
  system: string,
  id: string,
): Promise<Pick<Selectable<SystemTables["system_map"]>, "id" | "map" | "before_map" | "taken_back_by"> | undefined> {
  return ctx.db
    .selectFrom("system_map")
    .select(["id", "map", "before_map", "taken_back_by"])
    .where("system", "=", system)
    .where("id", "=", id)
    .where("said", "is not", null)
    .executeTakeFirst();
}

/** A system as the API lists it; `row` is missing as long as nothing is known. */
export function summariseSystem(
  system: string,
  title: string,
  row: Omit<SystemRow, "discovery"> | undefined,
): SystemSummary {
  return {
    system,
    title,
    kind: row?.kind ?? "",
    health: row === undefined ? UNKNOWN : describeHealth(row),
    discoveredAt: row?.discovered_at?.toISOString() ?? null,
    tables: row?.table_count ?? 0,
    personalTables: row?.personal_tables ?? 0,
    findings: row?.finding_count ?? 0,
    blockingFindings: row?.blocking_count ?? 0,
    questions: row?.question_count ?? 0,
  };
}

function describeHealth(row: Omit<SystemRow, "discovery">): SystemHealth {
  const { problem_code: code, problem_message: message, problem_advice: advice } = row;
  return {
    state: row.health as SystemHealth["state"],
    checkedAt: row.checked_at?.toISOString() ?? null,
    problem: code === null ? null : { code, message: message ?? "", advice: advice ?? "" },
  };
}
