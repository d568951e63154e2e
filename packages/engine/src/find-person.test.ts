import { describe, expect, test } from "vitest";
import { model, table } from "./testing/build-model.ts";
import { createBench, summarise } from "./testing/rights-bench.ts";

const users = table("users", {
  id: "int pk",
  email: "text @contact.email #email",
  phone: "text @contact.phone #phone",
  merged_into: "int -> users owner same set-null",
});
const invites = table("invites", { id: "int pk", email: "text @contact.email #email" });
const data = {
  users: [
    { id: "1", email: "Ada@Example.org", phone: "1" },
    { id: "2", email: "ada@example.org", phone: "2", merged_into: "1" },
    { id: "3", email: "eve@example.org", phone: "9" },
    { id: "4", email: "eve@example.org", phone: "9" },
    { id: "5", email: "", phone: null },
  ],
  invites: [{ id: "7", email: "gus@example.org" }],
};
const bench = createBench(model(users, invites), data);
const codes = (found: ReturnType<typeof bench.find>) => found.findings.map(({ code }) => code);
const email = (value: string) => ({ identifiers: [{ kind: "email", value }] });

describe("findPerson", () => {
  test("several rows are one person where `same` leads from one to the other, and only there", () => {
    const ada = bench.find(email(" ada@EXAMPLE.org"));
    expect(ada.subjects.map(({ key }) => key[0])).toEqual(["1", "2"]);
    expect(codes(ada)).toEqual([]);
    expect(codes(bench.find(email("eve@example.org")))).toEqual(["person_ambiguous"]);
  });

  test("two identifiers of one person may find two rows", () => {
    const both = bench.find({
      identifiers: [
        { kind: "email", value: "ada@example.org" },
        { kind: "email", value: "gus@example.org" },
      ],
    });
    expect(codes(both)).toEqual([]);
    expect(both.subjects.map(({ table: name }) => name)).toEqual(["users", "users", "invites"]);
  });

  test("an empty identifier finds nobody", () => {
    expect(codes(bench.find(email(" ")))).toEqual(["person_not_found"]);
    expect(codes(bench.find({}))).toEqual(["person_not_found"]);
  });

  test("a person known by an address alone can be erased", () => {
    const found = bench.find(email("gus@example.org"));
    expect(summarise(bench.fork().erase(found.subjects))).toEqual({ invites: { deleted: ["7"] } });
  });

  test("rows named by key have to be there, to be people, and to be named in full", () => {
    expect(codes(bench.find({ keys: [{ table: "users", key: ["1"] }] }))).toEqual([]);
    expect(codes(bench.find({ keys: [{ table: "users", key: ["99"] }] }))).toContain("person_not_found");
    const one = { table: "users", key: ["1"] };
    expect(codes(bench.find({ keys: [one, { table: "users", key: ["99"] }] }))).toContain("person_not_found");
    expect(codes(bench.find({ keys: [{ table: "users", key: ["1", "2"] }] }))).toEqual(["key_malformed"]);
    expect(codes(bench.find({ keys: [{ table: "nowhere", key: ["1"] }] }))).toEqual(["table_unknown"]);
    expect(bench.find({ keys: [{ table: "user", key: ["1"] }] }).findings[0]?.suggestion).toBe("Did you mean users?");
    const prefixed = createBench(model(table("shop.people", { id: "int pk", email: "text #email" })), {});
    expect(prefixed.find({ keys: [{ table: "people", key: ["1"] }] }).findings[0]?.suggestion).toContain("shop.people");
    const other = createBench(model(users, table("things", { id: "int pk" })), { things: [{ id: "1" }] });
    expect(other.find({ keys: [{ table: "things", key: ["1"] }] }).findings[0]?.code).toBe("table_not_subject");
  });

  test("a proposed identifier is said to be one", () => {
    const proposed = createBench(
      model(table("leads", { id: "int pk", email: "text @contact.email #email proposed" })),
      {
        leads: [{ id: "1", email: "lea@example.org" }],
      },
    );
    expect(proposed.find(email("lea@example.org")).findings.map(({ code, blocks }) => [code, blocks])).toEqual([
      ["subject_unconfirmed", true],
    ]);
  });

  test("no finding tells who was looked for", () => {
    for (const value of ["eve@example.org", "nobody@example.org"]) {
      expect(JSON.stringify(bench.find(email(value)).findings)).not.toContain(value);
    }
  });
});
