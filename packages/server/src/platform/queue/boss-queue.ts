/** The queue on pg-boss, in the same database as everything else. */
import type { JobName } from "@kept/contract/jobs";
import { jobs as jobCatalogue } from "@kept/contract/jobs";
import { sql } from "kysely";
import { fromKysely, fromPglite, type JobInsert, type JobWithMetadata, PgBoss, type QueueOptions } from "pg-boss";
import type { OpenDatabase } from "../db/open-database.ts";
import type { Log } from "../log.ts";
import type { JobOptions, JobRun } from "../slice.ts";
import type { Queue } from "./queue.ts";

const SCHEMA = "job_queue";
const STOP_TIMEOUT_MILLISECONDS = 15_000;

export interface BossQueue extends Queue {
  readonly boss: PgBoss;
  readonly handlers: ReadonlyMap<JobName, JobRegistration>;
}

export interface JobRegistration {
  readonly run: (payload: unknown, run: JobRun) => Promise<void>;
  readonly options: JobOptions;
}

/**
 * `work: false` prepares tables and sends, and runs nothing: for tests that drive jobs by hand, and for processes that
 * only serve pages.
 */
export function createBossQueue(database: OpenDatabase, log: Log, options: { readonly work: boolean }): BossQueue {
  const boss = new PgBoss({
    ...(database.queue.kind === "embedded"
      ? { db: fromPglite(database.queue.pglite), backend: "pglite" as const }
      : { connectionString: database.queue.url, max: 4, application_name: "kept-jobs" }),
    schema: SCHEMA,
    schedule: false,
    supervise: options.work,
    useListenNotify: options.work,
  });
  boss.on("error", (error) => log.error("the job queue reports an error", { error }));
  const handlers = new Map<JobName, JobRegistration>();
  const stopping = new AbortController();
  const addWorker = async (name: JobName, run: JobRegistration["run"]): Promise<void> => {
    let worker = "";
    worker = await boss.work(
      name,
      { includeMetadata: true, batchSize: 1, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 15 },
      async ([job]: JobWithMetadata<unknown>[]) => {
        if (job === undefined) return;
        const signal = AbortSignal.any([job.signal, stopping.signal]);
        try {
          await runJob(log, name, run, job.data, { jobId: job.id, attempt: job.retryCount + 1, signal });
        } finally {
          // Jobs that were announced while all workers were busy would wait for the next look: so it looks again at once.
          boss.notifyWorker(worker);
        }
      },
    );
  };
  return {
    boss,
    handlers,
    handle: (name, run, jobOptions) => {
      handlers.set(name, { run, options: jobOptions });
    },
    start: async () => {
      await boss.start();
      await createQueues(boss, handlers);
      if (!options.work) return;
      for (const [name, { run, options: jobOptions }] of handlers) {
        for (let count = 0; count < (jobOptions.concurrency ?? 2); count += 1) await addWorker(name, run);
      }
    },
    stop: async () => {
      stopping.abort();
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MILLISECONDS, close: true });
    },
    send: async (trx, jobs) => {
      for (const name of new Set(jobs.map((job) => job.name))) {
        const inserts = jobs
          .filter((job) => job.name === name)
          .map(
            (job): JobInsert => ({
              id: job.id,
              data: job.payload,
              ...(job.startAfter === undefined ? {} : { startAfter: job.startAfter }),
            }),
          );
        await boss.insert(name, inserts, { db: fromKysely(trx) });
      }
    },
    countFailed: async () => {
      const result = await sql<{ count: number }>`
        SELECT count(*) AS count FROM ${sql.table(`${SCHEMA}.job`)} WHERE state = 'failed'`.execute(database.db);
      return Number(result.rows[0]?.count ?? 0);
    },
  };
}

/**
 * Runs one job. What it throws is logged without its text and replaced: the queue stores errors beside the job, and a
 * driver's message may hold a person's data.
 */
export async function runJob(
  log: Log,
  name: JobName,
  run: JobRegistration["run"],
  payload: unknown,
  details: JobRun,
): Promise<void> {
  const { jobId, attempt } = details;
  try {
    await run(jobCatalogue[name].parse(payload), details);
    log.debug("job done", { job: name, jobId, attempt });
  } catch (error) {
    log.error("job failed", { job: name, jobId, attempt, error });
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "error";
    throw new Error(/^\w{1,60}$/.test(code) ? code : "error");
  }
}

async function createQueues(boss: PgBoss, handlers: ReadonlyMap<JobName, JobRegistration>): Promise<void> {
  const existing = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const name of Object.keys(jobCatalogue) as JobName[]) {
    const wanted = queueOptions(handlers.get(name)?.options ?? {});
    const present = existing.get(name);
    if (present === undefined) {
      await boss.createQueue(name, { ...wanted, notify: true });
    } else if (present.retryLimit !== wanted.retryLimit || present.expireInSeconds !== wanted.expireInSeconds) {
      await boss.updateQueue(name, wanted);
    } else {
      // It stands as it should, and pg-boss knows it from its start.
      continue;
    }
    // pg-boss looks a queue up on its own connection the first time that something is sent to it. Inside a transaction of
    // the embedded database's only connection that look would wait for ever, so it happens here, with nothing to send.
    await boss.insert(name, []);
  }
}

function queueOptions(options: JobOptions): QueueOptions {
  return {
    retryLimit: options.retryLimit ?? 8,
    retryDelay: options.retryDelay ?? 2,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: options.timeoutSeconds ?? 900,
    // Jobs may be due long after they were sent (the end of a waiting period): they are kept for a year.
    retentionSeconds: 366 * 86_400,
    deleteAfterSeconds: 14 * 86_400,
  };
}
