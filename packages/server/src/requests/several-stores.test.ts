/** C19: of several stores one is down. Nothing claims to be done, nothing is done twice, and trying again converges. */
import { writeFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createTestDatabase, whyMissing } from "@kept/connectors/testing/test-database";
import type { SignedReceipt } from "@kept/contract/packages";
import { describe, expect, test } from "vitest";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { CLUB, CLUB_MAP, type Club, createFileClub } from "./testing/club.ts";
import { ADA, createShop, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

/** A server behind a door that can be shut, with everybody who is inside thrown out. */
async function createServerClub(kind: "postgres" | "mysql"): Promise<Club> {
  const database = await createTestDatabase(kind);
  await database.execute(CLUB);
  const { hostname, port } = new URL(database.url);
  const sockets = new Set<Socket>();
  const door: Server = createServer((socket) => {
    const inside = connect(Number(port || (kind === "mysql" ? 3306 : 5432)), hostname);
    for (const one of [socket, inside]) {
      sockets.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        sockets.delete(one);
        socket.destroy();
        inside.destroy();
      });
    }
    socket.pipe(inside).pipe(socket);
  });
  const listen = (on: number) => new Promise<void>((resolve) => door.listen(on, "127.0.0.1", resolve));
  await listen(0);
  const address = door.address();
  const own = address !== null && typeof address === "object" ? address.port : 0;
  const url = new URL(database.url);
  url.host = `127.0.0.1:${own}`;
  return {
    url: url.href,
    async goDown() {
      const closed = new Promise((resolve) => door.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    comeUp: () => listen(own),
    count: async () => {
      const [row] = await database.query(
        "select (select count(*) from members) as members, (select count(*) from visits) as visits",
      );
      return [Number(row?.["members"]), Number(row?.["visits"])];
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      if (door.listening) await new Promise((resolve) => door.close(resolve));
      await database.drop();
    },
  };
}

const CLUBS = [
  { name: "a file", skip: false, create: createFileClub },
  { name: "Postgres", skip: whyMissing("postgres") !== null, create: () => createServerClub("postgres") },
  { name: "MariaDB", skip: whyMissing("mysql") !== null, create: () => createServerClub("mysql") },
] as const;

async function open(shop: Shop, club: Club): Promise<Visit> {
  const map = join(shop.folder, "club.map.yaml");
  await writeFile(map, CLUB_MAP);
  return await visitCentre(shop, {
    kept: {
      systems: { shop: { url: shop.url, map: shop.mapFile }, club: { url: club.url, map } },
      requests: { erasureWaitingPeriod: "PT0S" },
    },
  });
}

/** Tries again as time goes by. */
async function wait(visit: Visit): Promise<void> {
  visit.t.clock.advance("PT20M");
  await resumeRequests(visit.t.ctx, visit.parts);
  await visit.t.drain();
}

/** Nothing says that it is done: no state, no receipt, no message, no entry. */
async function expectNotDone(visit: Visit, requestId: string): Promise<void> {
  const detail = await visit.detail(requestId);
  expect(detail.phase).not.toBe("closed");
  expect(detail.hasReceipt).toBe(false);
  expect((await visit.api<{ code: string }>("GET", `/api/requests/${requestId}/receipt`)).body.code).toBe(
    "receipt_missing",
  );
  expect(
    (await visit.t.sentMail()).filter(({ kind }) => kind === "request-erased" || kind === "request-package"),
  ).toEqual([]);
  expect(await visit.t.ledgerTypes(requestId)).not.toContain("request.done");
}

describe.each(CLUBS)("with $name down", ({ skip, create }) => {
  test.skipIf(skip)(
    "an erasure is planned when all have answered, and done when all have done their part",
    async () => {
      await using shop = await createShop();
      await using club = await create(shop);
      await using visit = await open(shop, club);
      await club.goDown();
      const request = await visit.request("erasure", ADA);
      expect(request.state).toBe("planning");
      const states = new Map(request.systems.map(({ system, state }) => [system, state]));
      expect(states.get("shop")).toBe("planned");
      expect(states.get("club")).not.toBe("planned");
      const early = await visit.api<{ code: string }>("POST", `/api/requests/${request.id}/approve`, {
        planVersion: 1,
      });
      expect(early.status).toBe(409);
      await wait(visit);
      await expectNotDone(visit, request.id);
      expect(shop.count("orders")).toBe(3);

      await club.comeUp();
      await wait(visit);
      const planned = await visit.detail(request.id);
      expect(planned).toMatchObject({ state: "awaiting_approval", blockingFindings: 0 });
      await club.goDown();
      await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: planned.planVersion });
      await visit.t.drain();
      await expectNotDone(visit, request.id);
      await wait(visit);
      await expectNotDone(visit, request.id);
      await club.comeUp();
      expect(await club.count()).toEqual([2, 3]);

      await wait(visit);
      expect((await visit.detail(request.id)).state).toBe("done");
      expect(await club.count()).toEqual([1, 1]);
      expect(shop.count("orders")).toBe(1);
      const { receipt } = (await visit.api<SignedReceipt>("GET", `/api/requests/${request.id}/receipt`)).body;
      expect(receipt).toMatchObject({ outcome: "done" });
      expect(receipt.systems.map(({ system, verified }) => [system, verified])).toEqual([
        ["club", true],
        ["shop", true],
      ]);
      // However often it was tried: each system was changed once.
      const types = await visit.t.ledgerTypes(request.id);
      expect(types.filter((type) => type === "request.step-completed")).toHaveLength(2);
      expect(types.filter((type) => type === "request.done")).toHaveLength(1);
      await wait(visit);
      expect((await visit.t.sentMail()).filter(({ kind }) => kind === "request-erased")).toHaveLength(1);
    },
    120_000,
  );

  test.skipIf(skip)(
    "no package is half a package",
    async () => {
      await using shop = await createShop();
      await using club = await create(shop);
      await using visit = await open(shop, club);
      const request = await visit.request("access", ADA);
      expect(request.state).toBe("awaiting_approval");
      await club.goDown();
      await visit.api("POST", `/api/requests/${request.id}/approve`, { planVersion: 1 });
      await visit.t.drain();
      await wait(visit);
      await expectNotDone(visit, request.id);
      expect((await visit.detail(request.id)).package?.state ?? "none").not.toBe("ready");
      await club.comeUp();
      await wait(visit);
      expect(await visit.detail(request.id)).toMatchObject({ state: "done", package: { state: "ready" } });
      expect(await club.count()).toEqual([2, 3]);
    },
    120_000,
  );
});
