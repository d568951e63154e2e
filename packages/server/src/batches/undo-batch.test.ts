/** Several people erased in one run with a window: each takes their own erasure back, and the others stay erased. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { KeptTogether, RightsSystem } from "@kept/connectors/rights-system";
import type { Batch } from "@kept/contract/batches";
import type { SignedReceipt } from "@kept/contract/packages";
import { EVERYTHING } from "@kept/engine/rights";
import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { tendUndos } from "../fulfilment/tend-undos.ts";
import type { Ctx } from "../platform/ctx.ts";
import { createShop } from "../requests/testing/shop.ts";
import { type Visit, type VisitOptions, visitCentre } from "../requests/testing/visit-centre.ts";
import { keepErased } from "./keep-erased.ts";
import { runBatch } from "./run-batch.ts";

const ADA = "ada@duets.example.org";
const BO = "bo@duets.example.org";
const CY = "cy@duets.example.org";
const verified = { by: "account", how: "no sign-in for three years" };
const email = (line: number, value: string) => ({ line, identifiers: [{ kind: "email", value }] });

/** Ada and Bo own a duet; Cy shares nothing with anybody. */
const DUETS = `
CREATE TABLE members (id integer PRIMARY KEY, email text NOT NULL UNIQUE, full_name text);
CREATE TABLE songs (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES members (id), lyrics text);
CREATE TABLE duets (id integer PRIMARY KEY, first_owner_id integer REFERENCES members (id), second_owner_id integer REFERENCES members (id), lyrics text);
INSERT INTO members VALUES (1, '${ADA}', 'Ada'), (2, '${BO}', 'Bo'), (3, '${CY}', 'Cy'), (4, 'di@duets.example.org', 'Di');
INSERT INTO songs VALUES (1, 1, 'la'), (2, 2, 'lo'), (3, 3, 'li'), (4, 4, 'lu');
INSERT INTO duets VALUES (1, 1, 2, 'canary together');
`;
const MAP = `
system: duets
tables:
  members:
    subject: true
    identifiers: { email: email }
  songs:
    edges: { "member_id -> members": owner }
  duets:
    edges: { "first_owner_id -> members": owner, "second_owner_id -> members": owner }
`;

async function open(options: VisitOptions = {}, tell = true, second: object = email(2, BO)) {
  const shop = await createShop();
  const path = join(shop.folder, "duets.db");
  const db = new DatabaseSync(path);
  db.exec(DUETS);
  const map = join(shop.folder, "duets.map.yaml");
  writeFileSync(map, MAP);
  const visit = await visitCentre(shop, {
    ...options,
    kept: {
      systems: { duets: { url: path, map, title: "Duets" } },
      requests: { undo: { window: "P7D" }, erasureWaitingPeriod: "PT0S" },
      ...options.kept,
    },
  });
  /** Every row, but for those that stand in for people who have left. */
  const look = () =>
    structuredClone(
      ["members", "songs", "duets"].map((table) => db.prepare(`SELECT * FROM ${table} WHERE id > 0 ORDER BY id`).all()),
    );
  const before = look();
  const { body } = await visit.api<Batch>("POST", "/api/batches", {
    people: [email(1, ADA), second, email(3, CY)],
    verified,
    tell,
  });
  await visit.t.drain();
  const batch = async () => (await visit.api<Batch>("GET", `/api/batches/${body.id}`)).body;
  const approve = async () => {
    const { planVersion } = await batch();
    expect((await visit.api("POST", `/api/batches/${body.id}/approve`, { planVersion })).status).toBe(200);
    await visit.t.drain();
  };
  const close = async () => {
    db.close();
    await visit[Symbol.asyncDispose]();
    await shop[Symbol.asyncDispose]();
  };
  return { visit, db, look, before, batch, approve, id: body.id, [Symbol.asyncDispose]: close };
}

/** The request and the page of whoever got the message at this address. */
async function of(visit: Visit, batch: Batch, line: number, to: string) {
  const requestId = batch.lines.find((one) => one.line === line)?.requestId ?? "";
  const mail = (await visit.t.sentMail()).findLast((one) => one.kind === "request-erased" && one.to === to);
  const path = /\/privacy\/status\/[\w-]+/.exec(mail?.text ?? "")?.[0] ?? "";
  return { requestId, path, text: mail?.text ?? "" };
}

const receiptOf = async (visit: Visit, id: string) =>
  (await visit.api<SignedReceipt>("GET", `/api/requests/${id}/receipt`)).body.receipt;
const left = async ({ t: { ctx } }: Visit) => ({
  groups: (await ctx.db.selectFrom("fulfilment_undo_group").select("id").execute()).length,
  members: (await ctx.db.selectFrom("fulfilment_undo_member").select("request_id").execute()).length,
  diffs: (await ctx.db.selectFrom("fulfilment_diff").select("request_id").execute()).length,
  shares: (await ctx.db.selectFrom("fulfilment_undo_share").select("request_id").execute()).length,
});

async function takeBack(visit: Visit, { path }: { readonly path: string }): Promise<void> {
  await visit.post(`${path}/undo`);
  await visit.t.drain();
}

test("each is told until when; one comes back and the others stay erased, until they come back too", async () => {
  await using opened = await open();
  const { visit, look, before, batch, approve } = opened;
  expect(await batch()).toMatchObject({ state: "awaiting_approval", clear: 3, undoWindow: "P7D" });
  await approve();
  const done = await batch();
  expect(done).toMatchObject({ state: "done", notVerified: 0 });
  expect(look()[0]).toHaveLength(1);
  expect(await left(visit)).toEqual({ groups: 1, members: 2, diffs: 1, shares: 3 });
  const ada = await of(visit, done, 1, ADA);
  const bo = await of(visit, done, 2, BO);
  const cy = await of(visit, done, 3, CY);
  expect(ada.text).toContain("Can be taken back until");
  expect((await visit.detail(ada.requestId)).undo).toMatchObject({ state: "open", shareGiven: true, unable: [] });
  // Nothing of it can be read with what the server has.
  const rows = await visit.t.ctx.db.selectFrom("fulfilment_undo_group").select("sealed").execute();
  expect(rows.map(({ sealed }) => Buffer.from(sealed).toString("latin1")).join()).not.toContain("canary");

  expect((await visit.get(ada.path)).text).toContain("with their parts of the key it can be opened as well");
  expect((await visit.get(cy.path)).text).not.toContain("with their parts of the key");
  expect((await receiptOf(visit, ada.requestId)).undo).toMatchObject({ together: true });
  expect((await visit.get(`${ada.path}/receipt`)).text).toContain("with their parts of the key");
  const page = await visit.get(`${ada.path}/undo`);
  expect(page.text).toContain("Some of this you shared with others");
  expect(page.text).not.toMatch(/Bo\b|bo@/);
  await takeBack(visit, ada);
  expect((await visit.detail(ada.requestId)).undo).toMatchObject({
    state: "undone",
    undone: [{ system: "duets", rows: 3, newer: 0 }],
  });
  expect(look()[0]).toMatchObject([{ id: 1 }, { id: 4 }]);
  expect(look()[2]).toMatchObject([{ first_owner_id: 1, second_owner_id: null, lyrics: "canary together" }]);
  expect((await visit.detail(bo.requestId)).undo).toMatchObject({ state: "open" });
  expect(await left(visit)).toEqual({ groups: 1, members: 1, diffs: 1, shares: 2 });

  await takeBack(visit, cy);
  await takeBack(visit, bo);
  expect(look()).toEqual(before);
  expect(await left(visit)).toEqual({ groups: 0, members: 0, diffs: 0, shares: 0 });
  for (const { requestId } of [ada, bo, cy])
    expect((await receiptOf(visit, requestId)).undo).toMatchObject({ ended: { by: "undo" }, unable: [] });
});

test("whoever will not need it has their key destroyed; what is also another's goes with that window, and is said to", async () => {
  await using opened = await open();
  const { visit, look, batch, approve } = opened;
  await approve();
  const done = await batch();
  const ada = await of(visit, done, 1, ADA);
  const bo = await of(visit, done, 2, BO);
  const after = look();
  expect((await visit.get(ada.path)).text).toContain("Some of it belongs to others as well");
  await visit.post(`${ada.path}/undo/end`);
  expect((await visit.detail(ada.requestId)).undo).toMatchObject({
    state: "ended",
    endedBy: "person",
    sharedUntil: expect.any(String),
  });
  expect((await visit.get(ada.path)).text).toContain("is kept under their keys until");
  expect((await receiptOf(visit, ada.requestId)).undo).toMatchObject({
    ended: { by: "person" },
    sharedUntil: expect.any(String),
  });
  expect(await left(visit)).toMatchObject({ groups: 1, members: 1 });
  expect(look()).toEqual(after);
  // The other one can still come back, without the first.
  await takeBack(visit, bo);
  expect(look()[0]).toMatchObject([{ id: 2 }, { id: 4 }]);
  expect(await left(visit)).toMatchObject({ groups: 0, members: 0 });
});

test("the window ends for all, without exception", async () => {
  await using opened = await open();
  const { visit, look, batch, approve } = opened;
  await approve();
  const done = await batch();
  const after = look();
  visit.t.clock.advance("P7DT1M");
  await tendUndos(visit.t.ctx);
  expect(await left(visit)).toEqual({ groups: 0, members: 0, diffs: 0, shares: 0 });
  for (const { requestId } of done.lines) {
    expect((await visit.detail(requestId ?? "")).undo).toMatchObject({ state: "ended", sharedUntil: null });
    const { undo } = await receiptOf(visit, requestId ?? "");
    expect(undo).toMatchObject({ ended: { by: "end_of_window" } });
    expect(undo?.sharedUntil).toBeUndefined();
  }
  expect(look()).toEqual(after);
});

test("what stands in the way of one who left with them is said, and nothing is changed", async () => {
  await using opened = await open();
  const { visit, db, look, before, batch, approve } = opened;
  await approve();
  const done = await batch();
  const ada = await of(visit, done, 1, ADA);
  db.exec(`INSERT INTO members VALUES (9, '${BO}', 'Bo again')`);
  const after = look();
  expect((await visit.get(`${ada.path}/undo`)).text).toContain("This stands in the way");
  await takeBack(visit, ada);
  expect(look()).toEqual(after);
  expect((await visit.detail(ada.requestId)).undo).toMatchObject({ state: "open" });
  db.exec("DELETE FROM members WHERE id = 9");
  await takeBack(visit, ada);
  await takeBack(visit, await of(visit, done, 2, BO));
  await takeBack(visit, await of(visit, done, 3, CY));
  expect(look()).toEqual(before);
});

test("where nobody is told nothing is kept", async () => {
  await using opened = await open({}, false);
  const { visit, batch, approve } = opened;
  expect((await batch()).undoWindow).toBeNull();
  await approve();
  expect((await batch()).state).toBe("done");
  expect(await left(visit)).toEqual({ groups: 0, members: 0, diffs: 0, shares: 0 });
});

test("of a group in which somebody cannot be given a key nothing is kept, and the others are told so", async () => {
  const byKey = { line: 2, identifiers: [], keys: [{ system: "duets", table: "members", key: ["2"] }] };
  await using opened = await open({}, true, byKey);
  const { visit, look, batch, approve } = opened;
  await approve();
  const done = await batch();
  expect(await left(visit)).toEqual({ groups: 0, members: 0, diffs: 1, shares: 1 });
  const ada = await of(visit, done, 1, ADA);
  expect((await visit.detail(ada.requestId)).undo).toBeNull();
  expect(ada.text).not.toContain("Can be taken back until");
  expect((await receiptOf(visit, ada.requestId)).undo).toBeUndefined();
  await takeBack(visit, await of(visit, done, 3, CY));
  expect(look()[0]).toMatchObject([{ id: 3 }, { id: 4 }]);
});

test("what is kept of many costs no more statements than what is kept of few", async () => {
  await using opened = await open();
  const { visit, db } = opened;
  const lines = Array.from({ length: 24 }, (_, at) => email(at + 1, `m${at + 10}@duets.example.org`));
  lines.forEach((_, at) => {
    db.exec(`INSERT INTO members VALUES (${at + 10}, 'm${at + 10}@duets.example.org', 'M')`);
  });
  const { body } = await visit.api<Batch>("POST", "/api/batches", { people: lines, verified });
  await visit.t.drain();
  const { planVersion } = (await visit.api<Batch>("GET", `/api/batches/${body.id}`)).body;
  await visit.api("POST", `/api/batches/${body.id}/approve`, { planVersion });
  await visit.t.drain();
  const done = (await visit.api<Batch>("GET", `/api/batches/${body.id}`)).body;
  expect(done).toMatchObject({ state: "done", clear: 24 });
  const { ctx } = visit.t;
  const diff: KeptTogether["diff"] = {
    ...{ system: "duets", complete: true, suspendForeignKeys: false },
    ...{ tables: [], added: [], order: [], cuts: {}, recounts: [] },
  };
  const part = (...places: readonly number[]): KeptTogether => ({
    diff,
    away: places.map((at) => ({ at, rows: [] })),
    scope: EVERYTHING,
    today: "2026-11-22",
  });
  /** How many statements it takes, as of a run that has kept nothing yet. */
  const keep = async (kept: readonly KeptTogether[]) => {
    let statements = 0;
    const counter: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const counted: Ctx = {
      ...ctx,
      transaction: (work) => ctx.transaction((tx) => work({ ...tx, db: tx.db.withPlugin(counter) })),
    };
    const requestOf = (at: number) => done.lines[at]?.requestId ?? undefined;
    await keepErased(
      { ctx: counted, parts: visit.parts, lease: { check: async () => undefined }, system: "duets", requestOf },
      kept,
    );
    const { groups, members, diffs } = await left(visit);
    return { statements, groups, members, diffs };
  };
  await ctx.db.deleteFrom("fulfilment_undo_group").execute();
  await ctx.db.deleteFrom("fulfilment_undo_member").execute();
  await ctx.db.deleteFrom("fulfilment_diff").execute();
  await ctx.db.deleteFrom("fulfilment_undo_share").execute();
  await ctx.db.deleteFrom("fulfilment_undo").execute();
  const few = await keep([part(0, 1), part(2)]);
  expect(few).toMatchObject({ groups: 1, members: 2, diffs: 1 });
  const many = await keep([
    part(...Array.from({ length: 10 }, (_, at) => at + 3)),
    ...Array.from({ length: 10 }, (_, at) => part(at + 13)),
  ]);
  expect(many).toEqual({ statements: few.statements, groups: 2, members: 12, diffs: 11 });
  expect(many.statements).toBeLessThan(12);
  // Of a try that never happened nothing stays: its groups go, and come anew.
  const again = await keep([
    part(...Array.from({ length: 10 }, (_, at) => at + 3)),
    ...Array.from({ length: 10 }, (_, at) => part(at + 13)),
  ]);
  expect(again).toMatchObject({ groups: 2, members: 12, diffs: 11 });
  expect(again.statements).toBeLessThan(16);
});

/** Fails a batch's own deed, before its commit or after it. */
function failing(state: { erase: "before" | "after" | null; giveBack: "before" | "after" | null }) {
  return (rights: RightsSystem): RightsSystem => {
    const { batch } = rights;
    if (batch === undefined) return rights;
    return {
      ...rights,
      batch: {
        ...batch,
        async erase(people, scope, options, approved, hooks) {
          if (state.erase === "before") {
            const keep = async (parts: Parameters<NonNullable<typeof hooks.keep>>[0]) => {
              await hooks.keep?.(parts);
              if (parts.every(({ diff }) => diff.complete)) throw new Error("cut off before the commit");
            };
            return await batch.erase(people, scope, options, approved, { ...hooks, keep });
          }
          const outcome = await batch.erase(people, scope, options, approved, hooks);
          if (state.erase === "after") throw new Error("cut off after the commit");
          return outcome;
        },
        async giveBack(kept, at, { seal }) {
          if (state.giveBack === "before")
            return await batch.giveBack(kept, at, {
              async seal(diff, rest) {
                await seal(diff, rest);
                if (diff.complete) throw new Error("cut off before the commit");
              },
            });
          const outcome = await batch.giveBack(kept, at, { seal });
          if (state.giveBack === "after") throw new Error("cut off after the commit");
          return outcome;
        },
      },
    };
  };
}

test.each(["before", "after"] as const)(
  "a run that is cut off %s its commit keeps what it took away once",
  async (at) => {
    const state: Parameters<typeof failing>[0] = { erase: at, giveBack: null };
    await using opened = await open({ decorate: failing(state) });
    const { visit, look, before, batch, approve, id } = opened;
    await approve();
    expect(await batch()).toMatchObject({ state: "running" });
    expect(JSON.stringify(look()) === JSON.stringify(before)).toBe(at === "before");
    state.erase = null;
    visit.t.clock.advance("PT1H");
    await runBatch(visit.t.ctx, visit.parts, id);
    await visit.t.drain();
    const done = await batch();
    expect(done.state).toBe("done");
    expect(await left(visit)).toEqual({ groups: 1, members: 2, diffs: 1, shares: 3 });
    for (const [line, to] of [
      [2, BO],
      [1, ADA],
      [3, CY],
    ] as const)
      await takeBack(visit, await of(visit, done, line, to));
    expect(look()).toEqual(before);
  },
);

test.each(["before", "after"] as const)(
  "an undo that is cut off %s its commit is done once; meanwhile the other one waits",
  async (at) => {
    const state: Parameters<typeof failing>[0] = { erase: null, giveBack: null };
    await using opened = await open({ decorate: failing(state) });
    const { visit, look, before, batch, approve } = opened;
    await approve();
    const done = await batch();
    const ada = await of(visit, done, 1, ADA);
    const bo = await of(visit, done, 2, BO);
    state.giveBack = at;
    await takeBack(visit, ada);
    expect((await visit.detail(ada.requestId)).undo).toMatchObject({ state: "undoing" });
    state.giveBack = null;
    await takeBack(visit, bo);
    expect((await visit.detail(bo.requestId)).undo).toMatchObject({
      state: "undoing",
      problem: { code: "system_conflict" },
    });
    for (let tries = 0; tries < 3; tries += 1) {
      visit.t.clock.advance("PT1H1M");
      await tendUndos(visit.t.ctx);
      await visit.t.drain();
    }
    for (const { requestId } of [ada, bo])
      expect((await visit.detail(requestId)).undo).toMatchObject({ state: "undone" });
    await takeBack(visit, await of(visit, done, 3, CY));
    expect(look()).toEqual(before);
    expect(await left(visit)).toEqual({ groups: 0, members: 0, diffs: 0, shares: 0 });
  },
);
