/** A request in a system that answers rights itself: it tells counts and no keys, and a table may come at two levels. */
import { serve } from "@hono/node-server";
import type { RestoreAnswer, RestoreDone } from "@kept/connectors/http/change-messages";
import { sharedSecret } from "@kept/connectors/http/exchange-key";
import type { DisposedTable, EraseAnswer } from "@kept/connectors/http/protocol";
import { openTaken, sealTaken } from "@kept/connectors/http/seal-taken";
import { createRightsHandler } from "@kept/connectors/http/serve-rights";
import type { ServedRights } from "@kept/connectors/http/served-rights";
import type { SignedReceipt } from "@kept/contract/packages";
import type { PreviewRow, RequestPlan } from "@kept/contract/requests";
import type { AccessTable } from "@kept/engine/rights";
import { expect, test } from "vitest";
import { tendUndos } from "../fulfilment/tend-undos.ts";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { ADA, createShop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const VARIABLES = { CLUB_SECRET: SECRET };

interface Club {
  /** Notes that Ada wrote, and notes of others in which she is named. */
  notes: number;
  mentions: number;
  /** Notes that the service forgets to delete. */
  forgets: number;
  /** It keeps what it erases, sealed, by the run: absent where it shreds. */
  kept?: Map<string, { readonly until: string; readonly sealed: Uint8Array }>;
  /** What stands in the way of this very erasure's being taken back. */
  burns?: string;
  /** It restores, and no answer of it arrives. */
  isMute?: boolean;
}

/** Answers for Ada alone, from three numbers. */
function createClubRights(club: Club): ServedRights {
  const subjects = [{ table: "members", key: ["7"] }];
  const isAda = (person: { readonly identifiers: readonly { readonly value: string }[] }): boolean =>
    person.identifiers.some(({ value }) => value === ADA);
  const level = (own: AccessTable["level"], rows: number): AccessTable => ({
    name: "notes",
    rows,
    level: own,
    columns: ["text"],
    hidden: [],
    masked: [],
    why: own,
  });
  const tables = (): DisposedTable[] =>
    club.notes + club.mentions === 0
      ? []
      : [
          {
            name: "notes",
            groups: [
              { disposition: "deleted", rows: club.notes, why: "written by them", until: null },
              { disposition: "detached", rows: club.mentions, why: "names them", until: null },
            ].filter(({ rows }) => rows > 0) as DisposedTable["groups"],
          },
        ];
  const done = new Map<string, EraseAnswer & { readonly state: "done" }>();
  const undone = new Map<string, RestoreDone>();
  const burning = () =>
    club.burns === undefined
      ? []
      : [
          {
            code: "undo_unsupported",
            table: "",
            column: "",
            message: club.burns,
            suggestion: "Nothing has to be done.",
            blocks: false,
          },
        ];
  return {
    describe: () => ({
      name: "Club",
      identifiers: ["email"],
      tables: [],
      capabilities: {
        scope: true,
        restriction: "Its notes are printed.",
        rectification: "Its notes are printed.",
        residue: "Nobody can search paper.",
        undo: club.kept === undefined ? "Paper that is shredded stays shredded." : true,
      },
    }),
    find: (person) => ({ subjects: isAda(person) ? subjects : [], findings: [] }),
    export: () => ({
      plan: { subjects, tables: [level("own", club.notes), level("view", club.mentions)], gaps: [] },
      rows: [
        ...Array.from({ length: club.notes }, (_, n) => ({
          table: "notes",
          level: "own" as const,
          values: { text: `Note ${n}` },
        })),
        ...Array.from({ length: club.mentions }, (_, n) => ({
          table: "notes",
          level: "view" as const,
          values: { text: `Mention ${n}` },
        })),
      ],
    }),
    erase: (message) => {
      if (message.mode === "dry-run") return { state: "planned", subjects, tables: tables(), findings: burning() };
      const before = done.get(message.idempotencyKey);
      if (before !== undefined) return before;
      const answer = { state: "done", tables: tables(), residue: [] } as const;
      if (message.undo !== undefined) {
        const { key, until } = message.undo;
        const sealed = sealTaken(key, message.idempotencyKey, { notes: club.notes, mentions: club.mentions });
        club.kept?.set(message.idempotencyKey, { until, sealed });
      }
      club.notes = club.forgets;
      club.mentions = 0;
      done.set(message.idempotencyKey, answer);
      return answer;
    },
    status: (key) => {
      if (club.isMute === true && undone.size > 0) throw new Error("The line is cut.");
      return done.get(key) ?? undone.get(key) ?? { state: "unknown" };
    },
    ...(club.kept === undefined
      ? {}
      : {
          restore: ({ erasure, key, mode, idempotencyKey }): RestoreAnswer => {
            if (undone.has(idempotencyKey)) throw new Error("The line is cut.");
            const kept = club.kept?.get(erasure);
            const taken =
              kept === undefined ? null : openTaken<Pick<Club, "notes" | "mentions">>(key, erasure, kept.sealed);
            if (taken === null) return { state: "refused", code: "plan_blocked", findings: [LOST] };
            const { notes, mentions } = taken;
            const tables = [{ name: "notes", returned: notes, restored: mentions, newer: 0 }];
            if (mode === "dry-run") return { state: "planned", tables, findings: [] };
            Object.assign(club, { notes, mentions });
            club.kept?.delete(erasure);
            const answer = { state: "done", tables, findings: [] } as const;
            undone.set(idempotencyKey, answer);
            if (club.isMute === true) throw new Error("The line is cut.");
            return answer;
          },
        }),
  };
}

const LOST = { code: "undo_over", table: "", column: "", message: "It is gone.", suggestion: "None.", blocks: true };

async function visitClub(club: Club, withShop = false): Promise<Visit & AsyncDisposable> {
  const handle = createRightsHandler({ key: sharedSecret(SECRET), rights: createClubRights(club) });
  const server = serve({ fetch: handle, port: 0, hostname: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const shop = await createShop();
  const visit = await visitCentre(shop, {
    variables: VARIABLES,
    kept: {
      systems: {
        club: { url: `http://127.0.0.1:${port}/rights/`, secret: { env: "CLUB_SECRET" }, allowPrivateAddress: true },
        ...(withShop ? { shop: { url: shop.url, map: shop.mapFile, title: "Shop" } } : {}),
      },
      requests: {
        erasureWaitingPeriod: withShop ? "P1D" : "PT0S",
        ...(withShop || club.kept !== undefined ? { undo: { window: "P7D" } } : {}),
      },
    },
  });
  return {
    ...visit,
    [Symbol.asyncDispose]: async () => {
      await visit[Symbol.asyncDispose]();
      await shop[Symbol.asyncDispose]();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function approve(visit: Visit, requestId: string): Promise<void> {
  const { planVersion } = await visit.detail(requestId);
  expect((await visit.api("POST", `/api/requests/${requestId}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
}

const plan = async (visit: Visit, id: string) => (await visit.api<RequestPlan>("GET", `/api/requests/${id}/plan`)).body;
const preview = async (visit: Visit, id: string, limit: number) =>
  (
    await visit.api<{ rows: PreviewRow[]; more: boolean }>(
      "GET",
      `/api/requests/${id}/plan/rows?system=club&table=notes&limit=${limit}`,
    )
  ).body;

test("an erasure counts rows where the service tells groups, in plan, preview and receipt", async () => {
  await using visit = await visitClub({ notes: 40, mentions: 2, forgets: 0 });
  const request = await visit.request("erasure", ADA);
  expect(request).toMatchObject({
    state: "awaiting_approval",
    rows: 42,
    systems: [{ rows: 42, counts: { deleted: 40, detached: 2 } }],
  });
  expect((await plan(visit, request.id)).tables).toMatchObject([{ table: "notes", rows: 42 }]);
  const shown = await preview(visit, request.id, 5);
  expect([shown.rows.length, shown.more]).toEqual([5, true]);
  // Which of the groups a row belongs to, the service does not tell: nothing is guessed.
  expect(shown.rows[0]).toMatchObject({ key: null, values: { text: "Note 0" }, disposition: null });
  await approve(visit, request.id);
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt.systems).toMatchObject([
    { verified: true, tables: [{ name: "notes", rows: 42, deleted: 40, detached: 2 }] },
  ]);
});

test("a preview says what awaits a row when all rows of its table share it", async () => {
  await using visit = await visitClub({ notes: 3, mentions: 0, forgets: 0 });
  const request = await visit.request("erasure", ADA);
  const { rows, more } = await preview(visit, request.id, 50);
  expect([rows.length, more]).toEqual([3, false]);
  expect(rows[2]).toMatchObject({ values: { text: "Note 2" }, disposition: "deleted", why: "written by them" });
});

test("what the service forgot is counted once, and a second approval ends it", async () => {
  const club = { notes: 40, mentions: 2, forgets: 1 };
  await using visit = await visitClub(club);
  const request = await visit.request("erasure", ADA);
  await approve(visit, request.id);
  const left = await visit.detail(request.id);
  expect(left).toMatchObject({ state: "blocked", systems: [{ state: "committed", counts: { deleted: 40 } }] });
  club.forgets = 0;
  await visit.api("POST", `/api/requests/${request.id}/replan`, {});
  await visit.t.drain();
  expect(await visit.detail(request.id)).toMatchObject({ state: "awaiting_approval", systems: [{ rows: 1 }] });
  await approve(visit, request.id);
  expect(await visit.detail(request.id)).toMatchObject({
    state: "done",
    systems: [{ state: "verified", counts: { deleted: 41, detached: 2 } }],
  });
});

test("a table at two levels is two lines of a plan and of a package, and one look", async () => {
  await using visit = await visitClub({ notes: 3, mentions: 2, forgets: 0 });
  const request = await visit.request("access", ADA);
  expect(request.rows).toBe(5);
  expect((await plan(visit, request.id)).tables).toMatchObject([
    { table: "notes", level: "own", rows: 3 },
    { table: "notes", level: "view", rows: 2 },
  ]);
  expect(await preview(visit, request.id, 4)).toMatchObject({ more: true });
  expect(await preview(visit, request.id, 5)).toMatchObject({ more: false });
  await approve(visit, request.id);
  const done = await visit.detail(request.id);
  expect(done).toMatchObject({ state: "done", package: { rows: 5 }, systems: [{ rows: 5 }] });
  expect((await plan(visit, request.id)).tables.map((table) => table.rows)).toEqual([3, 2]);
});

test("what the service cannot do is a gap with its own reason: in plan, console, the person's page and receipt", async () => {
  await using visit = await visitClub({ notes: 3, mentions: 0, forgets: 0 });
  const request = await visit.request("restriction", ADA);
  const said = "club cannot restrict anybody's data by itself. Its notes are printed.";
  expect((await plan(visit, request.id)).findings).toMatchObject([{ code: "right_unsupported", message: said }]);
  expect(request.systems).toMatchObject([{ system: "club", gap: said }]);
  await approve(visit, request.id);
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt.systems).toMatchObject([{ gaps: [{ code: "right_unsupported", message: said }] }]);
  const page = await visit.get((await visit.mail("restricted")).path.replace(/\/receipt$/, ""));
  expect(page.text).toContain("Its notes are printed.");
  await visit.api("POST", `/api/requests/${request.id}/residue-scan`, {});
  await visit.t.drain();
  const looked = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body.receipt;
  expect(looked.residueScan?.systems).toMatchObject([{ scanned: false, why: "Nobody can search paper." }]);
});

test("where what a service erases cannot be taken back, that is said before, in the offer and in the receipt", async () => {
  await using visit = await visitClub({ notes: 2, mentions: 0, forgets: 0 }, true);
  const request = await visit.request("erasure", ADA);
  const { findings } = await plan(visit, request.id);
  expect(findings.filter(({ code }) => code === "undo_unsupported")).toMatchObject([
    { system: "club", blocks: false, message: expect.stringContaining("stays shredded") },
  ]);
  expect(request.undo).toMatchObject({ state: "planned", unable: ["club"] });
  await approve(visit, request.id);
  const waiting = await visit.mail("scheduled");
  expect(waiting.text).toContain("still take it back for a while");
  expect((await visit.get(waiting.path)).text).toContain("It cannot be taken back in: club");
  visit.t.clock.advance("P1DT1M");
  await resumeRequests(visit.t.ctx, visit.parts);
  await visit.t.drain();
  const told = await visit.mail("erased");
  expect(told.text).toMatch(/cannot be taken back:\s+• club/);
  expect((await visit.get(`${told.path}/undo`)).text).toContain("It cannot be taken back in: club");
  await visit.post(`${told.path}/undo`);
  await visit.t.drain();
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undone", unable: ["club"] });
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt.undo).toMatchObject({ unable: ["club"], systems: [{ system: "shop" }], ended: { by: "undo" } });
  expect((await visit.mail("undone")).text).toContain("• club");
});

async function eraseWithWindow(visit: Visit) {
  const request = await visit.request("erasure", ADA);
  await approve(visit, request.id);
  visit.t.clock.advance("P1DT1M");
  await resumeRequests(visit.t.ctx, visit.parts);
  await visit.t.drain();
  expect(await visit.detail(request.id)).toMatchObject({ state: "done" });
  return { request, told: await visit.mail("erased") };
}

test("a service that keeps what it erased sealed gives it back with the person's part, and is told of as one that can", async () => {
  const club: Club = { notes: 3, mentions: 2, forgets: 0, kept: new Map() };
  await using visit = await visitClub(club, true);
  const { request, told } = await eraseWithWindow(visit);
  expect(request.undo).toMatchObject({ state: "planned", unable: [] });
  expect(club).toMatchObject({ notes: 0, mentions: 0 });
  const [kept] = [...(club.kept?.values() ?? [])];
  const days = (Date.parse(kept?.until ?? "") - visit.t.clock.now().epochMilliseconds) / 86_400_000;
  expect(days).toBeGreaterThan(29);
  expect(days).toBeLessThanOrEqual(30);
  expect(told.text).not.toContain("cannot be taken back");
  // The key follows from the run, and with the plan the server has forgotten which that was.
  const steps = await visit.t.ctx.db.selectFrom("fulfilment_step").select(["sealed_plan", "sealed_intent"]).execute();
  expect(steps).toEqual([
    { sealed_plan: null, sealed_intent: null },
    { sealed_plan: null, sealed_intent: null },
  ]);
  const look = await visit.get(`${told.path}/undo`);
  expect(look.text).toContain("club");
  await visit.post(`${told.path}/undo`);
  await visit.t.drain();
  expect(club).toMatchObject({ notes: 3, mentions: 2 });
  expect(club.kept?.size).toBe(0);
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undone", unable: [] });
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt.undo?.systems).toContainEqual({ system: "club", rows: 5, newer: 0 });
});

test("what a service gave back without an answer that arrived is not asked for twice, and is counted", async () => {
  const club: Club = { notes: 3, mentions: 2, forgets: 0, kept: new Map(), isMute: true };
  await using visit = await visitClub(club, true);
  const { request, told } = await eraseWithWindow(visit);
  await visit.post(`${told.path}/undo`);
  await visit.t.drain();
  expect(club).toMatchObject({ notes: 3, mentions: 2 });
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undoing", problem: { code: "system_failed" } });
  club.isMute = false;
  visit.t.clock.advance("PT1H");
  await tendUndos(visit.t.ctx);
  await visit.t.drain();
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undone", unable: [] });
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt.undo?.systems).toContainEqual({ system: "club", rows: 5, newer: 0 });
});

test("what such a service lost in the meantime is told before, and keeps nobody from taking the rest back", async () => {
  const club: Club = { notes: 3, mentions: 0, forgets: 0, kept: new Map() };
  await using visit = await visitClub(club, true);
  const { request, told } = await eraseWithWindow(visit);
  club.kept?.clear();
  const look = await visit.get(`${told.path}/undo`);
  expect(look.text).toContain("It cannot be taken back in: club");
  await visit.post(`${told.path}/undo`);
  await visit.t.drain();
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "undone", unable: ["club"] });
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt.undo).toMatchObject({ unable: ["club"], systems: [{ system: "shop" }], ended: { by: "undo" } });
  expect((await visit.get(`${told.path}/receipt`)).text).toContain("in its place again, but not in: club");
  expect((await visit.mail("undone")).text).toContain("• club");
});

test("where nothing that was kept is there any more, that is said, and the window stays as it is", async () => {
  const club: Club = { notes: 3, mentions: 0, forgets: 0, kept: new Map() };
  await using visit = await visitClub(club);
  const request = await visit.request("erasure", ADA);
  await approve(visit, request.id);
  const told = await visit.mail("erased");
  club.kept?.clear();
  expect((await visit.get(`${told.path}/undo`)).text).toContain("Nothing can be put back");
  await visit.post(`${told.path}/undo`);
  await visit.t.drain();
  expect((await visit.detail(request.id)).undo).toMatchObject({ state: "open" });
});

test("a service that cannot in this very case is told of as one that cannot, and keeps nothing", async () => {
  const club: Club = { notes: 3, mentions: 0, forgets: 0, kept: new Map(), burns: "These notes are burnt, not filed." };
  await using visit = await visitClub(club, true);
  const { request, told } = await eraseWithWindow(visit);
  expect(request.undo).toMatchObject({ unable: ["club"] });
  expect(club.kept?.size).toBe(0);
  expect(told.text).toMatch(/cannot be taken back:\s+• club/);
  const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
  expect(receipt.undo).toMatchObject({ unable: ["club"] });
});
