/** What a run of several people took away, apart for those who hang together: what one of them may have back is in no other part. */
import type { Diff, DiffRow, DiffTable } from "./diff.ts";
import { keyId } from "./edge-values.ts";
import type { BatchPlan } from "./plan-batch.ts";
import type { RowRef } from "./rights.ts";
import type { Recount } from "./tie-people.ts";

/** What was taken away of people who hang together. Plain data, and personal data, as a diff is. */
export interface TiedDiff {
  /** Their places among the people of the run. */
  readonly people: readonly number[];
  readonly diff: Diff;
}

/**
 * Splits the diff of a batch that was planned with its ties. A counter that moved with rows of several parts, or in a row that is
 * another part's, is counted anew whenever one of them comes back.
 */
export function splitDiff({ ties = [], people }: BatchPlan, diff: Diff): readonly TiedDiff[] {
  if (ties.length <= 1) return [{ people: [...people.keys()], diff }];
  const rows = fileRows(people);
  const tieOf = new Map(ties.flatMap((tie, at) => tie.people.map((one) => [one, at])));
  const counting = fileCounters(ties);
  const parts = ties.map(() => new Map<DiffTable, DiffRow[]>());
  for (const table of diff.tables) {
    for (const row of table.rows) {
      const id = rowId(table.name, row.key);
      const owner = rows.get(id);
      const counters = counting.get(id) ?? [];
      // A row that only a counter changed, and that of one part.
      const at = owner === undefined ? (counters.length === 1 ? counters[0] : undefined) : tieOf.get(owner);
      if (at === undefined && counters.length === 0) return [{ people: [...people.keys()], diff }];
      const part = parts[at ?? -1];
      if (part === undefined) continue;
      const known = part.get(table);
      if (known === undefined) part.set(table, [row]);
      else known.push(row);
    }
  }
  const added = ties.map((): Diff["added"][number][] => []);
  for (const { keys, ...where } of diff.added) {
    const byTie = Map.groupBy(keys, (key) => tieOf.get(rows.get(rowId(where.table, key)) ?? -1) ?? -1);
    if (byTie.has(-1)) return [{ people: [...people.keys()], diff }];
    for (const [at, own] of byTie) added[at]?.push({ ...where, keys: own });
  }
  const stayed = ties.map((): Diff["added"][number][] => []);
  for (const { keys, ...where } of diff.stayed ?? []) {
    const byTie = Map.groupBy(keys, (key) => tieOf.get(rows.get(rowId(where.table, key)) ?? -1) ?? -1);
    for (const [at, own] of byTie) stayed[at]?.push({ ...where, keys: own });
  }
  /** The parts with which a row changes, be it by its counters alone. */
  const partsOf = ({ table }: Recount, key: readonly string[]): ReadonlySet<number> => {
    const id = rowId(table, key);
    const owner = tieOf.get(rows.get(id) ?? -1);
    return new Set([...(counting.get(id) ?? []), ...(owner === undefined ? [] : [owner])]);
  };
  const isShared = (operation: Recount, key: readonly string[]) => partsOf(operation, key).size > 1;
  const shared = mergeRecounts(
    pick(
      ties.flatMap(({ recounts }) => recounts),
      isShared,
    ),
  );
  return ties.map(({ people: own, recounts }, at) => {
    const { stayed: _, ...whole } = diff;
    // Also where another part moved a counter of a row that is this one's for what else changed in it.
    const counts = pick(shared, (operation, key) => partsOf(operation, key).has(at));
    return {
      people: own,
      diff: {
        ...whole,
        tables: [...(parts[at] ?? [])].map(([table, some]) => ({ ...table, rows: some })),
        added: added[at] ?? [],
        ...(stayed[at]?.length ? { stayed: stayed[at] } : {}),
        recounts: pick(recounts, (operation, key) => !isShared(operation, key)),
        ...(counts.length > 0 ? { counts } : {}),
      },
    };
  });
}

/** By row: the first person whose plan changes it. Whoever else does is tied to them. */
function fileRows(people: BatchPlan["people"]): ReadonlyMap<string, number> {
  const owners = new Map<string, number>();
  for (const [at, { operations }] of people.entries()) {
    for (const { op, table, keys } of operations) {
      if (op === "recount") continue;
      for (const key of keys) {
        const id = rowId(table, key);
        if (!owners.has(id)) owners.set(id, at);
      }
    }
  }
  return owners;
}

/** By row: the parts with which a counter in it moves. */
function fileCounters(ties: NonNullable<BatchPlan["ties"]>): ReadonlyMap<string, readonly number[]> {
  const counting = new Map<string, number[]>();
  for (const [at, { recounts }] of ties.entries()) {
    for (const { table, keys } of recounts) {
      for (const key of keys) {
        const id = rowId(table, key);
        const known = counting.get(id) ?? [];
        counting.set(id, known.includes(at) ? known : [...known, at]);
      }
    }
  }
  return counting;
}

/** Each counter of each row once. */
function mergeRecounts(recounts: readonly Recount[]): readonly Recount[] {
  const groups = Map.groupBy(recounts, ({ table, column }) => `${table} ${column}`);
  return [...groups.values()].flatMap((group): readonly Recount[] => {
    const [first] = group;
    const keys = new Map(group.flatMap((one) => one.keys.map((key) => [keyId(key), key])));
    return first === undefined ? [] : [{ ...first, keys: [...keys.values()] }];
  });
}

function rowId(table: string, key: RowRef["key"]): string {
  return `${table} ${keyId(key)}`;
}

function pick(
  recounts: readonly Recount[],
  isWanted: (operation: Recount, key: readonly string[]) => boolean,
): readonly Recount[] {
  return recounts
    .map((operation) => ({ ...operation, keys: operation.keys.filter((key) => isWanted(operation, key)) }))
    .filter(({ keys }) => keys.length > 0);
}
