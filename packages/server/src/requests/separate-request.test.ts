/** Two requests that were answered as one by mistake are two again, each with its own clock; old links lead on. */
import type { RequestDetail, RequestList } from "@kept/contract/requests";
import type { Separation } from "@kept/contract/separations";
import { expect, test } from "vitest";
import { createLink } from "../platform/crypto/signed-links.ts";
import { LINKS } from "./request-links.ts";
import { ADA, BOB, createShop, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const kept = { regimes: ["eea"] as const };
const forAda = {
  kind: "access",
  identifiers: [{ kind: "email", value: ADA }],
  verified: { by: "letter", how: "signed" },
};

async function mergeTwo(visit: Visit) {
  const create = async (more: object) =>
    (await visit.api<RequestDetail>("POST", "/api/requests", { ...forAda, country: "DE", ...more })).body;
  const first = await create({});
  const letter = await create({ arrivedAt: "2026-03-05T12:00:00Z" });
  await visit.t.drain();
  const before = await visit.detail(first.id);
  expect((await visit.api("POST", `/api/requests/${letter.id}/merge`, { into: first.id })).status).toBe(200);
  await visit.t.drain();
  return { first: before, letter };
}

const separate = (visit: Visit, id: string, reason = "Two people share an address.") =>
  visit.api<{ code?: string; state?: string }>("POST", `/api/requests/${id}/separate`, { reason });

async function visitShop(shop: Shop, more: object = {}): Promise<Visit> {
  return await visitCentre(shop, { kept: { ...kept, ...more } as never, now: "2026-03-12T12:00:00Z" });
}

test("each has its own clock again, the dry run says so first and changes nothing", async () => {
  await using shop = await createShop();
  await using visit = await visitShop(shop);
  const { first, letter } = await mergeTwo(visit);
  expect((await visit.detail(first.id)).dueOn).not.toBe(first.dueOn);
  const path = `/api/requests/${letter.id}/separate`;
  const { body: dry } = await visit.api<Separation>("GET", path);
  expect(dry.other).toMatchObject({ id: first.id, dueOn: first.dueOn, isAnswered: false, isRestored: true });
  expect(dry.own.arrivedAt).toBe("2026-03-05T12:00:00.000Z");
  expect(await visit.detail(letter.id)).toMatchObject({
    state: "merged",
    mergedInto: first.id,
    may: { separate: true },
  });
  expect((await separate(visit, letter.id)).status).toBe(200);
  await visit.t.drain();
  const [own, other] = [await visit.detail(letter.id), await visit.detail(first.id)];
  expect(own).toMatchObject({ state: "awaiting_approval", mergedInto: null, closedAt: null, rows: other.rows });
  expect([own.dueOn, other.dueOn]).toEqual([dry.own.dueOn, dry.other.dueOn]);
  expect(other).toMatchObject({ arrivedAt: first.arrivedAt, dueOn: first.dueOn });
  expect(await visit.t.ledgerTypes(letter.id)).toContain("request.separated");
  expect(JSON.stringify(own.timeline)).not.toContain("share an address");
  expect((await separate(visit, letter.id)).status).toBe(409);
});

test("what was answered meanwhile stays answered, and the other is planned from the start", async () => {
  await using shop = await createShop();
  await using visit = await visitShop(shop);
  const { first, letter } = await mergeTwo(visit);
  const { planVersion } = await visit.detail(first.id);
  await visit.api("POST", `/api/requests/${first.id}/approve`, { planVersion });
  await visit.t.drain();
  expect((await visit.api<Separation>("GET", `/api/requests/${letter.id}/separate`)).body.other.isAnswered).toBe(true);
  expect((await separate(visit, letter.id)).status).toBe(200);
  await visit.t.drain();
  expect((await visit.detail(first.id)).state).toBe("done");
  expect((await visit.detail(letter.id)).state).toBe("awaiting_approval");
});

test("with four eyes the first proposes and another does it", async () => {
  await using shop = await createShop();
  await using visit = await visitShop(shop, { requests: { fourEyes: { separations: true } } });
  const { letter } = await mergeTwo(visit);
  expect((await separate(visit, letter.id)).body.state).toBe("merged");
  const again = await separate(visit, letter.id);
  expect([again.status, again.body.code]).toEqual([409, "separation_same_person"]);
  const headers = await visit.t.apiKey(["requests:act"]);
  const response = await visit.t.app.request(`/api/requests/${letter.id}/separate`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ reason: "Yes, two." }),
  });
  expect(response.status).toBe(200);
  await visit.t.drain();
  expect((await visit.detail(letter.id)).state).toBe("awaiting_approval");
});

test("a link of before the merge leads to the answer, and to nobody else's", async () => {
  await using shop = await createShop();
  await using visit = await visitShop(shop);
  const first = await visit.request("access", ADA);
  visit.t.clock.advance("P1D");
  await visit.ask("access", ADA);
  await visit.t.drain();
  await visit.post((await visit.mail("confirm")).path);
  await visit.t.drain();
  const { requests } = (await visit.api<RequestList>("GET", "/api/requests")).body;
  expect(requests[0]).toMatchObject({ state: "merged" });
  const linkTo = (subject: string) =>
    visit.t.ctx.transaction((tx) => createLink(tx, { purpose: LINKS.status, subject, lifetime: "P1D" }));
  const { token } = await linkTo(requests[0]?.id ?? "");
  expect((await visit.get(`/privacy/status/${token}`)).text).toContain("To that request");
  const led = await visit.post(`/privacy/status/${token}/merged`);
  const to = led.headers.get("location") ?? "";
  expect(to).not.toContain(token);
  expect((await visit.get(to.split("?")[0] ?? "")).text).toContain(first.reference);
  // Joined by an operator's word only: the link goes by mail to the address of the other.
  const his = await visit.request("access", BOB);
  await visit.t.ctx.db
    .updateTable("request")
    .set({ state: "merged", merged_into: first.id })
    .where("id", "=", his.id)
    .execute();
  const own = await linkTo(his.id);
  const stays = await visit.post(`/privacy/status/${own.token}/merged`);
  expect(stays.headers.get("location")).toContain(own.token);
  await visit.t.drain();
  expect((await visit.mail("status-link")).to).toBe(ADA);
});
