/** The preference centre as a browser without JavaScript uses it. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { forgetAsks } from "./request-link.ts";
import { choosingKept, SESSION_SECRET, sessionToken } from "./testing/choosing-kept.ts";
import { verifyReceipt } from "./verify-receipt.ts";

let t: TestCtx;
let person: string;
let path: string;
beforeAll(async () => {
  t = await createTestCtx({ kept: choosingKept, settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } } });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
});
let people = 0;
beforeEach(async () => {
  t.clock.set("2026-11-22T10:00:00Z");
  people += 1;
  ({ person, path } = await invite({}));
});

async function invite(more: object): Promise<{ person: string; path: string }> {
  const response = await t.app.request("/api/people/link", {
    method: "POST",
    headers: { "content-type": "application/json", ...(await t.apiKey(["choices:act"])) },
    body: JSON.stringify({ kind: "email", value: `ada${people}@example.org`, ...more }),
  });
  const body = (await response.json()) as { person: string; url: string };
  return { person: body.person, path: new URL(body.url).pathname };
}

const get = async (address: string, headers: Record<string, string> = {}) => {
  const response = await t.app.request(address, { headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
};

async function send(address: string, fields: readonly (readonly [string, string])[], headers = {}) {
  const response = await t.app.request(address, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
  });
  return { status: response.status, location: response.headers.get("location") ?? "" };
}

const acts = async (id = person) =>
  (
    await t.ctx.db
      .selectFrom("choice_event")
      .select(["act", "purpose", "channel", "topic"])
      .where("person_id", "=", id)
      .orderBy("at")
      .orderBy("purpose")
      .orderBy("channel")
      .orderBy("topic")
      .execute()
  ).map((row) => [row.act, row.purpose, row.channel, row.topic].filter((part) => part !== "").join(" "));

async function may(purpose: string, channel?: string, topic?: string): Promise<boolean> {
  const response = await t.app.request("/api/decisions/may", {
    method: "POST",
    headers: { "content-type": "application/json", ...(await t.apiKey(["decisions:read"])) },
    body: JSON.stringify({ person: { person }, purpose, channel, topic }),
  });
  return ((await response.json()) as { allowed: boolean }).allowed;
}

test("nothing is ticked before an answer; a yes, its parts, and taking it back are one press each", async () => {
  const page = await get(path);
  expect(page.status).toBe(200);
  expect(page.text).toContain("Send the newsletter");
  expect(page.text).toContain("You get no news from us.");
  expect(page.text).toContain("Mailing service (US)");
  expect(page.text).not.toContain("<script");
  expect(page.text).not.toMatch(/type="radio"[^>]*checked/);
  const yes = await send(path, [
    ["p_newsletter", "yes"],
    ["c_newsletter", "email"],
    ["t_newsletter", "news"],
    ["t_newsletter", "offers"],
  ]);
  expect(yes).toEqual({ status: 303, location: `${path}?saved=yes&lang=en` });
  expect(await acts()).toEqual(["given newsletter", "refused newsletter sms"]);
  expect(await may("newsletter", "email", "news")).toBe(true);
  expect(await may("newsletter", "sms")).toBe(false);
  expect((await get(yes.location)).text).toContain("Saved. It counts from now on.");
  // The same again is nothing new.
  const again = await send(path, [
    ["p_newsletter", "yes"],
    ["c_newsletter", "email"],
    ["t_newsletter", "news"],
    ["t_newsletter", "offers"],
  ]);
  expect(again.location).toContain("saved=same");
  t.clock.advance("PT1M");
  await send(path, [
    ["p_newsletter", "yes"],
    ["c_newsletter", "email"],
    ["c_newsletter", "sms"],
    ["t_newsletter", "news"],
  ]);
  expect((await acts()).slice(2)).toEqual(["withdrawn newsletter offers", "given newsletter sms"]);
  expect(await may("newsletter", "sms", "news")).toBe(true);
  expect(await may("newsletter", "sms", "offers")).toBe(false);
  t.clock.advance("PT1M");
  await send(path, [["p_newsletter", "no"]]);
  expect((await acts()).at(-1)).toBe("withdrawn newsletter");
  expect(await may("newsletter", "email", "news")).toBe(false);
});

test("a refusal of everything that was asked is one press, and objects to nothing else", async () => {
  const { location } = await send(path, [["all", "no"]]);
  expect(location).toContain("saved=yes");
  expect(await acts()).toEqual(["refused analytics", "refused newsletter"]);
  expect(await may("safety")).toBe(true);
  await send(path, [["o_safety", "on"]]);
  expect(await may("safety")).toBe(false);
  // Others on the form stay as they are; a duty offers nothing to choose.
  const page = (await get(path)).text;
  expect(page).toContain("You objected");
  expect(page).not.toContain("o_bookkeeping");
  expect(page).toContain("Required by law");
});

test("a yes without a tick means every part, and taking every tick away takes every part back", async () => {
  await send(path, [["p_newsletter", "yes"]]);
  expect(await acts()).toEqual(["given newsletter"]);
  expect(await may("newsletter", "sms", "offers")).toBe(true);
  t.clock.advance("PT1M");
  await send(path, [
    ["p_newsletter", "yes"],
    ["t_newsletter", "news"],
  ]);
  expect(await may("newsletter", "email")).toBe(false);
  expect(await may("newsletter", "sms", "news")).toBe(false);
});

test("a form that names what is not offered changes nothing", async () => {
  const { location } = await send(path, [
    ["p_unheard-of", "yes"],
    ["p_bookkeeping", "no"],
    ["p_safety", "yes"],
    ["p_analytics", "perhaps"],
  ]);
  expect(location).toContain("saved=same");
  expect(await acts()).toEqual([]);
});

test("a link opens one person's choices, or one purpose of theirs, until it ends, and only by a press", async () => {
  const one = await invite({ purpose: "newsletter", lifetime: "P1D" });
  expect(one.person).toBe(person);
  const page = await get(one.path);
  expect(page.text).toContain("Send the newsletter");
  expect(page.text).not.toContain("See how the site is used");
  await send(one.path, [
    ["p_newsletter", "no"],
    ["p_analytics", "yes"],
    ["o_safety", "on"],
  ]);
  expect(await acts()).toEqual(["refused newsletter"]);
  const receipt = await t.ctx.db
    .selectFrom("choice_record")
    .select("id")
    .where("person_id", "=", person)
    .executeTakeFirstOrThrow();
  expect((await get(`${one.path}/receipts/${receipt.id}`)).status).toBe(404);
  // Another person's receipt is not to be had with this link.
  people += 1;
  const other = await invite({});
  expect((await get(`${other.path}/receipts/${receipt.id}`)).status).toBe(404);
  expect((await get(`${path}/receipts/${receipt.id}`)).status).toBe(200);
  t.clock.advance("P2D");
  expect((await get(one.path)).status).toBe(410);
  expect((await send(one.path, [["p_newsletter", "yes"]])).status).toBe(410);
  expect((await get(`${path.slice(0, -1)}x`)).status).toBe(404);
  const foreign = { "sec-fetch-site": "cross-site", origin: "https://evil.example.org" };
  expect((await send(path, [["p_newsletter", "yes"]], foreign)).status).toBe(403);
  expect(await acts()).toEqual(["refused newsletter"]);
});

test("the history tells what was chosen and where, with a receipt that verifies", async () => {
  await send(path, [
    ["p_newsletter", "yes"],
    ["c_newsletter", "email"],
  ]);
  await t.drain();
  const history = await get(`${path}/history?lang=de`);
  expect(history.text).toContain("Newsletter schicken");
  expect(history.text).toContain("Sie haben es erlaubt");
  expect(history.text).toContain("im Datenschutz-Center");
  const file = /href="([^"]*\/receipts\/[^"]*)"/.exec(history.text)?.[1] ?? "";
  const receipt = await get(file);
  expect(receipt.headers.get("content-disposition")).toContain("attachment");
  expect(verifyReceipt(receipt.text)).toMatchObject({ valid: true, ledger: "proved" });
});

test("a signal of the browser is recorded, honoured and shown", async () => {
  const page = await get(path, { "sec-gpc": "1" });
  expect(page.text).toContain("opt-out signal was processed");
  expect(page.headers.get("vary")).toContain("Sec-GPC");
  expect(await acts()).toEqual(["signalled *"]);
});

test("the form for a link says the same of every address, and writes only to known ones", async () => {
  const before = (await t.sentMail()).length;
  const known = await t.app.request("/privacy/choices", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `email=ADA${people}%40example.org`,
  });
  const unknown = await t.app.request("/privacy/choices", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "email=nobody%40example.org",
  });
  expect(await known.text()).toBe(await unknown.text());
  await t.drain();
  const sent = (await t.sentMail()).slice(before);
  expect(sent.map(({ to }) => to)).toEqual([`ada${people}@example.org`]);
  const address = /http\S+\/privacy\/choices\/\S+/.exec(sent[0]?.text ?? "")?.[0] ?? "";
  expect((await get(new URL(address).pathname)).status).toBe(200);
  const wrong = await send("/privacy/choices", [["email", "nonsense"]]);
  expect(wrong.status).toBe(422);
});

test("five links a day to an address, however fast they are asked for; strangers are counted too, and forgotten", async () => {
  const ask = (email: string) => send("/privacy/choices", [["email", email]]);
  await t.drain();
  const before = (await t.sentMail()).length;
  for (let time = 0; time < 8; time += 1) await ask(`ada${people}@example.org`);
  await ask("stranger@example.org");
  await t.drain();
  expect((await t.sentMail()).length - before).toBe(5);
  const asks = () => t.ctx.db.selectFrom("choice_link_ask").select("asked").orderBy("asked", "desc").execute();
  expect((await asks())[0]).toEqual({ asked: 8 });
  t.clock.advance("P1D");
  await ask(`ada${people}@example.org`);
  await t.drain();
  expect((await t.sentMail()).length - before).toBe(6);
  await forgetAsks(t.ctx);
  expect(await asks()).toEqual([{ asked: 1 }]);
});

test("an app leads somebody who is signed in there, without their token in an address", async () => {
  const response = await t.app.request("/api/choices/open", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ session: sessionToken({ sub: randomUUID() }) }),
  });
  const { url } = (await response.json()) as { url: string };
  expect(url).not.toContain("eyJ");
  expect((await get(new URL(url).pathname)).status).toBe(200);
  t.clock.advance("PT61M");
  expect((await get(new URL(url).pathname)).status).toBe(410);
});
