/** The job queue behind five functions, so that the choice of queue stays cheap. */
import type { JobName } from "@kept/contract/jobs";
import type { Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { JobOptions, JobRun } from "../slice.ts";

export interface QueuedJob {
  /** Derived from the outbox row: sending the same job again changes nothing. */
  readonly id: string;
  readonly name: JobName;
  readonly payload: object;
  readonly startAfter?: string;
}

export interface Queue {
  /** Says who does jobs of this name. Before `start`. */
  handle(name: JobName, run: (payload: unknown, run: JobRun) => Promise<void>, options: JobOptions): void;
  start(): Promise<void>;
  /** Takes no more jobs, and waits for those that run; they are tried again when they do not end in time. */
  stop(): Promise<void>;
  /** Adds jobs inside a transaction. */
  send(trx: Transaction<Database>, jobs: readonly QueuedJob[]): Promise<void>;
  /** Jobs that failed for good. */
  countFailed(): Promise<number>;
}
