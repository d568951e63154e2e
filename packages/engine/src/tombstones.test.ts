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
