/** References that the statements of a query log bear out: what is joined with a key refers to it, whatever it is called. */
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { isShared, isUnique, readReferenceWords } from "./key-columns.ts";
import { compareKinds } from "./key-words.ts";
import type { Join, JoinedColumn } from "./read-joins.ts";
import { makeReference, type Reference } from "./reference.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

interface Place {
  readonly table: NamedTable;
  readonly column: ColumnSchema;
}

/** Joins with a key on one side, and on the other a column that no foreign key declares. Values that deny it win. */
export function readJoinedReferences(
  index: TableIndex,
  joins: readonly Join[],
  evidence: EvidenceIndex,
): readonly Reference[] {
  if (joins.length === 0 || !index.uses("query-log")) return [];
  const byName = new Map(
    index.tables.map((table) => [table.schema.name.slice(table.schema.name.lastIndexOf(".") + 1).toLowerCase(), table]),
  );
  const locate = ({ table, column }: JoinedColumn): Place | undefined => {
    const found = byName.get(table.toLowerCase());
    const place = found?.schema.columns.find((each) => each.name.toLowerCase() === column.toLowerCase());
    return found === undefined || place === undefined ? undefined : { table: found, column: place };
  };
  const found = new Map<ColumnSchema, Reference>();
  for (const { left, right, count } of joins) {
    const a = locate(left);
    const b = locate(right);
    if (a === undefined || b === undefined) continue;
    const [from, to] = isKey(b) && !isKey(a) ? [a, b] : [b, a];
    if (!isKey(to) || isKey(from) || from.table.schema.kind === "view" || found.has(from.column)) continue;
    if (from.table.schema.foreignKeys.some((fk) => fk.columns.includes(from.column.name))) continue;
    if (!compareKinds(from.column.kind, to.column.kind)) continue;
    const share = evidence.included({
      table: from.table.schema.name,
      column: from.column.name,
      inTable: to.table.schema.name,
      inColumn: to.column.name,
    });
    if (share !== undefined && share < DENIED) continue;
    found.set(
      from.column,
      makeReference({
        from: from.table.schema.name,
        columns: [from.column.name],
        to: to.table.schema.name,
        toColumns: [to.column.name],
        origin: "data",
        confidence: 0.9,
        why: `joined with it in ${count} ${count === 1 ? "statement" : "statements"} of the query log`,
        words: readReferenceWords(from.column.name, to.table, from.table),
        nullable: from.column.nullable,
        sharedKey: isShared(from.table, [from.column.name]),
        unique: isUnique(from.table, [from.column.name]),
      }),
    );
  }
  return [...found.values()];
}

const DENIED = 0.4;

/** The one column by which other tables refer to a row. */
function isKey({ table, column }: Place): boolean {
  return table.key === column;
}
