/** Hands a text message over, again and again until its time is over; each end is an entry of the ledger. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { openSms } from "./queue-sms.ts";
import { findSender } from "./senders.ts";
import type { SmsParts } from "./sms-parts.ts";

/** Throws until the message is handed over, so that the queue tries again; gives up when nobody wants it any more. */
export async function sendSms(ctx: Ctx, parts: SmsParts, smsId: string): Promise<void> {
  const row = await ctx.db.selectFrom("sms_message").selectAll().where("id", "=", smsId).executeTakeFirst();
  if (row?.state !== "queued") return;
  const sms = openSms(ctx.keys, smsId, row.sealed);
  const sender = findSender(parts);
  const attempts = row.attempts + 1;
  const isOver = row.expires_at.getTime() <= ctx.clock.now().epochMilliseconds;
  const outcome =
    sender === null || sms === null || isOver
      ? ({ kind: "failed", code: isOver || sms === null ? "expired" : "sender_removed", final: true } as const)
      : await sender.send({ id: smsId, ...sms, from: parts.kept.sms?.from ?? null }, ctx.clock);
  if (outcome.kind === "failed" && !outcome.final) {
    await ctx.db
      .updateTable("sms_message")
      .set({ attempts, problem_code: outcome.code })
      .where("id", "=", smsId)
      .execute();
    throw new Error(`A text message could not be handed over: ${outcome.code}.`);
  }
  await ctx.transaction(async (tx) => {
    const isSent = outcome.kind === "sent";
    const result = await tx.db
      .updateTable("sms_message")
      .set({
        state: isSent ? "sent" : outcome.code === "expired" ? "expired" : "failed",
        attempts,
        problem_code: isSent ? null : outcome.code,
        settled_at: isoInstant(tx.clock.now()),
        // What has left need not be kept; what stays here is shown in development, for a day.
        ...(isSent && sender?.leaves === false ? {} : { sealed: null }),
      })
      .where("id", "=", smsId)
      .where("state", "=", "queued")
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) return;
    const subject = row.key.startsWith("req_") ? { request: row.key } : { about: row.key };
    await tx.outbox.add(row.key, {
      entry: isSent
        ? { type: "sms.sent", subject, data: { kind: row.kind, attempts } }
        : { type: "sms.not-sent", subject, data: { kind: row.kind, code: outcome.code, attempts } },
      jobs:
        isSent && row.kind === "acknowledgement"
          ? [{ name: "requests.acknowledge", payload: { requestId: row.key } }]
          : [],
    });
  });
}

/** The queue's own tries are over by then. */
const QUEUE_PATIENCE = "PT4H";

/** What the queue has given up is tried again until its time is over; what is over is settled, so that it is known. Idempotent. */
export async function resumeTexts(ctx: Ctx, parts: SmsParts): Promise<void> {
  const now = ctx.clock.now();
  const rows = await ctx.db
    .selectFrom("sms_message")
    .select("id")
    .where("state", "=", "queued")
    .where((where) =>
      where.or([
        where("expires_at", "<=", new Date(now.epochMilliseconds)),
        where("created_at", "<=", new Date(addDuration(now, `-${QUEUE_PATIENCE}`).epochMilliseconds)),
      ]),
    )
    .orderBy("expires_at")
    .limit(100)
    .execute();
  for (const { id } of rows) {
    try {
      await sendSms(ctx, parts, id);
    } catch {
      // Its row says why; the next round tries again.
    }
  }
}
