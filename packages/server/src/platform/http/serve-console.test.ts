import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ProblemError } from "./problems.ts";
import { serveConsole } from "./serve-console.ts";

const folder = mkdtempSync(join(tmpdir(), "kept-console-"));
const outside = `${folder}-outside.js`;
const app = new Hono();
app.onError((error, c) => (error instanceof ProblemError ? c.text(error.code, 404) : c.text(String(error), 500)));

beforeAll(() => {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<title>Kept</title>");
  writeFileSync(join(folder, "assets/page.js"), "page()");
  writeFileSync(join(folder, "assets/page.js.gz"), gzipSync("page()"));
  writeFileSync(outside, "secret");
  serveConsole(app, folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(outside);
});

const get = (path: string, accepts = "") => app.request(path, { headers: { "accept-encoding": accepts } });

test("what the build has packed goes out packed to whoever can unpack it", async () => {
  const packed = await get("/console/assets/page.js", "gzip, br");
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(packed.headers.get("content-type")).toContain("text/javascript");
  expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe("page()");
  const plain = await get("/console/assets/page.js");
  expect([plain.headers.get("content-encoding"), await plain.text()]).toEqual([null, "page()"]);
  for (const response of [packed, plain]) {
    expect(response.headers.get("vary")).toBe("accept-encoding");
    expect(response.headers.get("cache-control")).toContain("immutable");
  }
});

test("addresses of the console's own pages get its first page, always fresh", async () => {
  const page = await get("/console/requests/req_1", "gzip");
  expect([page.status, page.headers.get("cache-control"), await page.text()]).toEqual([
    200,
    "no-cache",
    "<title>Kept</title>",
  ]);
});

test("nothing outside of the folder is read, and what is not there is refused", async () => {
  const name = outside.split("/").at(-1) ?? "";
  for (const path of [`/console/..%2f${name}`, `/console/%2e%2e%2f${name}`, "/console/assets/gone.js"]) {
    const refused = await get(path, "gzip");
    expect([refused.status, await refused.text()], path).toEqual([404, "route_not_found"]);
  }
});
