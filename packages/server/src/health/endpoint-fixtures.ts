/** Calls of the health endpoint for the derived tests. */
import type { EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

export const healthFixtures: EndpointFixtures = {
  "health.get": { prepare: async () => ({}), invalid: null, missing: null },
};
