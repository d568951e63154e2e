import { describe, expect, test } from "vitest";
import { blankColumns, detachColumns, sentinelOf, stubbornColumns } from "./blank-values.ts";
import { readEdgeKeys } from "./edge-values.ts";
import { indexModel } from "./model.ts";
import { model, table } from "./testing/build-model.ts";

const built = model(
  table("users", { id: "int pk", handle: "text ! unique @identity.username", email: "text @contact.email #email" }),
  table(
    "rows",
    {
      id: "int pk",
      user_id: "int ! -> users owner",
      mail: "text ! -> users.email owner match @contact.email",
      guest: "text -> users.email viewer match @contact.email",
      log: "text ! -> users actor pattern=*u:{}* @content.text",
      data: "json ! -> users context path=user @content.text",
      tag: "text ! -> users context pattern=u:{}",
      other: "int ! default=0 -> users context nofk",
      free: "text ! @content.text",
      phone: "int ! unique @contact.phone",
      kept: "text @name keep",
      at: "ts ! @identity.birth-date",
    },
    {},
  ),
  table("fans", { id: "int pk", handle: "text ! -> users.handle owner" }),
);
const index = indexModel(built);
const rows = index.table.get("rows");
const users = index.table.get("users");
if (rows === undefined || users === undefined) throw new Error("no table");
const edge = (column: string) => {
  const found = built.edges.find((one) => one.from === "rows" && one.columns[0] === column);
  if (found === undefined) throw new Error("no edge");
  return found;
};
const detach = (column: string, sentinel: string | null = null, mayBlank = false) =>
  detachColumns(rows, edge(column), { sentinel, mayBlank });

describe("blankColumns", () => {
  test("blanks what is personal, keeps structure, and what names somebody else", () => {
    expect(blankColumns(index, rows)).toEqual({
      mail: { kind: "keyed", prefix: "erased-rows-", suffix: "@kept.invalid" },
      log: { kind: "text", text: "" },
      data: { kind: "text", text: "{}" },
      free: { kind: "text", text: "" },
      at: { kind: "text", text: "1970-01-02 00:00:00" },
    });
  });

  test("blanks what is never handed out, whatever it is", () => {
    const logins = model(
      table("logins", { id: "int pk", secret: "text @system.token hide", salt: "text ! @other hide" }),
    );
    const [built] = logins.tables;
    expect(built === undefined ? null : blankColumns(indexModel(logins), built)).toEqual({
      secret: { kind: "null" },
      salt: { kind: "text", text: "" },
    });
  });

  test("says what it cannot blank: no value fits, or other tables hold on to it", () => {
    expect(stubbornColumns(index, rows)).toEqual(["phone"]);
    expect(stubbornColumns(index, users)).toEqual(["handle"]);
  });
});

describe("detachColumns", () => {
  test("never takes more of another's row than the pointer", () => {
    expect(detach("log")).toBeNull();
    expect(detach("data")).toBeNull();
    expect(detach("log", null, true)).toEqual({ log: { kind: "text", text: "u:" } });
    expect(detach("tag")).toEqual({ tag: { kind: "text", text: "u:" } });
    expect(detach("guest")).toEqual({ guest: { kind: "null" } });
  });

  test("a text without a key names nobody, whatever people are called", () => {
    const tag = edge("tag");
    expect(readEdgeKeys(tag, ["u:erased"])).toEqual([["erased"]]);
    expect(readEdgeKeys(tag, ["u:"])).toEqual([]);
  });

  test("uses a sentinel only where it is nobody's key", () => {
    expect(sentinelOf(rows, edge("other"))).toBe("0");
    expect(detach("other", "0")).toEqual({ other: { kind: "text", text: "0" } });
    expect(detach("other")).toBeNull();
    expect(detach("user_id")).toBeNull();
    expect(sentinelOf(rows, edge("user_id"))).toBeNull();
  });
});

describe("values within checks", () => {
  const columns: Readonly<Record<string, string>> = {
    id: "int pk",
    user_id: "int ! -> users owner",
    salary: "int ! @financial.income",
    born: "date ! @identity.birth-date",
    seen: "ts ! @identity.birth-date",
    note: "text ! @content.text",
  };
  const blank = (...checks: readonly string[]) => {
    const world = model(table("users", { id: "int pk" }), table("staff", columns));
    const tables = world.tables.map((one) =>
      one.name === "staff" ? { ...one, schema: { ...one.schema, checks } } : one,
    );
    const guarded = indexModel({ ...world, tables });
    const staff = guarded.table.get("staff");
    if (staff === undefined) throw new Error("no table");
    const told = Object.entries(blankColumns(guarded, staff)).map(([name, value]) => [
      name,
      value.kind === "text" ? value.text : value.kind,
    ]);
    return { ...Object.fromEntries(told), stubborn: stubbornColumns(guarded, staff) };
  };

  test("a text that is an empty document by default stays one, unless it has to be longer or is checked", () => {
    const world = model(
      table("users", { id: "int pk" }),
      table("notes", {
        id: "int pk",
        user_id: "int ! -> users owner",
        meta: "text ! default='{}' @content.text",
        tags: "text ! default='[]'::text @content.text",
        tiny: "text ! max=1 default='{}' @content.text",
        free: "text ! default='none' @content.text",
        may: "text default='{}' @content.text",
      }),
    );
    const documents = indexModel(world);
    const notes = documents.table.get("notes");
    if (notes === undefined) throw new Error("no table");
    const of = (value: string) => ({ kind: "text", text: value });
    const expected = { meta: of("{}"), tags: of("[]"), tiny: of(""), free: of(""), may: { kind: "null" } };
    expect(blankColumns(documents, notes)).toEqual(expected);
  });

  test("what says nothing stays where it is allowed, and moves to the limit where it is not", () => {
    expect(blank("salary >= 0", "born >= '1900-01-01'", "length(note) > 2")).toMatchObject({
      salary: "0",
      born: "1900-01-01",
      note: "erased",
    });
    expect(blank("salary > 0", "born > '1900-01-01'", "seen >= '2000-01-01'", "length(note) >= 10")).toMatchObject({
      salary: "1",
      born: "1900-01-02",
      seen: "2000-01-01 00:00:00",
      note: "erasedxxxx",
    });
    expect(blank("salary between 450 and 9000", "born < '1899-01-01'", "length(note) < 4")).toMatchObject({
      salary: "450",
      born: "1898-12-31",
      note: "era",
    });
    expect(blank("salary <> 0 AND salary > 2.5 AND salary < 5")).toMatchObject({ salary: "3" });
  });

  test("where no value fits, that is said before anything is changed", () => {
    expect(blank("salary > 5 AND salary < 4").stubborn).toEqual(["salary"]);
  });
});
