/** A change of rows that is observed as it is made: what stood there is handed on before anything is touched. */
import { askBefore, composeDiff } from "@kept/engine/compose-diff";
import type { Change, Diff } from "@kept/engine/diff";
import { isKeySolid } from "@kept/engine/find-key-twins";
import type { Finding, ModelIndex } from "@kept/engine/model";
import { rowsAlike } from "@kept/engine/plan-findings";
import type { Observed } from "@kept/engine/revert-held";
import { matchKeys, type Operation } from "@kept/engine/store";
import type { RowReader, RowWriter } from "../connector.ts";
import type { RunHooks } from "../rights-system.ts";
import { refuseBlocked } from "./refuse-plan.ts";

/** A change that was made: what it came to, and what was read of it. */
export interface Applied extends Observed {
  readonly diff: Diff;
}

/** Applies the change; `seal` hears of its diff before the first statement, and again, complete, after the last. */
export async function applyObserved(
  writer: RowWriter,
  index: ModelIndex,
  change: Change,
  seal: (diff: Diff) => Promise<void>,
  onProgress: RunHooks["onProgress"],
): Promise<Applied> {
  return await observe(writer, index, change, seal, onProgress, () => {});
}

/**
 * The same of what is to come back later: a key that only the map vouches for may name several rows that are alike, of which a diff
 * holds one. Throws PlanRefused then, before the diff is complete.
 */
export async function applyToGiveBack(
  writer: RowWriter,
  index: ModelIndex,
  change: Change,
  seal: (diff: Diff) => Promise<void>,
  onProgress: RunHooks["onProgress"],
): Promise<Applied> {
  return await observe(writer, index, change, seal, onProgress, (counts) =>
    refuseBlocked(findAlike(index, change.operations, counts), "taken away"),
  );
}

async function observe(
  writer: RowWriter,
  index: ModelIndex,
  change: Change,
  seal: (diff: Diff) => Promise<void>,
  onProgress: RunHooks["onProgress"],
  check: (counts: readonly number[]) => void,
): Promise<Applied> {
  const { system } = index.model;
  const asks = askBefore(index, change);
  const before = await writer.readExact(asks);
  await seal(composeDiff(system, change, asks, before, null));
  await writer.applyExact(change.exact);
  check(await applyOperations(writer, change, onProgress));
  const after = await writer.readExact(asks);
  const diff = composeDiff(system, change, asks, before, after);
  await seal(diff);
  return { diff, asks, before, after };
}

/** Tables of which a statement changed more rows than it had keys for. `counts`: rows that each operation changed. */
export function findAlike(
  index: ModelIndex,
  operations: readonly Operation[],
  counts: readonly number[],
): readonly Finding[] {
  const tables = operations.flatMap(({ op, table, keyColumns, keys }, at) => {
    const namesRows = index.table.get(table)?.key.every((column) => keyColumns.includes(column)) ?? false;
    return op !== "insert" && namesRows && (counts[at] ?? 0) > keys.length ? [table] : [];
  });
  return [...new Set(tables)].map(rowsAlike);
}

/** The same before anything is changed, for a dry run: asks only where nothing but the map vouches for a key. */
export async function lookForAlike(
  reader: RowReader,
  index: ModelIndex,
  operations: readonly Operation[],
): Promise<readonly Finding[]> {
  const doubtful = operations.filter(({ table: name }) => {
    const table = index.table.get(name);
    return table !== undefined && table.key.length > 0 && !isKeySolid(table);
  });
  if (doubtful.length === 0) return [];
  const counts = await reader.countRows(
    doubtful.map(({ table, keyColumns, keys }) => ({
      table,
      columns: [],
      any: [matchKeys(keyColumns, keys)],
    })),
  );
  return findAlike(index, doubtful, counts);
}

/** Runs the statements of a plan and tells how far they are. Answers how many rows each changed. */
export async function applyOperations(
  writer: RowWriter,
  { operations }: Pick<Change, "operations">,
  onProgress: RunHooks["onProgress"],
): Promise<readonly number[]> {
  const total = operations.length;
  onProgress?.({ done: 0, total, what: operations[0]?.table ?? "" });
  const counts = await writer.apply(operations, (index) =>
    onProgress?.({ done: index + 1, total, what: operations[index + 1]?.table ?? "" }),
  );
  if (total === 0) onProgress?.({ done: 0, total, what: "" });
  return counts;
}
