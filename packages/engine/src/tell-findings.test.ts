/** What is found is told once: finding, question and the lines of the map that answer it are one to one. */
import { describe, expect, test } from "vitest";
import { listAnswers } from "./answers.ts";
import { inferSystem } from "./infer/infer-system.ts";
import { readStated } from "./infer/stated.ts";
import { system, table } from "./infer/testing/build-schema.ts";
import { type DataMap, EMPTY_MAP } from "./map.ts";
import { mergeLines } from "./merge-lines.ts";
import { parseMap } from "./parse-map.ts";
import { listQuestions } from "./questions.ts";
import { resolveModel } from "./resolve-model.ts";
import type { SystemSchema, TableSchema } from "./schema.ts";
import { isAsked } from "./settle-findings.ts";
import { tellFindings } from "./tell-findings.ts";
import { saysUnreviewed } from "./unreviewed-tables.ts";

const users = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });
const kept = (name: string) => table(name, { id: "pk", label: "text", glemser_id: "int! -> users" });

function look(schema: SystemSchema, map: DataMap = EMPTY_MAP) {
  const { model, findings } = resolveModel(schema, inferSystem(schema, undefined, { stated: readStated(map) }), map);
  // That nothing is accepted yet goes for the whole system (unreviewed-tables.test.ts).
  const open = findings.filter((one) => !saysUnreviewed(one));
  return { findings: open, told: tellFindings(model, open), questions: listQuestions(model, open) };
}

describe("what one answer settles", () => {
  test("is one finding, in as many places as there are, with the line that is the answer", () => {
    const { findings, told, questions } = look(system(users, kept("gates"), kept("runways"), kept("hangars")));
    expect(findings).toHaveLength(3);
    expect(questions).toHaveLength(1);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      code: "owner_doubtful",
      table: "gates",
      blocks: true,
      suggestion: 'naming:\n  "glemser_id -> users": owner   # or actor',
    });
    expect(told[0]?.message).toMatch(/So it is in 3 tables: gates, runways, hangars\.$/);
    expect(told[0]?.places?.map((place) => place.table)).toEqual(["gates", "runways", "hangars"]);
  });

  test("tells what is left where the map answers some of them", () => {
    const { map, problems } = parseMap({ tables: { gates: { edges: { "glemser_id -> users": "actor" } } } });
    expect(problems).toEqual([]);
    const { told } = look(system(users, kept("gates"), kept("runways"), kept("hangars")), map);
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toMatch(/So it is in 2 tables: runways, hangars\.$/);
    // One line about the name would speak of the gates as well.
    expect(told[0]?.suggestion).toContain("  runways:\n    edges:");
    expect(told[0]?.suggestion).toContain("  hangars:\n    edges:");
  });

  test("is told with what the same answer settles beside, which may be empty", () => {
    const rows = (name: string) => table(name, { id: "pk", body: "text", blorp_by: "int" });
    const schema = system(users, rows("drafts"), rows("notes"));
    for (const answer of listAnswers(look(schema).questions[0] as never)) {
      expect(look(schema, answer.apply(EMPTY_MAP)).told.filter(isAsked), answer.name).toEqual([]);
    }
    const empty = (name: string) => table(name, { id: "pk", user_id: "int", body: "text" });
    const { told, questions } = look(system(users, empty("drafts"), empty("notes")));
    expect(questions).toHaveLength(1);
    expect(told.filter(isAsked)).toHaveLength(1);
    expect(told[0]?.suggestion).toContain('naming:\n  "user_id -> users": owner');
  });
});

test("what nothing has to be done about is told once, with the places", () => {
  const rows = (name: string) => table(name, { id: "pk", user_id: "int! -> users", deleted_at: "ts" });
  const { findings, told } = look(system(users, rows("a"), rows("b"), rows("c"), rows("d"), rows("e"), rows("f")));
  expect(findings.filter(({ code }) => code === "soft_delete_noticed")).toHaveLength(6);
  const noticed = told.filter(({ code }) => code === "soft_delete_noticed");
  expect(noticed).toHaveLength(1);
  expect(noticed[0]?.message).toMatch(/: a\.deleted_at, b\.deleted_at, c\.deleted_at, d\.deleted_at and 2 more\.$/);
  expect(noticed[0]?.places).toHaveLength(6);
});

test("triggers are told once, with the tables on which they fire", () => {
  const rows = (name: string) => table(name, { id: "pk", user_id: "int! -> users" });
  const schema = system(users, rows("orders"), rows("bills"), rows("notes"));
  const fires = (one: TableSchema) => (one.name === "notes" ? one : { ...one, triggers: [`${one.name}_copied`] });
  const { told } = look({ ...schema, tables: schema.tables.map(fires) });
  const noticed = told.filter(({ code }) => code === "trigger_noticed");
  expect(noticed.map(({ message }) => message)).toEqual(["Triggers fire when rows change: users, orders, bills."]);
});

test("rights that a user lacks are one finding with a statement for each table", () => {
  const schema = system(users, table("orders", { id: "pk", user_id: "int! -> users" }));
  const may = { read: true, update: false, delete: false };
  const { told } = look({ ...schema, tables: schema.tables.map((one) => ({ ...one, may })) });
  expect(told.map(({ code }) => code)).toEqual(["permission_missing"]);
  expect(told[0]?.suggestion.split("\n")).toEqual([
    "GRANT UPDATE, DELETE ON users TO <Kept's user>;",
    "GRANT UPDATE, DELETE ON orders TO <Kept's user>;",
  ]);
});

test("lines under the same lines stand there together, and each stands there once", () => {
  const one = "tables:\n  a:\n    edges:\n      x: owner";
  const other = "tables:\n  a:\n    edges:\n      y: part\n  b:\n    public: true";
  expect(mergeLines([one, other, one])).toBe(
    "tables:\n  a:\n    edges:\n      x: owner\n      y: part\n  b:\n    public: true",
  );
  expect(mergeLines(["Do this.", "Do that.", "Do this."])).toBe("Do this.\nDo that.");
});

describe("tables that hold an IP address and nothing else about anybody", () => {
  const trace = (name: string, more = {}) => table(name, { id: "pk", ip_address: "text", called_at: "ts", ...more });
  const schema = system(
    users,
    trace("calls"),
    trace("clicks"),
    trace("downloads"),
    trace("parcels", { sender_phone: "text" }),
  );

  test("are one finding and one question, whose one answer is a line for each", () => {
    const { told, questions } = look(schema);
    const asked = questions.filter(({ kind }) => kind === "table");
    expect(asked.map(({ settles }) => settles.tables)).toEqual([["calls", "clicks", "downloads"], ["parcels"]]);
    const [together] = asked;
    if (together === undefined) throw new Error("Nothing was asked.");
    const [finding, other] = told.filter(({ code }) => code === "table_unclassified");
    expect(finding).toMatchObject({ table: "calls", blocks: true, suggestion: expect.stringContaining("  clicks:\n") });
    expect(finding?.places?.map((place) => place.table)).toEqual(["calls", "clicks", "downloads"]);
    expect(other?.table).toBe("parcels");
    const [nobody, ...more] = listAnswers(together);
    expect(more).toEqual([]);
    const after = look(schema, nobody?.apply(EMPTY_MAP));
    expect(after.told.map(({ table: name }) => name)).toEqual(["parcels"]);
  });

  test("are asked about one by one where somebody is led to one of them, or a column could say whose it is", () => {
    const { model, findings } = resolveModel(schema, inferSystem(schema), EMPTY_MAP);
    const led = listQuestions(model, findings, { table: "clicks", column: "" });
    // First what somebody was led to, then the rest.
    expect(led.map(({ id }) => id)).toEqual(["table online.ip", "table clicks", "table parcels"]);
    const other = listQuestions(model, findings, { table: "parcels", column: "" });
    expect(other.map(({ id }) => id)).toEqual(["table parcels", "table online.ip"]);
    const keyed = system(users, trace("calls"), trace("clicks", { blorp_id: "int" }));
    const { questions } = look(keyed);
    expect(questions.map(({ id }) => id)).toEqual(["table calls", "table clicks"]);
  });
});
