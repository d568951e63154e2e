/** Rights about single rows: those that are named and are the person's, with nothing told about any others. */
import type { SignedReceipt } from "@kept/contract/packages";
import type { PersonKey, PreviewRow, RequestDetail, RequestPlan } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { choosingKept, SESSION_SECRET, sessionToken } from "../choices/testing/choosing-kept.ts";
import { centrePath } from "./request-links.ts";
import { scopeIn } from "./scope-rows.ts";
import { ADA, createShop, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

/** A key that stands nowhere by chance. */
const KEY = "91827364";

async function createShopWithOrder(): Promise<Shop> {
  const shop = await createShop();
  shop.db.exec(`insert into orders values (${KEY}, 1, 'Teapot', 'Ada Street 1', '2026-05-01')`);
  return shop;
}

const order = (key: string): PersonKey => ({ system: "shop", table: "orders", key: [key] });

interface Answer extends RequestDetail {
  readonly code?: string;
}

async function make(visit: Visit, kind: string, rows: readonly PersonKey[]) {
  const made = await visit.api<Answer>("POST", "/api/requests", {
    kind,
    identifiers: [{ kind: "email", value: ADA }],
    verified: { by: "letter", how: "by the address" },
    scope: { rows },
  });
  await visit.t.drain();
  return { ...made, detail: async () => visit.detail(made.body.id) };
}

const planOf = async (visit: Visit, id: string) =>
  (await visit.api<RequestPlan>("GET", `/api/requests/${id}/plan`)).body;

async function approve(visit: Visit, { id, planVersion }: RequestDetail): Promise<void> {
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
}

test("one order is erased, and everything else stays as it is", async () => {
  await using shop = await createShopWithOrder();
  await using visit = await visitCentre(shop);
  const request = await (await make(visit, "erasure", [order(KEY), order(KEY)])).detail();
  expect(request).toMatchObject({ state: "awaiting_approval", rows: 1, blockingFindings: 0 });
  expect(request.scope.rows).toEqual([{ system: "shop", table: "orders", rows: 1 }]);
  expect((await planOf(visit, request.id)).tables).toMatchObject([{ table: "orders", counts: { deleted: 1 } }]);
  const preview = await visit.api<{ rows: PreviewRow[] }>(
    "GET",
    `/api/requests/${request.id}/plan/rows?system=shop&table=orders`,
  );
  expect(preview.body.rows).toMatchObject([{ key: [KEY], values: { item: "Teapot" }, disposition: "deleted" }]);
  const asked = await visit.api<{ rows: PersonKey[] }>("GET", `/api/requests/${request.id}/identifiers`);
  expect(asked.body.rows).toEqual([order(KEY)]);
  const before = shop.db.prepare("select * from users").all();
  await approve(visit, request);
  expect((await visit.detail(request.id)).state).toBe("done");
  expect([shop.count("orders", `id = ${KEY}`), shop.count("orders"), shop.count("messages")]).toEqual([0, 3, 2]);
  expect(shop.db.prepare("select * from users").all()).toEqual(before);
  const { body } = await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`);
  expect(body.receipt.only).toEqual([{ system: "shop", table: "orders", rows: 1 }]);
  const token = (await visit.mail("erased")).path.split("/")[3] ?? "";
  expect((await visit.get(centrePath.receipt(token))).text).toContain("1 entry of Orders (Shop)");
  const { db } = visit.t.ctx;
  const tombstones = await db.selectFrom("fulfilment_tombstone").selectAll().execute();
  expect(tombstones.filter(({ row_table }) => row_table === "orders")).toHaveLength(1);
  const open = [
    tombstones,
    await db.selectFrom("request").select(["scope", "person_label"]).execute(),
    await db.selectFrom("request_event").selectAll().execute(),
    await db.selectFrom("fulfilment_step").select(["summary", "outcome"]).execute(),
    await db.selectFrom("ledger_entry").selectAll().execute(),
    await db.selectFrom("outbox").selectAll().execute(),
    body.receipt,
  ];
  expect(JSON.stringify(open)).not.toContain(KEY);
});

test("no other system is asked, and a right that has lost its rows does nothing", async () => {
  await using shop = await createShopWithOrder();
  await using other = await createShopWithOrder();
  const systems = {
    shop: { url: shop.url, map: shop.mapFile },
    other: { url: other.url, map: other.mapFile },
  };
  await using visit = await visitCentre(shop, { kept: { systems } });
  const request = await (await make(visit, "erasure", [order(KEY)])).detail();
  expect(request.systems.map(({ system }) => system)).toEqual(["shop"]);
  await approve(visit, request);
  expect((await visit.detail(request.id)).state).toBe("done");
  expect([shop.count("orders"), other.count("orders")]).toEqual([3, 4]);
  const { keys } = visit.t.ctx;
  const scope = { tables: [], categories: [], rows: request.scope.rows };
  expect(() => scopeIn(keys, { id: request.id, scope, sealed_rows: null }, "shop")).toThrow("without them");
});

test("a package holds the rows that were asked for", async () => {
  await using shop = await createShopWithOrder();
  await using visit = await visitCentre(shop);
  const request = await (await make(visit, "access", [order(KEY), order("2")])).detail();
  const { tables } = await planOf(visit, request.id);
  expect(tables.map(({ table, rows }) => [table, rows])).toEqual([["orders", 2]]);
  await approve(visit, request);
  expect(await visit.detail(request.id)).toMatchObject({ state: "done", package: { state: "ready", rows: 2 } });
});

test.each(["access", "erasure", "restriction"])(
  "of %s another's row is refused as one that is not there",
  async (kind) => {
    await using shop = await createShopWithOrder();
    await using visit = await visitCentre(shop);
    const theirs = await (await make(visit, kind, [order("1"), order("3")])).detail();
    visit.t.clock.advance("PT1M");
    const absent = await (await make(visit, kind, [order("1"), order("404")])).detail();
    const [one, other] = [await planOf(visit, theirs.id), await planOf(visit, absent.id)];
    expect(one.findings).toMatchObject([{ code: "scope_row_not_theirs", table: "orders", blocks: true }]);
    expect(one).toEqual(other);
    for (const { id, state, planVersion } of [theirs, absent]) {
      expect(state).toBe("blocked");
      expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(409);
    }
    expect(shop.count("orders")).toBe(4);
  },
);

test("the app asks for the person who is signed in; other rights, and systems that are not there, are refused", async () => {
  await using shop = await createShopWithOrder();
  await using visit = await visitCentre(shop, {
    kept: choosingKept,
    variables: { TEST_SESSION_KEY: SESSION_SECRET },
    settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } },
  });
  const session = sessionToken({ sub: "1", email: ADA, email_verified: true });
  const own = (rows: readonly PersonKey[], kind = "access") =>
    visit.api<Answer>("POST", "/api/requests/own", { kind, session, country: "DE", scope: { rows } });
  expect((await own([order(KEY)])).status).toBe(201);
  expect((await own([order("2")])).status).toBe(201);
  await visit.t.drain();
  // Other rows are another question: neither is a duplicate of the other.
  const { requests } = (await visit.api<{ requests: Answer[] }>("GET", "/api/requests")).body;
  expect(requests.map(({ state, rows }) => [state, rows])).toEqual([
    ["awaiting_approval", 1],
    ["awaiting_approval", 1],
  ]);
  const objection = await own([order(KEY)], "objection");
  expect([objection.status, objection.body.code]).toEqual([422, "scope_rows_not_for_right"]);
  const unknown = await own([{ ...order(KEY), system: "nowhere" }]);
  expect([unknown.status, unknown.body.code]).toEqual([422, "system_unknown"]);
});
