/** The statements that put rows into a database: what is pointed at comes first, and what closes a circle comes last. */
import { keyId } from "./edge-values.ts";
import { createGhost, type Ghost } from "./ghosts.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { type ConstraintAbilities, cuttableColumns, orderDeletes } from "./order-deletes.ts";
import { type ColumnSchema, findColumn } from "./schema.ts";
import type { Key, Operation, SetValue } from "./store.ts";

/** A row that is to be put in. */
export interface ImportRow {
  readonly key: Key;
  /** Columns with a value, as text. */
  readonly texts: Map<string, string>;
  /** Columns that the package says are empty, or whose pointer is left empty: not what the column defaults to. */
  readonly empty: Set<string>;
}

export interface ImportOperations {
  readonly operations: readonly Operation[];
  readonly suspendForeignKeys: boolean;
  /** Tables of foreign keys that form a cycle which nothing cuts. */
  readonly stuck: readonly string[];
}

/** Orders rows of tables, and ghosts before all of them, so that every foreign key holds. */
export function orderImport(
  index: ModelIndex,
  rows: ReadonlyMap<ModelTable, readonly ImportRow[]>,
  ghosts: readonly Ghost[],
  abilities: ConstraintAbilities,
): ImportOperations {
  const names = new Set([...rows.keys()].map(({ name }) => name));
  const order = orderDeletes(index, names, abilities);
  const later = new Set(order.cuts);
  const inserts: Operation[] = ghosts.map(createGhost);
  const updates: Operation[] = [];
  for (const name of order.tables.toReversed()) {
    const table = index.table.get(name);
    const list = table === undefined ? undefined : rows.get(table);
    if (table === undefined || list === undefined) continue;
    const selves = (index.outgoing.get(name) ?? []).filter((edge) => edge.onDelete !== null && edge.to === name);
    const pointers = [...selves, ...[...later].filter(({ from }) => from === name)];
    const spared = new Set(pointers.flatMap((edge) => cuttableColumns(table, edge)));
    inserts.push(...insertRows(table, parentsFirst(list, selves), spared));
    updates.push(...pointRows(table, list, spared));
  }
  return { operations: [...inserts, ...updates], suspendForeignKeys: order.suspend, stuck: order.stuck };
}

/** Rows that others of the same table must name stand before these, as far as they do not go round in a circle. */
function parentsFirst(rows: readonly ImportRow[], selves: readonly Edge[]): readonly ImportRow[] {
  if (selves.length === 0) return rows;
  const byKey = selves.map(
    ({ toColumns }) => new Map(rows.map((row) => [keyId(toColumns.map((name) => row.texts.get(name) ?? null)), row])),
  );
  const ordered = new Set<ImportRow>();
  const begun = new Set<ImportRow>();
  for (const start of rows) {
    const path = [start];
    for (let row = path.at(-1); row !== undefined; row = path.at(-1)) {
      begun.add(row);
      const { texts } = row;
      const parents = selves.flatMap(({ columns }, at) => {
        const parent = byKey[at]?.get(keyId(columns.map((name) => texts.get(name) ?? null)));
        return parent === undefined || begun.has(parent) ? [] : [parent];
      });
      if (parents[0] !== undefined) path.push(parents[0]);
      else {
        ordered.add(row);
        path.pop();
      }
    }
  }
  return [...ordered];
}

/** Rows of one table in one statement, but for those that leave other columns to their defaults. */
function insertRows(table: ModelTable, rows: readonly ImportRow[], spared: ReadonlySet<string>): readonly Operation[] {
  const written = table.schema.columns.filter(({ name, generated }) => !generated && !table.key.includes(name));
  const hasOwn = (row: ImportRow, column: ColumnSchema) =>
    spared.has(column.name) ||
    row.texts.has(column.name) ||
    row.empty.has(column.name) ||
    (column.nullable && column.default === null);
  const columnsOf = (row: ImportRow) => written.filter((column) => hasOwn(row, column)).map(({ name }) => name);
  const keyColumns = table.key.filter((name) => !findColumn(table.schema, name)?.generated);
  return [...Map.groupBy(rows, (row) => columnsOf(row).join("\0")).values()].map((group): Operation => {
    const columns = group[0] === undefined ? [] : columnsOf(group[0]);
    const valuesOf = ({ texts }: ImportRow) =>
      columns.map((name) => (spared.has(name) ? null : (texts.get(name) ?? null)));
    return {
      op: "insert",
      table: table.name,
      keyColumns,
      keys: group.map(({ texts }) => keyColumns.map((name) => texts.get(name) ?? "")),
      rest: { columns, rows: group.map(valuesOf) },
      why: "imported",
    };
  });
}

/** References that close a circle are set once all rows are there. */
function pointRows(table: ModelTable, rows: readonly ImportRow[], spared: ReadonlySet<string>): readonly Operation[] {
  const filled = rows.filter(({ texts }) => [...spared].some((name) => texts.has(name)));
  const setOf = ({ texts }: ImportRow): Record<string, SetValue> =>
    Object.fromEntries(
      [...spared].flatMap((name) => {
        const text = texts.get(name);
        return text === undefined ? [] : [[name, { kind: "text" as const, text }]];
      }),
    );
  return [...Map.groupBy(filled, (row) => JSON.stringify(setOf(row))).values()].map((group): Operation => {
    const set = group[0] === undefined ? {} : setOf(group[0]);
    return {
      op: "update",
      table: table.name,
      keyColumns: table.key,
      keys: group.map(({ key }) => key),
      set,
      why: "imported",
    };
  });
}
