/** `npm start`: everything at once, with nothing installed; prints where to go. */
import { readSettings } from "@kept/server/config";
import { StartError } from "@kept/server/platform/start-error";
import { untilTold } from "@kept/server/platform/until-told";
import kept from "./kept.config.ts";
import { type RunningExample, startExample, WEBSITE_OFFSET } from "./src/start-example.ts";

const begun = performance.now();

async function printAddresses({
  kept: { url, settings, createOperatorSignInLink },
  website,
  swapCircle,
  isFirstStart,
}: RunningExample) {
  const signIn = await createOperatorSignInLink({
    name: "Robin Sommer",
    email: "robin@mi-option.example.org",
    role: "privacy-lead",
  });
  const { mailPort, relayPort } = settings;
  const lines = [
    ["Privacy centre", `${url}/privacy`, "ask for ada@example.org's data, or its erasure"],
    ["Console", signIn, "signs you in once, as the privacy lead"],
    ["Outbox", `${url}/dev/outbox`, "every e-mail that was sent, with its links"],
    ["Mail", `smtp://localhost:${mailPort}`, "write to privacy@mi-option.example.org; it shows in the console's inbox"],
    [
      "Relay",
      `smtp://localhost:${relayPort}`,
      "what the shop sends; user `newsletter`, password an API key from the console",
    ],
    ["Example website", website, "the company whose data it is"],
    ["Swap Circle", swapCircle, "another company: have your data sent there from the page of a fulfilled request"],
    ["API reference", `${url}/docs/api`, "everything the console does, as calls"],
  ] as const;
  const width = Math.max(...lines.map(([name]) => name.length));
  const text = lines.map(
    ([name, address, hint]) => `  ${name.padEnd(width)}  ${address}\n  ${" ".repeat(width)}    ${hint}`,
  );
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `\nKept runs mi Option's privacy policy (started in ${seconds} s${isFirstStart ? ", first start" : ""}).\n`,
  );
  console.log(
    `${text.join("\n")}\n\nAll data is invented. Ctrl-C ends it; the next start goes on where this one stopped.`,
  );
}

try {
  const stopped = untilTold();
  const settings = readSettings();
  // What a newcomer wants to see on the terminal is where to go; trouble still shows.
  const logLevel = settings.variables["KEPT_LOG_LEVEL"] === undefined ? "warn" : settings.logLevel;
  // The website stands beside Kept; where its port is any free one, there is no address to scan.
  const scans =
    settings.port === 0 ? {} : { scans: { sites: [`http://127.0.0.1:${settings.port + WEBSITE_OFFSET}/`] } };
  const folder = import.meta.dirname;
  const running = await startExample({ settings: { ...settings, logLevel }, kept: { ...kept, ...scans }, folder });
  await printAddresses(running);
  await stopped;
  console.log("\nStopping …");
  await running.stop();
  console.log("Stopped.");
  process.exit(0);
} catch (error) {
  console.error(error instanceof StartError ? error.describe() : error);
  process.exit(1);
}
