/** A relational store in memory for tests: it answers the engine's questions and holds every change to its constraints. */

import type { Change, ExactAnswers, ExactAsk, ExactOperation } from "../diff.ts";
import { foldText, holds } from "../edge-values.ts";
import { withoutKeys } from "../lists.ts";
import type { ForeignKey, TableSchema } from "../schema.ts";
import type {
  Key,
  KeyQuery,
  KeyRows,
  Operation,
  RowMatch,
  RowQuery,
  RowValues,
  SetValue,
  UndoneRows,
} from "../store.ts";

/** A row as canonical texts and nulls. */
export type Row = Record<string, string | null>;
export type Data = Readonly<Record<string, readonly Row[]>>;

export interface MemoryOptions {
  /** Foreign keys are checked after every single row, as MariaDB does. */
  readonly byRow: boolean;
  /** Deferrable foreign keys are checked when all operations are done. */
  readonly deferred: boolean;
  /** A check constraint: answers what is wrong with a row, or null. */
  readonly check: (table: string, row: Row) => string | null;
}

export interface MemoryStore {
  readonly tables: ReadonlyMap<string, Row[]>;
  findKeys(queries: readonly KeyQuery[]): readonly KeyRows[];
  readRows(query: RowQuery): readonly RowValues[];
  /** All or nothing. Throws when a constraint is broken; answers the number of rows that each operation changed. */
  apply(operations: readonly Operation[], suspendForeignKeys?: boolean): readonly number[];
  /** What these operations would change if they were carried out again. */
  findUndone(operations: readonly Operation[]): readonly UndoneRows[];
  /** Answers rows as they are; here the exact text of a value is the value. */
  readExact(asks: readonly ExactAsk[]): ExactAnswers;
  /** Puts rows and values back, then runs the operations; all or nothing. */
  applyChange(change: Change): void;
  /** An independent store with the same rows. */
  clone(): MemoryStore;
  /** `table.column` of every place where the text stands. */
  find(text: string): readonly string[];
  /** Everything, in an order that does not depend on how it came about. */
  dump(): Readonly<Record<string, readonly Row[]>>;
}

type Recount = Extract<Operation, { op: "recount" }>;

const DEFAULTS: MemoryOptions = { byRow: false, deferred: false, check: () => null };

/** Makes a store of these tables and rows; columns that a row leaves out are NULL. */
export function createMemoryStore(
  schemas: readonly TableSchema[],
  data: Data,
  given: Partial<MemoryOptions> = {},
): MemoryStore {
  const options = { ...DEFAULTS, ...given };
  const byName = new Map(schemas.map((schema) => [schema.name, schema]));
  let tables = new Map(
    schemas.map((schema) => {
      const empty = Object.fromEntries(schema.columns.map(({ name }): [string, null] => [name, null]));
      return [schema.name, (data[schema.name] ?? []).map((row): Row => ({ ...empty, ...row }))];
    }),
  );
  const rowsOf = (table: string): Row[] => {
    const rows = tables.get(table);
    if (rows === undefined) throw new Error(`there is no table ${table}`);
    return rows;
  };

  function checkKeys(schema: TableSchema): void {
    const rows = rowsOf(schema.name);
    for (const row of rows) {
      for (const column of schema.columns) {
        if (!column.nullable && (row[column.name] ?? null) === null)
          throw broken(schema.name, `${column.name} is NULL`);
      }
      const problem = options.check(schema.name, row);
      if (problem !== null) throw broken(schema.name, problem);
    }
    for (const key of [schema.primaryKey, ...schema.uniqueKeys]) {
      const seen = new Set<string>();
      for (const row of key.length > 0 ? rows : []) {
        const values = key.map((name) => row[name] ?? null);
        if (values.includes(null)) continue;
        const id = JSON.stringify(values);
        if (seen.has(id)) throw broken(schema.name, `${key.join(",")} is not unique`);
        seen.add(id);
      }
    }
  }

  /** Pointers that were dangling before (a constraint that came later, not validated) stay as they are. */
  function dangling(skip: (key: ForeignKey) => boolean): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const schema of schemas) {
      for (const key of schema.foreignKeys) {
        if (skip(key)) continue;
        const targets = new Set(
          rowsOf(key.table).map((row) => JSON.stringify(key.referencedColumns.map((name) => row[name] ?? null))),
        );
        for (const row of rowsOf(schema.name)) {
          const values = key.columns.map((name) => row[name] ?? null);
          if (values.includes(null) || targets.has(JSON.stringify(values))) continue;
          const id = `${schema.name}.${key.columns.join(",")} -> ${key.table}`;
          found.set(id, (found.get(id) ?? 0) + 1);
        }
      }
    }
    return found;
  }

  function applyExact(operation: ExactOperation): void {
    const rows = rowsOf(operation.table);
    for (const { key, values } of operation.rows) {
      const given = Object.fromEntries(
        operation.columns.map((name, at): [string, string | null] => [name, values[at] ?? null]),
      );
      if (operation.op === "put-back") rows.push(given);
      else {
        const wanted = JSON.stringify(key);
        const row = rows.find(
          (one) => JSON.stringify(operation.keyColumns.map((name) => one[name] ?? null)) === wanted,
        );
        if (row !== undefined) Object.assign(row, given);
      }
    }
  }

  function applyOne(operation: Operation, suspended: boolean, afterRow: () => void): number {
    const rows = rowsOf(operation.table);
    if (operation.op === "insert") {
      const empty =
        byName
          .get(operation.table)
          ?.columns.map(({ name, default: standard }): [string, string | null] => [name, standard]) ?? [];
      for (const [at, key] of operation.keys.entries()) {
        const own = operation.keyColumns.map((name, part): [string, string] => [name, key[part] ?? ""]);
        const rest = (operation.rest?.columns ?? []).map((name, part): [string, string | null] => [
          name,
          operation.rest?.rows[at]?.[part] ?? null,
        ]);
        rows.push({ ...Object.fromEntries(empty), ...Object.fromEntries([...own, ...rest]) });
        if (options.byRow && !suspended) afterRow();
      }
      return operation.keys.length;
    }
    const wanted = new Set(operation.keys.map((key) => JSON.stringify(key)));
    const isMeant = (row: Row) => wanted.has(JSON.stringify(operation.keyColumns.map((name) => row[name] ?? null)));
    const meant = rows.filter(isMeant);
    switch (operation.op) {
      case "delete":
        for (const row of meant) {
          removeRow(operation.table, row, suspended);
          if (options.byRow) afterRow();
        }
        return meant.length;
      case "update":
        for (const row of meant) {
          const key = operation.keyColumns.map((name) => row[name] ?? "");
          for (const [name, value] of Object.entries(operation.set)) setColumn(operation.table, row, name, value, key);
        }
        return meant.length;
      case "recount":
        for (const row of meant) row[operation.column] = count(operation, row);
        return meant.length;
      default:
        return operation satisfies never;
    }
  }

  function count({ of, ofColumns, referencedColumns, when }: Recount, row: Row): string {
    const wanted = JSON.stringify(referencedColumns.map((name) => row[name] ?? null));
    const counted = rowsOf(of).filter(
      (one) =>
        JSON.stringify(ofColumns.map((name) => one[name] ?? null)) === wanted &&
        holds(when, (name) => one[name] ?? null),
    );
    return String(counted.length);
  }

  function findUndone(operation: Operation): readonly UndoneRows[] {
    if (operation.op !== "update" && operation.op !== "recount") return [];
    const { table, keyColumns } = operation;
    const wanted = new Set(operation.keys.map((key) => JSON.stringify(key)));
    const keyOf = (row: Row) => keyColumns.map((name) => row[name] ?? "");
    const rows = rowsOf(table).filter((row) => wanted.has(JSON.stringify(keyOf(row))));
    const isDone = (row: Row, column: string) => {
      const now = row[column] ?? null;
      if (operation.op === "recount") return now === count(operation, row);
      const value = operation.set[column];
      return value === undefined || now === setTo(value, now, keyOf(row));
    };
    const columns = operation.op === "recount" ? [operation.column] : Object.keys(operation.set);
    return columns.flatMap((column) => {
      const left = rows.filter((row) => !isDone(row, column)).length;
      return left > 0 ? [{ table, column, rows: left }] : [];
    });
  }

  function setColumn(table: string, row: Row, name: string, value: SetValue, key: Key): void {
    if (!(name in row)) throw broken(table, `there is no column ${name}`);
    row[name] = setTo(value, row[name] ?? null, key);
    const limit = byName.get(table)?.columns.find((column) => column.name === name)?.maxLength ?? null;
    if (limit !== null && (row[name]?.length ?? 0) > limit) throw broken(table, `${name} is too long`);
  }

  /** Deletes a row and lets the foreign keys that point at it act, as a database does. */
  function removeRow(table: string, row: Row, suspended: boolean): void {
    const rows = rowsOf(table);
    const at = rows.indexOf(row);
    if (at < 0) return;
    rows.splice(at, 1);
    for (const schema of suspended ? [] : schemas) {
      for (const key of schema.foreignKeys) {
        if (key.table !== table || (key.onDelete !== "cascade" && key.onDelete !== "set-null")) continue;
        const target = key.referencedColumns.map((name) => row[name] ?? null);
        if (target.includes(null)) continue;
        const pointing = rowsOf(schema.name).filter((one) =>
          key.columns.every((name, position) => one[name] === target[position]),
        );
        for (const one of pointing) {
          if (key.onDelete === "cascade") removeRow(schema.name, one, suspended);
          else for (const name of key.columns) one[name] = null;
        }
      }
    }
  }

  function refuseNew(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): void {
    for (const [id, count] of now) if (count > (before.get(id) ?? 0)) throw broken(id, "points at nothing");
  }

  function applyAll(
    exact: readonly ExactOperation[],
    operations: readonly Operation[],
    suspendForeignKeys: boolean,
  ): readonly number[] {
    const saved = structuredClone(tables);
    const isLater = (key: ForeignKey) =>
      suspendForeignKeys || (options.deferred && key.deferrable && key.onDelete !== "restrict");
    const early = dangling(isLater);
    const late = dangling(() => false);
    const checkAfter = (operation: Operation | ExactOperation) => {
      for (const schema of schemas) checkKeys(schema);
      const isJoined = "withNext" in operation && operation.withNext === true;
      if (!isJoined) refuseNew(early, dangling(isLater));
    };
    try {
      for (const operation of exact) {
        applyExact(operation);
        checkAfter(operation);
      }
      const changed = operations.map((operation) => {
        const count = applyOne(operation, suspendForeignKeys, () => refuseNew(early, dangling(isLater)));
        checkAfter(operation);
        return count;
      });
      refuseNew(
        late,
        dangling(() => false),
      );
      return changed;
    } catch (error) {
      tables = saved;
      throw error;
    }
  }

  return {
    get tables() {
      return tables;
    },
    findKeys: (queries) =>
      queries.map(({ table, select, any }) => {
        const found = new Map<string, (string | null)[]>();
        for (const row of matchRows(rowsOf, table, any)) {
          const values = select.map((name) => read(row, name));
          found.set(JSON.stringify(values), values);
        }
        return [...found.values()];
      }),
    readRows: ({ table, columns, any, order = [] }) =>
      sortRows(matchRows(rowsOf, table, any), order).map((row) =>
        Object.fromEntries(columns.map((name) => [name, read(row, name)])),
      ),
    findUndone: (operations) => operations.flatMap(findUndone),
    readExact: (asks) =>
      asks.map(({ table, keyColumns, plainColumns, columns, by, in: keys }) =>
        matchRows(rowsOf, table, [{ kind: "key", columns: by, in: keys, fold: false, when: {} }]).map((row) => ({
          key: keyColumns.map((name) => read(row, name) ?? ""),
          plain: plainColumns.map((name) => read(row, name)),
          values: columns.map((name) => read(row, name)),
        })),
      ),
    applyChange: ({ exact, operations, suspendForeignKeys }) => void applyAll(exact, operations, suspendForeignKeys),
    apply: (operations, suspendForeignKeys = false) => applyAll([], operations, suspendForeignKeys),

    clone: () => createMemoryStore(schemas, Object.fromEntries(tables), options),
    find: (text) =>
      [...tables].flatMap(([table, rows]) =>
        rows.flatMap((row) =>
          Object.entries(row).flatMap(([name, value]) => (value?.includes(text) ? [`${table}.${name}`] : [])),
        ),
      ),
    dump: () =>
      Object.fromEntries(
        [...tables].map(([table, rows]) => [
          table,
          rows.map((row) => ({ ...row })).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
        ]),
      ),
  };
}

function setTo(value: SetValue, now: string | null, key: Key): string | null {
  switch (value.kind) {
    case "null":
      return null;
    case "text":
      return value.text;
    case "keyed":
      return `${value.prefix}${key.join("-")}${value.suffix}`;
    case "without":
      return now === null ? null : withoutKeys(value.list, now, new Set(value.keys), value.fold);
    default:
      return value satisfies never;
  }
}

function broken(what: string, problem: string): Error {
  return new Error(`constraint broken: ${what}: ${problem}`);
}

function read(row: Row, name: string): string | null {
  if (!(name in row)) throw new Error(`there is no column ${name}`);
  return row[name] ?? null;
}

function sortRows(rows: readonly Row[], order: readonly string[]): readonly Row[] {
  const textOf = (row: Row) => JSON.stringify(order.map((name) => read(row, name)));
  return order.length === 0 ? rows : rows.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

type RowsOf = (table: string) => readonly Row[];

function matchRows(rowsOf: RowsOf, table: string, any: readonly RowMatch[]): readonly Row[] {
  const tests = any.map((match) => makeTest(rowsOf, match));
  return rowsOf(table).filter((row) => tests.some((test) => test(row)));
}

function makeTest(rowsOf: RowsOf, match: RowMatch): (row: Row) => boolean {
  const isMeant = (row: Row) => holds(match.when, (name) => read(row, name));
  switch (match.kind) {
    case "key": {
      const fold = (text: string) => (match.fold ? foldText(text) : text);
      const wanted = new Set(match.in.map((key) => JSON.stringify(key.map(fold))));
      return (row) => {
        const values = match.columns.map((name) => read(row, name));
        return (
          isMeant(row) && !values.includes(null) && wanted.has(JSON.stringify(values.map((text) => fold(text ?? ""))))
        );
      };
    }
    case "like": {
      const expressions = match.patterns.map(readLike);
      return (row) => {
        const text = read(row, match.column);
        return text !== null && isMeant(row) && expressions.some((expression) => expression.test(text));
      };
    }
    case "json":
      return (row) => {
        const text = read(row, match.column);
        return text !== null && isMeant(row) && match.in.includes(readPath(text, match.path) ?? "\0");
      };
    case "list": {
      // Whatever holds the text of a key anywhere: a store may answer more rows than are meant.
      const fold = (text: string) => (match.fold ? text.toLowerCase() : text);
      return (row) => {
        const text = read(row, match.column);
        return text !== null && isMeant(row) && match.in.some((key) => fold(text).includes(fold(key)));
      };
    }
    case "pointer": {
      const targets = matchRows(rowsOf, match.to, match.any);
      const keys = new Set(targets.map((target) => JSON.stringify(match.toColumns.map((name) => read(target, name)))));
      return (row) => {
        const values = match.columns.map((name) => read(row, name));
        return isMeant(row) && !values.includes(null) && keys.has(JSON.stringify(values));
      };
    }
    default:
      return match satisfies never;
  }
}

/** LIKE in a database that does not tell cases apart, as many do not. */
function readLike(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|([%_])|([\s\S])/g, (_all, escaped?: string, wild?: string, plain?: string) => {
    if (wild !== undefined) return wild === "%" ? "[^]*" : "[^]";
    return (escaped ?? plain ?? "").replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "i");
}

function readPath(text: string, path: readonly string[]): string | null {
  try {
    let value: unknown = JSON.parse(text);
    for (const step of path) value = (value as Record<string, unknown>)[step];
    return value === undefined || value === null || typeof value === "object" ? null : String(value);
  } catch {
    return null;
  }
}
