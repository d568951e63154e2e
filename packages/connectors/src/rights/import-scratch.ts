/** What an import has to remember of every row, beside memory: a nameless file that is gone when it is closed. */
import { hash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import type { NameSet } from "@kept/engine/import-places";

export interface ImportScratch extends Disposable {
  /** An empty set of names. */
  createNames(): NameSet;
  /** Keeps a text for the end. */
  keep(text: string): void;
  /** What was kept, in its order. */
  readKept(): Iterable<string>;
}

export function openImportScratch(): ImportScratch {
  const database = new DatabaseSync("");
  // Nothing of it is ever to be recovered. What does not fit into the cache goes to the file.
  database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; CREATE TABLE kept (text TEXT NOT NULL)");
  const keep = database.prepare("INSERT INTO kept VALUES (?)");
  let sets = 0;
  return {
    createNames() {
      sets += 1;
      database.exec(`CREATE TABLE names_${sets} (name BLOB PRIMARY KEY) WITHOUT ROWID`);
      const add = database.prepare(`INSERT OR IGNORE INTO names_${sets} VALUES (?)`);
      const find = database.prepare(`SELECT 1 FROM names_${sets} WHERE name = ?`);
      return {
        add: (name) => void add.run(digest(name)),
        has: (name) => find.get(digest(name)) !== undefined,
      };
    },
    keep: (text) => void keep.run(text),
    *readKept() {
      for (const row of database.prepare("SELECT text FROM kept ORDER BY rowid").iterate()) yield String(row["text"]);
    },
    [Symbol.dispose]: () => database.close(),
  };
}

/** Of one length, and nobody's: names hold keys, which may be addresses. */
function digest(name: string): Uint8Array {
  return hash("sha256", name, "buffer").subarray(0, 16);
}
