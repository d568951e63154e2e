/** Writes the statements that make the database of a sketch in SQLite. */
import { fillRows, type Value } from "./fill-rows.ts";
import { readSketch } from "./read-sketch.ts";
import type { Sketch } from "./sketch.ts";

const TYPES: Readonly<Record<string, string>> = {
  int: "INTEGER",
  num: "NUMERIC",
  text: "TEXT",
  ts: "TIMESTAMP",
  date: "DATE",
  bool: "BOOLEAN",
  json: "JSON",
  uuid: "CHAR(36)",
};

const quote = (name: string) => `"${name}"`;
const list = (names: readonly string[]) => names.map(quote).join(", ");

/** Statements that make the tables and fill them. `few`: references that name few people. */
export function sketchStatements(sketch: Sketch, few: ReadonlySet<string>): string {
  const rows = fillRows(sketch, few);
  const statements = ["PRAGMA foreign_keys = OFF", "BEGIN"];
  for (const table of readSketch(sketch)) {
    const lines = [
      ...table.columns.map(
        (column) =>
          `${quote(column.name)} ${TYPES[column.type]}${column.nullable ? "" : " NOT NULL"}${column.unique ? " UNIQUE" : ""}`,
      ),
      ...(table.primaryKey.length > 0 ? [`PRIMARY KEY (${list(table.primaryKey)})`] : []),
      ...table.references
        .filter((reference) => reference.declared)
        .map(
          ({ columns, to, toColumns, onDelete }) =>
            `FOREIGN KEY (${list(columns)}) REFERENCES ${quote(to)} (${list(toColumns)})${onDelete === "" ? "" : ` ON DELETE ${onDelete}`}`,
        ),
    ];
    statements.push(`CREATE TABLE ${quote(table.name)} (${lines.join(", ")})`);
    for (const row of rows.get(table.name) ?? []) {
      const names = table.columns.map((column) => column.name);
      statements.push(
        `INSERT INTO ${quote(table.name)} (${list(names)}) VALUES (${names.map((name) => literal(row[name] ?? null)).join(", ")})`,
      );
    }
  }
  return [...statements, "COMMIT"].map((statement) => `${statement};`).join("\n");
}

function literal(value: Value): string {
  if (value === null) return "NULL";
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
