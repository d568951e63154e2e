/** Values for rows of a package that have to hold something the package does not say: no two the same where that matters. */
import { isChecked } from "./check-constraints.ts";
import { fillValue } from "./ghosts.ts";
import type { ModelTable } from "./model.ts";
import type { ColumnSchema } from "./schema.ts";
import type { Key } from "./store.ts";

/** What one import has made up so far. */
export class MadeUp {
  /** Unique columns of which a row has the default. */
  readonly #defaulted = new Set<string>();
  #somebody = 0;

  /** A key that nobody has, in a database that was empty: below zero, where no sequence counts. */
  freshKey(table: ModelTable, column: ColumnSchema): string | undefined {
    if (isChecked(table, column) || !isTold(table, column.name)) return undefined;
    if (column.kind === "text") return (column.maxLength ?? 255) > 40 ? this.nextText() : undefined;
    const isNumber = column.kind === "integer" || column.kind === "decimal";
    if (!isNumber || /unsigned/i.test(column.nativeType)) return undefined;
    this.#somebody += 1;
    return String(-1 - this.#somebody);
  }

  /** Texts that say nothing, and of which no two are the same. */
  nextText(): string {
    this.#somebody += 1;
    return `kept-import-${this.#somebody}`;
  }

  /** Like {@link fillValue}; where no two rows may hold the same, no two do. */
  fillIn(table: ModelTable, column: ColumnSchema, hint: Key): string | null | undefined {
    const isUnique = isTold(table, column.name);
    if (isUnique && column.kind === "text" && (column.maxLength ?? 255) > 40) return this.nextText();
    const value = fillValue(table, column, hint);
    if (value !== null || !isUnique || !isLiteral(column)) return value;
    // A row of the package may hold the default already, or one that comes later.
    const fresh = isUniqueAlone(table, column.name) ? this.freshKey(table, column) : undefined;
    if (fresh !== undefined) return fresh;
    const id = JSON.stringify([table.name, column.name]);
    if (this.#defaulted.has(id)) return undefined;
    this.#defaulted.add(id);
    return null;
  }
}

/** Is the column part of what tells rows apart? */
export function isTold({ key, schema }: ModelTable, column: string): boolean {
  return [key, schema.primaryKey, ...schema.uniqueKeys].some((columns) => columns.includes(column));
}

function isUniqueAlone({ key, schema }: ModelTable, column: string): boolean {
  return [key, schema.primaryKey, ...schema.uniqueKeys].some((columns) => columns.join() === column);
}

/** Is the default the same for every row, unlike that of a sequence? */
function isLiteral({ default: standard }: ColumnSchema): boolean {
  return standard !== null && /^\(*('[^']*'|-?\d[\d.]*)/.test(standard);
}
