/** Calls of the endpoints of transfers and imports for the derived tests. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { sealGrant } from "./import-content.ts";

const missing: EndpointCall = { params: { importId: "imp_unknown" } };

/** One that is complete, as its sender has left it. */
async function received(t: TestCtx): Promise<EndpointCall> {
  const id = t.ctx.ids.next("imp");
  const now = t.ctx.clock.now();
  const content = { email: "ada@example.org", redirectUri: "https://shop.example.org/back", state: "s" };
  await t.ctx.transaction((tx) =>
    tx.db
      .insertInto("import_grant")
      .values({
        id,
        source: "old-shop",
        state: "complete",
        language: "en",
        sealed: sealGrant(tx.keys, id, content),
        challenge: "",
        created_at: isoInstant(now),
        completed_at: isoInstant(now),
        expires_at: isoInstant(addDuration(now, "P30D")),
      })
      .execute(),
  );
  return { params: { importId: id } };
}

export const importFixtures: EndpointFixtures = {
  "transfers.list": {
    prepare: async (t) => {
      const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
      const body = {
        kind: "portability",
        identifiers: [{ kind: "email", value: "ada@example.org" }],
        verified: { by: "phone", how: "called back" },
      };
      const made = await t.app.request("/api/requests", { method: "POST", headers, body: JSON.stringify(body) });
      return { params: { requestId: ((await made.json()) as { id: string }).id } };
    },
    invalid: null,
    missing: { params: { requestId: "req_unknown" } },
  },
  "imports.list": {
    prepare: async (t) => {
      await received(t);
      return { query: { state: "complete", limit: "1" } };
    },
    invalid: { query: { state: "lost" } },
    missing: null,
  },
  "imports.items": { prepare: received, invalid: { params: { importId: "imp_x" }, query: { limit: "0" } }, missing },
  "imports.collect": {
    prepare: async (t) => ({ ...(await received(t)), body: {} }),
    invalid: null,
    missing: { ...missing, body: {} },
  },
};
