/** `--about table` or `--about table.column`: the place that a finding names. */
import type { Place } from "@kept/engine/model";
import { UsageError } from "./exit-codes.ts";

interface KnownTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}

/** The place in one of these tables, whose names, and those of their columns, may hold dots. */
export function readPlace(text: string, tables: readonly KnownTable[]): Place {
  const named = tables
    .filter(({ name }) => text === name || text.startsWith(`${name}.`))
    .toSorted((a, b) => b.name.length - a.name.length);
  const [table] = named;
  if (table === undefined)
    throw new UsageError(`--about ${text}: no such table.\nTables: ${tables.map(({ name }) => name).join(", ")}`);
  const column = text.slice(table.name.length + 1);
  const columns = table.columns.map(({ name }) => name);
  // A finding may name several at once.
  if (/^\w+$/.test(column) && !columns.includes(column))
    throw new UsageError(`--about ${text}: ${table.name} has no such column.\nColumns: ${columns.join(", ")}`);
  return { table: table.name, column };
}
