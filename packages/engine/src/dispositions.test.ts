import { describe, expect, test } from "vitest";
import type { Model } from "./model.ts";
import { model, table } from "./testing/build-model.ts";
import type { Data } from "./testing/memory-store.ts";
import { createBench, summarise, user } from "./testing/rights-bench.ts";

const users = table("users", { id: "int pk", email: "text ! @contact.email #email", name: "text @name" });
const people: Data = {
  users: [
    { id: "1", email: "ada@example.org", name: "Ada" },
    { id: "2", email: "bob@example.org", name: "Bob" },
    { id: "0", email: "zoe@example.org", name: "Zoe" },
  ],
};

function benchOf(subject: ReturnType<typeof table>, tables: readonly ReturnType<typeof table>[], data: Data) {
  return createBench(model(subject, ...tables), { ...people, ...data });
}

function bench(tables: readonly ReturnType<typeof table>[], data: Data, options = {}) {
  return createBench(model(users, ...tables), { ...people, ...data }, options);
}

describe("roles", () => {
  test("owned rows and their parts are deleted, those of others stay", () => {
    const one = bench(
      [
        table("orders", { id: "int pk", user_id: "int ! -> users owner" }),
        table("lines", { id: "int pk", order_id: "int ! -> orders part cascade", what: "text" }),
      ],
      {
        orders: [
          { id: "10", user_id: "1" },
          { id: "20", user_id: "2" },
        ],
        lines: [
          { id: "100", order_id: "10" },
          { id: "200", order_id: "20" },
        ],
      },
    );
    const plan = one.erase(user("1"));
    expect(summarise(plan)).toEqual({
      users: { deleted: ["1"] },
      orders: { deleted: ["10"] },
      lines: { deleted: ["100"] },
    });
    expect(one.store.dump()["lines"]).toEqual([{ id: "200", order_id: "20", what: null }]);
    expect(one.verify(plan)).toEqual([]);
  });

  test("a person with key 0 is a person", () => {
    const one = bench([table("notes", { id: "int pk", user_id: "int -> users owner" })], {
      notes: [
        { id: "5", user_id: "0" },
        { id: "6", user_id: null },
        { id: "7", user_id: "1" },
      ],
    });
    expect(summarise(one.erase(user("0")))).toEqual({ users: { deleted: ["0"] }, notes: { deleted: ["5"] } });
    expect(one.store.dump()["notes"]?.map(({ id }) => id)).toEqual(["6", "7"]);
  });

  test("an actor is taken out and the row stays; where a name is required, it is that of a ghost, or the person stays as a husk", () => {
    const log = (nullable: string, tables = users) =>
      benchOf(
        tables,
        [table("bans", { id: "int pk", reason: "text @content.text", by_id: `int ${nullable} -> users actor` })],
        {
          bans: [{ id: "1", by_id: "1", reason: "rude" }],
        },
      );
    const free = log("");
    expect(summarise(free.erase(user("1")))).toEqual({ users: { deleted: ["1"] }, bans: { detached: ["1"] } });
    expect(free.store.dump()["bans"]).toEqual([{ id: "1", by_id: null, reason: "rude" }]);
    const crowded = table(
      "users",
      { id: "int pk", email: "text ! @contact.email #email", name: "text @name" },
      { may: { insert: false } },
    );
    for (const [bound, fate] of [
      [log("!"), "deleted"],
      [log("!", crowded), "redacted"],
    ] as const) {
      const plan = bound.erase(user("1"));
      expect(summarise(plan)).toEqual({ users: { [fate]: ["1"] }, bans: { detached: ["1"] } });
      expect(bound.store.dump()["bans"]).toEqual([{ id: "1", by_id: fate === "deleted" ? "-1" : "1", reason: "rude" }]);
      expect(bound.store.find("ada")).toEqual([]);
      expect(bound.store.find("Ada")).toEqual([]);
      expect(bound.verify(plan)).toEqual([]);
    }
  });

  test("a membership is not lost because whoever added the member leaves", () => {
    const one = bench(
      [table("members", { id: "int pk", user_id: "int ! -> users owner", added_by: "int ! -> users actor" })],
      { members: [{ id: "1", user_id: "2", added_by: "1" }] },
    );
    expect(summarise(one.erase(user("1")))).toEqual({ users: { deleted: ["1"] }, members: { detached: ["1"] } });
    expect(one.store.dump()["members"]).toHaveLength(1);
  });

  test("a follow is deleted with either side, a share with words in it is not", () => {
    const follows = bench(
      [
        table("follows", { follower_id: "int pk -> users owner", followee_id: "int pk -> users viewer" }),
        table("shares", { id: "int pk", to_id: "int -> users viewer", note: "text @content.text" }),
      ],
      {
        follows: [{ follower_id: "2", followee_id: "1" }],
        shares: [{ id: "1", to_id: "1", note: "for you" }],
      },
    );
    expect(summarise(follows.erase(user("1")))).toEqual({
      users: { deleted: ["1"] },
      follows: { deleted: ["2/1"] },
      shares: { detached: ["1"] },
    });
  });

  test("context is nobody's: it is repaired or kept whole, never deleted", () => {
    const one = bench([table("pages", { id: "int pk", author_id: "int -> users context cascade", title: "text" })], {
      pages: [{ id: "1", author_id: "1", title: "Imprint" }],
    });
    const plan = one.erase(user("1"));
    expect(plan.repairs).toEqual([
      {
        table: "pages",
        column: "author_id",
        rows: 1,
        why: "author_id pointed at rows of users that are deleted or emptied",
      },
    ]);
    expect(one.store.dump()["pages"]).toEqual([{ id: "1", author_id: null, title: "Imprint" }]);
  });
});

describe("rows of several people", () => {
  const messages = table("messages", {
    id: "int pk",
    from_id: "int -> users owner",
    to_id: "int -> users owner",
    body: "text @content.text",
  });
  const files = table("files", { id: "int pk", message_id: "int ! -> messages part cascade", name: "text" });
  const reactions = table("reactions", {
    id: "int pk",
    message_id: "int ! -> messages part cascade",
    user_id: "int ! -> users owner",
  });
  const data: Data = {
    messages: [{ id: "1", from_id: "1", to_id: "2", body: "hello" }],
    files: [{ id: "7", message_id: "1", name: "plan" }],
  };

  test("a message is detached with its files, and the last one out deletes it, in either order", () => {
    for (const order of [
      ["1", "2"],
      ["2", "1"],
    ]) {
      const one = bench([messages, files, reactions], data);
      const plan = one.erase(user(order[0] ?? ""));
      expect(summarise(plan)).toMatchObject({ messages: { detached: ["1"] }, files: { detached: ["7"] } });
      expect(one.store.dump()["messages"]?.[0]?.["body"]).toBe("hello");
      one.erase(user(order[1] ?? ""));
      expect(one.store.dump()["messages"]).toEqual([]);
      expect(one.store.dump()["files"]).toEqual([]);
    }
  });

  test("an address that stands for nobody is not what the emptied row of somebody else is called", () => {
    const one = bench(
      [
        table("notes", {
          id: "int pk",
          owner_id: "int -> users owner",
          to_mail: "text ! -> users.email viewer match @contact.email",
        }),
        table("marks", { id: "int pk", user_id: "int ! unique -> users context" }),
      ],
      {
        notes: [{ id: "1", owner_id: "2", to_mail: "Ada@Example.org" }],
        marks: [{ id: "1", user_id: "1" }],
      },
    );
    one.erase(user("1"));
    // Person 1 stays as an empty row under the key 1, and note 1 was for them.
    const [mail, noted] = [one.store.tables.get("users")?.[0]?.["email"], one.store.tables.get("notes")?.[0]];
    expect(mail).toBe("erased-1@kept.invalid");
    expect(noted?.["to_mail"]).toBe("erased-notes-1@kept.invalid");
    expect(one.plan(user("1")).operations).toEqual([]);
  });

  test("of attributes in rows, the value of one is a key and of another a text: the text goes when its row is emptied", () => {
    const one = bench(
      [
        table("facts", {
          id: "int pk",
          of_id: "int -> users owner",
          name: "text !",
          value: "text @content.text -> users owner when=name:friend",
        }),
        table("marks", { id: "int pk", fact_id: "int ! -> facts context", by_id: "int -> users owner" }),
      ],
      {
        facts: [
          { id: "1", of_id: "1", name: "bio", value: "climbs" },
          { id: "2", of_id: "1", name: "friend", value: "2" },
          { id: "3", of_id: "1", name: "friend", value: "1" },
        ],
        marks: ["1", "2", "3"].map((id) => ({ id, fact_id: id, by_id: "2" })),
      },
    );
    expect(summarise(one.erase(user("1")))).toMatchObject({ facts: { redacted: ["1", "3"], detached: ["2"] } });
    expect(one.store.find("climbs")).toEqual([]);
    expect(one.store.tables.get("facts")?.map(({ value }) => value)).toEqual([null, "2", null]);
    expect(one.plan(user("1")).operations).toEqual([]);
  });

  test("a pointer in a text that is blanked holds on to nothing", () => {
    const one = bench(
      [
        table("files", { id: "int pk", user_id: "int -> users owner" }),
        table("posts", {
          id: "int pk",
          user_id: "int -> users owner",
          body: "text -> files part pattern=*file:{}* @content.text",
        }),
        table("answers", { id: "int pk", post_id: "int ! -> posts context", by_id: "int -> users owner" }),
      ],
      {
        files: [{ id: "7", user_id: "1" }],
        posts: [{ id: "1", user_id: "1", body: "see file:7" }],
        answers: [{ id: "1", post_id: "1", by_id: "2" }],
      },
    );
    expect(summarise(one.erase(user("1")))).toMatchObject({ posts: { redacted: ["1"] }, files: { deleted: ["7"] } });
    expect(one.plan(user("1")).operations).toEqual([]);
  });

  test("what is another's too is never blanked, though a third person's row depends on it", () => {
    const one = bench([messages, files, reactions], {
      ...data,
      reactions: [{ id: "3", message_id: "1", user_id: "0" }],
    });
    one.erase(user("1"));
    expect(one.store.dump()["messages"]).toEqual([{ id: "1", from_id: null, to_id: "2", body: "hello" }]);
  });

  test("an owner who does not exist keeps nothing alive", () => {
    const loose = table("messages", {
      id: "int pk",
      from_id: "int -> users owner nofk",
      to_id: "int -> users owner nofk",
    });
    const one = bench([loose], { messages: [{ id: "1", from_id: "1", to_id: "99" }] });
    expect(summarise(one.erase(user("1")))).toMatchObject({ messages: { deleted: ["1"] } });
  });

  test("the sentinel of a detached row is nobody", () => {
    const loose = table("messages", {
      id: "int pk",
      from_id: "int ! default=0 -> users owner nofk",
      to_id: "int ! default=0 -> users owner nofk",
    });
    const one = createBench(model(users, loose), {
      users: people["users"]?.slice(0, 2) ?? [],
      messages: [{ id: "1", from_id: "1", to_id: "2" }],
    });
    expect(summarise(one.erase(user("1")))).toMatchObject({ messages: { detached: ["1"] } });
    expect(one.store.dump()["messages"]).toEqual([{ id: "1", from_id: "0", to_id: "2" }]);
    expect(summarise(one.erase(user("2")))).toMatchObject({ messages: { deleted: ["1"] } });
  });

  test("a detail of two people's things is kept for the other one", () => {
    const albums = table("albums", { id: "int pk", user_id: "int ! -> users owner" });
    const entries = table("entries", {
      id: "int pk",
      album_id: "int -> albums part",
      other_album_id: "int -> albums part",
    });
    const one = bench([albums, entries], {
      albums: [
        { id: "1", user_id: "1" },
        { id: "2", user_id: "2" },
      ],
      entries: [
        { id: "1", album_id: "1", other_album_id: "2" },
        { id: "2", album_id: "1", other_album_id: null },
      ],
    });
    const plan = one.plan(user("1"));
    expect(summarise(plan)["entries"]).toEqual({ detached: ["1"], deleted: ["2"] });
  });

  test("an owner through something that is owned is an owner", () => {
    const one = bench(
      [
        table("accounts", { id: "int pk", user_id: "int ! -> users owner" }),
        table("projects", { id: "int pk", user_id: "int ! -> users owner" }),
        table("invoices", {
          id: "int pk",
          account_id: "int ! -> accounts owner",
          project_id: "int ! -> projects part",
          text: "text @content.text",
        }),
      ],
      {
        accounts: [{ id: "5", user_id: "2" }],
        projects: [{ id: "6", user_id: "1" }],
        invoices: [{ id: "7", account_id: "5", project_id: "6", text: "Bob's" }],
      },
    );
    expect(summarise(one.erase(user("1")))["invoices"]).toBeUndefined();
    expect(one.store.dump()["invoices"]?.[0]?.["text"]).toBe("Bob's");
  });

  test("an address that another order holds stays", () => {
    const addresses = table("addresses", { id: "int pk", street: "text @contact.address" });
    const orders = table("orders", {
      id: "int pk",
      user_id: "int ! -> users owner",
      address_id: "int -> addresses holds",
    });
    const notes = table("parcels", { id: "int pk", address_id: "int ! -> addresses context" });
    const one = bench([addresses, orders, notes], {
      addresses: [
        { id: "1", street: "Shared Lane 1" },
        { id: "2", street: "Private Lane 2" },
      ],
      orders: [
        { id: "1", user_id: "1", address_id: "1" },
        { id: "2", user_id: "1", address_id: "2" },
        { id: "3", user_id: "2", address_id: "1" },
      ],
      parcels: [{ id: "1", address_id: "1" }],
    });
    expect(summarise(one.erase(user("1")))["addresses"]).toEqual({ detached: ["1"], deleted: ["2"] });
    expect(one.store.find("Shared Lane")).toEqual(["addresses.street"]);
  });

  test("letting go of a person spares the tenant in the same key", () => {
    const one = bench(
      [
        table("tenants", { id: "int pk" }, { kind: "lookup" }),
        table("staff", { tenant_id: "int pk", id: "int pk", email: "text @contact.email #email" }),
        table(
          "tickets",
          { id: "int pk", tenant_id: "int -> tenants context", helper_id: "int" },
          { edges: ["tenant_id, helper_id -> staff(tenant_id, id) actor"] },
        ),
      ],
      {
        tenants: [{ id: "9" }],
        staff: [{ tenant_id: "9", id: "1", email: "sam@example.org" }],
        tickets: [{ id: "1", tenant_id: "9", helper_id: "1" }],
      },
    );
    one.erase([{ table: "staff", key: ["9", "1"] }]);
    expect(one.store.dump()["tickets"]).toEqual([{ id: "1", tenant_id: "9", helper_id: null }]);
  });
});

describe("what keeps a row", () => {
  const forum = model(
    users,
    table("topics", {
      id: "int pk",
      user_id: "int -> users owner",
      title: "text ! @content.text",
      last_post_id: "int -> posts context set-null",
      post_count: "int @system.counter counts=posts.topic_id",
    }),
    table("posts", {
      id: "int pk",
      topic_id: "int ! -> topics part cascade",
      user_id: "int -> users owner",
      body: "text @content.text",
    }),
  );
  const threads: Data = {
    ...people,
    topics: [
      { id: "1", user_id: "1", title: "Mine", last_post_id: "12", post_count: "2" },
      { id: "2", user_id: "2", title: "Yours", last_post_id: "22", post_count: "2" },
    ],
    posts: [
      { id: "11", topic_id: "1", user_id: "1", body: "ada says" },
      { id: "12", topic_id: "1", user_id: "2", body: "bob answers" },
      { id: "21", topic_id: "2", user_id: "2", body: "bob says" },
      { id: "22", topic_id: "2", user_id: "1", body: "ada answers" },
    ],
  };

  test("a counter moves also with rows that stay and no longer name what has it", () => {
    const counted = table(
      "users",
      { id: "int pk", email: "text ! unique @contact.email #email", deals: "int @system.counter counts=deals.seller" },
      { may: { insert: false } },
    );
    const deals = table("deals", { id: "int pk", seller: "int -> users owner", buyer: "int -> users owner" });
    const checks = table("checks", { id: "int pk", user_id: "int -> users owner", by: "int ! -> users actor" });
    const one = createBench(model(counted, deals, checks), {
      users: ["1", "2"].map((id) => ({ id, email: `person.${id}@example.org`, deals: "1" })),
      deals: [
        { id: "1", seller: "1", buyer: "2" },
        { id: "2", seller: "2", buyer: "2" },
      ],
      checks: [{ id: "1", user_id: "2", by: "1" }],
    });
    expect(summarise(one.erase(user("1")))).toMatchObject({ users: { redacted: ["1"] }, deals: { detached: ["1"] } });
    expect(one.store.dump()["users"]?.map((row) => row["deals"])).toEqual(["0", "1"]);
  });

  test("a topic with another's answer stays as a husk, a pointer is repaired, counters are counted again", () => {
    const one = createBench(forum, threads);
    const plan = one.erase(user("1"));
    expect(summarise(plan)).toEqual({
      users: { deleted: ["1"] },
      topics: { redacted: ["1"] },
      posts: { deleted: ["11", "22"] },
    });
    expect(plan.repairs.map(({ table: name, column, rows }) => [name, column, rows])).toEqual([
      ["topics", "last_post_id", 1],
    ]);
    expect(one.store.dump()["topics"]).toEqual([
      { id: "1", user_id: null, title: "", last_post_id: "12", post_count: "1" },
      { id: "2", user_id: "2", title: "Yours", last_post_id: null, post_count: "1" },
    ]);
    expect(one.store.dump()["posts"]?.map(({ id }) => id)).toEqual(["12", "21"]);
    expect(one.verify(plan)).toEqual([]);
  });

  test("what the law retains stays to the letter, with its details and an empty husk of the person", () => {
    const shop: Model = model(
      users,
      table("addresses", { id: "int pk", street: "text @contact.address" }),
      table(
        "invoices",
        {
          id: "int pk",
          user_id: "int ! -> users owner cascade",
          address_id: "int -> addresses holds set-null",
          day: "text",
          state: "text",
          email: "text @contact.email",
        },
        { retain: { years: 10, from: "day", reason: "tax law", when: { state: ["issued"] } } },
      ),
      table("lines", { id: "int pk", invoice_id: "int ! -> invoices part cascade", what: "text @content.text" }),
    );
    const row = { user_id: "1", email: "ada@example.org", address_id: null };
    const one = createBench(shop, {
      ...people,
      addresses: [{ id: "1", street: "Lane 1" }],
      invoices: [
        { ...row, id: "1", day: "2021-03-31", state: "issued", address_id: "1" },
        { ...row, id: "2", day: "2019-01-01", state: "issued" },
        { ...row, id: "3", day: "2029-01-01", state: "draft" },
        { ...row, id: "4", day: null, state: "issued" },
      ],
      lines: [
        { id: "11", invoice_id: "1", what: "a book" },
        { id: "21", invoice_id: "2", what: "a lamp" },
      ],
    });
    const before = one.store.dump()["invoices"];
    const plan = one.erase(user("1"));
    expect(summarise(plan)).toEqual({
      users: { redacted: ["1"] },
      addresses: { retained: ["1"] },
      invoices: { retained: ["1", "4"], deleted: ["2", "3"] },
      lines: { retained: ["11"], deleted: ["21"] },
    });
    const untilOf = plan.tables.find(({ name }) => name === "invoices")?.rows.map(({ key, until }) => [key[0], until]);
    expect(untilOf).toContainEqual(["1", "2031-03-31"]);
    expect(untilOf).toContainEqual(["4", null]);
    expect(one.store.dump()["invoices"]).toEqual(before?.filter(({ id }) => id === "1" || id === "4"));
    expect(one.store.dump()["users"]).toContainEqual({ id: "1", email: "erased-1@kept.invalid", name: null });
    expect(one.verify(plan)).toEqual([]);
  });

  test("a retained row is not touched by a right about a category either", () => {
    const one = bench(
      [table("letters", { id: "int pk", user_id: "int ! -> users owner", body: "text @content.text" }, { retain: {} })],
      { letters: [{ id: "1", user_id: "1", body: "keep me" }] },
    );
    const plan = one.erase(user("1"), { tables: [], categories: ["content"] });
    expect(summarise(plan)).toEqual({ letters: { retained: ["1"] } });
    expect(plan.operations).toEqual([]);
  });
});

describe("scope", () => {
  const photos = table("photos", { id: "int pk", user_id: "int ! -> users owner", title: "text @content.text" });
  const comments = table("comments", {
    id: "int pk",
    user_id: "int -> users owner",
    on_type: "text",
    on_id: "int -> photos part when=on_type:photo",
    body: "text @content.text",
  });
  const data: Data = {
    photos: [{ id: "5", user_id: "1", title: "sea" }],
    comments: [
      { id: "1", user_id: null, on_type: "photo", on_id: "5", body: "nice" },
      { id: "2", user_id: "1", on_type: "page", on_id: "5", body: "other" },
      { id: "3", user_id: "2", on_type: "photo", on_id: "5", body: "from bob" },
    ],
  };

  test("of tables: their rows go with their parts, by the condition of the edge", () => {
    const one = bench([photos, comments], data);
    expect(summarise(one.erase(user("1"), { tables: ["photos"], categories: [] }))).toEqual({
      photos: { redacted: ["5"] },
      comments: { deleted: ["1"] },
    });
    expect(one.store.dump()["users"]).toHaveLength(3);
    expect(one.store.dump()["comments"]?.map(({ id }) => id)).toEqual(["2", "3"]);
  });

  test("of rows: those that are named go with their parts, and a row that is not theirs is as one that is not there", () => {
    const more = {
      ...data,
      photos: [
        ...(data["photos"] ?? []),
        { id: "6", user_id: "1", title: "hill" },
        { id: "7", user_id: "2", title: "bob's" },
      ],
    };
    const named = (...ids: string[]) => ({
      tables: [],
      categories: [],
      rows: ids.map((id) => ({ table: "photos", key: [id] })),
    });
    const one = bench([photos, comments], more);
    expect(summarise(one.erase(user("1"), named("6")))).toEqual({ photos: { deleted: ["6"] } });
    expect(summarise(one.erase(user("1"), named("5")))).toEqual({
      photos: { redacted: ["5"] },
      comments: { deleted: ["1"] },
    });
    expect(one.store.dump()["users"]).toHaveLength(3);
    const findingsOf = (id: string) => one.plan(user("1"), named(id)).findings;
    expect(findingsOf("7")).toMatchObject([{ code: "scope_row_not_theirs", table: "photos", blocks: true }]);
    expect(findingsOf("7")).toEqual(findingsOf("404"));
    expect(JSON.stringify(findingsOf("404"))).not.toContain("404");
    expect(() => one.erase(user("1"), named("5", "7"))).toThrow("scope_row_not_theirs");
  });

  test("of rows and categories: these columns of the named rows are blanked", () => {
    const one = bench([photos, comments], {
      photos: [
        { id: "5", user_id: "1", title: "sea" },
        { id: "6", user_id: "1", title: "hill" },
      ],
    });
    const scope = { tables: [], categories: ["content"], rows: [{ table: "photos", key: ["6"] }] };
    expect(summarise(one.erase(user("1"), scope))).toEqual({ photos: { redacted: ["6"] } });
    expect(one.store.find("sea")).toHaveLength(1);
    expect(one.store.find("hill")).toEqual([]);
  });

  test("of categories: these columns are blanked, in rows that are the person's alone", () => {
    const messages = table("messages", {
      id: "int pk",
      a: "int -> users owner",
      b: "int -> users owner",
      body: "text @content.text",
    });
    const one = bench([photos, comments, messages], {
      ...data,
      messages: [
        { id: "1", a: "1", b: "2", body: "both" },
        { id: "2", a: "1", b: null, body: "mine" },
      ],
    });
    const plan = one.erase(user("1"), { tables: [], categories: ["content"] });
    expect(summarise(plan)).toEqual({
      photos: { redacted: ["5"] },
      comments: { redacted: ["1", "2"] },
      messages: { retained: ["1"], redacted: ["2"] },
    });
    expect(one.store.dump()["messages"]?.map(({ body }) => body)).toEqual(["both", null]);
    expect(one.store.find("ada@")).toEqual(["users.email"]);
    expect(one.verify(plan)).toEqual([]);
  });
});

describe("found by the property tests", () => {
  test("what a co-owned thing owns is co-owned, though it names an owner of its own", () => {
    const things = table("things", { id: "int pk", a: "int -> users owner", b: "int -> users owner" });
    const notes = table("notes", {
      id: "int pk",
      user_id: "int -> users owner",
      thing_id: "int -> things owner cascade",
      body: "text @content.text",
    });
    const one = bench([things, notes], {
      things: [{ id: "1", a: "1", b: "2" }],
      notes: [{ id: "1", user_id: "1", thing_id: "1", body: "ours" }],
    });
    expect(summarise(one.erase(user("1")))["notes"]).toEqual({ detached: ["1"] });
    expect(one.store.dump()["notes"]).toEqual([{ id: "1", user_id: null, thing_id: "1", body: "ours" }]);
  });

  test("a sentinel of 0 is somebody where there is a person 0", () => {
    const notes = table("notes", {
      id: "int pk",
      topic_id: "int -> topics part",
      user_id: "int ! default=0 -> users owner nofk",
      body: "text @content.text",
    });
    const topics = table("topics", { id: "int pk", user_id: "int -> users owner" });
    const one = bench([topics, notes], {
      topics: [{ id: "1", user_id: "1" }],
      notes: [{ id: "1", topic_id: "1", user_id: "0", body: "from Zoe" }],
    });
    one.erase(user("1"));
    expect(one.store.dump()["notes"]).toHaveLength(1);
  });

  test("a friendship goes with either friend, a transfer between two does not", () => {
    const friends = table("friends", {
      a: "int pk -> users owner",
      b: "int pk -> users owner",
      since: "ts @system.time",
    });
    const transfers = table("transfers", {
      id: "int pk",
      from_id: "int ! -> users owner",
      to_id: "int ! -> users owner",
      amount: "int @amount",
    });
    const friendly = bench([friends], { friends: [{ a: "1", b: "2" }] });
    expect(summarise(friendly.erase(user("1")))).toEqual({ users: { deleted: ["1"] }, friends: { deleted: ["1/2"] } });
    const paid = bench([transfers], { transfers: [{ id: "1", from_id: "1", to_id: "2", amount: "5" }] });
    expect(summarise(paid.erase(user("1")))).toEqual({ users: { deleted: ["1"] }, transfers: { detached: ["1"] } });
  });

  test("a row that merely names somebody whom it cannot let go of is no friendship of theirs", () => {
    const pairs = table("pairs", {
      id: "int pk",
      a: "int -> users owner",
      b: "int ! -> users owner",
      about: "int ! -> users context",
    });
    const one = bench([pairs], { pairs: [{ id: "1", a: "1", b: "2", about: "1" }] });
    expect(summarise(one.erase(user("1")))).toEqual({ users: { deleted: ["1"] }, pairs: { detached: ["1"] } });
    expect(one.store.dump()["pairs"]).toEqual([{ id: "1", a: null, b: "2", about: "-1" }]);
  });

  test("a text that others hold is shown to nobody else, however often it named the person as its owner", () => {
    const posts = table("posts", { id: "int pk", user_id: "int -> users owner" });
    const comments = table("comments", {
      id: "int pk",
      post_id: "int ! -> posts part",
      author: "int -> users owner",
      writer: "int -> users owner",
      body: "text @content.text",
    });
    const pins = table("pins", { id: "int pk", user_id: "int -> users owner", comment_id: "int -> comments holds" });
    const one = bench([posts, comments, pins], {
      posts: [{ id: "1", user_id: "2" }],
      comments: [{ id: "1", post_id: "1", author: "1", writer: "1", body: "secret" }],
      pins: [{ id: "1", user_id: "0", comment_id: "1" }],
    });
    const before = one.export(user("2"));
    one.erase(user("1"));
    expect(one.store.dump()["comments"]).toEqual([
      { id: "1", post_id: "1", author: "-1", writer: "-1", body: "secret" },
    ]);
    expect(one.export(user("2"))).toEqual(before);
  });

  test("whoever is only shown a thing is not shown what the person owned together with it", () => {
    const boards = table("boards", { id: "int pk", user_id: "int -> users owner", guest: "int -> users viewer" });
    const cards = table("cards", {
      id: "int pk",
      board_id: "int ! -> boards owner",
      user_id: "int -> users owner",
      body: "text @content.text",
    });
    const one = bench([boards, cards], {
      boards: [{ id: "1", user_id: "0", guest: "2" }],
      cards: [{ id: "1", board_id: "1", user_id: "1", body: "secret" }],
    });
    const [guest, owner] = [one.export(user("2")), one.export(user("0"))];
    one.erase(user("1"));
    expect(one.export(user("2"))).toEqual(guest);
    expect(one.export(user("0")).rows).toHaveLength(owner.rows.length);
  });

  test("what others hold stays with its details, which are nobody else's", () => {
    const files = table("files", { id: "int pk", user_id: "int -> users owner", name: "text @content.text" });
    const pages = table("pages", { id: "int pk", file_id: "int ! -> files part", text: "text @content.text" });
    const lists = table("lists", { id: "int pk", file_id: "int -> files holds" });
    const one = bench([files, pages, lists], {
      files: ["1", "2"].map((id) => ({ id, user_id: "1", name: `file ${id}` })),
      pages: ["1", "2"].map((id) => ({ id, file_id: id, text: `page ${id}` })),
      lists: [{ id: "1", file_id: "1" }],
    });
    expect(summarise(one.erase(user("1")))).toEqual({
      users: { deleted: ["1"] },
      files: { detached: ["1"], deleted: ["2"] },
      pages: { detached: ["1"], deleted: ["2"] },
    });
    expect(one.store.dump()["pages"]).toEqual([{ id: "1", file_id: "1", text: "page 1" }]);
  });

  test("whose a row that the law keeps is stays known, by way of what it is part of", () => {
    const orders = table("orders", { id: "int pk", user_id: "int -> users owner", note: "text @content.text" });
    const bills = table(
      "bills",
      { id: "int pk", order_id: "int ! -> orders part", total: "int @amount" },
      { retain: {} },
    );
    const one = bench([orders, bills], {
      orders: ["1", "2"].map((id) => ({ id, user_id: "1", note: `note ${id}` })),
      bills: [{ id: "1", order_id: "1", total: "5" }],
    });
    expect(summarise(one.erase(user("1")))).toEqual({
      users: { redacted: ["1"] },
      orders: { redacted: ["1"], deleted: ["2"] },
      bills: { retained: ["1"] },
    });
    expect(one.store.dump()["orders"]).toEqual([{ id: "1", user_id: "1", note: null }]);
    expect(one.export(user("1")).rows.some((row) => row.table === "bills")).toBe(true);
    expect(one.plan(user("1")).operations).toEqual([]);
  });

  test("a key that the law keeps by its type is not let go of by what is said of it without one", () => {
    const jobs = table(
      "jobs",
      { id: "int pk", owner_type: "text", owner_id: "int" },
      { edges: ["owner_id -> users owner nofk when=owner_type:user", "owner_id -> users context nofk"] },
    );
    const bills = table("bills", { id: "int pk", job_id: "int ! -> jobs part" }, { retain: {} });
    const one = bench([jobs, bills], {
      jobs: [{ id: "1", owner_type: "user", owner_id: "1" }],
      bills: [{ id: "1", job_id: "1" }],
    });
    expect(summarise(one.erase(user("1")))).toEqual({
      users: { redacted: ["1"] },
      jobs: { redacted: ["1"] },
      bills: { retained: ["1"] },
    });
    expect(one.store.dump()["jobs"]).toEqual([{ id: "1", owner_type: "user", owner_id: "1" }]);
    expect(one.plan(user("1")).operations).toEqual([]);
  });

  test("an address that is blanked keeps nobody, though the row that held it stays for the law's sake", () => {
    const readers = table("readers", { id: "int pk", email: "text ! unique @contact.email #email" });
    const orders = table("orders", {
      id: "int pk",
      user_id: "int -> users owner",
      email: "text -> readers.email owner match @contact.email",
    });
    const bills = table("bills", { id: "int pk", order_id: "int ! -> orders part" }, { retain: {} });
    const one = bench([readers, orders, bills], {
      readers: [{ id: "1", email: "ada@example.org" }],
      orders: [{ id: "1", user_id: "1", email: "ada@example.org" }],
      bills: [{ id: "1", order_id: "1" }],
    });
    const ada = [...user("1"), ...user("1", "readers")];
    expect(summarise(one.erase(ada))).toEqual({
      users: { redacted: ["1"] },
      readers: { deleted: ["1"] },
      orders: { redacted: ["1"] },
      bills: { retained: ["1"] },
    });
    expect(one.store.dump()["orders"]).toEqual([{ id: "1", user_id: "1", email: null }]);
    expect(one.plan(ada).operations).toEqual([]);
  });

  test("a login by which somebody's other row names them goes with the one in their own row", () => {
    const members = table("members", {
      id: "int pk",
      login: "text unique @identity.username #username",
      email: "text ! @contact.email #email",
    });
    const readers = table(
      "readers",
      {
        id: "int pk",
        login: "text -> members.login owner same nofk @identity.username",
        email: "text ! @contact.email #email",
      },
      { kind: "subject" },
    );
    const orders = table("orders", { id: "int pk", reader_id: "int ! -> readers owner" });
    const bills = table("bills", { id: "int pk", order_id: "int ! -> orders part" }, { retain: {} });
    const one = createBench(model(members, readers, orders, bills), {
      members: [{ id: "1", login: "ada7", email: "ada@example.org" }],
      readers: [{ id: "5", login: "ada7", email: "ada@example.org" }],
      orders: [{ id: "1", reader_id: "5" }],
      bills: [{ id: "1", order_id: "1" }],
    });
    const plan = one.erase(user("1", "members"));
    expect(summarise(plan)).toMatchObject({ readers: { redacted: ["5"] }, bills: { retained: ["1"] } });
    expect(one.store.find("ada7")).toEqual([]);
    expect(one.verify(plan)).toEqual([]);
  });

  test("what the law keeps for its owner does not go because somebody whom it was shared with leaves", () => {
    const permits = table(
      "permits",
      { id: "int pk", user_id: "int ! -> users owner", seen_by: "int ! -> users viewer" },
      { retain: {} },
    );
    const one = bench([permits], { permits: [{ id: "1", user_id: "2", seen_by: "1" }] });
    one.erase(user("1"));
    expect(one.store.dump()["permits"]).toEqual([{ id: "1", user_id: "2", seen_by: "-1" }]);
  });

  test("two rows that are the same person are erased as one, whatever else the reference between them is", () => {
    const contacts = table(
      "contacts",
      { id: "int pk", user_id: "int -> users context same", mail: "text @contact.email" },
      { kind: "subject" },
    );
    const calls = table("calls", { id: "int pk", contact_id: "int ! -> contacts owner" });
    const one = bench([contacts, calls], {
      contacts: ["1", "2"].map((id) => ({ id: `c${id}`, user_id: id, mail: `c${id}@example.org` })),
      calls: ["1", "2"].map((id) => ({ id, contact_id: `c${id}` })),
    });
    expect(summarise(one.erase(user("1")))).toEqual({
      users: { deleted: ["1"] },
      contacts: { deleted: ["c1"] },
      calls: { deleted: ["1"] },
    });
  });

  test("a share that goes keeps nobody as a husk, whatever else of it names the person", () => {
    const shares = table("shares", {
      id: "int pk",
      by_id: "int ! -> users actor",
      to_id: "int ! -> users viewer",
    });
    const one = bench([shares], { shares: [{ id: "1", by_id: "1", to_id: "1" }] });
    expect(summarise(one.erase(user("1")))).toEqual({ users: { deleted: ["1"] }, shares: { deleted: ["1"] } });
  });

  test("a share that holds something says something", () => {
    const docs = table("docs", { id: "int pk", title: "text @content.text" });
    const shares = table("shares", {
      id: "int pk",
      doc_id: "int ! -> docs holds",
      a: "int ! -> users owner",
      b: "int ! -> users owner",
    });
    const one = bench([docs, shares], {
      docs: [{ id: "1", title: "ours" }],
      shares: [{ id: "1", doc_id: "1", a: "1", b: "2" }],
    });
    one.erase(user("1"));
    expect(one.store.dump()["docs"]).toEqual([{ id: "1", title: "ours" }]);
    expect(one.export(user("2")).rows.some((row) => row.table === "docs")).toBe(true);
  });
});

describe("long lists", () => {
  const many = Array.from({ length: 3000 }, (_, at) => String(at + 10));
  const photos = table("photos", { id: "int pk", user_id: "int -> users owner" });
  const albums = table("albums", {
    id: "int pk",
    user_id: "int -> users owner",
    photo_ids: "text -> photos context list nofk",
  });

  test.each([
    ["in one list", [{ id: "1", user_id: "2", photo_ids: ["9", ...many].join(",") }]],
    ["in a list each", many.map((id) => ({ id, user_id: "2", photo_ids: `9,${id}` }))],
  ])("thousands of rows %s are taken out at once, and not each with all before it", (_name, lists) => {
    const one = bench([photos, albums], {
      photos: [{ id: "9", user_id: "2" }, ...many.map((id) => ({ id, user_id: "1" }))],
      albums: lists,
    });
    const start = performance.now();
    const plan = one.plan(user("1"));
    // A tenth of a second; several where each is put together with all before it.
    expect(performance.now() - start).toBeLessThan(2500);
    expect(plan.operations.filter(({ table: name }) => name === "albums")).toHaveLength(1);
    one.erase(user("1"));
    expect(new Set(one.store.dump()["albums"]?.map(({ photo_ids }) => photo_ids))).toEqual(new Set(["9"]));
  });
});
