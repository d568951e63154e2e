/** Serves the built console: hashed files for ever, the entry page always fresh, and a word when it is not built. */
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import type { Hono } from "hono";
import { canUnpack } from "./fixed-text.ts";
import { problem } from "./problems.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};

/** Adds `/console` and everything under it. Addresses without a file are the console's own routes. */
export function serveConsole(app: Hono, folder: string | null): void {
  app.get("/console", (c) => c.redirect("/console/", 302));
  app.get("/console/*", async (c) => {
    if (folder === null) {
      return c.text("The console is not built. Run `npm run build -w @kept/console` and start again.\n", 503);
    }
    const path = normalize(decodeURIComponent(c.req.path.slice("/console/".length)));
    if (path.startsWith("..") || path.includes("\0")) throw problem("route_not_found");
    const extension = extname(path);
    const isFile = extension !== "" && extension !== ".html";
    const file = join(folder, isFile ? path : "index.html");
    // The build lays packed files beside the plain ones.
    const packed = canUnpack(c) ? await readIfThere(`${file}.gz`) : null;
    const content = packed ?? (await readIfThere(file));
    if (content === null) throw problem("route_not_found");
    return c.body(content, 200, {
      ...(packed === null ? {} : { "content-encoding": "gzip" }),
      vary: "accept-encoding",
      "content-type": mediaTypes[isFile ? extension : ".html"] ?? "application/octet-stream",
      "cache-control": path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    });
  });
}

async function readIfThere(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    if (["ENOENT", "EISDIR", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}
