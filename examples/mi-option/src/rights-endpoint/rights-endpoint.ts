/** The archive as a service: the signed endpoint that Kept is pointed at, alone on a port or mounted anywhere. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { createRightsHandler } from "@kept/connectors/http/serve-rights";
import { createArchiveRights } from "./archive-rights.ts";
import { endUndoWindows } from "./archive-undo.ts";

export interface RightsEndpointOptions {
  readonly databasePath: string;
  /** The secret that Kept signs with, at least 32 characters. */
  readonly key: string;
  /** The base address as Kept calls it, where a proxy stands between. */
  readonly url?: string;
  readonly onError?: (error: unknown) => void;
}

/** The handler alone, for any server that speaks Request and Response. @throws Error without a database; KeyUnusable */
export function createRightsEndpoint(options: RightsEndpointOptions): (request: Request) => Promise<Response> {
  const { databasePath, key, url, onError } = options;
  if (!existsSync(databasePath))
    throw new Error("The archive has no database yet. Make one with generateArchive first.");
  return createRightsHandler({
    key: readExchangeKey(key),
    rights: createArchiveRights(databasePath),
    ...(url === undefined ? {} : { url }),
    ...(onError === undefined ? {} : { onError }),
  });
}

export interface RightsEndpointServerOptions extends RightsEndpointOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** @defaultValue "127.0.0.1" */
  readonly host?: string;
}

/** What an erasure took away goes at most so long after its time. */
const SWEEP_MS = 60_000;

export interface RunningRightsEndpoint {
  /** Base address, with a slash at its end. */
  readonly url: string;
  /** Answers what has been asked, then stops. */
  close(): Promise<void>;
}

/** @throws Error when there is no database, or the port cannot be had (EADDRINUSE, EACCES) */
export async function startRightsEndpoint(options: RightsEndpointServerOptions): Promise<RunningRightsEndpoint> {
  const { port, host = "127.0.0.1" } = options;
  const handle = createRightsEndpoint(options);
  endUndoWindows(options.databasePath);
  const sweep = setInterval(() => sweepOver(options), SWEEP_MS).unref();
  const server = serve({ fetch: handle, port, hostname: host });
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}/`,
    close: async () => {
      clearInterval(sweep);
      const closed = once(server, "close");
      server.close();
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      await closed;
    },
  };
}

/** One that fails (the file is busy) is made up for by the next. */
function sweepOver({ databasePath, onError }: RightsEndpointOptions): void {
  try {
    endUndoWindows(databasePath);
  } catch (error) {
    onError?.(error);
  }
}
