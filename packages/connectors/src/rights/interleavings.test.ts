/**
 * C17: rows that a person inserts while their erasure runs, at every moment of it and from a connection of their own, are
 * erased, refused or told of; none is lost silently, and nothing of anybody else changes.
 */
import { type DataMap, EMPTY_MAP } from "@kept/engine/map";
import { describe, expect, test } from "vitest";
import {
  eraseWhile,
  type Fate,
  type Happening,
  type InterleavingCourt,
  MOMENTS,
  pauseAt,
} from "../testing/interleave.ts";
import { createTestDatabase, type TestKind, whyMissing } from "../testing/test-database.ts";
import { readMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

/** What a person may insert: held by a foreign key, named without one, known by an address, part of what is theirs. */
const INSERTS: Readonly<Record<string, (person: number, id: number) => string>> = {
  orders: (person, id) => `INSERT INTO orders VALUES (${id}, ${person}, 'late order of ${person}')`,
  notes: (person, id) => `INSERT INTO notes VALUES (${id}, ${person}, 'late note of ${person}')`,
  mails: (person, id) => `INSERT INTO mails VALUES (${id}, 'p${person}@example.org', 'late mail')`,
  order_lines: (person, id) => `INSERT INTO order_lines VALUES (${id}, ${person}, 'late line of ${person}')`,
};

/** Each person has an order, a line of it, a note and a mail, all of the person's number. */
function schema(people: number): string {
  const numbers = Array.from({ length: people }, (_, at) => at + 1);
  const rows = (row: (n: number) => string) => numbers.map(row).join(", ");
  return `
    CREATE TABLE people (id integer PRIMARY KEY, email varchar(80) NOT NULL UNIQUE);
    CREATE TABLE orders (id integer PRIMARY KEY, person_id integer NOT NULL, note varchar(80), FOREIGN KEY (person_id) REFERENCES people(id));
    CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer NOT NULL, article varchar(80), FOREIGN KEY (order_id) REFERENCES orders(id));
    CREATE TABLE notes (id integer PRIMARY KEY, person_id integer, body varchar(80));
    CREATE TABLE mails (id integer PRIMARY KEY, email varchar(80), body varchar(80));
    INSERT INTO people VALUES ${rows((n) => `(${n}, 'p${n}@example.org')`)};
    INSERT INTO orders VALUES ${rows((n) => `(${n}, ${n}, 'order')`)};
    INSERT INTO order_lines VALUES ${rows((n) => `(${n}, ${n}, 'line')`)};
    INSERT INTO notes VALUES ${rows((n) => `(${n}, ${n}, 'note')`)};
    INSERT INTO mails VALUES ${rows((n) => `(${n}, 'p${n}@example.org', 'mail')`)};`;
}

const MAP: DataMap = readMap(`
tables:
  people: { subject: true, identifiers: { email: email } }
  orders: { edges: { "person_id -> people": owner } }
  order_lines: { edges: { "order_id -> orders": part } }
  notes: { edges: { "person_id -> people": owner } }
  mails: { edges: { "email -> people.email": { role: owner, match: true } } }
`);

async function openCourt(kind: TestKind, people: number): Promise<InterleavingCourt & AsyncDisposable> {
  const database = await createTestDatabase(kind);
  await database.execute(schema(people));
  if (kind === "sqlite") await database.execute("PRAGMA busy_timeout = 0");
  const at: Happening = { moment: null, act: async () => undefined };
  const rights = createRowRights(pauseAt(await database.open(), at), EMPTY_MAP, { schemaMaxAge: 600_000 });
  rights.useMap(MAP);
  return {
    database,
    rights,
    at,
    today: "2030-06-15",
    async [Symbol.asyncDispose]() {
      await rights[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

// The embedded database has one connection: nobody can insert while an erasure runs.
describe.each(["sqlite", "postgres", "mysql"] as const)("C17 on %s", (kind) => {
  const missing = whyMissing(kind);
  test.skipIf(missing !== null)(
    missing ?? "a row that comes in at any moment is erased, refused or told of",
    async () => {
      const cases = Object.keys(INSERTS).flatMap((table) => MOMENTS.map((moment) => ({ table, moment })));
      await using court = await openCourt(kind, cases.length + 1);
      const fates: Record<Fate, number> = { refused: 0, erased: 0, "told of": 0 };
      for (const [position, { table, moment }] of cases.entries()) {
        const person = position + 1;
        const sql = INSERTS[table]?.(person, 10_000 + person) ?? "";
        const incoming = {
          insert: () => court.database.execute(sql),
          table,
          column: "id",
          key: String(10_000 + person),
        };
        const fate = await eraseWhile(court, { table: "people", key: [String(person)] }, moment, incoming);
        fates[fate] += 1;
        // What comes before the transaction is planned with the rest; a held row cannot come after the lock and stay.
        if (moment === "before the transaction") expect([table, fate]).toEqual([table, "erased"]);
        if (table === "orders" && moment === "after the commit") expect(fate).toBe("refused");
      }
      expect(fates.erased + fates.refused + fates["told of"]).toBe(cases.length);
      expect(fates.refused).toBeGreaterThan(0);
      for (const table of ["people", "orders", "order_lines", "notes", "mails"]) {
        expect([table, await court.database.query(`SELECT id FROM ${table}`)]).toEqual([
          table,
          [{ id: cases.length + 1 }],
        ]);
      }
    },
    120_000,
  );
});
