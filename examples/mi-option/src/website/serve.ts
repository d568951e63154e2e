/** Serves the website on a port of its own. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { createWebsite, type WebsiteOptions } from "./website.tsx";

export interface WebsiteServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly databasePath: string;
  readonly centreUrl: string;
  /** As {@link WebsiteOptions.banner}. */
  readonly banner?: WebsiteOptions["banner"];
  /** As {@link WebsiteOptions.choices}. */
  readonly choices?: WebsiteOptions["choices"];
  /** @defaultValue "127.0.0.1" */
  readonly host?: string;
}

export interface RunningWebsite {
  /** Without a slash at the end. */
  readonly url: string;
  /** Answers what has been asked, then stops. */
  close(): Promise<void>;
}

/** @throws Error when there is no database at `databasePath`, or the port cannot be had (EADDRINUSE, EACCES). */
export async function startWebsite(options: WebsiteServerOptions): Promise<RunningWebsite> {
  const { port, databasePath, centreUrl, banner, choices, host = "127.0.0.1" } = options;
  if (!existsSync(databasePath))
    throw new Error("mi Option has no database yet. Make one with generateDatabase first.");
  const website = createWebsite({
    databasePath,
    centreUrl,
    ...(banner === undefined ? {} : { banner }),
    ...(choices === undefined ? {} : { choices }),
  });
  const server = serve({ fetch: website.fetch, port, hostname: host });
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      await closed;
    },
  };
}
