/** Annotations of an invented bookshop, in every spelling that annotations come in, and the maps they make. */
import { describe, expect, test } from "vitest";
import { findCategory } from "../categories.ts";
import { readDatasets } from "./dataset.ts";
import { readCategory } from "./fideslang-categories.ts";
import { importDatasets } from "./import-dataset.ts";

type Plain = Readonly<Record<string, unknown>>;

const field = (name: string, meta: Plain = {}, more: Plain = {}) => ({ name, fides_meta: meta, ...more });
const from = (target: string, dataset = "books") => ({ references: [{ dataset, field: target, direction: "from" }] });
const to = (target: string) => ({ references: [{ dataset: "books", field: target, direction: "to" }] });
const either = (target: string) => ({ references: [{ dataset: "books", field: target }] });
const key = { primary_key: true };

function load(
  collections: Readonly<Record<string, readonly Plain[]>>,
  more: Plain = {},
  metas: Readonly<Record<string, Plain>> = {},
) {
  const list = Object.entries(collections).map(([name, fields]) => ({ name, fields, ...metas[name] }));
  const read = readDatasets({ dataset: [{ fides_key: "books", collections: list, ...more }] });
  expect(read.problems).toEqual([]);
  const [imported] = importDatasets(read);
  if (imported === undefined) throw new Error("nothing was imported");
  return imported;
}

const readers = [field("id", key), field("email", { identity: "email" }, { data_categories: ["user.contact.email"] })];
const edgesOf = ({ map }: ReturnType<typeof load>, table: string) =>
  (map.tables[table]?.edges ?? []).map(({ columns, to: target, toColumns, role, match, path }) =>
    [
      `${columns.join()} -> ${target}${toColumns === null ? "" : `(${toColumns.join()})`}`,
      role,
      ...(match ? ["match"] : []),
      ...path,
    ].join(" "),
  );
const codes = ({ findings }: ReturnType<typeof load>) =>
  findings.map(({ code, table, column }) => [code, table, column].filter((part) => part !== "").join(" "));

describe("references", () => {
  test("what a search finds from a person is theirs; from a thing, part of it; by a key that the row holds, held", () => {
    const shop = load({
      readers: [...readers, field("address_id", to("addresses.id"))],
      loans: [field("id", key), field("reader_id", from("readers.id"))],
      loan_books: [field("loan_id", from("loans.id")), field("title")],
      addresses: [field("id", key), field("street")],
    });
    expect(edgesOf(shop, "loans")).toEqual(["reader_id -> readers owner"]);
    expect(edgesOf(shop, "loan_books")).toEqual(["loan_id -> loans part"]);
    expect(edgesOf(shop, "readers")).toEqual(["address_id -> addresses holds"]);
    expect(codes(shop)).toEqual([]);
  });

  test("may stand at either end, or at both", () => {
    const shop = load({
      readers: [
        field("id", { ...key, ...to("loans.reader_id") }),
        field("email", { identity: "email" }),
        field("address_id"),
      ],
      loans: [field("id", key), field("reader_id", from("readers.id"))],
      addresses: [field("id", { ...key, ...from("readers.address_id") })],
    });
    expect(edgesOf(shop, "loans")).toEqual(["reader_id -> readers owner"]);
    expect(edgesOf(shop, "readers")).toEqual(["address_id -> addresses holds"]);
  });

  test("without a direction, or against it, are taken as they usually are, and said so", () => {
    const shop = load({
      readers: [...readers, field("address_id", either("addresses.id"))],
      addresses: [field("id", key)],
      loans: [field("id", key), field("reader_id", either("readers.id"))],
      copies: [field("id", key), field("loan_id", either("loans.id"))],
      fines: [field("id", key), field("reader_id", to("readers.id"))],
    });
    expect(edgesOf(shop, "loans")).toEqual(["reader_id -> readers owner"]);
    expect(edgesOf(shop, "readers")).toEqual(["address_id -> addresses holds"]);
    expect(edgesOf(shop, "copies")).toEqual(["loan_id -> loans part"]);
    expect(edgesOf(shop, "fines")).toEqual(["reader_id -> readers owner"]);
    expect(codes(shop)).toEqual([
      "direction_missing readers address_id",
      "direction_missing loans reader_id",
      "direction_missing copies loan_id",
      "reference_turned fines reader_id",
    ]);
  });

  test("by an address are natural keys, also where an order repeats it as an identity", () => {
    const shop = load({
      readers,
      letters: [field("id", key), field("sent_to", from("readers.email"), { data_categories: ["user.contact.email"] })],
      loans: [field("id", key), field("reader_id", from("readers.id")), field("mail", { identity: "email" })],
    });
    expect(edgesOf(shop, "letters")).toEqual(["sent_to -> readers(email) owner match"]);
    expect(edgesOf(shop, "loans")).toEqual(["reader_id -> readers owner", "mail -> readers(email) owner match"]);
    expect(shop.map.tables["loans"]?.subject).toBeNull();
  });

  test("inside a JSON value are paths; lists, values and other datasets are findings", () => {
    const shop = load({
      readers: [...readers, field("profile", {}, { fields: [field("code", { primary_key: true })] })],
      events: [field("payload", {}, { fields: [field("reader", {}, { fields: [field("id", from("readers.id"))] })] })],
      shelves: [field("reader_ids", { data_type: "integer[]", ...from("readers.id") })],
      badges: [field("code", from("readers.profile.code"))],
      cards: [field("reader_id", from("people.id", "crm"))],
      stray: [field("reader_id", from("nowhere.id"))],
    });
    expect(edgesOf(shop, "events")).toEqual(["payload -> readers owner reader id"]);
    expect(
      codes(shop)
        .filter((code) => !code.startsWith("schema_left_out"))
        .sort(),
    ).toEqual([
      "reference_in_list shelves reader_ids",
      "reference_into_value badges code",
      "reference_other_system cards reader_id",
      "reference_unknown stray reader_id",
    ]);
  });

  test("to a column that is not said to be a key name it, and ask", () => {
    const shop = load({
      readers: [field("no"), field("email", { identity: "email" })],
      loans: [field("reader_no", from("readers.no"))],
    });
    expect(edgesOf(shop, "loans")).toEqual(["reader_no -> readers(no) owner"]);
    expect(codes(shop)).toEqual(["reference_to_no_key loans reader_no"]);
  });
});

describe("collections and fields", () => {
  test("people, keys and identifiers", () => {
    const { map, findings } = load({
      readers: [
        ...readers,
        field("phone", { identity: "phone_number" }),
        field("card", {}, { fields: [field("no", { identity: "card_no" })] }),
      ],
      loans: [field("shop", key), field("no", key)],
    });
    expect(map.tables["readers"]).toMatchObject({
      subject: true,
      key: ["id"],
      identifiers: { email: "email", phone: "phone" },
    });
    expect(map.tables["loans"]).toMatchObject({ subject: null, key: ["shop", "no"], identifiers: null });
    expect(findings.map(({ code }) => code)).toEqual(["identity_nested"]);
  });

  test("categories, of a column and of what is nested in it; read-only stays", () => {
    const shop = load({
      readers: [
        ...readers,
        field("name", {}, { data_categories: ["user.name.first"] }),
        field("city", { read_only: true }, { data_categories: ["user.contact.address.city"] }),
        field("secret", {}, { data_categories: ["user.unique_id", "user.authorization.credentials"] }),
        field(
          "notes",
          {},
          {
            fields: [
              field("mood", {}, { data_categories: ["user.health_and_medical"] }),
              field("nick", {}, { data_categories: ["user.name"] }),
            ],
          },
        ),
        field("odd", {}, { data_categories: ["user.aura"] }),
        field("odder", {}, { data_categories: ["book.title"] }),
      ],
    });
    const columns = shop.map.tables["readers"]?.columns;
    expect(
      Object.fromEntries(
        Object.entries(columns ?? {}).map(([name, { category, keep }]) => [name, keep ? `${category} keep` : category]),
      ),
    ).toEqual({
      email: "contact.email",
      name: "name",
      city: "contact.address keep",
      secret: "credential",
      notes: "special.health",
      odd: "identity.profile",
    });
    expect(codes(shop)).toEqual([
      "category_reduced readers notes",
      "category_unmapped readers odd",
      "category_unmapped readers odder",
    ]);
  });

  test("what a map does not say is told, word by word, or counted", () => {
    const shop = load(
      {
        readers: [
          {
            name: "id",
            description: "the number",
            fidesops_meta: { primary_key: true, data_type: "integer", length: 9 },
          },
          field("email", { identity: "email", masking_strategy_override: { strategy: "hash" }, sparkle: true }),
          field("token", { custom_request_field: "reader_token" }),
        ],
        audit: [field("id", key)],
      },
      {
        name: "Books",
        fides_meta: { after: ["crm"], namespace: { schema: "public" } },
        retention: "a while",
        colour: "red",
      },
      {
        readers: {
          fides_meta: { after: ["books.loans"], masking_strategy_override: { strategy: "null_rewrite" } },
          retention: "as long as needed",
        },
        audit: {
          fides_meta: {
            skip_processing: true,
            partitioning: { field: "day" },
            masking_strategy_override: { strategy: "delete" },
          },
          data_categories: ["system"],
        },
      },
    );
    expect(shop.map.tables["audit"]).toMatchObject({ public: true, edges: [] });
    expect(codes(shop).sort()).toEqual(
      [
        "order_computed readers",
        "masking_not_kept readers",
        "retention_in_words readers",
        "masking_not_kept readers email",
        "custom_field_unsupported readers token",
        "skip_as_public audit",
        "partitioning_left_out audit",
        "category_of_whole audit",
        "order_computed",
        "namespace_left_out",
        "retention_in_words",
        "word_unknown",
        "word_unknown readers email",
        "description_left_out",
        "schema_left_out",
      ].sort(),
    );
    expect(shop.findings.find(({ code }) => code === "schema_left_out")?.message).toContain(
      "data_type (1), length (1)",
    );
    for (const { message, suggestion } of shop.findings) expect([message, suggestion]).not.toContain("");
  });
});

describe("files", () => {
  test("every mistake is told with its place", () => {
    const problems = (value: unknown) => readDatasets(value).problems;
    expect(problems("text")).toEqual(["the file: expected a mapping (name: value)"]);
    expect(problems({ tables: {} })).toEqual([
      "the file: there is no `dataset:` list in it, so it is no dataset annotation",
    ]);
    const broken = {
      name: "a",
      fields: [{ name: "b", fides_meta: { references: [{ field: "c", direction: "up" }] } }, {}],
    };
    expect(problems({ dataset: [{ fides_key: "x", collections: [broken, { name: "d" }] }] })).toEqual([
      "dataset[0].collections[0].fields[0].fides_meta.references[0].direction: expected from or to",
      "dataset[0].collections[0].fields[0].fides_meta.references[0].field: written collection.field",
      "dataset[0].collections[0].fields[1].name: expected a name",
      "dataset[0].collections[1].fields: is missing",
    ]);
  });

  test("every dataset becomes a map of its own", () => {
    const one = { collections: [{ name: "readers", fields: readers }] };
    const maps = importDatasets(
      readDatasets({
        dataset: [
          { fides_key: "a", ...one },
          { fides_key: "b", ...one },
        ],
      }),
    );
    expect(maps.map(({ dataset, map }) => [dataset, map.system])).toEqual([
      ["a", "a"],
      ["b", "b"],
    ]);
  });
});

test("every meaning is a category of the taxonomy; older and deeper names find the same", () => {
  const names = [
    "user",
    "user.contact.email",
    "user.provided.identifiable.contact.email",
    "user.derived.identifiable.device.ip_address",
    "user.name.last",
    "user.financial.bank_account",
    "user.sexual_orientation",
  ];
  const found = names.map((name) => readCategory(name)?.category ?? "");
  expect(found).toEqual([
    "identity.profile",
    "contact.email",
    "contact.email",
    "online.ip",
    "name",
    "financial.account",
    "special.sexuality",
  ]);
  for (const name of found) expect(findCategory(name)).toBeDefined();
  expect(readCategory("user.unique_id.pseudonymous")).toEqual({ category: null, isExact: true });
  expect(readCategory("user.aura")).toEqual({ category: "identity.profile", isExact: false });
  expect(readCategory("thing")).toBeUndefined();
});
