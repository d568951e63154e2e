/** Rights over uses of data, from the form to the gate: what is said counts at once, and is weighed where it may be. */
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { choosingKept, SESSION_SECRET } from "../choices/testing/choosing-kept.ts";
import { ADA, createShop, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

let shop: Shop;
let visit: Visit;
beforeAll(async () => {
  shop = await createShop();
  visit = await visitCentre(shop, { kept: choosingKept, variables: { TEST_SESSION_KEY: SESSION_SECRET } });
});
afterAll(async () => {
  await visit[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});

let people = 0;
let email: string;
beforeEach(() => {
  // Somebody else, a little later: messages are told apart by their time.
  visit.t.clock.advance("PT1M");
  people += 1;
  email = `ada${people}@example.org`;
});

/** Whether a gate lets a purpose use this person's data now. */
async function may(purpose: string, of = email): Promise<boolean> {
  return (await decision(purpose, of)).allowed;
}

async function decision(purpose: string, of: string): Promise<{ allowed: boolean; regime: string }> {
  const key = await visit.t.apiKey(["decisions:read"]);
  const response = await visit.t.app.request("/api/decisions/may", {
    method: "POST",
    headers: { "content-type": "application/json", ...key },
    body: JSON.stringify({ person: { kind: "email", value: of }, purpose }),
  });
  return (await response.json()) as { allowed: boolean; regime: string };
}

async function confirm(form: string, fields: Record<string, string> = {}): Promise<RequestDetail> {
  await visit.ask(form, email, fields);
  await visit.t.drain();
  const confirmed = await visit.post((await visit.mail("confirm")).path);
  expect(confirmed.status).toBe(200);
  return newest();
}

async function newest(): Promise<RequestDetail> {
  const list = await visit.api<{ requests: RequestDetail[] }>("GET", "/api/requests?limit=1");
  return visit.detail(list.body.requests[0]?.id ?? "");
}

/** A person whom the operator knows, in California or not. */
async function known(
  region: Record<string, string> = { country: "DE" },
  ...said: readonly Record<string, string>[]
): Promise<void> {
  const key = await visit.t.apiKey(["choices:act"]);
  const { person } = (await (
    await visit.t.app.request("/api/people/link", {
      method: "POST",
      headers: { "content-type": "application/json", ...key },
      body: JSON.stringify({ kind: "email", value: email }),
    })
  ).json()) as { person: string };
  const answer = await visit.t.app.request(`/api/people/${person}/choices`, {
    method: "POST",
    headers: { "content-type": "application/json", ...key },
    body: JSON.stringify({
      choices: [{ act: "deferred", purpose: "analytics" }, ...said].map((act) => ({ id: crypto.randomUUID(), ...act })),
      surface: "phone",
      method: "spoken",
      region: { ...region, method: "declared" },
    }),
  });
  expect(answer.status).toBe(200);
}

test("an objection stops at once and is weighed afterwards; upheld, it stays so (R-8.4.5)", async () => {
  await known();
  expect(await may("safety")).toBe(true);
  const request = await confirm("objection", { purpose: "safety", country: "DE" });
  // No worker has run since the press of the button.
  expect(await may("safety")).toBe(false);
  expect(request).toMatchObject({
    state: "awaiting_approval",
    phase: "needs_decision",
    systems: [],
    scope: { purposes: ["safety"] },
    choices: [{ purpose: "safety", act: "objected", weighed: true, outcome: "standing" }],
  });
  await visit.t.drain();
  const told = await visit.mail("stopped");
  expect([told.to, told.text.includes("Keep the place safe")]).toEqual([email, true]);
  expect((await visit.get(told.path)).text).toContain("stopped, being weighed");

  const planned = await visit.api<{ tables: unknown[] }>("GET", `/api/requests/${request.id}/plan`);
  expect([planned.status, planned.body.tables]).toEqual([200, []]);
  await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: request.planVersion });
  await visit.t.drain();
  expect(await visit.detail(request.id)).toMatchObject({ state: "done", choices: [{ outcome: "upheld" }] });
  expect(await may("safety")).toBe(false);
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt).toMatchObject({
    kind: "objection",
    outcome: "done",
    dueOn: request.dueOn,
    choices: [{ purpose: "safety", act: "objected", outcome: "upheld" }],
  });
  expect(await visit.t.ledgerTypes(request.id)).toEqual([
    "request.submitted",
    "request.verified",
    "request.choices-recorded",
    "request.planned",
    "request.acknowledged",
    "request.approved",
    "request.started",
    "request.weighed",
    "request.done",
  ]);
});

test("outweighed only with grounds and the balance written down; marketing never is (Art. 21(1), (3))", async () => {
  await known();
  const request = await confirm("objection", { country: "DE" });
  // Who names nothing means what the article means: marketing, and what rests on interests.
  expect(request.choices.map(({ purpose, weighed }) => [purpose, weighed])).toEqual([
    ["newsletter", false],
    ["safety", true],
  ]);
  visit.t.clock.advance("P1D");
  const refuse = (proof: Record<string, string>) =>
    visit.api<{ code: string }>("POST", `/api/requests/${request.id}/refuse`, {
      reason: "compelling_grounds",
      text: "Fraud rings are being watched.",
      proof,
    });
  expect((await refuse({ grounds: "A running fraud case." })).body.code).toBe("refusal_proof_missing");
  expect((await refuse({ grounds: "A running fraud case.", balance: "Two weeks of logs." })).status).toBe(200);
  await visit.t.drain();
  expect(await may("safety")).toBe(true);
  expect(await visit.detail(request.id)).toMatchObject({
    state: "refused",
    choices: [
      { purpose: "newsletter", outcome: "upheld" },
      { purpose: "safety", outcome: "overruled" },
    ],
  });
  const letter = await visit.mail("refused");
  expect(letter.text).toContain("Art. 21(1)");
  expect((await visit.get(letter.path)).text).toContain("goes on");
  visit.t.clock.advance("PT1M");
  // The same words refuse nothing else.
  const access = await visit.request("access", ADA);
  const other = await visit.api<{ code: string }>("POST", `/api/requests/${access.id}/refuse`, {
    reason: "compelling_grounds",
    text: "No.",
    proof: { grounds: "x", balance: "y" },
  });
  expect([other.status, other.body.code]).toEqual([422, "refusal_not_lawful"]);
});

test("whoever objected may think again, and is as before", async () => {
  await known();
  const request = await confirm("objection", { purpose: "safety", country: "DE" });
  await visit.t.drain();
  const { path } = await visit.mail("stopped");
  visit.t.clock.advance("PT5M");
  expect((await visit.post(`${path}/cancel`)).status).toBe(303);
  expect(await visit.detail(request.id)).toMatchObject({ state: "cancelled", choices: [{ outcome: "taken-back" }] });
  expect(await may("safety")).toBe(true);
});

test("taking a request back ends what it began, and nothing that was said before it", async () => {
  await known({ country: "DE" }, { act: "objected", purpose: "safety" });
  visit.t.clock.advance("PT1M");
  await confirm("objection", { purpose: "safety", country: "DE" });
  await visit.t.drain();
  const { path } = await visit.mail("stopped");
  visit.t.clock.advance("PT5M");
  expect((await visit.post(`${path}/cancel`)).status).toBe(303);
  expect(await may("safety")).toBe(false);
});

describe("two requests against the same use", () => {
  /** Another one, which differs in what it says, so that it is no duplicate. */
  const object = async (statement: string) => {
    const made = await visit.api<RequestDetail>("POST", "/api/requests", {
      kind: "objection",
      identifiers: [{ kind: "email", value: email }],
      verified: { by: "phone", how: "called back" },
      country: "DE",
      scope: { purposes: ["safety"] },
      details: { statement },
    });
    await visit.t.drain();
    visit.t.clock.advance("PT1M");
    return made.body.id;
  };
  const cancel = async (id: string) => {
    expect((await visit.api("POST", `/api/requests/${id}/cancel`)).status).toBe(200);
    visit.t.clock.advance("PT1M");
  };

  test.each([
    ["in their order", [0, 1]],
    ["the other way round", [1, 0]],
  ] as const)("both cancelled, %s, nothing is left; while one stands, it holds", async (_, order) => {
    await known();
    const ids = [await object("One reason."), await object("Another.")] as const;
    expect(await may("safety")).toBe(false);
    await cancel(ids[order[0]]);
    expect(await may("safety")).toBe(false);
    await cancel(ids[order[1]]);
    expect(await may("safety")).toBe(true);
  });

  test("what the person said by themselves in between stays", async () => {
    await known();
    const first = await object("One reason.");
    await known({ country: "DE" }, { act: "objected", purpose: "safety" });
    visit.t.clock.advance("PT1M");
    const second = await object("Another.");
    await cancel(first);
    await cancel(second);
    expect(await may("safety")).toBe(false);
  });
});

test("a consent is taken back in one step, without anybody's leave, and with a receipt (R-8.4.1)", async () => {
  const request = await confirm("withdraw", { purpose: "analytics", country: "DE" });
  expect(request).toMatchObject({
    state: "done",
    hasReceipt: true,
    choices: [{ purpose: "analytics", act: "withdrawn", weighed: false, outcome: "upheld" }],
  });
  expect(await may("analytics")).toBe(false);
  await visit.t.drain();
  const told = await visit.mail("recorded");
  const page = await visit.get(told.path);
  expect([page.status, page.text.includes("See how the site is used")]).toEqual([200, true]);
});

test("no sale and no sharing: no proof is asked, it counts when it is sent, and has 15 business days at most", async () => {
  await known({ country: "US", subdivision: "US-CA" });
  expect(await may("analytics")).toBe(true);
  const sent = await visit.ask("do-not-sell", email, { country: "US-CA" });
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/privacy/recorded?lang=en"]);
  expect(await may("analytics")).toBe(false);
  const request = await newest();
  expect(request).toMatchObject({
    kind: "opt-out-of-sale",
    state: "done",
    verifiedHow: "not-needed",
    regimes: ["us-ca"],
    choices: [{ purpose: "analytics", act: "opted-out" }],
  });
  expect(request.clocks.map(({ rule, source }) => [rule, source])).toEqual([
    ["us-ca.opt-out.answer", "11 CCR 7026(f), 7027(g)"],
  ]);
  await visit.t.drain();
  expect((await visit.mail("recorded")).to).toBe(email);
  // Nobody learns whether an address is known, and no mailbox is flooded.
  const strange = await visit.ask("do-not-sell", "nobody@example.org", { country: "US-CA" });
  expect(strange.headers.get("location")).toBe("/privacy/recorded?lang=en");
  for (let time = 0; time < 6; time += 1) await visit.ask("do-not-sell", email, { country: "US-CA" });
  await visit.t.drain();
  const mails = (await visit.t.sentMail()).filter((mail) => mail.to === email && mail.kind === "request-recorded");
  expect(mails.length).toBe(5);
});

test("whoever proves nothing moves nobody to another law, however often they say where they are", async () => {
  await known({ country: "DE" });
  await visit.ask("do-not-sell", email, { country: "US-CA" });
  const request = await newest();
  expect(request).toMatchObject({ verifiedHow: "not-needed", regimes: ["us-ca"], state: "done" });
  expect(await decision("analytics", email)).toMatchObject({ allowed: false, regime: "eea" });
  // Nor somebody of whom nothing is known yet: under the most protective law they stay.
  const stranger = `stranger${people}@example.org`;
  await visit.ask("do-not-sell", stranger, { country: "US-CA" });
  expect(await decision("analytics", stranger)).toMatchObject({ allowed: false, regime: "default" });
  const records = await visit.t.ctx.db.selectFrom("choice_record").select(["regime", "region"]).execute();
  expect(records.at(-1)).toEqual({ regime: "us-ca", region: null });
  await visit.t.drain();
});

test("a right with nothing to stop is not offered, and says so when it is asked for all the same", async () => {
  expect((await visit.get("/privacy/limit")).status).toBe(404);
  expect((await visit.get("/privacy")).text).not.toContain("/privacy/limit");
  const created = await visit.api<RequestDetail>("POST", "/api/requests", {
    kind: "limit-sensitive",
    identifiers: [{ kind: "email", value: email }],
    verified: { by: "phone", how: "called" },
    country: "US-CA",
  });
  expect(created.body).toMatchObject({ state: "done", choices: [] });
  await visit.t.drain();
  expect((await visit.mail("recorded")).text).toContain("nothing of the kind");
  const rows = await visit.api<{ code: string }>("POST", "/api/requests", {
    kind: "objection",
    keys: [{ system: "shop", table: "users", key: ["1"] }],
    verified: { by: "phone", how: "called" },
  });
  expect([rows.status, rows.body.code]).toEqual([422, "request_unidentified"]);
});
