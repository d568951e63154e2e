/**
 * C17: rows that a person inserts while their erasure runs, at every moment of it and from a connection of their own, are
 * erased, refused or told of; none is lost silently, and nothing of anybody else changes.
 */
import { type DataMap, EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";
import type { RowStore, RowWriter } from "../connector.ts";
import { createTestDatabase, type TestDatabase, type TestKind, whyMissing } from "../testing/test-database.ts";
import { readMap } from "./map-file.ts";
import { createRowRights, type RowRights } from "./row-rights.ts";

const OPTIONS = { today: "2030-06-15" };

/** Moments of a run, in their order. */
const MOMENTS = [
  "before the transaction",
  "before the lock",
  "after the lock",
  "before the change",
  "after the first statement",
  "after the last statement",
  "after the commit",
] as const;
type Moment = (typeof MOMENTS)[number];

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

/** Lets something happen at a moment of a write: real statements of a real store, with a pause between them. */
function pauseAt(store: RowStore, at: { moment: Moment | null; act: () => Promise<void> }): RowStore {
  const reach = async (moment: Moment) => {
    if (at.moment !== moment) return;
    at.moment = null;
    await at.act();
  };
  return {
    ...store,
    async write(work, options) {
      await reach("before the transaction");
      const result = await store.write(async (writer) => {
        const paused: RowWriter = {
          ...writer,
          async lockRows(...keys) {
            await reach("before the lock");
            await writer.lockRows(...keys);
            await reach("after the lock");
          },
          async apply(operations, onApplied) {
            await reach("before the change");
            const [first, ...rest] = operations;
            if (first === undefined) return await writer.apply(operations, onApplied);
            const changed = [...(await writer.apply([first], onApplied))];
            await reach("after the first statement");
            changed.push(...(await writer.apply(rest, (index) => onApplied?.(index + 1))));
            await reach("after the last statement");
            return changed;
          },
        };
        return await work(paused);
      }, options);
      await reach("after the commit");
      return result;
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

type Fate = "refused" | "erased" | "told of";

interface Court {
  readonly database: TestDatabase;
  readonly rights: RowRights;
  readonly at: { moment: Moment | null; act: () => Promise<void> };
}

/** Erases the person while a row of theirs comes in. Answers what became of that row; rejects when it was lost. */
async function erasing({ database, rights, at }: Court, person: number, moment: Moment, table: string): Promise<Fate> {
  const id = 10_000 + person;
  const insert = { done: false, refused: false, wait: Promise.resolve() };
  at.moment = moment;
  at.act = async () => {
    insert.wait = database.execute(INSERTS[table]?.(person, id) ?? "").then(
      () => {
        insert.done = true;
      },
      () => {
        insert.refused = true;
      },
    );
    // Time to be done, or to wait for a lock of the erasure; after the commit nothing is left to wait for.
    const locked = new Promise((resolve) => setTimeout(resolve, 300));
    await (moment === "after the commit" ? insert.wait : Promise.race([insert.wait, locked]));
  };
  const query = { identifiers: [], keys: [{ table: "people", key: [String(person)] }] };
  const plans = { last: await rights.planErasure(query, EVERYTHING, OPTIONS) };
  const outcome = await rights.erase(query, EVERYTHING, OPTIONS, null, {
    beforeChange: async (plan) => {
      plans.last = plan;
    },
  });
  await insert.wait;
  const isThere = async () => (await database.query(`SELECT id FROM ${table} WHERE id = ${id}`)).length > 0;
  if (insert.refused) return "refused";
  if (!insert.done) throw new Error("the insert neither succeeded nor failed");
  if (!(await isThere())) return "erased";
  if (outcome.verified) throw new Error(`a row of ${table} that came ${moment} is left, and nobody was told`);
  expect(outcome.residue.map((finding) => finding.table)).toContain(table);
  // It stays told of for as long as it is there.
  const looked = await rights.settle(plans.last, OPTIONS);
  expect(looked?.residue.map((finding) => finding.table)).toContain(table);
  await database.execute(`DELETE FROM ${table} WHERE id = ${id}`);
  expect(await rights.settle(plans.last, OPTIONS)).toMatchObject({ verified: true });
  return "told of";
}

async function openCourt(kind: TestKind, people: number): Promise<Court & AsyncDisposable> {
  const database = await createTestDatabase(kind);
  await database.execute(schema(people));
  if (kind === "sqlite") await database.execute("PRAGMA busy_timeout = 0");
  const at: Court["at"] = { moment: null, act: async () => undefined };
  const rights = createRowRights(pauseAt(await database.open(), at), EMPTY_MAP, { schemaMaxAge: 600_000 });
  rights.useMap(MAP);
  return {
    database,
    rights,
    at,
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
        const fate = await erasing(court, position + 1, moment, table);
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
