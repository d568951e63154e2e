/** What a finished erasure is checked by, and how one that was cut off is told from one that happened. */
import { sentinelOf } from "./blank-values.ts";
import { findCategory } from "./categories.ts";
import {
  addToIndex,
  createKeyIndex,
  findPointedAt,
  foldText,
  isFilled,
  isLoose,
  keyId,
  matchChildren,
} from "./edge-values.ts";
import type { Asking } from "./in-step.ts";
import type { Edge, Finding, ModelIndex, ModelTable } from "./model.ts";
import { isReadable } from "./reached-rows.ts";
import type { Disposition, ErasurePlan, PlannedTable } from "./rights.ts";
import { isSetTo } from "./same-value.ts";
import { findColumn, holdsRows } from "./schema.ts";
import { type Key, type KeyQuery, type KeyRows, matchKeys, type Operation } from "./store.ts";

interface Check {
  readonly query: KeyQuery;
  readonly judge: (rows: KeyRows) => readonly Finding[];
}

/**
 * Looks for anything that the plan should have left nowhere: its deleted rows, rows that still point at them or at the
 * person, and identifying values of the person in columns that the model names. Answers what is still there.
 */
export function* verifyErasure(index: ModelIndex, plan: ErasurePlan): Asking<readonly Finding[]> {
  return yield* ask(listChecks(index, plan));
}

/** The same in so many parts, which may be asked side by side: together they find what the whole finds. */
export function verifyInParts(
  index: ModelIndex,
  plan: ErasurePlan,
  parts: number,
): readonly Asking<readonly Finding[]>[] {
  const checks = listChecks(index, plan);
  // In turns, since neighbours are of one kind, and of one table.
  return Array.from({ length: parts }, (_, part) => ask(checks.filter((_check, at) => at % parts === part)));
}

function listChecks(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  return [...checkGone(plan), ...checkBlanked(index, plan), ...checkPointers(index, plan), ...checkValues(index, plan)];
}

function* ask(checks: readonly Check[]): Asking<readonly Finding[]> {
  const answers = checks.length > 0 ? yield checks.map(({ query }) => query) : [];
  return checks.flatMap(({ judge }, position) => judge(answers[position] ?? []));
}

/** Whether a plan that was begun has been carried out: a transaction leaves all of it or nothing. */
export function* checkCarriedOut(
  index: ModelIndex,
  plan: ErasurePlan,
): Generator<readonly KeyQuery[], boolean, readonly KeyRows[]> {
  const gone = checkGone(plan);
  if (gone.length > 0) {
    const answers = yield gone.map(({ query }) => query);
    return answers.every((rows) => rows.length === 0);
  }
  const updates = plan.operations.filter((operation) => operation.op === "update");
  if (updates.length === 0) return plan.tables.every((table) => table.rows.length === 0);
  const answers = yield updates.map(({ table, keyColumns, keys, set }) => ({
    table,
    select: [...keyColumns, ...Object.keys(set)],
    any: [matchKeys(keyColumns, keys)],
  }));
  return updates.every((update, position) => isApplied(index, update, answers[position] ?? []));
}

/** Anything that is not exactly what was to be set counts as not carried out: then the right is planned and run again. */
function isApplied(index: ModelIndex, update: Operation & { op: "update" }, rows: KeyRows): boolean {
  const table = index.table.get(update.table);
  const width = update.keyColumns.length;
  return rows.every((row) => {
    const key = row.slice(0, width).map((text) => text ?? "");
    return Object.entries(update.set).every(([name, value], position) =>
      isSetTo(table, name, row[width + position] ?? null, value, key),
    );
  });
}

function doomedKeys(table: PlannedTable): readonly Key[] {
  const keys: Key[] = [];
  for (const { key, disposition } of table.rows) if (disposition === "deleted") keys.push(key);
  return keys;
}

function checkGone(plan: ErasurePlan): readonly Check[] {
  return plan.tables.flatMap((table): readonly Check[] => {
    const keys = doomedKeys(table);
    if (keys.length === 0 || table.keyColumns.length === 0) return [];
    const any = [matchKeys(table.keyColumns, keys)];
    const query = { table: table.name, select: table.keyColumns, any };
    return [
      { query, judge: (rows) => (rows.length > 0 ? [remains(table.name, "", rows.length, "were to be deleted")] : []) },
    ];
  });
}

/** Rows that had to stay without their content have lost it: a trigger may have put it back. */
function checkBlanked(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
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
        return left.length > 0 ? [remains(name, column, left.length, "were to lose their content")] : [];
      });
    return [{ query: { table: name, select: [...keyColumns, ...columns], any }, judge }];
  });
}

/**
 * Nothing may point at what was deleted; and where the person's own row had to stay, nothing may be theirs by it but what
 * the plan leaves standing.
 */
function checkPointers(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  const planned = new Map(plan.tables.map((table) => [table.name, table]));
  const subjects = Map.groupBy(plan.subjectValues, ({ table }) => table);
  const checks: Check[] = [];
  for (const [name, table] of planned) {
    const doomed = doomedKeys(table);
    const own = subjects.get(name) ?? [];
    const gone = own.length > 0 ? new Set(doomed.map(keyId)) : NONE;
    for (const edge of index.incoming.get(name) ?? []) {
      if (!isReadable(index.table.get(edge.from))) continue;
      const isKey = edge.toColumns.join() === table.keyColumns.join();
      const people = subjectKeys(own, table, gone, edge);
      const parents = withoutNobody(index, plan, edge, isKey ? doomed.concat(people) : people);
      if (parents.length === 0) continue;
      const from = planned.get(edge.from);
      // Nearly always nothing is left, and then nobody asks what was to stay.
      checks.push(
        checkEdge(index, edge, parents, () => {
          const planned = keptKeys(from, () => true);
          const settled = settledKeys(plan, edge.from);
          const cuts = readCuts(plan, edge);
          return (id, values) => settled.has(id) || (planned.has(id) && !stillNames(edge, cuts.get(id), values));
        }),
      );
    }
  }
  return checks;
}

const NONE: ReadonlySet<string> = new Set();

/** Keys that say something: not one that says nobody now. */
function withoutNobody(index: ModelIndex, plan: ErasurePlan, edge: Edge, keys: readonly Key[]): readonly Key[] {
  const from = index.table.get(edge.from);
  if (from === undefined || !plan.nobody?.includes(edge.id)) return keys;
  const sentinel = sentinelOf(from, edge);
  return keys.filter(([value]) => value !== sentinel);
}

/** The person's own rows as this edge points at them: those that are gone, and for what is theirs, those that stayed. */
function subjectKeys(
  subjects: ErasurePlan["subjectValues"],
  table: PlannedTable,
  gone: ReadonlySet<string>,
  edge: Edge,
): readonly Key[] {
  return subjects.flatMap(({ values }): readonly Key[] => {
    const own = table.keyColumns.map((column) => values[column] ?? null);
    if (edge.role !== "owner" && !gone.has(keyId(own))) return [];
    const key = edge.toColumns.map((column) => values[column] ?? null);
    return isFilled(key) ? [key] : [];
  });
}

/** May this row, by its key and its values of the edge's columns, go on pointing? */
type Stays = (id: string, values: readonly (string | null)[]) => boolean;

function checkEdge(index: ModelIndex, edge: Edge, parents: readonly Key[], whatStays: () => Stays): Check {
  const key = index.table.get(edge.from)?.key ?? [];
  const query = {
    table: edge.from,
    select: [...key, ...edge.columns],
    any: [matchChildren(edge, parents)],
  };
  return {
    query,
    judge: (rows) => {
      if (rows.length === 0) return [];
      const pointed = createKeyIndex<true>();
      if (isLoose(edge)) for (const parent of parents) addToIndex(pointed, edge, parent, true);
      const stays = whatStays();
      const left = rows.filter((row) => {
        const values = row.slice(key.length);
        const points = !isLoose(edge) || findPointedAt(pointed, edge, values).length > 0;
        return points && !(key.length > 0 && stays(keyId(row.slice(0, key.length)), values));
      });
      return left.length > 0
        ? [remains(edge.from, edge.columns.join(","), left.length, `still point at ${edge.to}`)]
        : [];
    },
  };
}

/** By row: what it was to let go of by this edge. Null: whatever it names. */
type Cuts = ReadonlyMap<string, readonly Key[] | null>;

function readCuts({ operations }: ErasurePlan, { from, columns }: Edge): Cuts {
  const cuts = new Map<string, readonly Key[] | null>();
  for (const one of operations) {
    if (one.op !== "update" || one.table !== from) continue;
    for (const name of columns) {
      const value = one.set[name];
      if (value === undefined) continue;
      for (const id of one.keys.map(keyId)) {
        const known = cuts.get(id);
        const isAll = value.kind !== "without" || known === null;
        cuts.set(id, isAll ? null : [...(known ?? []), ...value.keys.map((key) => [key])]);
      }
    }
  }
  return cuts;
}

/** A list lets go of some that it names, and may go on naming others: of what the law keeps. */
function stillNames(edge: Edge, cut: readonly Key[] | null | undefined, values: readonly (string | null)[]): boolean {
  if (cut === undefined || cut === null) return cut === null;
  const named = createKeyIndex<true>();
  for (const key of cut) addToIndex(named, edge, key, true);
  return findPointedAt(named, edge, values).length > 0;
}

/** Keys of rows of a table that were as they are to be left before the plan ran. */
function settledKeys({ settled = [] }: ErasurePlan, name: string): ReadonlySet<string> {
  return new Set(settled.filter(({ table }) => table === name).map(({ key }) => keyId(key)));
}

/** Keys of planned rows that stay. */
function keptKeys(table: PlannedTable | undefined, which: (disposition: Disposition) => boolean): ReadonlySet<string> {
  const rows = (table?.rows ?? []).filter(({ disposition }) => disposition !== "deleted" && which(disposition));
  return new Set(rows.map(({ key }) => keyId(key)));
}

/**
 * In a table of people, a telephone number that another row has too is that person's own: households share one. An
 * address of mail, and whatever the table holds unique, is taken for one person's.
 */
function mayBeShared(table: ModelTable, column: string, category: string): boolean {
  const isUnique = [table.schema.primaryKey, ...table.schema.uniqueKeys].some((key) => key.join() === column);
  return table.kind === "subject" && category !== "contact.email" && !isUnique;
}

/**
 * Identifying values of the person, in every column of the model that holds values of that category: one question a table,
 * however many such columns it has, so that it is gone through once.
 */
function checkValues(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
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
        const found = remains(table.name, name, count, "still hold a value that identifies the person");
        return [table.kind === "view" ? { ...found, suggestion: REFRESH } : found];
      });
    };
    return [{ query: { table: table.name, select: [...table.key, ...sought.map(({ name }) => name)], any }, judge }];
  });
}

const REFRESH =
  "The view keeps what it showed when it was last refreshed: REFRESH MATERIALIZED VIEW, then look for residue.";

function remains(table: string, column: string, rows: number, what: string): Finding {
  return {
    code: "residue_found",
    table,
    column,
    message: `${rows} row${rows === 1 ? "" : "s"} of ${table} ${what}${column === "" ? "" : ` (${column})`}.`,
    suggestion: "Run the erasure again; if it stays, the map misses an edge or a column.",
    blocks: true,
  };
}
