/** Calls of the systems' endpoints for the derived tests. */
import type { TestCtx } from "../platform/testing/create-test-ctx.ts";
import type { EndpointCall, EndpointFixtures } from "../platform/testing/endpoint-fixture.ts";

const missing: EndpointCall = { params: { system: "nowhere" } };
const shop = async (): Promise<EndpointCall> => ({ params: { system: "shop" } });

/** A map under which orders look personal and are nobody's. */
const UNCLEAR = 'system: shop\nnaming: { "user_id -> users": context }\n';
const QUESTION = { question: "table orders", answer: "nobody" };

const call = async (t: TestCtx, method: string, path: string, body: unknown): Promise<unknown> => {
  const headers = { ...(await t.apiKey(["systems:act"])), "content-type": "application/json" };
  const response = await t.app.request(`/api/systems/shop/${path}`, { method, headers, body: JSON.stringify(body) });
  return await response.json();
};

const ask = async (t: TestCtx): Promise<EndpointCall> => {
  await call(t, "PUT", "map", { map: UNCLEAR });
  return { params: { system: "shop" }, body: QUESTION };
};

export const systemFixtures: EndpointFixtures = {
  "systems.list": { prepare: async () => ({}), invalid: null, missing: null },
  "systems.get": { prepare: shop, invalid: null, missing },
  "systems.discover": { prepare: shop, invalid: null, missing },
  "systems.accept": {
    prepare: async () => ({ params: { system: "shop" }, body: {} }),
    invalid: { params: { system: "shop" }, body: { tables: "all" } },
    missing,
  },
  "systems.questions": { prepare: shop, invalid: { ...missing, query: { table: "x".repeat(301) } }, missing },
  "systems.see-values": {
    prepare: async (t) => {
      await ask(t);
      return { params: { system: "shop" }, body: { question: QUESTION.question } };
    },
    invalid: { params: { system: "shop" }, body: { question: 1 } },
    missing,
  },
  "systems.preview-answer": {
    prepare: ask,
    invalid: { params: { system: "shop" }, body: { question: 1 } },
    missing,
  },
  "systems.answer": { prepare: ask, invalid: { params: { system: "shop" }, body: { answer: "nobody" } }, missing },
  "systems.take-back-answer": {
    prepare: async (t) => {
      await ask(t);
      const { kept } = (await call(t, "POST", "answers", QUESTION)) as { readonly kept: string };
      return { params: { system: "shop", answer: kept } };
    },
    invalid: null,
    missing: { params: { system: "shop", answer: "map_nowhere" } },
  },
  "systems.check-map": {
    prepare: async () => ({ params: { system: "shop" }, body: { map: "system: shop\n" } }),
    invalid: { params: { system: "shop" }, body: { map: 7 } },
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
