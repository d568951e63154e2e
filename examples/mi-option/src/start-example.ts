/** Starts the reference operator and Kept around it, in this process. */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import type { Settings } from "@kept/server/config";
import type { KeptConfigInput } from "@kept/server/kept-config";
import { type RunningKept, startKept } from "@kept/server/main";
import { StartError } from "@kept/server/platform/start-error";
import { seedNewsletter } from "./newsletter/seed-newsletter.ts";
import { openOperatorData } from "./operator-data.ts";
import { seedDecisions } from "./seed-decisions.ts";
import { seedRequests } from "./seed-requests.ts";
import { connectChoices } from "./website/choices.ts";

/** The example's own servers stand beside Kept's: 4610 and 4611 by default, mail is taken on 4612 and relayed on 4613, the carrier is told on 4614, Swap Circle takes in on 4615. With port 0 all take any free port. */
export const WEBSITE_OFFSET = 10;
const ARCHIVE_OFFSET = 11;
const MAIL_OFFSET = 12;
const RELAY_OFFSET = 13;
const CARRIER_OFFSET = 14;
export const SWAP_CIRCLE_OFFSET = 15;

export interface ExampleOptions {
  readonly settings: Settings;
  /** What `kept.config.ts` exports, or a variation of it. */
  readonly kept: KeptConfigInput;
  /** Folder of the configuration. */
  readonly folder: string;
  /** False leaves out the requests of the first start. @defaultValue true */
  readonly seed?: boolean;
}

export interface RunningExample {
  readonly kept: RunningKept;
  readonly website: string;
  /** Address of the other company that data can be sent to. */
  readonly swapCircle: string;
  /** Path of the shop's database. */
  readonly shop: string;
  readonly isFirstStart: boolean;
  stop(): Promise<void>;
}

/** @throws StartError when a port is taken, a lock is held, or the configuration is not valid; nothing is left running. */
export async function startExample(options: ExampleOptions): Promise<RunningExample> {
  const started: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const { settings } = options;
    const beside = (offset: number) => (settings.port === 0 ? 0 : settings.port + offset);
    const folder = join(settings.dataDir, "mi-option");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const data = await openOperatorData(folder);
    // Both use JSX, which Node loads only once the hook that comes with startKept is installed.
    const { startWebsite } = await import("./website/serve.ts");
    const { startRightsEndpoint } = await import("./rights-endpoint/rights-endpoint.ts");
    const archive = await startRightsEndpoint({
      port: beside(ARCHIVE_OFFSET),
      databasePath: data.archive,
      key: data.archiveSecret,
    }).catch((error: unknown) => explainPort(error, beside(ARCHIVE_OFFSET)));
    started.push(archive.close);
    const { startCarrier } = await import("./carrier/carrier.ts");
    const carrier = await startCarrier({
      port: beside(CARRIER_OFFSET),
      databasePath: data.carrier,
      secret: data.carrierSecret,
    }).catch((error: unknown) => explainPort(error, beside(CARRIER_OFFSET)));
    started.push(carrier.close);
    const { startSwapCircle } = await import("./swap-circle/swap-circle.ts");
    // It is there before Kept, and knows only then where Kept is.
    let returnsTo: string | null = null;
    const swapCircle = await startSwapCircle({
      port: beside(SWAP_CIRCLE_OFFSET),
      databasePath: data.swapCircle,
      returnsTo: () => returnsTo,
    }).catch((error: unknown) => explainPort(error, beside(SWAP_CIRCLE_OFFSET)));
    started.push(swapCircle.close);
    const sessionKey = randomBytes(32).toString("hex");
    const variables = {
      ...settings.variables,
      MI_OPTION_DATABASE: data.shop,
      MI_OPTION_ARCHIVE: archive.url,
      MI_OPTION_ARCHIVE_SECRET: data.archiveSecret,
      MI_OPTION_CARRIER: carrier.url,
      MI_OPTION_CARRIER_SECRET: data.carrierSecret,
      MI_OPTION_SESSION_KEY: sessionKey,
    };
    const mailPort = settings.mailPort ?? beside(MAIL_OFFSET);
    const relayPort = settings.relayPort ?? beside(RELAY_OFFSET);
    const kept = await startKept({
      kept: sendTo(options.kept, swapCircle.url),
      settings: { ...settings, variables, mailPort, relayPort },
      folder: options.folder,
    });
    started.push(kept.stop);
    returnsTo = `${kept.url}/privacy/transfer/back`;
    const apiKey = await kept.createApiKey("Website", ["decisions:read"]);
    const choices = await connectChoices({ server: kept.url, apiKey, sessionKey });
    started.push(async () => await choices[Symbol.asyncDispose]());
    const website = await startWebsite({
      port: beside(WEBSITE_OFFSET),
      databasePath: data.shop,
      centreUrl: `${kept.url}/privacy`,
      banner: { server: kept.url, config: await readBannerConfig(kept.url) },
      choices,
    }).catch((error: unknown) => explainPort(error, beside(WEBSITE_OFFSET)));
    started.push(website.close);
    const isFirstStart = (options.seed ?? true) && (await seedRequests(kept, folder));
    if (isFirstStart) {
      await seedDecisions(kept, data.shop);
      await seedNewsletter(kept, data.shop);
    }
    return { kept, website: website.url, swapCircle: swapCircle.url, shop: data.shop, isFirstStart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The configuration with the addresses at which the other company really listens. */
function sendTo(kept: KeptConfigInput, url: string): KeptConfigInput {
  const { destinations = {}, ...transfers } = kept.transfers ?? {};
  const known = destinations["swap-circle"];
  if (known === undefined) return kept;
  const addresses = { endpoint: `${url}/items/`, authorise: `${url}/authorise`, token: `${url}/token` };
  return {
    ...kept,
    transfers: { ...transfers, destinations: { ...destinations, "swap-circle": { ...known, ...addresses } } },
  };
}

async function readBannerConfig(server: string): Promise<BannerConfig> {
  const answer = await fetch(`${server}/banner/config.json`);
  if (!answer.ok) throw new Error(`Kept gave no banner: ${answer.status}.`);
  return (await answer.json()) as BannerConfig;
}

function explainPort(error: unknown, port: number): never {
  if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
  throw new StartError("port_taken", `Port ${port} is taken by another program.`, {
    action: "Stop that program (perhaps an earlier `npm start`), or set KEPT_PORT, then start again.",
    cause: error,
  });
}
