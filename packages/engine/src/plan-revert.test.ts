/** Taking a change back when the world has moved on: newer values stay, and nobody is overwritten in silence. */
import { describe, expect, test } from "vitest";
import type { Diff } from "./diff.ts";
import { model, table } from "./testing/build-model.ts";
import { asChange, changeObserved, restriction, revert } from "./testing/lifecycle-bench.ts";
import { createBench, dumpWithoutGhosts, type RightsBench, user } from "./testing/rights-bench.ts";

const MODEL = model(
  table("users", { id: "int pk", name: "text @name", email: "text ! unique @contact.email #email" }),
  table("topics", { id: "int pk", posts: "int ! default=0 counts=posts.topic_id" }),
  table("posts", {
    id: "int pk",
    user_id: "int ! -> users owner",
    topic_id: "int -> topics context",
    body: "text @content.text",
  }),
);
const DATA = {
  users: [
    { id: "1", name: "Ada", email: "ada@example.org" },
    { id: "2", name: "Bob", email: "bob@example.org" },
  ],
  topics: [{ id: "9", posts: "3" }],
  posts: [
    { id: "5", user_id: "1", topic_id: "9", body: "one" },
    { id: "6", user_id: "1", topic_id: "9", body: "two" },
    { id: "7", user_id: "2", topic_id: "9", body: "three" },
  ],
};

function open(): RightsBench {
  return createBench(MODEL, DATA);
}
const rowOf = (bench: RightsBench, name: string, id: string) => {
  const row = bench.store.tables.get(name)?.find((one) => one["id"] === id);
  if (row === undefined) throw new Error(`no row ${name} ${id}`);
  return row;
};
const codes = (bench: RightsBench, diff: Diff) =>
  revert(bench, diff).findings.map(({ code, table: name, column, blocks }) => `${code} ${name}.${column} ${blocks}`);

describe("a lift", () => {
  const restricted = () => {
    const bench = open();
    return { bench, diff: changeObserved(bench, asChange(restriction(bench, user("1")))) };
  };

  test("keeps a newer value, says so, and restores the rest", () => {
    const { bench, diff } = restricted();
    rowOf(bench, "users", "1")["name"] = "Ada Newname";
    expect(codes(bench, diff)).toEqual(["value_newer users.name false"]);
    changeObserved(bench, revert(bench, diff));
    expect(rowOf(bench, "users", "1")).toEqual({ id: "1", name: "Ada Newname", email: "ada@example.org" });
    expect(rowOf(bench, "posts", "5")["body"]).toBe("one");
  });

  test("of a value that was put back by hand says nothing", () => {
    const { bench, diff } = restricted();
    rowOf(bench, "users", "1")["name"] = "Ada";
    expect(codes(bench, diff)).toEqual([]);
  });

  test("is refused while somebody else has what may stand in one row only", () => {
    const { bench, diff } = restricted();
    rowOf(bench, "users", "2")["email"] = "ada@example.org";
    expect(codes(bench, diff)).toEqual(["value_taken users.email true"]);
  });

  test("tells rows that are gone", () => {
    const { bench, diff } = restricted();
    bench.store.tables.get("posts")?.splice(0, 1);
    expect(codes(bench, diff)).toEqual(["row_gone posts. false"]);
    changeObserved(bench, revert(bench, diff));
    expect(rowOf(bench, "posts", "6")["body"]).toBe("two");
  });
});

describe("an undo", () => {
  const erased = () => {
    const bench = open();
    return { bench, diff: changeObserved(bench, asChange(bench.plan(user("1")))) };
  };

  test("puts rows and counters back", () => {
    const { bench, diff } = erased();
    expect(rowOf(bench, "topics", "9")["posts"]).toBe("1");
    changeObserved(bench, revert(bench, diff));
    expect(bench.store.dump()).toEqual(open().store.dump());
  });

  test("counts anew what others have moved since", () => {
    const { bench, diff } = erased();
    bench.store.tables.get("posts")?.push({ id: "8", user_id: "2", topic_id: "9", body: "four" });
    rowOf(bench, "topics", "9")["posts"] = "2";
    expect(codes(bench, diff)).toEqual([]);
    changeObserved(bench, revert(bench, diff));
    expect(rowOf(bench, "topics", "9")["posts"]).toBe("4");
  });

  test("refuses rows that collide, and says which", () => {
    const { bench, diff } = erased();
    bench.store.tables.get("posts")?.push({ id: "5", user_id: "2", topic_id: null, body: "another" });
    bench.store.tables.get("users")?.push({ id: "3", name: "Eve", email: "ada@example.org" });
    expect(codes(bench, diff)).toEqual(["row_taken posts. true", "value_taken users.email true"]);
  });

  test("refuses rows whose parent is gone", () => {
    const { bench, diff } = erased();
    bench.store.tables.get("posts")?.splice(0);
    bench.store.tables.get("topics")?.splice(0);
    expect(codes(bench, diff)).toContain("parent_gone posts.topic_id true");
  });

  describe("of whoever has the key by which rows say nobody", () => {
    const zero = () =>
      createBench(
        model(
          table("users", { id: "int pk", email: "text @contact.email #email" }),
          table("boats", {
            id: "int pk",
            first_id: "int ! default=0 -> users owner nofk",
            second_id: "int ! default=0 -> users owner nofk",
            name: "text @content.text",
          }),
        ),
        {
          users: ["0", "1", "2"].map((id) => ({ id, email: `${id}@example.org` })),
          boats: [
            { id: "5", first_id: "0", second_id: "2", name: "of 0 and 2" },
            { id: "6", first_id: "1", second_id: "2", name: "of 1 and 2" },
          ],
        },
      );
    const leave = (bench: RightsBench, id: string) => changeObserved(bench, asChange(bench.plan(user(id))));

    test("is refused where rows were given that value since, and not for those that had it before", () => {
      const bench = zero();
      const before = bench.store.dump();
      const diff = leave(bench, "0");
      expect(codes(bench, diff)).toEqual([]);
      const other = leave(bench, "1");
      expect(rowOf(bench, "boats", "6")["first_id"]).toBe("0");
      expect(codes(bench, diff)).toEqual(["nobody_named boats.first_id true"]);
      // The one who left last comes back first; then nothing says nobody by it any more.
      changeObserved(bench, revert(bench, other));
      expect(codes(bench, diff)).toEqual([]);
      changeObserved(bench, revert(bench, diff));
      expect(dumpWithoutGhosts(bench)).toEqual(before);
    });

    test("holds of a row of theirs too, where it names another one by that value now", () => {
      const bench = zero();
      const diff = leave(bench, "0");
      rowOf(bench, "boats", "6")["first_id"] = "0";
      expect(codes(bench, diff)).toEqual(["nobody_named boats.first_id true"]);
      rowOf(bench, "boats", "6")["first_id"] = "1";
      rowOf(bench, "boats", "5")["name"] = "renamed";
      expect(codes(bench, diff)).toEqual([]);
    });
  });
});
