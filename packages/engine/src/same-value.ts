/** Is a column of a row as a plan would set it? Databases print numbers, times and JSON in their own way. */
import { foldText } from "./edge-values.ts";
import { readList } from "./lists.ts";
import type { ModelTable } from "./model.ts";
import { type ColumnKind, findColumn } from "./schema.ts";
import type { Key, SetValue } from "./store.ts";

/** Compares one column's value, as a store's text, with what would be set. */
export function isSetTo(
  table: ModelTable | undefined,
  column: string,
  now: string | null,
  value: SetValue,
  key: Key,
): boolean {
  if (value.kind === "without") {
    const held = now === null ? [] : readList(value.list, now);
    return held.every((one) => !value.keys.includes(value.fold ? foldText(one) : one));
  }
  if (value.kind === "null" || now === null) return value.kind === "null" && now === null;
  if (value.kind === "keyed") return now === `${value.prefix}${key.join("-")}${value.suffix}`;
  const schema = table === undefined ? undefined : findColumn(table.schema, column);
  return isSameValue(schema?.kind ?? "text", now, value.text);
}

/** Are the two texts the same value of this kind? */
export function isSameValue(kind: ColumnKind, now: string, wanted: string): boolean {
  switch (kind) {
    case "integer":
    case "decimal":
      return Number(now) === Number(wanted);
    case "boolean":
      return /^(true|t|1)$/i.test(now) === /^(true|t|1)$/i.test(wanted);
    case "date":
    case "time":
    case "timestamp":
      return now.replace("T", " ").startsWith(wanted);
    case "json":
      return now.replace(/\s/g, "") === wanted;
    default:
      return now === wanted;
  }
}
