/** The SQL of fulfilment. */
import type { PackageInfoSchema, RequestStep, StepState } from "@kept/contract/requests";
import type { Insertable, Kysely, Selectable, Updateable } from "kysely";
import type * as z from "zod";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { Database } from "../platform/db/database.ts";
import type { FulfilmentTables, StepSummary } from "./tables.ts";

export type StepRow = Selectable<FulfilmentTables["fulfilment_step"]>;
export type PackageRow = Selectable<FulfilmentTables["fulfilment_package"]>;

const EMPTY_SUMMARY: StepSummary = { tables: [], repairs: [], findings: [] };
const NO_COUNTS = { row_count: 0, deleted: 0, detached: 0, redacted: 0, retained: 0 };
/** States in which a system is finished with: planning again leaves them alone. */
const FINISHED_STEPS: readonly string[] = ["verified", "skipped"] satisfies readonly StepState[];
/** States in which a system has not been searched yet. */
export const OPEN_STEPS: readonly string[] = ["pending", "unreachable", "failed"] satisfies readonly StepState[];

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** One step for every system; those that are there stay. */
export async function createSteps(tx: TxCtx, requestId: string, systems: readonly string[]): Promise<void> {
  if (systems.length === 0) return;
  const now = isoInstant(tx.clock.now());
  await tx.db
    .insertInto("fulfilment_step")
    .values(
      systems.map((system) => ({
        request_id: requestId,
        system,
        state: "pending",
        summary: jsonb(EMPTY_SUMMARY),
        updated_at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(["request_id", "system"]).doNothing())
    .execute();
}

/**
 * Forgets the plans of all systems that are not finished with, and takes in systems that are new. What was begun stays
 * known: it has to be settled before anything is planned.
 */
export async function resetSteps(tx: TxCtx, requestId: string, systems: readonly string[]): Promise<void> {
  await tx.db
    .updateTable("fulfilment_step")
    .set({
      state: "pending",
      found: null,
      ...NO_COUNTS,
      summary: jsonb(EMPTY_SUMMARY),
      problem_code: null,
      problem_message: null,
      attempts: 0,
      sealed_plan: null,
      later_reason: null,
      categories: null,
      updated_at: isoInstant(tx.clock.now()),
    })
    .where("request_id", "=", requestId)
    .where("state", "not in", FINISHED_STEPS)
    .execute();
  await createSteps(tx, requestId, systems);
}

/** This run has nothing more to do in the system, whether it was verified or not. */
export function isDone(step: StepRow): boolean {
  return step.state === "committed" || FINISHED_STEPS.includes(step.state);
}

/** Its part is still to be carried out: it was found, and is not finished with. */
export function isInHand(step: StepRow): boolean {
  return step.found === true && !isDone(step);
}

/** It has not been searched yet, or its part is still to be carried out. */
export function isOutstanding(step: StepRow): boolean {
  return OPEN_STEPS.includes(step.state) || isInHand(step);
}

/** How much of an answer recipients are told of now, and which kinds of data it changed. */
export interface Changed {
  readonly extent: "part" | "whole";
  /** Null: of some system that did its part it is not known. */
  readonly categories: readonly string[] | null;
}

/** What is not known of one system leaves a part as large as what is known of the others; a whole is not known then. */
export function changedBy(steps: readonly StepRow[], extent: Changed["extent"]): Changed {
  const done = steps.filter((step) => step.found === true && isDone(step));
  const known = done.flatMap(({ categories }) => (categories === null ? [] : [categories]));
  const categories = extent === "whole" && known.length < done.length ? null : [...new Set(known.flat())].sort();
  return { extent, categories };
}

/** Something was changed in a system, or may have been. */
export function isBegun(step: StepRow): boolean {
  return step.outcome !== null || step.sealed_intent !== null;
}

/** A request has ended: what its plans held about the person goes. */
export async function dropPlans(tx: TxCtx, requestId: string): Promise<void> {
  await tx.db
    .updateTable("fulfilment_step")
    .set({ sealed_plan: null, sealed_intent: null })
    .where("request_id", "=", requestId)
    .execute();
}

export function findStep(ctx: Ctx | TxCtx, requestId: string, system: string): Promise<StepRow | undefined> {
  return db(ctx)
    .selectFrom("fulfilment_step")
    .selectAll()
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .executeTakeFirst();
}

export function listSteps(ctx: Ctx | TxCtx, requestId: string): Promise<readonly StepRow[]> {
  return db(ctx)
    .selectFrom("fulfilment_step")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("system")
    .execute();
}

export async function updateStep(
  tx: TxCtx,
  requestId: string,
  system: string,
  change: Updateable<FulfilmentTables["fulfilment_step"]>,
): Promise<void> {
  await tx.db
    .updateTable("fulfilment_step")
    .set({ ...change, updated_at: isoInstant(tx.clock.now()) })
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .execute();
}

export function findPackage(ctx: Ctx | TxCtx, requestId: string): Promise<PackageRow | undefined> {
  return db(ctx).selectFrom("fulfilment_package").selectAll().where("request_id", "=", requestId).executeTakeFirst();
}

export async function savePackage(tx: TxCtx, row: Insertable<FulfilmentTables["fulfilment_package"]>): Promise<void> {
  const { request_id: _, ...rest } = row;
  await tx.db
    .insertInto("fulfilment_package")
    .values(row)
    .onConflict((conflict) => conflict.column("request_id").doUpdateSet(rest))
    .execute();
}

export function findReceipt(
  ctx: Ctx | TxCtx,
  requestId: string,
): Promise<Selectable<FulfilmentTables["fulfilment_receipt"]> | undefined> {
  return db(ctx).selectFrom("fulfilment_receipt").selectAll().where("request_id", "=", requestId).executeTakeFirst();
}

/** A step as the API shows it. */
export function describeStep(row: StepRow): Omit<RequestStep, "may"> {
  return {
    system: row.system,
    state: row.state as StepState,
    found: row.found,
    rows: row.row_count,
    counts: { deleted: row.deleted, detached: row.detached, redacted: row.redacted, retained: row.retained },
    problem: row.problem_code === null ? null : { code: row.problem_code, message: row.problem_message ?? "" },
    gap: gapOf(row),
    attempts: row.attempts,
    paused: row.control === "paused" ? { reason: row.control_reason ?? "" } : null,
    skipped: row.state === "skipped" ? { reason: row.control_reason ?? "" } : null,
    later: isOutstanding(row) && row.later_reason !== null ? { reason: row.later_reason } : null,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Why nothing is done here, in one text. */
function gapOf({ summary }: StepRow): string | null {
  const gaps = summary.findings.filter(({ code }) => code === "right_unsupported");
  return gaps.length === 0 ? null : gaps.map(({ message }) => message).join(" ");
}

/** A package as the API shows it. */
export function describePackage(row: PackageRow): z.infer<typeof PackageInfoSchema> {
  return {
    state: row.state as "building" | "ready" | "expired",
    bytes: Number(row.bytes),
    files: row.files,
    rows: Number(row.row_count),
    sha256: row.sha256,
    readyAt: row.ready_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    fetches: row.fetches,
    missing: row.missing.map(({ system, code, reason }) => ({ system, code, reason })),
  };
}
