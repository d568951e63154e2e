/** What the texts of check constraints tell of a column. */
import type { ModelTable } from "./model.ts";
import type { ColumnSchema } from "./schema.ts";

/** The check constraints that speak of the column. */
export function checksOf({ schema }: ModelTable, { name }: ColumnSchema): readonly string[] {
  return schema.checks.filter((check) => speaksOf(name).test(check));
}

/** Does a check constraint speak of the column's values, and not only of whether there is one? */
export function isChecked(table: ModelTable, column: ColumnSchema): boolean {
  const tests = new RegExp(`${written(column.name)}\\s+is\\s+(not\\s+)?null\\b`, "gi");
  return checksOf(table, column).some((check) => speaksOf(column.name).test(check.replace(tests, "")));
}

/**
 * May the column be set to NULL? Not where it is NOT NULL, nor where a check constraint asks for a value: "this or that has
 * to be there" (`user_id IS NOT NULL OR guest_email IS NOT NULL`). One that asks for NULL as well is left to the database.
 */
export function mayBeNull(table: ModelTable, column: ColumnSchema): boolean {
  if (!column.nullable) return false;
  const asks = (what: string) => {
    const expression = new RegExp(`${written(column.name)}\\s+is\\s+${what}\\b`, "i");
    return table.schema.checks.some((check) => expression.test(check));
  };
  return !asks("not\\s+null") || asks("null");
}

function speaksOf(name: string): RegExp {
  return new RegExp(`(^|\\W)${escaped(name)}(\\W|$)`, "i");
}

/** The column as a constraint writes it: bare, quoted, in brackets. */
function written(name: string): string {
  return `(?<![\\w.])[("'\`\\[]*${escaped(name)}["'\`\\])]*`;
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
