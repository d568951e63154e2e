/** An erasure takes along what programs decided about its person, or says why one is kept for now. */
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { tendUndos } from "../fulfilment/tend-undos.ts";
import { ADA, createShop } from "../requests/testing/shop.ts";
import { type Visit, visitCentre } from "../requests/testing/visit-centre.ts";
import { createAutomatedDecisionsSlice } from "./slice.ts";
import { tidyDecisions } from "./tidy-decisions.ts";

async function open(requests: object) {
  const shop = await createShop();
  const words = { en: "Payment on account" };
  const visit = await visitCentre(shop, {
    moreSlices: ({ kept }) => [createAutomatedDecisionsSlice({ kept, variables: {} })],
    kept: {
      requests: { erasureWaitingPeriod: "PT0S", ...requests },
      automatedDecisions: {
        "payment-terms": { title: words, logic: words, significance: words, ground: "contract" },
      },
    },
  });
  const close = async () => {
    await visit[Symbol.asyncDispose]();
    await shop[Symbol.asyncDispose]();
  };
  return { visit, [Symbol.asyncDispose]: close };
}

async function decide({ t }: Visit, id: string): Promise<string> {
  const headers = { ...(await t.apiKey(["automated-decisions:record"])), "content-type": "application/json" };
  const body = JSON.stringify({
    id,
    decision: "payment-terms",
    person: { kind: "email", value: ADA },
    outcome: "No payment on account",
    factors: [{ name: "Score", value: "12", effect: "against" }],
    by: "credit-model 3.2",
    at: "2026-11-20T10:00:00Z",
  });
  const response = await t.app.request("/api/automated-decisions", { method: "POST", headers, body });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

async function approve(visit: Visit, id: string): Promise<void> {
  const { planVersion } = await visit.detail(id);
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
}

async function erase(visit: Visit, scope: object = {}): Promise<string> {
  const identifiers = [{ kind: "email", value: ADA }];
  const verified = { by: "phone", how: "called back" };
  const body = { kind: "erasure", identifiers, verified, scope, replyTo: ADA };
  const { status, body: made } = await visit.api<RequestDetail>("POST", "/api/requests", body);
  expect(status).toBe(201);
  await visit.t.drain();
  await approve(visit, made.id);
  return made.id;
}

const decidedOf = async (visit: Visit, id: string) =>
  (await visit.api<SignedReceipt>("GET", `/api/requests/${id}/receipt`)).body.receipt.automatedDecisions;

async function isKept({ t }: Visit, id: string): Promise<boolean> {
  const row = t.ctx.db.selectFrom("automated_decision").select("sealed").where("id", "=", id);
  return (await row.executeTakeFirstOrThrow()).sealed !== null;
}

test("they go with the run, but for one that a person is to look at: named in the receipt, erased when that has ended", async () => {
  await using opened = await open({});
  const { visit } = opened;
  const contested = await decide(visit, "order-1");
  await visit.ask("review", ADA);
  await visit.t.drain();
  expect((await visit.post((await visit.mail("confirm")).path)).status).toBe(200);
  await visit.t.drain();
  const list = await visit.api<{ requests: RequestDetail[] }>("GET", "/api/requests?limit=1");
  const review = list.body.requests[0]?.id ?? "";
  const other = await decide(visit, "order-2");

  // What is erased of some tables leaves what was decided.
  expect(await decidedOf(visit, await erase(visit, { tables: ["messages"] }))).toBeUndefined();
  const id = await erase(visit);
  expect(await decidedOf(visit, id)).toEqual({ erased: 1, retained: [{ decisions: 1, why: "under_review" }] });
  expect([await isKept(visit, other), await isKept(visit, contested)]).toEqual([false, true]);
  expect(await visit.t.ledgerTypes(other)).toEqual(["automated-decision.recorded", "automated-decision.erased"]);

  await tidyDecisions(visit.t.ctx);
  expect(await isKept(visit, contested)).toBe(true);
  const upheld = { outcome: "upheld", reasons: "It is right." };
  expect((await visit.api("POST", `/api/requests/${review}/reviews/${contested}`, upheld)).status).toBe(200);
  await approve(visit, review);
  visit.t.clock.advance("P8D");
  await tidyDecisions(visit.t.ctx);
  await visit.t.drain();
  expect(await isKept(visit, contested)).toBe(false);
  expect(await decidedOf(visit, id)).toEqual({ erased: 2, retained: [] });
  expect(await visit.t.ledgerTypes(contested)).toEqual([
    "automated-decision.recorded",
    "automated-decision.retained",
    "automated-decision.erased",
  ]);
});

test("as long as the erasure can be taken back they stay; taken back they stay for good, and else they go", async () => {
  await using opened = await open({ undo: { window: "P7D" } });
  const { visit } = opened;
  const decision = await decide(visit, "order-1");
  const first = await erase(visit);
  expect(await decidedOf(visit, first)).toEqual({ erased: 0, retained: [{ decisions: 1, why: "undo_window" }] });
  const message = await visit.mail("erased");
  expect((await visit.get(`${message.path}/receipt`)).text).toContain("as long as the erasure can be taken back");
  await tidyDecisions(visit.t.ctx);
  expect((await visit.post(`${message.path}/undo`)).status).toBe(303);
  await visit.t.drain();
  expect((await visit.detail(first)).undo).toMatchObject({ state: "undone" });
  expect(await decidedOf(visit, first)).toBeUndefined();
  await tidyDecisions(visit.t.ctx);
  expect(await isKept(visit, decision)).toBe(true);

  // The sweep has read what is due when the person takes it back.
  const racing = await erase(visit);
  const newest = await visit.mail("erased");
  const { ctx } = visit.t;
  await tidyDecisions({
    ...ctx,
    transaction: async (work) => {
      expect((await visit.post(`${newest.path}/undo`)).status).toBe(303);
      await visit.t.drain();
      return await ctx.transaction(work);
    },
  });
  expect((await visit.detail(racing)).undo).toMatchObject({ state: "undone" });
  expect(await isKept(visit, decision)).toBe(true);

  const second = await erase(visit);
  visit.t.clock.advance("P8D");
  await tendUndos(visit.t.ctx);
  // With the window, not with the next sweep: the receipt of its end says so at once.
  expect(await isKept(visit, decision)).toBe(false);
  expect(await decidedOf(visit, second)).toEqual({ erased: 1, retained: [] });
});
