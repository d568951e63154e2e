/**
 * The context that every use case takes first. A transaction is a context too, and a smaller one: inside it there is no
 * mail, no network and no way to start a job but the outbox, so that a change and what follows from it commit together.
 */
import type { JobName, JobPayloads } from "@kept/contract/jobs";
import type { LedgerEntryInput } from "@kept/contract/ledger";
import type { Kysely, Transaction } from "kysely";
import type { Clock } from "./clock.ts";
import type { Ids } from "./crypto/ids.ts";
import type { Keyring } from "./crypto/keyring.ts";
import type { Database } from "./db/database.ts";
import type { Log } from "./log.ts";
import type { MailMessage, RawMail } from "./mail/mail.ts";

/** Who acts. Every ledger entry names one. */
export type Actor =
  | { readonly kind: "operator"; readonly id: string; readonly permissions: readonly string[] }
  | { readonly kind: "api-key"; readonly id: string; readonly permissions: readonly string[] }
  | { readonly kind: "person"; readonly id: string }
  | { readonly kind: "system"; readonly id: string };

interface BaseCtx {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: Keyring;
  readonly log: Log;
  readonly actor: Actor;
}

/** What a change may use: its own connection, and the outbox that commits with it. */
export interface TxCtx extends BaseCtx {
  readonly db: Transaction<Database>;
  readonly outbox: {
    /**
     * Writes one outbox row: the ledger entry of this change and the jobs that follow from it. `key` is what the change
     * is about (a request id, a person id); ledger entries of one key keep their order.
     */
    add(key: string, change: { readonly entry: LedgerEntryInput; readonly jobs?: readonly NewJob[] }): Promise<void>;
  };
  /** The same transaction, acting as somebody else: a person who is known only once they were looked up in it. */
  as(actor: Actor): TxCtx;
}

export interface Ctx extends BaseCtx {
  readonly db: Kysely<Database>;
  /** Sends a message now; jobs call it, never use cases inside a transaction. */
  readonly mail: { send(message: MailMessage): Promise<void>; forward(message: RawMail): Promise<void> };
  /** Runs `work` in one transaction; the relay is woken after the commit. */
  transaction<T>(work: (tx: TxCtx) => Promise<T>): Promise<T>;
  /** The same context, acting as somebody else. */
  as(actor: Actor): Ctx;
}

export type NewJob = {
  readonly [N in JobName]: {
    readonly name: N;
    readonly payload: JobPayloads[N];
    /** Not before this instant (ISO); default now. */
    readonly startAfter?: string;
  };
}[JobName];
