/** A process that reads a mailbox and says when a message is stored but not committed, until it is killed. */
import "../../platform/jsx/register-tsx.ts";
import { parseKept } from "../../kept-config.ts";
import { systemClock } from "../../platform/clock.ts";
import { createIds } from "../../platform/crypto/ids.ts";
import { createKeyring } from "../../platform/crypto/keyring.ts";
import { createCtx } from "../../platform/db/create-ctx.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { openEmbedded } from "../../platform/db/open-database.ts";
import { createLog } from "../../platform/log.ts";
import { testKept } from "../../platform/testing/test-kept.ts";
import { readMailbox } from "../imap-door.ts";
import type { MailboxParts } from "../mailbox-parts.ts";

const [dataDir = "", address = ""] = process.argv.slice(2);
const database = await openEmbedded(dataDir);
await migrate(database);
const refuse = () => Promise.reject(new Error("This process sends no mail."));
const mail = { send: refuse, forward: refuse };
const keys = createKeyring(Buffer.alloc(32, 7));
const parts = {
  db: database.db,
  clock: systemClock,
  ids: createIds(systemClock),
  keys,
  log: createLog("silent"),
  mail,
};
const ctx = createCtx({ ...parts, wakeRelay: () => undefined }, { kind: "system", id: "test" });
const slow: typeof ctx = {
  ...ctx,
  as: () => slow,
  transaction: (work) =>
    ctx.transaction(async (tx) => {
      const result = await work(tx);
      process.stdout.write("stored\n");
      await new Promise((resolve) => setTimeout(resolve, 40));
      return result;
    }),
};
const mailboxes = {
  rights: { addresses: ["privacy@example.com"], purpose: "rights" as const, imap: { env: "RIGHTS_IMAP" } },
};
const kept = parseKept({ ...testKept, mailboxes });
await readMailbox(slow, { kept, variables: { RIGHTS_IMAP: address } } as unknown as MailboxParts, "rights");
await database.close();
process.stdout.write("done\n");
