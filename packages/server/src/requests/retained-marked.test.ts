/** What the law keeps is marked in the application's own way; a lift, and a search for residue, are told by the receipt. */
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { liftDue } from "../fulfilment/restrictions.ts";
import { ADA, createShop, SHOP_MAP, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const MARKING_MAP = SHOP_MAP.replace("tax law }", "tax law }\n    restrict: held_since");

async function approve(visit: Visit, id: string): Promise<void> {
  const { planVersion } = await visit.detail(id);
  await visit.api("POST", `/api/requests/${id}/approve`, { planVersion });
  await visit.t.drain();
}

const receiptOf = async (visit: Visit, id: string) =>
  (await visit.api<SignedReceipt>("GET", `/api/requests/${id}/receipt`)).body.receipt;

test("an erasure marks the invoice that it has to leave, and says so in plan, receipt and on the person's page", async () => {
  await using shop = await createShop(MARKING_MAP);
  shop.db.exec("alter table invoices add column held_since date");
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  const plan = await visit.api<{ tables: { table: string; why: string }[] }>("GET", `/api/requests/${request.id}/plan`);
  expect(plan.body.tables.find(({ table }) => table === "invoices")?.why).toContain("marked as restricted");
  expect(shop.count("invoices", "held_since is not null")).toBe(0);
  await approve(visit, request.id);
  // Ada's, and nobody else's.
  expect(shop.count("invoices", "held_since is not null and user_id = 1")).toBe(1);
  expect(shop.count("invoices", "held_since is not null")).toBe(1);
  const receipt = await receiptOf(visit, request.id);
  expect(receipt.systems[0]?.retained).toMatchObject([{ table: "invoices", why: expect.stringContaining("marked") }]);
  await visit.api("POST", `/api/requests/${request.id}/residue-scan`, {});
  await visit.t.drain();
  const page = (await visit.get((await visit.mail("erased")).path)).text;
  expect(page).toContain("tax law; marked so that it is used for nothing else");
  expect(page).toContain("nothing about you was found");
});

test("a lift is told by a receipt that is signed anew, and by the ledger with its hash", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("restriction", ADA);
  await approve(visit, request.id);
  const before = await receiptOf(visit, request.id);
  expect(before.lift).toBeUndefined();
  await visit.api("POST", `/api/requests/${request.id}/lift`, {});
  await visit.t.drain();
  visit.t.clock.advance("P4D");
  await liftDue(visit.t.ctx, visit.parts);
  await visit.t.drain();
  const after = await receiptOf(visit, request.id);
  expect(after).toMatchObject({ id: before.id, lift: { systems: 1, newer: 0, liftedAt: expect.any(String) } });
  const page = (await visit.get((await visit.mail("restricted")).path)).text;
  expect(page).toContain("The restriction was lifted on");
  const row = await visit.t.ctx.db.selectFrom("fulfilment_receipt").select("sha256").executeTakeFirstOrThrow();
  const { timeline } = await visit.detail(request.id);
  expect(timeline.find(({ event }) => event === "lifted")?.facts).toMatchObject({ receiptHash: row.sha256 });
});

const FROZEN = "    restrict: { column: frozen }\n";

/** A shop whose map marks people, orders and invoices. Ada's first order has been shared with Bob by a message in no way: it is hers. */
async function createMarkedShop() {
  const map = SHOP_MAP.replace("    subject: true\n", `    subject: true\n${FROZEN}`).replace(
    "  invoices:\n",
    `  invoices:\n${FROZEN}`,
  );
  const shop = await createShop(map);
  for (const table of ["users", "invoices"]) shop.db.exec(`alter table ${table} add column frozen boolean`);
  return shop;
}

const frozen = (shop: Shop) =>
  ["users", "invoices"].map((table) => shop.count(table, "frozen is not null and frozen not in (0, 'false')"));

async function lift(visit: Visit, id: string): Promise<void> {
  await visit.api("POST", `/api/requests/${id}/lift`, { notified: { by: "letter", how: "post" } });
  visit.t.clock.advance("P4D");
  await liftDue(visit.t.ctx, visit.parts);
}

test("an erasure goes through where a restriction has only marked; its lift leaves marked what the law keeps, and nothing else", async () => {
  await using shop = await createMarkedShop();
  await using visit = await visitCentre(shop);
  const restriction = await visit.request("restriction", ADA);
  await approve(visit, restriction.id);
  expect(frozen(shop)).toEqual([1, 1]);
  const erasure = await visit.request("erasure", ADA);
  expect(erasure).toMatchObject({ state: "awaiting_approval", waitsFor: [] });
  await approve(visit, erasure.id);
  expect((await visit.detail(erasure.id)).state).toBe("done");
  expect([shop.count("users", "name like 'Ada%'"), ...frozen(shop)]).toEqual([0, 1, 1]);
  await lift(visit, restriction.id);
  expect((await visit.detail(restriction.id)).restriction).toMatchObject({ state: "lifted", problem: null });
  expect(frozen(shop)).toEqual([1, 1]);
});

test("what an erasure of a part leaves marked for the law stays marked, and the person is unmarked", async () => {
  await using shop = await createMarkedShop();
  await using visit = await visitCentre(shop);
  const restriction = await visit.request("restriction", ADA);
  await approve(visit, restriction.id);
  const created = await visit.api<RequestDetail>("POST", "/api/requests", {
    kind: "erasure",
    identifiers: [{ kind: "email", value: ADA }],
    scope: { tables: ["orders", "invoices"], categories: [] },
    verified: { by: "account", how: "signed in" },
  });
  await visit.t.drain();
  await approve(visit, created.body.id);
  expect((await visit.detail(created.body.id)).state).toBe("done");
  expect([shop.count("orders", "user_id = 1"), ...frozen(shop)]).toEqual([0, 1, 1]);
  await lift(visit, restriction.id);
  expect([shop.count("users", "name = 'Ada Canary'"), ...frozen(shop)]).toEqual([1, 0, 1]);
});

test("while the erasure can be taken back the lift waits; taken back and lifted, everything is as it was before both", async () => {
  await using shop = await createMarkedShop();
  await using visit = await visitCentre(shop, {
    kept: { requests: { erasureWaitingPeriod: "PT0S", undo: { window: "P20D" } } },
  });
  const dump = () =>
    ["users", "orders", "invoices", "messages"].map((table) =>
      shop.db.prepare(`select * from ${table} order by id`).all(),
    );
  const before = dump();
  const restriction = await visit.request("restriction", ADA);
  await approve(visit, restriction.id);
  const erasure = await visit.request("erasure", ADA);
  await approve(visit, erasure.id);
  expect(await visit.detail(erasure.id)).toMatchObject({ state: "done", undo: { state: "open" } });
  await lift(visit, restriction.id);
  expect((await visit.detail(restriction.id)).restriction).toMatchObject({
    state: "announced",
    problem: { code: "erasure_undoable", message: expect.stringContaining("by itself") },
  });
  const { path } = await visit.mail("erased");
  await visit.api("POST", `/api/requests/${erasure.id}/undo`, { share: `https://example.org${path}` });
  await visit.t.drain();
  expect((await visit.detail(erasure.id)).undo?.state).toBe("undone");
  expect(frozen(shop)).toEqual([1, 1]);
  visit.t.clock.advance("PT16M");
  await liftDue(visit.t.ctx, visit.parts);
  expect((await visit.detail(restriction.id)).restriction?.state).toBe("lifted");
  expect(dump()).toEqual(before);
});

test("of two restrictions of one person the later is lifted first, however they are announced", async () => {
  await using shop = await createMarkedShop();
  await using visit = await visitCentre(shop);
  const ask = async (tables: readonly string[]) => {
    const created = await visit.api<RequestDetail>("POST", "/api/requests", {
      kind: "restriction",
      identifiers: [{ kind: "email", value: ADA }],
      scope: { tables, categories: [] },
      verified: { by: "account", how: "signed in" },
    });
    await visit.t.drain();
    await approve(visit, created.body.id);
    expect((await visit.detail(created.body.id)).state).toBe("done");
    visit.t.clock.advance("PT1H");
    return created.body.id;
  };
  const first = await ask(["invoices"]);
  const second = await ask([]);
  expect(frozen(shop)).toEqual([1, 1]);
  await lift(visit, first);
  expect(frozen(shop)).toEqual([1, 1]);
  expect((await visit.detail(first)).restriction).toMatchObject({ problem: { code: "restriction_stands" } });
  await lift(visit, second);
  expect(frozen(shop)).toEqual([0, 1]);
  visit.t.clock.advance("PT16M");
  await liftDue(visit.t.ctx, visit.parts);
  expect(frozen(shop)).toEqual([0, 0]);
});
