/** No case becomes overdue unseen: operators hear of its clocks as they do of those of requests. */

import { formatDay as dayText, parseDay } from "@kept/engine/clocks/days";
import { formatDay } from "../centre/format.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { Ctx } from "../platform/ctx.ts";
import { renderMail } from "../requests/emails.tsx";
import { type CaseClockRow, listCaseClocks } from "./case-clocks.ts";
import { controllerToday, listRecipients, reminderLead } from "./remind-operators.ts";
import { reminderTexts } from "./reminder-texts.ts";

const BATCH = 200;

/** Where the console shows cases of a noun. */
const PAGES: Readonly<Record<string, string>> = { complaint: "complaints", child: "children" };

function consolePath(clock: CaseClockRow | undefined): string {
  const page = clock === undefined ? undefined : PAGES[clock.noun];
  return clock === undefined || page === undefined ? "" : `/${page}/${clock.case_id}`;
}

/** The day of a date that may be an instant: a clock of hours is reminded of by its day. */
const dayOf = (due: string): string => due.slice(0, 10);

/** Records each reminder once, and sends one message for all of them. */
export async function remindOfCases(ctx: Ctx, kept: KeptConfig): Promise<void> {
  const leads = kept.requests.reminderDays;
  const today = controllerToday(ctx.clock.now(), kept);
  const rows = await ctx.db
    .selectFrom("case_clock")
    .select(["case_id", "rule", "safe_due", "reminded_days"])
    .where("met_at", "is", null)
    .where("safe_due", "<", dayText(today + Math.max(...leads) + 1))
    .orderBy("safe_due")
    .limit(BATCH)
    .execute();
  const due = rows.flatMap((row) => {
    const daysLeft = parseDay(dayOf(row.safe_due)) - today;
    const lead = reminderLead(daysLeft, leads);
    const isNew = lead !== null && (row.reminded_days === null || lead < row.reminded_days);
    return isNew ? [{ ...row, daysLeft, lead }] : [];
  });
  if (due.length === 0) return;
  await ctx.transaction(async (tx) => {
    const caseIds = [...new Set(due.map((row) => row.case_id))];
    const digest = { name: "cases.remind", payload: { digestId: tx.ids.next("msg"), caseIds } } as const;
    for (const [index, { case_id, rule, daysLeft, lead }] of due.entries()) {
      await tx.db
        .updateTable("case_clock")
        .set({ reminded_days: lead })
        .where("case_id", "=", case_id)
        .where("rule", "=", rule)
        .execute();
      const level = lead <= Math.min(...leads) ? "escalation" : "reminder";
      await tx.outbox.add(case_id, {
        entry: { type: "case.reminded", subject: { case: case_id }, data: { rule, level, daysLeft } },
        jobs: index === 0 ? [digest] : [],
      });
    }
  });
}

/** Names cases by reference and day: no personal data. */
export async function sendCaseReminder(
  ctx: Ctx,
  kept: KeptConfig,
  publicUrl: string,
  input: { readonly digestId: string; readonly caseIds: readonly string[] },
): Promise<void> {
  const today = controllerToday(ctx.clock.now(), kept);
  const open = (await listCaseClocks(ctx, input.caseIds)).filter((clock) => clock.met_at === null);
  if (open.length === 0) return;
  const facts = open.map(({ reference, noun, purpose, safe_due, legal_due }) => {
    const [safe, legal] = [dayOf(safe_due), dayOf(legal_due)];
    const line = reminderTexts.reminderLine(
      purpose,
      formatDay(safe, "en"),
      formatDay(legal, "en"),
      parseDay(safe) - today,
    );
    return [`${reference} · ${noun}`, line] as const;
  });
  const isOverdue = open.some(({ safe_due }) => parseDay(dayOf(safe_due)) <= today);
  const content = {
    subject: isOverdue
      ? reminderTexts.caseEscalationSubject(facts.length)
      : reminderTexts.caseReminderSubject(facts.length),
    title: isOverdue ? reminderTexts.escalationTitle : reminderTexts.reminderTitle,
    paragraphs: [reminderTexts.reminderText],
    facts,
    // The most urgent one: clocks come by their date.
    action: { label: reminderTexts.reminderButton, url: `${publicUrl}/console${consolePath(open[0])}` },
  };
  for (const [index, to] of (await listRecipients(ctx, kept, isOverdue)).entries()) {
    const rendered = renderMail(kept, "en", content);
    const id = `${input.digestId}_${index}`;
    await ctx.mail.send({ id, key: input.digestId, kind: "case-reminder", language: "en", to, ...rendered });
  }
}
