/** Whoever maps a system is led from every finding to its answer, or told what to do instead. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findAnswer, listAnswers } from "./answers.ts";
import { describeQuestion } from "./describe-question.ts";
import type { Evidence } from "./infer/evidence.ts";
import { inferSystem } from "./infer/infer-system.ts";
import { readStated } from "./infer/stated.ts";
import { system, table } from "./infer/testing/build-schema.ts";
import { type DataMap, EMPTY_MAP } from "./map.ts";
import type { Place } from "./model.ts";
import { parseMap } from "./parse-map.ts";
import { listQuestions } from "./questions.ts";
import { resolveModel } from "./resolve-model.ts";
import type { SystemSchema } from "./schema.ts";
import { adviseOn, isAsked, SETTLED_CODES } from "./settle-findings.ts";

const PACKAGES = join(import.meta.dirname, "../..");
/** Codes that services of others, or constants, bring along, or that are written in two parts. */
const WRITTEN_ELSEWHERE = ["undo_unsupported", "undo_over", "undo_unknown", "undo_unopened", "system_away"].concat(
  "value_altered",
  ["derived", "other_basis", "others"].map((reason) => `left_out_${reason}`),
);

/** Codes of findings as the sources write them. Notes of an import of annotations stop nothing, and are none. */
function listCodes(): ReadonlySet<string> {
  const folders = ["engine/src", "connectors/src", "server/src/fulfilment", "cli/src"];
  const codes = new Set<string>();
  for (const folder of folders) {
    for (const file of readdirSync(join(PACKAGES, folder), { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts") || /\.test\.ts$|testing|fideslang|settle-findings|describe-/.test(file)) continue;
      const text = readFileSync(join(PACKAGES, folder, file), "utf8");
      if (!/\bFinding\b|suggestion|#findings\.refuse/.test(text)) continue;
      for (const [object] of text.matchAll(/\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\bsuggestion\b/g)) {
        for (const [, code = ""] of object.matchAll(/\bcode: "([a-z_]+)"/g)) codes.add(code);
      }
      for (const [, code = ""] of text.matchAll(
        /(?:\bfinding|\bblocking|#findings\.refuse|\bstillOpen)\((?:[a-z.]+, [a-z]+, plan\.operations, )?\s*"([a-z_]+)"/g,
      ))
        codes.add(code);
    }
  }
  return codes;
}

describe("every code of a finding", () => {
  const codes = listCodes();

  test("has a question, or an advice that says what to do instead", () => {
    expect(codes.size).toBeGreaterThan(50);
    expect([...codes].filter((code) => !isAsked({ code }) && adviseOn({ code }) === null)).toEqual([]);
    expect(SETTLED_CODES.filter((code) => isAsked({ code }) && adviseOn({ code }) !== null)).toEqual([]);
    for (const code of SETTLED_CODES) expect(adviseOn({ code }) ?? "Asked.", code).toMatch(/^[A-Z].+\.$/);
  });

  test("stands in the docs, with what it means", () => {
    const folder = join(PACKAGES, "../docs");
    const docs = readdirSync(folder).filter((name) => name.endsWith(".md"));
    const text = docs.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
    expect(SETTLED_CODES.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });

  test("that is settled is one that comes about", () => {
    expect(SETTLED_CODES.filter((code) => !codes.has(code) && !WRITTEN_ELSEWHERE.includes(code))).toEqual([]);
    expect(new Set(SETTLED_CODES).size).toBe(SETTLED_CODES.length);
  });
});

const users = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });
const orders = table("orders", { id: "pk", user_id: "int! -> users" });
const countries = table("countries", { id: "pk", title: "text" });

function look(schema: SystemSchema, map: DataMap, evidence?: Evidence, about?: Place) {
  const { model, findings } = resolveModel(schema, inferSystem(schema, evidence, { stated: readStated(map) }), map);
  // That nothing is accepted yet goes for the whole system, and is answered by no question.
  const open = findings.filter(({ code }) => code !== "tables_unreviewed");
  return { model, findings: open, questions: listQuestions(model, open, about) };
}

/** Each answer alone, and what is still found afterwards in that place. */
function answerAll(schema: SystemSchema, id: string, evidence?: Evidence, about?: Place, map: DataMap = EMPTY_MAP) {
  const before = look(schema, map, evidence, about);
  const question = before.questions.find((one) => one.id === id);
  if (question === undefined) throw new Error(`Not asked: ${before.questions.map((one) => one.id).join("; ")}`);
  const shown = describeQuestion(before.model, question);
  expect(shown.about).not.toBe("");
  expect(shown.examples.length).toBeGreaterThan(0);
  expect(new Set(shown.answers.map(({ name }) => name)).size).toBe(shown.answers.length);
  return listAnswers(question).map(({ name, text, apply }) => {
    const said = apply(map);
    const after = look(schema, said, evidence, about);
    // Answered is answered: the same is not asked again.
    expect(
      after.questions.map((one) => one.id),
      name,
    ).not.toContain(id);
    return { name, text, map: said, ...after };
  });
}

const edgesOf = ({ model }: ReturnType<typeof look>, from: string) =>
  model.edges
    .filter((edge) => edge.from === from)
    .map(({ columns, to, role, confirmed, when }) => {
      const values = Object.values(when).flat().join("|");
      return `${columns.join()}${values === "" ? "" : `=${values}`} > ${to} ${role}${confirmed ? "" : "?"}`;
    });

test("several that could own a row: all, one of them, or none", () => {
  const matches = table("matches", { id: "pk", red_user_id: "int! -> users", blue_user_id: "int! -> users" });
  const answers = answerAll(system(users, matches), "owners matches");
  expect(answers.map((one) => [one.name, ...edgesOf(one, "matches")])).toEqual([
    ["all", "red_user_id > users owner", "blue_user_id > users owner"],
    ["only red_user_id -> users", "red_user_id > users owner", "blue_user_id > users actor"],
    ["only blue_user_id -> users", "red_user_id > users actor", "blue_user_id > users owner"],
    ["none", "red_user_id > users actor", "blue_user_id > users actor"],
  ]);
  for (const { findings } of answers.slice(0, 3)) expect(findings).toEqual([]);
});

test("an owner that may be empty: confirmed, another where it is empty, no owner at all, or nothing about anybody", () => {
  const schema = system(users, table("drafts", { id: "pk", user_id: "int", body: "text", blorp_id: "int" }));
  const answers = answerAll(schema, "empty user_id -> users owner");
  expect(answers.map(({ name }) => name)).toEqual(["confirm", "blorp_id -> users", "actor", "nobody"]);
  const [confirmed, more, acted, none] = answers;
  if (!confirmed || !more || !acted || !none) throw new Error("An answer is missing.");
  expect(edgesOf(confirmed, "drafts")).toContain("user_id > users owner");
  expect(confirmed.findings).toEqual([]);
  expect(edgesOf(more, "drafts")).toEqual(["user_id > users owner", "blorp_id > users owner"]);
  expect(edgesOf(acted, "drafts")).toContain("user_id > users actor");
  expect(none.map.tables["drafts"]?.public).toBe(true);
});

test("tables in which one column says so alone are asked about at once, and one line answers", () => {
  const of = (name: string) => table(name, { id: "pk", user_id: "int", body: "text" });
  const answers = answerAll(system(users, of("drafts"), of("notes")), "empty user_id -> users owner");
  expect(answers.map(({ name }) => name)).toEqual(["confirm", "actor", "context"]);
  expect(answers[0]?.map).toMatchObject({ naming: [{ column: "user_id", to: "users", role: "owner" }], tables: {} });
  expect(answers[0]?.findings).toEqual([]);
  expect(answers[0] && edgesOf(answers[0], "notes")).toEqual(["user_id > users owner"]);
});

describe("an id beside a type of which nobody knows what it means", () => {
  const notes = table("notes", { id: "pk", kind_type: "text!", kind_id: "int!", body: "text!" });
  const schema = system(users, orders, countries, notes);
  const samples = [{ table: "notes", column: "kind_type", values: ["U", "Order2", "X"] }];
  const ask = (map: DataMap) =>
    look(schema, map, { samples }).questions.flatMap((one) => (one.kind === "type" ? [one] : []));

  test("is asked value by value, and settled when each is answered", () => {
    expect(ask(EMPTY_MAP).map(({ value }) => value)).toEqual(["Order2", "U", "X"]);
    // What is called like the value comes first.
    expect(ask(EMPTY_MAP)[0]?.targets[0]?.table).toBe("orders");
    let map = EMPTY_MAP;
    for (const [value, answer] of [
      ["U", "owner users"],
      ["Order2", "part orders"],
      ["X", "actor users"],
    ] as const) {
      const open = look(schema, map, { samples });
      expect(open.findings.map(({ code }) => code)).toContain("polymorphic_unresolved");
      const question = open.questions.find((one) => one.kind === "type" && one.value === value);
      map = (question && findAnswer(question, answer)?.apply(map)) ?? map;
    }
    const done = look(schema, map, { samples });
    expect(done.findings).toEqual([]);
    expect(edgesOf(done, "notes")).toEqual([
      "kind_id=U > users owner",
      "kind_id=Order2 > orders part",
      "kind_id=X > users actor",
    ]);
    // Each line has a name of its own in the file.
    const names = map.tables["notes"]?.edges.map(({ to, toColumns }) => `${to} ${toColumns?.join() ?? ""}`);
    expect(new Set(names).size).toBe(3);
  });

  test("of several values that mean the same one line tells", () => {
    let map = EMPTY_MAP;
    for (const value of ["U", "X"]) {
      const question = ask(map).find((one) => one.value === value);
      map = (question && findAnswer(question, "nobody")?.apply(map)) ?? map;
    }
    expect(map.tables["notes"]?.edges).toMatchObject([
      { to: "countries", role: "none", when: { kind_type: ["U", "X"] } },
    ]);
    expect(ask(map).map(({ value }) => value)).toEqual(["Order2"]);
  });

  test("without a value that may be told it is asked once, for all of them", () => {
    const told = look(schema, EMPTY_MAP).questions.flatMap((one) => (one.kind === "type" ? [one.value] : []));
    expect(told).toEqual([null]);
    const personal = table("notes", { id: "pk", email_type: "text!", email_id: "int!", body: "text!" });
    const about = {
      samples: [{ table: "notes", column: "email_type", values: ["ada@example.org", "bo@example.org"] }],
    };
    const asked = look(system(users, orders, personal), EMPTY_MAP, about).questions;
    expect(JSON.stringify(asked)).not.toContain("example.org");
    for (const { findings } of answerAll(schema, "type notes.kind_id")) {
      expect(findings.map(({ code }) => code)).not.toContain("polymorphic_unresolved");
    }
  });
});

test("a table without a key: columns that may tell its rows apart, likely ones first", () => {
  const logins = table("logins", { user_id: "int! -> users", device_uuid: "uuid", at: "ts" }, { uniqueKeys: [["at"]] });
  const answers = answerAll(system(users, logins), "key logins");
  expect(answers.map(({ text }) => text)).toEqual([
    "at",
    "device_uuid",
    "user_id, at",
    "user_id",
    "user_id, device_uuid, at",
    "nothing about anybody whose data you answer for",
  ]);
  for (const { findings } of answers) expect(findings.filter(({ blocks }) => blocks)).toEqual([]);
});

describe("what a plan led to", () => {
  const notes = table("notes", { id: "pk", user_id: "int! -> users", xqz: "text", state: "text!" });
  const schema: SystemSchema = system(users, { ...notes, checks: ["state IN ('new', 'gone')"] });
  const { map } = parseMap({ tables: { notes: { columns: { state: "special.health" } } } });

  test("what a column holds is asked there, and not of every system", () => {
    expect(look(schema, map).questions).toEqual([]);
    const about = { table: "notes", column: "xqz" };
    const answers = answerAll(schema, "category notes.xqz", undefined, about, map);
    expect(answers.map(({ name }) => name)).toEqual([
      "other",
      "name",
      "content.text",
      "contact.address",
      "identity.profile",
      "keep",
    ]);
    expect(answers.find(({ name }) => name === "name")?.map.tables["notes"]?.columns["xqz"]?.category).toBe("name");
  });

  test("what is to stand in a column that nothing fits is one of what its check allows", () => {
    const answers = answerAll(schema, "blank notes.state", undefined, { table: "notes", column: "state" }, map);
    expect(answers.map(({ name }) => name)).toEqual(["blank new", "blank gone", "keep"]);
    expect(answers[1]?.map.tables["notes"]?.columns["state"]).toMatchObject({
      category: "special.health",
      blank: "gone",
    });
  });

  test("a proposal is confirmed or corrected, what is proposed first", () => {
    const open = system(users, table("posts", { id: "pk", user_id: "int!", editor_id: "int! -> users", body: "text" }));
    const { questions } = look(open, EMPTY_MAP, undefined, { table: "posts", column: "user_id" });
    const [question] = questions;
    if (question?.kind !== "role") throw new Error("Not asked.");
    expect(listAnswers(question)[0]?.name).toBe("owner");
    const answers = answerAll(open, question.id, undefined, { table: "posts", column: "user_id" });
    expect(answers.map((one) => edgesOf(one, "posts").find((edge) => edge.startsWith("user_id")))).toEqual([
      "user_id > users owner",
      "user_id > users actor",
      "user_id > users viewer",
      "user_id > users context",
    ]);
  });

  test("a key that only the map vouches for is asked about anew", () => {
    const logins = table("logins", { user_id: "int! -> users", at: "ts" });
    const { map: said } = parseMap({ tables: { logins: { key: ["user_id"] } } });
    const { questions } = look(system(users, logins), said, undefined, { table: "logins", column: "" });
    const [question] = questions;
    expect(question?.id).toBe("key logins");
    expect(question && listAnswers(question).map(({ text }) => text)).not.toContain("user_id");
  });

  test("people that are a proposal are confirmed there", () => {
    const about = { table: "customers", column: "" };
    const shop = system(table("customers", { id: "pk", first_name: "text", last_name: "text", email: "text" }));
    expect(look(shop, EMPTY_MAP).questions).toEqual([]);
    for (const { model } of answerAll(shop, "people customers", undefined, about))
      expect(
        model.tables.find(({ name }) => name === "customers")?.identifiers.every(({ confirmed }) => confirmed),
      ).toBe(true);
  });
});
