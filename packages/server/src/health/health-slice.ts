/** Is the server well, and the tidying that keeps it so. */
import { getHealth } from "@kept/contract/health";
import type { MailboxStatus } from "@kept/contract/mailbox";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import { bind } from "../platform/http/bind.ts";
import type { Queue } from "../platform/queue/queue.ts";
import { handleJob, type Slice } from "../platform/slice.ts";

/** The relay polls every two seconds: a change that waits this long means that it fails. */
const LATE_SECONDS = 30;
/** Bodies of messages are removed after this long; that they were sent stays known. */
const MAIL_BODY_DAYS = 30;

export interface HealthParts {
  readonly version: string;
  readonly database: OpenDatabase["kind"];
  readonly queue: Pick<Queue, "countFailed">;
  /** Which mailboxes can be read. */
  readonly mailboxes: (ctx: Ctx) => Promise<readonly Pick<MailboxStatus, "mailbox" | "state" | "problem">[]>;
}

export function createHealthSlice(parts: HealthParts): Slice {
  return {
    name: "health",
    routes: [
      bind(getHealth, async (ctx) => {
        const outbox = await outboxState(ctx);
        const failedJobs = await parts.queue.countFailed();
        const mailboxes = (await parts.mailboxes(ctx)).map(({ mailbox, state, problem }) => {
          return { mailbox, state, code: problem?.code ?? null };
        });
        const isHeard = mailboxes.every(({ state }) => state !== "down");
        const well = failedJobs === 0 && (outbox.oldestSeconds ?? 0) < LATE_SECONDS && isHeard;
        const { version, database } = parts;
        return {
          status: well ? ("ok" as const) : ("degraded" as const),
          version,
          database,
          outbox,
          failedJobs,
          mailboxes,
        };
      }),
    ],
    jobs: [handleJob("platform.tidy", (ctx) => tidy(ctx))],
    sweeps: [{ name: "tidy", everySeconds: 3_600, run: tidy }],
  };
}

async function outboxState(ctx: Ctx): Promise<{ waiting: number; oldestSeconds: number | null }> {
  const row = await ctx.db
    .selectFrom("outbox")
    .select((eb) => [eb.fn.countAll<number>().as("waiting"), eb.fn.min("created_at").as("oldest")])
    .executeTakeFirstOrThrow();
  const oldest = row.oldest as Date | null;
  const age = oldest === null ? null : (ctx.clock.now().epochMilliseconds - oldest.getTime()) / 1_000;
  return { waiting: Number(row.waiting), oldestSeconds: age };
}

/** Removes what is past its time. */
async function tidy(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  // Expired links stay a month, so that who opens one late learns that it has expired.
  const monthAgo = isoInstant(now.subtract({ hours: 24 * MAIL_BODY_DAYS }));
  await ctx.db.deleteFrom("signed_link").where("expires_at", "<", new Date(monthAgo)).execute();
  await ctx.db
    .updateTable("mail_message")
    .set({ sealed: null })
    .where("created_at", "<", new Date(monthAgo))
    .where("sealed", "is not", null)
    .execute();
  await ctx.db
    .deleteFrom("operator_session")
    .where("expires_at", "<", new Date(isoInstant(now)))
    .execute();
}
