/** What cannot be proven is not called done: residue after an erasure, and systems that keep failing, come to an operator. */
import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestPlan } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { ADA, createShop, SHOP_MAP, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const MAP_WITH_HISTORY = `${SHOP_MAP}  email_history:
    edges: { "user_id -> users": owner }
`;

/** A trigger of the shop keeps every address that a person ever had, also the one that an erasure blanks. */
async function createForgetfulShop(map = MAP_WITH_HISTORY): Promise<Shop> {
  const shop = await createShop(map);
  shop.db.exec(`
    create table email_history (id integer primary key, user_id integer not null references users (id), email text, iban text);
    create trigger keep_history after update of email on users begin
      insert into email_history (user_id, email) values (old.id, old.email);
    end;
  `);
  return shop;
}

async function approve(visit: Visit, requestId: string): Promise<void> {
  const { planVersion } = await visit.detail(requestId);
  const answer = await visit.api("POST", `/api/requests/${requestId}/approve`, { planVersion });
  expect(answer.status).toBe(200);
  await visit.t.drain();
}

async function replan(visit: Visit, requestId: string, body: object): Promise<void> {
  expect((await visit.api("POST", `/api/requests/${requestId}/replan`, body)).status).toBe(200);
  await visit.t.drain();
}

async function receiptOf(visit: Visit, requestId: string): Promise<SignedReceipt["receipt"]> {
  return (await visit.api<SignedReceipt>("GET", `/api/requests/${requestId}/receipt`)).body.receipt;
}

async function sentKinds(visit: Visit): Promise<readonly string[]> {
  return (await visit.t.sentMail()).map((message) => message.kind);
}

test("an erasure that leaves something behind is not done: the operator sees what, and the person is told no lie", async () => {
  await using shop = await createForgetfulShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  await approve(visit, request.id);
  expect(shop.count("orders", "user_id = 1")).toBe(0);
  expect(shop.count("email_history", "user_id = 1")).toBe(1);

  const left = await visit.detail(request.id);
  expect(left).toMatchObject({
    state: "blocked",
    phase: "needs_decision",
    closedAt: null,
    blockingFindings: 2,
    may: { approve: false, cancel: false, replan: true, refuse: true },
    systems: [{ state: "committed", counts: { deleted: 2 }, problem: { code: "erasure_not_verified" } }],
  });
  expect(left.systems[0]?.problem?.message).toContain("email_history");
  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body;
  const residue = { system: "shop", code: "residue_found", table: "email_history", blocks: true };
  expect(plan.findings).toEqual([
    expect.objectContaining({ ...residue, column: "user_id" }),
    expect.objectContaining({ ...residue, column: "email" }),
  ]);
  expect(plan.findings[0]?.suggestion).not.toBe("");

  // The person: no message that it is done, and a page and a receipt that say how it is.
  expect(await sentKinds(visit)).not.toContain("request-erased");
  const received = await visit.mail("received");
  const page = await visit.get(received.path);
  expect(page.text).toContain("being checked again");
  expect(page.text).not.toContain("Cancel my request");
  const receiptPage = await visit.get(`${received.path}/receipt`);
  expect(receiptPage.text).toContain("NOT FINISHED");
  expect(receiptPage.text).toContain("Still to be looked at: Email history");
  expect(await receiptOf(visit, request.id)).toMatchObject({
    outcome: "not_verified",
    systems: [{ verified: false, residue: [{ table: "email_history", column: "user_id" }, { column: "email" }] }],
  });
  expect((await visit.post(`${received.path}/cancel`)).status).toBe(303);
  expect((await visit.detail(request.id)).state).toBe("blocked");
  const types = await visit.t.ledgerTypes(request.id);
  expect(types).toContain("request.not-verified");
  expect(types).not.toContain("request.done");
  // Nothing tries again by itself: a map or a person has to change something.
  visit.t.clock.advance("P2D");
  await resumeRequests(visit.t.ctx, visit.parts);
  expect((await visit.detail(request.id)).state).toBe("blocked");

  const categories = async () =>
    (await visit.t.ctx.db.selectFrom("fulfilment_step").select("categories").executeTakeFirstOrThrow()).categories;
  expect(await categories()).toEqual(expect.not.arrayContaining(["financial.account"]));

  // What the trigger wrote is found by the row that had to stay, and needs an approval of its own; the trigger goes on firing.
  await replan(visit, request.id, {});
  const again = await visit.detail(request.id);
  expect(again).toMatchObject({ state: "awaiting_approval", may: { cancel: false } });
  await approve(visit, request.id);
  expect(await visit.detail(request.id)).toMatchObject({
    state: "done",
    blockingFindings: 0,
    systems: [{ problem: null }],
  });
  expect(shop.count("email_history", "user_id = 1")).toBe(0);
  // What recipients are told of is what both runs changed.
  expect(await categories()).toEqual(expect.arrayContaining(["contact.email", "financial.account"]));
  const receipt = await receiptOf(visit, request.id);
  expect(receipt).toMatchObject({ outcome: "done", systems: [{ verified: true, residue: [] }] });
  // Both runs are told as one.
  const deleted = Object.fromEntries(receipt.systems[0]?.tables.map((table) => [table.name, table.deleted]) ?? []);
  expect(deleted).toMatchObject({ orders: 2, email_history: 1 });
  expect(receipt.systems[0]?.retained).toEqual([expect.objectContaining({ table: "invoices", rows: 1 })]);
  expect((await sentKinds(visit)).filter((kind) => kind === "request-erased")).toHaveLength(1);
  const step = await visit.t.ctx.db.selectFrom("fulfilment_step").selectAll().executeTakeFirstOrThrow();
  expect([step.sealed_plan, step.sealed_intent]).toEqual([null, null]);
});

test("what the map misses is left however often it is planned, and nobody is taken for gone", async () => {
  await using shop = await createForgetfulShop(MAP_WITH_HISTORY.replace(/(email_history:.*): owner/s, "$1: none"));
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  await approve(visit, request.id);
  await replan(visit, request.id, {});
  expect(await visit.detail(request.id)).toMatchObject({ state: "blocked", systems: [{ state: "committed" }] });
  expect(shop.count("email_history", "user_id = 1")).toBe(1);
});

test("residue that was removed by hand is looked for again, and then it is done without a second run", async () => {
  await using shop = await createForgetfulShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  await approve(visit, request.id);
  expect((await visit.detail(request.id)).state).toBe("blocked");
  shop.db.exec("delete from email_history");
  await replan(visit, request.id, {});
  expect(await visit.detail(request.id)).toMatchObject({ state: "done", systems: [{ state: "verified" }] });
  expect(await receiptOf(visit, request.id)).toMatchObject({ outcome: "done", systems: [{ verified: true }] });
  expect((await visit.mail("erased")).to).toBe(ADA);
});

test("what is left can be refused, and the person learns that part was done", async () => {
  await using shop = await createForgetfulShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  await approve(visit, request.id);
  const text = "The history is evidence in a court case.";
  await visit.api("POST", `/api/requests/${request.id}/refuse`, {
    reason: "legal_claims",
    text,
    proof: { claim: "An unpaid invoice.", necessity: "Until it is paid." },
  });
  await visit.t.drain();
  const message = await visit.mail("refused");
  expect(message.text).toContain("in part");
  expect(message.text).toContain(text);
  expect(await receiptOf(visit, request.id)).toMatchObject({ outcome: "not_verified" });
});

/** As long as time passes, the resume sweep comes by. */
async function passTries(visit: Visit, tries: number): Promise<void> {
  for (let count = 0; count < tries; count += 1) {
    visit.t.clock.advance("PT16M");
    await resumeRequests(visit.t.ctx, visit.parts);
    await visit.t.drain();
  }
}

test("a search that keeps failing asks for an operator, and goes on by itself when the system is back", async () => {
  await using shop = await createShop();
  const path = join(shop.folder, "shop.db");
  await rename(path, `${path}.away`);
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  await passTries(visit, 3);
  expect((await visit.detail(request.id)).state).toBe("planning");
  await passTries(visit, 5);
  expect(await visit.detail(request.id)).toMatchObject({
    state: "blocked",
    phase: "needs_decision",
    blockingFindings: 1,
    systems: [{ problem: { code: "system_database_missing" } }],
  });
  const types = await visit.t.ledgerTypes(request.id);
  expect(types.filter((type) => type === "request.held-up")).toHaveLength(1);
  await rename(`${path}.away`, path);
  await passTries(visit, 1);
  expect(await visit.detail(request.id)).toMatchObject({ state: "awaiting_approval", blockingFindings: 0 });
});

test("a run that keeps failing asks for an operator, and ends by itself when the system is back", async () => {
  await using shop = await createShop();
  const path = join(shop.folder, "shop.db");
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  await rename(path, `${path}.away`);
  await approve(visit, request.id);
  expect((await visit.detail(request.id)).state).toBe("running");
  await passTries(visit, 9);
  expect(await visit.detail(request.id)).toMatchObject({ state: "blocked", phase: "needs_decision" });
  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body;
  expect(plan.findings).toEqual([expect.objectContaining({ code: "system_database_missing", blocks: true })]);
  await rename(`${path}.away`, path);
  await passTries(visit, 1);
  expect(await visit.detail(request.id)).toMatchObject({
    state: "done",
    systems: [{ state: "verified", problem: null }],
  });
  expect(shop.count("orders", "user_id = 1")).toBe(0);
  expect((await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body.findings).toEqual([]);
});
