/** A mandate that waits for an operator does not lapse: they are written to until somebody decides. */
import { formatDay } from "../centre/format.ts";
import { listRecipients } from "../clocks/remind-operators.ts";
import { reminderTexts } from "../clocks/reminder-texts.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { renderMail } from "../requests/emails.tsx";
import { lockRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { listWaitingMandates } from "./waiting-mandates.ts";

/** Named in one message. */
const BATCH = 200;

/** Each once when `requests.mandateReminder` has passed, and again each time it passes without a decision. */
export async function remindOfMandates(ctx: Ctx, parts: RequestParts): Promise<void> {
  const now = ctx.clock.now();
  const before = new Date(isoInstant(addDuration(now, `-${parts.kept.requests.mandateReminder}`)));
  const late = (await listWaitingMandates(ctx)).filter(
    ({ waitsFor, since }) => waitsFor === "operator" && new Date(since) <= before,
  );
  if (late.length === 0) return;
  await ctx.transaction(async (tx) => {
    const due: string[] = [];
    for (const { requestId } of late) {
      if (due.length === BATCH) break;
      if ((await lockRequest(tx, requestId))?.state !== "unverified") continue;
      const { numUpdatedRows } = await tx.db
        .updateTable("mandate")
        .set({ operators_reminded_at: isoInstant(now) })
        .where("request_id", "=", requestId)
        .where("decided_at", "is", null)
        .where((row) => row.or([row("operators_reminded_at", "is", null), row("operators_reminded_at", "<=", before)]))
        .executeTakeFirst();
      if (numUpdatedRows > 0n) due.push(requestId);
    }
    const digest = { digestId: tx.ids.next("msg"), requestIds: due };
    for (const [index, requestId] of due.entries()) {
      // The message goes out with the first entry, in the same transaction.
      const jobs = index === 0 ? [{ name: "requests.mandates-remind", payload: digest } as const] : [];
      await recordEvent(tx, requestId, { type: "request.mandate-reminded", data: {} }, jobs);
    }
  });
}

/** Names requests by reference and day: no personal data. Silent about what was decided meanwhile. */
export async function sendMandateReminder(
  ctx: Ctx,
  parts: RequestParts,
  input: { readonly digestId: string; readonly requestIds: readonly string[] },
): Promise<void> {
  const waiting = (await listWaitingMandates(ctx)).filter(
    ({ requestId, waitsFor }) => waitsFor === "operator" && input.requestIds.includes(requestId),
  );
  if (waiting.length === 0) return;
  const content = {
    subject: reminderTexts.mandateReminderSubject(waiting.length),
    title: reminderTexts.mandateReminderTitle,
    paragraphs: [reminderTexts.mandateReminderText],
    facts: waiting.map(
      ({ reference, title, since }) =>
        [`${reference} · ${title}`, reminderTexts.mandateSince(formatDay(since.slice(0, 10), "en"))] as const,
    ),
    action: { label: reminderTexts.mandateReminderButton, url: `${parts.publicUrl}/console/mandates` },
  };
  for (const [index, to] of (await listRecipients(ctx, parts.kept, false)).entries()) {
    const id = `${input.digestId}_${index}`;
    const rendered = renderMail(parts.kept, "en", content);
    await ctx.mail.send({ id, key: input.digestId, kind: "mandate-reminder", language: "en", to, ...rendered });
  }
}
