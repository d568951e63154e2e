/** What `kept access --out` writes: a package that opens, accounts for every file, and holds nobody else. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PackageManifestSchema } from "@kept/contract/packages";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { createWorkplace } from "./testing/run-kept.ts";
import { changeFile, createSmallShop } from "./testing/small-shop.ts";

interface Schema {
  readonly type?: string | readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Violations of the part of JSON Schema that packages use. */
function validate(schema: Schema, value: unknown, path = "$"): readonly string[] {
  const type =
    value === null
      ? "null"
      : Array.isArray(value)
        ? "array"
        : typeof value === "number" && Number.isInteger(value)
          ? "integer"
          : typeof value;
  const allowed = schema.type === undefined ? null : [schema.type].flat();
  const fits = allowed === null || allowed.includes(type) || (type === "integer" && allowed.includes("number"));
  if (!fits) return [`${path} is ${type}, not ${String(allowed)}`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => validate(schema.items ?? {}, item, `${path}[${index}]`));
  if (type !== "object") return [];
  return Object.entries(value as Record<string, unknown>).flatMap(([name, part]) =>
    validate(schema.properties?.[name] ?? {}, part, `${path}.${name}`),
  );
}

/** Rows of a CSV file (RFC 4180). */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows.slice(0, -1);
}

/** Opens a package and checks everything that its manifest promises. */
function openPackage(path: string) {
  const files = unzipSync(readFileSync(path));
  const manifest = PackageManifestSchema.parse(JSON.parse(strFromU8(files["manifest.json"] ?? new Uint8Array())));
  expect(Object.keys(files).sort()).toEqual(["manifest.json", ...manifest.files.map((file) => file.path)].sort());
  for (const file of manifest.files) {
    const bytes = files[file.path] ?? new Uint8Array();
    expect([bytes.length, createHash("sha256").update(bytes).digest("hex")], file.path).toEqual([
      file.bytes,
      file.sha256,
    ]);
  }
  const data = Object.keys(files).filter((name) => /^data\/.*(?<!\.schema)\.json$/.test(name));
  const counts = data.map((name) => {
    const rows = JSON.parse(strFromU8(files[name] ?? new Uint8Array())) as readonly Readonly<Record<string, unknown>>[];
    const schema = JSON.parse(strFromU8(files[name.replace(/\.json$/, ".schema.json")] ?? new Uint8Array())) as Schema;
    expect(validate(schema, rows), name).toEqual([]);
    const [head, ...lines] = parseCsv(strFromU8(files[name.replace(/\.json$/, ".csv")] ?? new Uint8Array()));
    expect(
      lines.map((line) => line.length),
      name,
    ).toEqual(rows.map(() => head?.length));
    if (rows[0] !== undefined) expect(head).toEqual(Object.keys(rows[0]));
    return rows.length;
  });
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(manifest.rows);
  expect(manifest.tables.reduce((sum, table) => sum + table.rows, 0)).toBe(manifest.rows);
  return { files, manifest };
}

test("awkward values come out whole in every format", async () => {
  using place = createWorkplace();
  const file = place.file("shop.db");
  createSmallShop(file);
  const note = 'a "quote", a comma,\r\na new line; =1+1';
  changeFile(
    file,
    `ALTER TABLE orders ADD COLUMN scan BLOB; UPDATE orders SET note = '${note}', scan = x'89504e470d0a1a0a0000000d49484452' WHERE id = 11; UPDATE orders SET note = NULL WHERE id = 12`,
  );
  const out = place.file("ada.zip");
  expect((await place.kept("access", "--url", file, "--id", "customers:1", "--out", out)).code).toBe(0);
  expect(statSync(out).mode & 0o077).toBe(0);
  const { files, manifest } = openPackage(out);
  expect(manifest.tables.map(({ table, rows }) => [table, rows])).toEqual([
    ["customers", 1],
    ["order_lines", 4],
    ["orders", 2],
  ]);
  const orders = JSON.parse(strFromU8(files["data/shop/orders.json"] ?? new Uint8Array())) as Record<string, unknown>[];
  expect(orders.map((order) => order["note"])).toEqual([note, null]);
  expect(orders[0]?.["scan"]).toMatchObject({ bytes: 16, type: "image/png" });
  expect(Object.keys(files).some((name) => name.startsWith("files/shop/orders/") && name.endsWith(".png"))).toBe(true);
  const csv = parseCsv(strFromU8(files["data/shop/orders.csv"] ?? new Uint8Array()));
  expect(csv[1]?.[(csv[0] ?? []).indexOf("note")]).toBe(note);
});

test("rows of the person and lines about what they did stand apart, also in one table", async () => {
  using place = createWorkplace();
  const file = place.file("forum.db");
  changeFile(
    file,
    `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL, username TEXT);
     CREATE TABLE posts (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES users(id), edited_by INTEGER REFERENCES users(id), body TEXT);
     INSERT INTO users VALUES (1, 'ada@example.org', 'ada'), (2, 'bo@example.org', 'bo');
     INSERT INTO posts VALUES (1, 1, NULL, 'words of ada'), (2, 2, 1, 'words of bo'), (3, 2, NULL, 'more of bo')`,
  );
  const json = (await place.keptJson(0, "access", "--url", file, "--id", "users:1")) as {
    tables: { name: string; level: string; rows: unknown[] }[];
  };
  expect(json.tables.filter(({ name }) => name === "posts")).toMatchObject([
    { level: "own", rows: [{ body: "words of ada" }] },
    { level: "act", rows: [{ did: "edited_by", row: "2" }] },
  ]);
  const out = place.file("ada.zip");
  await place.kept("access", "--url", file, "--id", "users:1", "--out", out);
  const { files, manifest } = openPackage(out);
  expect(manifest.tables.filter(({ table }) => table === "posts").map(({ level, rows }) => [level, rows])).toEqual([
    ["own", 1],
    ["act", 1],
  ]);
  const text = Object.values(files)
    .map((bytes) => strFromU8(bytes))
    .join("\n");
  expect(text).toContain("words of ada");
  expect(text).not.toMatch(/of bo|bo@example/);
});

test("the reference operator's Ada gets what is hers, and nobody else's", async () => {
  using place = createWorkplace();
  const file = place.file("mi-option.db");
  generateExample(file);
  const out = place.file("ada.zip");
  const map = resolve(import.meta.dirname, "../../../examples/mi-option/maps/shop.yaml");
  expect(
    (await place.kept("access", "--url", file, "--map", map, "--email", "ada@example.org", "--out", out)).code,
  ).toBe(0);
  const { files, manifest } = openPackage(out);
  expect(manifest.rows).toBeGreaterThan(100);
  const text = Object.entries(files)
    .map(([name, bytes]) => (/\.(json|csv|html)$/.test(name) ? strFromU8(bytes) : ""))
    .join("\n");
  expect(text).toContain("ada@example.org");
  const database = new DatabaseSync(file, { readOnly: true });
  const others = database
    .prepare("SELECT email, full_name, phone FROM accounts WHERE email <> 'ada@example.org'")
    .all();
  const documents = database
    .prepare(
      "SELECT document_number AS text FROM identity_documents WHERE account_id <> (SELECT id FROM accounts WHERE email = 'ada@example.org')",
    )
    .all();
  database.close();
  const canaries = [
    ...others.flatMap(({ email, full_name, phone }) => [email, full_name, phone]),
    ...documents.map((row) => row["text"]),
  ];
  const found = canaries.filter((canary) => typeof canary === "string" && canary !== "" && text.includes(canary));
  expect(canaries.length).toBeGreaterThan(500);
  expect(found).toEqual([]);
});

test("a package that cannot be written leaves nothing behind", async () => {
  using place = createWorkplace();
  const file = place.file("shop.db");
  createSmallShop(file);
  const nowhere = await place.kept("access", "--url", file, "--id", "customers:1", "--out", place.file("no/where.zip"));
  expect([nowhere.code, nowhere.out]).toEqual([2, ""]);
  expect(nowhere.err).toContain("there is no folder");
  const folder = await place.kept("access", "--url", file, "--id", "customers:1", "--out", place.path);
  expect(folder.code).toBe(2);
  const unknown = await place.kept("access", "--url", file, "--id", "customers:99", "--out", place.file("none.zip"));
  expect(unknown.code).toBe(4);
  expect(existsSync(place.file("none.zip"))).toBe(false);
  expect(readdirSync(place.path)).toEqual(["shop.db"]);
});

/** The example's own generator, as the operator runs it. */
function generateExample(path: string): void {
  const generator = resolve(import.meta.dirname, "../../../examples/mi-option/src/database/generate.ts");
  const program = `import { generateDatabase } from ${JSON.stringify(generator)}; generateDatabase(${JSON.stringify(path)}, { people: 200 });`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}
