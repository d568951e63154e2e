/** `kept import fideslang`: an annotation of the small shop becomes a map that works, and says what it is not. */
import { readFileSync, writeFileSync } from "node:fs";
import { readMap } from "@kept/connectors/rights/map-file";
import { expect, test } from "vitest";
import { expectRefusal, openShop } from "./testing/expect-refusal.ts";
import { changeFile, countRows } from "./testing/small-shop.ts";

const SHOP = `
dataset:
  - fides_key: small_shop
    name: Small shop
    fides_meta: { after: [newsletter] }
    collections:
      - name: customers
        fields:
          - name: id
            data_categories: [user.unique_id]
            fides_meta: { primary_key: true, data_type: integer }
          - name: email
            data_categories: [user.contact.email]
            fides_meta: { identity: email }
          - name: name
            data_categories: [user.name]
          - name: phone
            data_categories: [user.contact.phone_number]
      - name: orders
        fields:
          - name: id
            fides_meta: { primary_key: true }
          - name: customer_id
            fidesops_meta:
              references:
                - { dataset: small_shop, field: customers.id, direction: from }
          - name: note
            data_categories: [user.health_and_medical]
            fides_meta: { masking_strategy_override: { strategy: random_string_rewrite } }
      - name: order_lines
        fides_meta: { after: [small_shop.orders] }
        fields:
          - name: order_id
            fides_meta:
              references:
                - { dataset: small_shop, field: orders.id, direction: from }
          - name: article
`;

function openAnnotated(text = SHOP) {
  const place = openShop();
  const file = place.file("dataset.yml");
  writeFileSync(file, text);
  return { ...place, annotation: file, [Symbol.dispose]: () => place[Symbol.dispose]() };
}

test("makes a map that access and erasure work with at once", async () => {
  using place = openAnnotated();
  const map = place.file("shop.map.yaml");
  const ran = await place.kept("import", "fideslang", place.annotation, "--out", map);
  expect(ran).toMatchObject({ code: 0, out: "" });
  expect(ran.err).toContain("Wrote ");
  expect(ran.err).toContain("order_computed order_lines");
  expect(ran.err).toContain("masking_not_kept orders.note");
  const read = readMap(readFileSync(map, "utf8"));
  expect(read.tables["orders"]?.columns["note"]?.category).toBe("special.health");
  const on = ["--url", place.shop, "--map", map, "--email", "ada@example.org"];
  expect((await place.kept("access", ...on)).code).toBe(0);
  const erased = await place.kept("erase", ...on, "--yes");
  expect(erased).toMatchObject({ code: 0 });
  expect([
    countRows(place.shop, "customers"),
    countRows(place.shop, "orders"),
    countRows(place.shop, "order_lines"),
  ]).toEqual([3, 6, 12]);
});

test("held against the live schema, says only what differs, and names what is not there", async () => {
  using place = openAnnotated(
    SHOP.replace("- name: article", "- name: artcle\n            data_categories: [user.content]"),
  );
  const ran = await place.kept("import", "fideslang", place.annotation, "--url", place.shop);
  expect(ran.code).toBe(3);
  expect(ran.err).toContain("map_column_unknown order_lines.artcle");
  expect(ran.err).toContain("Did you mean article?");
  const map = readMap(ran.out);
  expect(map.system).toBe("shop");
  expect(map.tables["orders"]?.columns).toHaveProperty("note");
  expect(map.tables["orders"]?.edges).toEqual([]);
  expect(map.tables["orders"]?.key ?? null).toBeNull();
  const whole = readMap((await place.kept("import", "fideslang", place.annotation)).out);
  expect(whole.tables["orders"]?.edges).toHaveLength(1);
});

/** People whom nobody would take for some, and bookings that are theirs and a user's. */
const AIRLINE = `
dataset:
  - fides_key: airline
    collections:
      - name: users
        fields:
          - name: email
            fides_meta: { identity: email }
      - name: zorgel
        fields:
          - name: badge
            fides_meta: { identity: username }
      - name: bookings
        fields:
          - name: user_id
            fides_meta: { references: [{ dataset: airline, field: users.id, direction: from }] }
          - name: zorgel_id
            fides_meta: { references: [{ dataset: airline, field: zorgel.id, direction: from }] }
`;

test("held against the live schema, means what it meant before", async () => {
  using place = openAnnotated(AIRLINE);
  const database = place.file("airline.db");
  changeFile(
    database,
    `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, password TEXT NOT NULL, name TEXT);
     CREATE TABLE zorgel (id INTEGER PRIMARY KEY, badge TEXT);
     CREATE TABLE bookings (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id),
       zorgel_id INTEGER NOT NULL REFERENCES zorgel(id), seat TEXT);`,
  );
  const rolesUnder = async (name: string, more: readonly string[]) => {
    const map = place.file(name);
    const ran = await place.kept("import", "fideslang", place.annotation, ...more, "--out", map);
    expect(ran.code, ran.err).toBe(0);
    const { tables } = (await place.keptJson(0, "discover", database, "--map", map)) as {
      readonly tables: readonly { readonly edges: readonly { readonly to: string; readonly role: string }[] }[];
    };
    return tables.flatMap(({ edges }) => edges.map(({ to, role }) => `${to} ${role}`)).sort();
  };
  const whole = await rolesUnder("whole.map.yaml", []);
  expect(whole).toEqual(["users owner", "zorgel owner"]);
  expect(await rolesUnder("short.map.yaml", ["--url", database])).toEqual(whole);
});

test("several datasets become several maps", async () => {
  using place = openAnnotated();
  const other = place.file("other.yml");
  writeFileSync(other, SHOP.replaceAll("small_shop", "other_shop"));
  const json = (await place.keptJson(0, "import", "fideslang", place.annotation, other)) as {
    readonly datasets: readonly { readonly dataset: string; readonly map: string }[];
  };
  expect(json.datasets.map(({ dataset, map }) => [dataset, readMap(map).system])).toEqual([
    ["small_shop", "small_shop"],
    ["other_shop", "other_shop"],
  ]);
  expect(
    (await place.kept("import", "fideslang", place.annotation, other, "--out", `${place.file("maps")}/`)).code,
  ).toBe(0);
  expect(readMap(readFileSync(place.file("maps/other_shop.map.yaml"), "utf8")).system).toBe("other_shop");
  const one = ["import", "fideslang", place.annotation, other, "--out", place.file("one.yaml")];
  expectRefusal(await place.kept(...one), 2, "--dataset");
  expect((await place.kept(...one, "--dataset", "other_shop")).code).toBe(0);
  expectRefusal(await place.kept(...one, "--dataset", "third"), 2, "There is no dataset third");
  expectRefusal(
    await place.kept("import", "fideslang", place.annotation, other, "--url", place.shop),
    2,
    "one database",
  );
  expectRefusal(await place.kept("import", "fideslang", place.annotation, place.annotation), 2, "there twice");
});

test.each([
  ["dataset: [", "is not YAML"],
  ["tables: {}", "no dataset annotation"],
  ["dataset: [{ fides_key: a, collections: [{ name: b }] }]", "dataset[0].collections[0].fields: is missing"],
])("a file that is none: %s", async (text, message) => {
  using place = openAnnotated(text);
  expectRefusal(await place.kept("import", "fideslang", place.annotation), 2, "dataset.yml", message);
});

test("a file that is not there", async () => {
  using place = openShop();
  expectRefusal(await place.kept("import", "fideslang", place.file("no.yml")), 2, "There is no file");
  expectRefusal(await place.kept("import", "fideslang", place.path), 2, "is a folder");
});
