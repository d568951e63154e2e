/** Reminders, escalations, and what new holiday data does to dates. */
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { ADA, createShop } from "../requests/testing/shop.ts";
import { visitCentre } from "../requests/testing/visit-centre.ts";
import { recomputeClocks } from "./recompute-clocks.ts";
import { reminderLead, remindOperators } from "./remind-operators.ts";

const forAda = {
  kind: "access",
  identifiers: [{ kind: "email", value: ADA }],
  verified: { by: "phone", how: "called" },
  country: "DE",
};

test("the lead that has been reached, each once, and one for every day over", () => {
  const leads = [10, 5, 2, 0];
  expect([11, 10, 9, 5, 3, 2, 1, 0, -1, -8].map((left) => reminderLead(left, leads))).toEqual([
    null,
    10,
    10,
    5,
    5,
    2,
    2,
    0,
    -1,
    -8,
  ]);
});

test("operators are reminded once for each lead, then escalated, then daily, and never of what is closed", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, {
    now: "2026-03-05T12:00:00Z",
    kept: { requests: { erasureWaitingPeriod: "PT0S", escalateTo: ["board@example.org"] } },
  });
  const { id } = (await visit.api<RequestDetail>("POST", "/api/requests", forAda)).body;
  await visit.t.drain();
  const remind = async (at: string) => {
    visit.t.clock.set(at);
    const before = (await visit.t.sentMail()).length;
    await remindOperators(visit.t.ctx, visit.parts);
    // What was said is not said again.
    await remindOperators(visit.t.ctx, visit.parts);
    await visit.t.drain();
    return (await visit.t.sentMail()).slice(before).map(({ to, subject }) => [to, subject] as const);
  };
  // Safe date: Thursday 2 April, before Good Friday.
  expect(await remind("2026-03-20T09:00:00Z")).toEqual([]);
  expect(await remind("2026-03-23T09:00:00Z")).toEqual([["operator1@example.org", "1 request is due soon"]]);
  expect(await remind("2026-03-24T09:00:00Z")).toEqual([]);
  expect(await remind("2026-03-28T09:00:00Z")).toHaveLength(1);
  expect(await remind("2026-04-02T09:00:00Z")).toEqual([
    ["operator1@example.org", "1 request: due now or overdue"],
    ["board@example.org", "1 request: due now or overdue"],
  ]);
  expect(await remind("2026-04-03T09:00:00Z")).toHaveLength(2);
  expect(await remind("2026-04-03T21:00:00Z")).toEqual([]);
  const message = (await visit.t.sentMail()).at(-1);
  expect(message?.text).toContain("answer by 2 April 2026 (7 April 2026): 1 day over");
  expect(message?.text).not.toContain("ada");
  const levels = (await visit.detail(id)).timeline
    .filter(({ event }) => event === "reminded")
    .map(({ facts }) => facts["level"]);
  expect(levels).toEqual(["reminder", "reminder", "escalation", "escalation"]);

  await visit.api("POST", `/api/requests/${id}/cancel`);
  await visit.t.drain();
  expect((await remind("2026-04-05T09:00:00Z")).map(([, subject]) => subject)).toEqual([]);
});

test("new holiday data computes open clocks anew, and only a date that became earlier is told", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { now: "2026-03-05T12:00:00Z" });
  const { id } = (await visit.api<RequestDetail>("POST", "/api/requests", forAda)).body;
  await visit.t.drain();
  const pretend = (safe: string) =>
    visit.t.ctx.db
      .updateTable("request_clock")
      .set({ holiday_data: "date-holidays 1.0.0", safe_due_on: safe })
      .where("request_id", "=", id)
      .where("purpose", "=", "answer")
      .execute();
  const events = async () => (await visit.detail(id)).timeline.filter(({ event }) => event === "due-moved");

  await pretend("2026-04-01");
  await recomputeClocks(visit.t.ctx, visit.parts);
  expect((await visit.detail(id)).dueOn).toBe("2026-04-02");
  expect(await events()).toEqual([]);

  await pretend("2026-04-03");
  await recomputeClocks(visit.t.ctx, visit.parts);
  await visit.t.drain();
  expect((await events()).map(({ facts }) => [facts["from"], facts["to"]])).toEqual([["2026-04-03", "2026-04-02"]]);
  expect((await visit.mail("reminder")).to).toBe("operator1@example.org");
  await recomputeClocks(visit.t.ctx, visit.parts);
  expect(await events()).toHaveLength(1);
});
