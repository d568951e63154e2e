/** A whole product for one test: real database, real queue tables, real HTTP application, and time that stands still. */

import type { JobName } from "@kept/contract/jobs";
import type { Permission, Role } from "@kept/contract/permissions";
import { roles } from "@kept/contract/permissions";
import { sql } from "kysely";
import type { AppParts } from "../../app-parts.ts";
import { type ComposeOptions, compose } from "../../compose.ts";
import type { Settings } from "../../config.ts";
import { type KeptConfigInput, parseKept } from "../../kept-config.ts";
import { createApiKey } from "../../operators/api-keys.ts";
import { createOperator } from "../../operators/create-operator.ts";
import { type FixedClock, fixedClock, isoInstant } from "../clock.ts";
import type { Actor, Ctx } from "../ctx.ts";
import { createLog } from "../log.ts";
import { openStoredMessage, type StoredMessage } from "../mail/send-mail.ts";
import { relayBatch } from "../outbox/relay.ts";
import { runJob } from "../queue/boss-queue.ts";
import type { Slice } from "../slice.ts";
import { openTestDatabase } from "./test-database.ts";
import { testKept } from "./test-kept.ts";

export interface TestCtx {
  /** Acts as the system. */
  readonly ctx: Ctx;
  readonly clock: FixedClock;
  readonly settings: Settings;
  /** What it was composed from, to compose another on the same or another database. */
  readonly parts: ComposeOptions;
  readonly app: { request(path: string, init?: RequestInit): Response | Promise<Response> };
  /** Headers of a new operator with this role, signed in by cookie. */
  signIn(
    role: Role,
  ): Promise<{ readonly headers: Record<string, string>; readonly actor: Actor & { kind: "operator" } }>;
  /** Headers of a new API key with these permissions. */
  apiKey(permissions: readonly Permission[]): Promise<Record<string, string>>;
  /** Messages that went out, oldest first. */
  sentMail(): Promise<readonly (StoredMessage & { readonly id: string; readonly kind: string })[]>;
  /** Types of all ledger entries so far, oldest first (of one subject, when given). */
  ledgerTypes(subject?: string): Promise<readonly string[]>;
  /**
   * Empties the outbox and runs every job that is due by the test's clock, until nothing is left.
   * @throws the first job's error
   */
  drain(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface TestCtxOptions {
  /** Differs from {@link testKept}. */
  readonly kept?: Partial<KeptConfigInput>;
  /** Folder of the configuration. @defaultValue the working directory */
  readonly folder?: string;
  readonly settings?: Partial<Settings>;
  /** Instead of the product's own. */
  readonly slices?: (parts: AppParts) => readonly Slice[];
  readonly now?: string;
}

/** Use it with `await using`, so that it is closed. */
export async function createTestCtx(options: TestCtxOptions = {}): Promise<TestCtx> {
  const database = await openTestDatabase();
  const clock = fixedClock(options.now ?? "2026-11-22T10:00:00Z");
  const settings = { ...testSettings, ...options.settings };
  const log = createLog("silent");
  const parts: ComposeOptions = {
    database,
    settings,
    kept: parseKept({ ...testKept, ...options.kept }),
    folder: options.folder ?? process.cwd(),
    clock,
    log,
    work: false,
    // Tests of the limiter make their own.
    limiter: { take: () => null },
    ...(options.slices === undefined ? {} : { slices: options.slices }),
  };
  const composed = compose(parts);
  await composed.start();
  const { ctx, queue } = composed;

  const runDueJobs = async (): Promise<number> => {
    // A job without a time of its own is due at once, whatever the test's clock says.
    const { rows } = await sql<{ id: string; name: JobName; data: unknown; retries: number }>`
      UPDATE job_queue.job SET state = 'active', started_on = now()
      WHERE state IN ('created', 'retry')
        AND (start_after <= created_on + interval '1 second' OR start_after <= ${isoInstant(clock.now())}::timestamptz OR state = 'retry')
      RETURNING id, name, data, retry_count AS retries`.execute(ctx.db);
    for (const job of rows) {
      const registration = queue.handlers.get(job.name);
      if (registration === undefined) throw new Error(`Nobody handles the job ${job.name}.`);
      let cause: unknown;
      const run: typeof registration.run = async (payload, details) => {
        try {
          await registration.run(payload, details);
        } catch (error) {
          cause = error;
          throw error;
        }
      };
      const details = { jobId: job.id, attempt: Number(job.retries) + 1, signal: new AbortController().signal };
      try {
        await runJob(log, job.name, run, job.data, details);
      } catch {
        await queue.boss.fail(job.name, job.id);
        throw cause;
      }
      await queue.boss.complete(job.name, job.id);
    }
    return rows.length;
  };
  let people = 0;
  return {
    ctx,
    clock,
    settings,
    parts,
    app: composed.app as TestCtx["app"],
    signIn: async (role) => {
      people += 1;
      const created = await createOperator(
        ctx,
        { name: `Operator ${people}`, email: `operator${people}@example.org`, role },
        settings.publicUrl,
      );
      const { cookies } = await composed.auth.beginSession(created.operator.id);
      const cookie = cookies.map((line) => line.split(";")[0]).join("; ");
      return { headers: { cookie }, actor: { kind: "operator", id: created.operator.id, permissions: roles[role] } };
    },
    apiKey: async (permissions) => {
      const { secret } = await createApiKey(ctx, { name: "Test", permissions });
      return { authorization: `Bearer ${secret}` };
    },
    sentMail: async () => {
      const rows = await ctx.db
        .selectFrom("mail_message")
        .selectAll()
        .where("state", "=", "sent")
        .orderBy("created_at")
        .orderBy("sent_at")
        // The test's clock stands still: what was sent at the same time is told apart by its last transaction.
        .orderBy(sql`xmin::text::bigint`)
        .execute();
      return rows.flatMap((row) => {
        const message = openStoredMessage(ctx.keys, row.id, row.sealed);
        return message === null ? [] : [{ ...message, id: row.id, kind: row.kind }];
      });
    },
    ledgerTypes: async (subject) => {
      let query = ctx.db.selectFrom("ledger_entry").select("type").orderBy("index");
      if (subject !== undefined) {
        query = query.where("index", "in", (eb) =>
          eb.selectFrom("ledger_subject").select("ledger_subject.index").where("subject", "=", subject),
        );
      }
      return (await query.execute()).map((row) => row.type);
    },
    drain: async () => {
      for (;;) {
        while ((await relayBatch(composed.relayParts)) > 0);
        if ((await runDueJobs()) === 0) return;
      }
    },
    [Symbol.asyncDispose]: async () => {
      await composed.stop();
      await database.close();
    },
  };
}

const testSettings: Settings = {
  host: "127.0.0.1",
  port: 4600,
  publicUrl: "http://localhost:4600",
  databaseUrl: null,
  dataDir: "(none)",
  smtpUrl: null,
  mailFrom: "Example <privacy@example.org>",
  mailPort: null,
  mailHost: "127.0.0.1",
  mailTls: null,
  relayPort: null,
  relayHost: "127.0.0.1",
  relayTls: null,
  chromium: null,
  development: true,
  logLevel: "silent",
  clientAddressHeader: null,
  secret: Buffer.alloc(32, 7),
  variables: {},
};
