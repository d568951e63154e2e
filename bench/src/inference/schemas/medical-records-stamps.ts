/** The columns by which nearly every table of the medical records says who did what to a row. */
import type { Sketch } from "../sketch.ts";

export const created = { creator: "int! -> users restrict", date_created: "ts!" };

export const changed = { changed_by: "int -> users restrict", date_changed: "ts" };

export const voided = {
  voided: "bool!",
  voided_by: "int -> users restrict",
  date_voided: "ts",
  void_reason: "text = sentence",
};

export const retired = {
  retired: "bool!",
  retired_by: "int -> users restrict",
  date_retired: "ts",
  retire_reason: "text = sentence",
};

const STAMPS = ["creator", "changed_by", "voided_by", "retired_by"];

/**
 * A line of truth for each of these columns: whoever is named there did something to the row. Columns whose truth is another are
 * left out.
 */
export function stampedBy(tables: Sketch["tables"], except: readonly string[]): readonly string[] {
  return tables.flatMap(({ name, columns }) =>
    STAMPS.filter((column) => column in columns && !except.includes(`${name}.${column}`)).map(
      (column) => `${name}.${column} -> users actor`,
    ),
  );
}
