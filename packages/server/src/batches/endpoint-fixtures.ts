/** Calls of the endpoints of batches for the derived tests. */
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { ADA } from "../requests/testing/shop.ts";

const missing: EndpointCall = { params: { batchId: "bat_unknown" } };
const body = {
  people: [{ line: 1, identifiers: [{ kind: "email", value: ADA }] }],
  // Nothing of Ada's is of this category: whoever approves harms no other test. (Bob's address may be sealed by another.)
  scope: { tables: [], categories: ["health"] },
  verified: { by: "account", how: "no sign-in for years" },
};

async function planned(t: TestCtx): Promise<EndpointCall> {
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const response = await t.app.request("/api/batches", { method: "POST", headers, body: JSON.stringify(body) });
  const { id } = (await response.json()) as { id: string };
  await t.drain();
  return { params: { batchId: id } };
}

export const batchFixtures: EndpointFixtures = {
  "batches.create": {
    prepare: async () => ({ body }),
    invalid: { body: { ...body, people: [] } },
    missing: null,
  },
  "batches.list": { prepare: async () => ({}), invalid: null, missing: null },
  "batches.get": { prepare: planned, invalid: null, missing },
  "batches.approve": {
    prepare: async (t) => ({ ...(await planned(t)), body: { planVersion: 1 } }),
    invalid: { body: { planVersion: 0 } },
    missing,
  },
  "batches.replan": { prepare: planned, invalid: null, missing },
  "batches.cancel": { prepare: planned, invalid: null, missing },
};
