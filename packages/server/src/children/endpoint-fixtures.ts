/** Calls of the endpoints of children for the derived tests. */
import { randomUUID } from "node:crypto";
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

const device = "dev_4k2m8q0z7h1x5c9v3b6n2a8s4d";
const missing: EndpointCall = { params: { caseId: "chd_unknown" } };
const body = () => ({ person: { kind: "id", value: randomUUID() }, source: "support", evidence: "Says so in a chat." });
const claim = () => ({ email: "ada@example.org", child: { kind: "id", value: randomUUID() }, wish: "delete" });

async function post(t: TestCtx, path: string, sent: object): Promise<unknown> {
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  return (await t.app.request(path, { method: "POST", headers, body: JSON.stringify(sent) })).json();
}

async function opened(t: TestCtx): Promise<EndpointCall> {
  const { id } = (await post(t, "/api/children/cases", body())) as { id: string };
  return { params: { caseId: id } };
}

async function claimed(t: TestCtx): Promise<EndpointCall> {
  await post(t, "/api/children/claims", claim());
  const headers = await t.apiKey(["requests:read"]);
  const list = (await (await t.app.request("/api/children/cases", { headers })).json()) as { cases: { id: string }[] };
  return { params: { caseId: list.cases[0]?.id ?? "" } };
}

export const childFixtures: EndpointFixtures = {
  "children.screen": {
    prepare: async () => ({ body: { device, born: "1990-05-17" } }),
    invalid: { body: { device, born: "long ago" } },
    missing: null,
  },
  "children.redeem": {
    prepare: async (t) => {
      const { proof } = (await post(t, "/api/children/age-screen", { device, born: "1990-05-17" })) as {
        proof: string;
      };
      return { body: { proof } };
    },
    invalid: { body: {} },
    missing: { body: { proof: "unknown" } },
  },
  "children.claim": {
    prepare: async () => ({ body: claim() }),
    invalid: { body: { ...claim(), wish: "sell" } },
    missing: null,
  },
  "children.open": {
    prepare: async () => ({ body: body() }),
    invalid: { body: { ...body(), source: "rumour" } },
    missing: null,
  },
  "children.list": { prepare: async () => ({}), invalid: { query: { open: "perhaps" } }, missing: null },
  "children.get": { prepare: opened, invalid: null, missing },
  "children.read": { prepare: opened, invalid: null, missing },
  "children.confirm": {
    prepare: async (t) => ({ ...(await claimed(t)), body: {} }),
    invalid: { body: { person: { kind: "name", value: "Max" } } },
    missing,
  },
  "children.verify-parent": {
    prepare: async (t) => {
      const call = await claimed(t);
      await post(t, `/api/children/cases/${call.params?.["caseId"]}/confirm`, {});
      return { ...call, body: { how: "call" } };
    },
    invalid: { body: { how: "by feeling" } },
    missing: { ...missing, body: { how: "call" } },
  },
  "children.erase": { prepare: opened, invalid: null, missing },
  "children.end": {
    prepare: async (t) => ({ ...(await opened(t)), body: { outcome: "not_a_child", how: "account" } }),
    invalid: { body: { outcome: "forgotten", how: "account" } },
    missing,
  },
  "children.withdraw": {
    prepare: async (t) => {
      const call = await opened(t);
      const path = `/api/children/cases/${call.params?.["caseId"]}/end`;
      await post(t, path, { outcome: "consented", how: "signed-form" });
      return call;
    },
    invalid: null,
    missing,
  },
};
