/** Whom tombstones find, whom they must not find, and what they leave to an operator. */
import { expect, test } from "vitest";
import { indexModel } from "./model.ts";
import { EVERYTHING, type Scope } from "./rights.ts";
import { model, table } from "./testing/build-model.ts";
import { identifierText, prepareReplay, rowText, type Tombstone } from "./tombstones.ts";

const ERASED = "2030-01-10T12:00:00.000Z";
const stone = (erasure: string, text: string, at = ERASED, scope: Scope = EVERYTHING): Tombstone => ({
  erasure,
  hash: `#${text}`,
  at,
  scope,
});
const user = (id: string) => ({ table: "users", key: [id] });
const byRow = (id: string) => rowText("shop", user(id));
const byMail = (mail: string) => identifierText("email", mail);

/** Rows of `users`: id, e-mail, created_at. */
function search(tombstones: readonly Tombstone[], rows: readonly (readonly [string, string | null, string | null])[]) {
  const replay = prepareReplay(index, "shop", tombstones, (text) => `#${text}`);
  const [pass] = replay.passes;
  if (pass === undefined) throw new Error("no pass");
  expect(pass).toEqual({ table: "users", select: ["id", "email", "created_at"] });
  for (const row of rows) replay.note(pass, row);
  const { people, newer, ambiguous, absent } = replay.result();
  const ids = (list: readonly { readonly key: readonly string[] }[]) => list.map(({ key }) => key.join());
  return {
    people: people.map((one) => [one.erasures.join("+"), ...ids(one.rows)].join(" ")),
    newer: ids(newer),
    ambiguous: ids(ambiguous.map(({ row }) => row)),
    absent,
  };
}

const index = indexModel(
  model(
    table(
      "users",
      { id: "int pk", email: "text @contact.email #email", created_at: "text @system.time" },
      { kind: "subject" },
    ),
  ),
);
const nothing = { people: [], newer: [], ambiguous: [], absent: 0 };
const OLD = "2029-12-01";

test("an address finds its row in any way of writing it, a key finds its row under another address", () => {
  const stones = [stone("a", byMail("Ada@example.org ")), stone("b", byRow("2"))];
  const rows = [
    ["1", "ADA@example.org", OLD],
    ["2", "other@example.org", OLD],
    ["3", "else@example.org", OLD],
  ] as const;
  expect(search(stones, rows)).toEqual({ ...nothing, people: ["a 1", "b 2"] });
});

test.each([
  ["2030-01-10T12:00:00.001Z", "newer"],
  ["2030-01-10 12:30:00+01", "people"],
  ["2030-01-10 12:30:00", "newer"],
  ["2030-01-10", "people"],
  ["2030-01-11", "newer"],
] as const)("a row of %s: %s", (created, where) => {
  const found = search(
    [stone("a", byMail("ada@example.org")), stone("a", byRow("1"))],
    [["1", "ada@example.org", created]],
  );
  expect(found).toEqual({ ...nothing, ...(where === "newer" ? { newer: ["1"], absent: 1 } : { people: ["a 1"] }) });
});

test("a key alone, without a date, may have been given anew; with its address it was not", () => {
  const stones = [stone("a", byRow("1")), stone("a", byMail("ada@example.org"))];
  expect(search(stones, [["1", "new@example.org", null]])).toEqual({ ...nothing, ambiguous: ["1"] });
  expect(search(stones, [["1", "ada@example.org", null]])).toEqual({ ...nothing, people: ["a 1"] });
});

test("an address that several rows have means the row that was erased", () => {
  const rows = [
    ["1", "family@example.org", OLD],
    ["2", "family@example.org", OLD],
  ] as const;
  const mail = stone("a", byMail("family@example.org"));
  expect(search([mail], rows)).toEqual({ ...nothing, ambiguous: ["1", "2"] });
  expect(search([mail, stone("a", byRow("2"))], rows)).toEqual({ ...nothing, people: ["a 2"], ambiguous: ["1"] });
});

test("one person who was erased twice is erased once; of another scope, apart", () => {
  const orders: Scope = { tables: ["orders"], categories: [] };
  const stones = [
    stone("a", byRow("1")),
    stone("b", byRow("1"), "2030-03-01T00:00:00.000Z"),
    stone("c", byRow("1"), "2030-02-01T00:00:00.000Z", orders),
    stone("d", byRow("9")),
  ];
  expect(search(stones, [["1", "ada@example.org", OLD]])).toEqual({ ...nothing, people: ["a+b 1", "c 1"], absent: 1 });
  // Between the two she had come back: what the second erased is not newer than it.
  expect(search(stones.slice(0, 2), [["1", "ada@example.org", "2030-02-15"]])).toEqual({
    ...nothing,
    people: ["b 1"],
    absent: 1,
  });
});

/** Rows of `notes`: id, created_at; of `tags`: id. Both are whosever, and only erasures of single rows look at them. */
const withNotes = indexModel(
  model(
    table(
      "users",
      { id: "int pk", email: "text @contact.email #email", created_at: "text @system.time" },
      { kind: "subject" },
    ),
    table("notes", { id: "int pk", created_at: "text @system.time" }),
    table("tags", { id: "int pk" }),
  ),
);

test("an erasure of single rows finds these rows of a person who is still there, and never the person alone", () => {
  const about = (erasure: string, text: string, rowTable?: string): Tombstone => ({
    ...stone(erasure, text),
    isAboutRows: true,
    ...(rowTable === undefined ? {} : { rowTable }),
  });
  const note = (id: string) => rowText("shop", { table: "notes", key: [id] });
  const stones = [
    ...["a", "b", "c", "d"].map((erasure) => about(erasure, byMail("ada@example.org"))),
    about("a", note("1"), "notes"),
    about("a", note("2"), "notes"),
    // Nothing of it is there; its key was given anew; its table tells no age; whose it was is not there.
    about("b", note("9"), "notes"),
    about("c", note("3"), "notes"),
    about("d", rowText("shop", { table: "tags", key: ["7"] }), "tags"),
    about("e", byMail("gone@example.org")),
    about("e", note("4"), "notes"),
  ];
  const replay = prepareReplay(withNotes, "shop", stones, (text) => `#${text}`);
  expect(replay.passes).toEqual([
    { table: "users", select: ["id", "email", "created_at"] },
    { table: "notes", select: ["id", "created_at"] },
    { table: "tags", select: ["id"] },
  ]);
  const [users, notes, tags] = replay.passes;
  if (users === undefined || notes === undefined || tags === undefined) throw new Error("no passes");
  replay.note(users, ["1", "ada@example.org", OLD]);
  for (const id of ["1", "2", "4", "5"]) replay.note(notes, [id, OLD]);
  replay.note(notes, ["3", "2030-02-01"]);
  replay.note(tags, ["7"]);
  const { people, newer, ambiguous, absent } = replay.result();
  expect(people).toEqual([
    {
      erasures: ["a"],
      rows: [user("1")],
      scope: {
        ...EVERYTHING,
        rows: [
          { table: "notes", key: ["1"] },
          { table: "notes", key: ["2"] },
        ],
      },
    },
  ]);
  expect(newer).toEqual([{ table: "notes", key: ["3"] }]);
  expect(ambiguous).toEqual([
    { row: { table: "tags", key: ["7"] }, why: "only its key is that of a row that was erased" },
    { row: { table: "notes", key: ["4"] }, why: "it was erased, and whose it was is not clear" },
  ]);
  // b finds none of its rows, c only one that is newer.
  expect(absent).toBe(2);
});

test("tables of which no row was named are not read", () => {
  expect(prepareReplay(withNotes, "shop", [stone("a", byRow("1"))], (text) => text).passes).toHaveLength(1);
});
