/** When a request is due, by which rules, and what moves it: through the doors that people and operators use. */
import type { RequestDetail, RequestList } from "@kept/contract/requests";
import { expect, test } from "vitest";
import type { KeptConfigInput } from "../kept-config.ts";
import { lapseUnanswered } from "./ask-person.ts";
import { updateRequest } from "./queries.ts";
import { ADA, BOB, createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";
import { undoExtensions } from "./undo-extensions.ts";

const kept: Pick<KeptConfigInput, "regimes" | "controller"> = {
  regimes: ["eea", "us-ca", "default"],
  controller: {
    name: "Example GmbH",
    address: ["Example Street 1"],
    country: "DE",
    email: "privacy@example.org",
    zone: "Europe/Berlin",
  },
};
const forAda = {
  kind: "access",
  identifiers: [{ kind: "email", value: ADA }],
  verified: { by: "phone", how: "called" },
};

function dates(request: RequestDetail): Record<string, readonly [legal: string, safe: string]> {
  return Object.fromEntries(request.clocks.map((clock) => [clock.rule, [clock.legalDueOn, clock.safeDueOn]]));
}

test("clocks begin when the form is sent; the wait for the link is granted by one reading only (R-8.4.0a)", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { ...kept, regimes: ["eea"] }, now: "2026-03-05T12:00:00Z" });
  await visit.ask("access", ADA, { country: "DE" });
  await visit.t.drain();
  visit.t.clock.advance("P1D");
  await visit.post((await visit.mail("confirm")).path);
  const list = await visit.api<RequestList>("GET", "/api/requests");
  const request = await visit.detail(list.body.requests[0]?.id ?? "");
  expect(request).toMatchObject({ arrivedAt: "2026-03-05T12:00:00.000Z", receivedAt: "2026-03-06T12:00:00.000Z" });
  expect(request.region).toMatchObject({ country: "DE", method: "declared", confidence: 0.95 });
  // Easter: legal two days after Easter Sunday and Monday, safe before Good Friday.
  expect(dates(request)["eea.right.answer"]).toEqual(["2026-04-07", "2026-04-02"]);
  expect([request.dueOn, request.legalDueOn]).toEqual(["2026-04-02", "2026-04-07"]);
  const answer = request.clocks.find(({ rule }) => rule === "eea.right.answer");
  expect(answer).toMatchObject({
    source: expect.stringContaining("Art. 12(3) GDPR"),
    territory: "DE",
    isPaused: false,
  });
  expect(answer?.steps.find(({ code }) => code === "moved")).toMatchObject({ over: expect.anything() });
  // Acknowledged as soon as the message is out.
  const acknowledged = () => request.clocks.find(({ purpose }) => purpose === "acknowledge")?.metAt;
  expect(acknowledged()).toBeNull();
  await visit.t.drain();
  expect(
    (await visit.detail(request.id)).clocks.find(({ purpose }) => purpose === "acknowledge")?.metAt,
  ).not.toBeNull();
});

test("who says where they are gets the rules of that place; who does not gets all, and the earliest counts (R-8.0.b)", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept, now: "2026-03-05T12:00:00Z" });
  const open = async (email: string, more: Record<string, string>) => {
    await visit.ask("erasure", email, more);
    await visit.t.drain();
    await visit.post((await visit.mail("confirm")).path);
    await visit.t.drain();
    return visit.detail((await visit.api<RequestList>("GET", "/api/requests?limit=1")).body.requests[0]?.id ?? "");
  };
  const californian = await open(ADA, { country: "US-CA" });
  expect(californian.regimes).toEqual(["us-ca"]);
  expect(dates(californian)).toEqual({
    "us-ca.right.acknowledge": ["2026-03-19", "2026-03-19"],
    "us-ca.right.answer": ["2026-04-19", "2026-04-18"],
  });
  const unknown = await open(BOB, {});
  expect(unknown.regimes).toEqual(["eea", "us-ca", "default"]);
  expect(unknown.region).toMatchObject({ country: null, method: "none" });
  expect(Object.keys(dates(unknown)).filter((rule) => rule.endsWith(".answer"))).toHaveLength(3);
  expect([unknown.dueOn, unknown.legalDueOn]).toEqual(["2026-04-02", "2026-04-07"]);
  // A field that a program filled in with nonsense is no place.
  const nonsense = await open("nobody@example.org", { country: "<b>" });
  expect(nonsense.region?.country).toBeNull();
  const entry = await visit.t.ctx.db
    .selectFrom("request_event")
    .select("facts")
    .where("request_id", "=", californian.id)
    .where("event", "=", "submitted")
    .executeTakeFirstOrThrow();
  expect(entry.facts).toMatchObject({ regimes: "us-ca", regionMethod: "declared", spoofSuspected: false });
});

test("a letter that lay for a week is due by the day it came", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { ...kept, regimes: ["eea"] }, now: "2026-03-12T12:00:00Z" });
  const body = { ...forAda, country: "GB", arrivedAt: "2026-03-05T09:00:00+01:00" };
  const request = (await visit.api<RequestDetail>("POST", "/api/requests", body)).body;
  expect(request.regimes).toEqual(["uk"]);
  expect(dates(request)["uk.right.answer"]).toEqual(["2026-04-07", "2026-04-02"]);
});

test("a question stops the clock in one reading, the person answers on their page, and the search begins anew (R-8.4.0b)", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { ...kept, regimes: ["eea"] }, now: "2026-03-05T12:00:00Z" });
  const { id } = (await visit.api<RequestDetail>("POST", "/api/requests", { ...forAda, country: "DE" })).body;
  await visit.t.drain();
  visit.t.clock.advance("P1D");
  const question = {
    cause: "identity",
    reason: "Two accounts share the address.",
    text: "Which customer number is yours?",
  };
  const asked = await visit.api<RequestDetail>("POST", `/api/requests/${id}/ask`, question);
  expect(asked.body).toMatchObject({
    state: "asking",
    isPaused: true,
    may: { answer: true, ask: false, approve: false },
  });
  await visit.t.drain();
  const message = await visit.mail("question");
  expect(message.text).toContain("Which customer number is yours?");
  expect((await visit.get(message.path)).text).toContain("Which customer number is yours?");

  visit.t.clock.advance("P14D");
  const send = (answer: string) =>
    visit.t.app.request(`${message.path}/answer`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ answer }).toString(),
    });
  expect((await send(" ")).status).toBe(422);
  expect((await send("Number 7")).status).toBe(303);
  // A second click does no harm.
  expect((await send("Number 8")).status).toBe(303);
  await visit.t.drain();
  const answered = await visit.detail(id);
  expect(answered).toMatchObject({ state: "awaiting_approval", isPaused: false });
  // 5 April and 14 days is Sunday the 19th.
  expect(dates(answered)["eea.right.answer"]).toEqual(["2026-04-20", "2026-04-02"]);
  const { body } = await visit.api<{ questions: { text: string; answer: string }[] }>(
    "GET",
    `/api/requests/${id}/questions`,
  );
  expect(body.questions).toMatchObject([{ ...question, answer: "Number 7" }]);
  expect(await visit.t.ledgerTypes(id)).toContain("request.answered");
  const facts = JSON.stringify(answered.timeline);
  expect(facts).not.toMatch(/Number 7|customer number/);
});

test("who asks late is told that it may not count, and a question that nobody answers ends the request", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept, now: "2026-03-05T12:00:00Z" });
  const { id } = (await visit.api<RequestDetail>("POST", "/api/requests", { ...forAda, country: "GB" })).body;
  await visit.t.drain();
  visit.t.clock.advance("P6D");
  const question = { cause: "clarification", reason: "Unclear.", text: "What do you mean?" };
  const asked = (await visit.api<RequestDetail>("POST", `/api/requests/${id}/ask`, question)).body;
  expect(asked.clocks.find(({ rule }) => rule === "uk.right.answer")?.warnings).toContain("pause-not-prompt");
  await visit.t.drain();
  await lapseUnanswered(visit.t.ctx, visit.parts);
  expect((await visit.detail(id)).state).toBe("asking");
  visit.t.clock.advance("P31D");
  await lapseUnanswered(visit.t.ctx, visit.parts);
  await visit.t.drain();
  expect((await visit.detail(id)).state).toBe("lapsed");
  expect((await visit.mail("lapsed")).to).toBe(ADA);
});

test("an extension counts when the notice has gone out, and only once", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept, now: "2026-01-31T12:00:00Z" });
  const { id } = (await visit.api<RequestDetail>("POST", "/api/requests", { ...forAda, country: "DE" })).body;
  await visit.t.drain();
  const extension = { reason: "complexity", text: "Archives have to be read back." };
  const decided = (await visit.api<RequestDetail>("POST", `/api/requests/${id}/extend`, extension)).body;
  expect(decided).toMatchObject({ isExtended: false, dueOn: "2026-02-27", extension: { noticeAt: null } });
  await visit.t.drain();
  const extended = await visit.detail(id);
  // Three months from the anchor: 30 April, never 28.
  expect(extended).toMatchObject({ isExtended: true, dueOn: "2026-04-30", legalDueOn: "2026-04-30" });
  const notice = await visit.mail("extended");
  expect(notice.text).toContain("Archives have to be read back.");
  expect(notice.text).toContain("30 April 2026");
  expect((await visit.api("POST", `/api/requests/${id}/extend`, extension)).status).toBe(409);
  expect(await visit.t.ledgerTypes(id)).toContain("request.extended");
});

test("when the first month is over nothing is extended", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept, now: "2026-01-31T12:00:00Z" });
  const { id } = (await visit.api<RequestDetail>("POST", "/api/requests", { ...forAda, country: "DE" })).body;
  await visit.t.drain();
  visit.t.clock.set("2026-03-03T09:00:00Z");
  const extension = { reason: "number", text: "Many." };
  expect((await visit.api("POST", `/api/requests/${id}/extend`, extension)).status).toBe(409);
});

test("a second request for the same is joined with the first, whose date stays", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept, now: "2026-03-05T12:00:00Z" });
  const first = await visit.request("access", ADA);
  visit.t.clock.advance("P5D");
  await visit.ask("access", ADA);
  await visit.t.drain();
  expect((await visit.post((await visit.mail("confirm")).path)).status).toBe(200);
  await visit.t.drain();
  const list = await visit.api<RequestList>("GET", "/api/requests");
  const second = await visit.detail(list.body.requests[0]?.id ?? "");
  expect(second).toMatchObject({ state: "merged", mergedInto: first.id });
  expect((await visit.mail("merged")).to).toBe(ADA);
  const kept1 = await visit.detail(first.id);
  expect([kept1.state, kept1.dueOn]).toEqual(["awaiting_approval", first.dueOn]);
  expect(await visit.t.ledgerTypes(first.id)).toContain("request.absorbed");
  // Another right, or another person, is no duplicate.
  expect((await visit.request("erasure", ADA)).state).toBe("awaiting_approval");
  expect((await visit.request("access", BOB)).state).toBe("awaiting_approval");
});

test("who only shares an identifier with another is joined with them by an operator, and never by itself", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept, now: "2026-03-05T12:00:00Z" });
  // Ada names the address of the household beside her own, and is answered at hers.
  const identifiers = [ADA, BOB].map((value) => ({ kind: "email", value }));
  const body = { ...forAda, identifiers, replyTo: ADA };
  const hers = (await visit.api<RequestDetail>("POST", "/api/requests", body)).body;
  await visit.t.drain();
  const his = await visit.request("access", BOB);
  expect(his).toMatchObject({ state: "awaiting_approval", mergedInto: null });
  const mail = await visit.t.sentMail();
  expect(mail.filter(({ kind }) => kind === "request-merged")).toEqual([]);
  expect((await visit.api("POST", `/api/requests/${his.id}/merge`, { into: hers.id })).status).toBe(200);
});

test("an earlier arrival found later moves the date of the request that stays", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { ...kept, regimes: ["eea"] }, now: "2026-03-12T12:00:00Z" });
  const create = async (more: object) =>
    (await visit.api<RequestDetail>("POST", "/api/requests", { ...forAda, country: "DE", ...more })).body;
  const first = await create({});
  const letter = await create({ arrivedAt: "2026-03-05T12:00:00Z" });
  await visit.t.drain();
  const merge = (from: string, into: string) => visit.api("POST", `/api/requests/${from}/merge`, { into });
  expect((await merge(letter.id, letter.id)).status).toBe(409);
  expect((await merge(letter.id, first.id)).status).toBe(200);
  expect(await visit.detail(first.id)).toMatchObject({ arrivedAt: "2026-03-05T12:00:00.000Z", dueOn: "2026-04-02" });
});

test("the most urgent come first, with what is late counted, page by page", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { ...kept, regimes: ["eea"] }, now: "2026-03-12T12:00:00Z" });
  const arrivals = ["2026-03-05", "2026-01-05", "2026-03-01", "2026-02-09"];
  for (const [index, day] of arrivals.entries()) {
    const identifiers = [{ kind: "email", value: `person${index}@example.org` }];
    await visit.api("POST", "/api/requests", { ...forAda, identifiers, arrivedAt: `${day}T12:00:00Z` });
  }
  const days: (string | null)[] = [];
  let next: string | null = "";
  for (let pages = 0; next !== null && pages < 9; pages += 1) {
    const cursor: string = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
    const { body }: { body: RequestList } = await visit.api("GET", `/api/requests?sort=due&limit=1${cursor}`);
    days.push(...body.requests.map(({ dueOn }) => dueOn));
    expect(body.due).toEqual({ late: 2, overdue: 2, soon: 0 });
    next = body.next;
  }
  expect(days).toEqual(["2026-02-05", "2026-03-09", "2026-04-01", "2026-04-02"]);
});

test("a state is written only where the table of states lets it", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const request = await visit.request("access", ADA);
  const write = (state: string) => visit.t.ctx.transaction((tx) => updateRequest(tx, request.id, { state }));
  await expect(write("unverified")).rejects.toThrow("cannot become unverified");
  await expect(write("gone")).rejects.toThrow("no state of a request");
  await expect(write("awaiting_approval")).resolves.toBeUndefined();
});

test("a notice of an extension that comes back extends nothing, and another one by post does", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const { id, dueOn } = await visit.request("access", ADA);
  const say = { reason: "complexity", text: "Archives have to be read back." };
  const extend = (more: object = {}) =>
    visit.api<RequestDetail & { code?: string }>("POST", `/api/requests/${id}/extend`, { ...say, ...more });
  await extend();
  await visit.t.drain();
  expect(await visit.detail(id)).toMatchObject({ isExtended: true, may: { extend: false } });
  visit.t.clock.advance("PT2H");
  await visit.t.ctx.db
    .updateTable("mail_message")
    .set({ bounced_at: visit.t.clock.now().toString(), bounce_status: "5.1.1" })
    .where("kind", "=", "request-extended")
    .execute();
  await undoExtensions(visit.t.ctx, visit.parts);
  await undoExtensions(visit.t.ctx, visit.parts);
  await visit.t.drain();
  const undone = await visit.detail(id);
  expect(undone).toMatchObject({ isExtended: false, dueOn, may: { extend: true }, extension: { noticeAt: null } });
  expect(undone.extension?.bouncedAt).not.toBeNull();
  expect((await visit.t.ledgerTypes(id)).filter((type) => type === "request.extension-bounced")).toHaveLength(1);
  expect((await visit.t.sentMail()).some(({ kind }) => kind === "request-reminder")).toBe(true);

  const letter = await visit.api<{ text: string }>("POST", `/api/requests/${id}/extend/preview`, say);
  expect(letter.body.text).toMatch(/Archives have to be read back[\s\S]+or go to court/);
  expect((await extend({ sentByPost: "2026-12-24" })).body.code).toBe("extension_not_possible");
  expect((await extend({ sentByPost: "2026-11-22" })).body).toMatchObject({ isExtended: true });
  await undoExtensions(visit.t.ctx, visit.parts);
  expect(await visit.detail(id)).toMatchObject({ isExtended: true, extension: { bouncedAt: null } });
});
