/** A restriction, a correction, a lift and an undo that triggers have spoilt are not called done: by whom, where and what to do is told. */
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail, RequestPlan } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { liftDue } from "../fulfilment/restrictions.ts";
import { ADA, createShop, SHOP_MAP, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const MAP = `${SHOP_MAP}  email_history:
    edges: { "user_id -> users": owner }
    columns: { email: contact.email }
  trail:
    public: true
`;

async function openShop(trigger: string): Promise<Shop> {
  const shop = await createShop(MAP);
  shop.db.exec(`
    create table email_history (id integer primary key, user_id integer not null references users (id), email text);
    create table trail (id integer primary key, data text);
    ${trigger}
  `);
  return shop;
}

const KEEPING = `create trigger keeping after update of email on users begin
  insert into email_history (user_id, email) values (old.id, old.email); end;`;
const TRAILING = `create trigger keeping after update of name on users begin
  insert into trail (data) values (json_object('name', old.name)); end;`;

async function approve(visit: Visit, requestId: string): Promise<RequestDetail> {
  const { planVersion } = await visit.detail(requestId);
  const answer = await visit.api("POST", `/api/requests/${requestId}/approve`, { planVersion });
  expect(answer.status).toBe(200);
  await visit.t.drain();
  return await visit.detail(requestId);
}

async function replan(visit: Visit, requestId: string): Promise<RequestDetail> {
  expect((await visit.api("POST", `/api/requests/${requestId}/replan`, {})).status).toBe(200);
  await visit.t.drain();
  return await visit.detail(requestId);
}

async function receiptOf(visit: Visit, requestId: string): Promise<SignedReceipt["receipt"]> {
  return (await visit.api<SignedReceipt>("GET", `/api/requests/${requestId}/receipt`)).body.receipt;
}

async function lift(visit: Visit, requestId: string): Promise<RequestDetail> {
  expect((await visit.api("POST", `/api/requests/${requestId}/lift`, {})).status).toBe(200);
  await visit.t.drain();
  visit.t.clock.advance("P4D");
  await liftDue(visit.t.ctx, visit.parts);
  await visit.t.drain();
  return await visit.detail(requestId);
}

const dump = (shop: Shop) =>
  ["users", "orders", "invoices", "messages"].map((table) =>
    shop.db.prepare(`select * from ${table} order by id`).all(),
  );

test("a restriction of which a trigger keeps a copy is not done; planned again it seals the copy too, and one lift brings both back", async () => {
  await using shop = await openShop(KEEPING);
  await using visit = await visitCentre(shop);
  const before = dump(shop);
  const request = await visit.request("restriction", ADA, { ground: "accuracy" });
  const left = await approve(visit, request.id);
  expect(left).toMatchObject({
    state: "blocked",
    systems: [{ state: "committed", problem: { code: "change_not_verified" } }],
    may: { approve: false, replan: true },
  });
  expect(left.systems[0]?.problem?.message).toContain("email_history");
  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body;
  expect(plan.findings).toEqual([
    expect.objectContaining({ system: "shop", code: "residue_found", table: "email_history", column: "email" }),
  ]);
  expect(plan.findings[0]?.suggestion).toContain("email_history: { retain: ");
  expect(await receiptOf(visit, request.id)).toMatchObject({
    outcome: "not_verified",
    systems: [{ verified: false, residue: [{ table: "email_history", column: "email" }] }],
  });
  expect(shop.count("email_history", "email = 'ada@example.org'")).toBe(1);

  expect((await replan(visit, request.id)).state).toBe("awaiting_approval");
  expect(await approve(visit, request.id)).toMatchObject({ state: "done", restriction: { state: "standing" } });
  expect(shop.count("email_history", "email = 'ada@example.org'")).toBe(0);
  expect(await receiptOf(visit, request.id)).toMatchObject({ outcome: "done", systems: [{ verified: true }] });

  shop.db.exec("drop trigger keeping");
  expect(await lift(visit, request.id)).toMatchObject({ restriction: { state: "lifted", problem: null } });
  expect(dump(shop)).toEqual(before);
  expect(shop.count("email_history", "email = 'ada@example.org'")).toBe(1);
  expect((await receiptOf(visit, request.id)).lift).not.toHaveProperty("verified");
  expect(await visit.t.ctx.db.selectFrom("fulfilment_diff").selectAll().execute()).toEqual([]);
});

test("a correction of which a trail keeps what was wrong is told with the line by which the map keeps it", async () => {
  await using shop = await openShop(TRAILING);
  await using visit = await visitCentre(shop);
  // The form offers what the systems are known to hold.
  expect((await visit.api("POST", "/api/systems/shop/discover", {})).status).toBeLessThan(300);
  await visit.t.drain();
  const request = await visit.request("rectification", ADA, { wrong: "name", right: "Ada Rightname" });
  const left = await approve(visit, request.id);
  expect(left).toMatchObject({ state: "blocked", systems: [{ problem: { code: "change_not_verified" } }] });
  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body;
  const [finding] = plan.findings;
  expect(finding).toMatchObject({ code: "residue_found", table: "trail", column: "data" });
  expect(finding?.suggestion).toContain("trail: { retain: ");
  expect(JSON.stringify([plan.findings, await receiptOf(visit, request.id)])).not.toContain("Canary");
  expect(shop.count("users", "name = 'Ada Rightname'")).toBe(1);
});

test("a lift that a trigger holds back is not verified: the page, the receipt and the ledger say so", async () => {
  await using shop = await openShop("");
  await using visit = await visitCentre(shop);
  const request = await visit.request("restriction", ADA, { ground: "accuracy" });
  expect((await approve(visit, request.id)).state).toBe("done");
  shop.db.exec(`create trigger holding after update of email on users when new.email is not old.email
    begin update users set email = old.email where id = new.id; end`);
  const lifted = await lift(visit, request.id);
  expect(lifted.restriction).toMatchObject({ state: "lifted", problem: { code: "lift_not_verified" } });
  expect(lifted.restriction?.problem?.message).toContain("(email)");
  const receipt = await receiptOf(visit, request.id);
  expect(receipt.lift).toMatchObject({
    verified: false,
    residue: [{ system: "shop", code: "residue_found", table: "users", column: "email" }],
  });
  const mail = await visit.mail("restricted");
  expect((await visit.get(mail.path)).status).toBe(200);
  expect(await visit.t.ledgerTypes(request.id)).toContain("request.lifted");
});

test("an undo that a trigger holds back says so: on the person's page, in the receipt and in the ledger", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, {
    kept: { requests: { undo: { window: "P7D" }, erasureWaitingPeriod: "PT0S" } },
  });
  const request = await visit.request("erasure", ADA);
  expect((await approve(visit, request.id)).undo).toMatchObject({ state: "open" });
  shop.db.exec(`create trigger holding after update of email on users when new.email is not old.email
    begin update users set email = old.email where id = new.id; end`);
  const { path } = await visit.mail("erased");
  expect((await visit.post(`${path}/undo`)).status).toBe(303);
  await visit.t.drain();
  const left = { code: "residue_found", table: "users", column: "email" };
  expect((await visit.detail(request.id)).undo).toMatchObject({
    state: "undone",
    undone: [{ system: "shop", residue: [left] }],
  });
  expect(await receiptOf(visit, request.id)).toMatchObject({
    undo: { systems: [{ system: "shop", residue: [left] }] },
  });
  expect((await visit.get(path)).text).toContain("not everything is as it was");
});
