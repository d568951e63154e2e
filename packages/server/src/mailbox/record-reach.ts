/** Whether a mailbox can be read: kept where every server sees it, and entered in the ledger when it changes. */
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { MailboxProblem } from "./mailbox-problems.ts";

export async function recordReachable(ctx: Ctx, mailbox: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const known = await tx.db
      .selectFrom("mailbox_cursor")
      .select("problem_code")
      .where("mailbox", "=", mailbox)
      .executeTakeFirst();
    const checkedAt = isoInstant(tx.clock.now());
    await tx.db
      .updateTable("mailbox_cursor")
      .set({ checked_at: checkedAt, problem_code: null, problem_since: null })
      .where("mailbox", "=", mailbox)
      .execute();
    if (known === undefined || known.problem_code === null) return;
    await tx.outbox.add(`mailbox/${mailbox}`, { entry: { type: "mailbox.reachable", data: { mailbox } } });
  });
}

/** @param since from when messages count, should the mailbox never have been read */
export async function recordUnreachable(
  ctx: Ctx,
  mailbox: string,
  since: string,
  problem: MailboxProblem,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const at = isoInstant(tx.clock.now());
    const known = await tx.db
      .selectFrom("mailbox_cursor")
      .select(["problem_code", "problem_since"])
      .where("mailbox", "=", mailbox)
      .executeTakeFirst();
    const change = {
      checked_at: at,
      problem_code: problem,
      problem_since: known?.problem_since?.toISOString() ?? at,
    };
    await tx.db
      .insertInto("mailbox_cursor")
      .values({ mailbox, uid_validity: null, last_uid: 0, since, ...change })
      .onConflict((conflict) => conflict.column("mailbox").doUpdateSet(change))
      .execute();
    if (known?.problem_code === problem) return;
    await tx.outbox.add(`mailbox/${mailbox}`, {
      entry: { type: "mailbox.unreachable", data: { mailbox, code: problem } },
    });
  });
}
