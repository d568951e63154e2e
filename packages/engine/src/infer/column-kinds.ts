/** What a column of some kind of value can hold at all, and what it holds when its name says nothing. */
import { categoryOf } from "../categories.ts";
import type { ColumnSchema } from "../schema.ts";

/** Categories whose values may be numbers. */
const NUMERIC =
  /^(contact\.phone|identity\.government-id|identity\.birth-date|financial\.|location\.precise|online\.ip|system\.|amount|special\.health)/;
const TEMPORAL = /^(identity\.birth-date|system\.time)/;

/** What a name means for a column of this kind, or null when such a column cannot hold it. */
export function fitKind(category: string, column: ColumnSchema): string | null {
  switch (column.kind) {
    case "boolean":
      return category === "preference" || category.startsWith("special.") ? category : "system.flag";
    case "date":
    case "timestamp":
    case "time":
      return TEMPORAL.test(category) ? category : "system.time";
    case "integer":
    case "decimal":
      return NUMERIC.test(category) ? category : null;
    case "binary":
      return category.startsWith("content.") ||
        category === "credential" ||
        category.startsWith("special.") ||
        category === "online.ip" ||
        category === "preference" ||
        category === "identity.profile"
        ? category
        : null;
    case "enum":
      return categoryOf(category).personal && !category.startsWith("content.") && !category.startsWith("contact.")
        ? category
        : "system.flag";
    default:
      return category;
  }
}

/** The category of a column whose name says nothing. */
export function byKind(column: ColumnSchema): string {
  switch (column.kind) {
    case "boolean":
    case "enum":
      return "system.flag";
    case "date":
    case "time":
    case "timestamp":
      return "system.time";
    case "uuid":
      return "system.id";
    case "integer":
      return "system.counter";
    case "decimal":
      return "amount";
    default:
      return column.kind === "text" && column.maxLength === null && /text|clob/i.test(column.nativeType)
        ? "content.text"
        : "other";
  }
}
