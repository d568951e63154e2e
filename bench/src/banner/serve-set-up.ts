/** One page with a banner on it, as a web server would serve it: compressed, and not cached between runs. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { SetUp } from "@kept/e2e/leak-kit/set-up";

export interface ServedSetUp extends AsyncDisposable {
  readonly url: string;
}

const TEXT = "<p>Some text of a page that people came to read.</p>".repeat(40);

export async function serveSetUp(setUp: SetUp): Promise<ServedSetUp> {
  const page = `<!doctype html><html lang="en"><head>${setUp.head}<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Page</title><link rel="icon" href="data:,"></head><body><main><h1>Page</h1>${TEXT}</main></body></html>`;
  const files = new Map(
    Object.entries({ "/": ["text/html; charset=utf-8", page] as const, ...setUp.files }).map(
      ([path, [type, content]]) => [path, { type, body: gzipSync(content, { level: 9 }) }],
    ),
  );
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    if (file === undefined) return void response.writeHead(404).end();
    response
      .writeHead(200, { "content-type": file.type, "content-encoding": "gzip", "cache-control": "no-store" })
      .end(file.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
