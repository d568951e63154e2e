/** Invented applications in a few lines a table: what the DDL says, and how to fill its rows. */

/**
 * A column is a type (`int`, `num`, `text`, `ts`, `date`, `bool`, `json`, `uuid`), then any of: `!` right after the type (not null),
 * `pk`, `unique`, `-> table` (a foreign key) or `~> table` (a reference that the schema does not declare), an action
 * (`cascade`, `set-null`, `restrict`), and `= values` for what stands in it. `pk` alone is an integer key. `~> table(column)` is a
 * reference to a table that has no key.
 */
export type TableSketch = Readonly<Record<string, string>>;

/**
 * References of several columns: `tenant_id, task_id -> tasks cascade`, or `worker_id, firm_id -> workers(id, firm_id)` where
 * the key's columns are called otherwise.
 */
export interface SketchOptions {
  readonly references?: readonly string[];
  readonly rows?: number;
}

export interface Sketch {
  readonly name: string;
  readonly tables: readonly { readonly name: string; readonly columns: TableSketch; readonly options: SketchOptions }[];
}

/** One table of a sketch. */
export function sketch(name: string, columns: TableSketch, options: SketchOptions = {}): Sketch["tables"][number] {
  return { name, columns, options };
}
