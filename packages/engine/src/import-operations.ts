/** The statements that put rows into a database: what is pointed at comes first, and what closes a circle comes last. */
import { keyId } from "./edge-values.ts";
import { createGhost, type Ghost } from "./ghosts.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { type ConstraintAbilities, cuttableColumns, joinStatements, orderDeletes } from "./order-deletes.ts";
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

/** Rows that go in together, with what is made up for them. */
export interface ImportBatch {
  readonly rows: ReadonlyMap<ModelTable, readonly ImportRow[]>;
  readonly stubs: ReadonlyMap<ModelTable, readonly ImportRow[]>;
  /** Before all of them. */
  readonly ghosts: readonly Ghost[];
}

/** The order in which rows of tables go in, so that every foreign key holds. */
export interface ImportOrder {
  /** Tables that are read side by side and wholly, since their rows must name each other; most stand alone. */
  readonly groups: readonly ImportGroup[];
  readonly suspendForeignKeys: boolean;
  /** Tables of foreign keys that form a cycle which nothing cuts. */
  readonly stuck: readonly string[];
  /** Columns of references, by table, that are set once all rows are there. */
  readonly spared: ReadonlyMap<string, ReadonlySet<string>>;
  /** See {@link DeleteOrder.joined}. */
  readonly joined: readonly string[];
}

export interface ImportGroup {
  readonly tables: readonly string[];
  /** All rows of these at once, and not some at a time. */
  readonly isWhole: boolean;
}

/** Statements that put rows in, and those that follow when all rows are in. */
export interface ImportOperations {
  readonly inserts: readonly Operation[];
  readonly updates: readonly Operation[];
}

/** Orders tables: what is pointed at comes first. */
export function orderImport(
  index: ModelIndex,
  names: ReadonlySet<string>,
  abilities: ConstraintAbilities,
): ImportOrder {
  const { tables, cuts, joined, suspend, stuck } = orderDeletes(index, names, abilities);
  const spared = new Map<string, Set<string>>();
  const whole = new Set<string>();
  for (const name of names) {
    const table = index.table.get(name);
    if (table === undefined) continue;
    const selves = selfReferences(index, table);
    const pointers = [...selves, ...cuts.filter(({ from }) => from === name)];
    spared.set(name, new Set(pointers.flatMap((edge) => cuttableColumns(table, edge))));
    // What must name its own kind goes in behind it, or in one statement with it.
    if (selves.some((edge) => cuttableColumns(table, edge).length === 0)) whole.add(name);
  }
  const inserted = tables.toReversed();
  const groups = inserted.flatMap((name): readonly ImportGroup[] => {
    if (!joined.includes(name)) return [{ tables: [name], isWhole: whole.has(name) }];
    return name === joined.at(-1) ? [{ tables: joined.toReversed(), isWhole: true }] : [];
  });
  return { groups, suspendForeignKeys: suspend, stuck, spared, joined };
}

function selfReferences(index: ModelIndex, { name }: ModelTable): readonly Edge[] {
  return (index.outgoing.get(name) ?? []).filter((edge) => edge.onDelete !== null && edge.to === name);
}

/** The statements for rows that go in together. */
export function writeBatch(
  index: ModelIndex,
  order: ImportOrder,
  { rows, stubs, ghosts }: ImportBatch,
): ImportOperations {
  const inserts: Operation[] = [];
  const updates: Operation[] = [];
  for (const name of order.groups.flatMap(({ tables }) => tables)) {
    const table = index.table.get(name);
    if (table === undefined) continue;
    const list = [...(stubs.get(table) ?? []), ...(rows.get(table) ?? [])];
    const spared = order.spared.get(name) ?? new Set();
    inserts.push(...insertRows(table, parentsFirst(list, selfReferences(index, table)), spared));
    updates.push(...pointRows(table, list, spared));
  }
  return { inserts: [...ghosts.map(createGhost), ...joinStatements(inserts, order.joined)], updates };
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
