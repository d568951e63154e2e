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
  "systems.test": { prepare: shop, invalid: null, missing },
};
