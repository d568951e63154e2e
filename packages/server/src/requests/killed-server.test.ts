/** kill -9 of a whole server in the middle of an erasure and of an access: it starts again and ends what it began, once. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import type { Batch } from "@kept/contract/batches";
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { afterEach, expect, test } from "vitest";
import { createKeyring } from "../platform/crypto/keyring.ts";
import { openEmbedded } from "../platform/db/open-database.ts";
import { ledgerOrigin, verifierKey } from "../platform/ledger/checkpoint.ts";
import { readRecords } from "../platform/ledger/read-ledger.ts";
import { verifyLedger } from "../platform/ledger/verify-ledger.ts";
import { prepareDataDir } from "../platform/testing/prepared-database.ts";
import { ADA, addUser, BOB, createShop, type Shop } from "./testing/shop.ts";

const CLARA = "clara@example.org";
const program = join(import.meta.dirname, "testing/serve-shop.ts");
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

interface Server {
  readonly url: string;
  kill(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Makes a request for the person and waits for its plan. */
  plan(kind: string, email: string): Promise<RequestDetail>;
  /** Waits until the request is in this state. */
  until(requestId: string, state: string): Promise<RequestDetail>;
}

async function serve(shop: Shop, more: object = {}): Promise<Server> {
  const dataDir = join(shop.folder, "kept");
  if (!existsSync(dataDir)) await prepareDataDir(dataDir);
  // It does not live long enough for the embedded database's code to be worth compiling a second time, for speed.
  const child = spawn(
    process.execPath,
    ["--liftoff-only", program, dataDir, shop.url, shop.mapFile, JSON.stringify(more)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(child);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.once("exit", () => reject(new Error("The server ended before it was there.")));
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text);
    });
  });
  const { url, key } = JSON.parse(line) as { url: string; key: string };
  const server: Server = {
    url,
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
    call: async (method, path, body) => {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const response = await fetch(`${url}/api${path}`, init);
      if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
      return (await response.json()) as never;
    },
    plan: async (kind, email) => {
      const identifiers = [{ kind: "email", value: email }];
      const input = { kind, identifiers, verified: { by: "phone", how: "called back" } };
      const { id } = await server.call<RequestDetail>("POST", "/requests", input);
      return await server.until(id, "awaiting_approval");
    },
    until: async (requestId, state) => {
      for (;;) {
        const detail = await server.call<RequestDetail>("GET", `/requests/${requestId}`);
        if (detail.state === state) return detail;
        if (detail.phase === "closed") throw new Error(`It is ${detail.state}.`);
        await wait(50);
      }
    },
  };
  return server;
}

/** Approves without waiting for the answer: the server may be gone before it comes. */
function approve(server: Server, request: RequestDetail): void {
  server.call("POST", `/requests/${request.id}/approve`, { planVersion: request.planVersion }).catch(() => {});
}

/** Until somebody else has held the write lock of the shop's file for so long without a break. */
async function untilLocked(shop: Shop, milliseconds: number): Promise<void> {
  const probe = new DatabaseSync(join(shop.folder, "shop.db"), { timeout: 0 });
  let since: number | null = null;
  while (since === null || performance.now() - since < milliseconds) {
    try {
      probe.exec("begin immediate; rollback");
      since = null;
    } catch {
      since ??= performance.now();
    }
    await wait(20);
  }
  probe.close();
}

function eventsOf(detail: RequestDetail, event: string): number {
  return detail.timeline.filter((entry) => entry.event === event).length;
}

test("killed in the middle of an erasure's transaction, after its commit, and while a package is written", async () => {
  await using shop = await createShop();
  addUser(shop.db, 3, CLARA, "Clara Canary", null);
  // Every deletion of an order of Ada counts to some millions first: time enough to be killed in.
  shop.db.exec(`
    create trigger slow before delete on orders when old.user_id = 1 begin
      select count(*) from (with recursive n (i) as (select 1 union all select i + 1 from n where i < 6000000) select i from n);
    end;
    with recursive n (i) as (select 10 union all select i + 1 from n where i < 60000)
      insert into orders select i, 3, 'Thing ' || i, 'Clara Street 3', '2026-05-01' from n;
  `);
  const claras = shop.count("orders", "user_id = 3");

  // In the middle of Ada's transaction.
  const first = await serve(shop);
  const ada = await first.plan("erasure", ADA);
  approve(first, ada);
  await untilLocked(shop, 400);
  await first.kill("SIGKILL");
  expect(shop.count("orders", "user_id = 1")).toBe(2);

  // It goes on by itself; then the moment after Bob's commit, before anything of it is written down.
  shop.db.exec("drop trigger slow");
  const second = await serve(shop);
  const adaDone = await second.until(ada.id, "done");
  expect(shop.count("orders", "user_id = 1")).toBe(0);
  const bob = await second.plan("erasure", BOB);
  approve(second, bob);
  while (shop.count("orders", "user_id = 2") > 0) await wait(1);
  await second.kill("SIGKILL");

  // Clara's package is being written.
  const third = await serve(shop);
  const bobDone = await third.until(bob.id, "done");
  const clara = await third.plan("access", CLARA);
  const packages = join(shop.folder, "kept", "packages");
  approve(third, clara);
  while (!existsSync(packages) || readdirSync(packages).length === 0) await wait(1);
  await third.kill("SIGKILL");
  expect((await readdir(packages)).some((name) => name.startsWith("."))).toBe(true);

  const last = await serve(shop);
  const claraDone = await last.until(clara.id, "done");
  expect(claraDone.package).toMatchObject({ state: "ready", rows: claras + 1 });
  // Of the first try nothing lies about.
  expect(await readdir(packages)).toHaveLength(1);
  for (const [done, name] of [
    [adaDone, "Ada"],
    [bobDone, "Bob"],
  ] as const) {
    expect(done.systems, name).toMatchObject([{ state: "verified", problem: null }]);
    expect([eventsOf(done, "started"), eventsOf(done, "step-completed"), eventsOf(done, "done")]).toEqual([1, 1, 1]);
  }
  for (const [id, orders] of [
    [ada.id, 2],
    [bob.id, 1],
  ] as const) {
    const { receipt } = await last.call<SignedReceipt>("GET", `/requests/${id}/receipt`);
    // What was done is counted once, and not what a second look no longer finds.
    expect(receipt.systems[0]?.tables.find((table) => table.name === "orders")).toMatchObject({ deleted: orders });
    expect(receipt.systems[0]).toMatchObject({ verified: true });
  }
  expect(shop.count("users", "email in ('ada@example.org', 'bob@example.org')")).toBe(0);
  expect([shop.count("orders"), shop.count("orders", "user_id = 3")]).toEqual([claras, claras]);
  await last.kill("SIGTERM");

  const database = await openEmbedded(join(shop.folder, "kept"));
  const secret = Buffer.from((await readFile(join(shop.folder, "kept", "secret"), "utf8")).trim(), "hex");
  const entries = await database.db.selectFrom("ledger_entry").select(["entry_id", "type"]).execute();
  expect(new Set(entries.map((entry) => entry.entry_id)).size).toBe(entries.length);
  expect(entries.filter((entry) => entry.type === "request.done")).toHaveLength(3);
  const waiting = await database.db.selectFrom("outbox").select("id").execute();
  // Each start took another port: the ledger is the same one all the same.
  const keys = createKeyring(secret);
  const origin = ledgerOrigin(keys);
  const key = verifierKey(keys, origin);
  const verdict = await verifyLedger(readRecords(database.db, { origin, verifierKey: key }));
  await database.close();
  expect(waiting).toEqual([]);
  expect(verdict).toMatchObject({ valid: true, entries: entries.length });
}, 300_000);

/** Every row of people, in the order of their keys. */
function rowsOf(shop: Shop): string {
  const tables = ["users", "orders", "invoices", "messages"];
  // Rows that say nobody have keys below 1.
  return JSON.stringify(tables.map((name) => shop.db.prepare(`select * from ${name} where id > 0 order by id`).all()));
}

async function undoOf(server: Server, request: string): Promise<RequestDetail["undo"]> {
  return (await server.call<RequestDetail>("GET", `/requests/${request}`)).undo;
}

/** Takes an erasure back by the one of the links in all mail so far that is a part of its key. */
async function takeBack(server: Server, request: string): Promise<void> {
  while ((await undoOf(server, request))?.shareGiven !== true) await wait(50);
  const page = async (path: string) => (await fetch(`${server.url}${path}`)).text();
  const sent = new Set((await page("/dev/outbox")).match(/\/dev\/outbox\/msg_\w+/g));
  const texts = await Promise.all([...sent].map((path) => page(`${path}?view=text`)));
  for (const text of texts.filter((one) => one.includes("taken back until"))) {
    const share = /\/privacy\/status\/[\w-]+/.exec(text)?.[0];
    const asked = server.call("POST", `/requests/${request}/undo`, { share });
    if (await asked.then(() => true).catch(() => false)) return;
  }
  throw new Error("No link opens it.");
}

test("killed while several go, while one of them comes back and after the next has, and while one who left alone does: whole or not at all, once, with a receipt", async () => {
  await using shop = await createShop();
  addUser(shop.db, 3, CLARA, "Clara Canary", null);
  shop.db.exec("insert into orders values (31, 3, 'Lamp', 'Clara Street 3', '2026-05-01')");
  const before = rowsOf(shop);
  const slow = (event: string, until: number) =>
    shop.db.exec(`create trigger slow before ${event} on orders begin
      select count(*) from (with recursive n (i) as (select 1 union all select i + 1 from n where i < ${until}) select i from n);
    end;`);
  const more = { requests: { erasureWaitingPeriod: "PT0S", undo: { window: "P7D" } } };

  // In the middle of the transaction in which Ada and Bob go: they share a message, so that they hang together.
  const first = await serve(shop, more);
  const people = [ADA, BOB].map((value, at) => ({ line: at + 1, identifiers: [{ kind: "email", value }] }));
  const input = { people, verified: { by: "account", how: "no sign-in for years" } };
  const { id } = await first.call<Batch>("POST", "/batches", input);
  const batch = async (server: Server, state: string) => {
    for (;;) {
      const now = await server.call<Batch>("GET", `/batches/${id}`);
      if (now.state === state) return now;
      await wait(50);
    }
  };
  await batch(first, "awaiting_approval");
  slow("delete", 3_000_000);
  await first.call("POST", `/batches/${id}/approve`, { planVersion: 1 });
  await untilLocked(shop, 400);
  await first.kill("SIGKILL");
  expect(rowsOf(shop)).toBe(before);
  shop.db.exec("drop trigger slow");
  const second = await serve(shop, more);
  const [ada = "", bob = ""] = (await batch(second, "done")).lines.map(({ requestId }) => requestId ?? "");
  expect([shop.count("orders", "user_id in (1, 2)"), shop.count("users", `email in ('${ADA}', '${BOB}')`)]).toEqual([
    0, 0,
  ]);
  for (const request of [ada, bob]) {
    const detail = await second.call<RequestDetail>("GET", `/requests/${request}`);
    expect(detail).toMatchObject({ state: "done", hasReceipt: true });
    const events = ["joined-batch", "step-completed", "done"].map((event) => eventsOf(detail, event));
    expect(events).toEqual([1, 1, 1]);
  }

  // In the middle of the transaction that puts Ada's rows back.
  const erased = rowsOf(shop);
  const notUndone = await second.call<SignedReceipt>("GET", `/requests/${ada}/receipt`);
  expect(notUndone.receipt.undo).toMatchObject({ together: true });
  expect(notUndone.receipt.undo?.ended).toBeUndefined();
  slow("insert", 6_000_000);
  await takeBack(second, ada);
  await untilLocked(shop, 400);
  await second.kill("SIGKILL");
  expect(rowsOf(shop)).toBe(erased);
  shop.db.exec("drop trigger slow");
  const third = await serve(shop, more);
  while ((await undoOf(third, ada))?.state !== "undone") await wait(100);
  expect([shop.count("users", `email = '${ADA}'`), shop.count("users", `email = '${BOB}'`)]).toEqual([1, 0]);
  expect(shop.count("orders", "user_id = 1")).toBe(2);
  expect(shop.count("messages", "id = 1 and sender_id = 1")).toBe(1);

  // The moment after the commit that brings Bob back, before anything of it is written down.
  await takeBack(third, bob);
  while (shop.count("users", `email = '${BOB}'`) === 0) await wait(1);
  await third.kill("SIGKILL");
  expect(rowsOf(shop)).toBe(before);
  const fourth = await serve(shop, more);
  while ((await undoOf(fourth, bob))?.state !== "undone") await wait(100);
  expect(rowsOf(shop)).toBe(before);

  // Clara left alone; in the middle of the transaction that puts her rows back.
  const { id: clara } = await fourth.call<RequestDetail>("POST", "/requests", {
    kind: "erasure",
    identifiers: [{ kind: "email", value: CLARA }],
    verified: { by: "phone", how: "called back" },
    replyTo: CLARA,
  });
  approve(fourth, await fourth.until(clara, "awaiting_approval"));
  while ((await undoOf(fourth, clara))?.shareGiven !== true) await wait(50);
  const withoutClara = rowsOf(shop);
  expect(withoutClara).not.toBe(before);
  slow("insert", 6_000_000);
  await takeBack(fourth, clara);
  await untilLocked(shop, 400);
  await fourth.kill("SIGKILL");
  expect(rowsOf(shop)).toBe(withoutClara);
  shop.db.exec("drop trigger slow");
  const last = await serve(shop, more);
  while ((await undoOf(last, clara))?.state !== "undone") await wait(100);
  expect(rowsOf(shop)).toBe(before);
  for (const request of [ada, bob, clara]) {
    const detail = await last.call<RequestDetail>("GET", `/requests/${request}`);
    expect([eventsOf(detail, "undo-asked"), eventsOf(detail, "undone")]).toEqual([1, 1]);
    const { receipt } = await last.call<SignedReceipt>("GET", `/requests/${request}/receipt`);
    // Each row is counted once, however often it was tried.
    expect(receipt.undo).toMatchObject({ ended: { by: "undo" }, systems: [{ system: "shop", newer: 0 }] });
  }
  await last.kill("SIGKILL");
}, 400_000);
