/** Answers to what inference asks: each is lines of the map that mean what was answered, and nothing else. */
import { describe, expect, it } from "vitest";
import { inferSystem } from "./infer/infer-system.ts";
import { readStated } from "./infer/stated.ts";
import { system, table } from "./infer/testing/build-schema.ts";
import { type DataMap, EMPTY_MAP, type NamingMap, parseMap } from "./map.ts";
import { answerRole, answerTarget, listQuestions } from "./questions.ts";
import { resolveModel } from "./resolve-model.ts";
import type { SystemSchema } from "./schema.ts";

const users = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });

function ask(schema: SystemSchema, map: DataMap = EMPTY_MAP) {
  const { model, findings } = resolveModel(schema, inferSystem(schema, undefined, { stated: readStated(map) }), map);
  const lines = model.edges.map(({ from, columns, to, role }) => `${from}.${columns.join()} > ${to} ${role}`);
  return { model, lines, questions: listQuestions(model, findings) };
}

function askForRole(schema: SystemSchema, map: DataMap = EMPTY_MAP) {
  const found = ask(schema, map).questions.find(({ kind }) => kind === "role");
  if (found?.kind !== "role") throw new Error("Nothing was asked.");
  return found;
}

function askForTarget(schema: SystemSchema) {
  const found = ask(schema).questions.find(({ kind }) => kind === "target");
  if (found?.kind !== "target") throw new Error("Nothing was asked.");
  return found;
}

const line = (column: string, to: string | null, role: NamingMap["role"]): NamingMap => {
  return { column, to, toColumn: null, role };
};

describe("an answer whose rows are by columns of one name", () => {
  const gates = table("gates", { id: "pk", label: "text", glemser_id: "int! -> users" });
  const runways = table("runways", { id: "pk", label: "text", glemser_id: "int! -> users" });

  it("is one line where it speaks of nothing else", () => {
    const schema = system(users, gates, runways);
    const map = answerRole(EMPTY_MAP, askForRole(schema), "actor");
    expect(map.naming).toEqual([line("glemser_id", "users", "actor")]);
    expect(map.tables).toEqual({});
  });

  it("is a line for each where another table has such a column about which nothing was asked", () => {
    // Beside the user whose row it is, the other is no owner.
    const diaries = table("diaries", { id: "pk", body: "text", glemser_id: "int! -> users", user_id: "int! -> users" });
    const schema = system(users, gates, runways, diaries);
    const before = ask(schema).lines.filter((one) => one.startsWith("diaries"));
    const question = askForRole(schema);
    expect(question.edges.map(({ from }) => from)).toEqual(["gates", "runways"]);
    const map = answerRole(EMPTY_MAP, question, "owner");
    expect(map.naming).toEqual([]);
    const { lines, questions } = ask(schema, map);
    expect(lines).toContain("gates.glemser_id > users owner");
    expect(lines).toContain("runways.glemser_id > users owner");
    expect(lines.filter((one) => one.startsWith("diaries"))).toEqual(before);
    expect(questions).toEqual([]);
  });

  it("stands before a pattern that would say otherwise", () => {
    const schema = system(users, gates, runways);
    const said: DataMap = { ...EMPTY_MAP, naming: [line("glem*", "users", "inferred")] };
    const map = answerRole(said, askForRole(schema, said), "actor");
    expect(map.naming[0]).toEqual(line("glemser_id", "users", "actor"));
    expect(ask(schema, map).lines).toContain("gates.glemser_id > users actor");
    expect(ask(schema, map).questions).toEqual([]);
  });

  it("names the column where they refer to another than the key", () => {
    const people = table("people", {
      id: "text! pk",
      badge: "text! unique",
      first_name: "text",
      last_name: "text",
      email: "text",
    });
    const schema = system(
      people,
      table("gates", { id: "pk", label: "text", glemser: "text! -> people.badge" }),
      table("runways", { id: "pk", label: "text", glemser: "text! -> people.badge" }),
    );
    const map = answerRole(EMPTY_MAP, askForRole(schema), "actor");
    expect(map.naming).toEqual([{ column: "glemser", to: "people", toColumn: "badge", role: "actor" }]);
  });
});

describe("what columns refer to that no table is called", () => {
  const things = ["a", "b", "c"].map((name) => table(`things_${name}`, { id: "pk", blorp_id: "int", size: "int" }));

  it("is not asked where a line speaks of them, however it writes the name", () => {
    const kinds = (naming: readonly NamingMap[]) =>
      ask(system(users, ...things), { ...EMPTY_MAP, naming }).questions.map(({ kind }) => kind);
    expect(kinds([])).toEqual(["target"]);
    expect(kinds([line("BLORP_ID", null, "context")])).toEqual([]);
    expect(kinds([line("blorp*", null, "context")])).toEqual([]);
  });

  it("may be nobody only where such a column is nobody's anywhere", () => {
    expect(askForTarget(system(users, ...things)).isOrNobody).toBe(true);
    const notes = table("notes", { id: "pk", body: "text", blorp_id: "int! -> users" });
    const members = table("members", { id: "pk", email: "text! unique", first_name: "text", last_name: "text" });
    const memos = table("memos", { id: "pk", body: "text", blorp_id: "int! -> members" });
    // Here it is whoever wrote it, and there nobody knows which of the two.
    expect(askForTarget(system(users, members, ...things, notes, memos)).isOrNobody).toBe(false);
  });

  it("is told of columns with spaces in their names too", () => {
    const spaced = ["a", "b", "c"].map((name) => table(`things_${name}`, { id: "pk", "Blorp ID": "int", size: "int" }));
    const schema = system(users, ...spaced);
    const { column } = askForTarget(schema);
    expect(column).toBe("Blorp ID");
    const [answer] = answerTarget(EMPTY_MAP, column, "users").naming;
    const { map, problems } = parseMap({ naming: { "Blorp ID -> users": "inferred" } });
    expect(problems).toEqual([]);
    expect(map.naming).toEqual([answer]);
    expect(ask(schema, map).lines.filter((one) => one.includes("Blorp ID > users"))).toHaveLength(3);
  });
});

it("a table is asked about though a column of its name was spoken of", () => {
  const zorgel = table("zorgel", { id: "pk", full_name: "text!" });
  const things = ["a", "b", "c"].map((name) => table(`things_${name}`, { id: "pk", zorgel: "int! -> zorgel" }));
  const kinds = (map: DataMap) => ask(system(users, zorgel, ...things), map).questions.map(({ kind }) => kind);
  expect(kinds(EMPTY_MAP)).toEqual(["people"]);
  expect(kinds({ ...EMPTY_MAP, naming: [line("zorgel", "zorgel", "actor")] })).toEqual(["people"]);
});

it("who has identifiers in the map is a person to inference, and is not asked about", () => {
  const zorgel = table("zorgel", { id: "pk", full_name: "text!" });
  const things = ["a", "b", "c"].map((name) => table(`things_${name}`, { id: "pk", zorgel_id: "int! -> zorgel" }));
  const { map } = parseMap({ tables: { zorgel: { identifiers: { name: "full_name" } } } });
  const { lines, questions } = ask(system(users, zorgel, ...things), map);
  expect(questions).toEqual([]);
  expect(lines).toContain("things_a.zorgel_id > zorgel owner");
});

it("a line about a tenant says nothing of who is meant within it", () => {
  const schema = system(
    table("tenants", { id: "pk", title: "text" }),
    table("users", { id: "pk", tenant_id: "pk -> tenants", email: "text!", password: "text!", first_name: "text" }),
    table(
      "diaries",
      { id: "pk", user_id: "int!", tenant_id: "int!", body: "text" },
      {
        foreignKeys: [
          {
            name: "of_user",
            columns: ["user_id", "tenant_id"],
            table: "users",
            referencedColumns: ["id", "tenant_id"],
            onDelete: "cascade",
            deferrable: false,
          },
        ],
      },
    ),
  );
  const { lines } = ask(schema, { ...EMPTY_MAP, naming: [line("tenant_id", null, "context")] });
  expect(lines).toContain("diaries.user_id,tenant_id > users owner");
});
