/** What a mark of restriction is set to. */
import type { ModelTable } from "./model.ts";
import { findColumn } from "./schema.ts";
import type { SetValue } from "./store.ts";

/** `true` as the column's type spells it: 1 for a number, the day for a date. */
export function markValue(table: ModelTable, column: string, value: string, today: string): SetValue {
  const kind = findColumn(table.schema, column)?.kind;
  if (value !== "true") return { kind: "text", text: value };
  if (kind === "integer" || kind === "decimal") return { kind: "text", text: "1" };
  if (kind === "date") return { kind: "text", text: today };
  return { kind: "text", text: kind === "timestamp" ? `${today} 00:00:00` : value };
}
