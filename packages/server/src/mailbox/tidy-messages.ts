/** Removes what was written once its time is over; that it came, and what became of it, stays known. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { MailboxParts } from "./mailbox-parts.ts";

const DEFAULT_KEEP = "P180D";

export async function tidyMessages(ctx: Ctx, parts: MailboxParts): Promise<void> {
  const names = await ctx.db.selectFrom("mailbox_message").select("mailbox").distinct().execute();
  for (const { mailbox } of names) {
    const keepFor = parts.kept.mailboxes[mailbox]?.keepFor ?? DEFAULT_KEEP;
    const before = new Date(isoInstant(addDuration(ctx.clock.now(), `-${keepFor}`)));
    const rows = await ctx.db
      .selectFrom("mailbox_message")
      .select("id")
      .where("mailbox", "=", mailbox)
      .where("state", "=", "done")
      .where("closed_at", "<", before)
      .where("sealed_raw", "is not", null)
      .limit(500)
      .execute();
    for (const { id } of rows) await purge(ctx, id);
  }
}

async function purge(ctx: Ctx, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.db
      .updateTable("mailbox_message")
      .set({ sealed_raw: null, sealed_content: null, sender_label: "–", sender_index: null })
      .where("id", "=", id)
      .execute();
    await tx.db.deleteFrom("mailbox_answer").where("message_id", "=", id).execute();
    await tx.outbox.add(id, { entry: { type: "mailbox.message-purged", subject: { message: id }, data: {} } });
  });
}
