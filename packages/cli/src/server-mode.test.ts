/** The command through a server that really runs: rights as requests, systems, the ledger. */
import { readFileSync, writeFileSync } from "node:fs";
import { createBatch, pauseBatchSystem, replanBatch, resumeBatchSystem } from "@kept/contract/batch-endpoints";
import { exportLedger } from "@kept/contract/ledger";
import { PackageManifestSchema } from "@kept/contract/packages";
import type { Permission } from "@kept/contract/permissions";
import { approveRequest, createRequest, getRequest } from "@kept/contract/request-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import { createClient } from "@kept/sdk/client";
import { readSettings } from "@kept/server/config";
import { type RunningKept, startKept } from "@kept/server/main";
import { prepareDataDir } from "@kept/server/platform/testing/prepared-database";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkplace, runChild, type Workplace } from "./testing/run-kept.ts";
import { changeFile, countRows, createSmallShop } from "./testing/small-shop.ts";
import { talkToKept } from "./testing/talk-to-kept.ts";

const EVERYTHING: readonly Permission[] = [
  "requests:read",
  "requests:act",
  "people:read",
  "systems:read",
  "systems:act",
  "ledger:read",
];

let place: Workplace;
let running: RunningKept;
let shop: string;
let apiKey: string;
const kept = (...args: readonly string[]) => place.kept(...args, "--server", running.url, "--api-key", apiKey);
const keptJson = async (code: number, ...args: readonly string[]): Promise<unknown> => {
  const ran = await kept(...args, "--json");
  expect([ran.code, ran.err === "" || code !== 0 ? "" : ran.err]).toEqual([code, ""]);
  return JSON.parse(ran.out) as unknown;
};

beforeAll(async () => {
  place = createWorkplace();
  shop = place.file("shop.db");
  createSmallShop(shop);
  await prepareDataDir(place.dataDir);
  running = await startKept({
    folder: place.path,
    settings: readSettings({ KEPT_PORT: "0", KEPT_DATA_DIR: place.dataDir, KEPT_LOG_LEVEL: "silent" }),
    kept: {
      controller: {
        name: "Small Shop",
        address: ["Street 1", "12345 Town"],
        country: "DE",
        email: "privacy@example.org",
        zone: "Europe/Berlin",
      },
      systems: { shop: { url: `sqlite://${shop}`, title: "Shop", map: "shop.map.yaml" } },
      centre: { brand: "Small Shop" },
      requests: { erasureWaitingPeriod: "PT0S", undo: { window: "P7D" } },
    },
  });
  apiKey = await running.createApiKey("command line", EVERYTHING);
});
afterAll(async () => {
  await running?.stop();
  place?.[Symbol.dispose]();
});

test("discover shows a system, and --accept confirms it", async () => {
  const found = (await keptJson(0, "discover", "shop")) as { tables: { name: string; kind: string }[] };
  expect(found.tables.map(({ name, kind }) => [name, kind])).toEqual(
    expect.arrayContaining([
      ["customers", "subject"],
      ["orders", "personal"],
      ["order_lines", "personal"],
    ]),
  );
  const accepted = await kept("discover", "shop", "--accept", "--out", place.file("copy.yaml"));
  expect(accepted.code).toBe(0);
  expect(accepted.out).toContain("customer_id -> customers: owner");
  expect(readFileSync(place.file("copy.yaml"), "utf8")).toContain("accepted:");
  const unknown = await kept("discover", "stop");
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain("It has: shop.");
});

test("access makes a request and brings its package", async () => {
  const json = (await keptJson(0, "access", "--email", "ada@example.org")) as {
    tables: { name: string; level: string; rows: unknown[] }[];
  };
  expect(json.tables.map(({ name, rows }) => [name, rows.length]).sort()).toEqual([
    ["shop.customers", 1],
    ["shop.order_lines", 4],
    ["shop.orders", 2],
  ]);
  expect(json.tables.find(({ name }) => name === "shop.customers")?.rows).toMatchObject([{ email: "ada@example.org" }]);

  const out = place.file("ada.zip");
  const packed = await kept("access", "--id", "customers:1", "--out", out);
  expect(packed.code).toBe(0);
  expect(packed.out).toMatch(/^Request [0-9A-Z]{4}-[0-9A-Z]{4} \(done\): 7 rows/);
  const files = unzipSync(readFileSync(out));
  const manifest = PackageManifestSchema.parse(JSON.parse(strFromU8(files["manifest.json"] ?? new Uint8Array())));
  expect([manifest.rows, manifest.controller]).toEqual([7, "Small Shop"]);
  expect(manifest.requestId).not.toBeNull();
}, 240_000);

test("erase is a dry run until --yes, then done and verified", async () => {
  const dry = await keptJson(0, "erase", "--email", "ada@example.org");
  expect(dry).toMatchObject({ mode: "dry-run", verified: false });
  expect(countRows(shop, "orders")).toBe(8);
  const done = await keptJson(0, "erase", "--email", "ada@example.org", "--yes");
  expect(done).toMatchObject({ mode: "done", verified: true, tables: (dry as { tables: unknown[] }).tables });
  expect(countRows(shop, "orders")).toBe(6);
  const again = await kept("erase", "--email", "ada@example.org", "--yes");
  expect(again.code).toBe(4);
  expect(again.err).toContain("Nobody is known by that");
}, 240_000);

test("replay finds whoever was erased in a system that was restored", async () => {
  changeFile(
    shop,
    `INSERT INTO customers VALUES (1, 'Ada Example', 'ada@example.org', NULL);
     INSERT INTO orders VALUES (11, 1, 'again', '2026-01-05')`,
  );
  expect(await keptJson(0, "replay", "--system", "shop")).toMatchObject({ dryRun: true, due: 1, erased: 0 });
  const done = await kept("replay", "--system", "shop", "--yes", "--since", "2026-01-01");
  expect([done.code, done.err]).toEqual([0, ""]);
  expect(done.out).toContain("1 person erased again: 2 rows.");
  expect(countRows(shop, "orders")).toBe(6);
  expect((await kept("replay")).code).toBe(2);
}, 240_000);

test("an erasure is taken back with the person's part of the key, and with nothing else", async () => {
  const client = createClient({ server: running.url, apiKey });
  const { id } = await client.call(createRequest, {
    body: {
      kind: "erasure",
      identifiers: [{ kind: "email", value: "jörg.müllër@exämple.org" }],
      verified: { by: "phone", how: "called back" },
      replyTo: "joerg@example.org",
    },
  });
  const until = async (isThere: (request: RequestDetail) => boolean) => {
    for (;;) {
      const request = await client.call(getRequest, { params: { requestId: id } });
      if (isThere(request)) return request;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const before = countRows(shop, "orders");
  const { planVersion, reference } = await until(({ state }) => state === "awaiting_approval");
  await client.call(approveRequest, { params: { requestId: id }, body: { planVersion } });
  await until(({ undo }) => undo?.shareGiven === true);
  expect(countRows(shop, "orders")).toBe(before - 2);
  const page = async (path: string) => (await fetch(`${running.url}${path}`)).text();
  const sent = new Set((await page("/dev/outbox")).match(/\/dev\/outbox\/msg_\w+/g));
  const texts = await Promise.all([...sent].map((path) => page(`${path}?view=text`)));
  const told = texts.find((text) => text.includes("Can be taken back until")) ?? "";
  const link = /\/privacy\/status\/[\w-]+/.exec(told)?.[0] ?? "";
  const share = place.file("share.txt");
  writeFileSync(share, "A".repeat(43));
  const undo = (...args: readonly string[]) => kept("undo", ...args);
  expect((await undo(reference)).code).toBe(2);
  expect((await undo(reference, "--share-file", share)).err).toContain("undo_share_wrong");
  writeFileSync(share, `https://privacy.example.org${link}\n`);
  const dry = await undo(reference, "--share-file", share, "--json");
  expect([dry.code, JSON.parse(dry.out)]).toMatchObject([0, { mode: "dry-run", findings: [], unable: [] }]);
  expect(countRows(shop, "orders")).toBe(before - 2);
  const done = await undo(id, "--share-file", share, "--yes");
  expect([done.code, done.err]).toEqual([0, ""]);
  expect(done.out).toContain("Taken back");
  expect(countRows(shop, "orders")).toBe(before);
  expect((await undo(id, "--share-file", share)).err).toContain("undo_not_open");
}, 240_000);

test("a list is a batch: a dry run first, stopped by who is not clear, then everybody; gone on with by its id", async () => {
  const people = place.file("leavers.csv");
  writeFileSync(people, "name,email,id\nPat,,customers:2\nJörg,jörg.müllër@exämple.org,\nNo,nobody@example.org,\n");
  const before = countRows(shop, "orders");
  const dry = await kept("erase", "--people", people, "--json");
  expect(dry.code).toBe(4);
  expect(dry.err).toContain("the batch was cancelled");
  expect(JSON.parse(dry.out)).toMatchObject({
    mode: "dry-run",
    people: [
      { line: 2, state: "clear", deleted: 7 },
      { line: 3, state: "clear" },
      { line: 4, state: "unknown", request: null },
    ],
  });
  const stopped = await kept("erase", "--people", people, "--yes");
  expect([stopped.code, countRows(shop, "orders")]).toEqual([4, before]);
  const done = await kept("erase", "--people", people, "--yes", "--skip-unclear");
  expect(done.code).toBe(0);
  expect(done.out).toContain("2 people erased");
  expect(countRows(shop, "orders")).toBe(before - 4);
  // It is there, and says where it stands, whoever asks and whenever.
  const id = /bat_\w+/.exec(done.err)?.[0] ?? "";
  const again = await kept("erase", "--batch", id, "--json");
  expect([again.code, JSON.parse(again.out)]).toMatchObject([
    0,
    { mode: "done", state: "done", batch: id, verified: true, skipped: [4], people: [{ verified: true }, {}, {}] },
  ]);
  expect((await kept("erase", "--batch", "bat_unknown")).code).toBe(4);
  expect((await kept("erase", "--batch", id, "--people", people)).code).toBe(2);
  expect((await place.kept("erase", "--batch", id)).code).toBe(2);
}, 240_000);

test("a paused system is waited for and named, also while the batch is planned; an approved batch is no dry run; what is left fails", async () => {
  const client = createClient({ server: running.url, apiKey });
  const people = place.file("leaver.csv");
  writeFileSync(people, "id\ncustomers:4\n");
  const lines = [{ line: 2, identifiers: [], keys: [{ system: "shop", table: "customers", key: ["4"] }] }];
  const verified = { by: "other", how: "asked in the shop" } as const;
  const { id } = await client.call(createBatch, { body: { people: lines, verified, tell: false } });
  const params = { batchId: id, system: "shop" };
  expect((await kept("erase", "--batch", id)).code).toBe(0);
  await client.call(pauseBatchSystem, { params, body: { reason: "Migration until noon." } });
  await client.call(replanBatch, { params });
  const held = await kept("erase", "--batch", id, "--yes", "--json");
  expect([held.code, JSON.parse(held.out)]).toMatchObject([3, { mode: "dry-run", state: "planning", verified: false }]);
  expect(held.err).toContain("Waits for shop, which is paused.");
  await client.call(resumeBatchSystem, { params });
  expect((await kept("erase", "--batch", id)).code).toBe(0);
  await client.call(pauseBatchSystem, { params, body: { reason: "Migration until noon." } });
  const approved = await kept("erase", "--batch", id, "--yes", "--json");
  expect([approved.code, JSON.parse(approved.out)]).toMatchObject([3, { mode: "approved", state: "running" }]);
  changeFile(
    shop,
    `CREATE TRIGGER undead AFTER DELETE ON customers WHEN old.id = 4
     BEGIN INSERT INTO customers VALUES (old.id, old.name, old.email, old.phone); END`,
  );
  await client.call(resumeBatchSystem, { params });
  const left = await kept("erase", "--batch", id, "--json");
  changeFile(shop, "DROP TRIGGER undead");
  expect([left.code, JSON.parse(left.out)]).toMatchObject([
    1,
    { mode: "done", verified: false, notVerified: 1, people: [{ line: 2, verified: false }] },
  ]);
  const told = await kept("erase", "--batch", id);
  expect(told.out).toContain("Carried out for 1 person, but not verified for 1 of them");
  expect(told.out).toContain("line 2: something is left, look at request req_");
});

test("residue looks for the person of a request in all systems", async () => {
  changeFile(shop, "CREATE TABLE mail_log (id INTEGER PRIMARY KEY, line TEXT)");
  const asked = await kept("access", "--email", "tag+shop.news@example.org");
  // Whose rows they are is told as of a bare database.
  expect(asked.out).toMatch(/ table +rows +whose +why\n/);
  expect(asked.out).toMatch(/ shop\.customers +1 +theirs +the person's own row\n/);
  const reference = /^Request (\S+)/.exec(asked.out)?.[1] ?? "";
  const clean = await kept("residue", "--request", reference);
  expect([clean.code, clean.err]).toEqual([0, ""]);
  expect(clean.out).toContain("in shop but rows that a plan accounts for");
  changeFile(shop, "INSERT INTO mail_log VALUES (1, 'to tag+shop.news@example.org')");
  const found = await keptJson(3, "residue", "--request", reference);
  expect(found).toMatchObject({
    state: "done",
    systems: [{ places: expect.arrayContaining([expect.objectContaining({ table: "mail_log", keys: [["1"]] })]) }],
  });
  expect((await kept("residue", "--request", "ZZZZ-ZZZZ")).code).toBe(4);
  expect((await kept("residue", "--email", "ada@example.org")).code).toBe(2);
}, 240_000);

test("refusals of the server are the command's", async () => {
  const wrongKey = await place.kept(
    "access",
    "--server",
    running.url,
    "--api-key",
    "kept_wrong",
    "--email",
    "a@example.org",
  );
  expect([wrongKey.code, wrongKey.out]).toEqual([1, ""]);
  expect(wrongKey.err).toContain("unauthenticated");
  const reader = await running.createApiKey("reader", ["requests:read"]);
  const forbidden = await place.kept(
    "access",
    "--server",
    running.url,
    "--api-key",
    reader,
    "--email",
    "a@example.org",
  );
  expect(forbidden.err).toContain("forbidden");
  const nobody = await kept("access", "--email", "nobody@example.org");
  expect(nobody.code).toBe(4);
  const nowhere = await kept("access", "--id", "customers:2", "--system", "nowhere");
  expect(nowhere.code).not.toBe(0);
}, 240_000);

test("the ledger is whole, from the server and as a file; a changed file is not", async () => {
  const live = await keptJson(0, "ledger", "verify");
  expect(live).toMatchObject({ valid: true, faults: [] });
  const { body } = await createClient({ server: running.url, apiKey }).open(exportLedger, {});
  const text = await new Response(body).text();
  const file = place.file("ledger.jsonl");
  writeFileSync(file, text);
  expect((await place.kept("ledger", "verify", file)).out).toContain("The ledger is whole.");
  const lines = text.split("\n");
  const entry = lines.findIndex((line) => line.includes('"kind":"entry"'));
  writeFileSync(file, lines.toSpliced(entry, 1).join("\n"));
  const broken = await place.kept("ledger", "verify", file);
  expect(broken.code).toBe(1);
  expect(broken.out).toContain("The ledger is not whole.");
  writeFileSync(file, text.slice(0, -20));
  expect((await place.kept("ledger", "verify", file)).code).toBe(2);
  writeFileSync(file, text);
  const otherKey = await place.kept("ledger", "verify", file, "--key", "other+00000000+AAAA");
  expect([otherKey.code, otherKey.out]).toEqual([1, expect.stringContaining("key_differs")]);
});

test("discover --ask asks what the server's system leaves unclear, and the server keeps each answer", async () => {
  changeFile(shop, "CREATE TABLE blips (id INTEGER PRIMARY KEY, ip_address TEXT)");
  changeFile(shop, "CREATE TABLE bleeps (id INTEGER PRIMARY KEY, home_address TEXT)");
  const mapFile = place.file("shop.map.yaml");
  const before = readFileSync(mapFile, "utf8");
  const args = ["discover", "shop", "--ask", "--server", running.url, "--api-key", apiKey];
  expect((await kept("discover", "shop")).out).toContain(
    "2 questions to answer (--ask asks them) before anything can be erased; --accept confirms all proposals.",
  );
  const talk = talkToKept(args, place.dataDir);
  expect(await talk.heard()).toContain("1 of about 2  bleeps: Looks personal (home_address)");
  await talk.say("n");
  expect(await talk.heard()).toContain("2 of about 2  blips: Looks personal");
  expect(readFileSync(mapFile, "utf8")).toContain("bleeps:\n    public: true");
  await talk.say("b");
  expect(await talk.heard()).toContain("1 of about 2  bleeps: Looks personal");
  expect(readFileSync(mapFile, "utf8")).toBe(before);
  await talk.say("n");
  const stopped = await talk.end("SIGINT");
  expect(stopped.said).toContain("1 answer is kept in shop.map.yaml of Shop on the server");

  const copy = place.file("copy.yaml");
  const again = await runChild([...args, "--out", copy], { dataDir: place.dataDir, input: "n\n" });
  expect(again.code, again.err).toBe(0);
  expect(again.err).toContain("1 of about 1  blips: Looks personal");
  expect(readFileSync(copy, "utf8")).toBe(readFileSync(mapFile, "utf8"));
  expect(readFileSync(copy, "utf8")).toMatch(/bleeps:\n\s+public: true\n\s+blips:\n\s+public: true/);
});
