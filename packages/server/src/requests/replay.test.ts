/** After a restore: whoever was erased since is found by tombstones and erased again; nobody else is. */
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Replay } from "@kept/contract/replays";
import { expect, test } from "vitest";
import { ADA, BOB, createShop, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const PATH = "/api/systems/shop/replay";

async function erase(visit: Visit, email: string): Promise<void> {
  const request = await visit.request("erasure", email);
  await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: 1 });
  await visit.t.drain();
  expect((await visit.detail(request.id)).state).toBe("done");
}

async function replay(visit: Visit, body: object): Promise<Replay> {
  const started = await visit.api<Replay>("POST", PATH, body);
  expect(started.status).toBe(200);
  await visit.t.drain();
  return (await visit.api<Replay>("GET", PATH)).body;
}

/** The shop's rows as text, from a connection of its own. */
function readShop(shop: Shop): string {
  const database = new DatabaseSync(join(shop.folder, "shop.db"), { readOnly: true });
  const tables = ["users", "orders", "invoices", "messages"];
  const text = JSON.stringify(tables.map((table) => database.prepare(`select * from ${table} order by id`).all()));
  database.close();
  return text;
}

test("a restored backup is replayed: dry first, then done, then nothing is left", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  expect((await visit.api<{ code: string }>("GET", PATH)).body.code).toBe("replay_missing");
  const backup = join(shop.folder, "backup.db");
  shop.db.exec("update users set email = 'ada.before@example.org' where id = 1; pragma wal_checkpoint(truncate)");
  await copyFile(join(shop.folder, "shop.db"), backup);
  // The backup knows Ada by an older address: only the tombstone of her row finds her.
  shop.db.exec(`update users set email = '${ADA}' where id = 1`);
  await erase(visit, ADA);
  const erased = readShop(shop);
  // Restored: everything as the backup has it.
  shop.db.exec(`attach '${backup}' as old; pragma foreign_keys = off;
    ${["users", "orders", "invoices", "messages"].map((name) => `delete from main.${name}; insert into main.${name} select * from old.${name};`).join("\n")}
    detach old`);
  expect(shop.count("users", "email = 'ada.before@example.org'")).toBe(1);

  expect(await replay(visit, { since: "2999-01-01T00:00:00Z" })).toMatchObject({ state: "done", erasures: 0, due: 0 });
  const dry = await replay(visit, {});
  expect(dry).toMatchObject({ state: "done", dryRun: true, erasures: 1, due: 1, erased: 0, blocked: 0, findings: [] });
  expect(shop.count("orders")).toBe(3);
  const done = await replay(visit, { dryRun: false });
  expect(done).toMatchObject({
    due: 1,
    erased: 1,
    rows: dry.rows,
    notVerified: 0,
    newer: [],
    ambiguous: [],
    unread: [],
  });
  expect(readShop(shop)).toBe(erased);
  expect(shop.count("users", `email = '${BOB}'`)).toBe(1);
  expect(await replay(visit, { dryRun: false })).toMatchObject({ due: 0, erased: 0, clean: 1 });
  expect((await visit.t.ledgerTypes()).filter((type) => type.startsWith("system.person"))).toEqual([
    "system.person-intended",
    "system.person-erased-again",
  ]);
  const tombstones = await visit.t.ctx.db.selectFrom("fulfilment_tombstone").selectAll().execute();
  expect(JSON.stringify(tombstones)).not.toMatch(/ada|example|users/i);
});

test("a replay that was cut off goes on, and one at a time", async () => {
  await using shop = await createShop();
  const broken = { is: false };
  await using visit = await visitCentre(shop, {
    decorate: (rights) => ({
      ...rights,
      findReturned: async (...question) => {
        if (broken.is) throw new Error("lost");
        return (await rights.findReturned?.(...question)) ?? Promise.reject(new Error("cannot"));
      },
      [Symbol.asyncDispose]: async () => undefined,
    }),
  });
  await erase(visit, ADA);
  await visit.api("POST", PATH, {});
  expect((await visit.api<{ code: string }>("POST", PATH, {})).body.code).toBe("replay_running");
  await visit.t.drain();
  broken.is = true;
  expect(await replay(visit, {})).toMatchObject({ state: "failed", problem: { code: "system_failed" } });
  broken.is = false;
  expect(await replay(visit, {})).toMatchObject({ state: "done", problem: null, clean: 1 });
});

test("single rows that were erased are erased again, for the person who is still there, and nothing else of theirs", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const orders = () =>
    shop.db
      .prepare("select id from orders order by id")
      .all()
      .map(({ id }) => id);
  const before = shop.db.prepare("select * from orders where id = 2").get();
  const body = {
    kind: "erasure",
    identifiers: [{ kind: "email", value: ADA }],
    verified: { by: "letter", how: "by the address" },
    scope: { rows: [{ system: "shop", table: "orders", key: ["2"] }] },
  };
  const { id } = (await visit.api<{ id: string }>("POST", "/api/requests", body)).body;
  await visit.t.drain();
  await visit.api("POST", `/api/requests/${id}/approve`, { planVersion: 1 });
  await visit.t.drain();
  expect(orders()).toEqual([1, 3]);
  const text = JSON.stringify(await visit.t.ctx.db.selectFrom("fulfilment_tombstone").selectAll().execute());
  expect(text).not.toMatch(/ada|example/i);
  expect(await replay(visit, { dryRun: false })).toMatchObject({ erasures: 1, due: 0, clean: 1 });
  // As the backup had it; and an order of hers that came since, which nobody named.
  shop.db
    .prepare("insert into orders values (?, ?, ?, ?, ?)")
    .run(...(["id", "user_id", "item", "address", "created_at"].map((name) => before?.[name] ?? null) as string[]));
  shop.db.exec("insert into orders values (9, 1, 'Mirror', 'Ada Street 1', '2026-03-03')");
  expect(await replay(visit, {})).toMatchObject({ due: 1, rows: 1, findings: [], ambiguous: [], newer: [] });
  expect(await replay(visit, { dryRun: false })).toMatchObject({ due: 1, erased: 1, rows: 1, notVerified: 0 });
  expect(orders()).toEqual([1, 3, 9]);
  expect(shop.count("users")).toBe(2);
  expect(await replay(visit, { dryRun: false })).toMatchObject({ due: 0, clean: 1 });
  // A key that was given anew since is another row.
  shop.db.exec("insert into orders values (2, 1, 'Vase', 'Ada Street 1', '2999-01-01')");
  expect(await replay(visit, { dryRun: false })).toMatchObject({ due: 0, newer: [{ table: "orders", key: ["2"] }] });
  expect(orders()).toEqual([1, 2, 3, 9]);
});
