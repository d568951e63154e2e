/** A change of rows that is observed as it is made: what stood there is handed on before anything is touched. */
import { askBefore, type Change, composeDiff, type Diff } from "@kept/engine/diff";
import type { ModelIndex } from "@kept/engine/model";
import type { RowWriter } from "../connector.ts";
import type { RunHooks } from "../rights-system.ts";

/** Applies the change; `seal` hears of its diff before the first statement, and again, complete, after the last. */
export async function applyObserved(
  writer: RowWriter,
  index: ModelIndex,
  change: Change,
  seal: (diff: Diff) => Promise<void>,
  onProgress: RunHooks["onProgress"],
): Promise<Diff> {
  const { system } = index.model;
  const asks = askBefore(index, change);
  const before = await writer.readExact(asks);
  await seal(composeDiff(system, change, asks, before, null));
  await writer.applyExact(change.exact);
  await applyOperations(writer, change, onProgress);
  const diff = composeDiff(system, change, asks, before, await writer.readExact(asks));
  await seal(diff);
  return diff;
}

/** Runs the statements of a plan and tells how far they are. */
export async function applyOperations(
  writer: RowWriter,
  { operations }: Pick<Change, "operations">,
  onProgress: RunHooks["onProgress"],
): Promise<void> {
  const total = operations.length;
  onProgress?.({ done: 0, total, what: operations[0]?.table ?? "" });
  await writer.apply(operations, (index) =>
    onProgress?.({ done: index + 1, total, what: operations[index + 1]?.table ?? "" }),
  );
  if (total === 0) onProgress?.({ done: 0, total, what: "" });
}
