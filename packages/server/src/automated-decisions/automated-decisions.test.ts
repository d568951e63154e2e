/** What a program decided alone: explained to its person, contested, and looked at again by somebody who had no part in it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Reviews } from "@kept/contract/automated-decisions";
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { tidyDecisions } from "./tidy-decisions.ts";

const told: Record<string, unknown>[] = [];
const app = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    told.push({ signed: request.headers["signature"] !== undefined, ...JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(204).end();
  });
});

let t: TestCtx;
let lead: Record<string, string>;
beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  t = await createTestCtx({
    settings: { variables: { APP_SECRET: "7c".repeat(32) } },
    kept: {
      automatedDecisions: {
        "payment-terms": {
          title: { en: "Payment on account", de: "Kauf auf Rechnung" },
          logic: {
            en: "A score of late payments and open sums.",
            de: "Ein Wert aus verspäteten und offenen Zahlungen.",
          },
          significance: { en: "Without it you pay before delivery.", de: "Ohne ihn zahlen Sie vor der Lieferung." },
          ground: "contract",
          keepFor: "P1Y",
        },
      },
      reviews: {
        webhook: {
          url: `http://127.0.0.1:${(app.address() as AddressInfo).port}/kept/`,
          secret: { env: "APP_SECRET" },
          allowPrivateAddress: true,
        },
      },
    },
  });
  lead = (await t.signIn("privacy-lead")).headers;
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  app.close();
});

let people = 0;
let email = "";
beforeEach(() => {
  t.clock.advance("PT1M");
  people += 1;
  email = `ada${people}@example.org`;
});

type Answer<T> = Promise<{ status: number; body: T }>;

async function call<T>(headers: Record<string, string>, method: string, path: string, body?: unknown): Answer<T> {
  const response = await t.app.request(path, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

async function decide(id: string, more: object = {}): Answer<{ id: string; code?: string }> {
  return await call(await t.apiKey(["automated-decisions:record"]), "POST", "/api/automated-decisions", {
    id,
    decision: "payment-terms",
    person: { kind: "email", value: email },
    outcome: "No payment on account",
    factors: [
      { name: "Payments late in the last year", value: "3", effect: "against" },
      { name: "Customer since", value: "2019", effect: "for" },
    ],
    by: "credit-model 3.2",
    at: "2026-11-20T10:00:00Z",
    ...more,
  });
}

async function mailed(kind: string): Promise<string> {
  const message = (await t.sentMail()).findLast((one) => one.kind === `request-${kind}` && one.to === email);
  return new URL(/https?:\/\/\S+\/privacy\/\S+/.exec(message?.text ?? "")?.[0] ?? "").pathname;
}

const form = (body: Record<string, string>) => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(body).toString(),
});

/** What the page says on which a request is confirmed. */
let confirmedPage = "";

/** Asked at the centre and confirmed. */
async function ask(more: Record<string, string> = {}): Promise<string> {
  await t.app.request("/privacy/review", form({ email, ...more }));
  await t.drain();
  const confirmed = await t.app.request(await mailed("confirm"), { method: "POST" });
  // Nothing has stopped by it: a person is to look.
  expect(confirmed.status).toBe(200);
  confirmedPage = await confirmed.text();
  expect(confirmedPage).not.toMatch(/We have stopped|It counts from now on/);
  await t.drain();
  const { body } = await call<{ requests: { id: string }[] }>(lead, "GET", "/api/requests?limit=1");
  return body.requests[0]?.id ?? "";
}

const detail = async (id: string) => (await call<RequestDetail>(lead, "GET", `/api/requests/${id}`)).body;
const reviewsOf = async (id: string) => (await call<Reviews>(lead, "GET", `/api/requests/${id}/reviews`)).body;
const settle = (headers: Record<string, string>, id: string, decisionId: string, body: object) =>
  call<Reviews & { code?: string }>(headers, "POST", `/api/requests/${id}/reviews/${decisionId}`, body);

test("explained, contested, changed by a person, told to the app, answered with a receipt (R-8.4.8)", async () => {
  const first = await decide("order-1");
  expect(first.status).toBe(201);
  // Sent again it is the same one; another under its id is refused.
  expect((await decide("order-1")).body.id).toBe(first.body.id);
  expect((await decide("order-1", { outcome: "Payment on account" })).body.code).toBe("automated_decision_taken");
  expect((await decide("order-2", { decision: "hiring" })).body.code).toBe("automated_decision_unknown");
  await decide("order-3", { outcome: "Limit of 50 €", at: "2026-11-21T10:00:00Z" });

  const id = await ask({ statement: "I always pay." });
  expect(await detail(id)).toMatchObject({ kind: "human-review", state: "awaiting_approval", dueOn: "2026-12-22" });
  const status = await mailed("received");
  const page = await (await t.app.request(`${status}?lang=de`)).text();
  for (const words of ["Kauf auf Rechnung", "Ein Wert aus", "Ohne ihn zahlen", "gegen Sie", "No payment on account"])
    expect(page).toContain(words);
  const empty = await t.app.request(`${status}/contest/${first.body.id}`, form({ answer: " " }));
  const again = await t.app.request(empty.headers.get("location") ?? "");
  expect(await again.text()).toContain("Write how you see it first.");
  await t.app.request(`${status}/contest/${first.body.id}`, form({ answer: "Your invoices were late." }));

  const reviews = await reviewsOf(id);
  expect(reviews.view).toBe("I always pay.");
  expect(reviews.reviews.map(({ outcome, view, isContested }) => [outcome, view, isContested])).toEqual([
    ["Limit of 50 €", null, false],
    ["No payment on account", "Your invoices were late.", true],
  ]);
  const approve = () => call<{ code?: string }>(lead, "POST", `/api/requests/${id}/approve`, { planVersion: 1 });
  expect((await approve()).body.code).toBe("review_open");
  const changed = { outcome: "changed", reasons: "The invoices came late.", newOutcome: "Payment on account" };
  expect((await settle(lead, id, first.body.id, { ...changed, newOutcome: null })).status).toBe(422);
  expect((await settle(lead, id, first.body.id, changed)).status).toBe(200);
  expect((await settle(lead, id, first.body.id, changed)).body.code).toBe("review_settled");
  // Only what the person contests has to be looked at.
  expect((await approve()).status).toBe(200);
  await t.drain();

  expect(await detail(id)).toMatchObject({ state: "done", hasReceipt: true });
  expect(told).toEqual([
    {
      signed: true,
      event: "automated-decision.reviewed",
      id: "order-1",
      decision: "payment-terms",
      outcome: "changed",
      newOutcome: "Payment on account",
    },
  ]);
  const answer = await (await t.app.request(await mailed("reviewed"))).text();
  expect(answer).toContain("A person has looked at it again: it is changed.");
  expect(answer).toContain("The invoices came late.");
  const message = (await t.sentMail()).findLast((one) => one.kind === "request-reviewed" && one.to === email);
  expect(message?.text).not.toContain("invoices");
  const { receipt } = (await call<SignedReceipt>(lead, "GET", `/api/requests/${id}/receipt`)).body;
  expect(receipt.reviews).toEqual([
    { decision: "payment-terms", outcome: "changed", at: expect.stringMatching(/^2026/) },
  ]);
  expect(await t.ledgerTypes(first.body.id)).toEqual(["automated-decision.recorded", "automated-decision.told"]);

  // One that was reviewed is not put before anybody again; the other still may be.
  const second = await ask();
  expect((await reviewsOf(second)).reviews.map(({ outcome }) => outcome)).toEqual(["Limit of 50 €"]);
});

test("no program reviews a program, and nobody their own part", async () => {
  const { headers, actor } = await t.signIn("privacy-lead");
  const operator = await t.ctx.db
    .selectFrom("operator_user")
    .select("email")
    .where("id", "=", actor.id)
    .executeTakeFirstOrThrow();
  const { body } = await decide("order-10", { involved: [operator.email.toUpperCase()] });
  const own = await call<{ id: string }>(headers, "POST", "/api/automated-decisions", {
    id: "order-11",
    decision: "payment-terms",
    person: { kind: "email", value: email },
    outcome: "Entered by hand from the model",
    factors: [{ name: "Score", value: "12" }],
    by: "credit-model 3.2",
    at: "2026-11-20T10:00:00Z",
  });
  const id = await ask();
  const upheld = { outcome: "upheld", reasons: "It is right." };
  const key = await t.apiKey(["requests:act", "people:read"]);
  for (const decision of [body.id, own.body.id]) {
    expect((await settle(headers, id, decision, upheld)).body.code).toBe("reviewer_not_independent");
    expect((await settle(key, id, decision, upheld)).body.code).toBe("reviewer_not_independent");
    expect((await settle(lead, id, decision, upheld)).status).toBe(200);
  }
  expect((await settle(lead, id, "adc_unknown", upheld)).body.code).toBe("review_not_found");
});

test("about whom nothing was decided is told so at once; what is older than its time is forgotten", async () => {
  const none = await ask();
  expect(confirmedPage).toContain("Your request is answered.");
  expect(await detail(none)).toMatchObject({ state: "done", hasReceipt: true });
  expect(await (await t.app.request(await mailed("reviewed"))).text()).toContain("no decision on record");

  people += 1;
  email = `ada${people}@example.org`;
  const { body } = await decide("order-20");
  t.clock.advance("P366D");
  await tidyDecisions(t.ctx);
  await t.drain();
  const row = await t.ctx.db
    .selectFrom("automated_decision")
    .select("sealed")
    .where("id", "=", body.id)
    .executeTakeFirstOrThrow();
  expect(row.sealed).toBeNull();
  expect(await t.ledgerTypes(body.id)).toEqual(["automated-decision.recorded", "automated-decision.forgotten"]);
});

test("one that somebody is to look at again is kept until that is settled and the app was told", async () => {
  const { body } = await decide("order-30");
  const id = await ask();
  const isKept = async (): Promise<boolean> => {
    await tidyDecisions(t.ctx);
    const row = t.ctx.db.selectFrom("automated_decision").select("sealed").where("id", "=", body.id);
    return (await row.executeTakeFirstOrThrow()).sealed !== null;
  };
  const over = new Date(t.ctx.clock.now().epochMilliseconds).toISOString();
  await t.ctx.db.updateTable("automated_decision").set({ forget_at: over }).where("id", "=", body.id).execute();
  expect(await isKept()).toBe(true);
  const { headers } = await t.signIn("privacy-lead");
  expect((await settle(headers, id, body.id, { outcome: "upheld", reasons: "It is right." })).status).toBe(200);
  const { planVersion } = await detail(id);
  expect((await call(headers, "POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await t.drain();
  expect((await detail(id)).state).toBe("done");
  expect(await isKept()).toBe(true);
  t.clock.advance("P8D");
  expect(await isKept()).toBe(false);
});

test("the form is offered where programs decide, and nowhere else", async () => {
  expect(await (await t.app.request("/privacy")).text()).toContain("Have a person look at a decision");
  await using other = await createTestCtx();
  expect((await other.app.request("/privacy/review")).status).toBe(404);
});
