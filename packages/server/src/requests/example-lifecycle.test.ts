/** Restriction and rectification through the centre's form on the reference operator's own database, with all of its 29 tables. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RequestDetail } from "@kept/contract/requests";
import { afterAll, beforeAll, expect, test } from "vitest";
import { liftDue } from "../fulfilment/restrictions.ts";
import type { Shop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../../../examples/mi-option");
let master = "";

beforeAll(() => {
  master = mkdtempSync(join(tmpdir(), "kept-example-"));
  const program = `import { generateDatabase } from ${JSON.stringify(`${EXAMPLE}/src/database/generate.ts`)}; generateDatabase(${JSON.stringify(join(master, "shop.db"))}, { people: 60 });`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}, 240_000);
afterAll(() => rmSync(master, { recursive: true, force: true }));

/** The example in a file of its own, as tests know shops. */
function openExample(): Shop & { readonly email: string; dump(): ReadonlyMap<string, readonly string[]> } {
  const folder = mkdtempSync(join(tmpdir(), "kept-example-"));
  cpSync(join(master, "shop.db"), join(folder, "shop.db"));
  const db = new DatabaseSync(join(folder, "shop.db"));
  const names = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .all()
    .map(({ name }) => String(name));
  const email = String(db.prepare("select email from accounts where id = 7").get()?.["email"]);
  return {
    folder,
    url: `sqlite://${join(folder, "shop.db")}`,
    mapFile: join(EXAMPLE, "maps/shop.yaml"),
    db,
    email,
    count: (table, where = "1 = 1") =>
      Number(db.prepare(`select count(*) as count from ${table} where ${where}`).get()?.["count"]),
    dump: () =>
      new Map(
        names.map((name) => [
          name,
          db
            .prepare(`select * from "${name}"`)
            .all()
            .map((row) => JSON.stringify(row, (_, value) => (value instanceof Uint8Array ? [...value].join() : value)))
            .sort(),
        ]),
      ),
    [Symbol.asyncDispose]: async () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function approve(visit: Visit, { id, planVersion }: RequestDetail): Promise<void> {
  expect((await visit.api("POST", `/api/requests/${id}/approve`, { planVersion })).status).toBe(200);
  await visit.t.drain();
}

const differing = (one: ReadonlyMap<string, readonly string[]>, other: ReadonlyMap<string, readonly string[]>) =>
  [...one].filter(([name, rows]) => JSON.stringify(rows) !== JSON.stringify(other.get(name))).map(([name]) => name);

test("restricted and lifted, every table is as it was; in between the address stands nowhere", async () => {
  await using shop = openExample();
  await using visit = await visitCentre(shop);
  const before = shop.dump();
  const request = await visit.request("restriction", shop.email, { ground: "objection" });
  expect(request).toMatchObject({ state: "awaiting_approval", blockingFindings: 0 });
  await approve(visit, request);
  const restricted = await visit.detail(request.id);
  expect(restricted.systems.map(({ problem }) => problem)).toEqual([null]);
  expect(restricted).toMatchObject({ state: "done", restriction: { state: "standing" } });
  const during = shop.dump();
  expect(differing(before, during).length).toBeGreaterThan(3);
  expect([...during.values()].flat().filter((row) => row.toLowerCase().includes(shop.email.toLowerCase()))).toEqual([]);
  for (const [name, rows] of before)
    if (name !== "sessions") expect([name, during.get(name)?.length]).toEqual([name, rows.length]);
  // Invoices have a mark: they stay as they were issued, and say so.
  const invoices = (before.get("invoices") ?? []).map((row) => JSON.parse(row) as Record<string, unknown>);
  const marked = invoices.map((row) => (row["account_id"] === 7 ? { ...row, restricted: 1 } : row));
  expect(marked.filter(({ restricted }) => restricted === 1).length).toBeGreaterThan(0);
  expect(during.get("invoices")).toEqual(marked.map((row) => JSON.stringify(row)).sort());
  await visit.api("POST", `/api/requests/${request.id}/lift`, {});
  await visit.t.drain();
  visit.t.clock.advance("P4D");
  await liftDue(visit.t.ctx, visit.parts);
  expect((await visit.detail(request.id)).restriction).toMatchObject({ state: "lifted", problem: null });
  expect(differing(before, shop.dump())).toEqual([]);
}, 240_000);

test("an address is corrected in the account and in everything that carries it, and nobody else is touched", async () => {
  await using shop = openExample();
  await using visit = await visitCentre(shop);
  await visit.api("POST", "/api/systems/shop/discover", {});
  const before = shop.dump();
  const carriers = [...before].filter(([, rows]) => rows.some((row) => row.includes(shop.email)));
  expect(carriers.length).toBeGreaterThan(1);
  const request = await visit.request("rectification", shop.email, {
    wrong: "contact.email",
    right: "right@example.org",
  });
  expect(request).toMatchObject({ state: "awaiting_approval", blockingFindings: 0 });
  await approve(visit, request);
  expect((await visit.detail(request.id)).state).toBe("done");
  const after = shop.dump();
  const address = new RegExp(shop.email.replaceAll(".", "\\."), "gi");
  const renamed = [...before].flatMap(([name, rows]) =>
    rows.map((row) => `${name} ${row.replace(address, "right@example.org")}`),
  );
  const rows = [...after].flatMap(([name, list]) => list.map((row) => `${name} ${row}`));
  expect(rows.filter((row) => !renamed.includes(row))).toEqual([]);
  expect(rows.filter((row) => row.includes(shop.email))).toEqual([]);
}, 240_000);
