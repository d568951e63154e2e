/**
 * What the law keeps is kept for the law alone: where the map says how the application knows that something is restricted,
 * an erasure marks the rows that it has to leave, so that they are used for nothing else (Art. 18, 5(1)(e) GDPR).
 */
import { isEverything } from "./choose-doomed.ts";
import type { Decision } from "./decisions.ts";
import { dropSettled } from "./drop-settled.ts";
import { markValue } from "./mark-value.ts";
import type { ModelIndex, ModelTable } from "./model.ts";
import type { RowRef, Scope } from "./rights.ts";
import type { KeyQuery, KeyRows, Operation } from "./store.ts";

/** Stands at the end of why a row is kept, where it is marked. */
export const MARKED = "marked as restricted";

/**
 * Marks rows that the law keeps, and the person's own row where it stays for their sake; rows of others too are not marked,
 * since these go on using them. Says so in the reasons of `decisions`. Asks which are marked already: one wave, or none.
 */
export function* markRetained(
  index: ModelIndex,
  decisions: readonly Decision[],
  { scope, today }: { readonly scope: Scope; readonly today: string },
): Generator<readonly KeyQuery[], readonly Operation[], readonly KeyRows[]> {
  const marked = decisions.filter((decision) => isMarked(decision, scope));
  for (const decision of marked) decision.why = `${decision.why}; ${MARKED}`;
  const operations = [...Map.groupBy(marked, ({ reached }) => reached.table)].map(([table, rows]): Operation => {
    const keys = rows.map(({ row }) => row.key);
    const { restrict } = table;
    return restrict?.kind === "list"
      ? { op: "insert", table: restrict.table, keyColumns: [restrict.column], keys, why: MARKED }
      : { op: "update", table: table.name, keyColumns: table.key, keys, set: setOf(table, today), why: MARKED };
  });
  return yield* dropSettled(index, operations);
}

/** Where these marks stand: rows of the tables themselves, or of lists. Whether they were there before or not, the law needs them. */
export function listMarked(decisions: readonly Decision[], scope: Scope): readonly RowRef[] {
  return decisions
    .filter((decision) => isMarked(decision, scope))
    .map(({ reached: { table }, row: { key } }) => ({
      table: table.restrict?.kind === "list" ? table.restrict.table : table.name,
      key,
    }));
}

function isMarked({ reached, row, disposition, keptForLaw, isShared }: Decision, scope: Scope): boolean {
  const { table } = reached;
  if (table.restrict === undefined || row.level !== "own" || isShared || table.key.length === 0) return false;
  if (disposition !== "retained" && !keptForLaw) return false;
  // Of a right about a part, the person goes on as before.
  if (table.kind === "subject" && !isEverything(scope)) return false;
  return table.restrict.kind === "flag" || row.key.length === 1;
}

function setOf(table: ModelTable, today: string) {
  const { restrict } = table;
  return restrict?.kind === "flag"
    ? { [restrict.column]: markValue(table, restrict.column, restrict.value, today) }
    : {};
}
