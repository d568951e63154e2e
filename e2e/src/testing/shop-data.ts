/** The databases of the example, looked at directly: who is in them, and where a value stands. */
import { DatabaseSync } from "node:sqlite";

export type Row = Readonly<Record<string, unknown>>;

/** Every table with all its rows, in the order of their keys. */
export function readDatabase(path: string): ReadonlyMap<string, readonly Row[]> {
  using database = new DatabaseSync(path, { readOnly: true });
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all();
  return new Map(
    tables.map(({ name }) => [String(name), database.prepare(`SELECT * FROM "${String(name)}" ORDER BY 1, 2`).all()]),
  );
}

export function queryRows(path: string, sql: string, ...values: readonly (string | number)[]): readonly Row[] {
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare(sql).all(...values);
}

/** Columns in which a person stands by name, address or number, of whatever table. */
const NAMING = ["email", "phone", "full_name", "requester_email", "friend_email", "holder_name", "customer_name"];

/** By what the people of these databases can be recognised, all but those with an e-mail of `except`. */
export function listCanaries(paths: readonly string[], except: readonly string[]): ReadonlySet<string> {
  const own = new Set<string>();
  const others = new Set<string>();
  for (const path of paths) {
    const tables = readDatabase(path);
    for (const rows of tables.values()) {
      for (const row of rows) {
        const named = NAMING.map((column) => row[column]).filter((value) => typeof value === "string");
        const isOwn = named.some((value) => except.includes(value.toLowerCase()));
        for (const value of named) (isOwn ? own : others).add(value);
      }
    }
  }
  return others.difference(own);
}

/** `table.column` of every cell that holds one of the values, whole or as a part. */
export function findValues(path: string, values: Iterable<string>): readonly string[] {
  const wanted = [...values];
  return [...readDatabase(path)].flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row).flatMap(([column, cell]) => {
        const text = cell instanceof Uint8Array ? Buffer.from(cell).toString("latin1") : String(cell);
        return wanted.filter((value) => text.includes(value)).map((value) => `${table}.${column}: ${value}`);
      }),
    ),
  );
}

export interface Change {
  readonly table: string;
  /** As it was, or as it is now when it is new. */
  readonly row: Row;
  /** What differs; empty when the row is gone or new. */
  readonly columns: readonly string[];
}

/** What happened between two readings. */
export function listChanges(
  before: ReadonlyMap<string, readonly Row[]>,
  after: ReadonlyMap<string, readonly Row[]>,
): readonly Change[] {
  return [...before].flatMap(([table, rows]) => {
    const now = new Map((after.get(table) ?? []).map((row) => [keyOf(row), row]));
    const then = new Set(rows.map(keyOf));
    const changed = rows.flatMap((row): Change[] => {
      const other = now.get(keyOf(row));
      if (other === undefined) return [{ table, row, columns: [] }];
      const columns = Object.keys(row).filter((name) => JSON.stringify(row[name]) !== JSON.stringify(other[name]));
      return columns.length === 0 ? [] : [{ table, row, columns }];
    });
    const added = [...now].filter(([key]) => !then.has(key)).map(([, row]): Change => ({ table, row, columns: [] }));
    return [...changed, ...added];
  });
}

/** The first column is the key of every table of the example, but of those that stand between two others. */
function keyOf(row: Row): string {
  const between = [
    ["order_id", "product_id"],
    ["conversation_id", "account_id"],
    ["post_id", "account_id"],
  ] as const;
  const pair = row["id"] === undefined ? between.find((names) => names.every((name) => name in row)) : undefined;
  return pair === undefined ? String(Object.values(row)[0]) : pair.map((name) => row[name]).join(" ");
}
