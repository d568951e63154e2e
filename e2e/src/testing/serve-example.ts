/** A program that runs the example as `npm start` does, but with erasures that hardly wait, and that says where in JSON. */
import kept from "@kept/example-mi-option/kept.config";
import { startExample } from "@kept/example-mi-option/start-example";
import { readSettings } from "@kept/server/config";
import { untilTold } from "@kept/server/platform/until-told";
import { exampleFolder } from "./example-folder.ts";

const stopped = untilTold();
const running = await startExample({
  settings: { ...readSettings(), logLevel: "warn" },
  kept: { ...kept, requests: { ...kept.requests, erasureWaitingPeriod: "PT1S" } },
  folder: exampleFolder,
  seed: false,
});
const apiKey = await running.kept.createApiKey("The test", ["requests:read", "requests:act", "ledger:read"]);
// Where it listens, not the public address: that may be a proxy's.
const url = `http://127.0.0.1:${running.kept.settings.port}`;
process.stdout.write(`${JSON.stringify({ url, shop: running.shop, apiKey })}\n`);
await stopped;
await running.stop();
process.exit(0);
