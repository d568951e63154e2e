/** Finds people who were erased and are in a row store again, after a backup was restored. */
import type { ModelIndex } from "@kept/engine/model";
import { prepareReplay, type ReplayMatches } from "@kept/engine/tombstones";
import type { RowStore } from "../connector.ts";
import type { RunHooks, TombstoneQuestion } from "../rights-system.ts";

/** One pass over each table of people; memory is bounded by a batch of rows and by those that match. */
export async function findReturned(
  store: RowStore,
  index: ModelIndex,
  { tombstones, hash, system }: TombstoneQuestion,
  { onProgress }: Pick<RunHooks, "onProgress">,
): Promise<ReplayMatches> {
  const search = prepareReplay(index, system, tombstones, hash);
  for (const [position, pass] of search.passes.entries()) {
    onProgress?.({ done: position, total: search.passes.length, what: pass.table });
    await store.read(async (reader) => {
      for await (const values of reader.listRows(pass.table, pass.select)) search.note(pass, values);
    });
  }
  onProgress?.({ done: search.passes.length, total: search.passes.length, what: "" });
  return search.result();
}
