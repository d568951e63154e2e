/** Who received somebody's data: from the disclosure that was recorded to the names on the page of their request. */

import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";

let t: TestCtx;
beforeAll(async () => {
  t = await createTestCtx({
    kept: {
      regimes: ["eea", "us-ca", "default"],
      recipients: {
        parcels: { name: "Parcel carrier", role: "processor", country: "DE" },
        magazine: {
          name: "Garden Magazine",
          role: "controller",
          country: "US",
          transfer: "standard-clauses",
          gets: "recorded",
        },
        bank: { name: "Bank", role: "controller", country: "DE", gets: "recorded" },
      },
      purposes: {
        orders: {
          title: "Deliver orders",
          basis: { default: "contract" },
          categories: ["contact.address"],
          recipients: ["parcels", "bank"],
          retention: "a year",
        },
        partners: {
          title: "Offers of partners",
          basis: { default: "consent", "us-ca": "none-required" },
          categories: ["contact.email"],
          recipients: ["magazine"],
          retention: "a year",
          directMarketing: true,
        },
      },
    },
  });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
});

let people = 0;
let email: string;
beforeEach(() => {
  t.clock.advance("PT1M");
  people += 1;
  email = `ada${people}@example.org`;
});

async function api<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  // A session would not last the years that pass here.
  const key = await t.apiKey(["requests:read", "choices:act"]);
  const json = { "content-type": "application/json" };
  const response = await t.app.request(path, {
    method,
    headers: { ...key, ...(body === undefined ? {} : json) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** Data leaves: asked and recorded as an app does. */
async function disclose(recipient: string, more: object): Promise<void> {
  const key = await t.apiKey(["disclosures:act"]);
  const response = await t.app.request("/api/disclosures", {
    method: "POST",
    headers: { "content-type": "application/json", ...key },
    body: JSON.stringify({ person: { kind: "email", value: email }, recipient, ...more }),
  });
  expect(response.status).toBe(201);
}

async function ask(form: string): Promise<{ detail: RequestDetail; page: string }> {
  await t.app.request(`/privacy/${form}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ email, country: "US-CA" }).toString(),
  });
  await t.drain();
  expect((await t.app.request(await link("confirm"), { method: "POST" })).status).toBe(200);
  await t.drain();
  const list = await api<{ requests: RequestDetail[] }>("GET", "/api/requests?limit=1");
  const { body } = await api<RequestDetail>("GET", `/api/requests/${list.body.requests[0]?.id}`);
  return { detail: body, page: await (await t.app.request(await link("stated"))).text() };
}

async function link(kind: string): Promise<string> {
  const message = (await t.sentMail()).findLast((one) => one.kind === `request-${kind}` && one.to === email);
  return new URL(/https?:\/\/\S+\/privacy\/\S+/.exec(message?.text ?? "")?.[0] ?? "").pathname;
}

const marketing = { ground: "consent", purpose: "partners", categories: ["contact.email"] };
const necessity = "A card payment was to be cleared.";

test("a person learns by name who got their data, and who may have (R-8.4.7b)", async () => {
  await disclose("bank", { ground: "legal-duty", categories: ["financial.card"], necessity });
  const { detail, page } = await ask("recipients");
  expect(detail).toMatchObject({ kind: "recipient-list", state: "done", hasReceipt: true });
  expect(page).toContain("Bank (DE)");
  expect(page).toContain("Payment card");
  expect(page).toContain("Parcel carrier (DE)");
  expect(page).not.toContain("Garden Magazine");
  const { receipt } = (await api<SignedReceipt>("GET", `/api/requests/${detail.id}/receipt`)).body;
  expect(receipt.statement).toMatchObject({ recipients: 2 });
  expect(JSON.stringify(receipt)).not.toContain("Bank");
  // The message says nothing of what the page says.
  const message = (await t.sentMail()).findLast((one) => one.kind === "request-stated");
  expect(message?.text).not.toMatch(/Bank|Parcel/);
});

test("Shine the Light: last year's marketing recipients, once a calendar year, and then a pointer (R-10.a, R-10.c)", async () => {
  t.clock.set("2026-11-30T10:00:00Z");
  await declareCalifornia();
  await disclose("magazine", marketing);
  await disclose("bank", { ground: "legal-duty", categories: ["financial.card"], necessity });
  t.clock.set("2027-01-15T10:00:00Z");
  const first = await ask("shine-the-light");
  expect(first.detail).toMatchObject({ kind: "shine-the-light", state: "done", regimes: ["us-ca"] });
  expect(first.detail.clocks.map(({ rule, legalDueOn }) => [rule, legalDueOn])).toEqual([
    ["us-ca.marketing-statement.answer", "2027-02-14"],
  ]);
  expect(first.page).toContain("Garden Magazine (US)");
  // Neither a bank that got data for a duty, nor whoever works on our instructions.
  expect(first.page).not.toMatch(/Bank \(|Parcel carrier/);
  t.clock.set("2027-03-01T10:00:00Z");
  const second = await ask("shine-the-light");
  expect(second.detail.state).toBe("done");
  expect(second.page).not.toContain("Garden Magazine");
  expect(second.page).toContain(first.detail.reference);
  t.clock.set("2028-01-02T10:00:00Z");
  const next = await ask("shine-the-light");
  expect(next.page).toContain("Nobody got data of yours");
});

test("whoever nothing was shared of is told so", async () => {
  const { detail, page } = await ask("shine-the-light");
  expect(detail.state).toBe("done");
  expect(page).toContain("Nobody got data of yours");
});

/** The person says that they live in California, so that the use needs no consent. */
async function declareCalifornia(): Promise<void> {
  const found = await api<{ person: string }>("POST", "/api/people/link", { kind: "email", value: email });
  const answer = await api("POST", `/api/people/${found.body.person}/choices`, {
    choices: [{ id: crypto.randomUUID(), act: "deferred", purpose: "partners" }],
    surface: "phone",
    method: "spoken",
    region: { country: "US", subdivision: "US-CA", method: "declared" },
  });
  expect(answer.status).toBe(200);
}
