/** Calls of the systems' endpoints for the derived tests. */
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

const missing: EndpointCall = { params: { system: "nowhere" } };
const shop = async (): Promise<EndpointCall> => ({ params: { system: "shop" } });

export const systemFixtures: EndpointFixtures = {
  "systems.list": { prepare: async () => ({}), invalid: null, missing: null },
  "systems.get": { prepare: shop, invalid: null, missing },
  "systems.discover": { prepare: shop, invalid: null, missing },
  "systems.accept": {
    prepare: async () => ({ params: { system: "shop" }, body: {} }),
    invalid: { params: { system: "shop" }, body: { tables: "all" } },
    missing,
  },
  "systems.save-map": {
    prepare: async () => ({ params: { system: "shop" }, body: { map: "system: shop\n" } }),
    invalid: { params: { system: "shop" }, body: { map: 7 } },
    missing,
  },
  "systems.replay.start": {
    prepare: async (t) => {
      await t.drain();
      return { params: { system: "shop" }, body: { dryRun: true } };
    },
    invalid: { params: { system: "shop" }, body: { since: "lately" } },
    missing,
  },
  "systems.replay.get": {
    prepare: async (t) => {
      const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
      await t.app.request("/api/systems/shop/replay", { method: "POST", headers, body: "{}" });
      await t.drain();
      return { params: { system: "shop" } };
    },
    invalid: null,
    missing,
  },
  "systems.test": { prepare: shop, invalid: null, missing },
};
