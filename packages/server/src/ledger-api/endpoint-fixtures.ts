/** Calls of the ledger's endpoints for the derived tests. */

import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

/** A ledger with something in it. */
async function fillLedger(t: TestCtx): Promise<void> {
  await t.apiKey(["ledger:read"]);
  await t.drain();
}

export const ledgerFixtures: EndpointFixtures = {
  "ledger.list": {
    prepare: async (t) => {
      await fillLedger(t);
      return { query: { limit: "5" } };
    },
    invalid: { query: { limit: "many" } },
    missing: null,
  },
  "ledger.checkpoint": { prepare: async () => ({}), invalid: null, missing: null },
  "ledger.inclusion-proof": {
    prepare: async (t) => {
      await fillLedger(t);
      return { params: { index: "0" } };
    },
    invalid: { params: { index: "first" } },
    missing: { params: { index: "999999" } },
  },
  "ledger.consistency-proof": {
    prepare: async (t) => {
      await fillLedger(t);
      return { query: { from: "1" } };
    },
    invalid: { query: { from: "0" } },
    missing: { query: { from: "999999" } },
  },
  "ledger.export": { prepare: async () => ({}), invalid: null, missing: null },
};
