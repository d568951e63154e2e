/** Looks at a whole database from outside of Kept: every row, every reference, every value. */
import type { TestDatabase } from "@kept/connectors/testing/test-database";
import type { SystemSchema, TableSchema } from "@kept/engine/schema";

export type WholeDatabase = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

/** Reads every row of every table. */
export async function readWhole(database: TestDatabase, schema: SystemSchema): Promise<WholeDatabase> {
  const whole = new Map<string, readonly Record<string, unknown>[]>();
  for (const table of ownTables(schema))
    whole.set(table.name, await database.query(`SELECT * FROM ${quoteName(database, table)}`));
  return whole;
}

/** Rows that refer to rows that are not there, by declared foreign key: `table(columns): number`. */
export function findOrphans(whole: WholeDatabase, schema: SystemSchema): readonly string[] {
  return ownTables(schema).flatMap((table) =>
    table.foreignKeys.flatMap((key) => {
      const parents = new Set((whole.get(key.table) ?? []).map((row) => keyOf(row, key.referencedColumns)));
      const orphans = (whole.get(table.name) ?? []).filter((row) => {
        const isComplete = key.columns.every((column) => row[column] !== null);
        return isComplete && !parents.has(keyOf(row, key.columns));
      });
      return orphans.length > 0 ? [`${table.name}(${key.columns.join(", ")}): ${orphans.length}`] : [];
    }),
  );
}

/** Places that hold the text: `table.column`. */
export function findText(whole: WholeDatabase, text: string): readonly string[] {
  const places = new Set<string>();
  const wanted = text.toLowerCase();
  for (const [table, rows] of whole) {
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        if (typeof value === "string" && value.toLowerCase().includes(wanted)) places.add(`${table}.${column}`);
      }
    }
  }
  return [...places];
}

/** How many rows each table lost; tables that lost none are left out. */
export function countLost(before: WholeDatabase, after: WholeDatabase): Readonly<Record<string, number>> {
  const lost = [...before].map(([name, rows]) => [name, rows.length - (after.get(name)?.length ?? 0)] as const);
  return Object.fromEntries(lost.filter(([, count]) => count !== 0));
}

function ownTables(schema: SystemSchema): readonly TableSchema[] {
  return schema.tables.filter(({ kind }) => kind === "table");
}

function quoteName(database: TestDatabase, table: TableSchema): string {
  const quote = database.kind === "mysql" ? "`" : '"';
  return `${quote}${table.name}${quote}`;
}

function keyOf(row: Readonly<Record<string, unknown>>, columns: readonly string[]): string {
  return columns.map((column) => String(row[column])).join("\u0000");
}
