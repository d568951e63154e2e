/** The clocks of a request: computed from what has happened to it, stored with their explanation, and met when answered. */

import type { RequestClock } from "@kept/contract/request-clocks";
import { requestKind } from "@kept/contract/request-kinds";
import { type ClockRule, clockRule, rulesFor } from "@kept/engine/clocks/clock-rules";
import { type ClockInput, type ComputedClock, computeClock, type Pause } from "@kept/engine/clocks/compute-clock";
import { calendarOf } from "@kept/engine/regimes/regime";
import type { Insertable, Kysely, Selectable } from "kysely";
import type { KeptConfig } from "../kept-config.ts";
import { isoInstant, timeZones } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { Database } from "../platform/db/database.ts";
import { type RequestRow, updateRequest } from "../requests/queries.ts";
import { holidayCalendar } from "./holiday-calendars.ts";
import type { ClockTables } from "./tables.ts";

export type ClockRow = Selectable<ClockTables["request_clock"]>;
type NewClock = Insertable<ClockTables["request_clock"]>;

/** What the clocks of a request come to: the earliest end of those that answer it. */
export interface DueDates {
  readonly dueOn: string;
  readonly legalDueOn: string;
  readonly isPaused: boolean;
  readonly isExtended: boolean;
}

/** An address that anybody can type is a doubt about identity; the link that asks is sent at once. */
export const ADDRESS_UNCONFIRMED: Pick<Pause, "cause" | "reasoned"> = { cause: "identity", reasoned: true };

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** Computes and stores all clocks of a request anew. Call it after every change that a clock depends on. */
export async function setClocks(tx: TxCtx, kept: KeptConfig, request: RequestRow): Promise<DueDates> {
  const now = isoInstant(tx.clock.now());
  const clocks = computeClocks(kept, request, await listPauses(tx, request));
  const due = earliest(clocks);
  const rows = clocks.map(({ rule, computed }) => clockColumns(request.id, rule, computed, now));
  await tx.db
    .insertInto("request_clock")
    .values(rows.map((row) => ({ ...row, met_at: null, reminded_days: null })))
    .onConflict((conflict) =>
      conflict.columns(["request_id", "rule"]).doUpdateSet(({ ref, case: when }) => ({
        regime: ref("excluded.regime"),
        purpose: ref("excluded.purpose"),
        legal_due_on: ref("excluded.legal_due_on"),
        safe_due_on: ref("excluded.safe_due_on"),
        is_extended: ref("excluded.is_extended"),
        is_paused: ref("excluded.is_paused"),
        warnings: ref("excluded.warnings"),
        steps: ref("excluded.steps"),
        zone: ref("excluded.zone"),
        zone_data: ref("excluded.zone_data"),
        territory: ref("excluded.territory"),
        holiday_data: ref("excluded.holiday_data"),
        computed_at: ref("excluded.computed_at"),
        // A date that moved is reminded of anew.
        reminded_days: when()
          .when("request_clock.safe_due_on", "=", ref("excluded.safe_due_on"))
          .then(ref("request_clock.reminded_days"))
          .else(null)
          .end(),
      })),
    )
    .execute();
  await updateRequest(tx, request.id, {
    due_on: due.dueOn,
    legal_due_on: due.legalDueOn,
    is_paused: due.isPaused,
    is_extended: due.isExtended,
  });
  return due;
}

/** What would be due, without storing it: for a notice that names the date before it counts. */
export async function previewDue(
  ctx: Ctx | TxCtx,
  kept: KeptConfig,
  request: RequestRow,
  change: { readonly extensionNoticeAt: Date },
): Promise<DueDates> {
  const changed = { ...request, extension_notice_at: change.extensionNoticeAt };
  return earliest(computeClocks(kept, changed, await listPauses(ctx, request)));
}

interface RuledClock {
  readonly rule: ClockRule;
  readonly computed: ComputedClock;
}

function computeClocks(kept: KeptConfig, request: RequestRow, pauses: readonly Pause[]): readonly RuledClock[] {
  const { country, subdivision = null, zone } = kept.controller;
  return rulesFor(requestKind(request.kind).occasion, request.regimes).map((rule) => {
    const input: ClockInput = {
      receivedAt: request.arrived_at.getTime(),
      zone,
      personZone: null,
      calendar: holidayCalendar(calendarOf(rule.regime, country, subdivision)),
      // Only an answer can wait for the person or be extended.
      pauses: rule.purpose === "answer" ? pauses : [],
      extensionNoticeAt: rule.purpose === "answer" ? (request.extension_notice_at?.getTime() ?? null) : null,
    };
    return { rule, computed: computeClock(rule, input, timeZones) };
  });
}

/** Questions to the person, and before all the one that every form asks: is this address yours? */
async function listPauses(ctx: Ctx | TxCtx, request: RequestRow): Promise<readonly Pause[]> {
  const questions = await listQuestionRows(ctx, request.id);
  const confirmed =
    /^(?:link|code|sms)\b/.test(request.verified_how ?? "") && request.received_at !== null
      ? [{ ...ADDRESS_UNCONFIRMED, askedAt: request.submitted_at.getTime(), answeredAt: request.received_at.getTime() }]
      : [];
  return [
    ...confirmed,
    ...questions.map((question) => ({
      cause: question.cause as Pause["cause"],
      askedAt: question.asked_at.getTime(),
      answeredAt: question.answered_at?.getTime() ?? null,
      // The contract takes no question without its reason.
      reasoned: true,
    })),
  ];
}

function earliest(clocks: readonly RuledClock[]): DueDates {
  const answers = clocks.filter(({ rule }) => rule.purpose === "answer").map(({ computed }) => computed);
  const [safe, legal] = [answers.map((one) => one.safe).sort()[0], answers.map((one) => one.legal).sort()[0]];
  if (safe === undefined || legal === undefined) throw new Error("no rule says when this kind of request is answered");
  return {
    dueOn: safe,
    legalDueOn: legal,
    isPaused: answers.some((one) => one.isPaused),
    isExtended: answers.some((one) => one.isExtended),
  };
}

function clockColumns(requestId: string, rule: ClockRule, computed: ComputedClock, now: string): NewClock {
  return {
    request_id: requestId,
    rule: rule.id,
    regime: rule.regime,
    purpose: rule.purpose,
    legal_due_on: computed.legal,
    safe_due_on: computed.safe,
    is_extended: computed.isExtended,
    is_paused: computed.isPaused,
    warnings: jsonb(computed.warnings),
    steps: jsonb(computed.steps),
    zone: computed.zone,
    zone_data: computed.zoneData,
    territory: computed.territory,
    holiday_data: computed.holidayData,
    computed_at: now,
  };
}

/** Whatever these clocks ask for has happened. */
export async function meetClocks(tx: TxCtx, requestId: string, purpose: ClockRule["purpose"]): Promise<boolean> {
  const result = await tx.db
    .updateTable("request_clock")
    .set({ met_at: isoInstant(tx.clock.now()) })
    .where("request_id", "=", requestId)
    .where("purpose", "=", purpose)
    .where("met_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export function listClockRows(ctx: Ctx | TxCtx, requestId: string): Promise<readonly ClockRow[]> {
  return (
    db(ctx)
      .selectFrom("request_clock")
      .selectAll()
      .where("request_id", "=", requestId)
      // What is still to be met comes first.
      .orderBy("met_at", (order) => order.asc().nullsFirst())
      .orderBy("safe_due_on")
      .orderBy("rule")
      .execute()
  );
}

export function listQuestionRows(
  ctx: Ctx | TxCtx,
  requestId: string,
): Promise<readonly Selectable<ClockTables["request_question"]>[]> {
  return db(ctx).selectFrom("request_question").selectAll().where("request_id", "=", requestId).orderBy("id").execute();
}

/** A clock as the API shows it, with the source of its rule. */
export function describeClock(row: ClockRow): RequestClock {
  const { source, authority } = clockRule(row.rule);
  return {
    rule: row.rule,
    regime: row.regime as RequestClock["regime"],
    purpose: row.purpose,
    legalDueOn: row.legal_due_on,
    safeDueOn: row.safe_due_on,
    isExtended: row.is_extended,
    isPaused: row.is_paused,
    metAt: row.met_at?.toISOString() ?? null,
    warnings: [...row.warnings],
    steps: row.steps.map((step) => structuredClone(step)) as RequestClock["steps"],
    source,
    authority,
    zone: row.zone,
    zoneData: row.zone_data,
    territory: row.territory,
    holidayData: row.holiday_data,
  };
}
