import { expect, test } from "vitest";
import { parseMap } from "./parse-map.ts";

const problemsOf = (tables: unknown) => parseMap({ tables }).problems.map(({ path, message }) => `${path}: ${message}`);

test("reads every word of a map", () => {
  const { map, problems } = parseMap({
    system: "shop",
    accepted: { users: "abc" },
    tables: {
      users: { subject: true, identifiers: { email: "mail" } },
      orders: {
        key: ["shop", "no"],
        retain: { for: "10 years", from: "day", reason: "tax law", when: { state: ["paid", null] } },
        edges: {
          "user_id -> users": "owner",
          "a, b -> carts(x, y)": { role: "part", when: { kind: 5 } },
          "log -> users": { role: "actor", pattern: "*user:{}*" },
          "data -> users": { role: "viewer", path: "a,b" },
          "mail -> users.email": { role: "owner", match: true, same: true },
          "watcher_ids -> users": { role: "viewer", list: true },
          "mentioned -> users": { role: "actor", list: ";" },
        },
        columns: {
          note: "content.text",
          token: "hide",
          total: "keep",
          n: { counter: "lines(order_id)", when: { on: true } },
        },
      },
      audit: { public: true },
    },
  });
  expect(problems).toEqual([]);
  const orders = map.tables["orders"];
  expect(orders?.edges.map(({ columns, to, toColumns, role }) => [columns, to, toColumns, role])).toEqual([
    [["user_id"], "users", null, "owner"],
    [["a", "b"], "carts", ["x", "y"], "part"],
    [["log"], "users", null, "actor"],
    [["data"], "users", null, "viewer"],
    [["mail"], "users.email", null, "owner"],
    [["watcher_ids"], "users", null, "viewer"],
    [["mentioned"], "users", null, "actor"],
  ]);
  expect(orders?.edges.map(({ list }) => list?.separator).filter((one) => one !== undefined)).toEqual([",", ";"]);
  expect(orders?.edges[1]?.when).toEqual({ kind: ["5"] });
  expect(orders?.retain).toEqual({
    years: 10,
    months: 0,
    days: 0,
    from: "day",
    reason: "tax law",
    when: { state: ["paid", null] },
  });
  expect(orders?.columns["n"]?.counter).toEqual({ table: "lines", columns: ["order_id"], when: { on: ["true"] } });
  expect(orders?.columns["token"]?.hide).toBe(true);
});

test("tells every mistake with its place, all at once", () => {
  expect(problemsOf({ users: { subjekt: true, public: "yes", edges: { user: "owner", "a -> b": "boss" } } })).toEqual([
    "tables.users.subjekt: unknown word; known: subject, public, key, identifiers, retain, restrict, provenance, edges, columns (did you mean subject?)",
    'tables.users.edges["user"]: an edge is written `column -> table` or `a, b -> table(x, y)`',
    'tables.users.edges["a -> b"]: unknown role "boss"; one of owner, part, holds, viewer, actor, context, none',
    "tables.users.public: expected true or false",
  ]);
  expect(problemsOf({ t: { retain: { for: "soon" } } }).map((text) => text.split(":")[0])).toEqual([
    "tables.t.retain.for",
    "tables.t.retain.reason",
  ]);
  for (const pattern of ["user", "{}{}", 5]) {
    expect(problemsOf({ t: { edges: { "a -> b": { role: "owner", pattern } } } })).toHaveLength(1);
  }
  expect(problemsOf({ t: { columns: { n: { counter: "lines" } } } })).toHaveLength(1);
  expect(problemsOf("users")).toEqual(["tables: expected a mapping (name: value)"]);
  expect(parseMap(null).problems).toEqual([]);
});

test("where values come from is said of a table or a column, by one of three words", () => {
  const { map, problems } = parseMap({
    tables: {
      scores: { provenance: "derived" },
      users: { columns: { risk: { provenance: "observed" } } },
      bad: { provenance: "guessed" },
    },
  });
  expect(map.tables["scores"]?.provenance).toBe("derived");
  expect(map.tables["users"]?.columns["risk"]?.provenance).toBe("observed");
  expect(problems).toEqual([{ path: "tables.bad.provenance", message: "expected one of provided, observed, derived" }]);
});

test("marks of restriction and copies are read in every spelling", () => {
  const { map, problems } = parseMap({
    tables: {
      users: { restrict: "frozen" },
      orders: { restrict: { column: "state", value: "on hold" }, columns: { buyer: { copy: "users.name" } } },
      people: { restrict: { list: "restricted_people(person_id)" } },
      bad: { restrict: { column: 5 }, columns: { x: { copy: "nothing" } } },
    },
  });
  expect(map.tables["users"]?.restrict).toEqual({ kind: "flag", column: "frozen", value: "true" });
  expect(map.tables["orders"]?.restrict).toEqual({ kind: "flag", column: "state", value: "on hold" });
  expect(map.tables["orders"]?.columns["buyer"]?.copyOf).toEqual({ table: "users", column: "name" });
  expect(map.tables["people"]?.restrict).toEqual({ kind: "list", table: "restricted_people", column: "person_id" });
  expect(problems.map(({ path }) => path)).toEqual(["tables.bad.columns.x.copy", "tables.bad.restrict"]);
});

test("what stands between keys is told from what may stand in one", () => {
  const refused = (list: unknown) => problemsOf({ users: { edges: { "ids -> users": { role: "viewer", list } } } });
  for (const list of ["a", "1", '"', "[", "", 5]) {
    expect(refused(list)).toEqual([
      'tables.users.edges["ids -> users"].list: expected `true`, or what stands between the keys in quotes, such as ";"',
    ]);
  }
  for (const list of [",", " ", ", ", "|", "\n", false, true]) expect(refused(list)).toEqual([]);
});

test("a column names files of a store: by its word alone, or with what stands before the names", () => {
  const columns = {
    scan: { blob: "uploads" },
    avatar: {
      category: "content.media",
      blob: { store: "uploads", prefix: "avatars/", url: "https://cdn.example.org/" },
    },
  };
  const { map, problems } = parseMap({ tables: { members: { columns } } });
  expect(problems).toEqual([]);
  expect(map.tables["members"]?.columns["scan"]?.blob).toEqual({ store: "uploads" });
  expect(map.tables["members"]?.columns["avatar"]?.blob).toEqual(columns.avatar.blob);
  const told = (blob: unknown) => problemsOf({ t: { columns: { c: { blob } } } }).map((text) => text.split(":")[0]);
  expect(told({ prefix: "a/" })).toEqual(["tables.t.columns.c.blob"]);
  expect(told({ store: "s", prefix: "/a/" })).toEqual(["tables.t.columns.c.blob.prefix"]);
  expect(told({ store: "s", prefix: "../" })).toEqual(["tables.t.columns.c.blob.prefix"]);
  expect(told({ store: "s", url: "cdn.example.org" })).toEqual(["tables.t.columns.c.blob.url"]);
  expect(told({ store: "s", url: "https://cdn.example.org/media" })).toEqual(["tables.t.columns.c.blob.url"]);
  expect(told({ store: "s", folder: "x" })).toEqual(["tables.t.columns.c.blob.folder"]);
});
