/** What the law keeps is marked in the application's own way; a lift, and a search for residue, are told by the receipt. */
import type { SignedReceipt } from "@kept/contract/packages";
import { expect, test } from "vitest";
import { liftDue } from "../fulfilment/restrictions.ts";
import { ADA, createShop, SHOP_MAP } from "./testing/shop.ts";
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
