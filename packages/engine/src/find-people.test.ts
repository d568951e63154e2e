import { expect, test } from "vitest";
import { findPeople } from "./find-people.ts";
import type { PersonQuery } from "./rights.ts";
import type { KeyQuery, KeyRows } from "./store.ts";
import { model, table } from "./testing/build-model.ts";
import { createBench, drive } from "./testing/rights-bench.ts";

const users = table("users", {
  id: "int pk",
  email: "text @contact.email #email",
  phone: "text @contact.phone #phone",
  merged_into: "int -> users owner same set-null",
});
const invites = table("invites", { id: "int pk", email: "text @contact.email #email" });
const bench = createBench(model(users, invites), {
  users: [
    { id: "1", email: "Ada@Example.org", phone: "1" },
    { id: "2", email: "ada@example.org", phone: "2", merged_into: "1" },
    { id: "3", email: "eve@example.org", phone: "9" },
    { id: "4", email: "eve@example.org", phone: "9" },
    { id: "5", email: "ihsan@example.org", phone: null },
  ],
  invites: [{ id: "7", email: "gus@example.org" }],
});
const email = (...values: readonly string[]): PersonQuery => ({
  identifiers: values.map((value) => ({ kind: "email", value })),
  keys: [],
});
const row = (key: string, name = "users"): PersonQuery => ({ identifiers: [], keys: [{ table: name, key: [key] }] });

const QUERIES = [
  email(" ada@EXAMPLE.org"),
  email("ada@example.org", "gus@example.org"),
  email("eve@example.org"),
  email("nobody@example.org"),
  { identifiers: [{ kind: "phone", value: "9" }], keys: [] },
  row("5"),
  row("6"),
  row("1", "orders"),
  email(""),
];

test("many people are found as each is found alone, in one wave", () => {
  let waves = 0;
  const counting = {
    findKeys(queries: readonly KeyQuery[]): readonly KeyRows[] {
      waves += 1;
      return bench.store.findKeys(queries);
    },
  };
  const together = drive(counting, findPeople(bench.index.model, QUERIES));
  expect(together).toEqual(QUERIES.map((query) => bench.find(query)));
  // One for everybody, and those that the rows which may be one person need.
  expect(waves).toBeLessThan(6);
});

test("a store that takes other texts for equal is asked for each of them alone", () => {
  // As a collation does that ignores accents.
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const asked: number[] = [];
  const loose = {
    findKeys(queries: readonly KeyQuery[]): readonly KeyRows[] {
      asked.push(queries.length);
      return queries.map(({ select, any: [match] }) => {
        const wanted = match?.kind === "key" ? match.in.map(([text = ""]) => plain(text)) : [];
        const rows = (bench.store.tables.get("users") ?? []).filter((one) =>
          wanted.includes(plain(one["email"] ?? "")),
        );
        return rows.map((one) => select.map((name) => one[name] ?? null));
      });
    },
  };
  const found = drive(loose, findPeople(model(users), [email("Ìhsan@example.org"), email("eve@example.org")]));
  expect(found[0]?.subjects).toEqual([{ table: "users", key: ["5"] }]);
  expect(found[1]?.findings.map(({ code }) => code)).toEqual(["person_ambiguous"]);
  expect(asked.slice(0, 2)).toEqual([1, 2]);
});
