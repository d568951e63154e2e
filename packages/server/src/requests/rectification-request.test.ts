/** Rectification from the form to the receipt: what is wrong and what is right, in every copy, and told by hash only. */
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { ADA, createShop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

async function approve(visit: Visit, { id, planVersion }: RequestDetail): Promise<void> {
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
}

async function discover(visit: Visit): Promise<void> {
  expect((await visit.api("POST", "/api/systems/shop/discover", {})).status).toBeLessThan(300);
  await visit.t.drain();
}

test("the form names what is wrong; it is corrected, verified, and told without the values", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await discover(visit);
  const page = await visit.get("/privacy/rectification");
  expect(page.text).toContain('<option value="name">Name</option>');
  const request = await visit.request("rectification", ADA, { wrong: "name", right: "Ada Rightname" });
  expect(request).toMatchObject({ kind: "rectification", state: "awaiting_approval", blockingFindings: 0 });
  const plan = await visit.api<{ tables: { table: string; columns: string[]; counts: object }[] }>(
    "GET",
    `/api/requests/${request.id}/plan`,
  );
  expect(plan.body.tables).toMatchObject([{ table: "users", columns: ["name"], counts: { corrected: 1 } }]);
  expect(JSON.stringify(plan.body)).not.toMatch(/Rightname|Ada Canary/);
  expect(shop.count("users", "name = 'Ada Canary'")).toBe(1);
  await approve(visit, request);
  expect([shop.count("users", "name = 'Ada Rightname'"), shop.count("users", "name = 'Bob Canary'")]).toEqual([1, 1]);
  expect((await visit.detail(request.id)).state).toBe("done");
  const message = await visit.mail("rectified");
  expect((await visit.get(message.path)).text).toContain("Corrected");
  const { receipt } = (await (await visit.t.app.request(`${message.path}.json`)).json()) as SignedReceipt;
  expect(receipt.systems[0]?.changes).toEqual([
    expect.objectContaining({ table: "users", column: "name", category: "name", rows: 1 }),
  ]);
  expect(JSON.stringify(receipt)).not.toMatch(/Rightname|Canary/);
  const entries = await visit.t.ledgerTypes(request.id);
  expect(entries).toContain("request.corrected");
  // Nothing of what was corrected is kept but hashes.
  expect(await visit.t.ctx.db.selectFrom("fulfilment_diff").selectAll().execute()).toEqual([]);
});

test("own words wait for somebody who says which column they mean", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("rectification", ADA, { statement: "My parcels go to the wrong house." });
  expect(request).toMatchObject({ state: "blocked", blockingFindings: 1 });
  const who = await visit.api<{ details: { statement: string } }>("GET", `/api/requests/${request.id}/identifiers`);
  expect(who.body.details.statement).toBe("My parcels go to the wrong house.");
  const correction = { table: "orders", column: "address", key: ["1"], value: "Ada Street 7" };
  await visit.api("POST", `/api/requests/${request.id}/replan`, { corrections: [correction] });
  await visit.t.drain();
  const planned = await visit.detail(request.id);
  expect(planned).toMatchObject({ state: "awaiting_approval", blockingFindings: 0 });
  await approve(visit, planned);
  expect(shop.count("orders", "id = 1 and address = 'Ada Street 7'")).toBe(1);
  expect(shop.count("orders", "address = 'Ada Street 1'")).toBe(1);
});

test("a value that the database refuses stops the plan, and the form asks for one of both ways", async () => {
  await using shop = await createShop();
  shop.db.exec(
    "create trigger no_numbers before update on users when new.name glob '*[0-9]*' begin select raise(abort, 'no'); end",
  );
  await using visit = await visitCentre(shop);
  await discover(visit);
  const empty = await visit.ask("rectification", ADA, { wrong: "name" });
  expect(empty.status).toBe(422);
  expect(await empty.text()).toContain("Say what is right");
  const request = await visit.request("rectification", ADA, { wrong: "name", right: "R2D2" });
  expect(request).toMatchObject({ state: "blocked", blockingFindings: 1 });
  expect(shop.count("users", "name = 'Ada Canary'")).toBe(1);
});

test("what was said is forgotten with the person", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await discover(visit);
  const request = await visit.request("rectification", ADA, { wrong: "name", right: "Ada Rightname" });
  await approve(visit, request);
  const { tidyRequests } = await import("../fulfilment/tidy-requests.ts");
  visit.t.clock.advance("P31D");
  await tidyRequests(visit.t.ctx, visit.parts);
  const row = await visit.t.ctx.db.selectFrom("request").selectAll().executeTakeFirstOrThrow();
  expect([row.sealed_person, row.sealed_details]).toEqual([null, null]);
});

test("a second correction is a request of its own; only the same words again are the same request", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await discover(visit);
  const first = await visit.request("rectification", ADA, { wrong: "name", right: "Ada Rightname" });
  visit.t.clock.advance("PT1M");
  const other = await visit.request("rectification", ADA, { statement: "My parcels go to the wrong house." });
  expect(other.id).not.toBe(first.id);
  expect(other).toMatchObject({ state: "blocked", mergedInto: null });
  const merge = (from: RequestDetail, into: RequestDetail) =>
    visit.api("POST", `/api/requests/${from.id}/merge`, { into: into.id });
  expect((await merge(other, first)).status).toBe(409);
  visit.t.clock.advance("PT1M");
  const again = await visit.request("rectification", ADA, { wrong: "name", right: "Ada Rightname" });
  expect(again).toMatchObject({ state: "merged", mergedInto: first.id });
  await approve(visit, first);
  expect(shop.count("users", "name = 'Ada Rightname'")).toBe(1);
  expect((await visit.detail(other.id)).state).toBe("blocked");
});
