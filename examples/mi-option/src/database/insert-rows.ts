/** Writes generated rows, table by table, with one prepared statement each. */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";

export type Row = Readonly<Record<string, SQLInputValue>>;

/** Rows by table name, in the order in which they are written. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

/** Writes all rows in one transaction; foreign keys are checked at its end because tables refer to each other in cycles. */
export function insertRows(database: DatabaseSync, rows: Rows): void {
  database.exec("BEGIN; PRAGMA defer_foreign_keys = ON");
  try {
    for (const [table, entries] of Object.entries(rows)) insertTable(database, table, entries);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function insertTable(database: DatabaseSync, table: string, entries: readonly Row[]): void {
  const first = entries[0];
  if (!first) return;
  const columns = Object.keys(first);
  const names = columns.map((column) => `"${column}"`).join(", ");
  const statement = database.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
  for (const entry of entries) statement.run(...columns.map((column) => entry[column] ?? null));
}
