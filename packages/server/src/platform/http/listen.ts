/** Puts the application on a port, and takes it off again without cutting anybody short. */
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { StartError } from "../start-error.ts";

export interface Listening {
  readonly port: number;
  /** Accepts nothing new, lets calls end, and cuts what is left after ten seconds. */
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_MILLISECONDS = 10_000;

/** @throws StartError `port_taken`, `port_not_allowed` */
export async function listen(app: Pick<Hono, "fetch">, host: string, port: number): Promise<Listening> {
  return await new Promise<Listening>((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
      resolve({ port: address.port, close: () => closeServer(server) });
    }) as Server;
    server.requestTimeout = 120_000;
    server.headersTimeout = 20_000;
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new StartError("port_taken", `Port ${port} on ${host} is taken by another program.`, {
        action: "Stop that program, or choose another port with KEPT_PORT.",
        cause: error,
      });
    case "EACCES":
    case "EADDRNOTAVAIL":
      return new StartError("port_not_allowed", `This account may not listen on ${host}, port ${port}.`, {
        action: "Choose a port above 1023 with KEPT_PORT and an address of this machine with KEPT_HOST.",
        cause: error,
      });
    default:
      return error;
  }
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MILLISECONDS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
