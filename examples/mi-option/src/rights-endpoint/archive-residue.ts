/** What is left of a person anywhere in the archive: every text of every table, whatever is known of it. */
import type { DatabaseSync } from "node:sqlite";
import type { ResidueAnswer, ResidueMessage } from "@kept/connectors/http/change-messages";
import { categoryOfIdentifier, prepareSought, type SoughtValue } from "@kept/engine/sought-values";
import { reachPerson } from "./archive-reach.ts";
import { ARCHIVE_TABLES } from "./archive-tables.ts";

const MOST_KEYS = 20;

export function findResidue(database: DatabaseSync, message: ResidueMessage): ResidueAnswer {
  const { person, today, plusTags } = message;
  reachPerson(database, person, ARCHIVE_TABLES, today);
  const sought = prepareSought(listValues(database, message), { plusTags });
  const columns = textColumns(database);
  const places = columns.flatMap(({ table, column }) => {
    const isPlanned = plannedRows(database, table);
    const found = new Set<string>();
    const keys: string[][] = [];
    let rows = 0;
    let planned = 0;
    for (const row of database.prepare(`SELECT rowid AS id, "${column}" AS text FROM "${table}"`).iterate()) {
      const categories = sought?.find(row["text"] === null ? null : String(row["text"])) ?? [];
      if (categories.length === 0) continue;
      for (const category of categories) found.add(category);
      rows += 1;
      const id = Number(row["id"]);
      if (isPlanned(id)) planned += 1;
      else if (keys.length < MOST_KEYS) keys.push([String(id)]);
    }
    return rows === 0 ? [] : [{ table, column, rows, planned, keys, categories: [...found] }];
  });
  const tables = new Set(columns.map(({ table }) => table)).size;
  return { places, tables, columns: columns.length, unread: [], short: sought?.short ?? 0 };
}

/** What was asked for, and what the archive itself knows the person by. */
function listValues(database: DatabaseSync, { person, values }: ResidueMessage): readonly SoughtValue[] {
  const named = person.identifiers.map(({ kind, value }) => ({ category: categoryOfIdentifier(kind), value }));
  const known = database
    .prepare("SELECT email, name FROM readers JOIN mine USING (id)")
    .all()
    .flatMap((row) => [
      { category: "contact.email", value: String(row["email"]) },
      { category: "name", value: String(row["name"]) },
    ]);
  return [...named, ...values, ...known];
}

/** Rows that an erasure of the person changes, or leaves for a stated reason. */
function plannedRows(database: DatabaseSync, table: string): (id: number) => boolean {
  if (!ARCHIVE_TABLES.some(({ name }) => name === table)) return () => false;
  const find = database.prepare(`SELECT 1 FROM fate_${table} WHERE id = ?`);
  return (id) => find.get(id) !== undefined;
}

function textColumns(database: DatabaseSync): readonly { readonly table: string; readonly column: string }[] {
  return database
    .prepare(
      `SELECT tables.name AS "table", columns.name AS "column"
       FROM main.sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
       WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' AND columns.type = 'TEXT'
       ORDER BY tables.name, columns.cid`,
    )
    .all()
    .map((row) => ({ table: String(row["table"]), column: String(row["column"]) }));
}
