/** The first tier of verification: who is signed in to the operator's app needs no other proof (R-8.4.0b). */
import type { RequestDetail } from "@kept/contract/requests";
import { afterAll, beforeAll, expect, test } from "vitest";
import { choosingKept, SESSION_SECRET, sessionToken } from "../choices/testing/choosing-kept.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { ADA, createShop, type Shop } from "./testing/shop.ts";

let t: TestCtx;
let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
  t = await createTestCtx({
    kept: { ...choosingKept, systems: { shop: { url: shop.url, map: shop.mapFile } } },
    settings: { dataDir: shop.folder, variables: { TEST_SESSION_KEY: SESSION_SECRET } },
  });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});

const ask = (session: string) =>
  t.app.request("/api/requests/own", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: "access", session, country: "DE" }),
  });

async function list(): Promise<readonly RequestDetail[]> {
  const headers = await t.apiKey(["requests:read"]);
  const { requests } = (await (await t.app.request("/api/requests", { headers })).json()) as {
    requests: RequestDetail[];
  };
  return requests;
}

test("a token leads straight to the plan, twice for the same to one answer, and forged or unproven to nothing", async () => {
  const first = await ask(sessionToken({ sub: "1", email: ADA, email_verified: true }));
  expect(first.status).toBe(201);
  const { reference, dueOn } = (await first.json()) as { reference: string; dueOn: string };
  await t.drain();
  const [planned] = await list();
  expect(planned).toMatchObject({ reference, dueOn, state: "awaiting_approval", channel: "api" });
  expect(planned?.rows).toBeGreaterThan(0);
  const mails = await t.sentMail();
  expect(mails.map(({ kind, to }) => [kind, to])).toEqual([["request-received", ADA]]);

  const again = await ask(sessionToken({ sub: "1", email: ADA, email_verified: true }));
  expect(await again.json()).toEqual({ reference, dueOn });
  expect((await list()).map(({ state }) => state)).toEqual(["merged", "awaiting_approval"]);

  const forged = await ask(sessionToken({ sub: "1", email: ADA, email_verified: true }, { secret: "00".repeat(32) }));
  expect([forged.status, ((await forged.json()) as { code: string }).code]).toEqual([401, "session_invalid"]);
  // An address that the app has not verified is nobody's proof: nothing of Ada's is found by it.
  await ask(sessionToken({ sub: "999", email: ADA }));
  await t.drain();
  expect((await list())[0]).toMatchObject({ state: "nothing_found", rows: 0 });
});
