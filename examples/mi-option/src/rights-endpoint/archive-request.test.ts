/** Rights through the centre's form in the archive, a service that answers them itself, beside a shop that is read row by row. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SignedReceipt } from "@kept/contract/packages";
import type { ResidueScan } from "@kept/contract/residue-scans";
import { liftDue } from "@kept/server/fulfilment/restrictions";
import { ADA, createShop } from "@kept/server/requests/testing/shop";
import { type Visit, visitCentre } from "@kept/server/requests/testing/visit-centre";
import { expect, test } from "vitest";
import { generateArchive } from "./generate-archive.ts";
import { startRightsEndpoint } from "./rights-endpoint.ts";

const KEY = "a secret of this test, long enough for HMAC";

interface Archive {
  readonly visit: Visit;
  reader(): Record<string, unknown> | undefined;
  rows(table: string): readonly unknown[];
}

/** The generated archive as a running service, and a centre that knows it and a shop. */
async function withArchive(work: (archive: Archive) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "archive-"));
  const path = join(folder, "archive.sqlite");
  generateArchive(path, [
    { email: ADA, name: "Ada Canary" },
    { email: "ben@example.org", name: "Ben Bird" },
  ]);
  const endpoint = await startRightsEndpoint({ port: 0, databasePath: path, key: KEY });
  await using shop = await createShop();
  await using visit = await visitCentre(shop, {
    variables: { ARCHIVE_SECRET: KEY },
    kept: {
      systems: {
        archive: { url: endpoint.url, secret: { env: "ARCHIVE_SECRET" }, allowPrivateAddress: true },
        shop: { url: shop.url, map: shop.mapFile },
      },
      requests: { erasureWaitingPeriod: "PT0S", liftNoticePeriod: "P3D" },
    },
  });
  using database = new DatabaseSync(path, { readOnly: true });
  try {
    await work({
      visit,
      reader: () => database.prepare("SELECT * FROM readers WHERE email = ? OR id = 1").get(ADA),
      rows: (table) => database.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all(),
    });
  } finally {
    await endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function approve(visit: Visit, id: string): Promise<void> {
  const { planVersion } = await visit.detail(id);
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
}

async function receiptOf(visit: Visit, id: string): Promise<SignedReceipt["receipt"]> {
  return (await visit.api<SignedReceipt>("GET", `/api/requests/${id}/receipt`)).body.receipt;
}

test("a restriction marks the reader in the archive, and its lift gives the mark and the newsletter back", () =>
  withArchive(async ({ visit, reader, rows }) => {
    const before = rows("readers");
    const request = await visit.request("restriction", ADA);
    expect(request).toMatchObject({ state: "awaiting_approval", blockingFindings: 0 });
    await approve(visit, request.id);
    expect(reader()).toMatchObject({ subscribed: 0, restricted_on: expect.any(String) });
    const receipt = await receiptOf(visit, request.id);
    const [archive] = receipt.systems.filter(({ system }) => system === "archive");
    expect(archive).toMatchObject({ verified: true, residue: [] });
    expect(archive?.tables.find(({ name }) => name === "readers")).toMatchObject({ rows: 1, marked: 1 });
    await visit.api("POST", `/api/requests/${request.id}/lift`, {});
    await visit.t.drain();
    visit.t.clock.advance("P4D");
    await liftDue(visit.t.ctx, visit.parts);
    expect((await visit.detail(request.id)).restriction?.state).toBe("lifted");
    expect(rows("readers")).toEqual(before);
    expect(rows("rights_restrictions")).toEqual([]);
  }));

test("a name is corrected in both, and the ledger and the receipt do not say it", () =>
  withArchive(async ({ visit, reader }) => {
    const request = await visit.request("rectification", ADA, { statement: "My name is Ada Byron." });
    const corrections = [{ system: null, table: null, column: null, key: null, category: "name", value: "Ada Byron" }];
    await visit.api("POST", `/api/requests/${request.id}/replan`, { corrections });
    await visit.t.drain();
    await approve(visit, request.id);
    expect((await visit.detail(request.id)).state).toBe("done");
    expect(reader()).toMatchObject({ name: "Ada Byron", email: ADA });
    const receipt = await receiptOf(visit, request.id);
    const changes = receipt.systems.flatMap(({ system, changes: own = [] }) =>
      own.map(({ column }) => [system, column]),
    );
    expect(changes).toEqual([
      ["archive", "name"],
      ["shop", "name"],
    ]);
    expect(JSON.stringify(receipt)).not.toMatch(/Byron|Canary/);
  }));

test("a search for residue looks into the archive too", () =>
  withArchive(async ({ visit }) => {
    const request = await visit.request("erasure", ADA);
    await approve(visit, request.id);
    await visit.api("POST", `/api/requests/${request.id}/residue-scan`, {});
    await visit.t.drain();
    const { body } = await visit.api<ResidueScan>("GET", `/api/requests/${request.id}/residue-scan`);
    const archive = body.systems.find(({ system }) => system === "archive");
    expect(archive).toMatchObject({ state: "scanned", problem: null, tables: 8 });
    // The payment has to stay by law, and with it whose it is.
    expect(archive?.places.map(({ column, rows, planned }) => [column, rows, planned])).toEqual([
      ["email", 1, 1],
      ["name", 1, 1],
    ]);
  }));
