/** `--about table` or `--about table.column`: the place that a finding names. */
import type { Place } from "@kept/engine/questions";
import { UsageError } from "./exit-codes.ts";

/** The place; undefined where none was given. `known`: names of tables, where these are at hand, for a name may hold dots. */
export function readPlace(text: string | undefined, known?: readonly string[]): Place | undefined {
  if (text === undefined) return undefined;
  if (known?.includes(text)) return { table: text, column: "" };
  const dot = text.lastIndexOf(".");
  const place = dot < 0 ? { table: text, column: "" } : { table: text.slice(0, dot), column: text.slice(dot + 1) };
  if (known !== undefined && !known.includes(place.table))
    throw new UsageError(`--about ${text}: no such table.\nTables: ${known.join(", ")}`);
  return place;
}
