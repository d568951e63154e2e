/** A question by post: for whoever has no address, printed, posted, and answered by a letter. */
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { lapseUnanswered } from "./ask-person.ts";
import { createShop } from "./testing/shop.ts";
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

test("a question whose time to answer is over already asks nobody: it is refused, and not lapsed at once", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { now: "2026-11-20T15:00:00Z" });
  const id = await enter(visit, "DE");
  visit.t.clock.set("2027-03-01T10:00:00Z");
  const posted = { ...question, sentByPost: "2026-11-20" };
  const late = await visit.api<{ code: string }>("POST", `/api/requests/${id}/ask`, posted);
  expect(late.body.code).toBe("question_not_posted");
});
