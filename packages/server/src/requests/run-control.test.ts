/** Systems of a request one by one: paused, tried again, skipped by name; and what is ready goes out before the rest. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PackageManifest, SignedReceipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { readZip } from "../fulfilment/package/testing/read-zip.ts";
import { listStanding } from "../fulfilment/standing-restrictions.ts";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { identifierIndex } from "./person.ts";
import { CLUB_MAP, type Club, createFileClub } from "./testing/club.ts";
import { ADA, createShop, type Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

async function open(shop: Shop, club: Club, requests: Record<string, unknown> = {}): Promise<Visit> {
  const map = join(shop.folder, "club.map.yaml");
  await writeFile(map, CLUB_MAP);
  return await visitCentre(shop, {
    kept: {
      systems: {
        shop: { url: shop.url, map: shop.mapFile, title: "Shop" },
        club: { url: club.url, map, title: "Club" },
      },
      requests: { erasureWaitingPeriod: "PT0S", ...requests },
    },
  });
}

/** Tries again as time goes by. */
async function wait(visit: Visit): Promise<void> {
  visit.t.clock.advance("PT20M");
  await resumeRequests(visit.t.ctx, visit.parts);
  await visit.t.drain();
}

function act(visit: Visit, id: string, what: string, body?: unknown) {
  return visit.api<RequestDetail & { code?: string }>("POST", `/api/requests/${id}/${what}`, body);
}

async function packageOf(shop: Shop) {
  const [name = ""] = (await readdir(join(shop.folder, "packages"))).filter((one) => one.endsWith(".zip"));
  const files = await readZip(join(shop.folder, "packages", name));
  const text = (path: string) => files.get(path)?.toString("utf8") ?? "";
  return { index: text("index.html"), manifest: JSON.parse(text("manifest.json")) as PackageManifest };
}

const receiptOf = async (visit: Visit, id: string) =>
  (await visit.api<SignedReceipt>("GET", `/api/requests/${id}/receipt`)).body.receipt;
const why = "Its archive cannot be reached at the moment.";

test("a package goes out in part with what is missing named, stays open, and is whole when the system is back", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  await using visit = await open(shop, club);
  await club.goDown();
  const { id } = await visit.request("access", ADA);
  expect((await visit.detail(id)).may.deliver).toBe(true);
  expect((await act(visit, id, "deliver", { reason: why })).status).toBe(200);
  await visit.t.drain();
  const planned = await visit.detail(id);
  expect(planned).toMatchObject({ state: "awaiting_approval", may: { deliver: false } });
  expect(planned.systems.find(({ system }) => system === "club")?.later).toEqual({ reason: why });
  expect((await act(visit, id, "approve", { planVersion: planned.planVersion })).status).toBe(200);
  await visit.t.drain();

  const partly = await visit.detail(id);
  expect(partly).toMatchObject({ phase: "underway", closedAt: null, package: { state: "ready" } });
  expect(partly.clocks.filter(({ purpose }) => purpose === "answer").every(({ metAt }) => metAt === null)).toBe(true);
  expect(partly.package?.missing).toEqual([{ system: "club", code: "system_later", reason: why }]);
  const receipt = await receiptOf(visit, id);
  expect(receipt.outcome).toBe("partly");
  expect(receipt.systems.find(({ system }) => system === "club")).toMatchObject({
    verified: false,
    gaps: [{ code: "system_later", message: why }],
  });
  const first = await packageOf(shop);
  expect(first.manifest.gaps).toMatchObject([{ system: "club", code: "system_later" }]);
  expect(first.index).toContain("Still to come: Club.");
  const message = await visit.mail("package-part");
  expect(message.text).toContain(why);
  expect((await visit.get((await visit.mail("received")).path)).text).toContain("Answered in part");

  // However often it is tried meanwhile: told once, and written once.
  await wait(visit);
  await wait(visit);
  expect((await visit.t.sentMail()).filter(({ kind }) => kind === "request-package-part")).toHaveLength(1);
  await club.comeUp();
  await wait(visit);
  const whole = await visit.detail(id);
  expect(whole).toMatchObject({ state: "done", package: { state: "ready", missing: [] } });
  const second = await packageOf(shop);
  expect(second.manifest.gaps).toEqual([]);
  expect(second.manifest.tables.map(({ system }) => system)).toEqual(expect.arrayContaining(["club", "shop"]));
  // The link to the first part leads to the whole.
  expect((await visit.get(message.path)).status).toBe(200);
  expect((await visit.t.sentMail()).filter(({ kind }) => kind === "request-package-ready")).toHaveLength(1);
  expect((await receiptOf(visit, id)).outcome).toBe("done");
});

test("what a restriction has sealed in one system holds an erasure up there, while another system is still to follow", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  await using visit = await open(shop, club);
  const { ctx } = visit.t;
  const listRestrictions = () => listStanding(ctx, "shop", [identifierIndex(ctx.keys, { kind: "email", value: ADA })]);
  const { id } = await visit.request("restriction", ADA, { ground: "accuracy" });
  expect(await listRestrictions()).toEqual([]);
  await club.goDown();
  await act(visit, id, "approve", { planVersion: 1 });
  await visit.t.drain();
  expect(shop.count("users", `email = '${ADA}'`)).toBe(0);
  expect((await visit.detail(id)).state).toBe("running");
  expect(await listRestrictions()).toMatchObject([{ requestId: id, isSealed: true }]);
  await club.comeUp();
  await wait(visit);
  expect(await visit.detail(id)).toMatchObject({ state: "done", restriction: { state: "standing" } });
  expect(await listRestrictions()).toHaveLength(1);
});

test("a system that fails in the run holds no other up; skipped, it is a gap that everybody is told of", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  await using visit = await open(shop, club);
  const { id } = await visit.request("erasure", ADA);
  await club.goDown();
  await act(visit, id, "approve", { planVersion: 1 });
  await visit.t.drain();
  // The club comes first by its name, and is down: the shop is erased all the same.
  expect(shop.count("orders", "user_id = 1")).toBe(0);
  const held = await visit.detail(id);
  expect(held.state).toBe("running");
  const step = held.systems.find(({ system }) => system === "club");
  expect(step).toMatchObject({ attempts: 1, may: { retry: true, skip: true, pause: true } });
  expect((await act(visit, id, "systems/shop/skip", { reason: "No." })).body.code).toBe("step_over");
  expect((await act(visit, id, "systems/club/retry")).status).toBe(200);
  await visit.t.drain();
  expect((await visit.detail(id)).systems.find(({ system }) => system === "club")?.attempts).toBe(1);

  await act(visit, id, "deliver", { reason: why });
  await visit.t.drain();
  expect((await visit.mail("partly-done")).text).toContain(why);
  expect(await receiptOf(visit, id)).toMatchObject({ outcome: "partly" });
  expect((await visit.detail(id)).closedAt).toBeNull();

  const reason = "Its archive was lost in a fire.";
  expect((await act(visit, id, "systems/club/skip", { reason })).status).toBe(200);
  await visit.t.drain();
  const done = await visit.detail(id);
  expect(done).toMatchObject({ state: "done" });
  expect((await receiptOf(visit, id)).systems.find(({ system }) => system === "club")).toMatchObject({
    verified: false,
    gaps: [{ code: "system_skipped", message: reason }],
  });
  expect((await visit.mail("erased")).text).toContain(reason);
  const page = (await visit.get((await visit.mail("received")).path)).text;
  expect(page).toContain(reason);
  expect(JSON.stringify(done.timeline)).not.toContain("fire");
  expect(await visit.t.ledgerTypes(id)).toEqual(
    expect.arrayContaining(["request.system-skipped", "request.partly-done", "request.system-retried"]),
  );
  await club.comeUp();
  await wait(visit);
  expect(await club.count()).toEqual([2, 3]);
});

test("a paused system is left alone until it is resumed, and the others go on", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  await using visit = await open(shop, club);
  const { id } = await visit.request("erasure", ADA);
  expect((await act(visit, id, "systems/club/pause", { reason: "Migration." })).status).toBe(200);
  expect((await act(visit, id, "systems/club/pause", { reason: "Migration." })).body.code).toBe("step_over");
  await act(visit, id, "approve", { planVersion: 1 });
  await visit.t.drain();
  await wait(visit);
  expect([shop.count("orders", "user_id = 1"), ...(await club.count())]).toEqual([0, 2, 3]);
  expect(await visit.detail(id)).toMatchObject({ state: "running", hasReceipt: false });
  expect((await act(visit, id, "systems/club/resume")).status).toBe(200);
  await visit.t.drain();
  expect(await club.count()).toEqual([1, 1]);
  expect((await visit.detail(id)).state).toBe("done");
});

test("what is skipped before the approval makes another plan, and can be taken in again; two people where refusals need them", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  await using visit = await open(shop, club, { fourEyes: { refusals: true } });
  const { id, planVersion } = await visit.request("erasure", ADA);
  await act(visit, id, "systems/club/skip", { reason: why });
  await visit.t.drain();
  const without = await visit.detail(id);
  expect([without.state, without.planVersion]).toEqual(["awaiting_approval", planVersion + 1]);
  expect((await act(visit, id, "approve", { planVersion })).body.code).toBe("plan_version_wrong");
  const own = await act(visit, id, "approve", { planVersion: without.planVersion });
  expect(own.body.code).toBe("refusal_same_person");
  expect((await act(visit, id, "systems/shop/skip", { reason: why })).body.code).toBe("skip_not_possible");

  await act(visit, id, "systems/club/resume");
  await visit.t.drain();
  const again = await visit.detail(id);
  expect(again.systems.find(({ system }) => system === "club")).toMatchObject({ state: "planned", skipped: null });
  expect((await act(visit, id, "approve", { planVersion: again.planVersion })).status).toBe(200);
  await visit.t.drain();
  expect(await club.count()).toEqual([1, 1]);
});
