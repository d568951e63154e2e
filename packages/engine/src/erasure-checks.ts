/** What is asked after an erasure of the rows that it was about, and of values that identify the person. */
import { findCategory } from "./categories.ts";
import { foldText, keyId } from "./edge-values.ts";
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import type { Disposition, ErasurePlan, PlannedTable } from "./rights.ts";
import { isSetTo } from "./same-value.ts";
import { findColumn, holdsRows } from "./schema.ts";
import { type Key, type KeyQuery, type KeyRows, matchKeys } from "./store.ts";

/** A question, and what its answer has to say. */
export interface Check {
  readonly query: KeyQuery;
  readonly judge: (rows: KeyRows) => readonly Finding[];
}

/** Keys of planned rows that go. */
export function doomedKeys(table: PlannedTable): readonly Key[] {
  const keys: Key[] = [];
  for (const { key, disposition } of table.rows) if (disposition === "deleted") keys.push(key);
  return keys;
}

/** Keys of planned rows that stay. */
export function keptKeys(
  table: PlannedTable | undefined,
  which: (disposition: Disposition) => boolean,
): ReadonlySet<string> {
  const rows = (table?.rows ?? []).filter(({ disposition }) => disposition !== "deleted" && which(disposition));
  return new Set(rows.map(({ key }) => keyId(key)));
}

/** What is said of one row, and of several. */
type OfOneOrMany = readonly [one: string, many: string];

/** Rows that are not as the plan should have left them. */
export function remains(table: string, column: string, rows: number, [one, many]: OfOneOrMany): Finding {
  return {
    code: "residue_found",
    table,
    column,
    message: `${rows} row${rows === 1 ? "" : "s"} of ${table} ${rows === 1 ? one : many}${column === "" ? "" : ` (${column})`}.`,
    suggestion: "Run the erasure again; if it stays, the map misses an edge or a column.",
    blocks: true,
  };
}

/** Rows that were to be deleted are nowhere. */
export function checkGone(plan: ErasurePlan): readonly Check[] {
  return plan.tables.flatMap((table): readonly Check[] => {
    const keys = doomedKeys(table);
    if (keys.length === 0 || table.keyColumns.length === 0) return [];
    const any = [matchKeys(table.keyColumns, keys)];
    const query = { table: table.name, select: table.keyColumns, any };
    return [
      {
        query,
        judge: (rows) =>
          rows.length > 0 ? [remains(table.name, "", rows.length, ["was to be deleted", "were to be deleted"])] : [],
      },
    ];
  });
}

/** Rows that had to stay without their content have lost it: a trigger may have put it back. */
export function checkBlanked(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  return plan.operations.flatMap((operation): readonly Check[] => {
    if (operation.op !== "update" || operation.why !== "redacted") return [];
    const { table: name, keyColumns, keys, set } = operation;
    const table = index.table.get(name);
    const schema = table?.schema;
    // Of other types than text, databases print what says nothing in their own ways.
    const columns = Object.keys(set).filter(
      (column) => set[column]?.kind === "null" || (schema && findColumn(schema, column)?.kind === "text"),
    );
    if (columns.length === 0) return [];
    const any = [matchKeys(keyColumns, keys)];
    const judge = (rows: KeyRows) =>
      columns.flatMap((column, position) => {
        const left = rows.filter((row) => {
          const key = row.slice(0, keyColumns.length).map((text) => text ?? "");
          const value = set[column];
          return value !== undefined && !isSetTo(table, column, row[keyColumns.length + position] ?? null, value, key);
        });
        return left.length > 0
          ? [remains(name, column, left.length, ["was to lose its content", "were to lose their content"])]
          : [];
      });
    return [{ query: { table: name, select: [...keyColumns, ...columns], any }, judge }];
  });
}

/**
 * Identifying values of the person, in every column of the model that holds values of that category: one question a table,
 * however many such columns it has, so that it is gone through once.
 */
export function checkValues(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  const planned = new Map(plan.tables.map((table) => [table.name, table]));
  return index.model.tables.flatMap((table): readonly Check[] => {
    if (!(holdsRows(table.schema) && table.schema.may.read)) return [];
    const sought = table.columns.flatMap(({ name, category }) => {
      const values = plan.identifying.filter((one) => one.category === category).map(({ value }) => foldText(value));
      const isMeant = (findCategory(category)?.identifying ?? false) && !mayBeShared(table, name, category);
      return values.length > 0 && isMeant ? [{ name, values: new Set(values) }] : [];
    });
    if (sought.length === 0) return [];
    const any = sought.map(({ name, values }) => {
      return { kind: "key" as const, columns: [name], in: [...values].map((value) => [value]), fold: true, when: {} };
    });
    const width = table.key.length;
    const judge = (rows: KeyRows) => {
      if (rows.length === 0) return [];
      const retained = keptKeys(planned.get(table.name), (disposition) => disposition !== "redacted");
      const left = rows.filter((row) => !(width > 0 && retained.has(keyId(row.slice(0, width)))));
      const isIn = (row: KeyRows[number], at: number) =>
        sought[at]?.values.has(foldText(row[width + at] ?? "")) ?? false;
      return sought.flatMap(({ name }, at) => {
        // What only the store's own comparison holds for equal (an accent) is told of the first column.
        const isNowhere = (row: KeyRows[number]) => at === 0 && !sought.some((_, other) => isIn(row, other));
        const count = left.filter((row) => isIn(row, at) || isNowhere(row)).length;
        if (count === 0) return [];
        const found = remains(table.name, name, count, [
          "still holds a value that identifies the person",
          "still hold a value that identifies the person",
        ]);
        return [table.kind === "view" ? { ...found, suggestion: REFRESH } : found];
      });
    };
    return [{ query: { table: table.name, select: [...table.key, ...sought.map(({ name }) => name)], any }, judge }];
  });
}

/**
 * In a table of people, a telephone number that another row has too is that person's own: households share one. An
 * address of mail, and whatever the table holds unique, is taken for one person's.
 */
function mayBeShared(table: ModelTable, column: string, category: string): boolean {
  const isUnique = [table.schema.primaryKey, ...table.schema.uniqueKeys].some((key) => key.join() === column);
  return table.kind === "subject" && category !== "contact.email" && !isUnique;
}

const REFRESH =
  "The view keeps what it showed when it was last refreshed: REFRESH MATERIALIZED VIEW, then look for residue.";
