/** People see their data on their own page, tick single rows, and ask for rights about those: no key leaves the form. */
import { PROOF_NEEDS, type ProofNeedRow } from "@kept/contract/proof-tiers";
import type { RequestDetail } from "@kept/contract/requests";
import { ANOTHER_PERSON } from "@kept/engine/access-columns";
import { expect, test } from "vitest";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import { askAboutRows } from "../requests/ask-about-rows.ts";
import { findOwnAnswer, type TableName } from "../requests/own-rows.ts";
import { ADA, createShop, SHOP_MAP, type Shop } from "../requests/testing/shop.ts";
import { type Visit, visitCentre } from "../requests/testing/visit-centre.ts";
import { verifyingKept } from "../verification/testing/verifying-kept.ts";
import { NO_PICKS, openPicks, sealPicks, takePicks } from "./picks.ts";
import { labelOf } from "./show-value.ts";

/** A key that stands nowhere by chance. */
const KEY = "91827364";

async function createShopWithOrders(): Promise<Shop> {
  const shop = await createShop();
  shop.db.exec(`insert into orders values (${KEY}, 1, 'Teapot', 'Ada Street 1', '2026-05-01')`);
  for (let n = 0; n < 30; n += 1) {
    shop.db.exec(`insert into orders values (${1000 + n}, 1, 'Cup ${n}', 'Ada Street 1', '2026-05-02')`);
  }
  return shop;
}

/** Ada has asked for her data and got it; answers the address of what she may look at. */
async function getData(visit: Visit): Promise<{ readonly id: string; readonly path: string }> {
  const request = await visit.request("access", ADA);
  const { planVersion } = request;
  expect((await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
  const { path } = await visit.mail("package-ready");
  const page = (await visit.get(path)).text;
  const data = /href="([^"]+\/data)[?"]/.exec(page)?.[1];
  expect(data).toBe(`${path}/data`);
  return { id: request.id, path: data ?? "" };
}

/** A browser without scripts: what the page holds goes back with what is ticked and pressed. */
function createReader(visit: Visit, path: string) {
  let html = "";
  const page = {
    text: () => html,
    read: (text: string) => {
      html = text;
    },
    open: async () => {
      html = (await visit.get(path)).text;
    },
    /** The place of the box whose entry holds these words. */
    boxOf: (words: string): string => {
      const entry = html.split(/<li class="entry|<div class="entry/).find((part) => part.includes(words)) ?? "";
      return /name="tick" value="(\d+)"/.exec(entry)?.[1] ?? `no box for ${words}`;
    },
    ticked: () => [...html.matchAll(/name="tick" value="(\d+)"[^>]* checked/g)].map(([, place]) => place ?? ""),
    press: async (step: string, ticks: readonly string[] = [], more: Record<string, string> = {}) => {
      const form = new URLSearchParams({
        state: /name="state" value="([^"]+)"/.exec(html)?.[1] ?? "",
        do: step,
        ...more,
      });
      for (const tick of new Set([...page.ticked(), ...ticks])) form.append("tick", tick);
      const response = await visit.t.app.request(path, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: form.toString(),
      });
      html = await response.text();
      return response;
    },
  };
  return page;
}

async function newest(visit: Visit): Promise<RequestDetail> {
  await visit.t.drain();
  const { body } = await visit.api<{ requests: RequestDetail[] }>("GET", "/api/requests?limit=1");
  return visit.detail(body.requests[0]?.id ?? "");
}

async function approve(visit: Visit, { id, planVersion }: RequestDetail): Promise<void> {
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
}

test("single entries on two pages are ticked and erased, and nothing else; every look is an entry", async () => {
  await using shop = await createShopWithOrders();
  await using visit = await visitCentre(shop);
  const { id, path } = await getData(visit);
  const page = createReader(visit, path);
  await page.open();
  expect(page.text()).toContain("33 entries");
  await page.press(`open-${page.boxOf(">Orders<")}`);
  expect(page.text()).toContain("Kettle");
  expect(page.text()).not.toContain("hash-of-1");
  await page.press("page-1", [page.boxOf("Kettle")]);
  expect(page.text()).toContain("Cup 29");
  await page.press("search", [], { search: "teapot" });
  expect(page.text()).not.toContain("Cup");
  expect(page.text()).toContain("1 ticked so far");
  await page.press("chosen", [page.boxOf("Teapot")]);
  expect(page.text()).toMatch(/Kettle[\s\S]*Teapot|Teapot[\s\S]*Kettle/);
  await page.press("ask-erasure");
  expect(page.text()).toContain("2 entries of Orders");
  const sent = await page.press("send-erasure", [], { ground: "not_needed" });
  expect(sent.status).toBe(303);
  expect(sent.headers.get("location")).toMatch(/^\/privacy\/status\//);
  const request = await newest(visit);
  expect(request).toMatchObject({
    kind: "erasure",
    channel: "centre",
    verifiedHow: "link",
    state: "awaiting_approval",
    rows: 2,
  });
  expect(request.scope.rows).toEqual([{ system: "shop", table: "orders", rows: 2 }]);
  await approve(visit, request);
  expect((await visit.detail(request.id)).state).toBe("done");
  expect([shop.count("orders", `id in (1, ${KEY})`), shop.count("orders"), shop.count("users")]).toEqual([0, 32, 2]);
  const looks = (await visit.detail(id)).timeline.filter(({ event }) => event === "rows-viewed");
  expect(looks.length).toBeGreaterThanOrEqual(5);
  expect(looks[0]).toMatchObject({ actor: { kind: "person", id }, facts: { system: "shop", table: "orders" } });
  // What was ticked is in no address, no log and no open column.
  const open = [
    await visit.t.ctx.db.selectFrom("request_event").selectAll().execute(),
    await visit.t.ctx.db.selectFrom("ledger_entry").selectAll().execute(),
  ];
  expect(JSON.stringify(open)).not.toContain(KEY);
});

test("each entry stands on one page, whatever the app writes while somebody leafs through them", async () => {
  await using shop = await createShop(`${SHOP_MAP}  tickets:\n    edges: { "user_id -> users": owner }\n`);
  shop.db.exec(
    "create table tickets (code text primary key, user_id integer not null references users (id), seat text)",
  );
  const codes = Array.from({ length: 45 }, (_, at) => `T${String((at * 7) % 45).padStart(2, "0")}`);
  for (const code of codes) shop.db.exec(`insert into tickets values ('${code}', 1, 'Seat of ${code}')`);
  await using visit = await visitCentre(shop);
  const page = createReader(visit, (await getData(visit)).path);
  await page.open();
  await page.press(`open-${page.boxOf(">Tickets<")}`);
  const seen: string[] = [];
  for (const step of ["page-1", "page-2", null]) {
    const own = [...page.text().matchAll(/Seat of (T\d\d)/g)].map(([, code]) => code ?? "");
    seen.push(...new Set(own));
    // What was seen already is written anew, and lies last in its table from then on.
    for (const code of own.slice(0, 3)) shop.db.exec(`replace into tickets values ('${code}', 1, 'Seat of ${code}')`);
    if (step !== null) await page.press(step);
  }
  expect(seen).toEqual(codes.toSorted());
});

test("a value is corrected in the row that was ticked, and what was not changed is not asked for", async () => {
  await using shop = await createShopWithOrders();
  await using visit = await visitCentre(shop);
  const page = createReader(visit, (await getData(visit)).path);
  await page.open();
  await page.press(`open-${page.boxOf(">Orders<")}`);
  await page.press("chosen", [page.boxOf("Kettle")]);
  await page.press("ask-rectification");
  expect(page.text()).toContain('name="c-0-address"');
  // Keys and references are nobody's to correct.
  expect(page.text()).not.toMatch(/name="c-0-(id|user_id)"/);
  const fields = { "c-0-address": "Ada Street 1" };
  const same = await page.press("send-rectification", [], fields);
  expect([same.status, page.text().includes("Nothing is changed yet")]).toEqual([422, true]);
  const emptied = await page.press("send-rectification", [], { "c-0-address": " " });
  expect([emptied.status, page.text().includes("cannot be emptied")]).toEqual([422, true]);
  const sent = await page.press("send-rectification", [], { "c-0-address": "New Street 9", "c-0-id": "5" });
  expect(sent.status).toBe(303);
  const request = await newest(visit);
  expect(request).toMatchObject({ kind: "rectification", state: "awaiting_approval" });
  await approve(visit, request);
  expect(shop.count("orders", "id = 1 and address = 'New Street 9'")).toBe(1);
  expect(shop.count("orders", "user_id = 1 and address = 'Ada Street 1'")).toBe(32);
});

test("a whole table is named by its rows, so that no other system is asked", async () => {
  await using shop = await createShopWithOrders();
  await using other = await createShopWithOrders();
  const systems = { shop: { url: shop.url, map: shop.mapFile }, other: { url: other.url, map: other.mapFile } };
  await using visit = await visitCentre(shop, { kept: { systems } });
  const page = createReader(visit, (await getData(visit)).path);
  await page.open();
  const inShop = page.text().slice(page.text().indexOf('id="in-shop"'));
  const box =
    /Orders<[\s\S]*/.exec(inShop) === null
      ? ""
      : (/name="tick" value="(\d+)"[^>]*aria-label="All of Orders"/.exec(inShop)?.[1] ?? "");
  await page.press("chosen", [box]);
  expect(page.text()).toContain("All of Orders");
  await page.press("ask-restriction");
  expect((await page.press("send-restriction", [], { ground: "accuracy" })).status).toBe(303);
  const request = await newest(visit);
  expect(request.systems.map(({ system }) => system)).toEqual(["shop"]);
  expect(request.scope.rows).toEqual([{ system: "shop", table: "orders", rows: 33 }]);
});

test("others are masked and their rows cannot be chosen; nobody else's row can be put into the form", async () => {
  await using shop = await createShopWithOrders();
  await using visit = await visitCentre(shop);
  const { id, path } = await getData(visit);
  const page = createReader(visit, path);
  await page.open();
  await page.press(`open-${page.boxOf(">Messages<")}`);
  expect(page.text()).toContain("another person");
  expect(page.text()).not.toContain("Note of Bob");
  // A place that was not shown, and a state that is not ours, tick nothing.
  await page.press("chosen", ["7"]);
  expect(page.text()).toContain("Tick something first");
  const { keys } = visit.t.ctx;
  const forged = { ...NO_PICKS, picked: [{ system: "shop", table: "orders", key: ["3"] }] };
  page.read(`<input name="state" value="${sealPicks(keys, "req_other", forged)}">`);
  expect((await page.press("ask-erasure")).status).toBe(422);
  // Even a state of ours that names another's row finds nothing of it.
  page.read(`<input name="state" value="${sealPicks(keys, id, forged)}">`);
  await page.press("ask-erasure");
  expect(page.text()).not.toContain("Chair");
  expect(page.text()).toContain("not there any more");
  expect((await visit.api<{ requests: unknown[] }>("GET", "/api/requests")).body.requests).toHaveLength(1);
});

test("once the file is gone, so is the look; whoever acts for somebody does not choose for them", async () => {
  await using shop = await createShopWithOrders();
  await using visit = await visitCentre(shop);
  const { id, path } = await getData(visit);
  const { db } = visit.t.ctx;
  const mandate = {
    request_id: id,
    relation: "agent",
    sealed: null,
    sealed_paper: null,
    paper_hash: null,
    answers_to: "representative",
    created_at: "2026-01-01T00:00:00Z",
  } as const;
  await db.insertInto("mandate").values(mandate).execute();
  expect((await visit.get(path)).status).toBe(410);
  expect((await visit.get(path.replace("/data", ""))).text).not.toContain("/data");
  await db.deleteFrom("mandate").execute();
  expect((await visit.get(path)).status).toBe(200);
  visit.t.clock.advance("P31D");
  await tidyRequests(visit.t.ctx, visit.parts);
  expect([404, 410]).toContain((await visit.get(path)).status);
  const steps = await db.selectFrom("fulfilment_step").select("sealed_plan").where("request_id", "=", id).execute();
  expect(steps.every(({ sealed_plan }) => sealed_plan === null)).toBe(true);
});

test("somebody who comes to share the address is not shown", async () => {
  await using shop = await createShopWithOrders();
  await using visit = await visitCentre(shop);
  const page = createReader(visit, (await getData(visit)).path);
  shop.db.exec(
    `update users set email = '${ADA}' where id = 2; update users set email = 'old@example.org' where id = 1`,
  );
  await page.open();
  await page.press(`open-${page.boxOf(">Orders<")}`);
  expect(page.text()).toContain("Not just now");
  expect(page.text()).not.toContain("Chair");
});

const ERASURE: Omit<Parameters<typeof askAboutRows>[3], "ticked"> = {
  kind: "erasure",
  details: { corrections: [], ground: "not_needed", statement: null },
  language: "en",
};

test("what has gone since it was ticked is refused, and never becomes everything", async () => {
  await using shop = await createShopWithOrders();
  await using visit = await visitCentre(shop);
  const { id, path } = await getData(visit);
  const page = createReader(visit, path);
  await page.open();
  await page.press("chosen", [page.boxOf(">Orders<")]);
  await page.press("ask-erasure");
  shop.db.exec("delete from orders where user_id = 1");
  const sent = await page.press("send-erasure", [], { ground: "not_needed" });
  expect([sent.status, page.text().includes("not there any more")]).toEqual([422, true]);
  // Gone between the page and the asking: the use case refuses by itself.
  const answer = await findOwnAnswer(visit.t.ctx, id);
  if (answer === null) throw new Error("There is no answer.");
  const ask = (whole: readonly TableName[], from = answer) =>
    askAboutRows(visit.t.ctx, visit.parts, from, { ...ERASURE, ticked: { rows: [], whole } });
  await expect(ask([{ system: "shop", table: "orders" }])).rejects.toMatchObject({ code: "rows_gone" });
  await expect(ask([])).rejects.toMatchObject({ code: "rows_gone" });
  // What is only shared has no box; and looking for keys is a look.
  await expect(ask([{ system: "shop", table: "products" }])).rejects.toMatchObject({ code: "rows_gone" });
  const looks = (await visit.detail(id)).timeline.filter(({ event }) => event === "rows-viewed");
  expect(looks.filter(({ facts }) => facts["rows"] === 501)).toHaveLength(2);
  expect((await visit.api<{ requests: unknown[] }>("GET", "/api/requests")).body.requests).toHaveLength(1);
  // So does a list of rows that came out empty, at the API.
  const person = { identifiers: [{ kind: "email", value: ADA }] };
  const empty = await visit.api("POST", "/api/requests", { kind: "erasure", person, scope: { rows: [] } });
  expect(empty.status).toBe(422);
});

test("a table that is only shared has no place to be ticked", async () => {
  await using shop = await createShop(
    SHOP_MAP.replace(
      '"sender_id -> users": owner, "recipient_id -> users": owner',
      '"recipient_id -> users": viewer, "sender_id -> users": viewer',
    ),
  );
  await using visit = await visitCentre(shop);
  const { id, path } = await getData(visit);
  const page = createReader(visit, path);
  await page.open();
  expect(page.text()).toContain(">Messages<");
  const state = (): string => /name="state" value="([^"]+)"/.exec(page.text())?.[1] ?? "";
  const shown = () => openPicks(visit.t.ctx.keys, id, state()).shown.map(({ table }) => table);
  expect(shown()).toEqual(expect.arrayContaining(["orders"]));
  expect(shown()).not.toContain("messages");
  await page.press(/value="(open-\d+)">[^<]*<span class="hidden"> Messages/.exec(page.text())?.[1] ?? "");
  expect(page.text()).toContain("Hello Bob");
  expect(shown()).toEqual([]);
});

test("a table's name asks no further than what was shown", async () => {
  await using shop = await createShopWithOrders();
  for (let n = 0; n < 500; n += 1) {
    shop.db.exec(`insert into orders values (${5000 + n}, 1, 'Mug ${n}', 'Ada Street 1', '2026-05-03')`);
  }
  await using other = await createShop();
  other.db.exec("delete from orders");
  const systems = { shop: { url: shop.url, map: shop.mapFile }, other: { url: other.url, map: other.mapFile } };
  await using visit = await visitCentre(shop, { kept: { systems } });
  const { id } = await getData(visit);
  const answer = await findOwnAnswer(visit.t.ctx, id);
  if (answer === null) throw new Error("There is no answer.");
  const asked = { ...ERASURE, ticked: { rows: [], whole: [{ system: "shop", table: "orders" }] } };
  await expect(askAboutRows(visit.t.ctx, visit.parts, answer, asked)).rejects.toMatchObject({ code: "rows_too_many" });
  // With that system alone the name says the same; categories that the answer left out stay left out.
  const parts = { ...visit.parts, systems: { ...visit.parts.systems, names: ["shop"] } };
  const scope = { ...answer.request.scope, categories: ["contact"] };
  const narrow = { ...answer, request: { ...answer.request, scope } };
  await askAboutRows(visit.t.ctx, parts, narrow, asked);
  const request = await visit.t.ctx.db
    .selectFrom("request")
    .select("scope")
    .where("kind", "=", "erasure")
    .executeTakeFirstOrThrow();
  expect(request.scope).toMatchObject({ tables: ["orders"], categories: ["contact"], rows: [] });
});

test("an entry is called by what it says, or by its number, and never by its key", () => {
  expect(labelOf({ key: ["7", "42"], values: { followee_id: 7, follower_id: ANOTHER_PERSON } }, "en", 3)).toBe(
    "Entry 3",
  );
  expect(labelOf({ key: ["7"], values: { id: 7, item: "Kettle" } }, "de", 1)).toBe("Kettle");
});

test("corrections stay with the rows that were shown, in whatever order rows are read", async () => {
  await using shop = await createShopWithOrders();
  await using visit = await visitCentre(shop);
  const { id, path } = await getData(visit);
  const page = createReader(visit, path);
  const picked = ["2", "1"].map((key) => ({ system: "shop", table: "orders", key: [key] }));
  page.read(`<input name="state" value="${sealPicks(visit.t.ctx.keys, id, { ...NO_PICKS, picked })}">`);
  await page.press("ask-rectification");
  expect(/name="c-0-item" value="([^"]+)"|value="([^"]+)" [^>]*name="c-0-item"/.exec(page.text())?.slice(1)).toContain(
    "Lamp",
  );
  expect((await page.press("send-rectification", [], { "c-0-item": "Lantern" })).status).toBe(303);
  await approve(visit, await newest(visit));
  expect([
    shop.count("orders", "id = 2 and item = 'Lantern'"),
    shop.count("orders", "id = 1 and item = 'Kettle'"),
  ]).toEqual([1, 1]);
});

test("where the mailbox is not enough, asking leads to where more can be shown", async () => {
  await using shop = await createShopWithOrders();
  const { questions } = verifyingKept.verification;
  await using visit = await visitCentre(shop, { kept: { verification: { questions } } });
  const { path } = await getData(visit);
  const page = createReader(visit, path);
  await page.open();
  await page.press(`open-${page.boxOf(">Orders<")}`);
  await page.press("chosen", [page.boxOf("Kettle")]);
  await page.press("ask-erasure");
  // As under a law that asks more of whoever erases.
  const needs = PROOF_NEEDS as ProofNeedRow[];
  needs.unshift({ ...(needs[0] as ProofNeedRow), act: "erase", risk: "ordinary", level: "high" });
  try {
    const sent = await page.press("send-erasure", [], { ground: "not_needed" });
    expect(sent.headers.get("location")).toMatch(/^\/privacy\/prove\//);
    expect((await visit.get(sent.headers.get("location") ?? "")).status).toBe(200);
    expect((await newest(visit)).state).toBe("unverified");
  } finally {
    needs.shift();
  }
});

test("a page counts for what it showed, and what was ticked elsewhere stays", () => {
  const one = { system: "s", table: "t", key: ["1"] };
  const two = { system: "s", table: "t", key: ["2"] };
  const whole = { system: "s", table: "t", key: null };
  const picks = { ...NO_PICKS, picked: [one], shown: [one, two] };
  expect(takePicks(picks, [])).toEqual([]);
  expect(takePicks(picks, ["1"])).toEqual([two]);
  expect(takePicks({ ...picks, shown: [two] }, ["0"])).toEqual([one, two]);
  expect(takePicks({ ...picks, shown: [whole] }, ["0"])).toEqual([whole]);
  expect(takePicks(picks, ["-1", "7", "x"])).toEqual([]);
});

test("a state that does not open ticks nothing", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  expect(openPicks(visit.t.ctx.keys, "req_1", "no-such-state")).toEqual(NO_PICKS);
});
