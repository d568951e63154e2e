/** Holds the invented rows to their schemas, and the truths to what there is. */
import { describe, expect, test } from "vitest";
import type { SketchCase } from "./cases.ts";
import { findFewPeople } from "./few-people.ts";
import { fillRows } from "./fill-rows.ts";
import { sketches } from "./load-cases.ts";
import { readSketch } from "./read-sketch.ts";
import { sketch } from "./sketch.ts";

/** What two tests ask of the rows of a sketch: they are made once. */
interface Looked {
  /** Columns that may not be empty, and are. */
  readonly empty: readonly string[];
  /** Of references that are many: how many people they name, and whether they are to name few. */
  readonly spread: readonly { readonly role: string; readonly few: boolean; readonly share: number }[];
}

const looked = new Map<string, Looked>();

function look(each: SketchCase): Looked {
  const known = looked.get(each.name) ?? lookAtRows(each);
  looked.set(each.name, known);
  return known;
}

function lookAtRows(each: SketchCase): Looked {
  const few = findFewPeople(each.truth);
  const rows = fillRows(each, few);
  return {
    empty: readSketch(each).flatMap((table) =>
      table.columns
        .filter(({ name, nullable }) => !nullable && rows.get(table.name)?.some((row) => (row[name] ?? null) === null))
        .map(({ name }) => `${table.name}.${name}`),
    ),
    spread: each.truth.people.flatMap((line) => {
      const [place = "", , , role = ""] = line.split(" ");
      const [table = "", column = ""] = place.split(".");
      const values = (rows.get(table) ?? []).flatMap((row) => row[column] ?? []);
      if (values.length < 30 || !/^(actor|owner)$/.test(role)) return [];
      return [{ role, few: few.has(place), share: new Set(values).size / values.length }];
    }),
  };
}

describe("rows", () => {
  test.each(sketches.map((each) => [each.name, each] as const))("of %s fill what may not be empty", (_name, each) => {
    expect(look(each).empty).toEqual([]);
  });

  test("take the id of a pair from the table that its type stands for, whichever column comes first", () => {
    const rows = fillRows({
      name: "pairs",
      tables: [
        sketch("people", { id: "text pk = number(P)" }, { rows: 9 }),
        sketch("groups", { id: "text pk = number(G)" }, { rows: 9 }),
        sketch("notes", {
          id: "pk",
          subject_id: "text! = id-by(subject_type:Person=people|Group=groups)",
          subject_type: "text! = one(Person|Group)",
        }),
      ],
    });
    const notes = rows.get("notes") ?? [];
    expect(new Set(notes.map((row) => row["subject_type"]))).toEqual(new Set(["Person", "Group"]));
    for (const row of notes) expect(row["subject_id"]).toMatch(row["subject_type"] === "Person" ? /^P\d+$/ : /^G\d+$/);
  });

  test("take known kinds one after the other, only those that a column allows, and ids inside a document", () => {
    const rows = fillRows({
      name: "kinds",
      tables: [
        sketch(
          "kinds",
          { id: "pk", app: "text! = each(people|groups|notes)", model: "text! = each(person|group|note)" },
          { rows: 3 },
        ),
        sketch("people", { id: "pk" }, { rows: 9 }),
        sketch("likes", { id: "pk", kind_id: "int! -> kinds = among(2|3)", data: "json! = json-of(user/id:people)" }),
      ],
    });
    expect(rows.get("kinds")?.map((row) => `${row["id"]} ${row["app"]}.${row["model"]}`)).toEqual([
      "1 people.person",
      "2 groups.group",
      "3 notes.note",
    ]);
    const likes = rows.get("likes") ?? [];
    expect(new Set(likes.map((row) => row["kind_id"]))).toEqual(new Set([2, 3]));
    for (const row of likes) expect(row["data"]).toMatch(/^\{"user":\{"id":[1-9]\}\}$/);
  });

  test("refer to a table without a key by the column that is said, and to a row that no other names", () => {
    const rows = fillRows({
      name: "keyless",
      tables: [
        sketch("people", { number: "int! = number", address_id: "int! -> addresses = own(2)" }, { rows: 5 }),
        sketch("addresses", { id: "pk" }, { rows: 7 }),
        sketch("notes", { id: "pk", person: "int! ~> people(number)" }),
      ],
    });
    expect(rows.get("people")?.map((row) => row["address_id"])).toEqual([3, 4, 5, 6, 7]);
    const numbers = rows.get("people")?.map((row) => row["number"]);
    for (const row of rows.get("notes") ?? []) expect(numbers).toContain(row["person"]);
  });

  test("close a circle of references with the keys that the sketch lists", () => {
    const rows = fillRows({
      name: "circle",
      tables: [
        sketch("people", { id: "pk", family_id: "int -> families = one(1|2)", boss_family_id: "int -> families" }),
        sketch("families", { id: "pk", head_id: "int! -> people" }, { rows: 2 }),
      ],
    });
    const people = rows.get("people") ?? [];
    expect(new Set(people.map((row) => Number(row["family_id"])))).toEqual(new Set([0, 1, 2]));
    expect(new Set(people.map((row) => row["boss_family_id"]))).toEqual(new Set([null]));
  });

  test("name few people where the truth says that they act, and many where the rows are theirs, but for a share of each", () => {
    const spread = sketches.flatMap((each) => look(each).spread);
    const shareOfFew = (role: string) => {
      const all = spread.filter((each) => each.role === role);
      return all.filter(({ few }) => few).length / all.length;
    };
    expect(spread.length).toBeGreaterThan(500);
    expect(shareOfFew("actor")).toBeGreaterThan(0.65);
    expect(shareOfFew("actor")).toBeLessThan(0.9);
    expect(shareOfFew("owner")).toBeGreaterThan(0.05);
    expect(shareOfFew("owner")).toBeLessThan(0.25);
    const mean = (all: typeof spread) => all.reduce((sum, { share }) => sum + share, 0) / all.length;
    expect(mean(spread.filter(({ few }) => few))).toBeLessThan(0.2);
    expect(mean(spread.filter(({ few }) => !few))).toBeGreaterThan(0.4);
  });

  test("take a value that stands in a column", () => {
    const rows = fillRows({
      name: "values",
      tables: [
        sketch("people", { id: "pk", login: "text! unique = handle" }, { rows: 9 }),
        sketch("logins", { id: "pk", login: "text! = value-of(people.login)" }),
      ],
    });
    const known = rows.get("people")?.map((row) => row["login"]) ?? [];
    for (const row of rows.get("logins") ?? []) expect(known).toContain(row["login"]);
  });
});

describe("the truth", () => {
  test.each(sketches.map((each) => [each.name, each] as const))("of %s names what there is, once", (_name, each) => {
    const { truth } = each;
    const tables = new Map(readSketch(each).map((table) => [table.name, table]));
    const hasColumns = (place: string) => {
      const [table = "", columns = ""] = place.split(".");
      return columns
        .split("+")
        .every((column) => tables.get(table)?.columns.some(({ name }) => name === column.split("/")[0]));
    };
    const references = [...truth.people, ...(truth.peopleOrNot ?? []), ...truth.parts, ...(truth.partsOrNot ?? [])].map(
      (line) => line.split(" ").slice(0, 3).join(" "),
    );
    const isKnown = (reference: string) => {
      const [from = "", to = ""] = reference.split(" -> ");
      return hasColumns(from) && tables.has(to);
    };
    expect(references.filter((reference) => !isKnown(reference))).toEqual([]);
    expect([...truth.subjects, ...truth.either].filter((name) => !tables.has(name))).toEqual([]);
    const columns = [
      ...truth.identifying,
      ...(truth.identifyingOrNot ?? []),
      ...(truth.softDeletes ?? []),
      ...[...(truth.copies ?? []), ...(truth.copiesOrNot ?? [])].flatMap((line) => line.split(" -> ")),
    ].map((line) => line.split(" ")[0] ?? "");
    expect(columns.filter((place) => !hasColumns(place))).toEqual([]);
    expect(truth.people.filter((line, position) => truth.people.indexOf(line) !== position)).toEqual([]);
  });

  test.each(sketches.map((each) => [each.name, each] as const))(
    "of %s knows every reference to people that the rows hold",
    (_name, each) => {
      const { truth } = each;
      const people = new Set([...truth.subjects, ...truth.either]);
      const said = new Set(
        [...truth.people, ...(truth.peopleOrNot ?? []), ...truth.parts, ...(truth.partsOrNot ?? [])].map((line) =>
          line.split(" ").slice(0, 3).join(" "),
        ),
      );
      const held = readSketch(each).flatMap((table) =>
        table.references
          .filter(({ to }) => people.has(to))
          .map(({ columns, to }) => `${table.name}.${columns.join("+")} -> ${to}`),
      );
      expect(held.filter((reference) => !said.has(reference))).toEqual([]);
    },
  );
});
