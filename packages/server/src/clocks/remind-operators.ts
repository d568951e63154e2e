/** Nothing becomes overdue unseen: operators are written to before a request is due, when it is, and every day after. */

import { requestKind } from "@kept/contract/request-kinds";
import { type Day, formatDay as dayText, parseDay } from "@kept/engine/clocks/days";
import { sql } from "kysely";
import { formatDay } from "../centre/format.ts";
import type { KeptConfig } from "../kept-config.ts";
import { listOperatorEmails } from "../operators/list-operator-emails.ts";
import type { Temporal } from "../platform/clock.ts";
import type { Ctx, NewJob } from "../platform/ctx.ts";
import { renderMail } from "../requests/emails.tsx";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { reminderTexts } from "./reminder-texts.ts";
import { listClockRows } from "./request-clocks.ts";

/** Clocks looked at in one transaction, and named in one message. */
const BATCH = 200;

/** Today where the controller is, as a day number. */
export function controllerToday(now: Temporal.Instant, kept: KeptConfig): Day {
  return parseDay(now.toZonedDateTimeISO(kept.controller.zone).toPlainDate().toString());
}

/**
 * Which reminder is due so many days before the safe date: the smallest lead that has been reached, or, when the date is
 * over, the number of days since as a negative number (a reminder each day). Null: none yet.
 */
export function reminderLead(daysLeft: number, leads: readonly number[]): number | null {
  if (daysLeft < 0) return daysLeft;
  const reached = leads.filter((lead) => lead >= daysLeft);
  return reached.length === 0 ? null : Math.min(...reached);
}

/** Records each reminder once and sends a message for every batch. Idempotent: what was reminded of is not again. */
export async function remindOperators(ctx: Ctx, parts: RequestParts): Promise<void> {
  const { reminderDays } = parts.kept.requests;
  const today = controllerToday(ctx.clock.now(), parts.kept);
  for (;;) {
    const clocks = await listDueClocks(ctx, today, reminderDays);
    const due = clocks.flatMap((clock): Reminder[] => {
      const daysLeft = parseDay(clock.safe_due_on) - today;
      const lead = reminderLead(daysLeft, reminderDays);
      const isNew = lead !== null && (clock.reminded_days === null || lead < clock.reminded_days);
      return isNew ? [{ requestId: clock.request_id, rule: clock.rule, daysLeft, lead }] : [];
    });
    // The most urgent first.
    due.sort((a, b) => a.daysLeft - b.daysLeft || (a.requestId < b.requestId ? -1 : 1));
    for (let start = 0; start < due.length; start += BATCH) {
      await recordReminders(ctx, due.slice(start, start + BATCH), Math.min(...reminderDays));
    }
    // What was recorded is not found again; less than a batch in all: nothing is left.
    if (due.length < BATCH) return;
  }
}

interface Reminder {
  readonly requestId: string;
  readonly rule: string;
  readonly daysLeft: number;
  readonly lead: number;
}

async function recordReminders(ctx: Ctx, due: readonly Reminder[], lastLead: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const requestIds = [...new Set(due.map(({ requestId }) => requestId))];
    const digest: NewJob = { name: "requests.remind", payload: { digestId: tx.ids.next("msg"), requestIds } };
    for (const [index, { requestId, rule, daysLeft, lead }] of due.entries()) {
      await tx.db
        .updateTable("request_clock")
        .set({ reminded_days: lead })
        .where("request_id", "=", requestId)
        .where("rule", "=", rule)
        .execute();
      const level = lead <= lastLead ? "escalation" : "reminder";
      // The message goes out with the first entry of the batch, in the same transaction.
      const jobs = index === 0 ? [digest] : [];
      await recordEvent(tx, requestId, { type: "request.reminded", data: { rule, level, daysLeft } }, jobs);
    }
  });
}

/**
 * Clocks of open requests for which a new reminder is due: a smaller lead has been reached than the last one told, or the date
 * is over by more days; at most {@link BATCH} of each state of reminding. What nobody has confirmed lapses by itself. Each
 * state is read along an index in its order, so that the cost grows with what is due, and not with what is open.
 */
async function listDueClocks(ctx: Ctx, today: Day, leads: readonly number[]) {
  const falling = [...new Set(leads)].sort((a, b) => b - a);
  const [longest = 0] = falling;
  const clocks = () =>
    ctx.db
      .selectFrom("request_clock")
      .innerJoin("request", "request.id", "request_clock.request_id")
      .select(["request_clock.request_id", "request_clock.rule", "safe_due_on", "reminded_days"])
      .where("request_clock.met_at", "is", null)
      .where("request_clock.is_watched", "=", true)
      .where("request.closed_at", "is", null)
      .where("request.state", "!=", "unverified")
      .limit(BATCH);
  const by = (days: number) => dayText(today + days);
  const never = clocks()
    .where("reminded_days", "is", null)
    .where("safe_due_on", "<=", by(longest))
    .orderBy("reminded_days")
    .orderBy("safe_due_on");
  // Told more days ahead than the longest lead there is now.
  const earlier = clocks().where("reminded_days", ">", longest).where("safe_due_on", "<=", by(longest));
  // From each lead to the one above it the next reminder is due on the same day.
  const told = falling.map((lead, index) => {
    const next = falling[index + 1];
    const days = Array.from({ length: lead - (next ?? -1) }, (_, step) => lead - step);
    return clocks()
      .where("reminded_days", "in", days)
      .where("safe_due_on", "<=", by(next ?? -1));
  });
  const overdue = clocks().where("reminded_days", "<", 0).where(sql<string>`safe_due_on - reminded_days`, "<", by(0));
  const [first, ...others] = [never, earlier, ...told, overdue].map((one) =>
    ctx.db.selectFrom(one.as("clock")).selectAll(),
  );
  if (first === undefined) return [];
  return await others.reduce((all, one) => all.unionAll(one), first).execute();
}

/** One message to everybody who may act, naming requests by reference and day: no personal data. */
export async function sendReminder(
  ctx: Ctx,
  parts: RequestParts,
  input: { readonly digestId: string; readonly requestIds: readonly string[] },
): Promise<void> {
  const { kept } = parts;
  const today = controllerToday(ctx.clock.now(), kept);
  const rows = await ctx.db
    .selectFrom("request")
    .select(["id", "reference", "kind", "due_on", "legal_due_on"])
    .where("id", "in", [...input.requestIds])
    .where("closed_at", "is", null)
    .orderBy("due_on")
    .execute();
  if (rows.length === 0) return;
  const facts: (readonly [string, string])[] = [];
  let isOverdue = false;
  for (const row of rows) {
    const open = (await listClockRows(ctx, row.id)).filter((clock) => clock.met_at === null);
    const next = open[0];
    if (next === undefined) continue;
    const left = parseDay(next.safe_due_on) - today;
    isOverdue ||= left <= Math.min(...kept.requests.reminderDays);
    const label = `${row.reference} · ${requestKind(row.kind).article}`;
    const legal = formatDay(next.legal_due_on, "en");
    facts.push([label, reminderTexts.reminderLine(next.purpose, formatDay(next.safe_due_on, "en"), legal, left)]);
  }
  const content = {
    subject: isOverdue ? reminderTexts.escalationSubject(facts.length) : reminderTexts.reminderSubject(facts.length),
    title: isOverdue ? reminderTexts.escalationTitle : reminderTexts.reminderTitle,
    paragraphs: [reminderTexts.reminderText],
    facts,
    action: { label: reminderTexts.reminderButton, url: `${parts.publicUrl}/console/requests?sort=due` },
  };
  for (const [index, to] of (await listRecipients(ctx, kept, isOverdue)).entries()) {
    const id = `${input.digestId}_${index}`;
    const rendered = renderMail(kept, "en", content);
    await ctx.mail.send({ id, key: input.digestId, kind: "request-reminder", language: "en", to, ...rendered });
  }
}

/** Operators whose role lets them act, and on the last day whoever the configuration names beside them. */
export async function listRecipients(ctx: Ctx, kept: KeptConfig, isOverdue: boolean): Promise<readonly string[]> {
  const acting = await listOperatorEmails(ctx, "requests:act");
  const named = isOverdue || acting.length === 0 ? kept.requests.escalateTo : [];
  const found = [...new Set([...acting, ...named])];
  // Nobody signed up yet: a deadline is still somebody's, and the controller's address is read.
  return found.length === 0 ? [kept.controller.email] : found;
}
