/** Calls of the endpoints of instructions for the derived tests. */
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

const body = { direction: "received", party: "shop", channel: "mail", text: "Keep the logs for 30 days." };
const missing: EndpointCall = { params: { instructionId: "ins_unknown" } };

async function recorded(t: TestCtx): Promise<EndpointCall> {
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const made = await t.app.request("/api/instructions", { method: "POST", headers, body: JSON.stringify(body) });
  const { id } = (await made.json()) as { id: string };
  return { params: { instructionId: id } };
}

const settled = { outcome: "carried-out", text: "Done." };

export const instructionFixtures: EndpointFixtures = {
  "instructions.list": { prepare: async () => ({}), invalid: { query: { direction: "sideways" } }, missing: null },
  "instructions.record": {
    prepare: async () => ({ body }),
    invalid: { body: { ...body, channel: "telepathy" } },
    missing: null,
  },
  "instructions.read": { prepare: recorded, invalid: null, missing },
  "instructions.settle": {
    prepare: async (t) => ({ ...(await recorded(t)), body: settled }),
    invalid: { body: { outcome: "forgotten", text: "?" } },
    missing: { ...missing, body: settled },
  },
};
