/** The one place that opens the archive's database file. */
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** For reading in one snapshot: begun here, ended by closing. */
export function openSnapshot(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  database.exec("PRAGMA temp_store = MEMORY; BEGIN");
  return database;
}

/** For writing. What is deleted is overwritten in the file, not only unlinked. */
export function openForWriting(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 5_000 });
  database.exec("PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON");
  // An archive that is older than these tables gets them with its first change.
  database.exec(readSql("rights.sql"));
  return database;
}

/** Makes a new file with the tables of `archive.sql` and `rights.sql` and nothing in them. */
export function createEmptyArchive(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true });
  database.exec("PRAGMA journal_mode = WAL");
  database.exec(readSql("archive.sql"));
  database.exec(readSql("rights.sql"));
  return database;
}

function readSql(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
