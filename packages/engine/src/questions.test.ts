/** Answers to what inference asks: each is lines of the map that mean what was answered, and nothing else. */
import { describe, expect, it } from "vitest";
import { answerRole, answerTarget, findAnswer, listAnswers } from "./answers.ts";
import { compareModels } from "./compare-models.ts";
import { describeQuestion } from "./describe-question.ts";
import { inferSystem } from "./infer/infer-system.ts";
import { readStated } from "./infer/stated.ts";
import { system, table } from "./infer/testing/build-schema.ts";
import { type DataMap, EMPTY_MAP, type NamingMap } from "./map.ts";
import { parseMap } from "./parse-map.ts";
import { listQuestions } from "./questions.ts";
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

describe("a table that looks personal and is nobody's", () => {
  const letters = table("letters", { id: "pk", reply_to_email: "text", ip_address: "text", gruzzle_id: "int" });
  const pages = table("letter_pages", { id: "pk", letter_id: "int! -> letters", number: "int" });
  const askForTable = (map: DataMap = EMPTY_MAP) =>
    ask(system(users, letters, pages), map).questions.find(({ kind }) => kind === "table");

  it("is asked about, with the columns that could say whose it is", () => {
    const question = askForTable();
    if (question?.kind !== "table") throw new Error("Nothing was asked.");
    expect(question.table).toBe("letters");
    expect(question.settles.tables).toEqual(["letters", "letter_pages"]);
    expect(listAnswers(question).map(({ name }) => name)).toEqual([
      "people",
      "nobody",
      "reply_to_email -> users",
      "gruzzle_id -> users",
    ]);
  });

  it("is settled by each of its answers, in the map that the answer is", () => {
    const question = askForTable();
    if (question === undefined) throw new Error("Nothing was asked.");
    const { model } = ask(system(users, letters, pages));
    const changes = listAnswers(question).map(({ name, apply }) => {
      const map = apply(EMPTY_MAP);
      expect(askForTable(map), name).toBeUndefined();
      const after = ask(system(users, letters, pages), map).model;
      const [own, hanging] = compareModels(model, after);
      return [name, own?.kind.is, own?.edges.added, hanging?.edges.added];
    });
    expect(changes).toEqual([
      ["people", "subject", ["reply_to_email -> users: owner, the same person"], ["letter_id -> letters: owner"]],
      ["nobody", "public", [], undefined],
      ["reply_to_email -> users", "personal", ["reply_to_email -> users: owner"], undefined],
      // The name stands in no other table: a line for all of them means this one, and what hangs on it comes along.
      [
        "gruzzle_id -> users",
        "personal",
        ["gruzzle_id -> users: owner", "reply_to_email -> users: viewer"],
        ["letter_id -> letters: part"],
      ],
    ]);
  });
});

describe("what nobody is named in", () => {
  const accounts = table("accounts", { id: "pk", iban: "text", opened_on: "date" });
  const holders = table("account_holders", { id: "pk", account_id: "int! -> accounts", user_id: "int! -> users" });
  const moves = table("moves", { id: "pk", account_id: "int! -> accounts", iban: "text", purpose: "text" });
  const schema = system(users, accounts, holders, moves);
  const askFor = (name: string, map: DataMap = EMPTY_MAP) =>
    ask(schema, map).questions.find((question) => question.kind === "table" && question.table === name);

  it("goes with the rows that refer to it, and leads on to what is part of it", () => {
    const question = askFor("accounts");
    if (question === undefined) throw new Error("Nothing was asked.");
    const answer = findAnswer(question, "account_holders.account_id -> accounts");
    const map = answer?.apply(EMPTY_MAP) ?? EMPTY_MAP;
    const { model, lines } = ask(schema, map);
    expect(lines).toContain("account_holders.account_id > accounts holds");
    expect(model.tables.find(({ name }) => name === "accounts")?.kind).toBe("personal");
    expect(askFor("accounts", map)).toBeUndefined();
    // Now it is somebody's, what hangs on it can be.
    const next = askFor("moves", map);
    expect(next && listAnswers(next).map(({ name }) => name)).toContain("account_id -> accounts");
  });

  it("may be told by a number that is called like a table of people", () => {
    const log = table("entries", { id: "pk", ip_address: "text", users_number: "int", size: "num" });
    const members = table("members", { id: "pk", email: "text! unique", password: "text!", name: "text" });
    const question = ask(system(users, members, log)).questions.find(({ kind }) => kind === "table");
    expect(question && listAnswers(question).map(({ name }) => name)).toEqual([
      "people",
      "nobody",
      "users_number -> users",
    ]);
  });
});

describe("the order of questions", () => {
  const zorgel = table("zorgel", { id: "pk", full_name: "text!" });
  const things = ["a", "b", "c"].map((name) => table(`things_${name}`, { id: "pk", zorgel_id: "int! -> zorgel" }));
  const many = ["a", "b", "c", "d"].map((name) => table(`parts_${name}`, { id: "pk", blorp_id: "int", size: "int" }));
  const gates = ["x", "y", "z", "q", "r"].map((name) =>
    table(`gates_${name}`, { id: "pk", label: "text", glemser_id: "int! -> users" }),
  );
  const schema = system(users, ...many, ...gates, zorgel, ...things);

  it("has who is a person first, and then what settles most", () => {
    const order = ask(schema).questions.map(({ id, settles }) => [id, settles.tables.length]);
    expect(order).toEqual([
      ["people zorgel", 4],
      ["role glemser_id -> users", 5],
      ["target blorp_id", 4],
    ]);
  });

  it("is told with what each would settle, and with examples of the catalogue", () => {
    const { model, questions } = ask(schema);
    const shown = questions.map((question) => describeQuestion(model, question));
    expect(shown[0]).toMatchObject({
      about: "zorgel",
      settles: {
        tables: ["zorgel", "things_a", "things_b", "things_c"],
        columns: ["things_a.zorgel_id", "things_b.zorgel_id", "things_c.zorgel_id"],
      },
    });
    expect(shown[0]?.examples[0]).toBe("zorgel: id integer, full_name text (name of a person)");
    expect(shown[0]?.examples).toContain("things_a.zorgel_id -> zorgel.id: a declared key");
    expect(shown[1]?.examples[0]).toBe("gates_x.glemser_id -> users.id: a declared key");
    expect(shown[2]?.examples[0]).toBe("parts_a: blorp_id integer, id integer, size integer");
    // What is shown goes over the wire.
    expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
  });
});

it("two maps are compared by what they make of whose rows are whose", () => {
  const gates = table("gates", { id: "pk", label: "text", glemser_id: "int! -> users" });
  const runways = table("runways", { id: "pk", label: "text", glemser_id: "int! -> users" });
  const schema = system(users, gates, runways);
  const before = ask(schema);
  const question = askForRole(schema);
  const under = (role: "owner" | "actor" | "context") => ask(schema, answerRole(EMPTY_MAP, question, role)).model;
  expect(compareModels(before.model, before.model)).toEqual([]);
  const edgesOf = (role: "owner" | "actor" | "context") =>
    compareModels(before.model, under(role)).map(({ table: name, edges }) => [name, edges]);
  const none = { added: [], withdrawn: [], changed: [], confirmed: [] };
  const both = (edges: object) => ["gates", "runways"].map((name) => [name, { ...none, ...edges }]);
  expect(edgesOf("owner")).toEqual(both({ confirmed: ["glemser_id -> users: owner"] }));
  expect(edgesOf("actor")).toEqual(both({ changed: ["glemser_id -> users: actor, was owner"] }));
  expect(edgesOf("context")).toEqual(both({ withdrawn: ["glemser_id -> users: owner"] }));
});
