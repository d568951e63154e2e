/** Where a value that is corrected stands inside a longer text of the person's own rows, and stays as it is. */
import { isNaming } from "./categories.ts";
import { foldText } from "./edge-values.ts";
import type { Asking } from "./in-step.ts";
import type { Finding, ModelTable } from "./model.ts";
import { isReadable, type Reach } from "./reached-rows.ts";
import { staysInside } from "./rectification-findings.ts";
import { type ColumnKind, findColumn } from "./schema.ts";
import { columnOf, ownKeys, type Spot } from "./spread-value.ts";
import { matchKeys } from "./store.ts";

const TEXTUAL: ReadonlySet<ColumnKind> = new Set(["text", "json", "array", "other"]);
/** Shorter values stand in too many words to mean the person. */
const SHORTEST = 6;

/** Texts, logs and documents of theirs that say it too: one question a table. */
export function* findInside(reach: Reach, spots: ReadonlyMap<string, Spot>): Asking<readonly Finding[]> {
  const sought = [...new Set([...spots.values()].flatMap(oldValues))];
  const findings: Finding[] = [];
  for (const table of sought.length === 0 ? [] : reach.index.model.tables) {
    const keys = ownKeys(reach, table);
    const columns = longTexts(table).filter((name) => !spots.has(`${table.name}.${name}`));
    if (keys.length === 0 || columns.length === 0 || table.key.length === 0 || !isReadable(table)) continue;
    const [rows = []] = yield [
      { table: table.name, select: [...table.key, ...columns], any: [matchKeys(table.key, keys)] },
    ];
    for (const [at, column] of columns.entries()) {
      const texts = rows.map((row) => foldText(row[table.key.length + at] ?? ""));
      const count = texts.filter((text) =>
        sought.some((value) => text.length > value.length && text.includes(value)),
      ).length;
      if (count > 0) findings.push(staysInside(table.name, column, count));
    }
  }
  return findings;
}

/** What was wrong, where it tells who somebody is, or what they are called. */
function oldValues({ table, column, rows }: Spot): readonly string[] {
  const category = columnOf(table, column)?.category ?? "other";
  if (!isNaming(category)) return [];
  return [...rows.values()].map(({ before }) => foldText(before ?? "")).filter((value) => value.length >= SHORTEST);
}

/** Columns that can say more than one thing (a salutation says a name, too), and are handed out. */
function longTexts({ columns, schema }: ModelTable): readonly string[] {
  return columns.flatMap(({ name, hide }) => {
    const column = findColumn(schema, name);
    const isText = column !== undefined && TEXTUAL.has(column.kind) && !column.generated;
    return isText && !hide ? [name] : [];
  });
}
