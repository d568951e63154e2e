import { describe, expect, test } from "vitest";
import { addFindings } from "./plan-findings.ts";
import { model, table } from "./testing/build-model.ts";
import { createBench, user } from "./testing/rights-bench.ts";

const users = table("users", { id: "int pk", email: "text @contact.email #email" });
const people = {
  users: [
    { id: "1", email: "ada@example.org" },
    { id: "2", email: "bob@example.org" },
  ],
};

function findings(tables: readonly ReturnType<typeof table>[], data = {}) {
  return createBench(model(users, ...tables), { ...people, ...data })
    .plan(user("1"))
    .findings.map(({ code, table: name, column, blocks }) => `${code} ${name}.${column}${blocks ? "" : " (open)"}`);
}

describe("what blocks a plan", () => {
  test("an unconfirmed edge, with or without rows, also below a profile under the same key", () => {
    const profiles = table("profiles", { id: "int pk -> users part" }, { kind: "subject" });
    const notes = table("notes", { id: "int pk", profile_id: "int -> profiles owner proposed nofk" });
    expect(findings([profiles, notes])).toEqual(["edge_unconfirmed notes.profile_id"]);
  });

  test("an unconfirmed pointer that would be changed, and only then", () => {
    const orders = table("orders", { id: "int pk", user_id: "int -> users owner" });
    const codes = table("codes", { id: "int pk", code: "int -> orders context proposed nofk" });
    const order = [{ id: "5", user_id: "1" }];
    expect(findings([orders, codes], { orders: order, codes: [{ id: "1", code: "6" }] })).toEqual([]);
    expect(findings([orders, codes], { orders: order, codes: [{ id: "1", code: "5" }] })).toEqual([
      "edge_unconfirmed codes.code",
    ]);
  });

  test("rows that may not be read or changed, repairs included", () => {
    const orders = table("orders", { id: "int pk", user_id: "int -> users owner" }, { may: { delete: false } });
    const secret = table("secret", { id: "int pk", user_id: "int -> users context" }, { may: { read: false } });
    const pages = table("pages", { id: "int pk", by_id: "int -> users context" }, { may: { update: false } });
    expect(
      findings([orders, secret, pages], {
        orders: [{ id: "1", user_id: "1" }],
        secret: [{ id: "1", user_id: "1" }],
        pages: [{ id: "1", by_id: "1" }],
      }).sort(),
    ).toEqual(["permission_missing orders.", "permission_missing pages.", "permission_missing secret."]);
  });

  test("a key of the map that names several people's rows", () => {
    const log = table("log", { day: "int", user_id: "int -> users owner nofk" }, { key: ["day"] });
    const rows = (second: string) => ({
      log: [
        { day: "1", user_id: "1" },
        { day: "1", user_id: second },
      ],
    });
    expect(findings([log], rows("2"))).toEqual(["key_not_unique log."]);
    expect(findings([log], rows("1"))).toEqual([]);
    expect(findings([log], { log: [{ day: null, user_id: "1" }] })).toEqual(["key_missing log."]);
  });

  test("a guess about a column, and a column that cannot be blanked, once a row has to stay", () => {
    const topics = (columns: Record<string, string>) => [
      table("topics", { id: "int pk", user_id: "int -> users owner", ...columns }),
      table("posts", { id: "int pk", topic_id: "int ! -> topics part", user_id: "int -> users owner" }),
    ];
    const data = {
      topics: [{ id: "1", user_id: "1", mood: "sad" }],
      posts: [{ id: "1", topic_id: "1", user_id: "2" }],
    };
    expect(findings(topics({ mood: "text @content.text guess" }), data)).toEqual(["category_unclear topics.mood"]);
    expect(findings(topics({ mood: "enum ! @special.health" }), data)).toEqual(["column_not_blanked topics.mood"]);
    expect(findings(topics({ mood: "enum ! @special.health keep" }), data)).toEqual([]);
    expect(findings(topics({ mood: "text @content.text" }), data)).toEqual([]);
    expect(findings(topics({ mood: "enum ! @special.health" }), { topics: data.topics })).toEqual([]);
  });
});

test("what the system's findings say already is not said again", () => {
  const finding = {
    code: "key_missing",
    table: "log",
    column: "",
    message: "",
    suggestion: "key: [a, b]",
    blocks: true,
  };
  const again = { ...finding, suggestion: "key: [<columns>]" };
  const other = { ...again, table: "notes" };
  expect(addFindings([finding], [again, other])).toEqual([finding, other]);
  expect(addFindings([{ ...finding, blocks: false }], [again])).toHaveLength(2);
});
