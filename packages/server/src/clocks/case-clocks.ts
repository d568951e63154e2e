/**
 * The clocks of cases that are no requests: complaints, discoveries of children. They count from one instant, nothing pauses
 * or extends them, and they are met when what they ask for has happened.
 */
import type { CaseClock } from "@kept/contract/complaints";
import { type ClockOccasion, type ClockPurpose, clockRule, rulesFor } from "@kept/engine/clocks/clock-rules";
import { computeClock } from "@kept/engine/clocks/compute-clock";
import { calendarOf, type RegimeName } from "@kept/engine/regimes/regime";
import { type Kysely, type RawBuilder, type Selectable, sql } from "kysely";
import type { KeptConfig } from "../kept-config.ts";
import { isoInstant, timeZones } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { Database } from "../platform/db/database.ts";
import { holidayCalendar } from "./holiday-calendars.ts";
import type { ClockTables } from "./tables.ts";

export type CaseClockRow = Selectable<ClockTables["case_clock"]>;

export interface ClockedCase {
  readonly id: string;
  readonly reference: string;
  /** What operators read in a reminder: "complaint". */
  readonly noun: string;
  readonly occasion: ClockOccasion;
  readonly regimes: readonly RegimeName[];
  /** Milliseconds since 1970 at which it reached the operator. */
  readonly arrivedAt: number;
}

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** Starts every clock of a case, and answers the earliest safe date; null where no rule names one. */
export async function startCaseClocks(tx: TxCtx, kept: KeptConfig, opened: ClockedCase): Promise<string | null> {
  const { country, subdivision = null, zone } = kept.controller;
  const rows = rulesFor(opened.occasion, opened.regimes).map((rule) => {
    const input = {
      receivedAt: opened.arrivedAt,
      zone,
      personZone: null,
      calendar: holidayCalendar(calendarOf(rule.regime, country, subdivision)),
      pauses: [],
      extensionNoticeAt: null,
    };
    const { legal, safe, steps } = computeClock(rule, input, timeZones);
    return {
      case_id: opened.id,
      rule: rule.id,
      noun: opened.noun,
      reference: opened.reference,
      purpose: rule.purpose,
      legal_due: legal,
      safe_due: safe,
      steps: jsonb(steps),
    };
  });
  if (rows.length === 0) return null;
  await tx.db.insertInto("case_clock").values(rows).execute();
  return rows.map((row) => row.safe_due).sort()[0] ?? null;
}

/** What these clocks ask for has happened; no purpose named: the case is over, and all of them are. */
export async function meetCaseClocks(tx: TxCtx, caseId: string, purpose?: ClockPurpose): Promise<void> {
  let update = tx.db
    .updateTable("case_clock")
    .set({ met_at: isoInstant(tx.clock.now()) })
    .where("case_id", "=", caseId)
    .where("met_at", "is", null);
  if (purpose !== undefined) update = update.where("purpose", "=", purpose);
  await update.execute();
}

/** What is still to be met first, then by date. */
export function listCaseClocks(ctx: Ctx | TxCtx, caseIds: readonly string[]): Promise<readonly CaseClockRow[]> {
  if (caseIds.length === 0) return Promise.resolve([]);
  return db(ctx)
    .selectFrom("case_clock")
    .selectAll()
    .where("case_id", "in", [...caseIds])
    .orderBy("met_at", (order) => order.asc().nullsFirst())
    .orderBy("safe_due")
    .orderBy("rule")
    .execute();
}

/** SQL: the earliest safe date of what a case has still to meet; null where nothing is. `column` holds the id of the case. */
export function earliestDue(column: string): RawBuilder<string | null> {
  return sql<
    string | null
  >`(select min(safe_due) from case_clock where case_id = ${sql.ref(column)} and met_at is null)`;
}

/** As the API shows it, with the source of its rule. */
export function describeCaseClock(row: CaseClockRow): CaseClock {
  const { source, authority } = clockRule(row.rule);
  return {
    rule: row.rule,
    purpose: row.purpose,
    legalDue: row.legal_due,
    safeDue: row.safe_due,
    metAt: row.met_at?.toISOString() ?? null,
    source,
    authority,
  };
}
