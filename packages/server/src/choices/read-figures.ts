/** How people choose, counted from the record. */
import type { ChoiceFigures } from "@kept/contract/choice-endpoints";
import { sql } from "kysely";
import { localized } from "../kept-config.ts";
import { Temporal } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { ChoiceParts } from "./choice-parts.ts";

const DAYS = 30;

/** Which acts are counted as what. */
const COUNTED = {
  shown: ["requested"],
  given: ["given", "renewed", "opted-in"],
  refused: ["refused"],
  deferred: ["deferred"],
  withdrawn: ["withdrawn"],
  objected: ["objected"],
  optedOut: ["opted-out"],
  signalled: ["signalled"],
} as const;

/** Counts of acts by purpose and by day (in the controller's zone), both ends included; by default the last 30 days. */
export async function readFigures(
  ctx: Ctx,
  parts: ChoiceParts,
  range: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<ChoiceFigures> {
  const { zone } = parts.kept.controller;
  const to = range.to ?? ctx.clock.now().toZonedDateTimeISO(zone).toPlainDate().toString();
  const from =
    range.from ??
    Temporal.PlainDate.from(to)
      .subtract({ days: DAYS - 1 })
      .toString();
  // What was carried over from a device was counted when it was said there.
  const { rows } = await sql<{ day: string; purpose: string; act: string; count: number }>`
    SELECT to_char(e.at AT TIME ZONE ${zone}, 'YYYY-MM-DD') AS day, e.purpose, e.act, count(*)::int AS count
    FROM choice_event e
    JOIN choice_record r ON r.person_id = e.person_id AND r.id = e.record_id
    WHERE e.at >= (${from}::timestamp AT TIME ZONE ${zone})
      AND e.at < ((${to}::date + 1)::timestamp AT TIME ZONE ${zone})
      AND r.origin_id IS NULL
    GROUP BY 1, 2, 3`.execute(ctx.db);
  const count = (acts: readonly string[], pick: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter((row) => acts.includes(row.act) && pick(row)).reduce((sum, row) => sum + row.count, 0);
  const names = new Set([...Object.keys(parts.kept.purposes), ...rows.map((row) => row.purpose)]);
  const days = [...new Set(rows.map((row) => row.day))].sort();
  return {
    from,
    to,
    purposes: [...names].map((purpose) => {
      const of = (acts: readonly string[]) => count(acts, (row) => row.purpose === purpose);
      return {
        purpose,
        title: purpose === "*" ? "Everything" : localized(parts.kept.purposes[purpose]?.title ?? purpose, "en"),
        shown: of(COUNTED.shown),
        given: of(COUNTED.given),
        refused: of(COUNTED.refused),
        deferred: of(COUNTED.deferred),
        withdrawn: of(COUNTED.withdrawn),
        objected: of(COUNTED.objected),
        optedOut: of(COUNTED.optedOut),
        signalled: of(COUNTED.signalled),
      };
    }),
    days: days.map((day) => ({
      day,
      given: count(COUNTED.given, (row) => row.day === day),
      refused: count(COUNTED.refused, (row) => row.day === day),
    })),
  };
}
