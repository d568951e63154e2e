/** Parents and the age screen in a browser without JavaScript: from the form to the outcome (R-9.a, R-9.b, R-9.c). */
import type { ChildCase, ChildContent } from "@kept/contract/children";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { choosingKept, SESSION_SECRET } from "../choices/testing/choosing-kept.ts";
import type { Slice } from "../platform/slice.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { createSlices } from "../slices.ts";

const APP = "https://app.example.org";
const PARENT = "parent@example.org";

let t: TestCtx;
let lead: Record<string, string>;
let slices: readonly Slice[];
beforeAll(async () => {
  t = await createTestCtx({
    slices: (parts) => {
      slices = createSlices(parts);
      return slices;
    },
    kept: { ...choosingKept, children: { returnTo: [APP] }, requests: { erasureWaitingPeriod: "PT0S" } },
    settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } },
  });
  ({ headers: lead } = await t.signIn("privacy-lead"));
});
afterAll(() => t[Symbol.asyncDispose]());
beforeEach(() => t.clock.set("2026-11-22T10:00:00Z"));

async function api<T>(method: string, path: string, body: unknown = {}): Promise<{ status: number; body: T }> {
  const response = await t.app.request(path, {
    method,
    headers: { ...lead, ...(method === "GET" ? {} : { "content-type": "application/json" }) },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

const send = (path: string, fields: Record<string, string>, cookie = "") =>
  t.app.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...(cookie === "" ? {} : { cookie }) },
    body: new URLSearchParams(fields).toString(),
  });

/** The work that repeats, done by hand. */
const sweep = async (name: string) => {
  const { sweeps = [] } = slices.find((slice) => slice.name === "children") ?? {};
  await sweeps.find((one) => one.name === name)?.run(t.ctx);
};
const caseOf = async (id: string) => (await api<ChildCase>("GET", `/api/children/cases/${id}`)).body;
const newest = async () =>
  (await api<{ cases: ChildCase[] }>("GET", "/api/children/cases?open=false")).body.cases[0] as ChildCase;
const mails = async (kind: string) => (await t.sentMail()).filter((one) => one.kind === kind && one.to === PARENT);
const linkOf = (text: string | undefined) => /\/privacy\/parent\/case\/[^\s?]+/.exec(text ?? "")?.[0] ?? "";
const page = async (path: string) => (await t.app.request(path)).text();
const mayUse = async (value: string) => {
  const question = { person: { kind: "id", value }, purpose: "safety" };
  return (await api<{ allowed: boolean; reason: string }>("POST", "/api/decisions/may", question)).body;
};
const writes = { child: "", wish: "delete", email: PARENT, statement: "She is nine." };

test("a parent tells of a child, confirms the address, and has it erased; each step is told and none names the child", async () => {
  const sent = await send("/privacy/parent", { ...writes, child: "4711" });
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/privacy/parent/sent?lang=en"]);
  await t.drain();
  const { id, state, wish, isKnown } = await newest();
  expect({ state, wish, isKnown }).toEqual({ state: "claimed", wish: "delete", isKnown: true });
  const [received, ...more] = await mails("child-received");
  expect(more).toEqual([]);
  const path = linkOf(received?.text);
  expect(await page(path)).toContain("It was me");
  expect((await send(path, { act: "erase" })).status).toBe(303);
  expect(await caseOf(id)).toMatchObject({ state: "claimed", parentConfirmedAt: null });
  expect((await send(path, { act: "confirm" })).status).toBe(200);
  expect((await caseOf(id)).parentConfirmedAt).toBe("2026-11-22T10:00:00.000Z");

  await api("POST", `/api/children/cases/${id}/confirm`);
  await t.drain();
  expect((await mails("child-frozen"))[0]?.text).toContain("6 December 2026");
  expect((await mayUse("4711")).reason).toBe("frozen");
  expect((await send(path, { act: "erase" })).status).toBe(200);
  await t.drain();
  const { erasureRequest } = await caseOf(id);
  const request = `/api/requests/${erasureRequest}`;
  const { state: asked, planVersion } = (await api<{ state: string; planVersion: number }>("GET", request)).body;
  if (asked === "awaiting_approval") await api("POST", `${request}/approve`, { planVersion });
  await t.drain();
  await sweep("children.follow");
  await t.drain();
  expect(await caseOf(id)).toMatchObject({ state: "closed", outcome: "erased", hasContent: false });
  // The request that erased told the parent how it ended.
  expect((await t.sentMail()).filter(({ to, kind }) => to === PARENT && kind.startsWith("request-"))).not.toEqual([]);
  expect(JSON.stringify((await t.sentMail()).filter(({ kind }) => kind.startsWith("child-")))).not.toContain("4711");
  expect(await page(path)).toContain("This case is over");
  expect(await t.ledgerTypes(id)).toEqual([
    "child.claimed",
    "child.parent-told",
    "child.parent-confirmed",
    "child.discovered",
    "child.parent-told",
    "child.erasure-begun",
    "child.case-ended",
  ]);
});

test("what a parent allows is checked first and erases nothing meanwhile; taken back, everything is erased", async () => {
  await send("/privacy/parent", { ...writes, child: "4712", wish: "refuse" });
  await t.drain();
  const { id } = await newest();
  const path = linkOf((await mails("child-received")).at(-1)?.text);
  await api("POST", `/api/children/cases/${id}/confirm`);
  expect((await send(path, { act: "consent", signature: " " })).status).toBe(422);
  expect((await send(path, { act: "consent", signature: "Nora Quinn" })).status).toBe(200);
  const { signature } = (await api<ChildContent>("GET", `/api/children/cases/${id}/content`)).body;
  expect(signature).toBe("Nora Quinn");
  t.clock.set("2026-12-20T10:00:00Z");
  await sweep("children.follow");
  expect(await caseOf(id)).toMatchObject({ state: "frozen", consentSaidAt: "2026-11-22T10:00:00.000Z" });
  expect((await mayUse("4712")).reason).toBe("frozen");

  await api("POST", `/api/children/cases/${id}/end`, { outcome: "consented", how: "call" });
  await t.drain();
  expect((await mails("child-ended")).at(-1)?.text).toContain("take it back");
  expect((await mayUse("4712")).allowed).toBe(true);
  t.clock.set("2027-06-01T10:00:00Z");
  await sweep("children.tidy");
  expect((await caseOf(id)).hasContent).toBe(true);
  expect((await send(path, { act: "withdraw" })).status).toBe(200);
  const next = await newest();
  expect(next).toMatchObject({ state: "erasing", source: "parent" });
  expect((await mayUse("4712")).reason).toBe("frozen");
  expect(await caseOf(id)).toMatchObject({ outcome: "consented", hasContent: false });
  expect((await send(path, { act: "withdraw" })).status).toBe(303);
  expect((await api<{ code: string }>("POST", `/api/children/cases/${next.id}/withdraw`)).body.code).toBe(
    "child_case_state_wrong",
  );
});

test("it was no child: the freeze is lifted, the parent is told, and then nothing is known of either", async () => {
  await send("/privacy/parent", { ...writes, child: "4713" });
  await t.drain();
  const { id } = await newest();
  await api("POST", `/api/children/cases/${id}/end`, { outcome: "not_a_child", how: "account" });
  await t.drain();
  expect((await mails("child-ended")).map(({ text }) => text)).toContainEqual(expect.stringContaining("not a child's"));
  expect(await caseOf(id)).toMatchObject({ state: "closed", hasContent: false });
  const row = await t.ctx.db.selectFrom("child_case").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  expect([row.sealed, row.email_index, row.person_id]).toEqual([null, null, null]);
});

test("nobody's mailbox is flooded through the form, and every case is taken", async () => {
  const before = (await mails("child-received")).length;
  t.clock.set("2027-08-01T10:00:00Z");
  for (let count = 0; count < 7; count += 1) await send("/privacy/parent", { ...writes, child: `48${count}` });
  await t.drain();
  expect((await mails("child-received")).length - before).toBe(5);
  expect((await send("/privacy/parent", { ...writes, child: "" })).status).toBe(422);
});

test("the age screen: a whole date, no age named, nothing kept; whoever is turned away stays so in this browser", async () => {
  const to = `${APP}/sign-up?step=2`;
  const form = await page(`/privacy/age?to=${encodeURIComponent(to)}`);
  expect(form).not.toMatch(/13|thirteen|old enough/i);
  expect(form).toContain(to.replace("&", "&amp;"));
  // Nobody is sent anywhere else.
  expect(await page("/privacy/age?to=https://evil.example.net/")).not.toContain("evil");
  const born = (year: string) => ({ day: "17", month: "5", year, to });
  expect((await send("/privacy/age", { ...born("2015"), day: "31", month: "2" })).status).toBe(422);
  const refused = await send("/privacy/age", born("2015"));
  const cookie = refused.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^kept_age=dev_[0-9a-z]{26}; Path=\/privacy\/age; HttpOnly; SameSite=Lax/);
  expect(cookie).not.toMatch(/expires|max-age/i);
  const device = cookie.split(";")[0] ?? "";
  const words = await refused.text();
  expect(words).toContain("You cannot go on right now");
  expect(words).not.toMatch(/2015|\b13\b|young|old enough/i);
  // Another date, a new page: the answer stays.
  expect(await (await send("/privacy/age", born("1980"), device)).text()).toContain("You cannot go on right now");
  expect(await (await t.app.request("/privacy/age", { headers: { cookie: device } })).text()).toContain("cannot go on");

  const passed = await send("/privacy/age", born("1980"));
  const back = new URL(passed.headers.get("location") ?? "");
  expect([passed.status, back.origin, back.pathname, back.searchParams.get("step")]).toEqual([
    303,
    APP,
    "/sign-up",
    "2",
  ]);
  const proof = back.searchParams.get("age_proof");
  expect((await api<object>("POST", "/api/children/age-proofs", { proof })).body).toEqual({
    needsParent: false,
    bornBy: "2010-11-22",
  });
  expect(await (await send("/privacy/age", { day: "1", month: "1", year: "1980" })).text()).toContain("Thank you");
});
