/** A process that changes, relays and enqueues as fast as it can, and says what it has committed, until it is killed. */
import { systemClock } from "../clock.ts";
import { createIds } from "../crypto/ids.ts";
import { createKeyring } from "../crypto/keyring.ts";
import { createCtx } from "../db/create-ctx.ts";
import { migrate } from "../db/migrate.ts";
import { openEmbedded } from "../db/open-database.ts";
import { ledgerOrigin } from "../ledger/checkpoint.ts";
import { createLog } from "../log.ts";
import { createRelay } from "../outbox/relay.ts";
import { createBossQueue } from "../queue/boss-queue.ts";

const database = await openEmbedded(process.argv[2] ?? "");
await migrate(database);
const log = createLog("silent");
const queue = createBossQueue(database, log, { work: false });
await queue.start();
const keys = createKeyring(Buffer.alloc(32, 7));
const clock = systemClock;
const relay = createRelay({ db: database.db, queue, keys, clock, log, origin: ledgerOrigin(keys) });
relay.start();
const refuse = () => Promise.reject(new Error("This process sends no mail."));
const mail = { send: refuse, forward: refuse };
const ctx = createCtx(
  { db: database.db, clock, ids: createIds(clock), keys, log, mail, wakeRelay: relay.wake },
  { kind: "system", id: "test" },
);
for (;;) {
  const key = ctx.ids.next("key");
  await ctx.transaction((tx) =>
    tx.outbox.add(key, {
      entry: { type: "operator.signed-out", data: {} },
      jobs: [{ name: "platform.tidy", payload: {} }],
    }),
  );
  process.stdout.write(`${key}\n`);
}
