/** References whose two sides the database holds for equal though their letters differ: rights hold them for equal too. */
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";
import { checkUndo } from "../testing/check-lifecycle-laws.ts";
import { checkPortability } from "../testing/check-portability.ts";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { createRowRights } from "./row-rights.ts";

const HANDLE: Readonly<Record<TestKind, string>> = {
  sqlite: "text COLLATE NOCASE",
  pglite: "text",
  postgres: "text COLLATE blind",
  mysql: "varchar(40) COLLATE utf8mb4_general_ci",
};

const COLLATIONS = `CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    CREATE COLLATION exact (provider = icu, locale = 'und', deterministic = false);`;

function tables(kind: TestKind, handle: string): string {
  return `${kind === "postgres" ? COLLATIONS : ""}
    CREATE TABLE people (handle ${handle} NOT NULL PRIMARY KEY, email varchar(80) NOT NULL UNIQUE);
    CREATE TABLE chats (id integer PRIMARY KEY, a ${handle}, b ${handle}, body text,
      FOREIGN KEY (a) REFERENCES people (handle) ON DELETE CASCADE, FOREIGN KEY (b) REFERENCES people (handle) ON DELETE CASCADE);
    CREATE TABLE letters (id integer PRIMARY KEY, author ${handle} NOT NULL, body text,
      FOREIGN KEY (author) REFERENCES people (handle));`;
}

const ROWS = `INSERT INTO people VALUES ('ada', 'ada@example.org'), ('Bob', 'bob@example.org');
    INSERT INTO chats VALUES (1, 'ADA', 'bob', 'of both'), (2, 'ada', NULL, 'hers alone'), (3, 'BOB', 'Bob', 'his alone');
    INSERT INTO letters VALUES (1, 'Ada', 'from her'), (2, 'bOB', 'from him');`;

async function open(kind: TestKind, rows = ROWS, handle = HANDLE[kind]) {
  const database = await createTestDatabase(kind);
  await database.execute(tables(kind, handle) + rows);
  const rights = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 600_000 });
  const edges = ["a", "b"].map((column) => ({
    columns: [column],
    to: "people",
    toColumns: null,
    role: "owner" as const,
    when: {},
    match: false,
    pattern: null,
    path: [],
    same: false,
  }));
  const table = { subject: null, public: null, key: null, identifiers: null, retain: null, columns: {} };
  rights.useMap({ ...EMPTY_MAP, tables: { chats: { ...table, edges } } });
  rights.useMap(acceptProposals(await rights.discover()));
  return {
    database,
    rights,
    async [Symbol.asyncDispose]() {
      await rights[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

const person = (handle: string) => ({ identifiers: [], keys: [{ table: "people", key: [handle] }] });

// PGlite has no collations that are blind to case.
describe.each(testKinds.filter((kind) => kind !== "pglite"))("%s", (kind) => {
  const missing = whyMissing(kind);
  test.skipIf(missing !== null)(
    missing ?? "what a person shares is let go of, and not deleted by a cascade",
    async () => {
      await using place = await open(kind);
      const { database, rights } = place;
      await rights.erase(person("ADA"), EVERYTHING, { today: "2030-06-15" }, null, {});
      const chats = await database.query("SELECT id, a, b, body FROM chats ORDER BY id");
      expect(chats.map((row) => Object.values(row))).toEqual([
        [1, null, "bob", "of both"],
        [3, "BOB", "Bob", "his alone"],
      ]);
      const letters = await database.query("SELECT id FROM letters");
      expect(letters.map(({ id }) => Number(id))).toEqual([2]);
    },
  );

  test.skipIf(missing !== null)(
    missing ?? "who is erased comes back, with what is written in other letters",
    async () => {
      await using place = await open(kind);
      const court = { ...place, others: [], today: "2030-06-15" };
      const found = await checkUndo(court, { table: "people", key: ["ada"] });
      expect(found).toEqual([]);
    },
  );

  test.skipIf(missing !== null)(missing ?? "what a person is given goes into an empty database as it is", async () => {
    await using place = await open(kind);
    await using empty = await open(kind, "");
    expect(await checkPortability(place.rights, empty.rights, { table: "people", key: ["ada"] })).toEqual([]);
  });
});

/** Letters that look alike, and collations for which they are others: those of a language, and one that tells cases apart. */
const TOLD_APART = [
  { kind: "postgres", type: "text COLLATE exact", one: "asa", other: "Asa" },
  { kind: "mysql", type: "varchar(40) COLLATE utf8mb4_swedish_ci", one: "Asa", other: "Åsa" },
] as const;

describe.each(TOLD_APART)("$kind", ({ kind, type, one, other }) => {
  const missing = whyMissing(kind);
  test.skipIf(missing !== null)(missing ?? "whom the database tells apart are two people", async () => {
    await using place = await open(
      kind,
      `INSERT INTO people VALUES ('${one}', 'one@example.org'), ('${other}', 'other@example.org');
      INSERT INTO chats VALUES (1, '${one}', '${other}', 'of both');
      INSERT INTO letters VALUES (1, '${one}', 'from one'), (2, '${other}', 'from the other');`,
      type,
    );
    const { database, rights } = place;
    await rights.erase(person(one), EVERYTHING, { today: "2030-06-15" }, null, {});
    const chats = await database.query("SELECT id, a, b, body FROM chats");
    expect(chats.map((row) => Object.values(row))).toEqual([[1, null, other, "of both"]]);
    expect((await database.query("SELECT id FROM letters")).map(({ id }) => Number(id))).toEqual([2]);
  });
});
