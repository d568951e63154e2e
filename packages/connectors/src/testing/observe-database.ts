/** Looks at a whole database from outside: every row as texts, every pointer, every place where a text stands. */
import { addToIndex, createKeyIndex, findPointedAt, holds, isFilled, readEdgeKeys } from "@kept/engine/edge-values";
import { readList } from "@kept/engine/lists";
import type { ModelIndex } from "@kept/engine/model";
import { quote } from "./build-database.ts";
import type { TestDatabase } from "./test-database.ts";

export type TextRow = Readonly<Record<string, string | null>>;

/** Rows by table and key. */
export type Observed = ReadonlyMap<string, ReadonlyMap<string, TextRow>>;

/** `table key`: the name of a row in messages. */
export const rowKey = (key: readonly (string | null)[]): string => JSON.stringify(key);

/** Reads everything. */
export async function observe(database: TestDatabase, index: ModelIndex): Promise<Observed> {
  const observed = new Map<string, ReadonlyMap<string, TextRow>>();
  for (const table of index.model.tables) {
    if (table.schema.kind === "view") continue;
    const rows = await database.query(`SELECT * FROM ${quote(database.kind, table.name)}`);
    const named = rows.map((row, at): [string, TextRow] => {
      const texts = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)]));
      return [table.key.length > 0 ? rowKey(table.key.map((name) => texts[name] ?? null)) : String(at), texts];
    });
    observed.set(table.name, new Map(named));
  }
  return observed;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Pointers that lead nowhere, by any edge of the model, declared or not: `table key edge`. */
export function findDangling(observed: Observed, index: ModelIndex): ReadonlySet<string> {
  const found = new Set<string>();
  for (const edge of index.model.edges) {
    const targets = createKeyIndex<true>();
    for (const row of observed.get(edge.to)?.values() ?? []) {
      addToIndex(
        targets,
        edge,
        edge.toColumns.map((name) => row[name] ?? null),
        true,
      );
    }
    for (const [key, row] of observed.get(edge.from) ?? []) {
      const values = edge.columns.map((name) => row[name] ?? null);
      if (!isFilled(values) || !holds(edge.when, (name) => row[name] ?? null)) continue;
      const isPlaceholder =
        readEdgeKeys(edge, values).length === 0 ||
        ["0", ""].includes(values[0] ?? "0") ||
        /^erased(-|$)/.test(values[0] ?? "");
      const listed = edge.list === undefined ? null : readListed(edge.list.separator, values[0] ?? "");
      for (const one of listed ?? []) if (!targets.items.has(one)) found.add(`${edge.from} ${key} ${edge.id} ${one}`);
      if (listed === null && !isPlaceholder && findPointedAt(targets, edge, values).length === 0)
        found.add(`${edge.from} ${key} ${edge.id}`);
    }
  }
  return found;
}

/** The keys in a list, whether its driver gives an array as it is printed or as JSON. */
function readListed(separator: string, text: string): readonly string[] {
  return readList({ form: "text", separator }, text.replace(/^\{(.*)\}$/, "[$1]"));
}

/** `table key column` of every place where the text stands, whatever the case. */
export function findText(
  observed: Observed,
  text: string,
): readonly { readonly table: string; readonly key: string; readonly column: string }[] {
  const wanted = text.toLowerCase();
  return [...observed].flatMap(([table, rows]) =>
    [...rows].flatMap(([key, row]) =>
      Object.entries(row).flatMap(([column, value]) =>
        value?.toLowerCase().includes(wanted) ? [{ table, key, column }] : [],
      ),
    ),
  );
}
