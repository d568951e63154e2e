import { endpoint } from "@kept/contract/endpoint";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fixedClock } from "../clock.ts";
import type { Slice } from "../slice.ts";
import { createTestCtx } from "../testing/create-test-ctx.ts";
import { bind } from "./bind.ts";
import { problem } from "./problems.ts";
import { addressGroup, createRateLimiter } from "./rate-limit.ts";

const common = { summary: "Probe", description: "A probe.", errors: [], access: "public", example: {} } as const;

const echo = endpoint({
  ...common,
  id: "probe.echo",
  method: "post",
  path: "/api/probe/{id}",
  params: z.object({ id: z.string().max(5) }),
  query: z.object({ times: z.coerce.number().int().max(3).default(1) }),
  body: z.object({ "a/b": z.string(), list: z.array(z.object({ n: z.number() })) }),
  responses: { 200: z.object({ id: z.string(), times: z.number() }) },
});
const fail = endpoint({
  ...common,
  id: "probe.fail",
  method: "get",
  path: "/api/probe/fail",
  responses: { 200: z.object({}) },
});
const stream = endpoint({
  ...common,
  id: "probe.stream",
  method: "get",
  path: "/api/probe/stream",
  stream: true,
  responses: { 200: z.object({ n: z.number() }) },
});

let streamEnded = false;

const probeSlice: Slice = {
  name: "probe",
  routes: [
    bind(echo, async (_ctx, { params, query }) => ({ id: params.id, times: query.times, secret: "not in the schema" })),
    bind(fail, async () => {
      throw new Error("ada@example.org broke it");
    }),
    bind(stream, async () =>
      (async function* () {
        try {
          for (let n = 1; ; n += 1) yield { id: String(n), event: "step", data: { n } };
        } finally {
          streamEnded = true;
        }
      })(),
    ),
  ],
  pages: (pages) => {
    pages.get("/probe", (c) => c.text(c.var.language));
    pages.post("/probe", (c) => c.text("written"));
    pages.post("/probe/form", async (c) => {
      const form = await c.req.raw.formData().catch(() => new FormData());
      return c.text(String(form.get("words")));
    });
    pages.get("/probe/gone", () => {
      throw problem("link_expired");
    });
  },
};

// @ts-expect-error -- a body that the contract does not say must not compile
bind(echo, async () => ({ id: 1, times: 1 }));
// @ts-expect-error -- nor one that lacks a field
bind(echo, async () => ({ id: "a" }));

const probe = () => createTestCtx({ slices: () => [probeSlice] });
const json = (body: unknown, headers: Record<string, string> = {}) => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

describe("endpoints", () => {
  test("answer with what the contract names and nothing else", async () => {
    await using t = await probe();
    const response = await t.app.request("/api/probe/x?times=2", json({ "a/b": "", list: [] }));
    expect(await response.json()).toEqual({ id: "x", times: 2 });
  });

  test("point at everything that is wrong at once", async () => {
    await using t = await probe();
    const response = await t.app.request(
      "/api/probe/too-long?times=9",
      json({ "a/b": 1, list: [{ n: 1 }, { n: "2" }] }),
    );
    const body = (await response.json()) as { code: string; pointers: { pointer: string }[] };
    expect(body.code).toBe("invalid_input");
    expect(body.pointers.map(({ pointer }) => pointer)).toEqual([
      "/params/id",
      "/query/times",
      "/body/a~1b",
      "/body/list/1/n",
    ]);
  });

  test("refuse what is no JSON, another type, or too large, also when its length is a lie", async () => {
    await using t = await probe();
    const code = async (init: RequestInit) =>
      ((await (await t.app.request("/api/probe/x", init)).json()) as { code: string }).code;
    expect(await code(json("{"))).toBe("invalid_json");
    expect(await code(json("{}", { "content-type": "text/plain" }))).toBe("unsupported_media_type");
    expect(await code(json({ "a/b": "x".repeat(1_100_000), list: [] }))).toBe("body_too_large");
    expect(await code(json({ "a/b": "x".repeat(1_100_000), list: [] }, { "content-length": "5" }))).toBe(
      "body_too_large",
    );
  });

  test("hide what went wrong inside", async () => {
    await using t = await probe();
    const response = await t.app.request("/api/probe/fail");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("ada@");
  });

  test("stream events until the reader goes", async () => {
    await using t = await probe();
    const response = await t.app.request("/api/probe/stream");
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = "";
    while (!text.includes('{"n":2}')) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toContain('id: 1\nevent: step\ndata: {"n":1}\n\n');
    await reader.cancel();
    expect(streamEnded).toBe(true);
  });
});

describe("writes from another site", () => {
  test("are refused for pages and endpoints, and allowed from our own", async () => {
    await using t = await probe();
    const post = async (path: string, headers: Record<string, string>) =>
      (await t.app.request(path, json({ "a/b": "", list: [] }, headers))).status;
    for (const path of ["/probe", "/api/probe/x"]) {
      expect(await post(path, { "sec-fetch-site": "cross-site" })).toBe(403);
      expect(await post(path, { origin: "https://evil.example.org" })).toBe(403);
      expect(await post(path, { origin: "null" })).toBe(403);
      expect(await post(path, { origin: "http://localhost:4600", "sec-fetch-site": "same-origin" })).toBe(200);
    }
  });
});

/** What Chromium sends with a form of one of our pages; `more`: what its privacy settings and the page's policy change. */
const formHeaders = (more: Record<string, string>) => ({
  host: "localhost:4600",
  "cache-control": "max-age=0",
  "sec-ch-ua": '"Chromium";v="143", "Not A(Brand";v="24"',
  "sec-ch-ua-mobile": "?0",
  "sec-ch-ua-platform": '"Linux"',
  "upgrade-insecure-requests": "1",
  origin: "http://localhost:4600",
  "content-type": "application/x-www-form-urlencoded",
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
  "sec-fetch-site": "same-origin",
  "sec-fetch-mode": "navigate",
  "sec-fetch-user": "?1",
  "sec-fetch-dest": "document",
  referer: "http://localhost:4600/probe",
  "accept-language": "en-GB,en;q=0.9",
  ...more,
});

describe("a form's body", () => {
  test("is held up to a limit, also when nobody said how long it is", async () => {
    await using t = await probe();
    const send = (size: number, headers: Record<string, string>) =>
      t.app.request("/probe/form", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body: `words=${"x".repeat(size)}`,
      });
    expect(await (await send(60_000, {})).text()).toBe("x".repeat(60_000));
    for (const headers of [{}, { "content-length": "5" }, { "content-length": "70006" }]) {
      const refused = await send(70_000, headers);
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([413, "body_too_large"]);
    }
    const page = await send(70_000, { accept: "text/html" });
    expect([page.status, page.headers.get("content-type")]).toEqual([413, expect.stringContaining("text/html")]);
  });
});

describe("a browser's form", () => {
  const send = async (more: Record<string, string>) => {
    await using t = await probe();
    return (await t.app.request("/probe", { method: "POST", headers: formHeaders(more), body: "a=1" })).status;
  };

  test("of our own page is taken, behind a proxy and without a referrer too", async () => {
    expect(await send({})).toBe(200);
    // A page that sends no referrer has the origin "null"; who is behind the call says sec-fetch-site.
    expect(await send({ origin: "null", referer: "" })).toBe(200);
    expect(await send({ host: "kept.internal:8080" })).toBe(200);
  });

  test("of another site, also of a neighbour on the same host, is refused", async () => {
    const evil = { origin: "https://evil.example.org", referer: "https://evil.example.org/" };
    expect(await send({ ...evil, "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await send({ origin: "http://localhost:4601", "sec-fetch-site": "same-site" })).toBe(403);
    expect(await send({ origin: "null", "sec-fetch-site": "cross-site" })).toBe(403);
  });

  test("keeps its origin: pages do not forbid the referrer to themselves", async () => {
    await using t = await probe();
    expect((await t.app.request("/probe")).headers.get("referrer-policy")).toBe("same-origin");
  });
});

describe("pages", () => {
  test("speak the visitor's language, and show problems as pages", async () => {
    await using t = await probe();
    const get = (path: string, headers: Record<string, string>) => t.app.request(path, { headers });
    expect(await (await get("/probe", { "accept-language": "fr, de;q=0.8, en;q=0.5" })).text()).toBe("de");
    expect(await (await get("/probe?lang=en", { "accept-language": "de" })).text()).toBe("en");
    const gone = await get("/probe/gone", { accept: "text/html", "accept-language": "de" });
    expect(gone.status).toBe(410);
    const text = await gone.text();
    expect(text).toMatch(/^<!DOCTYPE html><html lang="de">.*Dieser Link funktioniert nicht mehr/);
    const sheet = /href="([^"]+\.css)"/.exec(text)?.[1] ?? "";
    expect((await t.app.request(sheet)).headers.get("content-type")).toContain("text/css");
  });
});

describe("the rate limiter", () => {
  test("lets a burst through, then says how long to wait, per address and class", () => {
    const clock = fixedClock("2026-11-22T10:00:00Z");
    const limiter = createRateLimiter(clock);
    for (let call = 0; call < 10; call += 1) expect(limiter.take("sign-in", "192.0.2.1")).toBeNull();
    expect(limiter.take("sign-in", "192.0.2.1")).toBe(6);
    expect(limiter.take("sign-in", "192.0.2.2")).toBeNull();
    expect(limiter.take("public-read", "192.0.2.1")).toBeNull();
    clock.advance("PT6S");
    expect(limiter.take("sign-in", "192.0.2.1")).toBeNull();
    expect(limiter.take("sign-in", "192.0.2.1")).toBe(6);
  });

  test("counts a household's IPv6 addresses as one", () => {
    expect(addressGroup("2001:db8:1:2:3:4:5:6")).toBe(addressGroup("2001:db8:1:2::9"));
    expect(addressGroup("2001:db8:1:2::9")).not.toBe(addressGroup("2001:db8:1:3::9"));
    expect(addressGroup("::ffff:192.0.2.1")).toBe("192.0.2.1");
  });
});
