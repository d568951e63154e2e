/** A server with a relay that takes messages and sends none, until it is killed. Prints the relay's port and a key. */
import "../../platform/jsx/register-tsx.ts";
import { readSettings } from "../../config.ts";
import { parseKept } from "../../kept-config.ts";
import { createApiKey } from "../../operators/api-keys.ts";
import { systemClock } from "../../platform/clock.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { openEmbedded } from "../../platform/db/open-database.ts";
import { createLog } from "../../platform/log.ts";
import { testKept } from "../../platform/testing/test-kept.ts";

const [dataDir = "", port = ""] = process.argv.slice(2);
const { compose } = await import("../../compose.ts");
const database = await openEmbedded(dataDir);
await migrate(database);
const composed = compose({
  database,
  settings: readSettings({ KEPT_SECRET: "07".repeat(32), KEPT_DATA_DIR: dataDir, KEPT_RELAY_PORT: port }),
  kept: parseKept({
    ...testKept,
    streams: { receipts: { title: "Receipts", class: "service", from: "shop@example.org" } },
  }),
  folder: dataDir,
  clock: systemClock,
  log: createLog("silent"),
  work: false,
});
await composed.start();
const { secret } = await createApiKey(composed.ctx, {
  name: "Shop",
  permissions: ["messages:send", "messages:send-service"],
});
process.stdout.write(`${secret}\n`);
