/** What a restriction makes of each row: marked where the map says how, sealed elsewhere, and left where it is another's too. */
import { describe, expect, test } from "vitest";
import type { Model, RestrictionMark } from "./model.ts";
import { model, table } from "./testing/build-model.ts";
import { asChange, changeObserved, restriction, revert } from "./testing/lifecycle-bench.ts";
import { createBench, user } from "./testing/rights-bench.ts";

const USERS = { id: "int pk", name: "text @name", email: "text ! unique @contact.email #email", frozen: "bool" };
const ORDERS = {
  id: "int pk",
  user_id: "int -> users owner",
  note: "text @content.text",
  total: "int @amount",
  on_hold: "bool",
};

function shop(options: { readonly users?: RestrictionMark; readonly orders?: RestrictionMark } = {}): Model {
  const built = model(
    table("users", USERS),
    table("orders", ORDERS, { retain: { reason: "Tax law" } }),
    table("restricted", { user_id: "int", since: "text" }, { key: ["user_id"] }),
    table("chats", {
      id: "int pk",
      one: "int -> users owner",
      other: "int -> users owner",
      text: "text @content.text",
    }),
    table("sessions", { token: "text pk @credential hide", user_id: "int -> users owner", ip: "text @online.ip" }),
  );
  return {
    ...built,
    tables: built.tables.map((one) => {
      const restrict = one.name === "users" ? options.users : one.name === "orders" ? options.orders : undefined;
      return restrict === undefined ? one : { ...one, restrict };
    }),
  };
}

const DATA = {
  users: [
    { id: "1", name: "Ada", email: "ada@example.org", frozen: "false" },
    { id: "2", name: "Bob", email: "bob@example.org", frozen: "false" },
  ],
  orders: [{ id: "5", user_id: "1", note: "ring twice", total: "9", on_hold: null }],
  chats: [
    { id: "7", one: "1", other: "2", text: "between two" },
    { id: "8", one: "1", other: null, text: "to herself" },
  ],
  sessions: [{ token: "secret", user_id: "1", ip: "192.0.2.1" }],
};

const fates = (plan: ReturnType<typeof restriction>) =>
  Object.fromEntries(plan.tables.map(({ name, marked, sealed, left }) => [name, [marked, sealed, left]]));

describe("without a mark", () => {
  test("personal values are taken out, what the law keeps too, and what is shared stays", () => {
    const bench = createBench(shop(), DATA);
    const plan = restriction(bench, user("1"));
    expect(plan.findings).toEqual([]);
    expect(fates(plan)).toEqual({ users: [0, 1, 0], orders: [0, 1, 0], chats: [0, 1, 1], sessions: [0, 1, 0] });
    expect(plan.tables.find(({ name }) => name === "orders")?.rows[0]?.why).toContain("Tax law");
    const diff = changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("users")?.[0]).toEqual({
      id: "1",
      name: null,
      email: "sealed-1@kept.invalid",
      frozen: "false",
    });
    expect(bench.store.tables.get("orders")?.[0]).toMatchObject({ user_id: "1", note: null, total: "9" });
    expect(bench.store.find("between two")).toEqual(["chats.text"]);
    expect(bench.store.find("to herself")).toEqual([]);
    // A session is named by its token: it goes into the diff as a whole.
    expect(bench.store.tables.get("sessions")).toEqual([]);
    changeObserved(bench, revert(bench, diff));
    expect(bench.store.tables.get("sessions")).toEqual(DATA.sessions);
  });

  test("a scope of rows takes these out of use, whatever marks the person as a whole", () => {
    const bench = createBench(shop({ users: { kind: "flag", column: "frozen", value: "true" } }), DATA);
    const users = bench.store.dump()["users"];
    const scope = { tables: [], categories: [], rows: [{ table: "orders", key: ["5"] }] };
    const plan = restriction(bench, user("1"), scope);
    expect(fates(plan)).toEqual({ orders: [0, 1, 0] });
    changeObserved(bench, asChange(plan));
    expect(bench.store.dump()["users"]).toEqual(users);
    const other = restriction(bench, user("1"), { ...scope, rows: [{ table: "orders", key: ["404"] }] });
    expect(other.findings).toMatchObject([{ code: "scope_row_not_theirs", blocks: true }]);
  });

  test("a scope of categories takes out these only", () => {
    const bench = createBench(shop(), DATA);
    changeObserved(bench, asChange(restriction(bench, user("1"), { tables: [], categories: ["content"] })));
    expect(bench.store.tables.get("users")?.[0]).toMatchObject({ name: "Ada", email: "ada@example.org" });
    expect(bench.store.find("ring twice")).toEqual([]);
  });

  test("a proposal and a value that cannot be blanked stand in the way", () => {
    const built = model(
      table("users", { ...USERS, state: "enum ! @special.health" }),
      table("orders", { id: "int pk", user_id: "int -> users owner proposed nofk" }),
    );
    const codes = restriction(createBench(built, DATA), user("1")).findings.map(({ code }) => code);
    expect(codes.sort()).toEqual(["column_not_blanked", "edge_unconfirmed"]);
  });
});

describe("with a mark", () => {
  test("on the person: the flag is set, and nothing is taken out", () => {
    const bench = createBench(shop({ users: { kind: "flag", column: "frozen", value: "true" } }), DATA);
    const before = bench.store.dump();
    const plan = restriction(bench, user("1"));
    expect(fates(plan)).toEqual({ users: [1, 0, 0], orders: [1, 0, 0], chats: [2, 0, 0], sessions: [1, 0, 0] });
    const diff = changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("users")?.map(({ frozen }) => frozen)).toEqual(["true", "false"]);
    expect(restriction(bench, user("1")).operations).toEqual([]);
    changeObserved(bench, revert(bench, diff));
    expect(bench.store.dump()).toEqual(before);
  });

  test("in a list of restricted people: a row is added, once, and goes again", () => {
    const bench = createBench(shop({ users: { kind: "list", table: "restricted", column: "user_id" } }), DATA);
    const diff = changeObserved(bench, asChange(restriction(bench, user("1"))));
    expect(bench.store.tables.get("restricted")).toEqual([{ user_id: "1", since: null }]);
    expect(restriction(bench, user("1")).operations).toEqual([]);
    changeObserved(bench, revert(bench, diff));
    expect(bench.store.tables.get("restricted")).toEqual([]);
    expect(bench.store.find("ring twice")).toEqual(["orders.note"]);
  });

  test("on a table only: its rows are marked, the others sealed", () => {
    const bench = createBench(shop({ orders: { kind: "flag", column: "on_hold", value: "true" } }), DATA);
    const plan = restriction(bench, user("1"));
    expect(fates(plan)).toMatchObject({ users: [0, 1, 0], orders: [1, 0, 0] });
    changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("orders")?.[0]).toMatchObject({ note: "ring twice", on_hold: "true" });
  });

  test("in a list of restricted rows: their keys are added, and go again", () => {
    const bench = createBench(shop({ orders: { kind: "list", table: "restricted", column: "user_id" } }), DATA);
    const before = bench.store.dump();
    const plan = restriction(bench, user("1"));
    expect(fates(plan)).toMatchObject({ users: [0, 1, 0], orders: [1, 0, 0] });
    const diff = changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("restricted")).toEqual([{ user_id: "5", since: null }]);
    expect(bench.store.find("ring twice")).toEqual(["orders.note"]);
    changeObserved(bench, revert(bench, diff));
    expect(bench.store.dump()).toEqual(before);
  });

  test("on the person: a part of their data is taken out of use by itself, and they go on", () => {
    const bench = createBench(shop({ users: { kind: "flag", column: "frozen", value: "true" } }), DATA);
    expect(fates(restriction(bench, user("1"), { tables: ["orders"], categories: [] }))).toMatchObject({
      users: [0, 0, 1],
      orders: [0, 1, 0],
    });
    changeObserved(bench, asChange(restriction(bench, user("1"), { tables: [], categories: ["content"] })));
    expect(bench.store.tables.get("users")?.[0]).toMatchObject({ name: "Ada", frozen: "false" });
    expect(bench.store.find("ring twice")).toEqual([]);
  });
});

describe("what a mark goes for", () => {
  const HELD: RestrictionMark = { kind: "flag", column: "held", value: "true" };
  /** Orders of one or two people with lines, of which some are in a basket too; parcels hold an address. */
  function warehouse(...marked: readonly string[]): Model {
    const text = "text @content.text";
    const built = model(
      table("users", USERS),
      table("orders", {
        id: "int pk",
        one: "int -> users owner",
        other: "int -> users owner",
        note: text,
        held: "bool",
      }),
      table("lines", { id: "int pk", of: "int -> orders part", basket: "int -> baskets part", text, held: "bool" }),
      table("gifts", { id: "int pk", line: "int -> lines part", text }),
      table("baskets", { id: "int pk", user_id: "int -> users owner" }),
      table("places", { id: "int pk", text }),
      table("parcels", { id: "int pk", of: "int -> orders part", place: "int -> places holds" }),
    );
    const tables = built.tables.map((one) => (marked.includes(one.name) ? { ...one, restrict: HELD } : one));
    return { ...built, tables };
  }
  const ROWS = {
    users: DATA.users,
    orders: [
      { id: "5", one: "1", other: null, note: "mine", held: null },
      { id: "6", one: "1", other: "2", note: "ours", held: null },
    ],
    baskets: [{ id: "3", user_id: "1" }],
    lines: [
      { id: "50", of: "5", basket: null, text: "line of mine", held: null },
      { id: "51", of: "5", basket: "3", text: "line in the basket too", held: null },
      { id: "60", of: "6", basket: null, text: "line of ours", held: null },
    ],
    gifts: [
      { id: "500", line: "50", text: "gift on mine" },
      { id: "510", line: "51", text: "gift in the basket too" },
    ],
    places: [{ id: "9", text: "a place" }],
    parcels: [{ id: "8", of: "5", place: "9" }],
  };

  test("the row and what is part of it or held by it, as long as nothing else leads there; never what is another's too", () => {
    const bench = createBench(warehouse("orders"), ROWS);
    const before = bench.store.dump();
    const plan = restriction(bench, user("1"));
    expect(plan.findings).toEqual([]);
    expect(fates(plan)).toEqual({
      users: [0, 1, 0],
      orders: [1, 0, 1],
      baskets: [0, 0, 1],
      lines: [1, 1, 1],
      gifts: [1, 1, 0],
      places: [1, 0, 0],
      parcels: [1, 0, 0],
    });
    expect(plan.tables.find(({ name }) => name === "gifts")?.rows[0]?.why).toContain(
      "the mark on orders goes for what is part of it",
    );
    const diff = changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("orders")?.map(({ held }) => held)).toEqual(["true", null]);
    for (const stays of ["mine", "ours", "line of mine", "line of ours", "gift on mine", "a place"])
      expect([stays, bench.store.find(stays).length > 0]).toEqual([stays, true]);
    for (const gone of ["line in the basket too", "gift in the basket too"]) expect(bench.store.find(gone)).toEqual([]);
    expect(restriction(bench, user("1")).operations).toEqual([]);
    changeObserved(bench, revert(bench, diff));
    expect(bench.store.dump()).toEqual(before);
  });

  test("a part with a mark of its own has it set, and once everything that leads to a part is marked it is gone for", () => {
    const bench = createBench(warehouse("orders", "lines"), ROWS);
    const plan = restriction(bench, user("1"));
    expect(fates(plan)).toMatchObject({ lines: [2, 0, 1], gifts: [2, 0, 0] });
    expect(plan.operations.flatMap((one) => (one.table === "lines" ? one.keys : []))).toEqual([["50"], ["51"]]);
  });

  test("where single rows are asked for, a part of an order that nobody asked for is sealed", () => {
    const bench = createBench(warehouse("orders"), ROWS);
    const scope = { tables: [], categories: [], rows: [{ table: "lines", key: ["50"] }] };
    const plan = restriction(bench, user("1"), scope);
    expect(fates(plan)).toEqual({ lines: [0, 1, 0], gifts: [0, 1, 0] });
  });
});
