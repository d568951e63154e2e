/** Whether what an erasure has set holds: told from what the store says its statements would still change. */
import type { Finding, ModelIndex } from "./model.ts";
import type { ErasurePlan } from "./rights.ts";
import type { Operation, UndoneRows } from "./store.ts";

/** Rows of a statement that are asked about where no trigger could have told them apart: it has set all of them alike. */
const MOST_ALIKE = 500;

/** The statements of a plan of which it can be asked, before the commit, whether what they set holds. */
export function listWrites(index: ModelIndex, { operations }: ErasurePlan): readonly Operation[] {
  return operations.flatMap((operation): readonly Operation[] => {
    const { op, table, keys } = operation;
    if (op !== "update" && op !== "recount") return [];
    const hasTriggers = (index.table.get(table)?.schema.triggers.length ?? 0) > 0;
    return hasTriggers || keys.length <= MOST_ALIKE ? [operation] : [{ ...operation, keys: keys.slice(0, MOST_ALIKE) }];
  });
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
