/** What statements of a plan set columns to, and what they count, as expressions in SQL. */
import type { Operation, SetValue } from "@kept/engine/store";
import type { Catalogue, CatalogueColumn } from "./catalogue.ts";
import type { Dialect, Session } from "./dialect.ts";
import { allOf, type Fragment, raw, sql } from "./fragment.ts";
import { isStorable } from "./key-value.ts";
import { whereCondition } from "./row-conditions.ts";

/** What a column is set to; `keys` are the columns of its row's key. */
export function setValue<Native>(
  dialect: Dialect<Native>,
  column: CatalogueColumn<Native>,
  value: SetValue | undefined,
  keys: readonly CatalogueColumn<Native>[],
): Fragment {
  switch (value?.kind) {
    case undefined:
    case "null":
      return raw("NULL");
    case "text":
      return dialect.setText(column, value.text);
    case "keyed":
      return dialect.setKeyed(column, value.prefix, keys, value.suffix);
    case "without":
      return dialect.withoutKeys(column, value.keys.filter(isStorable), value.list.separator, value.fold);
    default:
      return value satisfies never;
  }
}

/** How many rows a counter counts; `source` is the table of these, and the counter's own table is called `target`. */
export function countOf<Native>(
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
  { table, of, ofColumns, referencedColumns, when }: Extract<Operation, { op: "recount" }>,
  source: Fragment,
): Fragment {
  const joined = ofColumns.map((name, index) =>
    dialect.equalColumns(
      catalogue.column(of, name),
      catalogue.column(table, referencedColumns[index] ?? ""),
      "counted",
      "target",
    ),
  );
  const condition = whereCondition(dialect, catalogue, of, when);
  const counted = condition === null ? raw("1 = 0") : allOf([...joined, condition]);
  return sql`(SELECT count(*) FROM ${source} AS counted WHERE ${counted})`;
}
