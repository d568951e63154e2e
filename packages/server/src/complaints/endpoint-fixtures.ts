/** Calls of the endpoints of complaints for the derived tests. */
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

const missing: EndpointCall = { params: { complaintId: "cmp_unknown" } };
const body = { channel: "letter", contact: "Ada, Somewhere 1", text: "Nobody answers me.", country: "DE" };

async function entered(t: TestCtx): Promise<EndpointCall> {
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const made = await t.app.request("/api/complaints", { method: "POST", headers, body: JSON.stringify(body) });
  const { id } = (await made.json()) as { id: string };
  return { params: { complaintId: id } };
}

export const complaintFixtures: EndpointFixtures = {
  "complaints.submit": {
    prepare: async () => ({ body: { email: "ada@example.org", text: "You still write to me." } }),
    invalid: { body: { email: "nowhere", text: "You still write to me." } },
    missing: null,
  },
  "complaints.list": {
    prepare: async (t) => {
      await entered(t);
      return { query: { state: "open", limit: "1" } };
    },
    invalid: { query: { state: "angry" } },
    missing: null,
  },
  "complaints.create": {
    prepare: async () => ({ body }),
    invalid: { body: { ...body, channel: "pigeon" } },
    missing: null,
  },
  "complaints.get": { prepare: entered, invalid: null, missing },
  "complaints.read": { prepare: entered, invalid: null, missing },
  "complaints.acknowledge": {
    prepare: async (t) => ({ ...(await entered(t)), body: { by: "letter" } }),
    invalid: { body: { by: "thought" } },
    missing,
  },
  "complaints.tell": {
    prepare: async (t) => ({ ...(await entered(t)), body: { text: "We are asking." } }),
    invalid: { body: { text: " " } },
    missing,
  },
  "complaints.decide": {
    prepare: async (t) => ({ ...(await entered(t)), body: { outcome: "upheld", text: "You were right." } }),
    invalid: { body: { outcome: "ignored", text: "No." } },
    missing,
  },
  "authorities.find": {
    prepare: async () => ({ query: { place: "DE-BY" } }),
    invalid: { query: { place: "Bavaria" } },
    missing: null,
  },
};
