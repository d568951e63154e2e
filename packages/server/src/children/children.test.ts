/** Children through the API, on a real database of a shop (R-9.a to R-9.c). */
import type { ChildCase } from "@kept/contract/children";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { choosingKept, SESSION_SECRET } from "../choices/testing/choosing-kept.ts";
import type { Slice } from "../platform/slice.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { ADA, BOB, createShop, type Shop } from "../requests/testing/shop.ts";
import { createSlices } from "../slices.ts";

let t: TestCtx;
let shop: Shop;
let lead: Record<string, string>;
let slices: readonly Slice[];
beforeAll(async () => {
  shop = await createShop();
  t = await createTestCtx({
    slices: (parts) => {
      slices = createSlices(parts);
      return slices;
    },
    kept: {
      ...choosingKept,
      systems: { shop: { url: shop.url, map: shop.mapFile } },
      requests: { erasureWaitingPeriod: "PT0S" },
    },
    settings: { dataDir: shop.folder, variables: { TEST_SESSION_KEY: SESSION_SECRET } },
  });
  ({ headers: lead } = await t.signIn("privacy-lead"));
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});
beforeEach(() => t.clock.set("2026-11-22T10:00:00Z"));

async function api<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const response = await t.app.request(path, {
    method,
    headers: { ...lead, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

interface Screened {
  readonly outcome: string;
  readonly proof: string | null;
  readonly retryAfter: string | null;
}

let devices = 0;
const newDevice = () => {
  devices += 1;
  return `dev_${String(devices).padStart(26, "0")}`;
};
const screen = async (device: string, born: string, more = {}) =>
  (await api<Screened>("POST", "/api/children/age-screen", { device, born, ...more })).body;
const mayUse = async (person: object, purpose: string) =>
  (await api<{ allowed: boolean; reason: string }>("POST", "/api/decisions/may", { person, purpose })).body;
/** The work that repeats, done by hand. */
const sweep = async () => {
  const { sweeps = [] } = slices.find(({ name }) => name === "children") ?? {};
  await sweeps.find(({ name }) => name === "children.follow")?.run(t.ctx);
};

test("a birthday counts from its day; whoever was turned away cannot try another date; nothing of it is kept", async () => {
  const device = newDevice();
  expect(await screen(device, "2013-11-23")).toEqual({
    outcome: "not_now",
    proof: null,
    retryAfter: "2026-11-23T10:00:00.000Z",
  });
  t.clock.set("2026-11-22T20:00:00Z");
  // An older date does not help, and trying does not prolong.
  expect(await screen(device, "1980-01-01")).toMatchObject({
    outcome: "not_now",
    retryAfter: "2026-11-23T10:00:00.000Z",
  });
  expect((await screen(newDevice(), "2013-11-22")).outcome).toBe("passed");
  expect((await screen(newDevice(), "1850-01-01")).outcome).toBe("not_now");
  t.clock.set("2026-11-23T10:00:00Z");
  expect((await screen(device, "2013-11-23")).outcome).toBe("passed");
  await t.drain();
  const kept = JSON.stringify([
    await t.ctx.db.selectFrom("age_lock").selectAll().execute(),
    await t.ctx.db.selectFrom("age_count").selectAll().execute(),
    await t.ctx.db.selectFrom("ledger_entry").selectAll().execute(),
    await t.ctx.db.selectFrom("signed_link").selectAll().where("purpose", "=", "age.passed").execute(),
  ]);
  expect(kept).not.toMatch(/\b(2013|1980|1850)\b|dev_0/);
});

test("a proof works once, and says who needs a parent's consent where they live", async () => {
  const redeem = (proof: string | null) => api<object>("POST", "/api/children/age-proofs", { proof });
  const needs = async (born: string, country?: string) => {
    const { proof } = await screen(newDevice(), born, country === undefined ? {} : { country });
    return (await redeem(proof)).body;
  };
  expect(await needs("2012-01-01", "GB")).toEqual({ needsParent: false, bornBy: "2013-11-22" });
  expect(await needs("2012-01-01", "DE")).toEqual({ needsParent: true, bornBy: "2013-11-22" });
  expect(await needs("2012-01-01")).toMatchObject({ needsParent: true });
  expect(await needs("2012-01-01", "AT")).toEqual({ needsParent: false, bornBy: "2012-11-22" });
  const { proof } = await screen(newDevice(), "1990-05-17");
  expect((await redeem(proof)).status).toBe(200);
  expect(await redeem(proof)).toMatchObject({ status: 404, body: { code: "age_proof_invalid" } });
});

test("discovered: frozen at once for everything but legal duties, erased everywhere when the window is over", async () => {
  const person = { kind: "email", value: ADA } as const;
  expect((await mayUse(person, "safety")).allowed).toBe(true);
  const opened = await api<ChildCase>("POST", "/api/children/cases", {
    person,
    source: "birth-date-edit",
    evidence: "Set the year to 2016.",
    knownAt: "2026-11-22T09:00:00Z",
  });
  expect(opened.body).toMatchObject({ state: "frozen", windowEndsAt: "2026-12-06T10:00:00.000Z" });
  expect(
    opened.body.clocks.map(({ purpose, legalDue, metAt }) => [purpose, legalDue.slice(0, 10), metAt !== null]),
  ).toEqual([
    ["answer", "2026-12-22", false],
    ["freeze", "2026-11-23", true],
  ]);
  expect(await mayUse(person, "safety")).toMatchObject({ allowed: false, reason: "frozen" });
  expect((await mayUse(person, "bookkeeping")).allowed).toBe(true);
  const path = `/api/children/cases/${opened.body.id}`;
  await sweep();
  expect((await api<ChildCase>("GET", path)).body.state).toBe("frozen");

  t.clock.set("2026-12-06T10:00:00Z");
  await sweep();
  await t.drain();
  const erasing = (await api<ChildCase>("GET", path)).body;
  expect(erasing.state).toBe("erasing");
  const request = `/api/requests/${erasing.erasureRequest}`;
  const planned = await api<{ state: string; planVersion: number; verifiedHow: string; dueOn: string }>("GET", request);
  expect(planned.body).toMatchObject({ state: "awaiting_approval", verifiedHow: "child-discovered" });
  expect(planned.body.dueOn <= "2026-12-22").toBe(true);
  expect(await shop.count("users", `email = '${ADA}'`)).toBe(1);
  await api("POST", `${request}/approve`, { planVersion: planned.body.planVersion });
  await t.drain();
  await sweep();
  await t.drain();
  expect(await shop.count("users", `email = '${ADA}'`)).toBe(0);
  const closed = (await api<ChildCase>("GET", path)).body;
  expect(closed).toMatchObject({ state: "closed", outcome: "erased" });
  expect(closed.clocks.every(({ metAt }) => metAt !== null)).toBe(true);
  expect((await api<{ code: string }>("GET", `${path}/content`)).body.code).toBe("child_case_over");
  // Nobody wrote for the child, so nobody was written to.
  expect((await t.sentMail()).filter(({ to }) => to === ADA)).toEqual([]);
  expect(await t.ledgerTypes(opened.body.id)).toEqual(["child.discovered", "child.erasure-begun", "child.case-ended"]);
});

test("a parent's claim freezes nobody until an operator has looked; a consent that was checked lifts the freeze", async () => {
  const child = { kind: "id", value: "77" } as const;
  const claim = { email: "parent@example.org", child, wish: "refuse", text: "My son is ten." };
  const sent = await t.app.request("/api/children/claims", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(claim),
  });
  expect([sent.status, await sent.json()]).toEqual([202, { received: true }]);
  const { body } = await api<{ cases: ChildCase[] }>("GET", "/api/children/cases");
  const { id, state } = body.cases[0] as ChildCase;
  expect(state).toBe("claimed");
  expect((await mayUse(child, "safety")).reason).not.toBe("frozen");
  const path = `/api/children/cases/${id}`;
  expect((await api<object>("GET", `${path}/content`)).body).toMatchObject({
    parent: "parent@example.org",
    person: child,
  });
  expect((await api<ChildCase>("POST", `${path}/confirm`)).body.state).toBe("frozen");
  expect((await mayUse(child, "safety")).reason).toBe("frozen");
  t.clock.advance("PT1H");
  const ended = await api<ChildCase>("POST", `${path}/end`, { outcome: "consented", how: "signed-form" });
  expect(ended.body).toMatchObject({ state: "closed", outcome: "consented" });
  expect((await mayUse(child, "safety")).allowed).toBe(true);
  expect((await api<{ code: string }>("POST", `${path}/erase`)).body.code).toBe("child_case_state_wrong");
  const entries = await t.ctx.db.selectFrom("ledger_entry").selectAll().execute();
  expect(JSON.stringify(entries)).not.toMatch(/parent@|My son/);
});

test("an erasure that is refused leaves the data frozen and the case open, and can be begun again", async () => {
  const person = { kind: "email", value: BOB } as const;
  const evidence = "A teacher called.";
  const { body: opened } = await api<ChildCase>("POST", "/api/children/cases", { person, source: "teacher", evidence });
  const path = `/api/children/cases/${opened.id}`;
  await api("POST", `${path}/erase`);
  await t.drain();
  const { erasureRequest } = (await api<ChildCase>("GET", path)).body;
  const refused = await api<{ state: string }>("POST", `/api/requests/${erasureRequest}/cancel`, {});
  expect(refused.body.state).toBe("cancelled");
  await sweep();
  t.clock.set("2027-02-01T10:00:00Z");
  await sweep();
  const frozen = (await api<ChildCase>("GET", path)).body;
  expect(frozen).toMatchObject({ state: "frozen", erasureEnded: "cancelled", windowEndsAt: null, outcome: null });
  // The clock of the erasure runs on, so that somebody is reminded.
  expect(frozen.dueOn).not.toBeNull();
  expect((await mayUse(person, "safety")).reason).toBe("frozen");
  expect((await api<ChildCase>("POST", `${path}/erase`)).body).toMatchObject({ state: "erasing", erasureEnded: null });
  await t.drain();
  expect(await t.ledgerTypes(opened.id)).toContain("child.erasure-ended");
});

test("open cases come by their most urgent date", async () => {
  for (const [value, knownAt] of [
    ["700", "2026-11-20T10:00:00Z"],
    ["701", "2026-11-10T10:00:00Z"],
  ] as const) {
    const body = { person: { kind: "id", value }, source: "support", evidence: "Said so.", knownAt };
    await api("POST", "/api/children/cases", body);
  }
  const { cases } = (await api<{ cases: ChildCase[] }>("GET", "/api/children/cases?open=true")).body;
  const dates = cases.map(({ dueOn }) => dueOn ?? "~");
  expect(dates.length).toBeGreaterThan(2);
  expect(dates).toEqual(dates.toSorted());
});
