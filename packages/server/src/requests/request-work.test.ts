/** Notes, tasks for colleagues without an account, and holding an erasure for the law. */
import type { RequestWork } from "@kept/contract/request-work";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import { ADA, createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";

test("the warehouse answers by the link in its message, once, and everything is forgotten with the person", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const { id } = await visit.request("access", ADA);
  const question = "Is there a paper file of order 7?";
  const body = { question, assignee: "warehouse@example.org", dueOn: "2026-11-30" };
  const opened = await visit.api<RequestDetail>("POST", `/api/requests/${id}/tasks`, body);
  expect(opened.body.openTasks).toBe(1);
  await visit.api("POST", `/api/requests/${id}/notes`, { text: "Ada called; she moved in May." });
  await visit.t.drain();
  const message = await visit.mail("task");
  expect([message.to, message.text.includes(question)]).toEqual(["warehouse@example.org", true]);
  expect((await visit.get(message.path)).text).toContain(question);
  const answer = (text: string) =>
    visit.t.app.request(message.path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ answer: text }).toString(),
    });
  expect((await answer("")).status).toBe(422);
  visit.t.clock.advance("P10D");
  expect((await answer("One folder, shelf 12.")).status).toBe(200);
  expect((await answer("Another.")).status).toBeGreaterThanOrEqual(404);

  const work = (await visit.api<RequestWork>("GET", `/api/requests/${id}/work`)).body;
  expect(work.tasks).toMatchObject([{ ...body, answer: "One folder, shelf 12." }]);
  expect(work.notes).toMatchObject([{ text: "Ada called; she moved in May." }]);
  const detail = await visit.detail(id);
  expect(detail.openTasks).toBe(0);
  expect(detail.timeline.find(({ event }) => event === "task-done")?.facts).toEqual({ isLate: true });
  expect(JSON.stringify(detail.timeline)).not.toMatch(/shelf|warehouse|moved/);
  await visit.t.drain();
  expect(await visit.t.ledgerTypes(id)).toContain("request.work-viewed");

  await visit.api("POST", `/api/requests/${id}/cancel`);
  visit.t.clock.advance("P31D");
  await tidyRequests(visit.t.ctx, visit.parts);
  const forgotten = (await visit.api<RequestWork>("GET", `/api/requests/${id}/work`)).body;
  expect(forgotten.notes).toMatchObject([{ text: "" }]);
  expect(forgotten.tasks).toMatchObject([{ question: "", answer: null }]);
});

test("what is held is not approved and not carried out until the hold is lifted; its clocks go on", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { requests: { erasureWaitingPeriod: "P3D" } } });
  const { id } = await visit.request("erasure", ADA);
  const hold = () => visit.api<RequestDetail>("POST", `/api/requests/${id}/hold`, { reason: "Claim 12 O 345/26." });
  const approve = () => visit.api("POST", `/api/requests/${id}/approve`, { planVersion: 1 });
  const lift = () => visit.api("POST", `/api/requests/${id}/hold/lift`);
  expect((await lift()).status).toBe(409);
  const held = await hold();
  expect(held.body).toMatchObject({ hold: { reason: "Claim 12 O 345/26." }, dueOn: "2026-12-22" });
  expect((await approve()).status).toBe(409);
  expect((await lift()).status).toBe(200);
  expect((await approve()).status).toBe(200);

  // Held during the waiting period: the day comes and nothing happens.
  await hold();
  visit.t.clock.advance("P4D");
  await visit.t.drain();
  expect([(await visit.detail(id)).state, shop.count("users", "id = 1")]).toEqual(["waiting", 1]);
  await lift();
  await visit.t.drain();
  expect([(await visit.detail(id)).state, shop.count("orders", "user_id = 1")]).toEqual(["done", 0]);
  expect((await visit.detail(id)).timeline.map(({ event }) => event)).toEqual(
    expect.arrayContaining(["held", "hold-lifted"]),
  );
});
