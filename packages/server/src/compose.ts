/** Puts the product together: the one place that knows all parts. The server and the tests are both made by it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Hono } from "hono";
import type { AppParts } from "./app-parts.ts";
import type { Settings } from "./config.ts";
import { consoleFolder, isConsoleBuilt } from "./console-folder.ts";
import type { KeptConfig } from "./kept-config.ts";
import { createOperatorAuth, type OperatorAuth } from "./operators/auth.ts";
import { createAuthenticate } from "./operators/operators-slice.ts";
import type { Clock } from "./platform/clock.ts";
import { createIds } from "./platform/crypto/ids.ts";
import { createKeyring } from "./platform/crypto/keyring.ts";
import type { Ctx } from "./platform/ctx.ts";
import { createCtx } from "./platform/db/create-ctx.ts";
import type { OpenDatabase } from "./platform/db/open-database.ts";
import { createApp } from "./platform/http/create-app.ts";
import type { RateLimiter } from "./platform/http/rate-limit.ts";
import { ledgerOrigin } from "./platform/ledger/checkpoint.ts";
import type { Log } from "./platform/log.ts";
import { createMailer } from "./platform/mail/send-mail.ts";
import { createRelay, type Relay, type RelayParts } from "./platform/outbox/relay.ts";
import { type BossQueue, createBossQueue } from "./platform/queue/boss-queue.ts";
import type { Slice } from "./platform/slice.ts";
import { createSweeper } from "./platform/sweeper.ts";
import { createSlices } from "./slices.ts";

export interface ComposeOptions {
  readonly database: OpenDatabase;
  readonly settings: Settings;
  readonly kept: KeptConfig;
  /** Folder of the configuration. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** False: jobs, relay and sweeps wait to be driven by hand. */
  readonly work: boolean;
  readonly slices?: (parts: AppParts) => readonly Slice[];
  readonly limiter?: RateLimiter;
}

export interface Composed {
  readonly ctx: Ctx;
  readonly app: Pick<Hono, "fetch" | "request">;
  readonly auth: OperatorAuth;
  readonly queue: BossQueue;
  readonly relay: Relay;
  readonly relayParts: RelayParts;
  readonly slices: readonly Slice[];
  /** Starts slices, queue, relay and sweeps. */
  start(): Promise<void>;
  /** New calls are refused and streams end; then `stop`. */
  refuseCalls(): void;
  /** Ends sweeps, jobs, relay and slices, each after what it is at. */
  stop(): Promise<void>;
}

const packageFile = join(import.meta.dirname, "../package.json");

export function compose(options: ComposeOptions): Composed {
  const { database, settings, kept, clock, log } = options;
  const { db } = database;
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  const keys = createKeyring(settings.secret);
  const ids = createIds(clock);
  const queue = createBossQueue(database, log, { work: options.work });
  const relayParts = { db, queue, keys, clock, log, origin: ledgerOrigin(keys) };
  const relay = createRelay(relayParts);
  const { publicUrl, smtpUrl, mailFrom } = settings;
  const mail = createMailer({ db, keys, clock, publicUrl, smtpUrl, from: mailFrom });
  const ctx = createCtx({ db, clock, ids, keys, log, mail, wakeRelay: relay.wake }, { kind: "system", id: "kept" });
  const auth = createOperatorAuth({ db, keys, ids, publicUrl });
  const slices = (options.slices ?? createSlices)({
    settings,
    kept,
    folder: options.folder,
    clock,
    version,
    auth,
    queue,
    databaseKind: database.kind,
  });
  const stopping = new AbortController();
  const app = createApp({
    ctx,
    settings,
    slices,
    authenticate: createAuthenticate(ctx, auth),
    languages: kept.languages,
    origins: kept.choices.origins.map((address) => new URL(address).origin),
    version,
    consoleDir: isConsoleBuilt() ? consoleFolder : null,
    stopping: stopping.signal,
    ...(options.limiter === undefined ? {} : { limiter: options.limiter }),
  });
  const sweeper = createSweeper({ ctx, database, sweeps: slices.flatMap((slice) => slice.sweeps ?? []) });
  for (const handler of slices.flatMap((slice) => slice.jobs ?? [])) {
    const actor = { kind: "system", id: `job:${handler.name}` } as const;
    queue.handle(handler.name, (payload, run) => handler.run(ctx.as(actor), payload, run), handler.options);
  }
  return {
    ctx,
    app: app as unknown as Composed["app"],
    auth,
    queue,
    relay,
    relayParts,
    slices,
    start: async () => {
      for (const slice of slices) await slice.start?.(ctx);
      await queue.start();
      if (!options.work) return;
      relay.start();
      sweeper.start();
    },
    refuseCalls: () => stopping.abort(),
    stop: async () => {
      stopping.abort();
      await sweeper.stop();
      await queue.stop();
      await relay.stop();
      for (const slice of slices) await slice.stop?.();
      mail.close();
    },
  };
}
