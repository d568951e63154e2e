/** What a receipt says was kept, one line for each table and reason instead of one for each last day. */
import type { SignedReceipt } from "@kept/contract/packages";

type Retained = SignedReceipt["receipt"]["systems"][number]["retained"][number];

export interface RetainedGroup {
  readonly table: string;
  readonly why: string;
  readonly rows: number;
  /** First and last of the last days; null where none is known. */
  readonly first: string | null;
  readonly last: string | null;
}

export function groupRetained(entries: readonly Retained[]): readonly RetainedGroup[] {
  const groups = Map.groupBy(entries, ({ table, why }) => JSON.stringify([table, why]));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const days = same.flatMap(({ until }) => until ?? []).toSorted();
    const rows = same.reduce((sum, entry) => sum + entry.rows, 0);
    return [{ table: first.table, why: first.why, rows, first: days[0] ?? null, last: days.at(-1) ?? null }];
  });
}
