/** An erasure that can be taken back: until when, by whose key, by which door; and that what was kept for it goes without fail. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail, RequestPlan } from "@kept/contract/requests";
import type { UndoPreview } from "@kept/contract/undo";
import type { Diff } from "@kept/engine/diff";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { tendUndos } from "../fulfilment/tend-undos.ts";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { listTombstones } from "../fulfilment/tombstones.ts";
import { parseKept } from "../kept-config.ts";
import { StartError } from "../platform/start-error.ts";
import { testKept } from "../platform/testing/test-kept.ts";
import { settleNotice } from "../recipients/notices.ts";
import { CLUB_MAP, createFileClub } from "./testing/club.ts";
import { ADA, BOB, createShop, SHOP_MAP, type Shop } from "./testing/shop.ts";
import { type Visit, type VisitOptions, visitCentre } from "./testing/visit-centre.ts";

const WEEK = { undo: { window: "P7D" }, erasureWaitingPeriod: "PT0S" };

const dump = (shop: Shop) =>
  ["users", "orders", "invoices", "messages"].map((table) =>
    shop.db.prepare(`select * from ${table} order by id`).all(),
  );

async function open(options: VisitOptions = {}) {
  const shop = await createShop();
  const visit = await visitCentre(shop, { ...options, kept: { requests: WEEK, ...options.kept } });
  const close = async () => {
    await visit[Symbol.asyncDispose]();
    await shop[Symbol.asyncDispose]();
  };
  return { shop, visit, before: dump(shop), [Symbol.asyncDispose]: close };
}

async function approve(visit: Visit, { id, planVersion }: RequestDetail): Promise<void> {
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
}

async function erased(
  visit: Visit,
): Promise<{ readonly request: RequestDetail; readonly path: string; readonly token: string }> {
  const request = await visit.request("erasure", ADA);
  await approve(visit, request);
  const { path } = await visit.mail("erased");
  return { request: await visit.detail(request.id), path, token: path.split("/").at(-1) ?? "" };
}

const receiptOf = async (visit: Visit, id: string) =>
  (await visit.api<SignedReceipt>("GET", `/api/requests/${id}/receipt`)).body.receipt;
const countRows = async (visit: Visit, table: "fulfilment_diff" | "fulfilment_undo_share" | "fulfilment_tombstone") =>
  (await visit.t.ctx.db.selectFrom(table).select("request_id").execute()).length;

test("the person is told until when, and takes it back themself, in two steps", async () => {
  await using opened = await open();
  const { shop, visit, before } = opened;
  expect((await visit.get("/privacy/erasure")).text).toContain("take it back for a short while");
  const planned = await visit.request("erasure", ADA);
  expect(planned.undo).toMatchObject({ state: "planned", key: "split", until: null, may: { undo: false } });
  await approve(visit, planned);
  expect(dump(shop)).not.toEqual(before);
  const message = await visit.mail("erased");
  expect(message.text).toContain("Can be taken back until");
  const done = await visit.detail(planned.id);
  const until = done.undo?.until ?? "";
  expect(done.undo).toMatchObject({ state: "open", shareGiven: true, unable: [], may: { undo: true } });
  expect(Date.parse(until) - Date.parse(done.closedAt ?? "")).toBe(7 * 86_400_000);
  expect(await receiptOf(visit, planned.id)).toMatchObject({ undo: { until, key: "split" } });

  const status = await visit.get(message.path);
  expect(status.text).toContain("You can take the erasure back until");
  expect(status.text).toContain(`${message.path}/undo`);
  const look = await visit.get(`${message.path}/undo`);
  expect(look.text).toContain("come back");
  expect(look.text).not.toContain("Ada Canary");
  expect(dump(shop)).not.toEqual(before);

  expect((await visit.post(`${message.path}/undo`)).status).toBe(303);
  await visit.t.drain();
  expect(dump(shop)).toEqual(before);
  expect((await visit.detail(planned.id)).undo).toMatchObject({
    state: "undone",
    endedBy: "undo",
    may: { undo: false },
  });
  expect((await visit.get(message.path)).text).toContain("The erasure was taken back");
  expect((await visit.mail("undone")).to).toBe(ADA);
  expect((await visit.get(`${message.path}/receipt`)).text).toContain("Taken back on");
  // Readers know the law by its name in their language.
  expect((await visit.get(`${message.path}/receipt?lang=de`)).text).toContain("Art. 17 DSGVO");
  expect(await receiptOf(visit, planned.id)).toMatchObject({
    undo: { ended: { by: "undo" }, systems: [{ system: "shop", newer: 0 }] },
  });
  // Nothing that was kept is left, and a replay does not erase them again.
  for (const table of ["fulfilment_diff", "fulfilment_undo_share", "fulfilment_tombstone"] as const) {
    expect(await countRows(visit, table), table).toBe(0);
  }
  const types = await visit.t.ledgerTypes(planned.id);
  expect(types.filter((type) => type.includes("undo") || type.includes("undone"))).toEqual([
    "request.undo-opened",
    "request.undo-share-given",
    "request.undo-asked",
    "request.undone",
  ]);
  // A second click changes nothing.
  expect((await visit.post(`${message.path}/undo`)).status).toBe(303);
  await visit.t.drain();
  expect(dump(shop)).toEqual(before);
});

test("off by default: nothing is kept, and the form says that it is for good", async () => {
  await using opened = await open({ kept: { requests: { erasureWaitingPeriod: "PT0S" } } });
  const { visit } = opened;
  expect((await visit.get("/privacy/erasure")).text).toContain("cannot be brought back");
  const { request, path } = await erased(visit);
  expect(request.undo).toBeNull();
  expect(await countRows(visit, "fulfilment_diff")).toBe(0);
  expect(path).toMatch(/\/receipt$/);
  expect((await visit.api("POST", `/api/requests/${request.id}/undo`, { share: "x".repeat(43) })).body).toMatchObject({
    code: "undo_not_open",
  });
});

test.each([
  ["P31D", "at most P30D"],
  ["PT0S", "at most P30D"],
  ["a week", "ISO 8601"],
])("a window of %s is refused", (window, words) => {
  let said = "";
  try {
    parseKept({ ...testKept, requests: { undo: { window } } });
  } catch (error) {
    said = error instanceof StartError ? error.describe() : String(error);
  }
  expect(said).toContain("requests.undo.window");
  expect(said).toContain(words);
});

test("the server alone cannot read what was erased once the person has their part; an operator needs it from them", async () => {
  await using opened = await open();
  const { shop, visit, before } = opened;
  const { request, path, token } = await erased(visit);
  const row = await visit.t.ctx.db.selectFrom("fulfilment_undo").selectAll().executeTakeFirstOrThrow();
  expect(row.sealed_key).toBeNull();
  // The server opens its own seal; what is under it stays shut.
  const [diff] = await visit.t.ctx.db.selectFrom("fulfilment_diff").selectAll().execute();
  const inner = Buffer.from(
    visit.t.ctx.keys.open(
      "fulfilment.diff",
      `fulfilment_diff/${request.id}/shop/erasure/0`,
      diff?.sealed ?? Buffer.alloc(0),
    ),
  );
  expect(inner.includes("Canary")).toBe(false);
  const [share] = await visit.t.ctx.db.selectFrom("fulfilment_undo_share").selectAll().execute();
  expect(JSON.stringify(share)).not.toContain(token);

  const call = (where: string, body: object) =>
    visit.api<{ code: string }>("POST", `/api/requests/${request.id}/${where}`, body);
  expect((await call("undo/preview", { share: "A".repeat(43) })).body).toMatchObject({ code: "undo_share_wrong" });
  // A link that was asked for later opens the page, and holds nothing.
  await visit.t.app.request("/privacy/find", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `email=${encodeURIComponent(ADA)}`,
  });
  await visit.t.drain();
  const other = await visit.mail("status-link");
  expect((await visit.get(other.path)).text).toContain("Open that one");
  expect((await visit.t.app.request(`${other.path}/undo`)).status).toBe(303);
  expect((await call("undo", { share: other.path.split("/").at(-1) ?? "" })).body).toMatchObject({
    code: "undo_share_wrong",
  });
  expect(dump(shop)).not.toEqual(before);

  // As the person gives it: the whole link, or its last part.
  const looked = await visit.api<UndoPreview>("POST", `/api/requests/${request.id}/undo/preview`, {
    share: `https://privacy.example.org${path}`,
  });
  expect(looked.body.findings).toEqual([]);
  expect(looked.body.tables.find(({ table }) => table === "users")).toMatchObject({ system: "shop" });
  expect((await call("undo", { share: token })).status).toBe(200);
  await visit.t.drain();
  expect(dump(shop)).toEqual(before);
});

test("where the whole key is the person's, nobody else takes it back", async () => {
  await using opened = await open({ kept: { requests: { ...WEEK, undo: { window: "PT12H", key: "person" } } } });
  const { shop, visit, before } = opened;
  const { request, path, token } = await erased(visit);
  expect(request.undo).toMatchObject({ key: "person", state: "open" });
  const [share] = await visit.t.ctx.db.selectFrom("fulfilment_undo_share").selectAll().execute();
  expect(share?.sealed_half).toBeNull();
  for (const call of ["undo", "undo/preview"]) {
    expect((await visit.api("POST", `/api/requests/${request.id}/${call}`, { share: token })).body).toMatchObject({
      code: "undo_by_person_only",
    });
  }
  expect((await visit.get(path)).text).toContain("nowhere else");
  await visit.post(`${path}/undo`);
  await visit.t.drain();
  expect(dump(shop)).toEqual(before);
});

test("the window ends without exception: what was kept and its key go, ledger and receipt say so, tombstones stay", async () => {
  await using opened = await open();
  const { shop, visit, before } = opened;
  const { request, path, token } = await erased(visit);
  visit.t.clock.advance("P6DT23H");
  await tendUndos(visit.t.ctx);
  expect((await visit.detail(request.id)).undo?.state).toBe("open");
  visit.t.clock.advance("PT1H1S");
  // Over is over, whether anybody has swept or not.
  expect((await visit.api("POST", `/api/requests/${request.id}/undo`, { share: token })).body).toMatchObject({
    code: "undo_not_open",
  });
  await tendUndos(visit.t.ctx);
  await tendUndos(visit.t.ctx);
  await visit.t.drain();
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "ended", endedBy: "end_of_window" });
  expect([await countRows(visit, "fulfilment_diff"), await countRows(visit, "fulfilment_undo_share")]).toEqual([0, 0]);
  expect(await countRows(visit, "fulfilment_tombstone")).toBeGreaterThan(0);
  expect(await receiptOf(visit, request.id)).toMatchObject({ undo: { ended: { by: "end_of_window" } } });
  expect((await visit.t.ledgerTypes(request.id)).filter((type) => type === "request.undo-ended")).toHaveLength(1);
  expect((await visit.get(path)).text).toContain("The time to take it back ended");
  await visit.post(`${path}/undo`);
  await visit.t.drain();
  expect(dump(shop)).not.toEqual(before);
});

test("a window that cannot be ended keeps no other one open", async () => {
  await using opened = await open();
  const { visit } = opened;
  const first = await visit.request("erasure", ADA);
  await approve(visit, first);
  const second = await visit.request("erasure", BOB);
  await approve(visit, second);
  await sql`create function stuck() returns trigger language plpgsql as 'begin raise exception ''stuck''; end'`.execute(
    visit.t.ctx.db,
  );
  await sql`create trigger stuck before update on fulfilment_undo for each row when (old.request_id = ${sql.lit(first.id)})
    execute function stuck()`.execute(visit.t.ctx.db);
  visit.t.clock.advance("P8D");
  await tendUndos(visit.t.ctx);
  const states = await Promise.all([first, second].map(async ({ id }) => (await visit.detail(id)).undo?.state));
  expect(states).toEqual(["open", "ended"]);
});

test("whoever will not need it has it destroyed at once", async () => {
  await using opened = await open();
  const { visit } = opened;
  const { request, path } = await erased(visit);
  expect((await visit.post(`${path}/undo/end`)).status).toBe(303);
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "ended", endedBy: "person" });
  expect(await countRows(visit, "fulfilment_diff")).toBe(0);
  expect((await visit.get(path)).text).toContain("as you wished");
});

test("what has come to stand in the place of what was erased is said, and nothing is changed", async () => {
  await using opened = await open();
  const { shop, visit } = opened;
  const { request, path, token } = await erased(visit);
  const [lost] = shop.db.prepare("select count(*) as n from orders where id = 1").all();
  expect(lost?.["n"]).toBe(0);
  shop.db.exec("insert into orders values (1, 2, 'Chair', 'Bob Street 1', '2026-11-22')");
  const now = dump(shop);
  const look = await visit.get(`${path}/undo`);
  expect(look.text).toContain("This stands in the way");
  expect(look.text).not.toContain("<button");
  const refused = await visit.api("POST", `/api/requests/${request.id}/undo`, { share: token });
  expect(refused.body).toMatchObject({ code: "undo_blocked", detail: expect.stringContaining("orders") });
  expect(dump(shop)).toEqual(now);
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "open" });
});

/** Fails where `at` says, once: before the first change of an undo, or after its commit. */
function failing(state: { at: "before" | "after" | null }) {
  return (rights: RightsSystem): RightsSystem => {
    const { undo } = rights;
    if (undo === undefined) return rights;
    return {
      ...rights,
      undo: {
        ...undo,
        async revert(diff, hooks) {
          const { at } = state;
          state.at = null;
          const outcome = await undo.revert(diff, {
            ...hooks,
            seal: async (done) => {
              await hooks.seal(done);
              if (at === "before") throw new Error("the connection broke");
            },
          });
          if (at === "after") throw new Error("the connection broke after the commit");
          return outcome;
        },
      },
    };
  };
}

test.each(["before", "after"] as const)("cut off %s the commit, it is done once and goes on by itself", async (at) => {
  const state = { at: at as "before" | "after" | null };
  await using opened = await open({ decorate: failing(state) });
  const { shop, visit, before } = opened;
  const { request, path } = await erased(visit);
  await visit.post(`${path}/undo`);
  await visit.t.drain();
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undoing", problem: { code: "system_failed" } });
  expect((await visit.get(path)).text).toContain("Something stands in the way");
  visit.t.clock.advance("PT16M");
  const held = dump(shop);
  await tendUndos(visit.t.ctx);
  // The sweep speaks to no system: one that hangs would keep every other window from ending.
  expect(dump(shop)).toEqual(held);
  expect((await visit.detail(request.id)).undo?.state).toBe("undoing");
  await visit.t.drain();
  expect(dump(shop)).toEqual(before);
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undone", problem: null });
  const types = await visit.t.ledgerTypes(request.id);
  expect(types.filter((type) => type === "request.undone")).toHaveLength(1);
});

test("a system that is away holds no other one up; the rest goes back meanwhile", async () => {
  const shop = await createShop();
  await using club = await createFileClub(shop);
  await writeFile(join(shop.folder, "club.map.yaml"), CLUB_MAP);
  await using visit = await visitCentre(shop, {
    kept: {
      requests: WEEK,
      systems: {
        shop: { url: shop.url, map: shop.mapFile, title: "Shop" },
        club: { url: club.url, map: "club.map.yaml", title: "Club" },
      },
    },
  });
  const before = [dump(shop), await club.count()];
  const { request, path } = await erased(visit);
  await club.goDown();
  // Neither the look nor the asking waits for all: the time to ask may be over before a system is there again.
  const look = await visit.get(`${path}/undo`);
  expect(look.text).toContain("Cannot be reached at the moment: Club");
  expect(look.text).toContain("Visits");
  const answer = await visit.post(`${path}/undo`);
  expect(answer.status).toBe(303);
  await visit.t.drain();
  expect(dump(shop)).toEqual(before[0]);
  const held = await visit.detail(request.id);
  expect(held.undo).toMatchObject({ state: "undoing", undone: [{ system: "shop" }] });
  await club.comeUp();
  visit.t.clock.advance("PT16M");
  await tendUndos(visit.t.ctx);
  await visit.t.drain();
  expect(await club.count()).toEqual(before[1]);
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undone" });
  await shop[Symbol.asyncDispose]();
});

const cutOffs = (["committed", "rolled back"] as const).flatMap((what) =>
  (["there", "away"] as const).map((where) => [what, where] as const),
);

test.each(cutOffs)(
  "a run that was cut off when it had %s, in a system that is %s at the refusal, comes back with the rest",
  async (what, where) => {
    await using shop = await createShop();
    await using club = await createFileClub(shop);
    await writeFile(join(shop.folder, "club.map.yaml"), CLUB_MAP);
    const broken = new Error("the connection broke");
    await using visit = await visitCentre(shop, {
      kept: {
        requests: WEEK,
        systems: {
          shop: { url: shop.url, map: shop.mapFile, title: "Shop" },
          club: { url: club.url, map: "club.map.yaml", title: "Club" },
        },
      },
      decorate: (rights) => ({
        ...rights,
        async erase(person, scope, options, approved, hooks) {
          if (rights.system !== "club") return await rights.erase(person, scope, options, approved, hooks);
          const seal = async (diff: Diff) => {
            await hooks.seal?.(diff);
            if (what === "rolled back" && diff.complete) throw broken;
          };
          await rights.erase(person, scope, options, approved, { ...hooks, seal });
          throw broken;
        },
      }),
    });
    const before = [dump(shop), await club.count()];
    const request = await visit.request("erasure", ADA);
    await approve(visit, request);
    expect(dump(shop)).not.toEqual(before[0]);
    expect(await club.count()).toEqual(what === "committed" ? [1, 1] : [2, 3]);
    expect(await countRows(visit, "fulfilment_diff")).toBe(2);
    await club.goDown();
    // The last try before an operator is asked to look.
    await visit.t.ctx.db.updateTable("fulfilment_step").set({ attempts: 6 }).where("system", "=", "club").execute();
    visit.t.clock.advance("PT20M");
    await resumeRequests(visit.t.ctx, visit.parts);
    expect((await visit.detail(request.id)).state).toBe("blocked");
    if (where === "there") await club.comeUp();
    const refusal = {
      reason: "others_rights",
      text: "The club keeps what others need.",
      proof: { whose: "Other members.", partial: "Every line speaks of them." },
    };
    expect(await visit.api("POST", `/api/requests/${request.id}/refuse`, refusal)).toMatchObject({ status: 200 });
    await visit.t.drain();
    const message = await visit.mail("refused");
    expect(message.text).toContain("Can be taken back until");
    await tendUndos(visit.t.ctx);
    const held = await visit.detail(request.id);
    expect(held).toMatchObject({ state: "refused", undo: { state: "open", shareGiven: true, unable: [] } });
    // What is known never to have happened is not kept.
    const isDropped = what === "rolled back" && where === "there";
    expect(await countRows(visit, "fulfilment_diff")).toBe(isDropped ? 1 : 2);
    if (where === "away") await club.comeUp();
    expect((await visit.get(`${message.path}/undo`)).text.includes("Visits")).toBe(what === "committed");
    await visit.post(`${message.path}/undo`);
    await visit.t.drain();
    expect([dump(shop), await club.count()]).toEqual(before);
    expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undone", unable: [] });
    // A backup of either must not erase again.
    expect(await listTombstones(visit.t.ctx, "club", null)).toEqual([]);
    expect(await listTombstones(visit.t.ctx, "shop", null)).toEqual([]);
  },
);

test("what a system cannot give back stays erased there, and is named", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  await writeFile(join(shop.folder, "club.map.yaml"), CLUB_MAP);
  await using visit = await visitCentre(shop, {
    kept: {
      requests: WEEK,
      systems: {
        shop: { url: shop.url, map: shop.mapFile, title: "Shop" },
        club: { url: club.url, map: "club.map.yaml", title: "Club" },
      },
    },
    decorate: ({ undo, ...rights }) => (undo === undefined || rights.system === "club" ? rights : { ...rights, undo }),
  });
  const before = dump(shop);
  const { request, path } = await erased(visit);
  expect(request.undo).toMatchObject({ state: "open", unable: ["club"] });
  expect((await visit.get(`${path}/undo`)).text).toContain("It cannot be taken back in: Club");
  const { index_hash: hash } = await visit.t.ctx.db
    .selectFrom("fulfilment_tombstone")
    .select("index_hash")
    .executeTakeFirstOrThrow();
  await visit.post(`${path}/undo`);
  await visit.t.drain();
  expect(dump(shop)).toEqual(before);
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undone", unable: ["club"] });
  // A backup of the club must not bring back what stays erased there, and one of the shop does not erase again.
  expect((await listTombstones(visit.t.ctx, "club", null)).map((one) => one.hash)).toContain(hash);
  expect(await listTombstones(visit.t.ctx, "shop", null)).toEqual([]);
});

test("nobody to give a key to: nothing is kept", async () => {
  await using opened = await open();
  const { visit } = opened;
  const made = await visit.api<RequestDetail>("POST", "/api/requests", {
    kind: "erasure",
    identifiers: [],
    keys: [{ system: "shop", table: "users", key: ["1"] }],
    verified: { by: "phone", how: "called back" },
  });
  await visit.t.drain();
  const request = await visit.detail(made.body.id);
  expect(request.undo).toBeNull();
  await approve(visit, request);
  expect(await visit.detail(request.id)).toMatchObject({ state: "done", undo: null });
  expect(await countRows(visit, "fulfilment_diff")).toBe(0);
});

/** Fails once, inside the erasure's transaction or after its commit. */
function failingErase(state: { at: "inside" | "after" | null }) {
  return (rights: RightsSystem): RightsSystem => ({
    ...rights,
    async erase(person, scope, options, approved, hooks) {
      const { at } = state;
      state.at = null;
      const outcome = await rights.erase(person, scope, options, approved, {
        ...hooks,
        seal: async (diff) => {
          await hooks.seal?.(diff);
          if (at === "inside") throw new Error("the connection broke");
        },
      });
      if (at === "after") throw new Error("the connection broke after the commit");
      return outcome;
    },
  });
}

test.each(["inside", "after"] as const)(
  "an erasure that was cut off %s its transaction can be taken back whole",
  async (at) => {
    const state = { at: at as "inside" | "after" | null };
    await using opened = await open({ decorate: failingErase(state) });
    const { shop, visit, before } = opened;
    const request = await visit.request("erasure", ADA);
    await approve(visit, request);
    visit.t.clock.advance("PT1M");
    await resumeRequests(visit.t.ctx, visit.parts);
    await visit.t.drain();
    expect(await visit.detail(request.id)).toMatchObject({ state: "done", undo: { state: "open" } });
    await visit.post(`${(await visit.mail("erased")).path}/undo`);
    await visit.t.drain();
    expect(dump(shop)).toEqual(before);
  },
);

test("what came while it ran went in a transaction of its own, and comes back with the rest", async () => {
  const shop = await createShop();
  const state = { isFirst: true };
  await using visit = await visitCentre(shop, {
    kept: { requests: WEEK },
    decorate: (rights) => ({
      ...rights,
      async erase(...args) {
        const outcome = await rights.erase(...args);
        if (!state.isFirst) return outcome;
        state.isFirst = false;
        shop.db.exec("insert into orders values (9, 1, 'Mirror', 'Ada Street 1', '2026-03-03')");
        return { ...outcome, verified: false };
      },
    }),
  });
  const before = dump(shop);
  const made = await visit.api<RequestDetail>("POST", "/api/requests", {
    kind: "erasure",
    identifiers: [],
    keys: [{ system: "shop", table: "users", key: ["1"] }],
    verified: { by: "phone", how: "called back" },
    replyTo: ADA,
  });
  await visit.t.drain();
  await approve(visit, await visit.detail(made.body.id));
  expect(await visit.detail(made.body.id)).toMatchObject({ state: "done", undo: { state: "open" } });
  expect(shop.count("orders", "user_id = 1")).toBe(0);
  const parts = await visit.t.ctx.db.selectFrom("fulfilment_diff").select("part").orderBy("part").execute();
  expect(parts.map(({ part }) => part)).toEqual([0, 1]);
  await visit.post(`${(await visit.mail("erased")).path}/undo`);
  await visit.t.drain();
  expect(shop.count("orders", "id = 9 and user_id = 1")).toBe(1);
  shop.db.exec("delete from orders where id = 9");
  expect(dump(shop)).toEqual(before);
  await shop[Symbol.asyncDispose]();
});

test("recipients that know of the erasure are told of the undo, and those that do not are told of neither", async () => {
  const recipient = (name: string) => ({ name, role: "processor" as const, country: "DE" });
  await using opened = await open({
    kept: {
      requests: WEEK,
      recipients: {
        printer: recipient("Printer Ltd"),
        courier: recipient("Courier Ltd"),
        binder: recipient("Binder Ltd"),
      },
      purposes: {
        orders: {
          title: "Orders",
          basis: { default: "contract" },
          categories: ["contact"],
          recipients: ["printer", "courier", "binder"],
          retention: "ten years",
        },
      },
    },
  });
  const { visit } = opened;
  const { request, path } = await erased(visit);
  const notices = () => visit.t.ctx.db.selectFrom("recipient_notice").selectAll().orderBy("recipient").execute();
  const printer = (await notices()).find((one) => one.recipient === "printer");
  const key = { requestId: request.id, noticeId: printer?.id ?? "" };
  await settleNotice(visit.t.ctx, visit.parts, key, { outcome: "answered", answer: "done", words: "Gone." });
  // A try whose answer was lost: it may have arrived.
  const lost = { attempts: 1, problem_code: "answered_503" };
  await visit.t.ctx.db.updateTable("recipient_notice").set(lost).where("recipient", "=", "binder").execute();
  const look = (await visit.get(`${path}/undo`)).text;
  expect(look).toContain("These know of the erasure: Printer Ltd.");
  expect(look).toContain("A person does it");
  expect(look).not.toContain("Courier");
  await visit.post(`${path}/undo`);
  await visit.t.drain();
  expect((await notices()).map(({ recipient: to, event, state, reason }) => [to, event, state, reason])).toEqual(
    expect.arrayContaining([
      ["binder", "erasure", "not-told", "undone"],
      ["binder", "undo", "waiting", null],
      ["courier", "erasure", "not-told", "undone"],
      ["printer", "erasure", "answered", null],
      ["printer", "undo", "waiting", null],
    ]),
  );
  expect(await notices()).toHaveLength(5);
  const status = (await visit.get(path)).text;
  expect(status).toContain("Printer Ltd (of its being taken back)");
  expect(status).not.toContain("Courier");
});

test("what could come back only in part is said in the plan, before anybody approves", async () => {
  const shop = await createShop(
    `${SHOP_MAP}  diary:\n    key: [user_id, said]\n    edges: { "user_id -> users": owner }\n    columns: { said: content.text }\n`,
  );
  shop.db.exec(`create table diary (user_id integer not null references users (id), said text, said_on text)`);
  const { id } = shop.db.prepare("select id from users where email = ?").get(ADA) as { id: number };
  for (const day of ["monday", "tuesday"]) shop.db.prepare("insert into diary values (?, 'hello', ?)").run(id, day);
  const visit = await visitCentre(shop, { kept: { requests: WEEK } });
  const request = await visit.request("erasure", ADA);
  const { findings } = (await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body;
  expect(findings.filter(({ blocks }) => blocks)).toMatchObject([{ code: "key_not_unique", table: "diary" }]);
  await visit[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});
