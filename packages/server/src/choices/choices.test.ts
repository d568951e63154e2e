import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Recorded, Standing } from "@kept/contract/choices";
import type { Decision } from "@kept/contract/decisions";
import { gateKeyText } from "@kept/contract/gate-key";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { parseKept } from "../kept-config.ts";
import { migrationsDir } from "../platform/db/migrate.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { testKept } from "../platform/testing/test-kept.ts";
import { createChoiceParts } from "./choice-parts.ts";
import { recordActs } from "./record-acts.ts";
import { choosingKept, SESSION_SECRET, sessionToken } from "./testing/choosing-kept.ts";
import { watchChanges } from "./watch-changes.ts";
import { writeSnapshot } from "./write-snapshot.ts";

let t: TestCtx;
beforeAll(async () => {
  t = await createTestCtx({ kept: choosingKept, settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } } });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
});
beforeEach(() => {
  t.clock.set("2026-11-22T10:00:00Z");
});

function newDevice(): string {
  const letters = "0123456789abcdefghijklmnopqrstuvwxyz";
  return `dev_${Array.from({ length: 26 }, () => letters[Math.floor(Math.random() * 36)]).join("")}`;
}

async function post<T>(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await t.app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { response, status: response.status, body: (await response.json()) as T & { code?: string } };
}

async function notice(country = "DE"): Promise<{ hash: string; language: string }> {
  const response = await t.app.request(`/api/choices/config?language=en&country=${country}`);
  const config = (await response.json()) as { notice: { hash: string; language: string } };
  return { hash: config.notice.hash, language: config.notice.language };
}

const choice = (act: string, purpose: string, more: object = {}) => ({ id: randomUUID(), act, purpose, ...more });

async function say(choices: readonly object[], more: object = {}, headers: Record<string, string> = {}) {
  const body = { surface: "banner", method: "save", notice: await notice(), choices, ...more };
  return await post<Recorded>("/api/choices/events", body, headers);
}

const standingOf = async (body: object, headers: Record<string, string> = {}): Promise<Standing> =>
  (await post<Standing>("/api/choices/standing", body, headers)).body;
const purposeOf = (standing: Standing, name: string) => standing.purposes.find(({ purpose }) => purpose === name);

async function may(person: object, purpose: string, more: object = {}): Promise<Decision> {
  const headers = await t.apiKey(["decisions:read"]);
  return (await post<Decision>("/api/decisions/may", { person, purpose, ...more }, headers)).body;
}

test("a yes is recorded with its notice, allows at once, and ends by itself", async () => {
  const device = newDevice();
  const { body } = await say([choice("given", "analytics")], { device });
  expect(body.receipt).toMatch(/^rec_/);
  expect(purposeOf(body.standing, "analytics")).toMatchObject({
    allowed: true,
    reason: "consent_given",
    act: "given",
    until: "2027-11-22T10:00:00.000Z",
  });
  expect(body.standing.ask).toMatchObject({ needed: false, why: "answered" });
  t.clock.set("2027-11-22T10:00:00Z");
  expect(purposeOf(await standingOf({ device }), "analytics")).toMatchObject({
    allowed: false,
    reason: "consent_expired",
  });
  expect((await standingOf({ device })).ask).toMatchObject({ needed: true, why: "expired" });
});

test("sending an event again, alone or among new ones, changes nothing and makes no second receipt", async () => {
  const device = newDevice();
  const once = choice("given", "analytics");
  const first = await say([once], { device });
  const again = await say([once], { device });
  expect(again.body.receipt).toBeNull();
  expect(again.body.standing).toEqual(first.body.standing);
  const mixed = await say([once, choice("withdrawn", "analytics")], { device });
  expect(mixed.body.receipt).not.toBeNull();
  const { count } = await t.ctx.db
    .selectFrom("choice_event")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("person_id", "=", device)
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBe(2);
});

test("an event that was queued offline counts by when it was said, not by when it came", async () => {
  const device = newDevice();
  await say([choice("withdrawn", "analytics")], { device });
  const late = await say([choice("given", "analytics")], { device, at: "2026-11-22T09:00:00Z" });
  expect(purposeOf(late.body.standing, "analytics")).toMatchObject({ allowed: false, reason: "consent_withdrawn" });
  expect((await say([choice("given", "analytics")], { device, at: "2026-10-01T09:00:00Z" })).body.code).toBe(
    "choice_time_wrong",
  );
  expect((await say([choice("given", "analytics")], { device, at: "2026-11-22T11:00:00Z" })).body.code).toBe(
    "choice_time_wrong",
  );
  // A clock that is a minute fast is set right, or the yes would count only in a minute.
  const fast = await say([choice("given", "analytics")], { device: newDevice(), at: "2026-11-22T10:01:00Z" });
  expect(purposeOf(fast.body.standing, "analytics")).toMatchObject({ allowed: true, at: "2026-11-22T10:00:00.000Z" });
});

test("of a no that is said again it is known since when it has stood, in whatever order acts come and whoever they go over to", async () => {
  const sinceOf = async (id: string) => {
    const rows = t.ctx.db.selectFrom("choice_state").select(["position", "since"]).where("person_id", "=", id);
    const row = await rows.where("purpose", "=", "analytics").where("slot", "=", "consent").executeTakeFirstOrThrow();
    return [row.position.slice(11, 16), row.since?.slice(11, 16) ?? null];
  };
  const at = (minute: string) => ({ at: `2026-11-22T09:${minute}:00Z` });
  const device = newDevice();
  await say([choice("refused", "analytics")], { device, ...at("10") });
  expect(await sinceOf(device)).toEqual(["09:10", null]);
  await say([choice("refused", "analytics")], { device, ...at("40") });
  expect(await sinceOf(device)).toEqual(["09:40", "09:10"]);
  const session = sessionToken({ sub: "again" });
  await post<Standing>("/api/choices/link", { device, session });
  const { person_id: person } = await t.ctx.db
    .selectFrom("person_device")
    .select("person_id")
    .where("device_id", "=", device)
    .executeTakeFirstOrThrow();
  expect(await sinceOf(person)).toEqual(["09:40", "09:10"]);
  // What lay between comes late.
  await say([choice("refused", "analytics")], { device, ...at("30") });
  await say([choice("given", "analytics")], { device, ...at("20") });
  expect(await sinceOf(device)).toEqual(["09:40", "09:30"]);
  // What was recorded before the day was kept is dated from the same acts.
  await t.ctx.db.updateTable("choice_state").set({ since: null }).execute();
  const script = await readFile(join(migrationsDir, "0171_noes_that_stand.sql"), "utf8");
  await sql.raw(script.slice(script.indexOf("update choice_state"))).execute(t.ctx.db);
  expect([await sinceOf(device), await sinceOf(person)]).toEqual([
    ["09:40", "09:30"],
    ["09:40", "09:10"],
  ]);
  await say([choice("given", "analytics")], { device, ...at("50") });
  expect(await sinceOf(device)).toEqual(["09:50", null]);
});

test("what cannot be said is refused with a pointer, and nothing of the call is kept", async () => {
  const device = newDevice();
  const cases: readonly (readonly [object, string])[] = [
    [choice("given", "unheard-of"), "purpose_unknown"],
    [choice("given", "newsletter", { channel: "pigeon" }), "choice_scope_unknown"],
    [choice("given", "newsletter", { topic: "weather" }), "choice_scope_unknown"],
    [choice("given", "safety"), "choice_not_theirs"],
    [choice("objected", "bookkeeping"), "choice_not_theirs"],
  ];
  for (const [wrong, code] of cases) {
    const { status, body } = await say([choice("refused", "analytics"), wrong], { device });
    expect({ status, code: body.code }).toEqual({ status: 422, code });
  }
  expect((await say([choice("given", "analytics")], { device, notice: undefined })).body.code).toBe("notice_missing");
  const foreign = { hash: "0".repeat(64), language: "en" };
  expect((await say([choice("given", "analytics")], { device, notice: foreign })).body.code).toBe("notice_unknown");
  expect((await say([choice("refused", "analytics")])).body.code).toBe("choice_nobodys");
  expect(purposeOf(await standingOf({ device }), "analytics")?.act).toBeNull();
});

test("nobody is asked again within the interval, whatever they answered, unless the notice is another", async () => {
  const device = newDevice();
  expect((await standingOf({ device })).ask.why).toBe("never-asked");
  const { body } = await say([choice("refused", "analytics")], { device });
  expect(body.standing.ask).toEqual({ needed: false, why: "too-soon", notBefore: "2027-05-22T10:00:00.000Z" });
  const other = (await notice("GB")).hash;
  expect((await standingOf({ device, notice: other })).ask.why).toBe("notice-changed");
  t.clock.set("2027-05-22T10:00:00Z");
  expect((await standingOf({ device })).ask).toMatchObject({ needed: true, why: "interval-over" });
  const closed = newDevice();
  await say([choice("requested", "analytics"), choice("deferred", "analytics")], { device: closed, method: "dismiss" });
  expect((await standingOf({ device: closed })).ask.why).toBe("too-soon");
});

test("Sec-GPC: 1 is recorded once, honoured, and shown; any other value is none", async () => {
  const device = newDevice();
  const region = { country: "US", subdivision: "US-CA", method: "declared" };
  const free = await standingOf({ device, region }, { "sec-gpc": "true" });
  expect(free).toMatchObject({ regime: "us-ca", gpc: { seen: false, honoured: false } });
  expect(purposeOf(free, "analytics")?.allowed).toBe(true);
  for (let time = 0; time < 3; time += 1) {
    const standing = await standingOf({ device, region }, { "sec-gpc": "1" });
    expect(standing).toMatchObject({ regime: "us-ca", gpc: { seen: true, honoured: true } });
    expect(purposeOf(standing, "analytics")).toMatchObject({ allowed: false, reason: "signal_gpc" });
  }
  const events = await t.ctx.db.selectFrom("choice_event").select("act").where("person_id", "=", device).execute();
  expect(events).toEqual([{ act: "signalled" }]);
  t.clock.advance("PT1M");
  const untold = await say([choice("opted-in", "analytics")], { device, region }, { "sec-gpc": "1" });
  expect(purposeOf(untold.body.standing, "analytics")?.reason).toBe("signal_gpc");
  t.clock.advance("PT1M");
  const told = await say(
    [choice("opted-in", "analytics")],
    { device, region, toldOfConflict: true },
    { "sec-gpc": "1" },
  );
  expect(purposeOf(told.body.standing, "analytics")?.allowed).toBe(true);
});

test("support of the signal is published, and whatever heeds it says so to caches", async () => {
  const support = await t.app.request("/.well-known/gpc.json");
  expect(support.status).toBe(200);
  expect(support.headers.get("content-type")).toMatch(/^application\/json/);
  expect(await support.json()).toEqual({ gpc: true, lastUpdate: t.parts.kept.choices.gpcSince });
  const varies = (response: Response) => (response.headers.get("vary") ?? "").split(/,\s*/);
  expect(varies(await t.app.request("/api/choices/config?country=US"))).toContain("Sec-GPC");
  expect(varies((await post("/api/choices/standing", { device: newDevice() })).response)).toContain("Sec-GPC");
  expect(varies((await say([choice("refused", "analytics")], { device: newDevice() })).response)).toContain("Sec-GPC");
});

test("a known consumer's signal follows them from the browser to every place (11 CCR 7025(c))", async () => {
  const device = newDevice();
  const region = { country: "US", subdivision: "US-CA", method: "declared" };
  await standingOf({ device, region }, { "sec-gpc": "1" });
  const session = sessionToken({ sub: "gpc-user" });
  await say([choice("refused", "newsletter")], { device, session, region });
  const decision = await may({ kind: "id", value: "gpc-user" }, "analytics");
  expect(decision).toMatchObject({ allowed: false, reason: "signal_gpc", regime: "us-ca" });
});

test("a device's no becomes the person's; its yes only where they never said anything", async () => {
  const device = newDevice();
  await say([choice("refused", "analytics"), choice("given", "newsletter")], { device });
  const session = sessionToken({ sub: "linked" });
  const { body } = await post<Standing>("/api/choices/link", { device, session });
  expect(purposeOf(body, "analytics")).toMatchObject({ allowed: false, act: "refused" });
  expect(purposeOf(body, "newsletter")).toMatchObject({ allowed: true, act: "given" });
  // Somebody else says yes on the same device after signing out; the person had withdrawn before.
  t.clock.advance("PT1M");
  await say([choice("withdrawn", "newsletter")], { session: sessionToken({ sub: "linked" }) });
  t.clock.advance("PT1M");
  await say([choice("given", "newsletter"), choice("given", "analytics")], { device });
  const after = (await post<Standing>("/api/choices/link", { device, session })).body;
  expect(purposeOf(after, "newsletter")).toMatchObject({ allowed: false, act: "withdrawn" });
  expect(purposeOf(after, "analytics")).toMatchObject({ allowed: false, act: "refused" });
  const before = await post<Standing>("/api/choices/link", { device, session });
  expect(before.body).toEqual(after);
});

test("two identifiers that prove to be one person make one record, and what either refused holds", async () => {
  const headers = await t.apiKey(["choices:act"]);
  const byMail = await post<{ person: string }>(
    "/api/people/link",
    { kind: "email", value: "Two@example.org" },
    headers,
  );
  await post(
    `/api/people/${byMail.body.person}/choices`,
    { surface: "mail", method: "reply", choices: [choice("withdrawn", "newsletter")] },
    headers,
  );
  t.clock.advance("PT1M");
  const claims = { sub: "two", email: "two@example.org", email_verified: true };
  await say([choice("refused", "analytics")], { session: sessionToken({ sub: "two" }) });
  const { body } = await say([choice("objected", "safety")], { session: sessionToken(claims) });
  expect(purposeOf(body.standing, "newsletter")).toMatchObject({ allowed: false, act: "withdrawn" });
  expect(purposeOf(body.standing, "analytics")).toMatchObject({ allowed: false, act: "refused" });
  const one = await may({ kind: "email", value: "two@example.org" }, "safety");
  expect(one.reason).toBe("objected");
  const looked = await t.app.request(`/api/people/${byMail.body.person}/choices`, {
    headers: await t.apiKey(["people:read"]),
  });
  expect(looked.status).toBe(404);
  // An address that the app did not verify proves nothing.
  const unproved = { sub: "three", email: "two@example.org", email_verified: false };
  const three = await say([choice("refused", "analytics")], { session: sessionToken(unproved) });
  expect(purposeOf(three.body.standing, "safety")?.allowed).toBe(true);
});

test("whoever was somebody else keeps their no by every id, in every gate, however often they merge", async () => {
  const headers = await t.apiKey(["choices:act"]);
  const invite = async (value: string) =>
    (await post<{ person: string }>("/api/people/link", { kind: "email", value }, headers)).body.person;
  const first = await invite("first@example.org");
  const limits = { surface: "mail", method: "reply", choices: [choice("objected", "safety")] };
  await post(`/api/people/${first}/choices`, limits, headers);
  const second = await invite("second@example.org");
  // The first becomes the second, and the second a third, by nothing but opening their choices.
  const open = (value: string, sub: string) => {
    const session = sessionToken({ sub, email: value, email_verified: true });
    return post<{ url: string }>("/api/choices/open", { session }, headers);
  };
  await say([choice("deferred", "analytics")], {
    session: sessionToken({ sub: "middle", email: "second@example.org", email_verified: true }),
  });
  await say([choice("deferred", "analytics")], { session: sessionToken({ sub: "last" }) });
  expect((await open("first@example.org", "middle")).status).toBe(201);
  expect((await open("second@example.org", "last")).status).toBe(201);
  const last = await t.ctx.db.selectFrom("person").selectAll().where("person_id", "in", [first, second]).execute();
  const [survivor] = new Set(last.map((row) => row.merged_into));
  expect(last.map((row) => row.merged_into)).toEqual([survivor, survivor]);
  for (const person of [
    { kind: "id", value: "last" },
    { kind: "email", value: "first@example.org" },
    { person: first },
    { person: second },
  ]) {
    expect(await may(person, "safety")).toMatchObject({ allowed: false, reason: "objected" });
  }
  const verifySession = () => Promise.reject(new Error("Nobody signs in here."));
  const parts = createChoiceParts({
    kept: parseKept({ ...testKept, ...choosingKept }),
    publicUrl: "",
    verifySession,
    variables: {},
  });
  // What a request or a link of former days says is said by the one who stayed.
  await t.ctx.transaction((tx) =>
    recordActs(tx, parts, first, [{ id: randomUUID(), act: "refused", purpose: "newsletter" }], {
      surface: "api",
      method: "written",
      at: "2026-11-22T10:00:00.000Z",
    }),
  );
  expect((await may({ person: second }, "newsletter", { channel: "email" })).reason).toBe("consent_refused");
  await t.drain();
  const stop = new AbortController();
  const told = new Map<string, readonly string[]>();
  for await (const event of await watchChanges(t.ctx, parts, -1, stop.signal)) {
    if (event.event === "alive") stop.abort();
    for (const { key, answers } of event.data.people) told.set(key, answers);
  }
  const snapshot = await Array.fromAsync(writeSnapshot(t.ctx, parts));
  const kept = snapshot.flatMap((line) => {
    const read = JSON.parse(line) as { line: string; keys?: string };
    return read.line === "people"
      ? Buffer.from(read.keys ?? "", "base64")
          .toString("hex")
          .match(/.{16}/g)
      : [];
  });
  for (const id of [first, second]) {
    expect(told.get(gateKeyText(id))).toEqual(told.get(gateKeyText(survivor ?? "")));
    expect(told.get(gateKeyText(id))).toContain("-objected");
    expect(kept).toContain(gateKeyText(id));
  }
});

test("a session token is taken only as configured", async () => {
  const status = async (session: string) => (await say([choice("refused", "analytics")], { session })).status;
  const sub = "strict";
  expect(await status(sessionToken({ sub }))).toBe(200);
  const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${sessionToken({ sub }).split(".")[1]}.`;
  for (const wrong of [
    sessionToken({ sub }, { secret: "00".repeat(32) }),
    sessionToken({ sub }, { header: { alg: "HS512", typ: "JWT" } }),
    none,
    sessionToken({ sub, iss: "https://other.example.org" }),
    sessionToken({ sub, aud: "other" }),
    sessionToken({ sub, exp: Math.floor(Date.parse("2026-11-22T09:59:00Z") / 1_000) }),
    sessionToken({ sub, exp: Math.floor(Date.parse("2026-11-22T12:00:00Z") / 1_000) }),
    sessionToken({ sub }, { now: "2026-11-22T10:30:00Z" }),
    sessionToken({ sub: "" }),
    `${sessionToken({ sub })}x`,
    "not a token",
  ]) {
    expect(await status(wrong)).toBe(401);
  }
});

test("pages of configured sites may record; others may not; preflights say so", async () => {
  const device = newDevice();
  const allowed = { origin: "https://shop.example.org", "sec-fetch-site": "cross-site" };
  const other = { origin: "https://evil.example.org", "sec-fetch-site": "cross-site" };
  const yes = await say([choice("refused", "analytics")], { device }, allowed);
  expect(yes.status).toBe(200);
  expect(yes.response.headers.get("access-control-allow-origin")).toBe("https://shop.example.org");
  expect(yes.response.headers.get("vary")).toContain("Origin");
  const no = await say([choice("refused", "analytics")], { device }, other);
  expect(no.status).toBe(403);
  expect(no.response.headers.get("access-control-allow-origin")).toBeNull();
  const wrong = await say([choice("given", "unheard-of")], { device }, allowed);
  expect(wrong.status).toBe(422);
  expect(wrong.response.headers.get("access-control-allow-origin")).toBe("https://shop.example.org");
  const preflight = await t.app.request("/api/choices/events", { method: "OPTIONS", headers: allowed });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-methods")).toBe("POST");
  expect(preflight.headers.get("access-control-allow-origin")).toBe("https://shop.example.org");
  // What is not made for pages of other sites stays shut to them.
  expect((await post("/api/sign-in", {}, allowed)).status).toBe(403);
});

test("limits bite at once and leave their entries; objections to marketing cannot be outweighed", async () => {
  const headers = await t.apiKey(["choices:act"]);
  const { body } = await post<{ person: string }>("/api/people/link", { kind: "id", value: "limited" }, headers);
  const limit = async (act: string, purpose = "*") =>
    (await post<Standing>(`/api/people/${body.person}/limits`, { act, purpose }, headers)).body;
  expect(purposeOf(await limit("restricted"), "safety")).toMatchObject({ allowed: false, reason: "restricted" });
  expect(await may({ person: body.person }, "safety", { exception: "claims" })).toMatchObject({ allowed: true });
  t.clock.advance("PT1M");
  expect(purposeOf(await limit("restriction-lifted"), "safety")?.allowed).toBe(true);
  t.clock.advance("PT1M");
  expect(purposeOf(await limit("frozen"), "safety")?.reason).toBe("frozen");
  expect(purposeOf(await limit("frozen"), "bookkeeping")?.allowed).toBe(true);
  const refused = await post(
    `/api/people/${body.person}/limits`,
    { act: "objection-overruled", purpose: "newsletter" },
    headers,
  );
  expect(refused.body.code).toBe("choice_not_theirs");
  await t.drain();
  expect((await t.ledgerTypes(body.person)).filter((type) => type === "choice.limited")).toHaveLength(4);
});

test("who is too young to consent alone where they live needs a parent from the moment that the age is known", async () => {
  const region = { country: "DE", method: "declared" } as const;
  const session = () => sessionToken({ sub: "young" }, { now: t.clock.now().toString() });
  await say([choice("given", "newsletter")], { session: session(), region });
  const headers = { ...(await t.apiKey(["choices:act", "people:read"])), "content-type": "application/json" };
  const { body } = await post<{ person: string }>("/api/people/find", { kind: "id", value: "young" }, headers);
  const set = async (bornBy: string | null) => {
    const path = `/api/people/${body.person}/age`;
    const answer = await t.app.request(path, { method: "PUT", headers, body: JSON.stringify({ bornBy }) });
    return purposeOf((await answer.json()) as Standing, "newsletter")?.reason;
  };
  const ask = async () => (await may({ person: body.person }, "newsletter", { channel: "email" })).reason;
  expect(await set("2011-11-22")).toBe("age_needs_parent");
  expect(await ask()).toBe("age_needs_parent");
  // Fifteen is enough in Austria.
  t.clock.advance("PT1M");
  await say([choice("renewed", "newsletter")], { session: session(), region: { ...region, country: "AT" } });
  expect(await ask()).toBe("consent_given");
  expect(await set("2015-01-01")).toBe("age_needs_parent");
  expect(await set(null)).toBe("consent_given");
  await t.drain();
  expect((await t.ledgerTypes(body.person)).filter((type) => type === "choice.age-set")).toHaveLength(3);
  expect(JSON.stringify(await t.ctx.db.selectFrom("ledger_entry").select("content").execute())).not.toContain(
    "2011-11",
  );
});

test("a question about the past is answered from the record of that time", async () => {
  const session = () => sessionToken({ sub: "past" }, { now: t.clock.now().toString() });
  await say([choice("given", "newsletter")], { session: session() });
  t.clock.set("2026-12-01T10:00:00Z");
  await say([choice("withdrawn", "newsletter")], { session: session() });
  const ask = (at?: string) => may({ kind: "id", value: "past" }, "newsletter", { channel: "email", at });
  expect((await ask()).reason).toBe("consent_withdrawn");
  expect((await ask("2026-11-25T00:00:00Z")).reason).toBe("consent_given");
  expect((await ask("2026-11-21T00:00:00Z")).reason).toBe("consent_missing");
});

test("no identifier, token or address of anybody stands in the ledger, the outbox or a log line", async () => {
  const claims = { sub: "secret-user-4711", email: "hidden@example.org", email_verified: true };
  await say([choice("refused", "analytics")], { session: sessionToken(claims), device: newDevice() });
  await t.drain();
  const entries = await t.ctx.db.selectFrom("ledger_entry").select("content").execute();
  const text = JSON.stringify(entries);
  expect(text).not.toContain("secret-user");
  expect(text).not.toContain("hidden@");
  const identifiers = await t.ctx.db.selectFrom("person_identifier").selectAll().execute();
  expect(JSON.stringify(identifiers)).not.toContain("hidden@");
});

test("the end of a consent is told in the record once, and a renewed one has its own end", async () => {
  const device = newDevice();
  await say([choice("given", "analytics")], { device });
  const { expireConsents } = await import("./expire-consents.ts");
  const { createChoiceParts } = await import("./choice-parts.ts");
  const parts = createChoiceParts({
    kept: t.parts.kept,
    publicUrl: "https://privacy.example.org",
    verifySession: () => Promise.reject(new Error("not asked")),
    variables: {},
  });
  const acts = async () =>
    (
      await t.ctx.db
        .selectFrom("choice_event")
        .select("act")
        .where("person_id", "=", device)
        .orderBy("at")
        .orderBy("id")
        .execute()
    ).map((row) => row.act);
  await expireConsents(t.ctx, parts);
  expect(await acts()).toEqual(["given"]);
  t.clock.set("2027-11-23T10:00:00Z");
  await expireConsents(t.ctx, parts);
  await expireConsents(t.ctx, parts);
  expect(await acts()).toEqual(["given", "expired"]);
  await say([choice("renewed", "analytics")], { device });
  t.clock.set("2028-11-24T10:00:00Z");
  await expireConsents(t.ctx, parts);
  expect(await acts()).toEqual(["given", "expired", "renewed", "expired"]);
});
