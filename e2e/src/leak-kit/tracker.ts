/** A third party on a host of its own: it answers everything, and remembers who called. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Tracker extends AsyncDisposable {
  /** Host with port. */
  readonly host: string;
  /** Ids of the vectors that were heard, each with what was asked. */
  readonly heard: Map<string, string[]>;
}

const TYPES: Readonly<Record<string, [type: string, body: string]>> = {
  js: ["text/javascript", "export {};"],
  css: ["text/css", ""],
  html: ["text/html", "<!doctype html><title>t</title>"],
  png: ["image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
};

export async function startTracker(): Promise<Tracker> {
  const heard = new Map<string, string[]>();
  const hear = (url = "", method = ""): string => {
    const [, id = "", ending = ""] = /^\/t\/([\w-]+)(?:\.(\w+))?/.exec(url) ?? [];
    if (id !== "") heard.set(id, [...(heard.get(id) ?? []), `${method} ${url}`]);
    return ending;
  };
  const server = createServer((request, response) => {
    const [type, body] = TYPES[hear(request.url, request.method)] ?? ["text/plain", ""];
    response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*" }).end(body);
  });
  server.on("upgrade", (request, socket) => {
    hear(request.url, "UPGRADE");
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
