/** Several people erased in one run through the API: planned, approved, carried out, a receipt for each. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SystemError } from "@kept/connectors/connector";
import { PlanRefused, type RightsSystem } from "@kept/connectors/rights-system";
import type { Batch } from "@kept/contract/batches";
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { planRequest } from "../fulfilment/plan-request.ts";
import { liftDue } from "../fulfilment/restrictions.ts";
import { runRequest } from "../fulfilment/run-request.ts";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { CLUB_MAP, createFileClub } from "../requests/testing/club.ts";
import { ADA, addUser, BOB, createShop, SHOP_MAP, type Shop } from "../requests/testing/shop.ts";
import { type Visit, type VisitOptions, visitCentre } from "../requests/testing/visit-centre.ts";
import { runBatch } from "./run-batch.ts";
import { resumeBatches, tidyBatches } from "./tidy-batches.ts";

const CLARA = "clara@example.org";
const verified = { by: "account", how: "no sign-in for three years" };
const email = (line: number, value: string) => ({ line, identifiers: [{ kind: "email", value }] });

async function openShop(options: VisitOptions = {}) {
  const shop = await createShop();
  addUser(shop.db, 3, CLARA, "Clara Canary", null);
  shop.db.exec("insert into orders values (31, 3, 'Lamp', 'Clara Street 3', '2026-05-01')");
  const visit = await visitCentre(shop, options);
  const close = async () => {
    await visit[Symbol.asyncDispose]();
    await shop[Symbol.asyncDispose]();
  };
  return { shop, visit, [Symbol.asyncDispose]: close };
}

async function plan(visit: Visit, people: readonly object[], more: object = {}): Promise<Batch> {
  const { status, body } = await visit.api<Batch>("POST", "/api/batches", { people, verified, ...more });
  expect(status).toBe(201);
  await visit.t.drain();
  return await read(visit, body.id);
}

const read = async (visit: Visit, id: string) => (await visit.api<Batch>("GET", `/api/batches/${id}`)).body;

async function approve(visit: Visit, batch: Batch, more: object = {}) {
  const body = { planVersion: batch.planVersion, ...more };
  const answer = await visit.api<Batch & { code?: string }>("POST", `/api/batches/${batch.id}/approve`, body);
  await visit.t.drain();
  return answer;
}

const people = (shop: Shop) => shop.count("users", "email in ('ada@example.org', 'clara@example.org')");

test("is a dry run first; then everybody is erased at once, each with a request, a receipt and a message of their own", async () => {
  await using open = await openShop();
  const { shop, visit } = open;
  const batch = await plan(visit, [email(1, ADA), email(2, CLARA), email(4, ADA.toUpperCase())]);
  expect(batch).toMatchObject({
    state: "awaiting_approval",
    people: 3,
    clear: 2,
    may: { approve: true, cancel: true },
  });
  expect(batch.lines).toMatchObject([
    { line: 1, person: "a•••@example.org", state: "clear", requestId: null },
    { line: 2, state: "clear", counts: { deleted: expect.any(Number) } },
    { line: 4, state: "same", sameAs: 1 },
  ]);
  expect(batch.systems).toMatchObject([{ system: "shop", state: "planned", people: 2, together: true, findings: [] }]);
  const orders = batch.systems[0]?.tables.find(({ table }) => table === "orders");
  expect(orders).toMatchObject({ deleted: shop.count("orders", "user_id in (1, 3)") });
  expect(people(shop)).toBe(2);
  expect(JSON.stringify(batch)).not.toContain("ada@");

  expect((await approve(visit, batch)).status).toBe(200);
  const done = await read(visit, batch.id);
  expect(done).toMatchObject({ state: "done", systems: [{ state: "done", people: 2, done: 2 }] });
  expect([shop.count("users", "name like '%Canary%'"), shop.count("orders", "user_id in (1, 3)")]).toEqual([1, 0]);
  const requests = done.lines.flatMap(({ requestId }) => requestId ?? []);
  expect(requests).toHaveLength(2);
  for (const id of requests) {
    expect(await visit.detail(id)).toMatchObject({ state: "done", kind: "erasure", systems: [{ state: "verified" }] });
    const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${id}/receipt`)).body;
    expect(receipt).toMatchObject({ outcome: "done", systems: [{ verified: true }] });
    expect(JSON.stringify(receipt)).not.toContain("example.org");
    const types = await visit.t.ledgerTypes(id);
    expect(types).toEqual(expect.arrayContaining(["request.joined-batch", "request.step-completed", "request.done"]));
  }
  const told = (await visit.t.sentMail()).filter(({ kind }) => kind === "request-erased").map(({ to }) => to);
  expect(told.sort()).toEqual([ADA, CLARA]);
  expect(await visit.t.ledgerTypes(batch.id)).toEqual([
    "batch.submitted",
    "batch.planned",
    "batch.approved",
    "batch.step-intended",
    "batch.step-completed",
    "batch.done",
  ]);
  const tombstones = await visit.t.ctx.db.selectFrom("fulfilment_tombstone").select("request_id").execute();
  expect(new Set(tombstones.map((row) => row.request_id))).toEqual(new Set(requests));
  visit.t.clock.advance("P31D");
  await tidyBatches(visit.t.ctx);
  expect((await read(visit, batch.id)).lines.map(({ person }) => person)).toEqual(["–", "–", "–"]);
});

test("nobody is erased while a line needs a look, unless it is gone on without them; and a part is only a part", async () => {
  await using open = await openShop();
  const { shop, visit } = open;
  const batch = await plan(visit, [email(1, ADA), email(2, "nobody@example.org")], {
    scope: { tables: ["orders"], categories: [] },
    tell: false,
  });
  expect(batch.lines).toMatchObject([{ state: "clear" }, { state: "unknown", finding: "Nobody is known by that." }]);
  expect((await approve(visit, batch)).body).toMatchObject({ code: "batch_unclear" });
  expect((await approve(visit, { ...batch, planVersion: 7 })).body).toMatchObject({ code: "plan_version_wrong" });
  expect(shop.count("orders", "user_id = 1")).toBeGreaterThan(0);
  expect((await approve(visit, batch, { skipUnclear: true })).status).toBe(200);
  expect((await read(visit, batch.id)).state).toBe("done");
  expect([shop.count("orders", "user_id = 1"), shop.count("users", "id = 1")]).toEqual([0, 1]);
  expect((await visit.t.sentMail()).filter(({ kind }) => kind === "request-erased")).toEqual([]);
});

/** Takes somebody's data out of use, as a request of their own. */
async function restrictPerson(visit: Visit, person: object): Promise<RequestDetail> {
  const asked = await visit.api<RequestDetail>("POST", "/api/requests", { kind: "restriction", ...person, verified });
  await visit.t.drain();
  const { id, planVersion } = await visit.detail(asked.body.id);
  await visit.api("POST", `/api/requests/${id}/approve`, { planVersion });
  await visit.t.drain();
  const done = await visit.detail(id);
  expect(done).toMatchObject({ state: "done", restriction: { state: "standing" } });
  return done;
}

test.each([
  { how: "sealed", map: SHOP_MAP },
  { how: "marked", map: SHOP_MAP.replace("subject: true", "subject: true\n    restrict: frozen") },
])(
  "whoever is restricted, $how, is no unknown person: the list says since when, and what to do",
  async ({ how, map }) => {
    await using shop = await createShop(map);
    shop.db.exec("alter table users add column frozen boolean");
    await using visit = await visitCentre(shop);
    const { id, reference } = await restrictPerson(visit, { identifiers: [{ kind: "email", value: ADA }] });
    const byRow = { line: 2, keys: [{ system: "shop", table: "users", key: ["1"] }] };
    const batch = await plan(visit, [email(1, ADA), byRow, email(3, BOB), email(4, "nobody@example.org")]);
    const says = `The restriction ${reference} stands since ${new Date(visit.t.clock.now().epochMilliseconds).toISOString().slice(0, 10)} and has ${how} what is theirs here`;
    const lift = `Lift it first: announce the lift of ${reference}`;
    expect(batch).toMatchObject({
      state: "awaiting_approval",
      clear: 1,
      lines: [
        { state: "unclear", finding: expect.stringMatching(new RegExp(`${says}.*${lift}`)) },
        { state: "unclear", finding: expect.stringContaining(says) },
        { state: "clear" },
        { state: "unknown", finding: "Nobody is known by that." },
      ],
    });
    expect((await approve(visit, batch)).body).toMatchObject({ code: "batch_unclear" });
    const before = shop.db.prepare("select * from users where id = 1").get();
    await approve(visit, batch, { skipUnclear: true });
    expect([
      shop.count("users", "email = 'bob@example.org'"),
      shop.db.prepare("select * from users where id = 1").get(),
    ]).toEqual([0, before]);
    // Lifted, they are on the next list like everybody else.
    await visit.api("POST", `/api/requests/${id}/lift`, { notified: { by: "letter", how: "post" } });
    visit.t.clock.advance("P4D");
    await liftDue(visit.t.ctx, visit.parts);
    expect((await plan(visit, [email(1, ADA), byRow])).lines).toMatchObject([{ state: "clear" }, { state: "same" }]);
  },
);

test("whoever is restricted between the approval of a list and its run is not erased by it", async () => {
  await using open = await openShop({ kept: { requests: { erasureWaitingPeriod: "PT1H" } } });
  const { shop, visit } = open;
  const batch = await plan(visit, [email(1, ADA), email(2, CLARA)]);
  await approve(visit, batch);
  await restrictPerson(visit, { identifiers: [{ kind: "email", value: ADA }] });
  visit.t.clock.advance("P40D");
  await runBatch(visit.t.ctx, visit.parts, batch.id);
  await visit.t.drain();
  expect(await read(visit, batch.id)).toMatchObject({
    state: "awaiting_approval",
    lines: [
      { state: "unclear", requestId: null },
      { state: "clear", requestId: null },
    ],
  });
  expect(shop.count("users")).toBe(3);
});

test("whoever is restricted while the run of a list begins is not told that it is done: their request goes on after the lift", async () => {
  const state: { during: (() => Promise<unknown>) | null } = { during: null };
  await using open = await openShop({
    decorate: (rights) => ({
      ...rights,
      ...(rights.batch && {
        batch: {
          ...rights.batch,
          erase: async (...args) => {
            const { during } = state;
            state.during = null;
            await during?.();
            if (rights.batch === undefined) throw new Error("It had one.");
            return await rights.batch.erase(...args);
          },
        },
      }),
    }),
  });
  const { shop, visit } = open;
  const batch = await plan(visit, [email(1, ADA), email(2, CLARA)]);
  state.during = () => restrictPerson(visit, { identifiers: [{ kind: "email", value: ADA }] });
  await approve(visit, batch);
  const again = await read(visit, batch.id);
  expect(again).toMatchObject({ state: "awaiting_approval", lines: [{ state: "unclear" }, { state: "clear" }] });
  await approve(visit, again, { skipUnclear: true });
  expect(await read(visit, batch.id)).toMatchObject({ state: "done" });
  const [adas = "", claras = ""] = again.lines.map(({ requestId }) => requestId ?? "");
  expect(await visit.detail(claras)).toMatchObject({ state: "done" });
  await resumeRequests(visit.t.ctx, visit.parts);
  await visit.t.drain();
  expect(await visit.detail(adas)).toMatchObject({ state: "blocked", waitsFor: [{ isAnnounced: false }] });
  expect([
    shop.count("users"),
    (await visit.t.sentMail()).filter(({ kind }) => kind === "request-erased").length,
  ]).toEqual([2, 1]);
});

test("nobody on the list is there; a list can be cancelled; whoever brought it may not approve it where two have to agree", async () => {
  await using open = await openShop({ kept: { requests: { fourEyes: { batches: true } } } });
  const { visit } = open;
  expect(await plan(visit, [email(1, "nobody@example.org")])).toMatchObject({
    state: "nobody",
    may: { approve: false },
  });
  const batch = await plan(visit, [email(1, ADA)]);
  expect((await approve(visit, batch)).body).toMatchObject({ code: "batch_same_person" });
  const cancelled = await visit.api<Batch>("POST", `/api/batches/${batch.id}/cancel`);
  expect(cancelled.body).toMatchObject({ state: "cancelled", may: { approve: false, cancel: false, replan: false } });
  expect((await approve(visit, batch)).body).toMatchObject({ code: "batch_state_wrong" });
  const unnamed = await visit.api("POST", "/api/batches", { people: [{ line: 3 }], verified });
  expect(unnamed.body).toMatchObject({ code: "request_unidentified" });
});

test("a list that is cancelled while its systems are asked stays cancelled", async () => {
  const state: { cancel: (() => Promise<unknown>) | null } = { cancel: null };
  await using open = await openShop({
    decorate: (rights) => {
      const { batch } = rights;
      if (batch === undefined) return rights;
      const planErasure: typeof batch.planErasure = async (...args) => {
        const planned = await batch.planErasure(...args);
        await state.cancel?.();
        state.cancel = null;
        return planned;
      };
      return { ...rights, batch: { ...batch, planErasure } };
    },
  });
  const { visit } = open;
  const { body } = await visit.api<Batch>("POST", "/api/batches", { people: [email(1, ADA)], verified });
  state.cancel = () => visit.api("POST", `/api/batches/${body.id}/cancel`);
  await visit.t.drain();
  expect(await read(visit, body.id)).toMatchObject({ state: "cancelled", systems: [], planVersion: 0 });
});

/** Does what `at` says once: fails before the first change, or after the commit. */
function failing(state: { at: "before" | "after" | null }) {
  return (rights: RightsSystem): RightsSystem => {
    const { batch } = rights;
    if (batch === undefined) return rights;
    return {
      ...rights,
      batch: {
        ...batch,
        async erase(queries, scope, options, approved, hooks) {
          const { at } = state;
          state.at = null;
          const outcome = await batch.erase(queries, scope, options, approved, {
            ...hooks,
            beforeChange: async (now) => {
              await hooks.beforeChange?.(now);
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

test.each(["before", "after"] as const)(
  "cut off %s the commit, it is settled for everybody and goes on",
  async (at) => {
    const state = { at: at as "before" | "after" | null };
    await using open = await openShop({ decorate: failing(state) });
    const { shop, visit } = open;
    const batch = await plan(visit, [email(1, ADA), email(2, CLARA)]);
    await approve(visit, batch);
    const broken = await read(visit, batch.id);
    expect(broken).toMatchObject({
      state: "running",
      problem: { code: "system_failed" },
      systems: [{ state: "acting" }],
    });
    expect(people(shop)).toBe(at === "after" ? 0 : 2);
    // Nobody has a hand on one of its people alone, and their own jobs leave alone what the batch has in hand.
    for (const { requestId } of broken.lines) {
      const path = `/api/requests/${requestId}`;
      const reason = { reason: "The archive is away." };
      for (const call of ["systems/shop/pause", "systems/shop/skip", "systems/shop/retry", "deliver"]) {
        expect((await visit.api("POST", `${path}/${call}`, reason)).body, call).toMatchObject({
          code: "request_state_wrong",
          detail: expect.stringContaining("batch"),
        });
      }
      await runRequest(visit.t.ctx, visit.parts, requestId ?? "");
      await planRequest(visit.t.ctx, visit.parts, requestId ?? "");
      expect(await visit.detail(requestId ?? "")).toMatchObject({
        state: "running",
        may: { cancel: false, deliver: false, extend: expect.any(Boolean) },
        systems: [{ state: "planned", may: { pause: false, resume: false, retry: false, skip: false } }],
      });
    }
    visit.t.clock.advance("PT1M");
    await resumeBatches(visit.t.ctx);
    await visit.t.drain();
    expect(await read(visit, batch.id)).toMatchObject({ state: "done", problem: null });
    expect(people(shop)).toBe(0);
    for (const { requestId } of broken.lines) {
      const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${requestId}/receipt`)).body;
      // Counted once, as it was planned.
      expect(receipt.systems[0]?.tables.find(({ name }) => name === "users")).toMatchObject({ rows: 1 });
      const detail: RequestDetail = await visit.detail(requestId ?? "");
      expect(detail.timeline.filter(({ event }) => event === "step-completed")).toHaveLength(1);
    }
  },
);

test("what rows of others have stopped is tried again by itself, and says how often and when", async () => {
  const state = { times: 1 };
  const conflict = () =>
    new SystemError("system_conflict", "shop", "Another transaction got in the way.", "Try again.");
  await using open = await openShop({
    decorate: (rights) => ({
      ...rights,
      ...(rights.batch && {
        batch: {
          ...rights.batch,
          erase: (people, scope, options, approved, hooks) =>
            rights.batch?.erase(people, scope, options, approved, {
              ...hooks,
              // Everything has been found and locked by then.
              beforeChange: async (now) => {
                await hooks.beforeChange?.(now);
                state.times -= 1;
                if (state.times >= 0) throw conflict();
              },
            }) as never,
        },
      }),
    }),
  });
  const { shop, visit } = open;
  // One that passes at once is not even seen.
  const first = await plan(visit, [email(1, ADA)]);
  await approve(visit, first);
  expect(await read(visit, first.id)).toMatchObject({ state: "done", problem: null });
  state.times = 4;
  const second = await plan(visit, [email(1, CLARA)]);
  await approve(visit, second);
  const held = await read(visit, second.id);
  const nextTryAt = new Date(visit.t.clock.now().epochMilliseconds + 15_000).toISOString();
  expect(held).toMatchObject({
    state: "running",
    problem: { code: "system_conflict", message: expect.stringMatching(/^shop: /), tries: 1, nextTryAt },
  });
  expect(shop.count("users", "email = 'clara@example.org'")).toBe(1);
  visit.t.clock.advance("PT16S");
  await resumeBatches(visit.t.ctx);
  await visit.t.drain();
  expect(await read(visit, second.id)).toMatchObject({ state: "done", problem: null });
  expect(shop.count("users", "email = 'clara@example.org'")).toBe(0);
  const detail = await visit.detail(held.lines[0]?.requestId ?? "");
  expect(detail.timeline.filter(({ event }) => event === "step-completed")).toHaveLength(1);
});

test("a system that never does its part stops it; whoever has it go on has what was begun settled first", async () => {
  const state = { at: "after" as "before" | "after" | null };
  await using open = await openShop({ decorate: failing(state) });
  const { shop, visit } = open;
  const batch = await plan(visit, [email(1, ADA)]);
  // One try before it has been tried for a day.
  await visit.t.ctx.db.updateTable("batch").set({ attempts: 99 }).where("id", "=", batch.id).execute();
  await approve(visit, batch);
  const stopped = await read(visit, batch.id);
  expect(stopped).toMatchObject({
    state: "blocked",
    problem: { code: "system_failed", message: expect.stringMatching(/^shop: /) },
    may: { approve: false, replan: true, cancel: false },
  });
  visit.t.clock.advance("P1D");
  await resumeBatches(visit.t.ctx);
  await visit.t.drain();
  expect((await read(visit, batch.id)).state).toBe("blocked");
  expect((await visit.api("POST", `/api/batches/${batch.id}/replan`)).status).toBe(200);
  await visit.t.drain();
  const done = await read(visit, batch.id);
  expect(done).toMatchObject({ state: "done", problem: null });
  expect(shop.count("users", "email = 'ada@example.org'")).toBe(0);
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${done.lines[0]?.requestId}/receipt`)).body;
  expect(receipt.systems[0]?.tables.find(({ name }) => name === "users")).toMatchObject({ rows: 1 });
  const types = await visit.t.ledgerTypes(batch.id);
  expect(types.filter((type) => type === "batch.stopped" || type === "batch.resumed")).toEqual([
    "batch.stopped",
    "batch.resumed",
  ]);
});

test("a system that is gone is left out by name, before the run or in it, and everybody is told why", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  const map = join(shop.folder, "club.map.yaml");
  await writeFile(map, CLUB_MAP);
  await using visit = await visitCentre(shop, {
    kept: {
      systems: {
        shop: { url: shop.url, map: shop.mapFile, title: "Shop" },
        club: { url: club.url, map, title: "Club" },
      },
      requests: { erasureWaitingPeriod: "PT0S", fourEyes: { refusals: true } },
    },
  });
  const reason = "Our club was closed in 2009, and its machine is gone.";
  const skip = (id: string, system: string) =>
    visit.api<Batch & { code?: string }>("POST", `/api/batches/${id}/systems/${system}/skip`, { reason });
  const other = (await visit.t.signIn("privacy-lead")).headers;
  const approveAsOther = async ({ id, planVersion }: Batch) => {
    const body = JSON.stringify({ planVersion });
    const headers = { ...other, "content-type": "application/json" };
    expect((await visit.t.app.request(`/api/batches/${id}/approve`, { method: "POST", headers, body })).status).toBe(
      200,
    );
    await visit.t.drain();
  };
  const expectDone = async (id: string) => {
    const done = await read(visit, id);
    expect(done).toMatchObject({ state: "done", problem: null, skippable: [], leftOut: [{ system: "club", reason }] });
    const requestId = done.lines[0]?.requestId;
    const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${requestId}/receipt`)).body;
    expect(receipt.systems.map(({ system, gaps }) => [system, gaps?.map(({ message }) => message) ?? []])).toEqual(
      expect.arrayContaining([
        ["club", [reason]],
        ["shop", []],
      ]),
    );
    expect((await visit.mail("erased")).text).toContain(reason);
  };

  await club.goDown();
  const early = await plan(visit, [email(1, BOB)]);
  expect(early).toMatchObject({ state: "planning", problem: { message: expect.stringMatching(/^club: /) } });
  expect([...early.skippable].sort()).toEqual(["club", "shop"]);
  expect((await skip(early.id, "crm")).body.code).toBe("system_unknown");
  expect((await skip(early.id, "club")).status).toBe(200);
  await visit.t.drain();
  expect((await skip(early.id, "club")).body.code).toBe("step_over");
  expect((await skip(early.id, "shop")).body.code).toBe("skip_not_possible");
  const planned = await read(visit, early.id);
  expect(planned).toMatchObject({ state: "awaiting_approval", systems: [{ system: "shop" }] });
  expect((await approve(visit, planned)).body.code).toBe("refusal_same_person");
  await approveAsOther(planned);
  await expectDone(early.id);

  await club.comeUp();
  const late = await plan(visit, [email(1, ADA)]);
  expect(late.systems.map(({ system }) => system)).toEqual(["club", "shop"]);
  await club.goDown();
  await approve(visit, late);
  expect(await read(visit, late.id)).toMatchObject({ state: "running", problem: { code: expect.any(String) } });
  expect((await skip(late.id, "club")).status).toBe(200);
  await visit.t.drain();
  const again = await read(visit, late.id);
  expect(again).toMatchObject({ state: "awaiting_approval", planVersion: 2 });
  await approveAsOther(again);
  await expectDone(late.id);
  expect(shop.count("users", "email in ('ada@example.org', 'bob@example.org')")).toBe(0);
});

test("rows of a kind that nobody approved bring it back to the operator", async () => {
  const state = { refuse: true };
  await using open = await openShop({
    decorate: (rights) => {
      const { batch } = rights;
      if (batch === undefined) return rights;
      const erase: typeof batch.erase = async (...args) => {
        if (!state.refuse) return await batch.erase(...args);
        state.refuse = false;
        throw new PlanRefused("plan_changed", "The plan has changed.", [], null);
      };
      return { ...rights, batch: { ...batch, erase } };
    },
  });
  const { shop, visit } = open;
  const batch = await plan(visit, [email(1, ADA), email(2, BOB)]);
  await approve(visit, batch);
  const again = await read(visit, batch.id);
  expect(again).toMatchObject({ state: "awaiting_approval", planVersion: 2, may: { approve: true, cancel: false } });
  await approve(visit, again);
  const done = await read(visit, batch.id);
  expect(done.state).toBe("done");
  expect(new Set(done.lines.map(({ requestId }) => requestId))).toEqual(
    new Set(again.lines.map(({ requestId }) => requestId)),
  );
  expect(shop.count("users", "email like '%@example.org'")).toBe(1);
});

test("a system that is paused holds no other one up, and the batch ends when it is resumed", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  const map = join(shop.folder, "club.map.yaml");
  await writeFile(map, CLUB_MAP);
  await using visit = await visitCentre(shop, {
    kept: {
      systems: {
        club: { url: club.url, map, title: "Club" },
        shop: { url: shop.url, map: shop.mapFile, title: "Shop" },
      },
      requests: { erasureWaitingPeriod: "PT0S" },
    },
  });
  const hand = (id: string, what: "pause" | "resume", system: string) =>
    visit.api<Batch & { code?: string }>(
      "POST",
      `/api/batches/${id}/systems/${system}/${what}`,
      what === "pause" ? { reason: "Migration until noon." } : undefined,
    );
  const batch = await plan(visit, [email(1, ADA), email(2, BOB)]);
  expect(batch.pausable).toEqual(["club", "shop"]);
  expect((await hand(batch.id, "resume", "club")).body.code).toBe("step_not_stopped");
  expect((await hand(batch.id, "pause", "club")).body).toMatchObject({
    paused: [{ system: "club", reason: "Migration until noon." }],
    pausable: ["shop"],
  });
  expect((await hand(batch.id, "pause", "club")).body.code).toBe("step_over");
  await approve(visit, batch);
  expect(await read(visit, batch.id)).toMatchObject({
    state: "running",
    problem: null,
    systems: [
      { system: "club", state: "planned", done: 0 },
      { system: "shop", state: "done", done: 2 },
    ],
  });
  expect([shop.count("users", "email like '%@example.org'"), await club.count()]).toEqual([0, [2, 3]]);
  // Whoever asks themselves meanwhile is answered by themselves: the batch may tell nobody, and be left without them.
  const own = await visit.request("erasure", ADA);
  expect(own.state).not.toBe("merged");
  const member = (await read(visit, batch.id)).lines[0]?.requestId ?? "";
  const merge = await visit.api<{ code?: string }>("POST", `/api/requests/${own.id}/merge`, { into: member });
  expect(merge.body.code).toBe("merge_not_possible");
  // Nothing is tried meanwhile, however long it takes.
  visit.t.clock.advance("P2D");
  await resumeBatches(visit.t.ctx);
  await resumeBatches(visit.t.ctx);
  await visit.t.drain();
  expect(await club.count()).toEqual([2, 3]);
  expect((await visit.t.ledgerTypes(batch.id)).filter((type) => type === "batch.resumed")).toEqual([]);
  expect((await hand(batch.id, "resume", "club")).status).toBe(200);
  await visit.t.drain();
  expect(await read(visit, batch.id)).toMatchObject({ state: "done", paused: [], pausable: [] });
  expect(await club.count()).toEqual([0, 0]);
  expect((await hand(batch.id, "pause", "club")).body.code).toBe("batch_state_wrong");
});

test("a system that is resumed while another is at work goes on, though that one was paused meanwhile", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  const map = join(shop.folder, "club.map.yaml");
  await writeFile(map, CLUB_MAP);
  const state: { meanwhile: (() => Promise<void>) | null } = { meanwhile: null };
  await using visit = await visitCentre(shop, {
    kept: {
      systems: {
        club: { url: club.url, map, title: "Club" },
        shop: { url: shop.url, map: shop.mapFile, title: "Shop" },
      },
      requests: { erasureWaitingPeriod: "PT0S" },
    },
    decorate: (rights) => {
      const { batch } = rights;
      if (batch === undefined || rights.system !== "shop") return rights;
      const erase: typeof batch.erase = async (...args) => {
        await state.meanwhile?.();
        return await batch.erase(...args);
      };
      return { ...rights, batch: { ...batch, erase } };
    },
  });
  const batch = await plan(visit, [email(1, ADA)]);
  const hand = async (what: "pause" | "resume", system: string) => {
    const body = what === "pause" ? { reason: "Migration until noon." } : undefined;
    const answer = await visit.api("POST", `/api/batches/${batch.id}/systems/${system}/${what}`, body);
    expect(answer.status).toBe(200);
  };
  await hand("pause", "club");
  state.meanwhile = async () => {
    await hand("resume", "club");
    await hand("pause", "shop");
    // The job of the resumption finds it in hand.
    await runBatch(visit.t.ctx, visit.parts, batch.id);
  };
  await visit.api("POST", `/api/batches/${batch.id}/approve`, { planVersion: batch.planVersion });
  await runBatch(visit.t.ctx, visit.parts, batch.id);
  expect(await read(visit, batch.id)).toMatchObject({
    state: "running",
    paused: [{ system: "shop" }],
    systems: [
      { system: "club", state: "planned" },
      { system: "shop", state: "done" },
    ],
  });
  const { is_held: isHeld } = await visit.t.ctx.db.selectFrom("batch").select("is_held").executeTakeFirstOrThrow();
  expect(isHeld).toBe(false);
  await resumeBatches(visit.t.ctx);
  await visit.t.drain();
  expect(await visit.t.ledgerTypes(batch.id)).toContain("batch.resumed");
  expect((await read(visit, batch.id)).state).toBe("done");
});

test("where each is asked for alone, the batch says verified only if every look afterwards found nothing", async () => {
  const state = { leaves: BOB };
  await using open = await openShop({
    decorate: ({ batch: _, ...rights }) => ({
      ...rights,
      async erase(person, ...rest) {
        const outcome = await rights.erase(person, ...rest);
        if (!person.identifiers.some(({ value }) => value === state.leaves)) return outcome;
        const residue = [
          { code: "rows_remain", table: "users", column: "", message: "1 row is left.", suggestion: "", blocks: true },
        ];
        return { ...outcome, verified: false, residue };
      },
    }),
  });
  const { visit } = open;
  const entry = async (id: string) => {
    await visit.t.ledgerTypes(id);
    const rows = await visit.t.ctx.db
      .selectFrom("ledger_entry")
      .innerJoin("ledger_subject", "ledger_subject.index", "ledger_entry.index")
      .select("content")
      .where("type", "=", "batch.step-completed")
      .where("subject", "=", id)
      .execute();
    return rows.map(({ content }) => /"verified":(true|false)/.exec(content ?? "")?.[1]);
  };
  const clean = await plan(visit, [email(1, CLARA)]);
  expect(clean.systems).toMatchObject([{ together: false }]);
  await approve(visit, clean);
  expect(await read(visit, clean.id)).toMatchObject({ state: "done", notVerified: 0, lines: [{ verified: true }] });
  expect(await entry(clean.id)).toEqual(["true"]);
  const left = await plan(visit, [email(1, BOB)]);
  await approve(visit, left);
  const done = await read(visit, left.id);
  expect(done).toMatchObject({ state: "done", notVerified: 1, lines: [{ verified: false }] });
  const list = await visit.api<{ batches: Batch[] }>("GET", "/api/batches");
  expect(list.body.batches.map(({ id, notVerified }) => [id, notVerified])).toEqual([
    [left.id, 1],
    [clean.id, 0],
  ]);
  expect(await visit.detail(done.lines[0]?.requestId ?? "")).toMatchObject({ state: "blocked" });
  expect(await entry(left.id)).toEqual(["false"]);
});
