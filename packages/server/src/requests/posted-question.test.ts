/** A question by post: for whoever has no address, printed, posted, and answered by a letter. */
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import { lapseUnanswered } from "./ask-person.ts";
import { ADA, createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";

const question = {
  cause: "clarification",
  reason: "Two accounts fit.",
  text: "Which of your two accounts do you mean?",
};

async function enter(visit: Awaited<ReturnType<typeof visitCentre>>, country: string): Promise<string> {
  const made = await visit.api<RequestDetail>("POST", "/api/requests", {
    kind: "access",
    identifiers: [],
    keys: [{ system: "shop", table: "users", key: ["1"] }],
    verified: { by: "letter", how: "signature" },
    arrivedAt: "2026-11-16T10:00:00Z",
    country,
  });
  await visit.t.drain();
  return made.body.id;
}

test("who has no address is asked by post: printed, counted from the day of the post, answered by letter", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { now: "2026-11-20T15:00:00Z" });
  const id = await enter(visit, "DE");
  const path = `/api/requests/${id}/ask`;
  const ask = (more: object = {}) =>
    visit.api<RequestDetail & { code?: string }>("POST", path, { ...question, ...more });

  expect((await ask()).body.code).toBe("request_no_address");
  expect((await ask({ sentByPost: "2026-11-21" })).body.code).toBe("question_not_posted");
  expect((await ask({ sentByPost: "2026-11-15" })).body.code).toBe("question_not_posted");
  const letter = await visit.api<{ text: string }>("POST", `${path}/preview`, question);
  expect(letter.body.text).toContain(question.text);
  expect(letter.body.text).toContain("/privacy/find");

  const mails = (await visit.t.sentMail()).length;
  const { body: asked } = await ask({ sentByPost: "2026-11-18" });
  await visit.t.drain();
  expect(asked.state).toBe("asking");
  expect((await visit.t.sentMail()).length).toBe(mails);
  // Posted on a Wednesday, taken to have come four days later; the time to answer runs from there.
  expect(asked.questions).toMatchObject([
    { postedOn: "2026-11-18", askedAt: "2026-11-18T11:00:00.000Z", presumedAt: "2026-11-22T22:59:59.999Z" },
  ]);
  const [{ closesAt } = { closesAt: null }] = asked.questions;
  const days = (Date.parse(closesAt ?? "") - Date.parse("2026-11-22T22:59:59.999Z")) / 86_400_000;
  const byMail = visit.parts.kept.requests.questionLifetime;
  expect(`P${days}D`).toBe(byMail);

  visit.t.clock.set("2026-11-30T09:00:00Z");
  const answer = { text: "The one of 2024.", receivedOn: "2026-11-26" };
  const { body: answered } = await visit.api<RequestDetail>("POST", `/api/requests/${id}/answer`, answer);
  // The clocks go on from the day on which the letter came, not from that on which it was typed in.
  expect(answered.questions[0]?.answeredAt).toBe("2026-11-26T11:00:00.000Z");
});

test("nobody's time to answer is cut short: where it is not known where they live, the slowest post counts", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { now: "2026-11-20T15:00:00Z" });
  const id = await enter(visit, "CH");
  const posted = { ...question, sentByPost: "2026-11-20" };
  const { body: asked } = await visit.api<RequestDetail>("POST", `/api/requests/${id}/ask`, posted);
  const [row] = asked.questions;
  expect(Date.parse(row?.presumedAt ?? "")).toBeGreaterThanOrEqual(Date.parse("2026-11-24T22:59:59Z"));
  visit.t.clock.set(new Date(Date.parse(row?.closesAt ?? "") - 60_000).toISOString());
  await lapseUnanswered(visit.t.ctx, visit.parts);
  expect((await visit.detail(id)).state).toBe("asking");
  // An answer that came on the last day is opened and entered on a later one.
  visit.t.clock.advance("P3D");
  await lapseUnanswered(visit.t.ctx, visit.parts);
  expect((await visit.detail(id)).state).toBe("asking");
  visit.t.clock.advance("P14D");
  await lapseUnanswered(visit.t.ctx, visit.parts);
  expect((await visit.detail(id)).state).toBe("lapsed");
});

test("an answer that comes after the request has lapsed opens it again, whether it was late or only entered late", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { now: "2026-11-20T15:00:00Z" });
  const lapsed = async () => {
    const id = await enter(visit, "DE");
    const { body } = await visit.api<RequestDetail>("POST", `/api/requests/${id}/ask`, {
      ...question,
      sentByPost: visit.t.clock.now().toString().slice(0, 10),
    });
    expect(body.may.answer).toBe(true);
    visit.t.clock.advance("P50D");
    await lapseUnanswered(visit.t.ctx, visit.parts);
    const detail = await visit.detail(id);
    expect(detail).toMatchObject({ state: "lapsed", may: { answer: true } });
    return { id, closesAt: body.questions[0]?.closesAt ?? "" };
  };
  const facts = async (id: string) =>
    (await visit.detail(id)).timeline.find(({ event }) => event === "reopened")?.facts["inTime"];
  const first = await lapsed();
  const receivedOn = first.closesAt.slice(0, 10);
  const answer = { text: "The one of 2024.", receivedOn };
  const { body: reopened } = await visit.api<RequestDetail>("POST", `/api/requests/${first.id}/answer`, answer);
  expect(reopened).toMatchObject({ closedAt: null, questions: [{ answeredAt: `${receivedOn}T11:00:00.000Z` }] });
  await visit.t.drain();
  expect(await visit.detail(first.id)).toMatchObject({ state: "awaiting_approval", may: { answer: false } });
  expect(await facts(first.id)).toBe(true);

  const second = await lapsed();
  await visit.api("POST", `/api/requests/${second.id}/answer`, { text: "The one of 2024." });
  await visit.t.drain();
  expect(await visit.detail(second.id)).toMatchObject({ state: "awaiting_approval" });
  expect(await facts(second.id)).toBe(false);

  // Who asked has been forgotten: there is nobody to answer.
  const third = await lapsed();
  visit.t.clock.advance("P31D");
  await tidyRequests(visit.t.ctx, visit.parts);
  expect((await visit.detail(third.id)).may.answer).toBe(false);
  const late = await visit.api<{ code: string }>("POST", `/api/requests/${third.id}/answer`, { text: "The old one." });
  expect(late).toMatchObject({ status: 409, body: { code: "request_state_wrong" } });
});

test("what was never confirmed stays lapsed", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await visit.ask("access", ADA);
  await visit.t.drain();
  const list = await visit.api<{ requests: RequestDetail[] }>("GET", "/api/requests");
  const id = list.body.requests[0]?.id ?? "";
  visit.t.clock.advance("P30D");
  await tidyRequests(visit.t.ctx, visit.parts);
  expect(await visit.detail(id)).toMatchObject({ state: "lapsed", may: { answer: false } });
  const answer = await visit.api<{ code: string }>("POST", `/api/requests/${id}/answer`, { text: "It was me." });
  expect(answer.body.code).toBe("request_state_wrong");
});

test("a question whose time to answer is over already asks nobody: it is refused, and not lapsed at once", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { now: "2026-11-20T15:00:00Z" });
  const id = await enter(visit, "DE");
  visit.t.clock.set("2027-03-01T10:00:00Z");
  const posted = { ...question, sentByPost: "2026-11-20" };
  const late = await visit.api<{ code: string }>("POST", `/api/requests/${id}/ask`, posted);
  expect(late.body.code).toBe("question_not_posted");
});
