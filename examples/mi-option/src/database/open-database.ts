/** The one place where mi Option opens its database file. */
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/**
 * Opens an existing database for reading. The file is in WAL mode, so a writer in the same process never makes a reader
 * wait; the short timeout only covers a checkpoint of somebody else.
 */
export function openForReading(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true, enableForeignKeyConstraints: true, timeout: 250 });
}

/** Creates a new file with the tables of `schema.sql` and nothing in them. */
export function createEmptyDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true });
  database.exec("PRAGMA journal_mode = WAL");
  database.exec(readFileSync(new URL("./schema.sql", import.meta.url), "utf8"));
  return database;
}
