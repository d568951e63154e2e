/** What is noticed of rights that take nothing away for good, statement by statement, and how it is told. */
import { describe, expect, test } from "vitest";
import { copiesOfRestricted, copiesOfWrong } from "./copy-searches.ts";
import type { RestrictionMark } from "./model.ts";
import { findOpen, listDoubtful, openFindings } from "./open-statements.ts";
import { checkReverted } from "./revert-held.ts";
import { model, table } from "./testing/build-model.ts";
import { asChange, changeObserved, observeChange, restriction, revert } from "./testing/lifecycle-bench.ts";
import { createBench, drive, user, withTriggers } from "./testing/rights-bench.ts";
import { pieceOf } from "./text-pieces.ts";
import { copyFindings } from "./trigger-copies.ts";

/** People, whose sessions are named by their token: these go as a whole. */
function site(mark?: RestrictionMark) {
  const built = model(
    table("users", {
      id: "int pk",
      email: "text ! @contact.email #email unique",
      bio: "text @content.text",
      restricted: "bool",
      updated_at: "ts @system.time",
    }),
    table("sessions", { token: "text pk @secret.token hide", user_id: "int ! -> users owner cascade" }),
    table("history", { id: "int pk", user_id: "int -> users owner", said: "text @content.text" }),
    table("trail", { id: "int pk", data: "text", at: "ts" }, { kind: "public" }),
    table("listed", { user_id: "int" }, { key: ["user_id"], kind: "public" }),
  );
  const tables = built.tables.map((one) =>
    one.name === "users" && mark !== undefined ? { ...one, restrict: mark } : one,
  );
  return createBench(withTriggers({ ...built, tables }), {
    users: [
      {
        id: "1",
        email: "ada@example.org",
        bio: 'She said "no" to all of it',
        restricted: "false",
        updated_at: "2020-01-01",
      },
      { id: "2", email: "bo@example.org", bio: "Bo", restricted: "false", updated_at: "2020-01-01" },
    ],
    sessions: [{ token: "abcdef0123456789", user_id: "1" }],
    history: [{ id: "1", user_id: "2", said: "hello" }],
    trail: [],
    listed: [],
  });
}

const LIST: RestrictionMark = { kind: "list", table: "listed", column: "user_id" };
const FLAG: RestrictionMark = { kind: "flag", column: "restricted", value: "true" };

describe("the look at every row that statements name", () => {
  test.each([
    [undefined, "delete", "sessions  there"],
    [LIST, "insert", "listed  missing"],
    [FLAG, "update", "users restricted value"],
  ] as const)("%j: a %s that was not carried out", (mark, op, told) => {
    const bench = site(mark);
    const { operations } = restriction(bench, user("1"));
    bench.store.apply(operations.filter((one) => one.op !== op));
    const open = drive(bench.store, findOpen(bench.index, operations));
    expect(open.map((one) => `${one.table} ${one.column} ${one.open}`)).toContain(told);
    bench.store.apply(operations.filter((one) => one.op === op));
    expect(drive(bench.store, findOpen(bench.index, operations))).toEqual([]);
  });

  test("a row that is gone, and how each is said; what a database prints in its own way it is asked itself", () => {
    const bench = site(FLAG);
    const { operations } = restriction(bench, user("1"));
    const open = [
      { table: "users", column: "restricted", rows: 1, open: "value" as const },
      { table: "users", column: "", rows: 2, open: "gone" as const },
    ];
    expect(openFindings(open, "residue_found", ["is in use", "are in use"]).map(({ message }) => message)).toEqual([
      "1 row of users is in use (restricted).",
      "2 rows of users were to stay, and are gone.",
    ]);
    expect(listDoubtful(bench.index, operations, open).map(({ table: name }) => name)).toEqual(["users"]);
    bench.store.apply([{ op: "delete", table: "users", keyColumns: ["id"], keys: [["1"]], why: "a trigger" }]);
    const left = drive(bench.store, findOpen(bench.index, operations));
    expect(left.map((one) => `${one.table} ${one.column} ${one.open}`)).toContain("users  gone");
  });
});

describe("the look at what was given back", () => {
  test("what was added and was to go again, and a row that did not come back", () => {
    for (const [mark, at, told] of [
      [LIST, "operations", "listed. 1 row of listed was to go, and is still there."],
      [undefined, "exact", "sessions. 1 row of sessions was to come back, and is not there."],
    ] as const) {
      const bench = site(mark);
      const diff = changeObserved(bench, asChange(restriction(bench, user("1"))));
      const back = revert(bench, diff);
      const done = { ...back, [at]: back[at].filter((one) => one.table === "users") };
      const { residue, findings } = checkReverted(bench.index, back, observeChange(bench, back, done));
      expect([residue.map((one) => `${one.table}.${one.column} ${one.message}`), findings]).toEqual([[told], []]);
    }
  });

  test("a time that the database keeps for itself is worth a look; what is the person's is residue", () => {
    const bench = site();
    const diff = changeObserved(bench, asChange(restriction(bench, user("1"))));
    const back = revert(bench, diff);
    const write = (column: string) => ({
      ...back,
      operations: [
        ...back.operations,
        {
          op: "update" as const,
          table: "users",
          keyColumns: ["id"],
          keys: [["1"]],
          set: { [column]: { kind: "text" as const, text: "2030-01-01" } },
          why: "a trigger",
        },
      ],
    });
    const look = (column: string) => {
      const fork = bench.fork();
      return checkReverted(fork.index, back, observeChange(fork, back, write(column)));
    };
    expect(look("updated_at").residue).toEqual([]);
    expect(look("updated_at").findings.map(({ code, column }) => `${code} ${column}`)).toEqual([
      "value_not_restored updated_at",
    ]);
    expect(look("email").residue.map(({ column }) => column)).toEqual(["email"]);
    expect(look("email").findings).toEqual([]);
  });
});

describe("what is looked for in what triggers write", () => {
  const isTold = (mark: RestrictionMark | undefined, name: string, text: string) => {
    const bench = site(mark);
    const search = drive(bench.store, copiesOfRestricted(bench.index, restriction(bench, user("1"))));
    return copyFindings(bench.index, search, [{ table: name, column: "data", text }]).length > 0;
  };

  test("what was sealed, by a piece of it where JSON writes it in another way; a token; no word", () => {
    for (const text of [
      '{"email":"Ada@Example.org"}',
      '{"bio":"She said \\"no\\" to all of it"}',
      "x abcdef0123456789",
    ])
      expect([text, isTold(undefined, "trail", text)]).toEqual([text, true]);
    for (const text of ['{"id":1}', "bo@example.org", "to all"])
      expect([text, isTold(undefined, "trail", text)]).toEqual([text, false]);
  });

  test.each([LIST, FLAG])("%j: the mark covers their rows in tables that the map knows, and in no other", (mark) => {
    expect(isTold(mark, "history", "ada@example.org")).toBe(false);
    expect(isTold(mark, "trail", "ada@example.org")).toBe(true);
  });

  test("without a mark, a copy among their own rows is in use like any other", () => {
    expect(isTold(undefined, "history", "ada@example.org")).toBe(true);
  });

  const tell = (before: string, value: string, text: string, category = "name") => {
    const change = { table: "users", column: "name", category, rows: 1, why: "named", before: [before], value };
    return copyFindings(site().index, copiesOfWrong({ changes: [change] }), [{ table: "trail", column: "data", text }]);
  };

  test.each([
    ["Ada", "Ada Lovelace", "Ada Lovelace", false],
    ["Ada", "Ada Lovelace", '{"old":"Ada","new":"Ada Lovelace"}', true],
    ["Ada Lovelace", "Ada", '{"name":"Ada Lovelace"}', true],
    ["ada", "Ada", "ada", false],
    ["Bo", "Bob", "Bo", true],
    ["Bo", "Bob", "Bob and Bo", false],
  ])("%s corrected to %s: %s", (before, value, text, isFound) => {
    expect(tell(before, value, text).length > 0).toBe(isFound);
  });

  test("of a longer text what was wrong in it", () => {
    const [before, value] = ["She was born in Paris, and lives there.", "She was born in Prague, and lives there."];
    expect(tell(before, value, JSON.stringify({ bio: before }), "content.text")).toHaveLength(1);
    expect(tell(before, value, JSON.stringify({ bio: value }), "content.text")).toEqual([]);
  });

  test("a trail is told with the line by which the map keeps it, and how long it is from its own column", () => {
    const [finding] = tell("Ada Byron", "Ada King", "Ada Byron");
    expect(finding).toMatchObject({ code: "residue_found", table: "trail", column: "data", blocks: true });
    expect(finding?.message).toBe(
      "1 row of trail holds a value that was corrected, as it was: a trigger keeps it (data).",
    );
    expect(finding?.suggestion).toContain('trail: { retain: { for: <years> years, from: at, reason: "<which law>" } }');
  });

  test("a piece is in whole words, around the place that is asked for, and never longer than it has to be", () => {
    expect(pieceOf("short")).toBe("short");
    expect(pieceOf('a "quoted one" and the rest')).toBe("and the rest");
    expect(pieceOf('""')).toBe("");
    const long = "word ".repeat(100);
    expect(pieceOf(long).length).toBeLessThanOrEqual(80);
    expect(pieceOf(`${long}HERE ${long}`, long.length)).toMatch(/^(word )+HERE( word)+$/);
    expect(pieceOf(`${"x".repeat(200)} end`, 203)).toBe("end");
  });
});
