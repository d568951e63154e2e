/** Whether what a right has set holds: told from what the store says its statements would still change. */
import type { Statements } from "./diff.ts";
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import { isPlain } from "./reached-rows.ts";
import { findColumn } from "./schema.ts";
import type { Operation, UndoneRows } from "./store.ts";
import { triggeredTables } from "./triggered-tables.ts";

/** Rows of a statement that are asked about where no trigger could have told them apart: it has set all of them alike. */
const MOST_ALIKE = 500;

type Setting = Extract<Operation, { op: "update" | "recount" }>;

/** Does the look after the commit, whichever a right has, ask for this column of this statement anyway? */
export type AskedAfter = (index: ModelIndex, operation: Setting, column: string) => boolean;

/**
 * The statements of which it is asked, before the commit, whether what they set holds: all of them in tables where triggers may write, and
 * elsewhere what the look after the commit does not ask for.
 */
export function listWrites(index: ModelIndex, statements: Statements, isAskedAfter: AskedAfter): readonly Operation[] {
  const triggered = triggeredTables(index, statements);
  return statements.operations.flatMap((operation): readonly Operation[] => {
    if (operation.op === "delete" || operation.op === "insert" || operation.why.startsWith("cut ")) return [];
    if (triggered.has(operation.table)) return [operation];
    const keys = operation.keys.slice(0, MOST_ALIKE);
    if (operation.op === "recount")
      return isAskedAfter(index, operation, operation.column) ? [] : [{ ...operation, keys }];
    const set = Object.fromEntries(
      Object.entries(operation.set).filter(([column]) => !isAskedAfter(index, operation, column)),
    );
    return Object.keys(set).length > 0 ? [{ ...operation, keys, set }] : [];
  });
}

/** Of an erasure, blanked texts and plain pointers of one column are asked for after the commit (`verify-erasure.ts`). */
export const askedAfterErasure: AskedAfter = (index, operation, column) => {
  const table = index.table.get(operation.table);
  if (operation.op === "recount" || table === undefined) return false;
  const { set, why } = operation;
  const isText = findColumn(table.schema, column)?.kind === "text";
  if (why === "redacted" && (set[column]?.kind === "null" || isText)) return true;
  return isPointer(index, table, column);
};

function isPointer(index: ModelIndex, table: ModelTable, column: string): boolean {
  const edges = (index.outgoing.get(table.name) ?? []).filter(({ columns }) => columns.includes(column));
  return edges.length > 0 && edges.every((edge) => edge.columns.length === 1 && isPlain(edge));
}

/** Of rights that look at every row again which their statements name (`open-statements.ts`), and where nothing but triggers could have changed it. */
export const askedAfterAnyway: AskedAfter = () => true;

/**
 * Those of an erasure of which it can be asked long after the commit as well: rows of the person that were emptied, which nobody else
 * writes in, and counters, which are right whatever there is to count. What was taken out of others' rows, others may have filled since.
 */
export function listLastingWrites(index: ModelIndex, statements: Statements): readonly Operation[] {
  return listWrites(index, statements, askedAfterErasure).filter(
    ({ op, why }) => op === "recount" || why === "redacted",
  );
}

/** What does not hold, as findings: one for each column. */
export function undoneFindings(undone: readonly UndoneRows[]): readonly Finding[] {
  const columns = Map.groupBy(undone, ({ table, column }) => JSON.stringify([table, column]));
  return [...columns.values()].flatMap((group): readonly Finding[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { table, column } = first;
    const rows = group.reduce((sum, one) => sum + one.rows, 0);
    return [
      {
        code: "residue_found",
        table,
        column,
        message: `${rows} row${rows === 1 ? "" : "s"} of ${table} hold${rows === 1 ? "s" : ""} something else than was set (${column}).`,
        suggestion: `Look at the triggers of ${table}: one of them may have written it again.`,
        blocks: true,
      },
    ];
  });
}
