import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import type { GateConfig } from "@kept/banner/core/gate-config";
import { describe, expect, it } from "vitest";
import { createBannerFiles } from "./banner-files.ts";
import { guardNode } from "./node-guard.ts";

const config: GateConfig = {
  cookie: "kept-choice",
  model: "opt-in",
  askAgainDays: 182,
  purposes: [{ id: "analytics", version: "1" }],
  hosts: { "t.example": "analytics" },
  names: {},
};

async function listen(handle: RequestListener) {
  const server = createServer(handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const guarded = (answer: RequestListener, more: object = {}) =>
  listen((request, response) => guardNode({ config, ...more })(request, response, () => answer(request, response)));

describe("the guard of a node server", () => {
  it("rewrites what is written in pieces, also when a character is cut", async () => {
    const bytes = Buffer.from('<p>é</p><img src="https://t.example/a.gif"><p>ü</p>');
    await using server = await guarded((_, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.setHeader("content-length", bytes.length);
      for (let at = 0; at < bytes.length; at += 4) response.write(bytes.subarray(at, at + 4));
      response.end();
    });
    const answer = await fetch(server.url);
    expect(await answer.text()).toBe(
      '<p>é</p><img data-kept-src="https://t.example/a.gif" data-kept-held="analytics"><p>ü</p>',
    );
    expect(answer.headers.get("content-length")).toBeNull();
    expect(answer.headers.get("content-security-policy")).not.toContain("t.example");
    expect(answer.headers.get("vary")).toBe("Cookie, Sec-GPC");
  });

  it("sets its headers however the answer begins, and keeps status and headers of others", async () => {
    await using server = await guarded((_, response) => {
      response.writeHead(418, "Teapot", { "content-type": "text/html", "x-own": "1" });
      response.end("<p>x</p>");
    });
    const answer = await fetch(server.url);
    expect([answer.status, answer.statusText, answer.headers.get("x-own")]).toEqual([418, "Teapot", "1"]);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(await answer.text()).toBe("<p>x</p>");
  });

  it("leaves other answers, and HEAD, as they are", async () => {
    await using server = await guarded((request, response) => {
      const type = request.url === "/data" ? "application/json" : "text/html";
      response.writeHead(200, { "content-type": type }).end('"<img src=https://t.example/a>"');
    });
    expect(await (await fetch(`${server.url}/data`)).text()).toBe('"<img src=https://t.example/a>"');
    const head = await fetch(server.url, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("content-security-policy")).not.toBeNull();
  });

  it("gives workers a policy of their own", async () => {
    await using server = await guarded((_, response) => {
      response.writeHead(200, { "content-type": "text/javascript" }).end("importScripts('https://t.example/x.js')");
    });
    expect((await fetch(server.url)).headers.get("content-security-policy")).toContain("script-src 'self'");
  });
});

describe("the banner's files on the site's own host", () => {
  it("go through, and the last copy is served while Kept is away; choices wait", async () => {
    const heard: string[] = [];
    const kept = await listen((request, response) => {
      heard.push(`${request.method} ${request.url}`);
      response.writeHead(200, { "content-type": "text/javascript" }).end(request.method === "POST" ? "{}" : "block()");
    });
    const files = createBannerFiles({ server: kept.url, place: () => "regime=eea" });
    const ask = (path: string, init?: RequestInit) => files(new Request(`https://www.example.org${path}`, init));
    expect(await (await ask("/banner/head.js"))?.text()).toBe("block()");
    expect((await ask("/banner/events", { method: "POST", body: "{}" }))?.status).toBe(200);
    expect(heard).toEqual(["GET /banner/head.js?regime=eea&endpoint=/banner/events", "POST /api/choices/events"]);
    await kept[Symbol.asyncDispose]();
    expect(await (await ask("/banner/head.js"))?.text()).toBe("block()");
    expect((await ask("/banner/banner.js"))?.status).toBe(503);
    expect((await ask("/banner/events", { method: "POST", body: "{}" }))?.status).toBe(503);
  });

  it("asks Kept once for those who want the same, in the page's language or the visitor's, and packs it once", async () => {
    const heard: string[] = [];
    await using kept = await listen((request, response) => {
      heard.push(`${request.url} ${request.headers["accept-language"]}`);
      response.writeHead(200, { "content-type": "text/javascript", "content-language": "fr" }).end("ask();".repeat(99));
    });
    const files = createBannerFiles({ server: kept.url });
    const ask = (path: string, accepted: string) =>
      files(
        new Request(`https://www.example.org${path}`, {
          headers: { "accept-language": accepted, "accept-encoding": "br, gzip" },
        }),
      );
    const first = await ask("/banner/banner.js", "fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5");
    await ask("/banner/banner.js", "fr, en;q=0.1");
    await ask("/banner/banner.js?lang=pt-BR", "fr");
    await ask("/banner/banner.js?lang=%22%3E&country=DE", "de");
    const query = "/banner/banner.js?";
    expect(heard).toEqual([
      `${query}endpoint=/banner/events fr,en`,
      `${query}lang=pt-BR&endpoint=/banner/events fr`,
      `${query}endpoint=/banner/events de`,
    ]);
    expect(first?.headers.get("vary")).toBe("Accept-Language, Accept-Encoding");
    expect([first?.headers.get("content-encoding"), first?.headers.get("content-language")]).toEqual(["gzip", "fr"]);
    const packed = Buffer.from((await first?.arrayBuffer()) ?? new ArrayBuffer());
    expect(gunzipSync(packed).toString()).toBe("ask();".repeat(99));
  });

  it("takes choices from its own pages only, and nothing else", async () => {
    const files = createBannerFiles({ server: "http://127.0.0.1:9" });
    const ask = (path: string, init?: RequestInit) => files(new Request(`https://www.example.org${path}`, init));
    const foreign = { method: "POST", body: "{}", headers: { "sec-fetch-site": "cross-site" } };
    expect((await ask("/banner/events", foreign))?.status).toBe(403);
    expect((await ask("/banner/events", { method: "POST", body: "x".repeat(70_000) }))?.status).toBe(413);
    expect(await ask("/banner/secret")).toBeNull();
    expect(await ask("/elsewhere")).toBeNull();
    expect(await ask("/banner/events")).toBeNull();
  });
});
