/** Files that rows name, through the server: in the package, in plan and receipt, gone with the rows whatever comes between. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createTestFiles, type TestFiles } from "@kept/connectors/testing/test-files";
import type { Batch } from "@kept/contract/batches";
import type { SignedReceipt } from "@kept/contract/packages";
import type { RequestPlan } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { parseZip } from "../fulfilment/package/testing/read-zip.ts";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { ADA, BOB, createShop, type Shop } from "./testing/shop.ts";
import { type Visit, type VisitOptions, visitCentre } from "./testing/visit-centre.ts";

const GALLERY = `
  create table members (id integer primary key, email varchar(80) not null unique, photo varchar(200));
  create table pictures (id integer primary key, member_id integer not null references members (id), path varchar(200));
  insert into members values (1, '${ADA}', 'ada-lovelace.jpg'), (2, '${BOB}', 'bob.jpg');
  insert into pictures values (1, 1, 'pictures/countess.png'), (2, 1, 'pictures/both.png'), (3, 2, 'pictures/both.png');`;
const GALLERY_MAP = `
tables:
  members: { subject: true, identifiers: { email: email }, columns: { photo: { blob: { store: uploads, prefix: avatars/ } } } }
  pictures: { edges: { "member_id -> members": owner }, columns: { path: { blob: uploads } } }
`;
const FILES = ["avatars/ada-lovelace.jpg", "avatars/bob.jpg", "pictures/both.png", "pictures/countess.png"];
const OTHERS = ["avatars/bob.jpg", "pictures/both.png"];
/** Says who it is, and stands in names of files. */
const CANARY = /lovelace|countess/;

interface Gallery extends AsyncDisposable {
  readonly shop: Shop;
  readonly visit: Visit;
  readonly files: TestFiles;
  readonly members: () => number;
}

async function openGallery(options: VisitOptions = {}): Promise<Gallery> {
  const shop = await createShop();
  const files = await createTestFiles();
  await files.put(FILES);
  const path = join(shop.folder, "gallery.db");
  const database = new DatabaseSync(path);
  database.exec(GALLERY);
  const map = join(shop.folder, "gallery.map.yaml");
  await writeFile(map, GALLERY_MAP);
  const visit = await visitCentre(shop, {
    ...options,
    kept: {
      systems: {
        shop: { url: shop.url, map: shop.mapFile },
        gallery: { url: `sqlite://${path}`, map },
        uploads: { url: files.url },
      },
      requests: { erasureWaitingPeriod: "PT0S" },
      ...options.kept,
    },
  });
  const close = async () => {
    await visit[Symbol.asyncDispose]();
    database.close();
    await files[Symbol.asyncDispose]();
    await shop[Symbol.asyncDispose]();
  };
  const members = () => Number(database.prepare("select count(*) as n from members").get()?.["n"]);
  return { shop, visit, files, members, [Symbol.asyncDispose]: close };
}

async function wait({ visit }: Gallery): Promise<void> {
  visit.t.clock.advance("PT20M");
  await resumeRequests(visit.t.ctx, visit.parts);
  await visit.t.drain();
}

async function approve({ visit }: Gallery, id: string, planVersion: number): Promise<void> {
  const { status } = await visit.api("POST", `/api/requests/${id}/approve`, { planVersion });
  expect(status).toBe(200);
  await visit.t.drain();
}

const readReceipt = async ({ visit }: Gallery, id: string) =>
  (await visit.api<SignedReceipt>("GET", `/api/requests/${id}/receipt`)).body.receipt;
const galleryOf = (receipt: SignedReceipt["receipt"]) => receipt.systems.find(({ system }) => system === "gallery");

/** Whatever the server wrote that is not sealed. */
async function readPlain({ visit }: Gallery): Promise<string> {
  const tables = ["request", "fulfilment_step", "request_event", "outbox", "fulfilment_receipt"] as const;
  const rows: unknown[] = [];
  for (const table of tables)
    rows.push(
      await visit.t.ctx.db
        .selectFrom(table as "request")
        .selectAll()
        .execute(),
    );
  return JSON.stringify(rows, (_, value: unknown) =>
    value instanceof Uint8Array
      ? Buffer.from(value).toString("latin1")
      : typeof value === "bigint"
        ? String(value)
        : value,
  );
}

test("an erasure counts files in its plan and receipt, deletes them with the rows, and names none", async () => {
  await using gallery = await openGallery();
  const { visit, files } = gallery;
  const request = await visit.request("erasure", ADA);
  expect(request).toMatchObject({ state: "awaiting_approval", blockingFindings: 0 });
  expect(request.systems.map(({ system }) => system).sort()).toEqual(["gallery", "shop"]);
  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body;
  expect(plan.files).toEqual([{ system: "gallery", store: "uploads", deleted: 2, kept: 1, missing: 0 }]);
  expect(await readPlain(gallery)).not.toMatch(CANARY);
  expect(await files.list()).toEqual(FILES);
  await approve(gallery, request.id, request.planVersion);
  expect((await visit.detail(request.id)).state).toBe("done");
  expect(await files.list()).toEqual(OTHERS);
  const receipt = await readReceipt(gallery, request.id);
  expect(galleryOf(receipt)).toMatchObject({
    verified: true,
    files: [{ store: "uploads", deleted: 2, kept: 1, missing: 0 }],
  });
  expect(JSON.stringify(receipt)).not.toMatch(CANARY);
  expect(await readPlain(gallery)).not.toMatch(CANARY);
});

test("a store that goes away when the rows are gone: nothing is done before it is back and the files are gone", async () => {
  let away: (() => Promise<void>) | null = null;
  await using gallery = await openGallery({
    decorate: (rights) => ({
      ...rights,
      erase: (person, scope, options, approved, hooks) =>
        rights.erase(person, scope, options, approved, {
          ...hooks,
          async beforeChange(plan) {
            await hooks.beforeChange?.(plan);
            if (rights.system === "gallery") await away?.();
          },
        }),
    }),
  });
  const { visit, files, members } = gallery;
  const request = await visit.request("erasure", ADA);
  away = files.takeAway;
  await approve(gallery, request.id, request.planVersion);
  expect(members()).toBe(1);
  away = null;
  for (let times = 0; times < 2; times += 1) {
    const detail = await visit.detail(request.id);
    expect([detail.phase, detail.hasReceipt]).toEqual(["underway", false]);
    expect(detail.systems.find(({ system }) => system === "gallery")?.problem?.code).toBe("system_unreachable");
    expect(await readPlain(gallery)).not.toMatch(CANARY);
    await wait(gallery);
  }
  await files.bringBack();
  expect(await files.list()).toEqual(FILES);
  await wait(gallery);
  expect((await visit.detail(request.id)).state).toBe("done");
  expect(await files.list()).toEqual(OTHERS);
  expect(galleryOf(await readReceipt(gallery, request.id))).toMatchObject({
    verified: true,
    files: [{ deleted: 2, kept: 1 }],
  });
});

test("while the store is away an erasure is not planned, and goes on by itself when it is back", async () => {
  await using gallery = await openGallery();
  const { visit, files } = gallery;
  await files.takeAway();
  const request = await visit.request("erasure", ADA);
  expect(request.state).toBe("planning");
  await files.bringBack();
  await wait(gallery);
  expect((await visit.detail(request.id)).state).toBe("awaiting_approval");
});

test("an undo window and files do not go together yet: the plan says so before anything is erased", async () => {
  await using gallery = await openGallery({
    kept: { requests: { erasureWaitingPeriod: "PT0S", undo: { window: "P7D", key: "person" } } },
  });
  const { visit, files } = gallery;
  const request = await visit.request("erasure", ADA);
  expect(request.state).toBe("blocked");
  const plan = (await visit.api<RequestPlan>("GET", `/api/requests/${request.id}/plan`)).body;
  expect(plan.findings.filter(({ blocks }) => blocks).map(({ code }) => code)).toContain("files_not_given_back");
  expect(await files.list()).toEqual(FILES);
});

test("C8: the package holds the files that the plan of an erasure names, with their hashes", async () => {
  await using gallery = await openGallery();
  const { visit } = gallery;
  const request = await visit.request("access", ADA);
  await approve(gallery, request.id, request.planVersion);
  const row = await visit.t.ctx.db
    .selectFrom("fulfilment_package")
    .select("file_name")
    .where("request_id", "=", request.id)
    .executeTakeFirstOrThrow();
  const zip = parseZip(await readFile(join(visit.parts.packageDir, row.file_name)));
  const manifest = JSON.parse(zip.get("manifest.json")?.toString("utf8") ?? "{}");
  const own = manifest.files.filter(({ path }: { path: string }) => path.startsWith("files/gallery/"));
  const contents = own.map(({ path, sha256 }: { path: string; sha256: string }) => {
    const bytes = zip.get(path) ?? Buffer.alloc(0);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    return bytes.toString("utf8");
  });
  expect(contents.sort()).toEqual(FILES.filter((name) => name !== "avatars/bob.jpg").sort());
});

test("a batch counts files of all, and each receipt what was theirs", async () => {
  await using gallery = await openGallery();
  const { visit, files } = gallery;
  const people = [ADA, BOB].map((value, at) => ({ line: at + 1, identifiers: [{ kind: "email", value }] }));
  const made = await visit.api<Batch>("POST", "/api/batches", { people, verified: { by: "account", how: "left" } });
  await visit.t.drain();
  const path = `/api/batches/${made.body.id}`;
  const batch = (await visit.api<Batch>("GET", path)).body;
  expect(batch.systems.find(({ system }) => system === "gallery")?.files).toEqual([
    { store: "uploads", deleted: 4, kept: 0, missing: 0 },
  ]);
  await visit.api("POST", `${path}/approve`, { planVersion: batch.planVersion });
  await visit.t.drain();
  expect((await visit.api<Batch>("GET", path)).body.state).toBe("done");
  expect(await files.list()).toEqual([]);
  const requests = (await visit.api<{ requests: { id: string }[] }>("GET", "/api/requests?limit=5")).body.requests;
  const counted: unknown[] = [];
  for (const { id } of requests) counted.push(galleryOf(await readReceipt(gallery, id))?.files?.[0]?.deleted);
  expect(counted.sort()).toEqual([2, 3]);
});
