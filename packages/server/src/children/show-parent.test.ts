/** A parent who was verified opens, on their page, the request that shows them what is held of their child (R-9.b). */
import type { ChildCase } from "@kept/contract/children";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { choosingKept, SESSION_SECRET } from "../choices/testing/choosing-kept.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Slice } from "../platform/slice.ts";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";
import { centrePath, LINKS } from "../requests/request-links.ts";
import { ADA, BOB, createShop } from "../requests/testing/shop.ts";
import { createSlices } from "../slices.ts";

const PARENT = "parent@example.org";

async function openCase() {
  const shop = await createShop();
  let slices: readonly Slice[] = [];
  const t = await createTestCtx({
    slices: (parts) => {
      slices = createSlices(parts);
      return slices;
    },
    kept: { ...choosingKept, systems: { shop: { url: shop.url, map: shop.mapFile } } },
    settings: { dataDir: shop.folder, variables: { TEST_SESSION_KEY: SESSION_SECRET } },
  });
  const { headers: lead } = await t.signIn("privacy-lead");
  const api = async <T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> => {
    const response = await t.app.request(path, {
      method,
      headers: { ...lead, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  };
  const send = (path: string, fields: Record<string, string>) =>
    t.app.request(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
  await send("/privacy/parent", { child: ADA, wish: "review", email: PARENT, statement: "She is nine." });
  await t.drain();
  const { id } = (await api<{ cases: ChildCase[] }>("GET", "/api/children/cases")).body.cases[0] as ChildCase;
  const mail = async (kind: string) => (await t.sentMail()).findLast((one) => one.kind === kind && one.to === PARENT);
  const path = /\/privacy\/parent\/case\/[^\s?]+/.exec((await mail("child-received"))?.text ?? "")?.[0] ?? "";
  const sweep = async () => {
    const { sweeps = [] } = slices.find(({ name }) => name === "children") ?? {};
    for (const one of sweeps) await one.run(t.ctx);
  };
  const close = async () => {
    await t[Symbol.asyncDispose]();
    await shop[Symbol.asyncDispose]();
  };
  const read = async () => (await api<ChildCase>("GET", `/api/children/cases/${id}`)).body;
  return {
    t,
    id,
    path,
    api,
    send,
    mail,
    sweep,
    read,
    page: async () => (await t.app.request(path)).text(),
    [Symbol.asyncDispose]: close,
  };
}

test("seen after a check, by the parent alone, and nothing is erased before the answer", async () => {
  await using at = await openCase();
  const { t, id, path, api, send } = at;
  // The link alone shows an address: what it would disclose waits for a check.
  expect((await api("POST", `/api/children/cases/${id}/parent`, { how: "call" })).status).toBe(409);
  await api("POST", `/api/children/cases/${id}/confirm`, {});
  expect(await at.page()).not.toContain("Show me what you hold");
  expect((await send(path, { act: "see" })).status).toBe(303);
  expect((await at.read()).accessRequest).toBeNull();
  expect((await api("POST", `/api/children/cases/${id}/parent`, { how: "signed-form" })).status).toBe(200);
  await t.drain();
  expect((await at.mail("child-verified"))?.text).not.toContain(ADA);
  expect(await at.page()).toContain("Show me what you hold");
  expect((await send(path, { act: "see" })).status).toBe(200);
  await t.drain();
  const { accessRequest } = await at.read();
  const request = async () => (await api<RequestDetail>("GET", `/api/requests/${accessRequest}`)).body;
  expect(await request()).toMatchObject({
    kind: "access",
    state: "awaiting_approval",
    verifiedHow: "mandate: parent (signed-form)",
  });
  // Once: the page says that it is on its way.
  expect(await at.page()).toContain("You have asked to see");
  expect((await send(path, { act: "see" })).status).toBe(303);
  expect((await at.read()).accessRequest).toBe(accessRequest);
  // The window ends meanwhile: what was asked to be seen is not erased before.
  t.clock.advance("P20D");
  await at.sweep();
  expect((await at.read()).state).toBe("frozen");
  const { planVersion } = await request();
  expect((await api("POST", `/api/requests/${accessRequest}/approve`, { planVersion })).status).toBe(200);
  await t.drain();
  expect((await request()).state).toBe("done");
  const ready = await at.mail("request-package-ready");
  const link = /\/privacy\/package\/[^\s?]+/.exec(ready?.text ?? "")?.[0] ?? "";
  const fetched = await t.app.request(link, { method: "POST" });
  expect(fetched.headers.get("content-type")).toBe("application/zip");
  expect((await t.sentMail()).filter(({ to }) => to === ADA || to === BOB)).toEqual([]);
  // To see is no mandate to choose what is erased, row by row.
  expect((await t.app.request(`${link}/data`)).status).toBe(410);
  await at.sweep();
  await t.drain();
  expect((await at.read()).state).toBe("erasing");
  expect(await t.ledgerTypes(id)).toEqual(
    expect.arrayContaining(["child.parent-verified", "child.access-begun", "child.erasure-begun"]),
  );
});

/** A parent who was verified has asked to see it; answers the id of the request. */
async function askToSee({ t, id, path, api, send, read }: Awaited<ReturnType<typeof openCase>>): Promise<string> {
  await api("POST", `/api/children/cases/${id}/confirm`, {});
  await api("POST", `/api/children/cases/${id}/parent`, { how: "call" });
  await send(path, { act: "see" });
  await t.drain();
  return (await read()).accessRequest ?? "";
}

const NO_CHILD = { outcome: "not_a_child", how: "account" } as const;

test("of whom it turns out to be no child nothing is shown to the one who said so", async () => {
  await using at = await openCase();
  const { t, id, api } = at;
  const request = await askToSee(at);
  const { planVersion } = (await api<RequestDetail>("GET", `/api/requests/${request}`)).body;
  expect((await api("POST", `/api/children/cases/${id}/end`, NO_CHILD)).status).toBe(200);
  await t.drain();
  expect((await api<RequestDetail>("GET", `/api/requests/${request}`)).body.state).toBe("cancelled");
  expect((await api("POST", `/api/requests/${request}/approve`, { planVersion })).status).toBe(409);
  const { sealed_person } = await t.ctx.db
    .selectFrom("request")
    .select("sealed_person")
    .where("id", "=", request)
    .executeTakeFirstOrThrow();
  expect(sealed_person).toBeNull();
  expect(await at.mail("request-cancelled")).toBeUndefined();
});

test("what was shown already is taken back: the package, its link and that of its page", async () => {
  await using at = await openCase();
  const { t, id, api } = at;
  const request = await askToSee(at);
  const { planVersion } = (await api<RequestDetail>("GET", `/api/requests/${request}`)).body;
  await api("POST", `/api/requests/${request}/approve`, { planVersion });
  await t.drain();
  const link = /\/privacy\/package\/[^\s?]+/.exec((await at.mail("request-package-ready"))?.text ?? "")?.[0] ?? "";
  const { token } = await t.ctx.transaction((tx) =>
    createLink(tx, { purpose: LINKS.status, subject: request, lifetime: "P1D" }),
  );
  expect((await t.app.request(centrePath.status(token))).status).toBe(200);
  expect((await t.app.request(link, { method: "POST" })).status).toBe(200);
  expect((await api("POST", `/api/children/cases/${id}/end`, NO_CHILD)).status).toBe(200);
  expect((await t.app.request(link, { method: "POST" })).status).toBe(404);
  expect((await t.app.request(centrePath.status(token))).status).toBe(404);
  const pack = await t.ctx.db.selectFrom("fulfilment_package").select("state").execute();
  expect(pack).toEqual([{ state: "expired" }]);
});

test("in the middle of its run nothing comes of it either", async () => {
  await using at = await openCase();
  const { t, id, api } = at;
  const request = await askToSee(at);
  const future = { state: "running", lease_owner: "lse_other", lease_until: "2099-01-01T00:00:00Z" } as const;
  await t.ctx.db.updateTable("request").set(future).where("id", "=", request).execute();
  expect((await api("POST", `/api/children/cases/${id}/end`, NO_CHILD)).status).toBe(200);
  const after = await t.ctx.db
    .selectFrom("request")
    .select(["state", "lease_owner"])
    .where("id", "=", request)
    .executeTakeFirst();
  expect(after).toEqual({ state: "cancelled", lease_owner: null });
});
