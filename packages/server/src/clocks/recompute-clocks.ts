/** New holiday or zone data: the clocks of open requests are computed anew, and operators hear of dates that became earlier. */

import { timeZones } from "../platform/clock.ts";
import type { Ctx, NewJob } from "../platform/ctx.ts";
import { lockRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { HOLIDAY_DATA, NO_HOLIDAY_DATA } from "./holiday-calendars.ts";
import { listClockRows, setClocks } from "./request-clocks.ts";

const BATCH = 200;

/** Costs one look at an index when nothing has changed. */
export async function recomputeClocks(ctx: Ctx, parts: RequestParts): Promise<void> {
  for (;;) {
    const rows = await listStale(ctx);
    for (const { request_id } of rows) await recomputeRequest(ctx, parts, request_id);
    if (rows.length < BATCH) return;
  }
}

function listStale(ctx: Ctx) {
  return ctx.db
    .selectFrom("request_clock")
    .innerJoin("request", "request.id", "request_clock.request_id")
    .select("request_clock.request_id")
    .distinct()
    .where("request.closed_at", "is", null)
    .where("request_clock.met_at", "is", null)
    .where((where) =>
      where.or([
        where("holiday_data", "not in", [HOLIDAY_DATA, NO_HOLIDAY_DATA]),
        where("zone_data", "!=", timeZones.version),
      ]),
    )
    .limit(BATCH)
    .execute();
}

async function recomputeRequest(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined || request.closed_at !== null) return;
    const before = new Map((await listClockRows(tx, requestId)).map((clock) => [clock.rule, clock]));
    await setClocks(tx, parts.kept, request);
    const earlier = (await listClockRows(tx, requestId)).filter(
      (clock) => clock.met_at === null && clock.safe_due_on < (before.get(clock.rule)?.safe_due_on ?? ""),
    );
    for (const [index, clock] of earlier.entries()) {
      const from = before.get(clock.rule)?.safe_due_on ?? "";
      const data = { rule: clock.rule, from, to: clock.safe_due_on, data: `${clock.holiday_data}, ${clock.zone_data}` };
      const digest: NewJob = {
        name: "requests.remind",
        payload: { digestId: tx.ids.next("msg"), requestIds: [requestId] },
      };
      await recordEvent(tx, requestId, { type: "request.due-moved", data }, index === 0 ? [digest] : []);
    }
  });
}
