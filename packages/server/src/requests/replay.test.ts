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
