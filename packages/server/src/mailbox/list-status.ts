/** Which mailboxes can be read, for the console and for /health. */
import type { MailboxStatus } from "@kept/contract/mailbox";
import type { Ctx } from "../platform/ctx.ts";
import type { MailboxParts } from "./mailbox-parts.ts";
import { isMailboxProblem, MAILBOX_PROBLEMS } from "./mailbox-problems.ts";

export async function listStatus(ctx: Ctx, parts: MailboxParts): Promise<MailboxStatus[]> {
  const cursors = await ctx.db.selectFrom("mailbox_cursor").selectAll().execute();
  return Object.entries(parts.kept.mailboxes).map(([mailbox, config]) => {
    const cursor = cursors.find((row) => row.mailbox === mailbox);
    const listens = parts.mailPort !== null;
    const doors = [...(config.imap === undefined ? [] : ["imap"]), ...(listens ? ["smtp"] : [])];
    const code = config.imap === undefined ? null : (cursor?.problem_code ?? null);
    const known = code !== null && isMailboxProblem(code) ? code : null;
    const isHeard =
      config.imap === undefined ? listens : cursor?.checked_at !== null && cursor?.checked_at !== undefined;
    return {
      mailbox,
      purpose: config.purpose,
      addresses: [...config.addresses],
      door: (doors.join("+") || "none") as MailboxStatus["door"],
      // A mailbox without any door is heard by nobody.
      state: known !== null || doors.length === 0 ? "down" : isHeard ? "up" : "unknown",
      checkedAt: cursor?.checked_at?.toISOString() ?? null,
      problem:
        known === null
          ? null
          : { code: known, ...MAILBOX_PROBLEMS[known], since: cursor?.problem_since?.toISOString() ?? "" },
    };
  });
}
