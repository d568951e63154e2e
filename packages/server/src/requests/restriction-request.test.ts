/** Restriction from the form to the lift: out of use, told before it ends, back as it was; and all that can come between. */
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail, RequestPlan } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { followLift } from "../fulfilment/follow-lift.ts";
import { planRequest } from "../fulfilment/plan-request.ts";
import { liftDue } from "../fulfilment/restrictions.ts";
import { runRequest } from "../fulfilment/run-request.ts";
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

async function lift(visit: Visit, id: string): Promise<void> {
  await visit.api("POST", `/api/requests/${id}/lift`, { notified: { by: "letter", how: "post" } });
  visit.t.clock.advance("P4D");
  await liftDue(visit.t.ctx, visit.parts);
}

/** Asks for it in the centre. Of several requests the list shows what is due first, and not what came last. */
async function ask(visit: Visit, kind: string, more: Readonly<Record<string, string>> = {}): Promise<RequestDetail> {
  await visit.request(kind, ADA, more);
  const { requests } = (await visit.api<{ requests: RequestDetail[] }>("GET", "/api/requests?limit=50")).body;
  return await visit.detail(requests.find((one) => one.kind === kind)?.id ?? "");
}

const goings = async (visit: Visit, id: string) =>
  (await visit.detail(id)).timeline.filter(({ event }) => event === "lift-followed");

test("who asks for erasure while their data is sealed is not told that there is nothing: it goes on by itself after the lift, once", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const restriction = await visit.request("restriction", ADA);
  await approve(visit, restriction);
  expect(tells(shop)).toBe(0);
  const erasure = await ask(visit, "erasure");
  const access = await ask(visit, "access");
  for (const held of [erasure, access]) {
    expect(held).toMatchObject({
      state: "blocked",
      blockingFindings: 1,
      may: { approve: false, replan: true },
      waitsFor: [{ requestId: restriction.id, reference: restriction.reference, isAnnounced: false }],
    });
    const { findings } = (await visit.api<RequestPlan>("GET", `/api/requests/${held.id}/plan`)).body;
    expect(findings).toMatchObject([{ code: "restriction_stands", system: "shop", blocks: true }]);
    expect(findings[0]?.message).toContain(`${restriction.reference} stands since 20`);
  }
  expect((await visit.t.sentMail()).map(({ kind }) => kind)).not.toContain("request-nothing-found");
  const page = (await visit.get((await visit.mail("received")).path)).text;
  expect(page).toContain("Waits until your data is in use again");

  // Killed between one request and the next: the job runs again, and each goes on once.
  const transaction: typeof visit.t.ctx.transaction = visit.t.ctx.transaction.bind(visit.t.ctx);
  let left = 1;
  const killed = {
    ...visit.t.ctx,
    transaction: ((work) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error("killed")) : transaction(work);
    }) as typeof transaction,
  };
  await lift(visit, restriction.id);
  expect(tells(shop)).toBeGreaterThan(0);
  expect((await visit.detail(erasure.id)).state).toBe("blocked");
  await expect(followLift(killed, visit.parts, restriction.id)).rejects.toThrow("killed");
  expect([(await goings(visit, erasure.id)).length + (await goings(visit, access.id)).length, left]).toEqual([1, -1]);
  await visit.t.drain();
  await followLift(visit.t.ctx, visit.parts, restriction.id);
  await visit.t.drain();
  for (const { id } of [erasure, access]) {
    expect(await goings(visit, id)).toHaveLength(1);
    expect(await visit.detail(id)).toMatchObject({ state: "awaiting_approval", blockingFindings: 0, waitsFor: [] });
  }
  await approve(visit, await visit.detail(erasure.id));
  expect([(await visit.detail(erasure.id)).state, shop.count("orders", "user_id = 1")]).toEqual(["done", 0]);
});

test("somebody else's restriction holds nobody up", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await restricted(visit);
  expect((await visit.request("erasure", "bob@example.org")).state).not.toBe("blocked");
});

test("an erasure that was approved before the data was sealed is not called done: it is planned again, and waits", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await visit.api("POST", "/api/systems/shop/discover", {});
  const erasure = await ask(visit, "erasure");
  const correction = await ask(visit, "rectification", { wrong: "name", right: "Ada Newname" });
  const restriction = await ask(visit, "restriction");
  await approve(visit, restriction);
  for (const { id } of [erasure, correction]) {
    await approve(visit, await visit.detail(id));
    expect(await visit.detail(id)).toMatchObject({ state: "blocked", waitsFor: [{ requestId: restriction.id }] });
  }
  await lift(visit, restriction.id);
  await visit.t.drain();
  await approve(visit, await visit.detail(correction.id));
  expect(shop.count("users", "id = 1 and name = 'Ada Newname'")).toBe(1);
  await approve(visit, await visit.detail(erasure.id));
  expect([(await visit.detail(erasure.id)).state, shop.count("users", "id = 1 and email = 'ada@example.org'")]).toEqual(
    ["done", 0],
  );
});

test.each(["sealed", "lifted"] as const)(
  "what is %s while it is being searched is not called nothing",
  async (what) => {
    await using shop = await createShop();
    const state: { during: (() => Promise<void>) | null } = { during: null };
    const between = (rights: RightsSystem): RightsSystem => ({
      ...rights,
      find: async (person) => {
        if (what === "lifted") {
          const found = await rights.find(person);
          await once();
          return found;
        }
        await once();
        return await rights.find(person);
      },
    });
    const once = async () => {
      const { during } = state;
      state.during = null;
      await during?.();
    };
    await using visit = await visitCentre(shop, { decorate: between });
    const waiting = await visit.request("restriction", ADA);
    const carryOut = () => visit.api("POST", `/api/requests/${waiting.id}/approve`, { planVersion: 1 });
    if (what === "sealed") {
      await carryOut();
      state.during = () => runRequest(visit.t.ctx, visit.parts, waiting.id);
    } else {
      await carryOut();
      await visit.t.drain();
      state.during = () => lift(visit, waiting.id);
    }
    const asked = await visit.api<RequestDetail>("POST", "/api/requests", {
      kind: "erasure",
      identifiers: [{ kind: "email", value: ADA }],
      verified: { by: "account", how: "signed in" },
    });
    expect(asked.status).toBe(201);
    await planRequest(visit.t.ctx, visit.parts, asked.body.id);
    await visit.t.drain();
    const erasure = await visit.detail(asked.body.id);
    if (what === "sealed") {
      expect(erasure).toMatchObject({ state: "blocked", waitsFor: [{ requestId: waiting.id }] });
    } else {
      expect(erasure).toMatchObject({ state: "awaiting_approval", waitsFor: [] });
      expect(await goings(visit, erasure.id)).toHaveLength(1);
    }
  },
);

test("whoever is named by their row is known to be restricted, too", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const restriction = await restricted(visit);
  const keys = [{ system: "shop", table: "users", key: ["1"] }];
  const asked = await visit.api<RequestDetail>("POST", "/api/requests", {
    kind: "erasure",
    keys,
    verified: { by: "account", how: "signed in" },
  });
  await visit.t.drain();
  expect(await visit.detail(asked.body.id)).toMatchObject({
    state: "blocked",
    waitsFor: [{ requestId: restriction.id }],
  });
});
