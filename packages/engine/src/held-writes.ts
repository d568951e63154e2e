/** Whether what an erasure has set holds: told from what the store says its statements would still change. */
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import { isPlain } from "./reached-rows.ts";
import type { ErasurePlan } from "./rights.ts";
import { findColumn } from "./schema.ts";
import type { Operation, UndoneRows } from "./store.ts";

/** Rows of a statement that are asked about where no trigger could have told them apart: it has set all of them alike. */
const MOST_ALIKE = 500;

/**
 * The statements of a plan of which it is asked, before the commit, whether what they set holds: all of them in tables with triggers, and
 * elsewhere what the look after the commit does not ask for.
 */
export function listWrites(index: ModelIndex, { operations }: ErasurePlan): readonly Operation[] {
  return operations.flatMap((operation): readonly Operation[] => {
    if (operation.op === "delete" || operation.op === "insert" || operation.why.startsWith("cut ")) return [];
    const table = index.table.get(operation.table);
    if (table !== undefined && table.schema.triggers.length > 0) return [operation];
    const keys = operation.keys.slice(0, MOST_ALIKE);
    if (operation.op === "recount" || table === undefined) return [{ ...operation, keys }];
    const set = Object.fromEntries(
      Object.entries(operation.set).filter(([column]) => !isAskedAfter(index, table, operation, column)),
    );
    return Object.keys(set).length > 0 ? [{ ...operation, keys, set }] : [];
  });
}

/** Blanked texts and plain pointers of one column are asked for after the commit (`verify-erasure.ts`). */
function isAskedAfter(
  index: ModelIndex,
  table: ModelTable,
  { set, why }: Extract<Operation, { op: "update" }>,
  column: string,
): boolean {
  const isText = findColumn(table.schema, column)?.kind === "text";
  if (why === "redacted" && (set[column]?.kind === "null" || isText)) return true;
  const edges = (index.outgoing.get(table.name) ?? []).filter(({ columns }) => columns.includes(column));
  return edges.length > 0 && edges.every((edge) => edge.columns.length === 1 && isPlain(edge));
}

/**
 * Those of which it can be asked long after the commit as well: rows of the person that were emptied, which nobody else writes in,
 * and counters, which are right whatever there is to count. What was taken out of others' rows, others may have filled since.
 */
export function listLastingWrites(index: ModelIndex, plan: ErasurePlan): readonly Operation[] {
  return listWrites(index, plan).filter(({ op, why }) => op === "recount" || why === "redacted");
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
