import { describe, expect, test } from "vitest";
import { fingerprintTables } from "./fingerprint.ts";
import type { Inference } from "./infer/infer-system.ts";
import { parseMap } from "./parse-map.ts";
import { resolveModel } from "./resolve-model.ts";
import type { SystemSchema } from "./schema.ts";
import { model, table } from "./testing/build-model.ts";

const built = model(
  table("users", {
    id: "int pk",
    uid: "text ! unique",
    email: "text @contact.email #email proposed",
    n: "int @system.counter",
  }),
  table("posts", {
    id: "int pk",
    author: "text -> users.uid owner cascade",
    editor_id: "int -> users actor proposed nofk",
    kind: "text",
    ref: "int",
    body: "text @content.text guess",
  }),
  table("log", { line: "text" }, { kind: "unclassified" }),
);
const schema: SystemSchema = { system: "test", tables: built.tables.map((each) => each.schema) };
const open = { table: "log", column: "", message: "", suggestion: "", blocks: true };
const inference: Inference = {
  system: "test",
  tables: built.tables.map(({ name, kind, why, identifiers, columns }) => ({
    name,
    kind,
    why,
    confidence: 1,
    identifiers,
    columns: columns.map((column) => ({ ...column, hide: false })),
  })),
  edges: built.edges,
  findings: [{ ...open, code: "table_unclassified" }],
};

/** What is found in single places: that nothing is accepted yet goes for the whole system (unreviewed-tables.test.ts). */
function codesIn({ findings }: ReturnType<typeof resolveModel>) {
  return findings
    .filter(({ code }) => code !== "tables_unreviewed")
    .map(({ code, column }) => `${code} ${column}`.trim());
}

function resolve(tables: unknown, accepted: Record<string, string> = {}) {
  const { map, problems } = parseMap({ tables, accepted });
  expect(problems).toEqual([]);
  const resolved = resolveModel(schema, inference, map);
  const edge = (columns: string) => resolved.model.edges.filter((one) => one.columns.join() === columns);
  const tableOf = (name: string) => resolved.model.tables.find((one) => one.name === name);
  return { ...resolved, codes: codesIn(resolved), edge, tableOf };
}

describe("the map over inference", () => {
  test("a list is read as the type of its column holds one, and refused where that holds none", () => {
    const { edge, codes } = resolve({ posts: { edges: { "kind -> users": { role: "viewer", list: ";" } } } });
    expect(codes).not.toContain("map_edge_malformed kind");
    expect(edge("kind")[0]?.list).toEqual({ form: "text", separator: ";" });
    for (const [columns, more] of [
      ["n", {}],
      ["id", {}],
      ["kind", { path: ["a"] }],
      ["kind", { pattern: "u:{}" }],
      ["kind", { same: true }],
    ] as const) {
      const table = columns === "n" ? "users" : "posts";
      const refused = resolve({
        [table]: { edges: { [`${columns} -> users`]: { role: "viewer", list: true, ...more } } },
      });
      expect(refused.codes).toContain(`map_edge_malformed ${columns}`);
      expect(refused.findings.find(({ code }) => code === "map_edge_malformed")?.blocks).toBe(true);
    }
    const wide = resolve({ posts: { edges: { "kind, ref -> users(id, n)": { role: "viewer", list: true } } } });
    expect(wide.codes).toContain("map_edge_malformed kind,ref");
  });

  test("what a store does to a table that is somebody's by the map alone is told", () => {
    const limited = schema.tables.map((one) =>
      one.name === "log" ? { ...one, transactional: false, triggers: ["copy"] } : one,
    );
    const { map } = parseMap({ tables: { log: { edges: { "line -> users": "owner" } } } });
    const codesOf = (said: typeof map) => codesIn(resolveModel({ ...schema, tables: limited }, inference, said));
    expect(codesOf(map)).toEqual(["table_not_transactional", "trigger_noticed"]);
    expect(codesOf(parseMap({}).map)).toEqual(["table_unclassified"]);
  });

  test("says nothing, changes nothing", () => {
    const { codes, model: plain } = resolve({});
    expect(codes).toEqual(["table_unclassified"]);
    expect(plain.edges).toEqual(built.edges);
  });

  test("a role of the map keeps what the database enforces, and where it points", () => {
    const { edge } = resolve({ posts: { edges: { "author -> users": "viewer" } } });
    expect(edge("author")).toMatchObject([
      { role: "viewer", confirmed: true, onDelete: "cascade", toColumns: ["uid"] },
    ]);
  });

  test("a declared key that the map takes away is no ownership, and still a constraint", () => {
    const { edge } = resolve({ posts: { edges: { "author -> users.uid": "none", "editor_id -> users": "none" } } });
    expect(edge("author")).toMatchObject([{ role: "context", onDelete: "cascade" }]);
    expect(edge("editor_id")).toEqual([]);
  });

  test("edges with different conditions stand beside each other, in any order", () => {
    const { edge } = resolve({
      posts: { edges: { "ref -> users": { role: "owner", when: { kind: "user" } }, "ref -> posts": "part" } },
    });
    expect(edge("ref").map(({ to, role, when }) => [to, role, when])).toEqual([
      ["users", "owner", { kind: ["user"] }],
      ["posts", "part", {}],
    ]);
    const two = resolve({
      posts: {
        edges: {
          "ref -> users": { role: "owner", when: { kind: "user" } },
          "ref -> users(id)": { role: "viewer", when: { kind: "fan" } },
        },
      },
    });
    expect(two.edge("ref").map(({ role }) => role)).toEqual(["owner", "viewer"]);
  });

  test("a public table belongs to nobody, and what it points at is still respected", () => {
    const { edge, tableOf, codes } = resolve({ posts: { public: true }, log: { public: true } });
    expect(tableOf("posts")?.kind).toBe("public");
    expect(edge("author")).toMatchObject([{ role: "context", onDelete: "cascade", confirmed: true }]);
    expect(codes).toEqual([]);
  });

  test("a secret category hides its column", () => {
    const { tableOf } = resolve({ posts: { columns: { body: "credential", kind: "preference" } } });
    expect(
      tableOf("posts")
        ?.columns.filter(({ hide }) => hide)
        .map(({ name }) => name),
    ).toEqual(["body"]);
  });

  test("subjects, identifiers and keys are as the map says", () => {
    const { tableOf } = resolve({
      log: { subject: true, identifiers: { handle: "line" }, key: "line" },
      users: { subject: false },
    });
    expect(tableOf("log")).toMatchObject({
      kind: "subject",
      key: ["line"],
      identifiers: [{ kind: "handle", column: "line", confirmed: true }],
    });
    expect(tableOf("users")).toMatchObject({ kind: "personal", identifiers: [] });
  });
});

describe("drift and mistakes", () => {
  test("whatever the map names and the schema lacks is found, and never asked of the store", () => {
    const { codes, findings, tableOf, edge } = resolve({
      user: { public: true },
      posts: {
        key: "idd",
        identifiers: { x: "nope" },
        retain: { reason: "law", from: "day", when: { state: "paid" } },
        edges: {
          "autor -> users": "owner",
          "ref -> userz": "owner",
          "ref -> users(idd)": "owner",
          "kind, ref -> users": "part",
        },
        columns: { bodi: "content.text", body: "contents" },
      },
      users: { columns: { n: { counter: "posts(author_id)" } } },
    });
    expect(codes.filter((code) => code !== "table_unclassified").sort()).toEqual(
      [
        "map_table_unknown",
        "map_column_unknown idd",
        "map_column_unknown idd",
        "map_column_unknown nope",
        "map_column_unknown day",
        "map_column_unknown state",
        "map_column_unknown autor",
        "map_table_unknown",
        "map_edge_malformed kind,ref",
        "map_column_unknown bodi",
        "map_category_unknown body",
        "map_column_unknown author_id",
      ].sort(),
    );
    expect(findings.every(({ blocks }) => blocks)).toBe(true);
    expect(findings.find(({ table: name }) => name === "user")?.suggestion).toContain("users");
    expect(tableOf("posts")).toMatchObject({ key: ["id"], identifiers: [], retain: null });
    expect(tableOf("users")?.columns.some(({ counter }) => counter !== null)).toBe(false);
    expect(edge("ref")).toEqual([]);
  });

  test("what was accepted is confirmed, until the table changes", () => {
    const prints = Object.fromEntries(fingerprintTables(schema, inference));
    const { edge, tableOf, findings } = resolve({}, { posts: prints["posts"] ?? "", users: prints["users"] ?? "" });
    expect(edge("editor_id")).toMatchObject([{ confirmed: true }]);
    expect(tableOf("users")?.identifiers).toMatchObject([{ confirmed: true }]);
    expect(findings.map(({ code }) => code)).toEqual(["table_unclassified"]);
    const drifted = resolve({}, { posts: prints["users"] ?? "" });
    expect(drifted.edge("editor_id")).toMatchObject([{ confirmed: false }]);
    expect(drifted.codes).toContain("table_changed");
  });

  test("a fingerprint follows columns, edges and roles, and no other table's", () => {
    const before = fingerprintTables(schema, inference);
    const edges = inference.edges.map((edge) =>
      edge.columns[0] === "editor_id" ? { ...edge, role: "owner" as const } : edge,
    );
    const after = fingerprintTables(schema, { ...inference, edges });
    expect(after.get("posts")).not.toBe(before.get("posts"));
    expect(after.get("users")).toBe(before.get("users"));
  });
});
