import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateDatabase } from "../database/generate.ts";
import { openForReading } from "../database/open-database.ts";
import { startWebsite } from "./serve.ts";
import { createWebsite } from "./website.tsx";

const folder = mkdtempSync(join(tmpdir(), "mi-option-website-"));
const databasePath = join(folder, "mi-option.sqlite");
const centreUrl = "https://privacy.example.org/centre";
const origin = "http://localhost";

beforeAll(() => generateDatabase(databasePath));
afterAll(() => rmSync(folder, { recursive: true }));

const website = createWebsite({ databasePath, centreUrl });

function idOf(email: string): number {
  using database = openForReading(databasePath);
  return Number(database.prepare("SELECT id FROM accounts WHERE email = ?").get(email)?.["id"]);
}

function post(path: string, body: string, from = origin): Promise<Response> {
  const headers = { origin: from, "content-type": "application/x-www-form-urlencoded" };
  return Promise.resolve(website.request(path, { method: "POST", headers, body }));
}

async function signIn(email: string): Promise<string> {
  const response = await post("/sign-in", `account=${idOf(email)}`);
  expect(response.status).toBe(303);
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

async function read(path: string, cookie = ""): Promise<string> {
  const response = await website.request(path, { headers: { cookie } });
  expect(response.status, path).toBe(200);
  return response.text();
}

describe("the website", () => {
  test("has no link that leads nowhere, for Ada as for a stranger, and no script anywhere", async () => {
    for (const cookie of ["", await signIn("ada@example.org")]) {
      const visited = new Set<string>();
      const waiting = ["/"];
      for (let path = waiting.pop(); path !== undefined && visited.size < 1500; path = waiting.pop()) {
        if (visited.has(path)) continue;
        visited.add(path);
        const response = await website.request(path, { headers: { cookie } });
        const isKnown = response.status === 200 || (response.status === 303 && path === "/account");
        expect(isKnown, `${path} answers ${response.status}`).toBe(true);
        if (!response.headers.get("content-type")?.startsWith("text/html")) continue;
        const html = await response.text();
        expect(html.startsWith("<!doctype html>"), path).toBe(true);
        expect(html).toContain(`href="${centreUrl}"`);
        expect(html, path).not.toMatch(/<script|<style|style="|\son[a-z]+="|undefined|NaN|Invalid Date|\[object/);
        for (const [, link] of html.matchAll(/(?:href|src)="(\/[^"#]*)/g))
          waiting.push(String(link).replaceAll("&amp;", "&"));
      }
      expect(visited.size).toBeGreaterThan(250);
    }
  });

  test("allows nothing but its own style and pictures", async () => {
    const policy = (await website.request("/")).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    const style = await website.request("/style.css");
    expect(await style.text()).not.toMatch(/url\(|@import|@font-face/);
  });

  test("serves a face as long as it is somebody's, and never identity papers", async () => {
    using database = openForReading(databasePath);
    const one = (sql: string) => String(database.prepare(sql).get()?.["key"]);
    const current = one(
      "SELECT storage_key AS key FROM profile_photos JOIN accounts ON avatar_photo_id = profile_photos.id",
    );
    const former = one(`SELECT storage_key AS key FROM profile_photos
      WHERE id NOT IN (SELECT avatar_photo_id FROM accounts WHERE avatar_photo_id IS NOT NULL)`);
    const papers = one("SELECT storage_key AS key FROM identity_documents");
    const found = await website.request(`/${current}.png`);
    expect(found.headers.get("content-type")).toBe("image/png");
    expect(
      Buffer.from(await found.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    for (const key of [former, papers, papers.replace("identity", "photos")]) {
      expect((await website.request(`/${key}.png`)).status).toBe(404);
    }
  });

  test.each([
    "/nowhere",
    "/options/nothing",
    "/forum/0",
    "/forum/x",
    "/people/99999999999999999999",
    "/people/-1",
    "/art/no.svg",
  ])("answers 404 with a page at %s", async (path) => {
    const response = await website.request(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("Not found");
  });

  test.each(["?page=0", "?page=-3", "?page=1e9", "?section=__proto__", "?section='; DROP TABLE posts"])(
    "survives /forum%s",
    async (query) => {
      expect(await read(`/forum${query}`)).toContain("Forum");
    },
  );

  test("refuses an address of the privacy centre that is none", () => {
    for (const address of ["", "/privacy", "javascript:alert(1)"]) {
      expect(() => createWebsite({ databasePath, centreUrl: address })).toThrow(TypeError);
    }
  });

  test("says sorry and nothing else when the database is gone", async () => {
    const broken = createWebsite({ databasePath: join(folder, "gone.sqlite"), centreUrl });
    const response = await broken.request("/");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("gone.sqlite");
  });
});

describe("an account", () => {
  test("shows what is one's own, and not to others", async () => {
    const ada = await signIn("ada@example.org");
    const page = await read("/account", ada);
    for (const text of ["ada@example.org", "Ada Lind", "555", centreUrl]) expect(page).toContain(text);
    expect(page).not.toContain("bo@example.org");
    expect(await read("/account/orders", ada)).toMatch(/MO-2026-\d{5}/);
    for (const path of ["/account", "/account/orders", "/account/messages", "/account/messages/1"]) {
      const response = await website.request(path);
      expect([response.status, response.headers.get("location")]).toEqual([303, "/sign-in"]);
    }
    expect(await read(`/people/${idOf("ada@example.org")}`)).not.toContain("@example.org");
  });

  test("opens conversations of the two who hold them, and of nobody else", async () => {
    using database = openForReading(databasePath);
    const [ada, bo] = [idOf("ada@example.org"), idOf("bo@example.org")];
    const shared = database
      .prepare(`SELECT conversation_id AS id FROM conversation_participants WHERE account_id IN (?, ?)
        GROUP BY 1 HAVING count(*) = 2 LIMIT 1`)
      .get(ada, bo)?.["id"];
    const foreign = database
      .prepare(
        "SELECT id FROM conversations WHERE id NOT IN (SELECT conversation_id FROM conversation_participants WHERE account_id = ?)",
      )
      .get(ada)?.["id"];
    expect(await read(`/account/messages/${shared}`, await signIn("ada@example.org"))).toContain("With Bo Okafor");
    expect(await read(`/account/messages/${shared}`, await signIn("bo@example.org"))).toContain("With Ada Lind");
    const refused = await website.request(`/account/messages/${foreign}`, {
      headers: { cookie: await signIn("ada@example.org") },
    });
    expect(refused.status).toBe(404);
  });

  test("needs a cookie with a true signature and a form of our own", async () => {
    const cookie = await signIn("ada@example.org");
    const forged = cookie.replace(/=\d+/, `=${idOf("bo@example.org")}`);
    expect((await website.request("/account", { headers: { cookie: forged } })).status).toBe(303);
    expect((await post("/sign-in", "account=7", "https://elsewhere.example.org")).status).toBe(403);
    for (const body of ["account=0", "account=7'", "account=99999", ""]) {
      expect((await post("/sign-in", body)).status).toBe(400);
    }
    const out = await post("/sign-out", "");
    expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
  });

  test("ends everywhere as soon as its row is gone, even with a session; an open write never blocks a reader", async () => {
    const path = join(folder, "few.sqlite");
    generateDatabase(path, { people: 20 });
    const few = createWebsite({ databasePath: path, centreUrl, sessionSecret: "the same for both" });
    const many = createWebsite({ databasePath, centreUrl, sessionSecret: "the same for both" });
    const id = idOf("bo@example.org");
    const form = { method: "POST", headers: { origin, "content-type": "application/x-www-form-urlencoded" } };
    const signedIn = await many.request("/sign-in", { ...form, body: `account=${id}` });
    const headers = { cookie: signedIn.headers.get("set-cookie")?.split(";")[0] ?? "" };
    using writer = new DatabaseSync(path, { enableForeignKeyConstraints: false });
    writer.exec("BEGIN");
    writer.prepare("DELETE FROM accounts WHERE id = ?").run(id);
    expect(await (await few.request("/account", { headers })).text()).toContain("bo@example.org");
    writer.exec("COMMIT");
    expect((await few.request("/account", { headers })).status).toBe(303);
    expect((await few.request(`/people/${id}`)).status).toBe(404);
    expect(await (await few.request("/forum/1")).text()).toContain("Former member");
  });
});

describe("startWebsite", () => {
  test("serves on a free port until it is closed, and says when a port is taken or a database missing", async () => {
    const running = await startWebsite({ port: 0, databasePath, centreUrl });
    const response = await fetch(running.url);
    expect(await response.text()).toContain("mi</em> Option");
    const port = Number(new URL(running.url).port);
    await expect(startWebsite({ port, databasePath, centreUrl })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await running.close();
    await expect(fetch(running.url)).rejects.toThrow();
    const missing = startWebsite({ port: 0, databasePath: join(folder, "none.sqlite"), centreUrl });
    await expect(missing).rejects.toThrow("no database yet");
  });
});
