/** Calls of the endpoints of batches for the derived tests. */
import { jsonb } from "../platform/db/columns.ts";
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

/** The shop is not the last system: another one has done its part. */
async function withArchiveDone(t: TestCtx): Promise<Record<string, string>> {
  const { params } = await planned(t);
  const batchId = params?.["batchId"] ?? "";
  await t.ctx.db
    .insertInto("batch_system")
    .values({
      batch_id: batchId,
      system: "archive",
      state: "done",
      people: 1,
      together: true,
      summary: jsonb({ tables: [], findings: [] }),
    })
    .execute();
  return { batchId, system: "shop" };
}

async function withPause(t: TestCtx): Promise<Record<string, string>> {
  const { params } = await planned(t);
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const path = `/api/batches/${params?.["batchId"]}/systems/shop/pause`;
  await t.app.request(path, { method: "POST", headers, body: JSON.stringify({ reason: "Migration." }) });
  return { batchId: params?.["batchId"] ?? "", system: "shop" };
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
  "batches.system.pause": {
    prepare: async (t) => ({
      params: { ...(await planned(t)).params, system: "shop" },
      body: { reason: "Migration." },
    }),
    invalid: { body: { reason: "" } },
    missing: { params: { batchId: "bat_unknown", system: "shop" } },
  },
  "batches.system.resume": {
    prepare: async (t) => ({ params: await withPause(t) }),
    invalid: null,
    missing: { params: { batchId: "bat_unknown", system: "shop" } },
  },
  "batches.system.skip": {
    prepare: async (t) => ({ params: await withArchiveDone(t), body: { reason: "The shop is gone." } }),
    invalid: { body: { reason: "" } },
    missing: { params: { batchId: "bat_unknown", system: "shop" } },
  },
};
