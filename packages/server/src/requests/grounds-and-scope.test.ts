/** On what a right rests, and which uses it is about: said by the person or recorded by an operator, and never a way to everything. */

import type { RequestDetail, RequestDetails, RequestPlan } from "@kept/contract/requests";
import { RIGHT_GROUNDS } from "@kept/contract/right-ground-rows";
import { expect, test } from "vitest";
import { ADA, createShop } from "./testing/shop.ts";
import { visitCentre } from "./testing/visit-centre.ts";

const purposes = {
  delivery: {
    title: { en: "Deliver what was ordered", de: "Bestelltes liefern" },
    basis: { default: "contract" as const },
    categories: ["contact.address"],
    retention: { en: "ten years", de: "zehn Jahre" },
  },
};

type Answer = RequestDetail & { readonly code?: string };

test("an erasure says on what it rests, and an answer can be about what one use needs", async () => {
  await using shop = await createShop(`
system: shop
tables:
  users: { subject: true, identifiers: { email: email }, columns: { password_hash: hide } }
  orders: { edges: { "user_id -> users": owner }, columns: { address: contact.address, item: content.text } }
  invoices: { edges: { "user_id -> users": owner }, retain: { for: 10 years, from: issued_on, reason: tax law } }
  messages: { edges: { "sender_id -> users": owner, "recipient_id -> users": owner } }
  products: { public: true }
`);
  await using visit = await visitCentre(shop, { kept: { purposes } });
  const form = (await visit.get("/privacy/erasure")).text;
  for (const words of ["I had consented, and take that back", "None of these", "Deliver what was ordered"]) {
    expect(form).toContain(words);
  }
  expect(form).not.toContain("I need it for a legal claim");
  const { id } = await visit.request("erasure", ADA, { ground: "not_needed" });
  const read = await visit.api<{ details: RequestDetails }>("GET", `/api/requests/${id}/identifiers`);
  expect(read.body.details.ground).toBe("not_needed");

  visit.t.clock.advance("PT1M");
  const request = await visit.request("access", ADA, { purpose: "delivery" });
  expect(request.scope).toEqual({ tables: [], categories: ["contact.address"], purposes: ["delivery"], rows: [] });
  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body;
  expect(plan.tables.map(({ table, columns }) => [table, columns])).toEqual([["orders", ["id", "address"]]]);
});

test("a ground of another right, and a use that nobody knows, are refused; an operator records what was meant", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { purposes } });
  const body = {
    kind: "erasure",
    identifiers: [{ kind: "email", value: ADA }],
    verified: { by: "letter", how: "by the address" },
    details: { ground: "claims" },
  };
  const make = (more: object) => visit.api<Answer>("POST", "/api/requests", { ...body, ...more });
  const wrong = await make({});
  expect([wrong.status, wrong.body.code]).toEqual([422, "ground_of_other_right"]);
  const unknown = await make({ details: {}, scope: { purposes: ["astrology"] } });
  expect([unknown.status, unknown.body.code]).toEqual([422, "scope_purpose_unknown"]);
  const { id } = (await make({ details: {} })).body;
  await visit.t.drain();
  const record = (ground: string | null) => visit.api<Answer>("POST", `/api/requests/${id}/ground`, { ground });
  expect((await record("accuracy")).body.code).toBe("ground_of_other_right");
  expect((await record("child")).status).toBe(200);
  const read = await visit.api<{ details: RequestDetails }>("GET", `/api/requests/${id}/identifiers`);
  expect(read.body.details.ground).toBe("child");
  await visit.t.drain();
  expect(await visit.t.ledgerTypes(id)).toContain("request.ground-recorded");
  expect(JSON.stringify((await visit.detail(id)).timeline)).not.toContain("child");
});

test("every ground of Art. 17(1) and 18(1) is a row with what it means", () => {
  const of = (article: string) => RIGHT_GROUNDS.filter(({ provision }) => provision.startsWith(article));
  expect(of("Art. 17(1)").map(({ provision }) => provision.at(11))).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(of("Art. 18(1)").map(({ provision }) => provision.at(11))).toEqual(["a", "b", "c", "d"]);
});
