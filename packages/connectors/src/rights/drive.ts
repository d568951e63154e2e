/** Lets a computation of the engine ask its questions of a store: the only place where the two meet. */
import type { KeyQuery, KeyRows } from "@kept/engine/store";
import type { RowReader } from "../connector.ts";

/** Runs `work` to its end, answering each wave of questions from one snapshot. */
export async function drive<T>(
  reader: RowReader,
  work: Generator<readonly KeyQuery[], T, readonly KeyRows[]>,
): Promise<T> {
  let step = work.next([]);
  while (!step.done) step = work.next(await reader.findKeys(step.value));
  return step.value;
}
