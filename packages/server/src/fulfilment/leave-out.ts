/** Leaves out of what is read what operators decided to withhold: whole tables, or columns of them. */
import type { AccessPlan, AccessRow } from "@kept/engine/rights";

export interface LeftOut {
  readonly system: string;
  readonly table: string;
  /** Empty: the whole table. */
  readonly columns: readonly string[];
}

/** Announces a plan, then gives the rows that it promises. */
export type Read = (onPlan: (plan: AccessPlan) => void | Promise<void>) => AsyncIterable<AccessRow>;

/** Reads the same without what is left out of this system. */
export function leaveOut(system: string, leftOut: readonly LeftOut[], read: Read): Read {
  const own = leftOut.filter((one) => one.system === system);
  if (own.length === 0) return read;
  const tables = new Set(own.filter(({ columns }) => columns.length === 0).map(({ table }) => table));
  const columns = new Set(own.flatMap((one) => one.columns.map((column) => `${one.table} ${column}`)));
  const isShown = (table: string, column: string): boolean => !columns.has(`${table} ${column}`);
  return async function* readRest(onPlan) {
    const rows = read((plan) =>
      onPlan({
        ...plan,
        tables: plan.tables
          .filter(({ name }) => !tables.has(name))
          .map((table) => ({ ...table, columns: table.columns.filter((column) => isShown(table.name, column)) })),
      }),
    );
    for await (const row of rows) {
      if (tables.has(row.table)) continue;
      const values = Object.entries(row.values).filter(([column]) => isShown(row.table, column));
      yield { ...row, values: Object.fromEntries(values) };
    }
  };
}
