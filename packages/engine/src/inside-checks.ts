/** Rows that stay without their content say nowhere who they were of, in no text of theirs that the map takes for nothing personal. */
import { type Check, remains } from "./erasure-checks.ts";
import type { ModelIndex, ModelTable } from "./model.ts";
import type { ErasurePlan } from "./rights.ts";
import { findColumn } from "./schema.ts";
import { prepareSought } from "./sought-values.ts";
import { matchKeys } from "./store.ts";

/** Shorter values are words of other texts. */
const SHORTEST = 5;
/** Rows of a statement that are read. */
const MOST_ROWS = 500;

/** A question for each statement that empties rows which have other texts: whether one of these holds what identifies the person. */
export function checkInside(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  const long = plan.identifying.filter(({ value }) => [...value].length >= SHORTEST);
  const sought = prepareSought(long, { plusTags: false });
  if (sought === null) return [];
  return plan.operations.flatMap((operation): readonly Check[] => {
    const table = index.table.get(operation.table);
    if (operation.op !== "update" || operation.why !== "redacted" || table === undefined) return [];
    const columns = otherTexts(index, table).filter((name) => operation.set[name] === undefined);
    if (columns.length === 0) return [];
    const any = [matchKeys(operation.keyColumns, operation.keys.slice(0, MOST_ROWS))];
    const query = { table: table.name, select: [...operation.keyColumns, ...columns], any };
    const judge: Check["judge"] = (rows) =>
      columns.flatMap((column, at) => {
        const left = rows.filter((row) => sought.find(row[operation.keyColumns.length + at] ?? null).length > 0).length;
        return left > 0
          ? [
              remains(table.name, column, left, [
                "still holds a value that identifies the person inside of a text",
                "still hold a value that identifies the person inside of a text",
              ]),
            ]
          : [];
      });
    return [{ query, judge }];
  });
}

/** Texts and JSON by which no row is named, and which the map does not say to keep. */
function otherTexts(index: ModelIndex, table: ModelTable): readonly string[] {
  const naming = new Set([...table.key, ...(index.outgoing.get(table.name) ?? []).flatMap(({ columns }) => columns)]);
  return table.columns.flatMap(({ name, keep }) => {
    const kind = findColumn(table.schema, name)?.kind;
    return !keep && !naming.has(name) && (kind === "text" || kind === "json") ? [name] : [];
  });
}
