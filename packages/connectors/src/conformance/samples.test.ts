/** Reads sample databases of other projects; skipped where their folder is absent. */
import { expect, test } from "vitest";
import { loadSample, type SampleName, whySampleMissing } from "../testing/load-sample.ts";
import { type TestKind, testKinds } from "../testing/test-database.ts";

/** Tables and foreign keys, as a search for their keywords in the files counts them, less inheritance children. */
const expected: Readonly<Record<SampleName, Partial<Record<TestKind, readonly [number, number]>>>> = {
  chinook: { postgres: [11, 11], pglite: [11, 11], mysql: [11, 11], sqlite: [11, 11] },
  northwind: { postgres: [14, 13], pglite: [14, 13] },
  sakila: { postgres: [15, 22], pglite: [15, 22], mysql: [16, 22], sqlite: [16, 22] },
  flarum: { postgres: [18, 24], pglite: [18, 24], mysql: [17, 23], sqlite: [18, 15] },
};

const people: Readonly<Record<SampleName, string>> = {
  chinook: "customer",
  northwind: "customers",
  sakila: "customer",
  flarum: "db_prefix_users",
};

for (const name of Object.keys(expected) as SampleName[]) {
  for (const kind of testKinds) {
    // A sample that its project does not offer for a kind is no gap of ours.
    if (expected[name][kind] === undefined) continue;
    const missing = whySampleMissing(name, kind);
    const title = `${name} on ${kind}${missing === null ? "" : ` (skipped: ${missing})`}`;
    test.skipIf(missing !== null)(
      title,
      async () => {
        const { database } = await loadSample(name, kind);
        if (database === null) throw new Error("the sample was said to be there");
        const store = await database.open();
        try {
          const schema = await store.introspect();
          const own = schema.tables.filter((table) => table.kind === "table");
          const keys = own.flatMap((table) => table.foreignKeys);
          expect([own.length, keys.length]).toEqual(expected[name][kind]);
          const names = new Set(own.map((table) => table.name));
          expect(keys.filter((key) => !names.has(key.table))).toEqual([]);
          const columns = own.flatMap((table) =>
            table.columns.map((column) => ({ table: table.name, column: column.name })),
          );
          const samples = await store.sampleColumns(columns, 20);
          expect(samples).toHaveLength(columns.length);
          expect(own.find((table) => table.name.toLowerCase() === people[name])?.primaryKey).toHaveLength(1);
        } finally {
          await store[Symbol.asyncDispose]();
          await database.drop();
        }
      },
      120_000,
    );
  }
}
