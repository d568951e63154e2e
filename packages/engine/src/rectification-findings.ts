/** What stands in the way of a rectification, or is worth a look, as findings. */

import type { Edge, Finding, ModelTable } from "./model.ts";
import type { Spot } from "./spread-value.ts";
import type { Key } from "./store.ts";
import { suggestGrant } from "./suggest-grant.ts";

function blocking(code: string, table: string, column: string, message: string, suggestion: string): Finding {
  return { code, table, column, message, suggestion, blocks: true };
}

export function noSuchColumn(table: string, column: string): Finding {
  return blocking(
    "column_unknown",
    table,
    column,
    `There is no column ${column} of a table ${table}.`,
    "`kept discover` lists them.",
  );
}

export function noSuchCategory(category: string): Finding {
  const message = `No row of the person has a column of the category ${category}.`;
  return blocking("category_missing", "", "", message, "Name the column: table.column=value.");
}

export function noSuchRow(table: ModelTable, column: string, key: Key | null): Finding {
  const message = `${key === null ? `No row of ${table.name} is` : `That row of ${table.name} is not`} the person's own.`;
  return blocking("rectification_row_missing", table.name, column, message, "`kept access` shows what is theirs.");
}

export function rowUnclear(table: ModelTable, column: string, keys: readonly Key[]): Finding {
  const message = `The person has ${keys.length} rows of ${table.name}; which one is wrong is not said.`;
  const example = keys[0]?.join(",") ?? "";
  return blocking(
    "rectification_row_unclear",
    table.name,
    column,
    message,
    `Name the row: ${table.name}:${example}.${column}=value`,
  );
}

export function categoryUnclear(category: string, spots: readonly Spot[]): Finding {
  const places = spots.map(({ table, column }) => `${table.name}.${column}`).join(", ");
  const message = `Several columns hold different values of the category ${category}: ${places}.`;
  return blocking("rectification_column_unclear", "", "", message, "Name the column: table.column=value.");
}

export function refused(table: string, column: string, problem: string): Finding {
  const message = `${table}.${column} cannot be set to that value: it ${problem}.`;
  return blocking("value_refused", table, column, message, "Give a value that the column can hold.");
}

export function isAKey(table: string, column: string): Finding {
  const message = `${table}.${column} is a key by which other rows are tied to this one; it says no fact of its own that could be wrong.`;
  return blocking(
    "rectification_key",
    table,
    column,
    message,
    "Have the application change it, with everything that points at it.",
  );
}

export function isAReference(table: string, column: string): Finding {
  const message = `${table}.${column} says which other row this one belongs to; changing it moves data between people.`;
  return blocking("rectification_reference", table, column, message, "Have the application do it.");
}

export function isAFile(table: string, column: string): Finding {
  const message = `${table}.${column} names a file; with another name in its place that file would stay, and nothing would name it.`;
  return blocking("rectification_file", table, column, message, "Have the application put another file in its place.");
}

export function notAllowed(table: string): Finding {
  const message = `Kept's database user may not update rows of ${table}.`;
  return blocking("permission_missing", table, "", message, suggestGrant(["UPDATE"], table));
}

export function noKey(table: string): Finding {
  const message = `Table ${table} has no key, so single rows cannot be named.`;
  return blocking(
    "key_missing",
    table,
    "",
    message,
    `tables: { ${table}: { key: [<columns that tell its rows apart>] } }`,
  );
}

function rowsHold(rows: number, table: string): string {
  return rows === 1 ? `1 row of ${table} holds` : `${rows} rows of ${table} hold`;
}

export function insideMore(edge: Edge, rows: number): Finding {
  const message = `${rowsHold(rows, edge.from)} the value inside a longer text or a list (${edge.columns.join(", ")}).`;
  return blocking(
    "value_inside_text",
    edge.from,
    edge.columns.join(","),
    message,
    "Correct those in the application, then again.",
  );
}

export function staysInside(table: string, column: string, rows: number): Finding {
  return {
    code: "value_stays_inside",
    table,
    column,
    message: `${rowsHold(rows, table)} the value inside a longer text (${column}); it stays there.`,
    suggestion: "Correct it in the application, if it has to be right there too.",
    blocks: false,
  };
}

export function copyDiffers(table: string, column: string, spot: Spot, rows: number): Finding {
  return {
    code: "copy_differs",
    table,
    column,
    message: `${rowsHold(rows, table)} another value than ${spot.table.name}.${spot.column} in ${column}, though it is a copy; they stay.`,
    suggestion: `If they are wrong as well, name them: ${table}:<key>.${column}=value`,
    blocks: false,
  };
}
