/** Starts and stops a server. Whoever embeds one (npm start, the CLI, tests of the whole) calls `startKept`. */
import "./platform/jsx/register-tsx.ts";
import type { Permission, Role } from "@kept/contract/permissions";
import { readSettings, type Settings } from "./config.ts";
import { parseKept } from "./kept-config.ts";
import { systemClock } from "./platform/clock.ts";
import type { Ctx } from "./platform/ctx.ts";
import { migrate } from "./platform/db/migrate.ts";
import { openEmbedded, openPostgres } from "./platform/db/open-database.ts";
import { listen } from "./platform/http/listen.ts";
import { createLog } from "./platform/log.ts";

export interface StartOptions {
  /** What `kept.config.ts` exports; it is checked here. */
  readonly kept: unknown;
  /** Folder of the configuration: paths in it count from here. @defaultValue the working directory */
  readonly folder?: string;
  /** @defaultValue from the environment */
  readonly settings?: Settings;
}

export interface RunningKept {
  /** Where browsers reach it. */
  readonly url: string;
  readonly settings: Settings;
  /** Acts as the system itself. */
  readonly ctx: Ctx;
  /** A link that signs the operator in once; creates the operator when there is none with this address. */
  createOperatorSignInLink(operator: {
    readonly name: string;
    readonly email: string;
    readonly role: Role;
  }): Promise<string>;
  /** A new key's secret. */
  createApiKey(name: string, permissions: readonly Permission[]): Promise<string>;
  /** Lets calls and jobs end, then closes the database. Twice is fine. */
  stop(): Promise<void>;
}

/**
 * Opens and migrates the database and starts everything in this process.
 * @throws StartError with a code, the problems and what to do; nothing is left running then
 */
export async function startKept(options: StartOptions): Promise<RunningKept> {
  const kept = parseKept(options.kept);
  const given = options.settings ?? readSettings();
  const folder = options.folder ?? process.cwd();
  const undo: (() => Promise<void>)[] = [];
  const unwind = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    // Loaded while the database opens: both take most of the start.
    const loading = import("./compose.ts");
    loading.catch(() => {});
    const database =
      given.databaseUrl === null ? await openEmbedded(given.dataDir) : await openPostgres(given.databaseUrl);
    undo.push(database.close);
    await migrate(database);
    const { compose } = await loading;
    const log = createLog(given.logLevel);
    // With port 0 the address is known only once it listens, and links are made from it: so it listens first, and the
    // application answers as soon as it is put together.
    let fetch: ((request: Request, env: unknown) => Response | Promise<Response>) | null = null;
    const starting = (): Response => new Response("Starting.\n", { status: 503, headers: { "retry-after": "1" } });
    const listening = await listen(
      { fetch: (request: Request, env: unknown) => fetch?.(request, env) ?? starting() },
      given.host,
      given.port,
    );
    undo.push(listening.close);
    const settings = { ...given, port: listening.port, publicUrl: publicUrlOf(given, listening.port) };
    const composed = compose({ database, settings, kept, folder, clock: systemClock, log, work: true });
    undo.push(composed.stop);
    await composed.start();
    fetch = (request, env) => composed.app.fetch(request, env as object);
    // Stopping goes in this order: no new calls, the calls end, then jobs, then the database.
    undo.splice(0, undo.length, database.close, composed.stop, listening.close, async () => composed.refuseCalls());
    return describeRunning(composed, settings, unwind);
  } catch (error) {
    await unwind().catch(() => {});
    throw error;
  }
}

type Composed = ReturnType<typeof import("./compose.ts").compose>;

function describeRunning(composed: Composed, settings: Settings, unwind: () => Promise<void>): RunningKept {
  let stopped: Promise<void> | null = null;
  return {
    url: settings.publicUrl,
    settings,
    ctx: composed.ctx,
    createOperatorSignInLink: async (operator) => {
      const { createSignInLink } = await import("./operators/create-operator.ts");
      return await createSignInLink(composed.ctx, operator, settings.publicUrl);
    },
    createApiKey: async (name, permissions) => {
      const { createApiKey } = await import("./operators/api-keys.ts");
      return (await createApiKey(composed.ctx, { name, permissions })).secret;
    },
    stop: async () => {
      stopped ??= unwind();
      await stopped;
    },
  };
}

/** A chosen public address stays; the default follows the port that was really taken. */
function publicUrlOf(settings: Settings, port: number): string {
  const byDefault = `http://localhost:${settings.port}`;
  return settings.publicUrl === byDefault ? `http://localhost:${port}` : settings.publicUrl;
}
