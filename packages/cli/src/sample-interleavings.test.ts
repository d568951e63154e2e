/**
 * C17 on a database that nobody here designed: a copy of one of the person's rows comes in at every moment of their erasure.
 * Skipped where the folder of samples is absent.
 */
import type { RowStore } from "@kept/connectors/connector";
import { acceptProposals } from "@kept/connectors/rights/discover";
import { createRowRights, type RowRights } from "@kept/connectors/rights/row-rights";
import {
  eraseWhile,
  type Fate,
  type Happening,
  type Incoming,
  MOMENTS,
  pauseAt,
} from "@kept/connectors/testing/interleave";
import { loadSample, whySampleMissing } from "@kept/connectors/testing/load-sample";
import { exactColumns } from "@kept/engine/diff";
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING, type RowRef } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";

const TODAY = "2030-06-15";
const FRESH = 900_000;

/** A row like one that this erasure would delete from the table, under another key. */
async function copyOf(
  rights: RowRights,
  other: RowStore,
  person: RowRef,
  name: string,
  fresh: number,
): Promise<Incoming> {
  const plan = await rights.planErasure({ identifiers: [], keys: [person] }, EVERYTHING, { today: TODAY });
  const planned = plan.tables.find((one) => one.name === name);
  const table = (await rights.discover()).index.table.get(name);
  const [column = ""] = table?.key ?? [];
  const row = planned?.rows.find(({ disposition }) => disposition === "deleted");
  if (table === undefined || row === undefined) throw new Error(`nothing of ${name} would be deleted`);
  const columns = exactColumns(table);
  const ask = { table: name, keyColumns: table.key, plainColumns: [], columns, by: table.key, in: [row.key] };
  const [[exact] = []] = await other.read((reader) => reader.readExact([ask]));
  const key = [String(fresh)];
  const values = (exact?.values ?? []).map((value, at) =>
    columns[at] === column ? (value ?? "").replace(/\d+$/, String(fresh)) : value,
  );
  const back = { op: "put-back" as const, table: name, keyColumns: table.key, columns, rows: [{ key, values }] };
  return { insert: () => other.write((writer) => writer.applyExact([back])), table: name, column, key: String(fresh) };
}

// The embedded database has one connection: nobody can insert while an erasure runs.
describe.each(["sqlite", "postgres", "mysql"] as const)("C17 on Chinook in %s", (kind) => {
  const missing = whySampleMissing("chinook", kind);
  test.skipIf(missing !== null)(
    missing ?? "a row that comes in at any moment is erased, refused or told of",
    async () => {
      const { database } = await loadSample("chinook", kind);
      if (database === null) throw new Error("the sample was said to be there");
      const at: Happening = { moment: null, act: async () => undefined };
      await using rights = createRowRights(pauseAt(await database.open(), at), EMPTY_MAP, { schemaMaxAge: 600_000 });
      // For SQLite this is how long a lock is waited for; a server takes a while to connect to.
      await using other = await database.open(kind === "sqlite" ? { connectTimeout: 50 } : {});
      try {
        if (kind === "sqlite") await database.execute("PRAGMA busy_timeout = 0");
        rights.useMap(acceptProposals(await rights.discover()));
        const { index } = await rights.discover();
        const named = (plain: string) =>
          index.model.tables.find(({ name }) => name.toLowerCase().replaceAll("_", "") === plain)?.name ?? plain;
        const customers = named("customer");
        const cases = ["invoice", "invoiceline"].flatMap((plain) =>
          MOMENTS.map((moment) => ({ table: named(plain), moment })),
        );
        const fates: Record<Fate, number> = { refused: 0, erased: 0, "told of": 0 };
        const court = { database, rights, at, today: TODAY };
        for (const [position, { table, moment }] of cases.entries()) {
          const person = { table: customers, key: [String(position + 1)] };
          const incoming = await copyOf(rights, other, person, table, FRESH + position);
          const fate = await eraseWhile(court, person, moment, incoming);
          fates[fate] += 1;
          if (moment === "before the transaction") expect([table, fate]).toEqual([table, "erased"]);
        }
        expect(fates.erased + fates.refused + fates["told of"]).toBe(cases.length);
        expect(fates.refused).toBeGreaterThan(0);
        // Of everybody else all is there.
        const rest = await rights.planErasure(
          { identifiers: [], keys: [{ table: customers, key: [String(cases.length + 1)] }] },
          EVERYTHING,
          { today: TODAY },
        );
        expect(rest.tables.map(({ name, deleted }) => [name, deleted])).toEqual(
          expect.arrayContaining([
            [named("invoice"), 7],
            [customers, 1],
          ]),
        );
      } finally {
        await database.drop();
      }
    },
    240_000,
  );
});
