/**
 * Takes what changes left in the outbox to where it belongs, in one transaction: entries to the ledger, jobs to the
 * queue, and the rows away. Whatever kills it, either all of a batch has happened or nothing, and the next run goes on.
 */
import { createHash } from "node:crypto";
import type { JobName } from "@kept/contract/jobs";
import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import type { Keyring } from "../crypto/keyring.ts";
import type { Database } from "../db/database.ts";
import { appendEntries, type LedgerContent, lockSequencer } from "../ledger/sequencer.ts";
import type { Log } from "../log.ts";
import type { Queue, QueuedJob } from "../queue/queue.ts";

const BATCH = 200;
const POLL_MILLISECONDS = 2_000;

export interface RelayParts {
  readonly db: Kysely<Database>;
  readonly queue: Pick<Queue, "send">;
  readonly keys: Keyring;
  readonly clock: Clock;
  readonly log: Log;
  /** The ledger's name in checkpoints. */
  readonly origin: string;
}

/** Relays one batch. Returns how many rows it took; fewer than a batch means that the outbox was empty. */
export async function relayBatch(parts: RelayParts): Promise<number> {
  return await parts.db.transaction().execute(async (trx) => {
    // One relay at a time, and in the order of commits under one key: the order of `seq`, which a transaction draws
    // while it holds the lock on what it changes. Rows that commit late are simply found by a later batch.
    await lockSequencer(trx);
    const rows = await trx.selectFrom("outbox").selectAll().orderBy("seq").limit(BATCH).execute();
    if (rows.length === 0) return 0;
    const contents = rows.map(
      (row): LedgerContent => ({
        id: row.id,
        at: row.created_at.toISOString(),
        type: row.entry.type,
        key: row.key,
        actor: { kind: row.actor_kind, id: row.actor_id },
        subject: row.entry.subject ?? {},
        data: row.entry.data,
      }),
    );
    await appendEntries(trx, parts, contents);
    const jobs = rows.flatMap((row) =>
      row.jobs.map(
        (job, position): QueuedJob => ({
          id: jobId(row.id, position),
          name: job.name as JobName,
          payload: job.payload as object,
          ...(job.startAfter === undefined ? {} : { startAfter: job.startAfter }),
        }),
      ),
    );
    if (jobs.length > 0) await parts.queue.send(trx, jobs);
    await trx
      .deleteFrom("outbox")
      .where((eb) => eb.or(rows.map((row) => eb.and([eb("key", "=", row.key), eb("id", "=", row.id)]))))
      .execute();
    return rows.length;
  });
}

/** A UUID (version 8) that follows from the outbox row and the job's position in it. */
export function jobId(rowId: string, position: number): string {
  const bytes = createHash("sha256").update(`kept/job/${rowId}/${position}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export interface Relay {
  /** Called after a commit that wrote to the outbox. */
  wake(): void;
  start(): void;
  /** Ends after the batch at work. */
  stop(): Promise<void>;
}

/** A relay that runs when woken, and every two seconds for what other processes wrote or a failure left. */
export function createRelay(parts: RelayParts): Relay {
  let running: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | null = null;
  let stopped = true;

  const drain = async (): Promise<void> => {
    do {
      again = false;
      try {
        while ((await relayBatch(parts)) === BATCH && !stopped);
      } catch (error) {
        // The rows are still there; the timer tries again.
        parts.log.error("the relay could not empty the outbox", { error });
        return;
      }
    } while (again && !stopped);
  };
  const wake = (): void => {
    if (stopped) return;
    again = true;
    running ??= drain().finally(() => {
      running = null;
    });
  };
  return {
    wake,
    start: () => {
      stopped = false;
      timer = setInterval(wake, POLL_MILLISECONDS);
      timer.unref();
      wake();
    },
    stop: async () => {
      stopped = true;
      if (timer !== null) clearInterval(timer);
      await running;
    },
  };
}
