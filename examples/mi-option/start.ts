/** `npm start`: the reference operator and Kept around it, in one process, with nothing installed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readSettings } from "@kept/server/config";
import { type RunningKept, startKept } from "@kept/server/main";
import { StartError } from "@kept/server/platform/start-error";
import kept from "./kept.config.ts";
import { openOperatorData } from "./src/operator-data.ts";
import { seedRequests } from "./src/seed-requests.ts";

/** The example's own servers stand beside Kept's: 4610 and 4611 by default. With KEPT_PORT=0 all take any free port. */
const WEBSITE_OFFSET = 10;
const ARCHIVE_OFFSET = 11;

interface Stoppable {
  readonly name: string;
  stop(): Promise<void>;
}

/** Starts everything, prints where to go, and answers how to stop it. */
async function startExample(): Promise<readonly Stoppable[]> {
  const started: Stoppable[] = [];
  const begun = performance.now();
  try {
    const settings = readSettings();
    const beside = (offset: number) => (settings.port === 0 ? 0 : settings.port + offset);
    const folder = join(settings.dataDir, "mi-option");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const data = await openOperatorData(folder);
    // Both use JSX, which Node loads only once the hook that comes with startKept is installed.
    const { startWebsite } = await import("./src/website/serve.ts");
    const { startRightsEndpoint } = await import("./src/rights-endpoint/rights-endpoint.ts");
    const archive = await startRightsEndpoint({
      port: beside(ARCHIVE_OFFSET),
      databasePath: data.archive,
      key: data.archiveSecret,
    }).catch((error: unknown) => portTaken(error, beside(ARCHIVE_OFFSET)));
    started.push({ name: "archive", stop: archive.close });
    const variables = {
      ...settings.variables,
      MI_OPTION_DATABASE: data.shop,
      MI_OPTION_ARCHIVE: archive.url,
      MI_OPTION_ARCHIVE_SECRET: data.archiveSecret,
    };
    const running = await startKept({ kept, settings: { ...settings, variables }, folder: import.meta.dirname });
    started.push({ name: "Kept", stop: running.stop });
    const website = await startWebsite({
      port: beside(WEBSITE_OFFSET),
      databasePath: data.shop,
      centreUrl: `${running.url}/privacy`,
    }).catch((error: unknown) => portTaken(error, beside(WEBSITE_OFFSET)));
    started.push({ name: "website", stop: website.close });
    const isNew = await seedRequests(running, settings.dataDir);
    await printAddresses(running, website.url, isNew, performance.now() - begun);
    return started;
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

async function printAddresses(running: RunningKept, website: string, isNew: boolean, ms: number): Promise<void> {
  const signIn = await running.createOperatorSignInLink({
    name: "Robin Sommer",
    email: "robin@mi-option.example.org",
    role: "privacy-lead",
  });
  const lines = [
    ["Privacy centre", `${running.url}/privacy`, "ask for ada@example.org's data, or its erasure"],
    ["Console", signIn, "signs you in once, as the privacy lead"],
    ["Outbox", `${running.url}/dev/outbox`, "every e-mail that was sent, with its links"],
    ["Example website", website, "the company whose data it is"],
    ["API reference", `${running.url}/docs/api`, ""],
  ] as const;
  const width = Math.max(...lines.map(([name]) => name.length));
  const text = lines.map(([name, address, hint]) => `  ${name.padEnd(width)}  ${address}${hint === "" ? "" : `\n  ${" ".repeat(width)}    ${hint}`}`);
  console.log(`\nKept runs mi Option's privacy policy (started in ${(ms / 1000).toFixed(1)} s${isNew ? ", first start" : ""}).\n`);
  console.log(`${text.join("\n")}\n\nAll data is invented. Ctrl-C ends it; the next start goes on where this one stopped.`);
}

function portTaken(error: unknown, port: number): never {
  if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
  throw new StartError("port_taken", `Port ${port} is taken by another program.`, {
    action: "Stop that program (perhaps an earlier `npm start`), then start again.",
    cause: error,
  });
}

async function stopAll(started: readonly Stoppable[]): Promise<void> {
  for (const { stop } of [...started].reverse()) await stop();
}

try {
  const started = await startExample();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(130));
      console.log("\nStopping …");
      stopAll(started).then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  console.error(error instanceof StartError ? error.describe() : error);
  process.exitCode = 1;
}
