/** What a map says a column is blanked with: read from the map, held against the column, and written by the plan. */
import { describe, expect, test } from "vitest";
import { allowedValues } from "./allowed-values.ts";
import { checkBlanks } from "./blank-statement.ts";
import { blankColumns, stubbornColumns } from "./blank-values.ts";
import { indexModel, type ModelTable } from "./model.ts";
import { parseMap } from "./parse-map.ts";
import { model, table } from "./testing/build-model.ts";

const COLUMNS = {
  id: "int pk",
  user_id: "int ! -> users owner",
  state: "text ! max=20 @system.flag",
  phone: "text @contact.phone",
  handle: "text ! unique max=16 @identity.username",
  mood: "enum ! @special.health",
  born: "date ! @identity.birth-date",
  salary: "int ! @financial.income",
  extra: "json ! @content.text",
};

function blank(stated: Readonly<Record<string, string>>, checks: readonly string[] = []) {
  const world = model(table("users", { id: "int pk", email: "text @contact.email #email" }), table("topics", COLUMNS));
  const tables = world.tables.map((one): ModelTable => {
    const schema = {
      ...one.schema,
      checks: one.name === "topics" ? checks : [],
      columns: one.schema.columns.map((column) =>
        column.name === "mood" ? { ...column, enumValues: ["good", "bad"] } : column,
      ),
    };
    const columns = one.columns.map((column) => {
      const value = stated[`${one.name}.${column.name}`] ?? stated[column.name];
      return value === undefined ? column : { ...column, blank: value };
    });
    return { ...one, schema, columns };
  });
  const checked = checkBlanks(tables, world.edges);
  const index = indexModel({ ...world, tables: checked.tables });
  const topics = index.table.get("topics");
  if (topics === undefined) throw new Error("no table");
  return {
    set: blankColumns(index, topics),
    stubborn: stubbornColumns(index, topics),
    findings: checked.findings.map(({ code, column, message, suggestion, blocks }) => {
      expect([code, blocks]).toEqual(["map_blank_refused", true]);
      return `${column}: ${message.split("it ").slice(1).join("it ")} ${suggestion}`;
    }),
  };
}

describe("a value that the map states", () => {
  test("is written where the column may be NULL too, and where nothing else would be blanked", () => {
    expect(blank({}).set).toMatchObject({ phone: { kind: "null" } });
    expect(blank({}).set["state"]).toBeUndefined();
    const { set, findings } = blank({ phone: "REMOVED", state: "gone", born: "1900-01-01", extra: '{"gone":true}' });
    expect(findings).toEqual([]);
    expect(set).toMatchObject({
      phone: { kind: "text", text: "REMOVED" },
      state: { kind: "text", text: "gone" },
      born: { kind: "text", text: "1900-01-01" },
      extra: { kind: "text", text: '{"gone":true}' },
    });
  });

  test("settles a column for which no value that says nothing is known", () => {
    expect(blank({}).stubborn).toEqual(["mood"]);
    expect(blank({ mood: "bad" })).toMatchObject({ stubborn: [], set: { mood: { kind: "text", text: "bad" } } });
  });

  test("holds the row's key where {} stands for it", () => {
    expect(blank({ handle: "gone-{}" }).set["handle"]).toEqual({ kind: "keyed", prefix: "gone-", suffix: "" });
  });

  test.each([
    [
      { handle: "gone" },
      'tells rows apart, and every row would hold the same; {} stands for a row\'s key. tables: { topics: { columns: { handle: { blank: "gone-{}" } } } }',
    ],
    [{ handle: "removed-{}" }, "holds 16 characters at most. Write a value that it holds."],
    [{ state: "removed at their own request" }, "holds 20 characters at most. Write a value that it holds."],
    [{ mood: "none" }, 'is one of good, bad. tables: { topics: { columns: { mood: { blank: "good" } } } }'],
    [{ born: "never" }, "is not a value of type date. Write a value that it holds."],
    [{ born: "1900-02-30" }, "is not a value of type date. Write a value that it holds."],
    [{ salary: "none" }, "is not a value of type int. Write a value that it holds."],
    [{ user_id: "0" }, "says which rows belong together. Remove `blank` of user_id from the map."],
    [{ "topics.id": "0" }, "says which rows belong together. Remove `blank` of id from the map."],
  ])("%j is refused with what would do", (stated, told) => {
    expect(blank(stated).findings).toEqual([`${Object.keys(stated)[0]?.split(".").at(-1)}: ${told}`]);
  });

  test("is held against the checks that are understood", () => {
    const list =
      "CHECK (((state)::text = ANY ((ARRAY['new'::character varying, 'it''s gone'::character varying])::text[])))";
    expect(blank({ state: "REMOVED" }, [list]).findings).toEqual([
      'state: is one of new, it\'s gone. tables: { topics: { columns: { state: { blank: "new" } } } }',
    ]);
    expect(blank({ state: "it's gone" }, [list]).findings).toEqual([]);
    expect(blank({ salary: "0" }, ["salary > 450"]).findings).toEqual([
      "salary: has to satisfy salary > 450. Write a value that satisfies it.",
    ]);
    expect(blank({ salary: "451" }, ["salary > 450"]).findings).toEqual([]);
    expect(blank({ born: "1900-01-01" }, ["born > '1900-01-01'"]).findings).toHaveLength(1);
    expect(blank({ phone: "REMOVED" }, ["length(phone) < 5"]).findings).toHaveLength(1);
    expect(blank({ phone: "GONE" }, ["length(phone) < 5"]).findings).toEqual([]);
    expect(blank({ phone: "GONE" }, ["phone <> 'GONE'"]).findings).toHaveLength(1);
    // What is not understood is tried by the dry run.
    expect(blank({ phone: "GONE" }, ["phone LIKE '+%'"]).findings).toEqual([]);
  });

  test("differs from row to row where people are known by it", () => {
    expect(blank({ "users.email": "gone@example.org" }).findings).toHaveLength(1);
    expect(blank({ "users.email": "gone-{}@example.org" }).findings).toEqual([]);
  });
});

test("a list is understood where the check says nothing else", () => {
  expect(allowedValues(["state IN ('a', 'b,c')"], "state")).toEqual(["a", "b,c"]);
  expect(allowedValues(["`state` in ('a')"], "state")).toEqual(["a"]);
  expect(allowedValues(["state IN ('a') OR other IS NULL"], "state")).toBeNull();
  expect(allowedValues(["estate IN ('a')", "NOT state IN ('b')"], "state")).toBeNull();
  expect(allowedValues(["state IN ('a or b')"], "state")).toEqual(["a or b"]);
});

test("`blank` is a value of the map, beside a category and not beside `keep`", () => {
  const read = (columns: unknown) => parseMap({ tables: { topics: { columns } } });
  const blankOf = (column: unknown) => read({ x: column }).map.tables["topics"]?.columns["x"]?.blank;
  expect(blankOf({ blank: "REMOVED", category: "contact.phone" })).toBe("REMOVED");
  expect([blankOf({ blank: 0 }), blankOf({ blank: false }), blankOf({ blank: "" })]).toEqual(["0", "false", ""]);
  expect(blankOf({ blank: { gone: true } })).toBe('{"gone":true}');
  const place = "tables.topics.columns.x.blank";
  expect(read({ x: { blank: "a", keep: true } }).problems.map(({ path }) => path)).toEqual([place]);
  expect(read({ x: { blank: null } }).problems.map(({ path }) => path)).toEqual([place]);
  expect(read({ x: { blank: "12345678901234567890" } }).problems).toEqual([]);
  expect(read({ x: { blank: 2 ** 60 } }).problems.map(({ path }) => path)).toEqual([place]);
});
