/** Makes the context that use cases get, and the smaller one inside a transaction. */
import type { LedgerEntryInput } from "@kept/contract/ledger";
import type { Kysely, Transaction } from "kysely";
import type { Clock } from "../clock.ts";
import type { Ids } from "../crypto/ids.ts";
import type { Keyring } from "../crypto/keyring.ts";
import type { Actor, Ctx, TxCtx } from "../ctx.ts";
import type { Log } from "../log.ts";
import { addToOutbox } from "../outbox/add-to-outbox.ts";
import type { Database } from "./database.ts";

export interface CtxParts {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: Keyring;
  readonly log: Log;
  readonly mail: Ctx["mail"];
  /** Called after every commit that wrote to the outbox. */
  readonly wakeRelay: () => void;
}

/** The context of an actor. */
export function createCtx(parts: CtxParts, actor: Actor): Ctx {
  const { db, clock, ids, keys, log, mail } = parts;
  const base = { clock, ids, keys, log, actor };
  return {
    ...base,
    db,
    mail,
    transaction: async (work) => {
      let wrote = false;
      const result = await db.transaction().execute(async (trx) => {
        wrote = false;
        return await work(createTxCtx(base, trx, () => (wrote = true)));
      });
      if (wrote) parts.wakeRelay();
      return result;
    },
    as: (other) => createCtx(parts, other),
  };
}

function createTxCtx(
  base: Omit<TxCtx, "db" | "outbox" | "as">,
  trx: Transaction<Database>,
  onWrite: () => void,
): TxCtx {
  return {
    ...base,
    db: trx,
    outbox: {
      add: async (key, change) => {
        const entry: LedgerEntryInput = change.entry;
        await addToOutbox(base, trx, key, entry, change.jobs ?? []);
        onWrite();
      },
    },
    as: (actor) => createTxCtx({ ...base, actor }, trx, onWrite),
  };
}
