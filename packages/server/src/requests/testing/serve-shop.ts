/** A server of its own process on a shop, for tests that kill it: says where it is and how to call it. */
import { flushCompileCache } from "node:module";
import { readSettings } from "../../config.ts";
import { startKept } from "../../main.ts";
import { testKept } from "../../platform/testing/test-kept.ts";

/** `more` and `variables` as JSON: what a test adds to the configuration and to the environment. */
const [dataDir = "", url = "", map = "", more = "{}", variables = "{}"] = process.argv.slice(2);
const kept = await startKept({
  kept: {
    ...testKept,
    systems: { shop: { url, map } },
    requests: { erasureWaitingPeriod: "PT0S" },
    ...(JSON.parse(more) as object),
  },
  settings: readSettings({
    KEPT_DATA_DIR: dataDir,
    KEPT_PORT: "0",
    KEPT_LOG_LEVEL: "silent",
    ...(JSON.parse(variables) as Record<string, string>),
  }),
});
const key = await kept.createApiKey("test", ["requests:read", "requests:act"]);
// It is not going to end in a way in which what it compiled would be kept.
flushCompileCache();
process.stdout.write(`${JSON.stringify({ url: kept.url, key })}\n`);
