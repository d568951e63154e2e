/** The types of tables against the database that the migrations make: what stands on one side only is a mistake. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openTestDatabase } from "./platform/testing/test-database.ts";

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((path) => /(^|[\\/-])tables\.ts$/.test(path) && path !== "tables.ts")
  .map((path) => readFileSync(join(import.meta.dirname, path), "utf8"));

/** Reads `interface …Tables { table: { column: Type; … }; … }`: a column's type may hold braces of its own. */
function readColumns(source: string): Map<string, Map<string, string>> {
  const tables = new Map<string, Map<string, string>>();
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "");
  for (const [, body = ""] of code.matchAll(/export interface \w*Tables \{([\s\S]*?)\n\}/g)) {
    for (const [name, columns] of splitMembers(body)) {
      tables.set(name, new Map(splitMembers(columns.slice(columns.indexOf("{") + 1, columns.lastIndexOf("}")))));
    }
  }
  return tables;
}

/** Members at the top level of a body, as name and type. */
function splitMembers(body: string): [name: string, type: string][] {
  let depth = 0;
  let text = "";
  const members: string[] = [];
  for (const letter of body) {
    if ("{<([".includes(letter)) depth += 1;
    if ("})>]".includes(letter)) depth -= 1;
    if (letter === ";" && depth === 0) {
      members.push(text);
      text = "";
    } else text += letter;
  }
  return [...members, text].flatMap((member): [string, string][] => {
    const match = /^\s*(\w+)\??:\s*([\s\S]+)$/.exec(member);
    return match === null ? [] : [[match[1] ?? "", (match[2] ?? "").trim()]];
  });
}

test("the reader of types sees a column that is missing, and one with braces in its type", () => {
  const tables = readColumns(
    "export interface XTables {\n  a: { id: string; facts: Json<{ n: number; m: string }> | null; at: Timestamp };\n}",
  );
  expect([...(tables.get("a")?.keys() ?? [])]).toEqual(["id", "facts", "at"]);
});

test("every table and column has a type, and every type a column that may be null or not as it says", async () => {
  const database = await openTestDatabase();
  const { rows } = await sql<{ table: string; column: string; nullable: boolean; hasDefault: boolean }>`
    SELECT c.table_name AS "table", c.column_name AS "column", c.is_nullable = 'YES' AS nullable,
           c.column_default IS NOT NULL OR c.is_identity = 'YES' AS "hasDefault"
    FROM information_schema.columns c WHERE c.table_schema = 'public'`.execute(database.db);
  await database.close();
  const real = rows.map(
    ({ table, column, nullable, hasDefault }) =>
      `${table}.${column}${nullable ? " null" : ""}${hasDefault ? " default" : ""}`,
  );
  const typed = sources.flatMap((source) =>
    [...readColumns(source)].flatMap(([table, columns]) =>
      [...columns].map(([column, type]) => {
        const nullable = /\|\s*null$|^NullableTimestamp$/.test(type);
        return `${table}.${column}${nullable ? " null" : ""}${type.startsWith("Generated<") ? " default" : ""}`;
      }),
    ),
  );
  expect(typed.sort()).toEqual(real.sort());
});
