/** Restriction from the form to the lift: out of use, told before it ends, back as it was; and all that can come between. */
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail, RequestPlan } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { liftDue } from "../fulfilment/restrictions.ts";
import { resumeRequests, tidyRequests } from "../fulfilment/tidy-requests.ts";
import { recordBounce } from "../mailbox/record-bounce.ts";
import { ADA, createShop, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const dump = (shop: Shop) =>
  ["users", "orders", "invoices", "messages"].map((table) =>
    shop.db.prepare(`select * from ${table} order by id`).all(),
  );

async function approve(visit: Visit, { id, planVersion }: RequestDetail): Promise<void> {
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
}

/** The values that tell of Ada, wherever they stand. */
const tells = (shop: Shop) =>
  shop.count("users", "email = 'ada@example.org' or name like '%Ada%'") + shop.count("orders", "address like 'Ada%'");

test("from the form to the lift: sealed, told, and back to the last bit", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const before = dump(shop);
  const request = await visit.request("restriction", ADA, { ground: "accuracy" });
  expect(request).toMatchObject({
    kind: "restriction",
    state: "awaiting_approval",
    blockingFindings: 0,
    restriction: null,
  });
  const plan = await visit.api<{ act: string; tables: { table: string; counts: object }[] }>(
    "GET",
    `/api/requests/${request.id}/plan`,
  );
  expect(plan.body.act).toBe("restrict");
  const counts = Object.fromEntries(plan.body.tables.map(({ table, counts: one }) => [table, one]));
  expect(counts).toMatchObject({ users: { sealed: 1 }, orders: { sealed: 2 }, messages: { left: 1 } });
  const who = await visit.api<{ details: { ground: string } }>("GET", `/api/requests/${request.id}/identifiers`);
  expect(who.body.details).toMatchObject({ ground: "accuracy" });

  await approve(visit, request);
  expect(tells(shop)).toBe(0);
  expect(shop.count("users", "id = 2 and email = 'bob@example.org' and name = 'Bob Canary'")).toBe(1);
  expect([shop.count("orders"), shop.count("invoices"), shop.count("messages", "body = 'Hello Bob'")]).toEqual([
    3, 2, 1,
  ]);
  const done = await visit.detail(request.id);
  expect(done).toMatchObject({ state: "done", restriction: { state: "standing" }, may: { lift: true } });
  const message = await visit.mail("restricted");
  expect((await visit.get(message.path)).text).toContain("Locked away");
  const { receipt } = (await (await visit.t.app.request(`${message.path}.json`)).json()) as SignedReceipt;
  expect(receipt.systems[0]).toMatchObject({ system: "shop", verified: true });
  expect(receipt.systems[0]?.tables.find(({ name }) => name === "orders")).toMatchObject({ rows: 2, sealed: 2 });
  // What was taken out stands nowhere but under seal.
  const rows = await visit.t.ctx.db.selectFrom("fulfilment_diff").selectAll().execute();
  expect(rows.map(({ purpose }) => purpose)).toEqual(["change"]);
  expect(Buffer.from(rows[0]?.sealed ?? []).includes("Ada Canary")).toBe(false);

  // Weeks later who asked is not forgotten: they have to be told.
  visit.t.clock.advance("P40D");
  await tidyRequests(visit.t.ctx, visit.parts);
  const announced = await visit.api<RequestDetail>("POST", `/api/requests/${request.id}/lift`, {});
  expect(announced.body).toMatchObject({ restriction: { state: "announced", liftsAt: null }, may: { lift: false } });
  await liftDue(visit.t.ctx, visit.parts);
  expect(tells(shop)).toBe(0);
  await visit.t.drain();
  const notice = await visit.mail("lift-notice");
  expect(notice.to).toBe(ADA);
  expect((await visit.detail(request.id)).restriction?.liftsAt).not.toBeNull();
  visit.t.clock.advance("P2D");
  await liftDue(visit.t.ctx, visit.parts);
  expect(tells(shop)).toBe(0);
  visit.t.clock.advance("P1DT1M");
  await liftDue(visit.t.ctx, visit.parts);
  expect(dump(shop)).toEqual(before);
  expect(await visit.detail(request.id)).toMatchObject({ restriction: { state: "lifted" }, may: { lift: false } });
  expect(await visit.t.ctx.db.selectFrom("fulfilment_diff").selectAll().execute()).toEqual([]);
  expect((await visit.api("POST", `/api/requests/${request.id}/lift`, {})).status).toBe(409);
  await visit.t.drain();
  expect(await visit.t.ledgerTypes(request.id)).toEqual([
    "request.submitted",
    "request.verified",
    "request.acknowledged",
    "request.planned",
    "request.identifiers-viewed",
    "request.approved",
    "request.started",
    "request.step-intended",
    "request.step-completed",
    "request.restriction-stands",
    "request.done",
    "request.lift-announced",
    "request.lifted",
  ]);
});

async function restricted(visit: Visit): Promise<RequestDetail> {
  const request = await visit.request("restriction", ADA);
  await approve(visit, request);
  return await visit.detail(request.id);
}

test("a notice that comes back holds the lift up, until the person was told by other means", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const before = dump(shop);
  const { id } = await restricted(visit);
  await visit.api("POST", `/api/requests/${id}/lift`, {});
  await visit.t.drain();
  const notice = await visit.t.ctx.db
    .selectFrom("mail_message")
    .select("message_id")
    .where("kind", "=", "request-lift-notice")
    .executeTakeFirstOrThrow();
  const report = { permanent: true, status: "5.1.1", recipients: [], originals: [notice.message_id ?? ""] };
  expect(await visit.t.ctx.transaction((tx) => recordBounce(tx, report))).toEqual([id]);
  visit.t.clock.advance("P10D");
  await liftDue(visit.t.ctx, visit.parts);
  await liftDue(visit.t.ctx, visit.parts);
  expect(tells(shop)).toBe(0);
  expect(await visit.detail(id)).toMatchObject({
    restriction: { state: "announced", problem: { code: "notice_bounced" } },
    may: { lift: true },
  });
  await visit.t.drain();
  expect((await visit.t.ledgerTypes(id)).filter((type) => type === "request.lift-held-up")).toHaveLength(1);
  const notified = { by: "letter", how: "registered letter" };
  expect((await visit.api("POST", `/api/requests/${id}/lift`, { notified })).status).toBe(200);
  await liftDue(visit.t.ctx, visit.parts);
  expect(tells(shop)).toBe(0);
  visit.t.clock.advance("P3DT1M");
  await liftDue(visit.t.ctx, visit.parts);
  expect(dump(shop)).toEqual(before);
});

test("a lift keeps newer values, waits for what collides, and goes on by itself", async () => {
  await using shop = await createShop();
  shop.db.exec("create unique index one_address on users (email)");
  await using visit = await visitCentre(shop);
  const { id } = await restricted(visit);
  shop.db.exec(
    "update orders set address = 'New Street 9' where id = 1; update users set email = 'ada@example.org' where id = 2",
  );
  await visit.api("POST", `/api/requests/${id}/lift`, {});
  await visit.t.drain();
  visit.t.clock.advance("P4D");
  await liftDue(visit.t.ctx, visit.parts);
  expect((await visit.detail(id)).restriction).toMatchObject({ state: "announced", problem: { code: "plan_blocked" } });
  expect(shop.count("users", "name = 'Ada Canary'")).toBe(0);
  shop.db.exec("update users set email = 'bob@example.org' where id = 2");
  visit.t.clock.advance("PT16M");
  await liftDue(visit.t.ctx, visit.parts);
  expect((await visit.detail(id)).restriction?.state).toBe("lifted");
  expect(shop.count("users", "name = 'Ada Canary' and email = 'ada@example.org'")).toBe(1);
  expect(shop.count("orders", "address = 'New Street 9'")).toBe(1);
});

test("nothing is said to be lifted where a system can no longer put back what was taken out", async () => {
  await using shop = await createShop();
  let isAble = true;
  const sometimes = (rights: RightsSystem): RightsSystem => (isAble ? rights : withoutRestriction(rights));
  await using visit = await visitCentre(shop, { decorate: sometimes });
  const { id } = await restricted(visit);
  await visit.api("POST", `/api/requests/${id}/lift`, {});
  await visit.t.drain();
  visit.t.clock.advance("P4D");
  isAble = false;
  await liftDue(visit.t.ctx, visit.parts);
  expect((await visit.detail(id)).restriction).toMatchObject({
    state: "announced",
    problem: { code: "system_failed", message: expect.stringContaining("can no longer put back") },
  });
  isAble = true;
  visit.t.clock.advance("PT16M");
  await liftDue(visit.t.ctx, visit.parts);
  expect((await visit.detail(id)).restriction?.state).toBe("lifted");
  expect(shop.count("users", "name = 'Ada Canary'")).toBe(1);
});

function withoutRestriction(rights: RightsSystem): RightsSystem {
  const { restriction: _, ...rest } = rights;
  return { ...rest, [Symbol.asyncDispose]: () => rights[Symbol.asyncDispose]() };
}

/** Lets the change happen and loses the answer, as a crash right after the commit does. */
function losingTheAnswer(rights: RightsSystem, state: { lost: boolean }): RightsSystem {
  const { restriction } = rights;
  if (restriction === undefined) return rights;
  const lose =
    <A extends readonly unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const answer = await work(...args);
      if (state.lost) return answer;
      state.lost = true;
      throw new Error("the connection broke after the commit");
    };
  return {
    ...rights,
    find: rights.find.bind(rights),
    restriction: { ...restriction, restrict: lose(restriction.restrict), revert: lose(restriction.revert) },
  };
}

test("cut off after the commit, restriction and lift are settled and not done twice", async () => {
  await using shop = await createShop();
  const state = { lost: false };
  await using visit = await visitCentre(shop, { decorate: (rights) => losingTheAnswer(rights, state) });
  const before = dump(shop);
  const request = await visit.request("restriction", ADA);
  await approve(visit, request);
  expect(tells(shop)).toBe(0);
  expect((await visit.detail(request.id)).state).toBe("running");
  visit.t.clock.advance("PT1M");
  await resumeRequests(visit.t.ctx, visit.parts);
  expect(await visit.detail(request.id)).toMatchObject({ state: "done", restriction: { state: "standing" } });
  state.lost = false;
  await visit.api("POST", `/api/requests/${request.id}/lift`, {});
  await visit.t.drain();
  visit.t.clock.advance("P4D");
  await liftDue(visit.t.ctx, visit.parts);
  expect((await visit.detail(request.id)).restriction?.state).toBe("announced");
  visit.t.clock.advance("PT16M");
  await liftDue(visit.t.ctx, visit.parts);
  expect((await visit.detail(request.id)).restriction?.state).toBe("lifted");
  expect(dump(shop)).toEqual(before);
});

test("a system that cannot restrict is a named gap, not a failure", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { decorate: withoutRestriction });
  const request = await visit.request("restriction", ADA);
  expect(request).toMatchObject({ state: "awaiting_approval", blockingFindings: 0, findings: 1 });
  await approve(visit, request);
  expect((await visit.detail(request.id)).state).toBe("done");
  expect(tells(shop)).toBeGreaterThan(0);
  const { path } = await visit.mail("restricted");
  const { receipt } = (await (await visit.t.app.request(`${path}.json`)).json()) as SignedReceipt;
  expect(receipt.systems[0]?.gaps).toEqual([expect.objectContaining({ code: "right_unsupported" })]);
  expect(await visit.t.ledgerTypes(request.id)).toContain("request.right-unsupported");
});

test("who asks for erasure while their data is sealed is not told that there is nothing: it waits for the lift", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const restriction = await visit.request("restriction", ADA);
  await approve(visit, restriction);
  expect(tells(shop)).toBe(0);
  const erasure = await visit.request("erasure", ADA);
  for (const held of [erasure, await visit.request("access", ADA)]) {
    expect(held).toMatchObject({ state: "blocked", blockingFindings: 1, may: { approve: false, replan: true } });
    const { findings } = (await visit.api<RequestPlan>("GET", `/api/requests/${held.id}/plan`)).body;
    expect(findings).toMatchObject([{ code: "restriction_stands", system: "shop", blocks: true }]);
    expect(findings[0]?.message).toContain(restriction.reference);
  }
  expect((await visit.t.sentMail()).map(({ kind }) => kind)).not.toContain("request-nothing-found");
  // Somebody else is found as ever.
  expect((await visit.request("erasure", "bob@example.org")).state).toBe("awaiting_approval");

  await visit.api("POST", `/api/requests/${restriction.id}/lift`, { notified: { by: "letter", how: "post" } });
  visit.t.clock.advance("P4D");
  await liftDue(visit.t.ctx, visit.parts);
  expect(tells(shop)).toBeGreaterThan(0);
  await visit.api("POST", `/api/requests/${erasure.id}/replan`, {});
  await visit.t.drain();
  await approve(visit, await visit.detail(erasure.id));
  expect([(await visit.detail(erasure.id)).state, shop.count("orders", "user_id = 1")]).toEqual(["done", 0]);
});
