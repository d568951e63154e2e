/** A server of its own process on a shop, for tests that kill it: says where it is and how to call it. */
import { readSettings } from "../../config.ts";
import { startKept } from "../../main.ts";
import { testKept } from "../../platform/testing/test-kept.ts";

const [dataDir = "", url = "", map = ""] = process.argv.slice(2);
const kept = await startKept({
  kept: { ...testKept, systems: { shop: { url, map } }, requests: { erasureWaitingPeriod: "PT0S" } },
  settings: readSettings({ KEPT_DATA_DIR: dataDir, KEPT_PORT: "0", KEPT_LOG_LEVEL: "silent" }),
});
const key = await kept.createApiKey("test", ["requests:read", "requests:act"]);
process.stdout.write(`${JSON.stringify({ url: kept.url, key })}\n`);
