/** An import into a store in memory, as connectors drive it on a database: a pass that only looks, and one that writes. */
import { isPointedAt, namesOfGiven } from "../import-names.ts";
import { writeBatch } from "../import-operations.ts";
import { type GivenRows, ImportPass, type ImportPlan } from "../import-rows.ts";
import type { ConstraintAbilities } from "../order-deletes.ts";
import type { Operation } from "../store.ts";
import type { OwnTable } from "./portability-law.ts";
import { drive, type RightsBench } from "./rights-bench.ts";

/** Imports the tables, `size` rows at a time, unless a finding is in the way; all statements at once, each constraint held. */
export function importInMemory(
  { index, store }: Pick<RightsBench, "index" | "store">,
  given: readonly OwnTable[],
  abilities: ConstraintAbilities,
  size: number,
): ImportPlan {
  const coming = new Set<string>();
  for (const { table: name, rows } of given) {
    const table = index.table.get(name);
    if (table === undefined || !isPointedAt(index, table)) continue;
    for (const row of rows) for (const one of namesOfGiven(index, table, row)) coming.add(one);
  }
  const begin = () => {
    const pass = new ImportPass(index, coming, new Set());
    drive(store, pass.begin());
    return pass;
  };
  const looking = begin();
  for (const one of given) for (const some of chunk(one, size)) drive(store, looking.take([some]));
  const { plan, order } = looking.finish(abilities);
  if (plan.findings.length > 0) return plan;
  const writing = begin();
  const inserts: Operation[] = [];
  const updates: Operation[] = [];
  for (const { tables, isWhole } of order.groups) {
    const own = tables.flatMap((name) => given.filter(({ table }) => table === name));
    const batches = isWhole ? [own] : own.flatMap((one) => chunk(one, size).map((some) => [some]));
    for (const batch of batches) {
      const statements = writeBatch(index, order, drive(store, writing.take(batch)));
      inserts.push(...statements.inserts);
      updates.push(...statements.updates);
    }
  }
  store.apply([...inserts, ...updates], order.suspendForeignKeys);
  return writing.finish(abilities).plan;
}

function chunk({ table, rows }: OwnTable, size: number): readonly GivenRows[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => ({
    table,
    rows: rows.slice(at * size, (at + 1) * size),
  }));
}
