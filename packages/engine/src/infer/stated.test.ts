/** What a map states of a system as a whole, and what follows from it. */
import { describe, expect, it } from "vitest";
import { type DataMap, EMPTY_MAP, type NamingMap } from "../map.ts";
import { parseMap } from "../parse-map.ts";
import { resolveModel } from "../resolve-model.ts";
import { inferSystem } from "./infer-system.ts";
import { isNamedBy, isStatedAlike, readStated } from "./stated.ts";
import { system, table } from "./testing/build-schema.ts";

const schema = system(
  table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" }),
  table("zorgel", { nr: "pk", full_name: "text!" }),
  table("parcels", { id: "pk", blorp: "int!", weight: "int" }),
  table("wrappings", { id: "pk", parcel_id: "int! -> parcels", colour: "text" }),
  table("letters", { id: "pk", blorp: "int!", glemser_id: "int! -> users" }),
  table("stamps", { id: "pk", glemser_id: "int! -> users", value: "int" }),
);

function read(given: unknown): DataMap {
  const { map, problems } = parseMap(given);
  expect(problems).toEqual([]);
  return map;
}

const infer = (given: unknown) => inferSystem(schema, undefined, { stated: readStated(read(given)) });
const linesOf = ({ edges }: ReturnType<typeof inferSystem>) =>
  edges
    .filter(({ role }) => role !== "context")
    .map(
      ({ from, columns, to, role, confirmed }) => `${from}.${columns.join()} > ${to} ${role}${confirmed ? "" : "?"}`,
    );
const subjectsOf = ({ tables }: ReturnType<typeof inferSystem>) =>
  tables.filter(({ kind }) => kind === "subject").map(({ name }) => name);

describe("people that a map states", () => {
  it("are people to inference: what refers to them is theirs, and what hangs on that", () => {
    expect(subjectsOf(infer({}))).toEqual(["users"]);
    const stated = infer({
      tables: { zorgel: { subject: true } },
      naming: { "blorp -> zorgel": "inferred", "glemser_id -> users": "actor" },
    });
    expect(subjectsOf(stated)).toEqual(["users", "zorgel"]);
    expect(linesOf(stated)).toEqual([
      "wrappings.parcel_id > parcels part?",
      "letters.glemser_id > users actor",
      "stamps.glemser_id > users actor",
      "parcels.blorp > zorgel owner?",
      "letters.blorp > zorgel owner?",
    ]);
  });

  it("are none where it says so, nor is a table that it calls public", () => {
    expect(subjectsOf(infer({ tables: { users: { subject: false } } }))).toEqual([]);
    expect(subjectsOf(infer({ tables: { users: { public: true } } }))).toEqual([]);
  });

  it("leave those that inference sees as they were", () => {
    expect(infer({ tables: { users: { subject: true } } })).toEqual(infer({}));
  });
});

describe("names that a map states", () => {
  it("are one question where several tables have them, which one line answers", () => {
    const asked = infer({}).findings.filter(({ code }) => code === "owner_doubtful");
    expect(asked.map(({ table: from }) => from)).toEqual(["letters", "stamps"]);
    expect(new Set(asked.map(({ suggestion }) => suggestion)).size).toBe(1);
    expect(asked[0]?.suggestion).toContain('"glemser_id -> users": owner');
    const map = read({ naming: { "glemser_id -> users": "owner" } });
    const inference = inferSystem(schema, undefined, { stated: readStated(map) });
    expect(resolveModel(schema, inference, map).findings.map(({ code }) => code)).not.toContain("owner_doubtful");
    expect(linesOf(inference)).toContain("stamps.glemser_id > users owner");
  });

  it("speak of whatever the columns refer to, where they name no table", () => {
    expect(linesOf(infer({ naming: { "glemser*": "viewer" } }))).toContain("stamps.glemser_id > users viewer");
  });

  it("refer to a column that the line names, and not where the kind of value does not fit", () => {
    const edges = infer({ naming: { "blorp -> users(name)": "owner", "weight -> users": "owner" } }).edges;
    expect(edges.filter(({ columns }) => columns.includes("blorp"))).toEqual([]);
    expect(edges.find(({ columns }) => columns.includes("weight"))).toMatchObject({ to: "users", toColumns: ["id"] });
  });

  it("are findings where the system has no such table or column", () => {
    const codesOf = (naming: Record<string, string>) => {
      const map = read({ naming });
      return resolveModel(schema, inferSystem(schema), map).findings.flatMap(({ code, table: of, column }) =>
        code.startsWith("map_") ? [`${code} ${of} ${column}`] : [],
      );
    };
    expect(codesOf({ "blorp -> zorgels": "inferred" })).toEqual(["map_table_unknown zorgels "]);
    expect(codesOf({ "blorp -> zorgel(no)": "inferred" })).toEqual(["map_column_unknown zorgel no"]);
    expect(codesOf({ "blorb -> zorgel": "inferred" })).toEqual(["map_naming_unmatched  blorb"]);
    expect(codesOf({ "blorp -> zorgel": "inferred" })).toEqual([]);
  });

  it("are refused where they say nothing", () => {
    const problemsOf = (naming: Record<string, string>) => parseMap({ naming }).problems.map(({ path }) => path);
    expect(problemsOf({ "*": "actor" })).toEqual(['naming["*"]']);
    expect(problemsOf({ blorp: "inferred" })).toEqual(['naming["blorp"]']);
    expect(problemsOf({ "blorp -> users": "none" })).toEqual(['naming["blorp -> users"]']);
  });

  it.each([
    ["owner_id", "OWNER_ID", true],
    ["owner_id", "co_owner_id", false],
    ["*_by", "created_by", true],
    ["*_by", "by", false],
    ["ref_*_cad", "ref_usuario_cad", true],
    ["ref_*_cad", "ref_cad", false],
    ["a*b*c", "a1b2c", true],
    ["a*bc*c", "abc", false],
  ])("%s fits %s: %s", (column, name, fits) => {
    expect(isNamedBy({ column, to: null, toColumn: null, role: "actor" } satisfies NamingMap, name)).toBe(fits);
  });
});

it("two maps state alike whatever else they say", () => {
  const plain = readStated(EMPTY_MAP);
  const of = (given: unknown) => readStated(read(given));
  expect(isStatedAlike(plain, of({ tables: { letters: { key: ["id"] } }, accepted: { users: "x" } }))).toBe(true);
  expect(isStatedAlike(plain, of({ tables: { letters: { subject: true } } }))).toBe(false);
  expect(isStatedAlike(plain, of({ naming: { "blorp -> zorgel": "inferred" } }))).toBe(false);
});

it("a table that much refers to, with somebody's name in it, is asked about; and a key that nothing is called", () => {
  const wide = system(
    table("users", { id: "pk", email: "text! unique", password: "text!" }),
    table("zorgel", { id: "pk", full_name: "text!" }),
    ...["a", "b", "c"].map((name) =>
      table(`things_${name}`, { id: "pk", zorgel_id: "int! -> zorgel", blorp_id: "int", size: "int" }),
    ),
  );
  const questions = (given: unknown) =>
    inferSystem(wide, undefined, { stated: readStated(read(given)) }).findings.flatMap(({ code, table: of, column }) =>
      code.endsWith("_question") ? [`${code} ${of}.${column}`] : [],
    );
  expect(questions({})).toEqual(["subject_question zorgel.", "naming_question things_a.blorp_id"]);
  expect(questions({ tables: { zorgel: { subject: false } }, naming: { blorp_id: "context" } })).toEqual([]);
});
