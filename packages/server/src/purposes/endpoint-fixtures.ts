/** Calls of the endpoints of purposes for the derived tests. */
import type { EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

export const purposeFixtures: EndpointFixtures = {
  "purposes.history": { prepare: async () => ({}), invalid: { query: { on: "yesterday" } }, missing: null },
};
