/** Systems through the API: discovered, confirmed, edited, and honest about what is wrong with them. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckedMap, SystemDetail, SystemHealth, SystemSummary } from "@kept/contract/systems";
import { expect, test } from "vitest";
import { createShop } from "../requests/testing/shop.ts";
import { visitCentre } from "../requests/testing/visit-centre.ts";
import { createSystemsSlice } from "./slice.ts";

test("a system is discovered when somebody looks at it, and its proposals are accepted table by table", async () => {
  await using shop = await createShop("system: shop\n");
  shop.db.exec("create table newsletter (id integer primary key, email text, subscribed_at text)");
  await using visit = await visitCentre(shop);
  const before = (await visit.api<{ systems: SystemSummary[] }>("GET", "/api/systems")).body.systems;
  expect(before).toMatchObject([{ system: "shop", title: "Shop", health: { state: "unknown" }, discoveredAt: null }]);

  const detail = (await visit.api<SystemDetail>("GET", "/api/systems/shop")).body;
  expect(detail.schema.map((table) => table.name)).toContain("orders");
  expect(detail.schema.find((table) => table.name === "users")?.kind).toBe("subject");
  const edge = detail.schema.find((table) => table.name === "orders")?.edges.find((one) => one.to === "users");
  expect(edge).toMatchObject({ columns: ["user_id"], role: "owner" });

  const some = await visit.api<SystemDetail>("POST", "/api/systems/shop/accept", { tables: ["newsletter"] });
  expect(some.status).toBe(200);
  expect(await readFile(shop.mapFile, "utf8")).toContain("newsletter:");
  const unknown = await visit.api<{ code: string }>("POST", "/api/systems/shop/accept", { tables: ["nowhere"] });
  expect([unknown.status, unknown.body.code]).toEqual([422, "map_table_unknown"]);
  const all = await visit.api<SystemDetail>("POST", "/api/systems/shop/accept", {});
  expect(all.body.schema.every((table) => table.confirmed || table.kind === "public" || table.kind === "view")).toBe(
    true,
  );

  await visit.t.drain();
  expect(await visit.t.ledgerTypes()).toEqual([
    "operator.created",
    "system.discovered",
    "system.map-saved",
    "system.map-saved",
  ]);
  const versions = await visit.t.ctx.db.selectFrom("system_map").select(["map", "how"]).orderBy("id").execute();
  expect(versions.map((version) => version.how)).toEqual(["accepted", "accepted"]);
  expect(versions.at(-1)?.map).toBe(await readFile(shop.mapFile, "utf8"));
});

test("a system that no operator has looked at is discovered by itself, so that people are offered what it holds", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const form = async () => await (await visit.t.app.request("/privacy/rectification")).text();
  expect(await form()).not.toContain("something else");
  const tend = createSystemsSlice(visit.parts.systems).sweeps?.[0];
  await tend?.run(visit.t.ctx);
  expect(await form()).toContain("E-mail address</option>");
  await tend?.run(visit.t.ctx);
  await visit.t.drain();
  expect(await visit.t.ledgerTypes("system/shop")).toEqual(["system.discovered"]);
});

test("an edited map is checked before it replaces the old one", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  const old = await readFile(shop.mapFile, "utf8");
  const bad = await visit.api<{ code: string; detail: string }>("PUT", "/api/systems/shop/map", {
    map: "tables:\n  users:\n    edgs: {}\n",
  });
  expect([bad.status, bad.body.code]).toEqual([422, "map_invalid"]);
  expect(bad.body.detail).toContain("tables.users.edgs");
  expect(await readFile(shop.mapFile, "utf8")).toBe(old);
  const good = `# by hand\n${old}`;
  expect((await visit.api("PUT", "/api/systems/shop/map", { map: good })).status).toBe(200);
  expect(await readFile(shop.mapFile, "utf8")).toBe(good);
});

test("a map edited beside the server counts at the next use", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await visit.api("GET", "/api/systems/shop");
  await writeFile(shop.mapFile, `${await readFile(shop.mapFile, "utf8")}  nowhere:\n    subject: true\n`);
  const after = (await visit.api<SystemDetail>("POST", "/api/systems/shop/discover")).body;
  expect(after.findingList.map((finding) => finding.table)).toContain("nowhere");
});

test("a file that is no map any more is told with what is wrong in it", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await visit.api("GET", "/api/systems/shop");
  const map = await readFile(shop.mapFile, "utf8");
  await writeFile(shop.mapFile, `${map}  users2:\n    edgs: {}\n`);
  for (const [method, path] of [
    ["GET", "/api/systems/shop/questions"],
    ["POST", "/api/systems/shop/discover"],
  ] as const) {
    const { status, body } = await visit.api<{ code: string; detail: string }>(method, path);
    expect([status, body.code]).toEqual([503, "system_not_available"]);
    expect(body.detail).toContain("tables.users2.edgs");
  }
  await writeFile(shop.mapFile, map);
  expect((await visit.api("GET", "/api/systems/shop/questions")).status).toBe(200);
});

test("a system that is not there says so and what to do; it is well again when it is back", async () => {
  await using shop = await createShop();
  const path = join(shop.folder, "shop.db");
  await rename(path, `${path}.away`);
  await using visit = await visitCentre(shop);
  const down = (await visit.api<SystemHealth>("POST", "/api/systems/shop/test")).body;
  expect(down).toMatchObject({ state: "down", problem: { code: "system_database_missing" } });
  expect(down.problem?.advice).not.toBe("");
  const refused = await visit.api<{ code: string }>("POST", "/api/systems/shop/discover");
  expect([refused.status, refused.body.code]).toEqual([503, "system_not_available"]);
  expect((await visit.api<SystemDetail>("GET", "/api/systems/shop")).body).toMatchObject({
    health: { state: "down" },
    schema: [],
  });
  await rename(`${path}.away`, path);
  expect((await visit.api<SystemHealth>("POST", "/api/systems/shop/test")).body).toMatchObject({
    state: "up",
    problem: null,
  });
  expect((await visit.api("GET", "/api/systems/nowhere")).status).toBe(404);
});

test("accepting keeps the words and the order of whoever wrote the map, and everybody sees the file as it is", async () => {
  const written = `# Ours, reviewed by Bob.
system: shop
tables:
  products:
    public: true # the catalogue

  # People.
  users:
    subject: true
    identifiers: { email: email }
`;
  await using shop = await createShop(written);
  await using visit = await visitCentre(shop);
  expect((await visit.api<SystemDetail>("POST", "/api/systems/shop/discover")).body.map).toBe(written);
  const accepted = (await visit.api<SystemDetail>("POST", "/api/systems/shop/accept", {})).body;
  const file = await readFile(shop.mapFile, "utf8");
  expect(file.startsWith(written)).toBe(true);
  expect(file.slice(written.length)).toMatch(/^accepted:/);
  expect(accepted.map).toBe(file);
  // A second confirmation replaces its own part only.
  await visit.api("POST", "/api/systems/shop/accept", {});
  expect(await readFile(shop.mapFile, "utf8")).toBe(file);
  // Edited beside the server: what is shown is what stands in the file.
  await writeFile(shop.mapFile, `${file}# later\n`);
  expect((await visit.api<SystemDetail>("GET", "/api/systems/shop")).body.map).toBe(`${file}# later\n`);
});

test("a map that cannot be read is shown with its lines, checked, repaired, and all goes on", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop);
  await visit.api("GET", "/api/systems/shop");
  const good = await readFile(shop.mapFile, "utf8");
  const bad = `${good}  users2:\n    subject: true\n    edgs: {}\n`;
  const line = bad.trimEnd().split("\n").length;
  await writeFile(shop.mapFile, bad);
  const broken = (await visit.api<SystemDetail>("GET", "/api/systems/shop")).body;
  expect(broken.mapProblems).toEqual([
    { line, path: "tables.users2.edgs", message: expect.stringContaining("(did you mean edges?)") },
  ]);
  // Nothing is planned under it, and nothing but a repair goes through.
  expect((await visit.api("POST", "/api/systems/shop/accept", {})).status).toBe(503);

  const check = async (map: string) =>
    (await visit.api<CheckedMap>("POST", "/api/systems/shop/map/check", { map })).body;
  expect((await check(bad)).problems).toEqual(broken.mapProblems);
  expect(await check(good)).toEqual({ problems: [], findings: [], difference: null });
  expect((await check("tables: [unclosed")).problems[0]).toMatchObject({ line: 1, path: "" });
  const unknown = await check(bad.replace("edgs", "edges"));
  expect(unknown.findings).toMatchObject([{ code: "map_table_unknown", table: "users2", advice: expect.any(String) }]);
  expect(await readFile(shop.mapFile, "utf8")).toBe(bad);

  const save = (map: string, version?: string) =>
    visit.api<SystemDetail & { code: string; pointers: { message: string }[] }>("PUT", "/api/systems/shop/map", {
      map,
      ...(version === undefined ? {} : { version }),
    });
  const refused = await save(bad, broken.mapVersion);
  expect([refused.status, refused.body.code]).toEqual([422, "map_invalid"]);
  expect(refused.body.pointers[0]?.message).toContain(`line ${line}, tables.users2.edgs`);
  const repaired = await save(`# repaired\n${good}`, broken.mapVersion);
  expect([repaired.status, repaired.body.mapProblems, repaired.body.health.state]).toEqual([200, [], "up"]);
  expect((await visit.api("POST", "/api/systems/shop/accept", {})).status).toBe(200);
});

test("a map that somebody else has changed meanwhile is not overwritten unseen", async () => {
  await using shop = await createShop("system: shop\ntables:\n  users:\n    subject: true\n");
  await using visit = await visitCentre(shop);
  const { map, mapVersion } = (await visit.api<SystemDetail>("GET", "/api/systems/shop")).body;
  const theirs = `${map}  products:\n    public: true\n`;
  await writeFile(shop.mapFile, theirs);
  const mine = `${map}  orders:\n    columns:\n      note: hide\n`;
  const refused = await visit.api<{ code: string; detail: string; pointers: unknown }>("PUT", "/api/systems/shop/map", {
    map: mine,
    version: mapVersion,
  });
  expect([refused.status, refused.body.code]).toEqual([409, "map_changed"]);
  expect(refused.body).toMatchObject({
    detail: "It says something else in 2 places.",
    pointers: [
      { pointer: "/body/map#tables.products.public", message: "is true now, and not there in this text" },
      { pointer: "/body/map#tables.orders.columns.note", message: "is not there now, and hide in this text" },
    ],
  });
  expect(await readFile(shop.mapFile, "utf8")).toBe(theirs);
  const { mapVersion: seen } = (await visit.api<SystemDetail>("GET", "/api/systems/shop")).body;
  const saved = await visit.api<SystemDetail>("PUT", "/api/systems/shop/map", { map: mine, version: seen });
  expect([saved.status, saved.body.map]).toEqual([200, mine]);
  const checked = await visit.api<CheckedMap>("POST", "/api/systems/shop/map/check", { map: theirs });
  expect(checked.body.difference?.lines.map(({ path }) => path.join("."))).toEqual([
    "tables.orders.columns.note",
    "tables.products.public",
  ]);
});
