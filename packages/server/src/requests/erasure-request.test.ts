/** Erasure from the form to the receipt, and everything that can come between: second thoughts, changes, crashes, outages. */
import { createPublicKey, verify } from "node:crypto";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { SignedReceipt } from "@kept/contract/packages";
import { expect, test } from "vitest";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { ADA, addUser, createShop, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

async function approve(visit: Visit, requestId: string, planVersion: number): Promise<void> {
  const answer = await visit.api("POST", `/api/requests/${requestId}/approve`, { planVersion });
  expect(answer.status).toBe(200);
  await visit.t.drain();
}

/** Ada is gone but for what the law keeps and what Bob shares; Bob is as he was. */
function expectErased(shop: Shop): void {
  expect([shop.count("orders", "user_id = 1"), shop.count("orders")]).toEqual([0, 1]);
  expect(shop.count("users", "email = 'ada@example.org' or name like '%Ada%'")).toBe(0);
  expect(shop.count("users", "id = 2 and email = 'bob@example.org' and name = 'Bob Canary'")).toBe(1);
  expect(shop.count("invoices")).toBe(2);
  expect(shop.count("messages", "sender_id = 1")).toBe(0);
  expect(shop.count("messages", "id = 2 and body = 'Note of Bob'")).toBe(1);
}

test("a person is erased, and the receipt says what was done and what was kept", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  expect(request).toMatchObject({ state: "awaiting_approval", blockingFindings: 0 });
  expect(shop.count("orders")).toBe(3);
  const preview = await visit.api<{ rows: { values: Record<string, unknown>; disposition: string; key: string[] }[] }>(
    "GET",
    `/api/requests/${request.id}/plan/rows?system=shop&table=orders`,
  );
  expect(preview.body.rows).toEqual([
    expect.objectContaining({
      key: ["1"],
      disposition: "deleted",
      values: expect.objectContaining({ item: "Kettle" }),
    }),
    expect.objectContaining({ key: ["2"], disposition: "deleted", values: expect.objectContaining({ item: "Lamp" }) }),
  ]);
  await approve(visit, request.id, 1);
  expectErased(shop);
  const done = await visit.detail(request.id);
  expect(done).toMatchObject({ state: "done", systems: [{ state: "verified" }], may: { cancel: false } });

  const message = await visit.mail("erased");
  const page = await visit.get(message.path);
  expect(page.text).toContain("tax law");
  const file = await visit.t.app.request(`${message.path}.json`);
  const { receipt, signature } = (await file.json()) as SignedReceipt;
  const bytes = Buffer.from(canonicalJson(receipt as unknown as JsonValue));
  const value = Buffer.from(signature.value, "base64url");
  expect(verify(null, bytes, createPublicKey(signature.publicKey), value)).toBe(true);
  const shopPart = receipt.systems[0];
  expect(shopPart).toMatchObject({ system: "shop", verified: true });
  expect(shopPart?.tables.find((table) => table.name === "orders")).toMatchObject({ deleted: 2, rows: 2 });
  expect(shopPart?.retained).toEqual([expect.objectContaining({ table: "invoices", rows: 1, until: "2036-01-02" })]);
  expect(JSON.stringify(receipt)).not.toMatch(/ada@|ada canary/i);

  expect(await visit.t.ledgerTypes(request.id)).toEqual([
    "request.submitted",
    "request.verified",
    "request.acknowledged",
    "request.planned",
    "request.rows-viewed",
    "request.approved",
    "request.started",
    "request.step-intended",
    "request.step-completed",
    "request.done",
  ]);
  // Plans hold keys and identifying values: they do not outlive the run. Who was erased is known as a hash only.
  const step = await visit.t.ctx.db.selectFrom("fulfilment_step").selectAll().executeTakeFirstOrThrow();
  expect([step.sealed_plan, step.sealed_intent]).toEqual([null, null]);
  const tombstones = await visit.t.ctx.db.selectFrom("fulfilment_tombstone").selectAll().execute();
  expect(tombstones.map((one) => one.identifier_kind).sort()).toEqual(["email", "row"]);
  const tombstone = tombstones.find((one) => one.identifier_kind === "email");
  expect(receipt.person).toEqual([`hmac-sha256:${tombstone?.index_hash}`]);

  // Again: nothing is left to find.
  expect(await visit.request("access", ADA)).toMatchObject({ state: "nothing_found" });
});

test("an erasure waits, and the person can still change their mind", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { requests: { erasureWaitingPeriod: "P3D" } } });
  const first = await visit.request("erasure", ADA);
  await approve(visit, first.id, 1);
  expect(await visit.detail(first.id)).toMatchObject({ state: "waiting", runsAt: "2026-11-25T10:00:00.000Z" });
  const scheduled = await visit.mail("scheduled");
  expect((await visit.get(scheduled.path)).text).toContain("Cancel my request");
  expect((await visit.post(`${scheduled.path}/cancel`)).status).toBe(303);
  visit.t.clock.advance("P4D");
  await visit.t.drain();
  await resumeRequests(visit.t.ctx, visit.parts);
  expect(await visit.detail(first.id)).toMatchObject({ state: "cancelled" });
  expect(shop.count("orders")).toBe(3);
  expect((await visit.mail("cancelled")).to).toBe(ADA);

  const second = await visit.request("erasure", ADA);
  await approve(visit, second.id, 1);
  visit.t.clock.advance("P2D");
  await visit.t.drain();
  expect((await visit.detail(second.id)).state).toBe("waiting");
  visit.t.clock.advance("P1DT1M");
  await resumeRequests(visit.t.ctx, visit.parts);
  await visit.t.drain();
  expect((await visit.detail(second.id)).state).toBe("done");
  expectErased(shop);
  const late = await visit.api<{ code: string }>("POST", `/api/requests/${second.id}/cancel`);
  expect([late.status, late.body.code]).toEqual([409, "request_state_wrong"]);
});

test("findings block until the map answers them", async () => {
  await using shop = await createShop("system: shop\n");
  shop.db.exec("create table diary (id integer primary key, email text, full_name text, entry text)");
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  expect(request).toMatchObject({ state: "blocked", may: { approve: false } });
  const refused = await visit.api<{ code: string }>("POST", `/api/requests/${request.id}/approve`, { planVersion: 1 });
  expect([refused.status, refused.body.code]).toEqual([409, "request_state_wrong"]);
  expect(request.blockingFindings).toBeGreaterThan(0);

  const accepted = await visit.api<{ blockingFindings: number }>("POST", "/api/systems/shop/accept", {});
  expect(accepted.status).toBe(200);
  await visit.api("POST", `/api/requests/${request.id}/replan`, {});
  await visit.t.drain();
  const again = await visit.detail(request.id);
  expect([again.state, again.planVersion]).toEqual(["awaiting_approval", 2]);
  await approve(visit, request.id, 2);
  expect((await visit.detail(request.id)).state).toBe("done");
  expect(shop.count("users", "email = 'ada@example.org'")).toBe(0);
});

test("a plan that has changed goes back to the operator, and changes nothing", async () => {
  await using shop = await createShop();
  shop.db.exec("delete from invoices where user_id = 1");
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  shop.db.exec("insert into invoices values (9, 1, 5, '2026-11-01')");
  await approve(visit, request.id, 1);
  const changed = await visit.detail(request.id);
  expect([changed.state, changed.planVersion]).toEqual(["awaiting_approval", 2]);
  expect(changed.timeline.map((entry) => entry.event)).toContain("plan-changed");
  expect(shop.count("orders")).toBe(3);
  await approve(visit, request.id, 2);
  expectErasedWithInvoices(shop);
});

function expectErasedWithInvoices(shop: Shop): void {
  expect(shop.count("orders", "user_id = 1")).toBe(0);
  expect(shop.count("invoices")).toBe(2);
}

test("a system that is down delays and loses nothing", async () => {
  await using shop = await createShop();
  const path = join(shop.folder, "shop.db");
  const away = `${path}.away`;
  await rename(path, away);
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  expect(request).toMatchObject({ state: "planning", systems: [{ problem: { code: "system_database_missing" } }] });
  await resumeRequests(visit.t.ctx, visit.parts);
  visit.t.clock.advance("PT1M");
  await resumeRequests(visit.t.ctx, visit.parts);
  await visit.t.drain();
  expect((await visit.detail(request.id)).state).toBe("planning");
  const types = await visit.t.ledgerTypes(request.id);
  expect(types.filter((type) => type === "request.system-unreachable")).toHaveLength(1);
  await rename(away, path);
  visit.t.clock.advance("PT15M");
  await resumeRequests(visit.t.ctx, visit.parts);
  expect(await visit.detail(request.id)).toMatchObject({ state: "awaiting_approval", systems: [{ problem: null }] });
});

class Killed extends Error {}

/** Each cuts the first run off at another step; the second run meets the system as it is. */
const crashes: Readonly<Record<string, (real: RightsSystem) => Partial<RightsSystem>>> = {
  "before the intent is written": (real) => ({
    erase: (person, scope, options, approved, hooks) =>
      real.erase(person, scope, options, approved, { ...hooks, beforeChange: () => Promise.reject(new Killed()) }),
  }),
  "after the intent, before the commit": (real) => ({
    erase: (person, scope, options, approved, hooks) =>
      real.erase(person, scope, options, approved, {
        ...hooks,
        beforeChange: async (plan) => {
          await hooks.beforeChange?.(plan);
          throw new Killed();
        },
      }),
  }),
  "after the commit, before the record": (real) => ({
    erase: async (...input) => {
      await real.erase(...input);
      throw new Killed();
    },
  }),
  "while settling": (real) => ({
    erase: async (...input) => {
      await real.erase(...input);
      throw new Killed();
    },
    settle: () => Promise.reject(new Killed()),
  }),
};

test.each(Object.entries(crashes))("killed %s, it ends as if nothing had been", async (_, crash) => {
  await using shop = await createShop();
  const faults = { on: true };
  await using visit = await visitCentre(shop, {
    decorate: (real) =>
      new Proxy(real, {
        get: (target, name) => {
          const faulty: Partial<RightsSystem> = faults.on ? crash(real) : {};
          const value = faulty[name as keyof RightsSystem] ?? target[name as keyof RightsSystem];
          return value;
        },
      }),
  });
  const request = await visit.request("erasure", ADA);
  await approve(visit, request.id, 1);
  expect((await visit.detail(request.id)).state).toBe("running");
  visit.t.clock.advance("PT1H");
  await resumeRequests(visit.t.ctx, visit.parts);
  faults.on = false;
  visit.t.clock.advance("PT1H");
  await resumeRequests(visit.t.ctx, visit.parts);
  await visit.t.drain();
  expect((await visit.detail(request.id)).state).toBe("done");
  expectErased(shop);
  const { body } = await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`);
  // The receipt counts what was done, not what a second look no longer finds.
  const orders = body.receipt.systems[0]?.tables.find((table) => table.name === "orders");
  expect([body.receipt.systems[0]?.verified, orders?.deleted]).toEqual([true, 2]);
  const types = await visit.t.ledgerTypes(request.id);
  expect(types.filter((type) => type === "request.done" || type === "request.started")).toEqual([
    "request.started",
    "request.done",
  ]);
});

test("two workers at once do the work once", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: 1 });
  await Promise.all([1, 2, 3].map(() => resumeRequests(visit.t.ctx, visit.parts)));
  await visit.t.drain();
  const types = await visit.t.ledgerTypes(request.id);
  expect(types.filter((type) => type === "request.step-completed")).toHaveLength(1);
  expectErased(shop);
});

test("a refusal names its reason, the authority and the courts", async () => {
  await using shop = await createShop();
  addUser(shop.db, 3, ADA, "Other Ada", null);
  await using visit = await visitCentre(shop);
  const request = await visit.request("erasure", ADA);
  const text = "We could not find out which account is yours.";
  await visit.api("POST", `/api/requests/${request.id}/refuse`, {
    reason: "identity_unproven",
    text,
    proof: { doubt: "Two people name the address.", offered: "A link, on the same day." },
  });
  await visit.t.drain();
  const message = await visit.mail("refused");
  expect(message.text).toContain(text);
  expect(message.text).toContain("go to court");
  expect((await visit.get(message.path)).text).toContain(text);
  expect(await visit.detail(request.id)).toMatchObject({ state: "refused", refusal: { reason: "identity_unproven" } });
  expect(JSON.stringify(await visit.t.ctx.db.selectFrom("ledger_entry").select("content").execute())).not.toContain(
    "account is",
  );
});

test("whoever lost the link gets a new one, and nobody learns whether there was one", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await visit.request("erasure", ADA);
  const known = await visit.ask("find", ADA);
  const unknown = await visit.ask("find", "nobody@example.org");
  expect([await known.text(), known.status]).toEqual([await unknown.text(), unknown.status]);
  await visit.t.drain();
  const message = await visit.mail("status-link");
  expect(message.to).toBe(ADA);
  expect((await visit.get(message.path)).status).toBe(200);
});
