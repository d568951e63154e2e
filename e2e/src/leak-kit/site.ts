/** The site with one page for each vector, under whatever banner is set up. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { guardNode } from "@kept/sdk/pages/node-guard";
import type { SetUp } from "./set-up.ts";
import { vectors } from "./vectors.ts";

export interface Site extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: ReadonlySet<string>;
}

const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css" };

/** @param tracker host with port */
export async function startSite(setUp: SetUp, tracker: string): Promise<Site> {
  // The site's own inline scripts and styles are allowed to run: a policy that forbids them proves nothing about ours.
  const inline = { "script-src": ["'unsafe-inline'"], "style-src": ["'unsafe-inline'"] };
  const guard = setUp.guard === undefined ? null : guardNode({ ...setUp.guard, more: inline });
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    const answer = () => {
      const { pathname } = new URL(request.url ?? "/", "http://site");
      asked.add(pathname);
      const [type, content] = find(pathname);
      response.writeHead(type === "" ? 404 : 200, { "content-type": type || "text/plain" }).end(content);
    };
    if (guard === null) answer();
    else guard(request, response, answer);
  });

  function find(path: string): readonly [type: string, content: string] {
    const file = setUp.files[path];
    if (file !== undefined) return file;
    const [, folder, id, name = ""] = /^\/(v|files)\/([\w-]+)\/?(.*)$/.exec(path) ?? [];
    const vector = vectors.find((one) => one.id === id);
    if (path === "/") return ["text/html; charset=utf-8", page("", "<p>The site.</p>")];
    if (vector === undefined) return ["", ""];
    if (folder === "files")
      return [TYPES[name.split(".")[1] ?? ""] ?? "", vector.files?.(tracker, vector.id)[name] ?? ""];
    return [
      "text/html; charset=utf-8",
      page(vector.head?.(tracker, vector.id) ?? "", vector.body?.(tracker, vector.id) ?? "<p>Nothing to see.</p>"),
    ];
  }

  const page = (head: string, body: string) =>
    `<!doctype html><html lang="en"><head>${setUp.head}<meta charset="utf-8"><title>Kit</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    // A name of its own, so that the tracker's host is another one; and one on which service workers are allowed.
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
