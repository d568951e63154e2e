/** Ghosts: when a row can be made up that stands in for people who have left, and that it is never taken for a person. */
import { describe, expect, test } from "vitest";
import { findPeopleOf } from "./find-people-of.ts";
import { possibleGhosts } from "./ghosts.ts";
import { model, type TableOptions, table } from "./testing/build-model.ts";
import { createBench, drive, summarise, user } from "./testing/rights-bench.ts";

const PERSON = { email: "text ! unique @contact.email #email", name: "text ! @name", bio: "text @content.text" };
const reviews = table("reviews", {
  id: "int pk",
  user_id: "int -> users owner",
  checked_by: "int ! -> users actor",
  body: "text @content.text",
});

const open = (users = table("users", { id: "int pk", ...PERSON })) =>
  createBench(model(users, reviews), {
    users: ["1", "2", "3"].map((id) => ({ id, email: `u${id}@example.org`, name: `User ${id}`, bio: null })),
    reviews: [
      { id: "10", user_id: "3", checked_by: "1", body: "fine" },
      { id: "11", user_id: "3", checked_by: "2", body: "good" },
    ],
  });

describe("a ghost", () => {
  test("is made once, stands in for everybody who leaves, and the rows of others stay as they were", () => {
    const bench = open();
    const before = bench.export(user("3"));
    const first = bench.erase(user("1"));
    expect(first.ghosts).toEqual([{ table: "users", key: ["-1"] }]);
    const second = bench.erase(user("2"));
    expect(second.ghosts).toBeUndefined();
    expect([summarise(first)["users"], summarise(second)["users"]]).toEqual([{ deleted: ["1"] }, { deleted: ["2"] }]);
    expect(bench.store.dump()["users"]).toEqual([
      { id: "-1", email: "erased--1@kept.invalid", name: "", bio: null },
      { id: "3", email: "u3@example.org", name: "User 3", bio: null },
    ]);
    expect(bench.store.dump()["reviews"]?.map((row) => row["checked_by"])).toEqual(["-1", "-1"]);
    expect(bench.export(user("3"))).toEqual(before);
    expect([bench.verify(first), bench.verify(second)]).toEqual([[], []]);
    expect(bench.isCarriedOut(first)).toBe(true);
  });

  test("is nobody: not found by key or address, owner of nothing, no reason for anything to stay", () => {
    const bench = open();
    bench.erase(user("1"));
    const keys = [{ table: "users", key: ["-1"] }];
    for (const query of [{ keys }, { identifiers: [{ kind: "email", value: "erased--1@kept.invalid" }] }]) {
      const found = bench.find(query);
      expect([found.subjects, found.findings.map(({ code }) => code)]).toEqual([[], ["person_not_found"]]);
    }
    const above = drive(bench.store, findPeopleOf(bench.index, { table: "reviews", key: ["10"] }));
    expect(above.people).toEqual([{ table: "users", key: ["3"] }]);
    expect(summarise(bench.erase(user("3")))).toEqual({
      users: { deleted: ["3"] },
      reviews: { deleted: ["10", "11"] },
    });
  });

  test("owns what has lost its last owner only in name: the last co-owner takes the row along", () => {
    const deals = table("deals", {
      id: "int pk",
      a_id: "int ! -> users owner",
      b_id: "int ! -> users owner",
      text: "text @content.text",
    });
    for (const [first, last] of [
      ["1", "2"],
      ["2", "1"],
    ] as const) {
      const bench = createBench(model(table("users", { id: "int pk", ...PERSON }), deals), {
        users: ["1", "2"].map((id) => ({ id, email: `u${id}@example.org`, name: id, bio: null })),
        deals: [{ id: "5", a_id: "1", b_id: "2", text: "hello" }],
      });
      bench.erase(user(first));
      expect(bench.store.dump()["deals"]).toHaveLength(1);
      expect(summarise(bench.erase(user(last)))["deals"]).toEqual({ deleted: ["5"] });
    }
  });

  test("keeps a row that others hold, and that hangs on something, from being shown with that", () => {
    const topics = table("topics", { id: "int pk", user_id: "int -> users owner" });
    const readers = table("readers", { topic_id: "int pk -> topics holds", user_id: "int pk -> users viewer" });
    const photos = table("photos", {
      id: "int pk",
      user_id: "int -> users owner",
      topic_id: "int -> topics part",
      text: "text @content.text",
    });
    const albums = table("albums", { id: "int pk", user_id: "int -> users owner", photo_id: "int -> photos holds" });
    const bench = createBench(model(table("users", { id: "int pk", ...PERSON }), topics, readers, photos, albums), {
      users: ["1", "2", "3", "4"].map((id) => ({ id, email: `u${id}@example.org`, name: id, bio: null })),
      topics: [{ id: "5", user_id: "2" }],
      readers: [{ topic_id: "5", user_id: "3" }],
      photos: [{ id: "7", user_id: "1", topic_id: "5", text: "by 1" }],
      albums: [{ id: "9", user_id: "4", photo_id: "7" }],
    });
    const shown = (id: string) => bench.export(user(id)).rows.filter((row) => row.table === "photos");
    expect([shown("2"), shown("3")]).toEqual([[], []]);
    bench.erase(user("1"));
    expect(bench.store.dump()["photos"]).toEqual([{ id: "7", user_id: "-1", topic_id: "5", text: "by 1" }]);
    expect([shown("2"), shown("3")]).toEqual([[], []]);
    expect(summarise(bench.erase(user("4")))["photos"]).toEqual({ deleted: ["7"] });
  });

  test("gives way where two rows could not both name it, and where somebody has its key", () => {
    const votes = table(
      "votes",
      { id: "int pk", by_id: "int ! -> users actor", post_id: "int", text: "text @content.text" },
      { unique: [["by_id", "post_id"]] },
    );
    const rows = ["1", "2", "-1"].map((id) => ({ id, email: `u${id}@example.org`, name: id, bio: null }));
    const unique = createBench(model(table("users", { id: "int pk", ...PERSON }), votes), {
      users: rows.slice(0, 2),
      votes: [{ id: "1", by_id: "1", post_id: "1", text: "yes" }],
    });
    expect(summarise(unique.erase(user("1")))["users"]).toEqual({ redacted: ["1"] });
    const taken = createBench(model(table("users", { id: "int pk", ...PERSON }), reviews), {
      users: rows,
      reviews: [{ id: "10", user_id: "2", checked_by: "1", body: "fine" }],
    });
    expect(summarise(taken.erase(user("1")))["users"]).toEqual({ redacted: ["1"] });
    expect(taken.find({ keys: [{ table: "users", key: ["-1"] }] }).subjects).toHaveLength(1);
  });

  test("gives way in a column that points at something else as well", () => {
    const members = table("members", { org_id: "int pk", user_id: "int pk", since: "ts @system.time" });
    const votes = table(
      "votes",
      { id: "int pk", org_id: "int !", by_id: "int ! -> users actor", text: "text @content.text" },
      { edges: ["org_id, by_id -> members(org_id, user_id) context no-action"] },
    );
    const bench = createBench(model(table("users", { id: "int pk", ...PERSON }), members, votes), {
      users: ["1", "2"].map((id) => ({ id, email: `u${id}@example.org`, name: id, bio: null })),
      members: [{ org_id: "5", user_id: "1" }],
      votes: [{ id: "1", org_id: "5", by_id: "1", text: "yes" }],
    });
    expect(summarise(bench.erase(user("1")))["users"]).toEqual({ redacted: ["1"] });
    expect(bench.store.dump()["votes"]?.[0]?.["by_id"]).toBe("1");
  });

  test("takes the place of person 0 where 0 says nobody, too", () => {
    const notes = table("notes", {
      id: "int pk",
      user_id: "int -> users owner",
      by_id: "int ! default=0 -> users actor nofk",
      text: "text @content.text",
    });
    const bench = createBench(model(table("users", { id: "int pk", ...PERSON }), notes), {
      users: ["0", "1"].map((id) => ({ id, email: `u${id}@example.org`, name: id, bio: null })),
      notes: [{ id: "1", user_id: "1", by_id: "0", text: "hello" }],
    });
    const plan = bench.erase(user("0"));
    expect(bench.store.dump()["notes"]?.[0]?.["by_id"]).toBe("-1");
    expect([bench.verify(plan), plan.nobody]).toEqual([[], undefined]);
  });
});

test.each<[string, Record<string, string>, TableOptions, Record<string, string> | null]>([
  ["numbers", { id: "int pk", ...PERSON }, {}, { id: "-1", email: "erased--1@kept.invalid", name: "" }],
  ["texts", { id: "text pk", name: "text @name" }, {}, { id: "kept-ghost" }],
  [
    "identifiers",
    { id: "uuid pk", seen: "ts ! @system.time" },
    {},
    { id: "00000000-6b65-8000-8000-7067686f7374", seen: "1970-01-02 00:00:00" },
  ],
  ["what has a default", { id: "int pk", rank: "int ! default=0 @system.flag" }, {}, { id: "-1" }],
  ["itself", { id: "int pk", boss: "int ! -> users actor" }, {}, { id: "-1", boss: "-1" }],
  ["a short key", { id: "text pk max=5" }, {}, null],
  ["a state out of a list", { id: "int pk", state: "enum ! @system.flag" }, {}, null],
  ["a company that must be", { id: "int pk", company: "int ! -> companies part" }, {}, null],
  ["no right to add", { id: "int pk" }, { may: { insert: false } }, null],
])("a row of people with %s", (_, columns, options, values) => {
  const companies = table("companies", { id: "int pk", name: "text @other" });
  const ghosts = possibleGhosts(model(table("users", columns, { kind: "subject", ...options }), companies));
  expect(ghosts.get("users")?.values ?? null).toEqual(values);
});
