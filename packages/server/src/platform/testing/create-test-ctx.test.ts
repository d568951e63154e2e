import { expect, test } from "vitest";
import { createTestCtx } from "./create-test-ctx.ts";

test("a test gets a product that answers, records and runs jobs", async () => {
  await using t = await createTestCtx();
  const { headers } = await t.signIn("privacy-lead");
  const me = await t.app.request("/api/me", { headers });
  expect(await me.json()).toMatchObject({ actor: { kind: "operator", role: "privacy-lead" } });
  await t.ctx.transaction((tx) =>
    tx.outbox.add("k", {
      entry: { type: "operator.signed-out", data: {} },
      jobs: [{ name: "platform.tidy", payload: {} }],
    }),
  );
  await t.drain();
  expect(await t.ledgerTypes()).toEqual(["operator.created", "operator.signed-out"]);
  const health = await t.app.request("/health");
  expect(await health.json()).toMatchObject({ status: "ok", outbox: { waiting: 0 } });
});
