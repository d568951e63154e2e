/** Fees where a law allows one: by table, by two people, and never without the person's yes. */
import { FEE_GROUNDS, lawfulFees } from "@kept/contract/fees";
import { REQUEST_KINDS } from "@kept/contract/request-kinds";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { lapseUnanswered } from "./ask-person.ts";
import { ADA, BOB, createShop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const proof = {
  manifest: "Nine in four weeks.",
  earlier: "Eight others.",
  costs: "Half an hour.",
  effort: "An archive on paper.",
  copy: "The one of last week.",
};
const fee = {
  ground: "unfounded_excessive",
  amount: 2500,
  currency: "EUR",
  text: "The ninth within four weeks.",
  proof,
};

type Answer = RequestDetail & { readonly code?: string; readonly detail?: string };

async function act(visit: Visit, headers: Record<string, string>, id: string, what: string, body?: unknown) {
  const response = await visit.t.app.request(`/api/requests/${id}/fee${what}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await visit.t.drain();
  return { status: response.status, body: (await response.json()) as Answer };
}

/** The fee is proposed by one and agreed to by another; answers the person's page. */
async function quote(visit: Visit, id: string, body: unknown): Promise<string> {
  const { headers } = await visit.t.signIn("privacy-lead");
  expect((await act(visit, visit.lead, id, "", body)).status).toBe(200);
  expect((await act(visit, headers, id, "/confirm")).status).toBe(200);
  return (await visit.mail("fee-quote")).path;
}

const decide = (visit: Visit, path: string, said: string) =>
  visit.t.app.request(`${path}/fee`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ fee: said }).toString(),
  });

test("the table: where one regime knows no ground, there is no fee", () => {
  const codes = (regimes: readonly string[], kind = "access") => lawfulFees(regimes, kind).map(({ code }) => code);
  expect(codes(["eea"])).toEqual(["unfounded_excessive", "further_copies"]);
  expect(codes(["uk"])).toEqual(["unfounded_excessive", "further_copies"]);
  expect(codes(["ch"])).toEqual(["disproportionate_effort"]);
  expect(codes(["us-ca"])).toEqual(["unfounded_excessive"]);
  expect(codes(["eea", "ch"])).toEqual([]);
  for (const { kind } of REQUEST_KINDS) expect(codes(["eea", "uk", "ch", "us-ca", "default"], kind)).toEqual([]);
  for (const ground of FEE_GROUNDS) expect(ground.proof.some(({ name }) => name === "costs")).toBe(true);
});

test("a fee is refused by the table, without proof, above what the law names, and by one person alone", async () => {
  await using shop = await createShop();
  const regimes = ["eea", "uk", "ch", "us-ca", "default"] as const;
  await using visit = await visitCentre(shop, { kept: { regimes: [...regimes] } });
  const unknown = await visit.request("access", ADA);
  const nowhere = await act(visit, visit.lead, unknown.id, "", fee);
  expect([nowhere.status, nowhere.body.code]).toEqual([422, "fee_not_lawful"]);
  expect(nowhere.body.detail).toContain("ch");
  visit.t.clock.advance("PT1M");
  const { id } = await visit.request("erasure", ADA, { country: "DE" });
  expect((await act(visit, visit.lead, id, "", { ...fee, ground: "further_copies" })).body.code).toBe("fee_not_lawful");
  expect((await act(visit, visit.lead, id, "", { ...fee, proof: {} })).body.code).toBe("fee_proof_missing");
  visit.t.clock.advance("PT1M");
  const swiss = await visit.request("access", BOB, { country: "CH" });
  const effort = { ...fee, ground: "disproportionate_effort", amount: 30_001, currency: "CHF" };
  expect((await act(visit, visit.lead, swiss.id, "", effort)).body.code).toBe("fee_too_high");
  const before = (await visit.t.sentMail()).length;
  const proposed = await act(visit, visit.lead, id, "", fee);
  expect(proposed.body).toMatchObject({ state: "awaiting_approval", fee: { state: "proposed", isMine: true } });
  expect((await act(visit, visit.lead, id, "/confirm")).body.code).toBe("fee_same_person");
  expect((await visit.t.sentMail()).length).toBe(before);
  expect((await act(visit, visit.lead, id, "/drop")).body.fee?.state).toBe("dropped");
});

test("accepted and paid, the request goes on; in the EEA its clock has run, in the United Kingdom it begins anew", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const german = await visit.request("access", ADA, { country: "DE" });
  const due = german.dueOn;
  const path = await quote(visit, german.id, fee);
  const message = await visit.mail("fee-quote");
  for (const words of ["€25.00", "Art. 12(5)(a) GDPR", "The ninth within four weeks.", "or go to court"]) {
    expect(message.text).toContain(words);
  }
  expect(await visit.detail(german.id)).toMatchObject({ state: "asking", isPaused: false, may: { answer: false } });
  expect((await visit.get(path)).text).toContain("I accept the fee");
  await decide(visit, path, "accept");
  visit.t.clock.advance("P5D");
  const paid = await act(visit, visit.lead, german.id, "/paid", { reference: "2026-11-0042" });
  expect(paid.body).toMatchObject({ dueOn: due, fee: { state: "paid", reference: "2026-11-0042" } });
  expect(await visit.detail(german.id)).toMatchObject({ state: "awaiting_approval", dueOn: due });
  expect((await decide(visit, path, "decline")).status).toBe(303);
  expect((await visit.detail(german.id)).state).toBe("awaiting_approval");
  expect(await visit.t.ledgerTypes(german.id)).toEqual(
    expect.arrayContaining(["request.fee-proposed", "request.fee-quoted", "request.fee-answered", "request.fee-paid"]),
  );

  const british = await visit.request("erasure", ADA, { country: "GB" });
  await quote(visit, british.id, { ...fee, currency: "GBP" });
  expect((await visit.detail(british.id)).isPaused).toBe(true);
  visit.t.clock.advance("P5D");
  const later = await act(visit, visit.lead, british.id, "/paid", { reference: "2026-12-0001" });
  expect(Date.parse(later.body.dueOn ?? "")).toBeGreaterThan(Date.parse(british.dueOn ?? ""));
});

test("declined or not answered, the request is closed and nothing is owed; in Switzerland ten days are for reflection", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const german = await visit.request("access", ADA, { country: "DE" });
  const path = await quote(visit, german.id, fee);
  await decide(visit, path, "decline");
  await visit.t.drain();
  expect(await visit.detail(german.id)).toMatchObject({ state: "cancelled", fee: { state: "declined" } });
  expect((await visit.get(path)).text).toContain("Nothing was charged.");

  visit.t.clock.advance("PT1M");
  const swiss = await visit.request("access", ADA, { country: "CH" });
  await quote(visit, swiss.id, { ...fee, ground: "disproportionate_effort", amount: 30_000, currency: "CHF" });
  visit.t.clock.advance("P9D");
  await lapseUnanswered(visit.t.ctx, visit.parts);
  expect((await visit.detail(swiss.id)).state).toBe("asking");
  visit.t.clock.advance("P1D");
  await lapseUnanswered(visit.t.ctx, visit.parts);
  expect((await visit.detail(swiss.id)).state).toBe("lapsed");
});

test("who approves does it without the fee that was proposed, and whoever was quoted one is reminded of it", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const { headers } = await visit.t.signIn("privacy-lead");
  const { id, planVersion } = await visit.request("access", ADA, { country: "DE" });
  await act(visit, visit.lead, id, "", fee);
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
  expect(await visit.detail(id)).toMatchObject({ state: "done", fee: null });
  expect((await act(visit, headers, id, "/confirm")).status).toBe(409);

  // An erasure that was carried out in part, whatever it waits for, is not asked a fee for.
  visit.t.clock.advance("PT1M");
  const begun = await visit.request("erasure", ADA, { country: "DE" });
  await act(visit, visit.lead, begun.id, "", fee);
  const steps = visit.t.ctx.db.updateTable("fulfilment_step").where("request_id", "=", begun.id);
  await steps.set({ sealed_intent: Buffer.from("begun") }).execute();
  expect((await act(visit, headers, begun.id, "/confirm")).body.code).toBe("request_state_wrong");

  visit.t.clock.advance("PT1M");
  const asked = await visit.request("access", BOB, { country: "DE" });
  await quote(visit, asked.id, fee);
  const remind = { requests: [{ id: asked.id }], do: { action: "remind" }, dryRun: false };
  expect((await visit.api<{ done: number }>("POST", "/api/requests/bulk", remind)).body.done).toBe(1);
  await visit.t.drain();
  const kinds = (await visit.t.sentMail()).filter(({ to }) => to === BOB).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "request-fee-quote")).toHaveLength(2);
  expect(kinds).not.toContain("request-question");
});
