/** References that foreign keys declare. */
import { isShared, isUnique, readReferenceWords } from "./key-columns.ts";
import { makeReference, type Reference } from "./reference.ts";
import type { TableIndex } from "./table-index.ts";

/** Declared foreign keys whose target is in view. */
export function readDeclaredReferences(index: TableIndex): readonly Reference[] {
  const found: Reference[] = [];
  for (const table of index.tables) {
    const { schema } = table;
    const claimed = new Map<string, number>();
    for (const fk of schema.foreignKeys)
      for (const column of fk.columns) claimed.set(column, (claimed.get(column) ?? 0) + 1);
    for (const fk of schema.foreignKeys) {
      const target = index.named.get(fk.table);
      if (target === undefined) continue;
      // Of a composite key, the column that no other key uses says who is meant; the rest is the tenant.
      const telling =
        fk.columns.find((column) => claimed.get(column) === 1 && !target.column.has(column)) ??
        fk.columns.find((column) => claimed.get(column) === 1);
      const column = telling ?? fk.columns.at(-1) ?? "";
      found.push(
        makeReference({
          from: schema.name,
          columns: fk.columns,
          to: target.schema.name,
          toColumns: fk.referencedColumns.length > 0 ? fk.referencedColumns : target.schema.primaryKey,
          origin: "declared",
          confidence: 1,
          why: `foreign key ${fk.columns.join(", ")}`,
          onDelete: fk.onDelete,
          words: readReferenceWords(column, target, table),
          nullable: fk.columns.some((each) => table.column.get(each)?.nullable ?? true),
          sharedKey: isShared(table, fk.columns),
          unique: isUnique(table, fk.columns),
        }),
      );
    }
  }
  return found;
}
