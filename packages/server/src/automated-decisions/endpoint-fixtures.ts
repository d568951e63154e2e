/** Calls of the endpoints of automated decisions for the derived tests. */

import { isoInstant } from "../platform/clock.ts";
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";
import { sealDecision } from "./decision-content.ts";

const missing = { requestId: "req_unknown", decisionId: "adc_unknown" };
const person = { kind: "email", value: "ada@example.org" } as const;

/** A decision that the app recorded and a request that wants it reviewed. */
async function asked(t: TestCtx): Promise<{ requestId: string; decisionId: string }> {
  const headers = { ...(await t.apiKey(["requests:act"])), "content-type": "application/json" };
  const body = { kind: "human-review", identifiers: [person], verified: { by: "phone", how: "called back" } };
  const made = await t.app.request("/api/requests", { method: "POST", headers, body: JSON.stringify(body) });
  const { id: requestId } = (await made.json()) as { id: string };
  const decisionId = t.ctx.ids.next("adc");
  const now = isoInstant(t.ctx.clock.now());
  await t.ctx.transaction(async (tx) => {
    const content = { externalId: decisionId, outcome: "No", factors: [], by: "model", involved: [] };
    await tx.db
      .insertInto("automated_decision")
      .values({
        person_id: "per_x",
        id: decisionId,
        decision: "terms",
        external_hash: decisionId,
        sealed: sealDecision(tx.keys, decisionId, content),
        decided_at: now,
        recorded_by_kind: "api-key",
        recorded_by_id: "key",
        created_at: now,
        forget_at: now,
      })
      .execute();
    await tx.db
      .insertInto("request_review")
      .values({ request_id: requestId, decision_id: decisionId, person_id: "per_x", decision: "terms" })
      .execute();
    await tx.db.updateTable("request").set({ state: "awaiting_approval" }).where("id", "=", requestId).execute();
  });
  return { requestId, decisionId };
}

const decision = {
  id: "order-1042",
  decision: "terms",
  person,
  outcome: "No payment on account",
  factors: [{ name: "Payments late", value: "3", effect: "against" }],
  by: "model",
  at: "2026-11-20T10:00:00Z",
};

const upheld = { outcome: "upheld", reasons: "It is as it is." };

export const automatedDecisionFixtures: EndpointFixtures = {
  "automated-decisions.record": {
    prepare: async () => ({ body: decision }),
    invalid: { body: { ...decision, factors: [] } },
    missing: null,
  },
  "reviews.list": {
    prepare: async (t) => ({ params: { requestId: (await asked(t)).requestId } }),
    invalid: null,
    missing: { params: { requestId: missing.requestId } },
  },
  "reviews.settle": {
    prepare: async (t): Promise<EndpointCall> => ({ params: await asked(t), body: upheld }),
    invalid: { params: missing, body: { ...upheld, newOutcome: "Yes" } },
    missing: { params: missing, body: upheld },
    by: "operator",
  },
};
