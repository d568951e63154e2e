/** No notice is late unseen: operators hear of it when its day is over, and each week after, until it is settled. */

import { formatDay } from "../centre/format.ts";
import { listRecipients } from "../clocks/remind-operators.ts";
import { reminderTexts } from "../clocks/reminder-texts.ts";
import { Temporal } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { renderMail } from "../requests/emails.tsx";
import { listWaiting } from "./notices.ts";
import { updateReminders } from "./queries.ts";
import type { RecipientParts } from "./recipient-parts.ts";

const BATCH = 200;
const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** Records each reminder once, and sends one message for all of them. */
export async function remindOfNotices(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now().epochMilliseconds;
  const due = (await listWaiting(ctx, new Date(now)))
    .map((row) => ({ row, reminder: 1 + Math.floor((now - row.due_at.getTime()) / WEEK) }))
    .filter(({ row, reminder }) => reminder > row.reminders)
    .slice(0, BATCH);
  if (due.length === 0) return;
  await ctx.transaction(async (tx) => {
    const noticeIds = due.map(({ row }) => row.id);
    const digest = { name: "recipients.remind", payload: { digestId: tx.ids.next("msg"), noticeIds } } as const;
    for (const [index, { row, reminder }] of due.entries()) {
      await updateReminders(tx, { requestId: row.request_id, noticeId: row.id }, reminder);
      const daysLate = Math.floor((now - row.due_at.getTime()) / DAY);
      const data = { recipient: row.recipient, notice: row.id, daysLate };
      await tx.outbox.add(row.request_id, {
        entry: { type: "recipient.reminded", subject: { request: row.request_id }, data },
        jobs: index === 0 ? [digest] : [],
      });
    }
  });
}

/** Names recipients and requests by reference: no personal data. */
export async function sendNoticeReminder(
  ctx: Ctx,
  { kept, publicUrl }: Pick<RecipientParts, "kept" | "publicUrl">,
  input: { readonly digestId: string; readonly noticeIds: readonly string[] },
): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  const rows = (await listWaiting(ctx, now)).filter((row) => input.noticeIds.includes(row.id));
  if (rows.length === 0) return;
  const facts = rows.map((row) => {
    const day = Temporal.Instant.fromEpochMilliseconds(row.due_at.getTime())
      .toZonedDateTimeISO(kept.controller.zone)
      .toPlainDate();
    const name = kept.recipients[row.recipient]?.name ?? row.recipient;
    return [`${row.reference} · ${name}`, reminderTexts.noticeLate(formatDay(day.toString(), "en"))] as const;
  });
  const content = {
    subject: reminderTexts.noticeReminderSubject(facts.length),
    title: reminderTexts.noticeReminderTitle,
    paragraphs: [reminderTexts.noticeReminderText],
    facts,
    action: { label: reminderTexts.reminderButton, url: `${publicUrl}/console/recipients` },
  };
  for (const [index, to] of (await listRecipients(ctx, kept, true)).entries()) {
    const id = `${input.digestId}_${index}`;
    const rendered = renderMail(kept, "en", content);
    await ctx.mail.send({ id, key: input.digestId, kind: "notice-reminder", language: "en", to, ...rendered });
  }
}
