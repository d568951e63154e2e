/** Where findings are: all places of one that stands for several, and how few of them are told. */
import type { Finding, Place } from "./model.ts";

/** The place of its own, and those for which it stands. */
export function placesOf({ table, column, places }: Pick<Finding, "table" | "column" | "places">): readonly Place[] {
  return places ?? [{ table, column }];
}

/** Names that are told; the rest is counted. */
const TOLD = 4;

/** The first names, and how many more there are. */
export function tellSome(names: readonly string[]): string {
  const more = names.length - TOLD;
  return more > 1 ? `${names.slice(0, TOLD).join(", ")} and ${more} more` : names.join(", ");
}

/** What is said behind a sentence about one table that holds for several; empty for one. */
export function tellTables(tables: readonly string[]): string {
  return tables.length > 1 ? ` So it is in ${tables.length} tables: ${tellSome(tables)}.` : "";
}
