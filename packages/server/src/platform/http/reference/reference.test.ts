import { gunzipSync } from "node:zlib";
import { endpointGroups, endpoints } from "@kept/contract/endpoints";
import { type ErrorCode, errors } from "@kept/contract/errors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestCtx } from "../../testing/create-test-ctx.ts";
import { describeProblem, problem } from "../problems.ts";

/** What a page may weigh as it is, and as it is sent. Raise it only knowingly. */
const PAGE_BUDGET = 140_000;
const SENT_BUDGET = 18_000;

const INDEX = "/docs/api";
const paths = [INDEX, ...endpointGroups.map(({ name }) => `${INDEX}/${name}`)];

let t: Awaited<ReturnType<typeof createTestCtx>>;
const pages = new Map<string, string>();

beforeAll(async () => {
  t = await createTestCtx();
  for (const path of paths) pages.set(path, await (await t.app.request(path)).text());
});
afterAll(() => t[Symbol.asyncDispose]());

const idsOn = (path: string) => [...(pages.get(path) ?? "").matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);
const pageOf = (endpointId: string) =>
  `${INDEX}/${endpointGroups.find((group) => group.endpoints.some(({ id }) => id === endpointId))?.name}`;

describe("the reference", () => {
  test("has every endpoint of the document in full on one page, and in a line on the first", async () => {
    const document = (await (await t.app.request("/openapi.json")).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const documented = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(endpoints.map(({ id }) => id).sort()).toEqual(documented.sort());
    for (const id of documented) {
      const withIt = paths.filter((path) => idsOn(path).includes(id));
      expect(withIt, id).toEqual([INDEX, pageOf(id)]);
      expect(pages.get(pageOf(id)), id).toContain(`<article class="endpoint" id="${id}">`);
      expect(pages.get(INDEX), id).toContain(`href="${pageOf(id)}#${id}"`);
    }
  });

  test("has for every problem the place that its type leads to", () => {
    for (const code of Object.keys(errors) as ErrorCode[]) {
      const [path = "", anchor = ""] = describeProblem(problem(code), "req-1").type.split("#");
      expect(idsOn(path), code).toContain(anchor);
    }
  });

  test("leads nowhere but to what is there, and says nothing twice", async () => {
    for (const path of paths) {
      const ids = idsOn(path);
      expect(ids.length, path).toBe(new Set(ids).size);
      for (const [, href = ""] of (pages.get(path) ?? "").matchAll(/ href="([^"]+)"/g)) {
        const [page = "", anchor] = href.split("#");
        if (anchor !== undefined) expect(idsOn(page === "" ? path : page), `${path} ${href}`).toContain(anchor);
        else if (href.startsWith("/") && !pages.has(href)) expect((await t.app.request(href)).status, href).toBe(200);
      }
    }
  });

  test("keeps every page small, without scripts and styles of its own", async () => {
    for (const path of paths) {
      const page = pages.get(path) ?? "";
      const sent = await t.app.request(path, { headers: { "accept-encoding": "gzip, deflate, br" } });
      const packed = new Uint8Array(await sent.arrayBuffer());
      expect(gunzipSync(packed).toString("utf8")).toBe(page);
      expect(Buffer.byteLength(page), path).toBeLessThan(PAGE_BUDGET);
      expect(packed.length, path).toBeLessThan(SENT_BUDGET);
      expect(page).not.toMatch(/<script|\sstyle=/);
    }
  });

  test("is not sent again when nothing has changed", async () => {
    const first = await t.app.request(INDEX);
    const tag = first.headers.get("etag") ?? "";
    const again = await t.app.request(INDEX, { headers: { "if-none-match": tag } });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
    expect((await t.app.request(INDEX, { headers: { "if-none-match": 'W/"another"' } })).status).toBe(200);
    const unpacked = await t.app.request(INDEX, { headers: { "accept-encoding": "gzip;q=0, br" } });
    expect(unpacked.headers.get("content-encoding")).toBeNull();
  });
});

describe("the search of the reference", () => {
  const search = async (words: string) =>
    await (await t.app.request(`${INDEX}?${new URLSearchParams({ search: words })}`)).text();
  const rowsOf = (page: string) => [...page.matchAll(/<tr id="([^"]+)">/g)].map(([, id]) => id);

  test("finds endpoints and errors that have every word, wherever it stands", async () => {
    const page = await search("  UNDO preview ");
    expect(rowsOf(page)).toContain("requests.undo.preview");
    expect(rowsOf(page)).not.toContain("requests.undo");
    expect(rowsOf(await search("request_not_found"))).toContain("error-request_not_found");
    expect(rowsOf(await search("/api/batches/{batchId}"))).toContain("batches.get");
  });

  test("says when there is nothing, and shows what was typed as text", async () => {
    const page = await search('<b>"nothing"</b>');
    expect(rowsOf(page)).toEqual([]);
    expect(page).toContain("Nothing has every word of");
    expect(page).not.toContain("<b>");
    expect((await search("x".repeat(5_000))).length).toBeLessThan(20_000);
    expect(await search("   ")).toBe(pages.get(INDEX));
  });
});
