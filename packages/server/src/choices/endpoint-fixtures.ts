/** Calls of the endpoints of choices and decisions for the derived tests. */
import { randomUUID } from "node:crypto";
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { sessionToken } from "./testing/choosing-kept.ts";

const device = "dev_4k2m8q0z7h1x5c9v3b6n2a8s4d";
const missing: EndpointCall = { params: { personId: "per_00000000000000000000000000" } };

const refusal = () => ({
  surface: "banner",
  method: "reject-all",
  choices: [{ id: randomUUID(), act: "refused", purpose: "analytics" }],
});

/** A person who has refused something. */
async function person(t: TestCtx): Promise<{ readonly personId: string; readonly receiptId: string }> {
  const headers = { ...(await t.apiKey(["choices:act"])), "content-type": "application/json" };
  const made = await t.app.request("/api/people/link", {
    method: "POST",
    headers,
    body: JSON.stringify({ kind: "email", value: "ada@example.org" }),
  });
  const { person: personId } = (await made.json()) as { person: string };
  const recorded = await t.app.request(`/api/people/${personId}/choices`, {
    method: "POST",
    headers,
    body: JSON.stringify(refusal()),
  });
  const { receipt } = (await recorded.json()) as { receipt: string };
  await t.drain();
  return { personId, receiptId: receipt };
}

const session = () => sessionToken({ sub: "42" });
const ofPerson = async (t: TestCtx): Promise<EndpointCall> => ({ params: { personId: (await person(t)).personId } });
const question = { person: { kind: "id", value: "42" }, purpose: "analytics" };

/** Two people who turned out to be one: the app says that an address belongs to somebody it knows. */
async function mergedPeople(t: TestCtx): Promise<EndpointCall> {
  const { personId } = await person(t);
  const headers = { ...(await t.apiKey(["choices:act", "people:read"])), "content-type": "application/json" };
  const claims = { sub: "merging", email: "ada@example.org", email_verified: true };
  await t.app.request("/api/choices/open", {
    method: "POST",
    headers,
    body: JSON.stringify({ session: sessionToken({ sub: "merging" }) }),
  });
  await t.app.request("/api/choices/open", {
    method: "POST",
    headers,
    body: JSON.stringify({ session: sessionToken(claims) }),
  });
  const listed = await t.app.request(`/api/people/${personId}/merges`, { headers });
  const { merges } = (await listed.json()) as { merges: { id: string }[] };
  return { params: { personId, mergeId: merges[0]?.id ?? "" } };
}
const missingMerge: EndpointCall = { params: { personId: "per_x", mergeId: "mrg_x" } };

export const choiceFixtures: EndpointFixtures = {
  "choices.config": {
    prepare: async () => ({ query: { country: "DE" } }),
    invalid: { query: { country: "Germany" } },
    missing: null,
  },
  "choices.record": {
    prepare: async () => ({ body: { ...refusal(), device } }),
    invalid: { body: { ...refusal(), device: "mine" } },
    missing: null,
  },
  "choices.standing": {
    prepare: async () => ({ body: { device } }),
    invalid: { body: { device: "mine" } },
    missing: null,
  },
  "choices.link": {
    prepare: async () => ({ body: { device, session: session() } }),
    invalid: { body: { device } },
    missing: null,
  },
  "choices.open": {
    prepare: async () => ({ body: { session: session() } }),
    invalid: { body: {} },
    missing: null,
  },
  "choices.find-person": {
    prepare: async (t) => {
      await person(t);
      return { body: { kind: "email", value: "Ada@example.org " } };
    },
    invalid: { body: { kind: "shoe-size", value: "42" } },
    missing: { body: { kind: "email", value: "nobody@example.org" } },
  },
  "choices.invite": {
    prepare: async () => ({ body: { kind: "email", value: "ada@example.org" } }),
    invalid: { body: { kind: "email" } },
    missing: null,
  },
  "choices.person": { prepare: ofPerson, invalid: { query: { limit: "0" } }, missing },
  "choices.record-for-person": {
    prepare: async (t) => ({ ...(await ofPerson(t)), body: refusal() }),
    invalid: { body: { ...refusal(), choices: [] } },
    missing,
  },
  "choices.limit": {
    prepare: async (t) => ({ ...(await ofPerson(t)), body: { act: "restricted" } }),
    invalid: { body: { act: "forgotten" } },
    missing,
  },
  "choices.merges": { prepare: ofPerson, invalid: null, missing: null },
  "choices.separate.preview": { prepare: mergedPeople, invalid: null, missing: missingMerge },
  "choices.separate": {
    prepare: async (t) => ({ ...(await mergedPeople(t)), body: { reason: "They share an address." } }),
    invalid: { body: { reason: "" } },
    missing: { ...missingMerge, body: { reason: "They share an address." } },
  },
  "choices.set-age": {
    prepare: async (t) => ({ ...(await ofPerson(t)), body: { bornBy: "2010-11-22" } }),
    invalid: { body: { bornBy: "soon" } },
    missing,
  },
  "choices.receipt": {
    prepare: async (t) => ({ params: await person(t) }),
    invalid: null,
    missing: { params: { personId: "per_00000000000000000000000000", receiptId: "rec_unknown" } },
  },
  "choices.figures": {
    prepare: async () => ({ query: { from: "2026-11-01", to: "2026-11-30" } }),
    invalid: { query: { from: "November" } },
    missing: null,
  },
  "choices.gpc": { prepare: async () => ({}), invalid: null, missing: null },
  "decisions.may": {
    prepare: async () => ({ body: question }),
    invalid: { body: { purpose: "analytics" } },
    missing: null,
  },
  "decisions.may-many": {
    prepare: async () => ({ body: { questions: [question] } }),
    invalid: { body: { questions: [] } },
    missing: null,
  },
  "decisions.segment": {
    prepare: async () => ({ body: { purpose: "newsletter", channel: "email" } }),
    invalid: { body: { purpose: "newsletter", limit: 0 } },
    missing: null,
  },
  "decisions.resolve": {
    prepare: async () => ({ body: { people: [{ kind: "id", value: "42" }] } }),
    invalid: { body: { people: [{ kind: "id" }] } },
    missing: null,
  },
  "decisions.snapshot": { prepare: async () => ({}), invalid: null, missing: null },
  "decisions.changes": { prepare: async () => ({}), invalid: { query: { after: "yesterday" } }, missing: null },
};
