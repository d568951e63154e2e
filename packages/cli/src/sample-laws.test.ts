/**
 * The laws of rights on databases that nobody here designed: nobody else is harmed, counted over everybody else; there and
 * back again; and a person with thousands of rows. Skipped where the folder of samples is absent.
 */

import { createRowRights, type RowRights } from "@kept/connectors/rights/row-rights";
import { acceptAll } from "@kept/connectors/testing/accept-all";
import { buildDatabase, quote } from "@kept/connectors/testing/build-database";
import { checkLaws, type Exported } from "@kept/connectors/testing/check-laws";
import { checkRestriction, checkUndo } from "@kept/connectors/testing/check-lifecycle-laws";
import { checkPortability } from "@kept/connectors/testing/check-portability";
import { loadSample, type SampleName, whySampleMissing } from "@kept/connectors/testing/load-sample";
import { mapOfModel } from "@kept/connectors/testing/map-of-model";
import { type Observed, observe, rowKey, type TextRow } from "@kept/connectors/testing/observe-database";
import { createTestDatabase, type TestDatabase, type TestKind } from "@kept/connectors/testing/test-database";
import { possibleGhosts } from "@kept/engine/ghosts";
import { EMPTY_MAP } from "@kept/engine/map";
import type { Model } from "@kept/engine/model";
import { type ErasurePlan, EVERYTHING, type RowRef } from "@kept/engine/rights";
import { afterEach, describe, expect, test } from "vitest";
import { flarumRows, sakilaRows } from "./testing/sample-rows.ts";

const TODAY = "2030-06-15";

interface SampleLaws {
  readonly sample: SampleName;
  readonly kinds: readonly TestKind[];
  /** Who leaves, one after the other; keys as every kind writes them. */
  readonly leavers: readonly (readonly [table: string, key: string])[];
  readonly fill?: (kind: TestKind) => string;
  /** A column that the database sets to the time of every change by itself. */
  readonly touched?: string;
}

const SAMPLES: readonly SampleLaws[] = [
  {
    sample: "chinook",
    kinds: ["sqlite", "postgres", "mysql"],
    leavers: [
      ["customer", "5"],
      ["employee", "3"],
    ],
  },
  {
    sample: "northwind",
    kinds: ["pglite"],
    leavers: [
      ["customers", "ALFKI"],
      ["employees", "5"],
    ],
  },
  {
    sample: "sakila",
    kinds: ["sqlite", "mysql", "postgres"],
    touched: "last_update",
    leavers: [
      ["customer", "1"],
      ["customer", "4"],
    ],
    // The dump for Postgres has its own rows.
    fill: (kind) =>
      kind === "postgres"
        ? ""
        : kind === "sqlite"
          ? `PRAGMA foreign_keys = OFF; ${sakilaRows()} PRAGMA foreign_keys = ON;`
          : `SET FOREIGN_KEY_CHECKS = 0; ${sakilaRows()} SET FOREIGN_KEY_CHECKS = 1;`,
  },
  {
    sample: "flarum",
    kinds: ["sqlite", "pglite", "mysql"],
    leavers: [
      ["db_prefix_users", "1"],
      ["db_prefix_users", "2"],
    ],
    fill: () => flarumRows(),
  },
];

for (const { sample, kinds, leavers, fill, touched } of SAMPLES) {
  const byTriggers = { columns: touched === undefined ? [] : [touched], tables: [] };
  for (const kind of kinds) {
    const missing = whySampleMissing(sample, kind);
    const title = `${sample} on ${kind}${missing === null ? "" : ` (skipped: ${missing})`}`;
    describe.skipIf(missing !== null)(title, () => {
      const opened: (RowRights | TestDatabase)[] = [];
      // After each test: what it opened is emptied and lent to the next.
      afterEach(async () => {
        for (const one of opened.splice(0)) await ("drop" in one ? one.drop() : one[Symbol.asyncDispose]());
      });

      async function open() {
        const { database } = await loadSample(sample, kind);
        if (database === null) throw new Error("the sample was said to be there");
        if (fill !== undefined) await database.execute(fill(kind));
        const rights = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 600_000 });
        opened.push(rights, database);
        rights.useMap(acceptAll(await rights.discover()));
        return { database, rights };
      }

      test("nobody else is harmed: what everybody else is given is equal but for the leaver, and C1 to C5, C8, C9, C11 hold", async () => {
        const { database, rights } = await open();
        const gone: RowRef[] = [];
        const shown = new Map<string, Exported>();
        for (const [table, key] of leavers) {
          const person = await named(rights, table, key);
          gone.push(person);
          const others = (await everybody(database, rights)).filter((one) => !gone.some((other) => isSame(one, other)));
          expect(others.length).toBeGreaterThan(1);
          const court = { database, rights, others, today: TODAY, byTriggers, shown };
          expect(await checkLaws(court, person), `${table}:${key}`).toEqual([]);
        }
      }, 240_000);

      test("C14 and undo: there and back again, every row of every table", async () => {
        const { database, rights } = await open();
        const [[table, key] = ["", ""]] = leavers;
        const person = await named(rights, table, key);
        const court = { database, rights, others: [], today: TODAY, byTriggers };
        expect(await checkRestriction(court, person)).toEqual([]);
        expect(await checkUndo(court, person)).toEqual([]);
      }, 240_000);

      test("C15: what a person is given goes into an empty database as the same rows", async () => {
        const { rights } = await open();
        const { schema, index } = await rights.discover();
        for (const [table, key] of leavers) {
          const empty = await createTestDatabase(kind);
          await buildDatabase(empty, schema.tables, new Map());
          const other = createRowRights(await empty.open(), EMPTY_MAP, { readData: false, schemaMaxAge: 600_000 });
          opened.push(other, empty);
          other.useMap(mapOfModel(index.model, (await other.discover()).index.model));
          const person = await named(rights, table, key);
          const broken = await checkPortability(rights, other, person);
          expect(broken, `${table}:${key}`).toEqual([]);
        }
      }, 240_000);

      test("C7, C10 and C12: the order does not matter, whom it does not concern neither, and what is new blocks", async () => {
        const ends: Observed[] = [];
        const stayed: boolean[] = [];
        for (const order of [leavers, leavers.toReversed()]) {
          const { database, rights } = await open();
          const { index } = await rights.discover();
          const people = await Promise.all(order.map(([table, key]) => named(rights, table, key)));
          const plans: ErasurePlan[] = [];
          for (const person of people) {
            const query = { identifiers: [], keys: [person] };
            const later = people.slice(plans.length + 1).map((one) => ({ identifiers: [], keys: [one] }));
            const before = await Promise.all(later.map((one) => rights.planErasure(one, EVERYTHING, { today: TODAY })));
            const plan = await rights.planErasure(query, EVERYTHING, { today: TODAY });
            await rights.erase(query, EVERYTHING, { today: TODAY }, plan, {});
            const after = await Promise.all(later.map((one) => rights.planErasure(one, EVERYTHING, { today: TODAY })));
            for (const [at, was] of before.entries())
              if (!concerns(plan, was)) expect(rowsOf(after[at])).toEqual(rowsOf(was));
            plans.push(plan);
          }
          stayed.push(plans.some(({ tables }) => tables.some(({ redacted }) => redacted > 0)));
          ends.push(comparable(await observe(database, index), index.model, touched));
          const [some] = await everybody(database, rights);
          if (some === undefined) throw new Error("a sample without people");
          await database.execute(`ALTER TABLE ${quote(kind, some.table)} ADD COLUMN backup_email VARCHAR(90)`);
          const { map } = await rights.discover();
          const fresh = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 0 });
          opened.push(fresh);
          fresh.useMap(map);
          const { findings } = await fresh.planErasure({ identifiers: [], keys: [some] }, EVERYTHING, { today: TODAY });
          expect(findings.filter(({ blocks, table }) => blocks && table === some.table)).not.toEqual([]);
        }
        if (!stayed.includes(true)) expect(ends[1]).toEqual(ends[0]);
      }, 240_000);
    });
  }
}

describe.each(["sqlite", "postgres"] as const)("a heavy hitter on %s", (kind) => {
  const missing = whySampleMissing("chinook", kind);
  test.skipIf(missing !== null)(
    missing ?? "goes with thousands of rows by a statement a table, and the laws hold",
    async () => {
      const { database } = await loadSample("chinook", kind);
      if (database === null) throw new Error("the sample was said to be there");
      const [invoice, line] =
        kind === "sqlite" ? (["Invoice", "InvoiceLine"] as const) : (["invoice", "invoice_line"] as const);
      const series = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)";
      await database.execute(`
      ${series} INSERT INTO ${invoice} SELECT 100000 + i, 5, '2026-03-01', 'Heavy Street', 'Prague', NULL, 'Czech Republic', '14700', 1 FROM n;
      ${series} INSERT INTO ${line} SELECT 100000 + i, 100000 + i, 1 + i % 100, 1, 1 FROM n;`);
      const rights = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 600_000 });
      try {
        rights.useMap(acceptAll(await rights.discover()));
        const person = await named(rights, "customer", "5");
        const plan = await rights.planErasure({ identifiers: [], keys: [person] }, EVERYTHING, { today: TODAY });
        expect(plan.tables.reduce((sum, { deleted }) => sum + deleted, 0)).toBeGreaterThan(6_000);
        expect(plan.operations.length).toBeLessThanOrEqual(plan.tables.length + 1);
        const others = (await everybody(database, rights)).filter((one) => !isSame(one, person));
        expect(await checkLaws({ database, rights, others, today: TODAY }, person)).toEqual([]);
      } finally {
        await rights[Symbol.asyncDispose]();
        await database.drop();
      }
    },
    240_000,
  );
});

/** Do both plans name a row, or set something in one? */
function concerns(plan: ErasurePlan, other: ErasurePlan): boolean {
  const touched = (one: ErasurePlan) =>
    new Set([
      ...one.tables.flatMap(({ name, rows }) => rows.map(({ key }) => `${name} ${key.join()}`)),
      ...one.operations.flatMap(({ table, keys }) => keys.map((key) => `${table} ${key.join()}`)),
    ]);
  return !touched(plan).isDisjointFrom(touched(other));
}

function rowsOf(plan: ErasurePlan | undefined) {
  return plan?.tables.map(({ name, rows }) => [
    name,
    rows.map(({ key, disposition }) => `${key.join()} ${disposition}`).sort(),
  ]);
}

/** Rows that stand in for people who have left are there or not, depending on who left first; times of changes differ. */
function comparable(observed: Observed, model: Model, touched: string | undefined): Observed {
  const ghosts = possibleGhosts(model);
  return new Map(
    [...observed].map(([name, rows]) => {
      const key = rowKey(ghosts.get(name)?.key ?? []);
      const left = [...rows].filter(([one]) => one !== key).sort(([a], [b]) => (a < b ? -1 : 1));
      const bare = (row: TextRow) => Object.fromEntries(Object.entries(row).filter(([column]) => column !== touched));
      return [name, new Map(left.map(([one, row]) => [one, bare(row)]))];
    }),
  );
}

/** The row by the name that this kind gives its table: `customer` is `Customer` in some dumps. */
async function named(rights: RowRights, table: string, key: string): Promise<RowRef> {
  const { index } = await rights.discover();
  const plain = (name: string) => name.toLowerCase().replaceAll("_", "");
  const found = index.model.tables.find(({ name }) => plain(name) === plain(table));
  if (found === undefined) throw new Error(`There is no table ${table}.`);
  return { table: found.name, key: [key] };
}

/** Everybody whom the database knows, by the keys of tables of people. */
async function everybody(database: TestDatabase, rights: RowRights): Promise<readonly RowRef[]> {
  const { index } = await rights.discover();
  const people: RowRef[] = [];
  const quote = database.kind === "mysql" ? "`" : '"';
  for (const { name, kind, key } of index.model.tables) {
    const [column] = key;
    if (kind !== "subject" || key.length !== 1 || column === undefined) continue;
    const rows = await database.query(`SELECT ${quote}${column}${quote} AS id FROM ${quote}${name}${quote}`);
    // A placeholder for people who have left is nobody.
    people.push(
      ...rows.map((row) => ({ table: name, key: [String(row["id"])] })).filter(({ key: [id] }) => id !== "-1"),
    );
  }
  return people;
}

function isSame(one: RowRef, other: RowRef): boolean {
  return one.table === other.table && one.key.join() === other.key.join();
}
