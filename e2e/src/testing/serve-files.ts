/** A small web server with files that a test writes down. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ServedFiles extends AsyncDisposable {
  /** Host with port; by name, so that two servers are two hosts. */
  readonly host: string;
}

export type Files = Readonly<Record<string, readonly [type: string, content: string, delay?: number]>>;

/** @param around runs before a file is answered */
export async function serveFiles(
  host: "localhost" | "127.0.0.1",
  files: Files,
  around: (request: IncomingMessage, response: ServerResponse, answer: () => void) => void = (_, __, answer) =>
    answer(),
): Promise<ServedFiles> {
  const server = createServer((request, response) => {
    around(request, response, () => {
      const [type, content, delay = 0] = files[request.url ?? ""] ?? ["text/plain", ""];
      const headers = { "content-type": type, "access-control-allow-origin": "*" };
      setTimeout(() => response.writeHead(type === "text/plain" ? 404 : 200, headers).end(content), delay);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    host: `${host}:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
