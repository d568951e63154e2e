import { describe, expect, test } from "vitest";
import { ANOTHER_PERSON } from "./access-columns.ts";
import { planAccess } from "./plan-access.ts";
import { reachRows } from "./reach.ts";
import { EVERYTHING } from "./rights.ts";
import { model, table } from "./testing/build-model.ts";
import { createBench, drive, user } from "./testing/rights-bench.ts";

const users = table("users", {
  id: "int pk",
  email: "text @contact.email #email",
  hash: "text @credential hide",
  invited_by: "int -> users actor set-null",
});
const built = model(
  users,
  table("messages", {
    id: "int pk",
    from_id: "int -> users owner",
    to_id: "int -> users viewer",
    to_mail: "text @contact.email",
    body: "text @content.text",
  }),
  table("orders", { id: "int pk", user_id: "int ! -> users owner", city: "text @location.approximate" }),
  table("votes", { user_id: "int pk -> users owner", ban_id: "int pk" }),
  table("bans", {
    user_id: "int pk -> users owner",
    no: "int pk",
    by_id: "int -> users actor",
    reason: "text @content.text",
  }),
);
const data = {
  users: [
    { id: "1", email: "ada@example.org", hash: "h1" },
    { id: "2", email: "bob@example.org", hash: "h2", invited_by: "1" },
  ],
  messages: [
    { id: "1", from_id: "1", to_id: "2", to_mail: "bob@example.org", body: "to bob" },
    { id: "2", from_id: "2", to_id: "1", to_mail: "ada@example.org", body: "to ada" },
  ],
  orders: [{ id: "1", user_id: "1", city: "Bern" }],
  bans: [{ user_id: "2", no: "1", by_id: "1", reason: "rude" }],
};
const bench = createBench(built, data);

describe("keys of others inside of texts and JSON", () => {
  const inside = model(
    users,
    table("events", {
      id: "int pk",
      user_id: "int -> users owner",
      picture: "text -> users context pattern=user/{}.png",
      said: "text -> users viewer pattern=*@{}* @content.text",
      about: "json -> users actor path=who.0.id",
    }),
  );
  const shownTo = (id: string) =>
    createBench(inside, {
      ...data,
      events: [
        {
          id: "1",
          user_id: id,
          picture: "user/2.png",
          said: "@2, and @23: write to @1",
          about: '{"n":9007199254740993,"who":[{"id":2,"at":1.50}]}',
        },
      ],
    })
      .export(user(id))
      .rows.find((row) => row.table === "events")?.values;

  test("are not told; everything beside them is, to the last digit", () => {
    expect(shownTo("1")).toMatchObject({
      picture: ANOTHER_PERSON,
      said: `@${ANOTHER_PERSON}, and @${ANOTHER_PERSON}: write to @1`,
      about: `{"n":9007199254740993,"who":[{"id":"${ANOTHER_PERSON}","at":1.50}]}`,
    });
  });

  test("their own are", () => {
    expect(shownTo("2")).toMatchObject({ picture: "user/2.png", about: expect.stringContaining('"id":2') });
  });
});

describe("planAccess", () => {
  const { plan, rows } = bench.export(user("1"));
  const of = (name: string, level: string) => rows.filter((row) => row.table === name && row.level === level);

  test("own rows in full, but for secrets and other people's names", () => {
    expect(of("users", "own")).toEqual([
      { table: "users", level: "own", key: ["1"], values: { id: "1", email: "ada@example.org", invited_by: null } },
    ]);
    expect(of("messages", "own")[0]?.values).toMatchObject({ from_id: "1", to_id: ANOTHER_PERSON, body: "to bob" });
    expect(of("orders", "own")[0]?.values).toEqual({ id: "1", user_id: "1", city: "Bern" });
    expect(plan.tables.find(({ name, level }) => name === "users" && level === "own")?.hidden).toEqual(["hash"]);
  });

  test("shared rows without anybody's identity but their own", () => {
    expect(of("messages", "view")[0]?.values).toEqual({
      id: "2",
      from_id: ANOTHER_PERSON,
      to_id: "1",
      to_mail: ANOTHER_PERSON,
      body: "to ada",
    });
  });

  test("a line for what they did, which does not tell to whom", () => {
    expect(of("bans", "act")).toEqual([
      { table: "bans", level: "act", values: { did: "by_id", row: `${ANOTHER_PERSON},1` } },
    ]);
    expect(of("users", "act")[0]?.values).toEqual({ did: "invited_by", row: ANOTHER_PERSON });
    expect(JSON.stringify(rows)).not.toContain("rude");
  });

  test("a scope of rows: no more than these, and of another's row not even that it is there", () => {
    const of = (table: string, key: string) =>
      bench.export(user("1"), { tables: [], categories: [], rows: [{ table, key: [key] }] });
    expect(of("orders", "1").rows).toEqual([
      { table: "orders", level: "own", key: ["1"], values: { id: "1", user_id: "1", city: "Bern" } },
    ]);
    // What is only shared with them is not theirs.
    expect(of("messages", "2").rows).toEqual([]);
    expect(of("messages", "2").plan.gaps).toMatchObject([{ code: "scope_row_not_theirs", blocks: true }]);
    expect(of("messages", "2").plan.gaps).toEqual(of("messages", "3").plan.gaps);
    expect(of("no_such_table", "1").plan).toMatchObject({ tables: [], gaps: [{ table: "" }] });
  });

  test("a scope of tables or categories", () => {
    const tables = (scope: Parameters<typeof bench.export>[1]) =>
      bench.export(user("1"), scope).plan.tables.map(({ name, columns }) => `${name} ${columns.join(",")}`);
    expect(tables({ tables: ["orders"], categories: [] })).toEqual(["orders id,user_id,city"]);
    expect(tables({ tables: [], categories: ["location"] })).toEqual(["orders id,city"]);
    expect(tables({ tables: ["messages"], categories: ["content"] })[0]).toBe("messages id,body");
  });

  test("counts what the store counts, without holding the rows", () => {
    expect(plan.tables.find(({ name }) => name === "orders")).toMatchObject({ rows: 1, level: "own" });
  });

  test("what is shown on the strength of a proposal is said", () => {
    const proposed = createBench(
      model(users, table("notes", { id: "int pk", user_id: "int -> users owner proposed nofk" })),
      {
        ...data,
        notes: [{ id: "1", user_id: "1" }],
      },
    );
    const exported = proposed.export(user("1"));
    expect(exported.rows.map((row) => row.table)).toContain("notes");
    expect(exported.plan.gaps.map(({ code, blocks }) => [code, blocks])).toEqual([["edge_proposed", false]]);
  });

  test("a table without a key is exported all the same", () => {
    const log = table("log", { user_id: "int -> users owner nofk", at: "ts @system.time" });
    const keyless = createBench(model(users, log), {
      ...data,
      log: [
        { user_id: "1", at: "2024-01-01" },
        { user_id: "1", at: "2024-01-02" },
        { user_id: "2", at: "2024-01-03" },
      ],
    });
    expect(keyless.export(user("1")).rows.filter((row) => row.table === "log")).toHaveLength(2);
    expect(keyless.plan(user("1")).findings.map(({ code }) => code)).toEqual(["key_missing"]);
  });
});

test("read in order, a table comes by its key, in however many parts; without a key by all that can be compared", () => {
  const people = table("users", { id: "int pk" });
  const posts = table("posts", { id: "int pk", user_id: "int ! -> users owner" });
  const replies = table("replies", { id: "int pk", post_id: "int ! -> posts part" });
  const log = table("log", { user_id: "int -> users owner nofk", at: "ts @system.time", raw: "json" });
  const ids = Array.from({ length: 5_003 }, (_, index) => String((index * 4_999) % 5_003));
  const read = (order: readonly string[]) => {
    const { index, store } = createBench(model(people, posts, replies, log), {
      users: [{ id: "1" }],
      posts: order.map((id) => ({ id, user_id: "1" })),
      replies: [{ id: "1", post_id: "1" }],
      log: [{ user_id: "1", at: "2024-01-01" }],
    });
    const reach = drive(store, reachRows(index, [{ table: "users", key: ["1"] }], { skipLeaves: false }));
    return planAccess(reach, EVERYTHING, new Map(), [], true).reads;
  };
  const reads = read(ids);
  const keysOf = (found: typeof reads) =>
    found
      .filter((one) => one.table === "posts")
      .map(({ query }) => query.any.flatMap((any) => (any.kind === "key" ? any.in : [])));
  const sorted = ids.toSorted((a, b) => Number(a) - Number(b)).map((id) => [id]);
  expect(keysOf(reads)).toEqual([sorted.slice(0, 5_000), sorted.slice(5_000)]);
  expect(keysOf(read(ids.toReversed()))).toEqual(keysOf(reads));
  const orders = new Map(reads.map((one) => [one.table, one.query.order]));
  expect(orders.get("posts")).toEqual(["id"]);
  expect(orders.get("log")).toEqual(["user_id", "at"]);
});

test("a pair of type and id is masked where it names somebody, and where nothing tells what it names", () => {
  const pair = "subject_type subject_id".split(" ");
  const columns = {
    id: "int pk",
    user_id: "int ! -> users owner",
    subject_type: "text",
    subject_id: "int -> users context when=subject_type:User",
  };
  const notices = model(users, table("notices", columns), table("hidden", { ...columns, subject_type: "text hide" }));
  const rows = ["User", "Post"].map((subject_type, at) => ({
    id: String(at),
    user_id: "1",
    subject_type,
    subject_id: "2",
  }));
  const shown = createBench(notices, { users: data.users, notices: rows, hidden: rows }).export(user("1")).rows;
  const pairs = (name: string) =>
    shown.flatMap((row) => (row.table === name ? [pair.map((one) => row.values[one])] : []));
  expect(pairs("notices")).toEqual([
    ["User", ANOTHER_PERSON],
    ["Post", "2"],
  ]);
  expect(pairs("hidden").map(([, id]) => id)).toEqual([ANOTHER_PERSON, ANOTHER_PERSON]);
});
