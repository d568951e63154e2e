/** What is left to do when a person is erased again, and what it costs to know. */
import { describe, expect, test } from "vitest";
import { planErasure } from "./plan-erasure.ts";
import { EVERYTHING } from "./rights.ts";
import type { KeyQuery } from "./store.ts";
import { model, table } from "./testing/build-model.ts";
import { createBench, type RightsBench, summarise, user } from "./testing/rights-bench.ts";

// Nobody may be added, so that whoever must be named stays.
const users = table(
  "users",
  { id: "int pk", email: "text ! unique @contact.email #email", bio: "text @content.text" },
  { may: { insert: false } },
);
const topics = table("topics", {
  id: "int pk",
  user_id: "int ! -> users owner",
  title: "text ! @content.text",
  started: "ts ! @identity.birth-date",
});
const posts = table("posts", { id: "int pk", topic_id: "int ! -> topics part", user_id: "int ! -> users owner" });
const open = () =>
  createBench(model(users, topics, posts), {
    users: [
      { id: "1", email: "ada@example.org", bio: "climbs" },
      { id: "2", email: "bob@example.org", bio: null },
    ],
    topics: [{ id: "5", user_id: "1", title: "rope", started: "2020-02-03 00:00:00" }],
    posts: [
      { id: "7", topic_id: "5", user_id: "2" },
      { id: "8", topic_id: "5", user_id: "1" },
    ],
  });

/** Plans, and counts the questions about tables as they pass by. */
function planAndCount(bench: RightsBench) {
  const asked: KeyQuery[] = [];
  const work = planErasure(bench.index, user("1"), {
    scope: EVERYTHING,
    today: "2030-01-01",
    abilities: {
      checksForeignKeysByRow: false,
      deferredConstraints: false,
      canSuspendForeignKeys: false,
      joinsStatements: false,
    },
    findings: [],
  });
  let step = work.next([]);
  while (!step.done) {
    asked.push(...step.value);
    step = work.next(bench.store.findKeys(step.value));
  }
  return { plan: step.value, asked };
}

describe("a person whose row had to stay", () => {
  test("has nothing left the second time, and the plan says which rows are done", () => {
    const bench = open();
    expect(summarise(bench.erase(user("1")))).toEqual({
      users: { redacted: ["1"] },
      topics: { redacted: ["5"] },
      posts: { deleted: ["8"] },
    });
    const again = bench.plan(user("1"));
    expect([again.tables, again.operations, again.identifying]).toEqual([[], [], []]);
    expect(again.settled).toEqual([
      { table: "users", key: ["1"] },
      { table: "topics", key: ["5"] },
    ]);
    expect(bench.verify(again)).toEqual([]);
  });

  test("is erased again as far as something came since", () => {
    const bench = open();
    bench.erase(user("1"));
    bench.store.tables.get("posts")?.push({ id: "9", topic_id: "5", user_id: "1" });
    const more = bench.erase(user("1"));
    expect(summarise(more)).toEqual({ posts: { deleted: ["9"] } });
    expect(bench.verify(more)).toEqual([]);
    const husk = bench.store.tables.get("users")?.find(({ id }) => id === "1");
    if (husk !== undefined) husk["bio"] = "climbs again";
    const once = bench.erase(user("1"));
    expect(summarise(once)).toEqual({ users: { redacted: ["1"] }, topics: { redacted: ["5"] } });
    expect(bench.store.find("climbs")).toEqual([]);
  });

  test("goes with the last row that depends on it", () => {
    const bench = open();
    bench.erase(user("1"));
    bench.erase(user("2"));
    expect(summarise(bench.erase(user("1")))).toEqual({ users: { deleted: ["1"] }, topics: { deleted: ["5"] } });
  });

  test("is told of every row the first time, also of those that hold nothing", () => {
    const bench = open();
    for (const row of bench.store.tables.get("topics") ?? [])
      Object.assign(row, { title: "", started: "1970-01-02 00:00:00" });
    expect(summarise(bench.plan(user("1")))).toMatchObject({ topics: { redacted: ["5"] } });
  });

  test("a value that says nobody once a row of theirs is gone lets go of the others at once", () => {
    const albums = table("albums", { id: "int pk", user_id: "int ! -> users owner", name: "text @content.text" });
    const covered = table("topics", {
      id: "int pk",
      user_id: "int ! -> users owner",
      album_id: "int ! default=0 -> albums holds nofk",
    });
    const openWith = (...covers: readonly string[]) =>
      createBench(model(users, albums, covered, posts), {
        users: ["1", "2"].map((id) => ({ id, email: `person.${id}@example.org`, bio: null })),
        albums: ["0", "1", "2"].map((id) => ({ id, user_id: "1", name: `album ${id}` })),
        topics: covers.map((album_id, at) => ({ id: String(at), user_id: "1", album_id })),
        posts: covers.map((_, at) => ({ id: String(at), topic_id: String(at), user_id: "2" })),
      });
    const bench = openWith("2");
    const plan = bench.erase(user("1"));
    expect(summarise(plan)["albums"]).toEqual({ deleted: ["0", "1", "2"] });
    expect(bench.store.dump()["topics"]).toEqual([{ id: "0", user_id: "1", album_id: "0" }]);
    expect(bench.verify(plan)).toEqual([]);
    expect(bench.plan(user("1")).operations).toEqual([]);
    // A row that names row 0 itself keeps it, and with it what 0 stands for.
    const other = openWith("2", "0");
    expect(summarise(other.erase(user("1")))["albums"]).toEqual({ deleted: ["1"], redacted: ["0", "2"] });
    expect(other.plan(user("1")).operations).toEqual([]);
  });

  test("costs one question more, that reads no text, and none where what is known tells already", () => {
    const first = planAndCount(open()).asked;
    expect(first.filter(({ any }) => any.some(({ when }) => "bio" in when || "title" in when))).toEqual([]);
    const bench = open();
    bench.erase(user("1"));
    const { asked, plan } = planAndCount(bench);
    expect(plan.tables).toEqual([]);
    expect(asked.flatMap(({ select }) => select)).not.toContain("title");
    expect(asked.filter(({ any }) => any.some(({ when }) => "bio" in when))).toHaveLength(1);
  });
});
