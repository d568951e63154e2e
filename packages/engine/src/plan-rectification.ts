/**
 * The plan of a rectification (Art. 16 GDPR): a wrong value becomes the right one wherever it stands for the person: in the
 * column that was named, in marked copies, in columns that carry it as a natural key, and in the rows of the same person in
 * other tables. Whatever the database would refuse is a finding before anything is changed.
 */
import { dropSettled } from "./drop-settled.ts";
import { foldText, keyId } from "./edge-values.ts";
import { isAloneUnique, misfit } from "./fits-column.ts";
import type { Asking } from "./in-step.ts";
import { findInside } from "./inside-texts.ts";
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import { reachRows } from "./reach.ts";
import type { Reach } from "./reached-rows.ts";
import {
  categoryUnclear,
  isAFile,
  isAKey,
  isAReference,
  noSuchCategory,
  noSuchColumn,
  noSuchRow,
  notAllowed,
  refused,
  rowUnclear,
} from "./rectification-findings.ts";
import type { RowRef } from "./rights.ts";
import { findColumn } from "./schema.ts";
import { columnOf, newSpot, ownKeys, readValuesOf, type Spot, spread } from "./spread-value.ts";
import { type Key, matchKeys, type Operation } from "./store.ts";

/** What is wrong: a column (of one row, where the person has several), or a category of data; and what is right. */
export interface Correction {
  readonly table: string | null;
  readonly column: string | null;
  readonly key: Key | null;
  readonly category: string | null;
  readonly value: string;
}

/** One column that changes. */
export interface RectifiedColumn {
  readonly table: string;
  readonly column: string;
  readonly category: string;
  readonly rows: number;
  readonly why: string;
  /** What stands there now. */
  readonly before: readonly string[];
  readonly value: string;
}

/** What a rectification will do in one system. Holds values, so it is personal data itself. */
export interface RectificationPlan {
  readonly system: string;
  /** Of a system that decides for itself: the run that the plan is for. */
  readonly run?: string;
  readonly subjects: readonly RowRef[];
  readonly changes: readonly RectifiedColumn[];
  readonly operations: readonly Operation[];
  readonly findings: readonly Finding[];
}

/** Plans a rectification of a person whose rows are known. */
export function* planRectification(
  index: ModelIndex,
  subjects: readonly RowRef[],
  corrections: readonly Correction[],
  open: readonly Finding[],
): Asking<RectificationPlan> {
  const reach = yield* reachRows(index, subjects, { skipLeaves: false });
  const findings: Finding[] = [...open];
  const spots = new Map<string, Spot>();
  for (const correction of corrections) {
    const named = yield* findNamed(reach, correction, findings);
    for (const spot of named) yield* spread(reach, spot, spots, findings);
  }
  for (const spot of spots.values()) findings.push(...(yield* checkSpot(index, spot)));
  findings.push(...(yield* findInside(reach, spots)));
  const operations = yield* dropSettled(index, [...spots.values()].map(makeUpdate));
  const changing = new Set(operations.flatMap((operation) => (operation.op === "update" ? placesOf(operation) : [])));
  return {
    system: index.model.system,
    subjects: reach.subjects,
    changes: [...spots.values()].filter(({ table, column }) => changing.has(`${table.name}.${column}`)).map(describe),
    operations,
    findings: dedupe(findings),
  };
}

function placesOf({ table, set }: Operation & { op: "update" }): readonly string[] {
  return Object.keys(set).map((column) => `${table}.${column}`);
}

function makeUpdate({ table, column, value, why, rows }: Spot): Operation {
  const keys = [...rows.values()].map(({ key }) => key);
  return {
    op: "update",
    table: table.name,
    keyColumns: table.key,
    keys,
    set: { [column]: { kind: "text", text: value } },
    why,
  };
}

function describe({ table, column, value, why, rows }: Spot): RectifiedColumn {
  const before = new Set([...rows.values()].flatMap((row) => row.before ?? []));
  return {
    table: table.name,
    column,
    category: columnOf(table, column)?.category ?? "other",
    rows: rows.size,
    why,
    before: [...before],
    value,
  };
}

/** The rows and the column that a correction names, with what stands there. */
function* findNamed(reach: Reach, correction: Correction, findings: Finding[]): Asking<readonly Spot[]> {
  const places = listPlaces(reach, correction, findings);
  const spots: Spot[] = [];
  for (const { table, column } of places) {
    const own = ownKeys(reach, table);
    const keys = correction.key === null ? own : own.filter((key) => keyId(key) === keyId(correction.key ?? []));
    if (keys.length === 0) findings.push(noSuchRow(table, column, correction.key));
    else if (keys.length > 1) findings.push(rowUnclear(table, column, keys));
    else if (columnOf(table, column) === undefined) findings.push(noSuchColumn(table.name, column));
    else {
      const spot = newSpot(table, column, correction.value, "named");
      for (const [key, before] of yield* readValuesOf(table, column, keys)) spot.rows.set(keyId(key), { key, before });
      spots.push(spot);
    }
  }
  if (correction.category === null) return spots;
  // What says nothing (a second address that nobody has given) is not what is wrong.
  const saying = spots.filter((spot) => valuesOf(spot).some((value) => value !== ""));
  const meant = saying.length > 0 ? saying : spots;
  if (new Set(meant.flatMap(valuesOf)).size <= 1) return meant;
  findings.push(categoryUnclear(correction.category, meant));
  return [];
}

function valuesOf({ rows }: Spot): readonly string[] {
  return [...rows.values()].map(({ before }) => foldText(before ?? ""));
}

function listPlaces(
  reach: Reach,
  { table: name, column, category }: Correction,
  findings: Finding[],
): readonly { readonly table: ModelTable; readonly column: string }[] {
  const { index } = reach;
  if (category === null) {
    const table = index.table.get(name ?? "");
    if (table !== undefined && column !== null) return [{ table, column }];
    findings.push(noSuchColumn(name ?? "", column ?? ""));
    return [];
  }
  const tables = index.model.tables.filter((table) => ownKeys(reach, table).length > 0);
  const holding = tables.flatMap((table) =>
    table.columns.filter((one) => one.category === category).map((one) => ({ table, column: one.name })),
  );
  // Who somebody is stands in their own row; the rest follows from there.
  const people = holding.filter(({ table }) => table.kind === "subject");
  const places = people.length > 0 ? people : holding;
  if (places.length === 0) findings.push(noSuchCategory(category));
  return places;
}

/** What stands in the way of one column's new value. */
function* checkSpot(index: ModelIndex, spot: Spot): Asking<readonly Finding[]> {
  const { table, column, value, rows } = spot;
  const schema = findColumn(table.schema, column);
  const findings: Finding[] = [];
  if (schema === undefined) return [noSuchColumn(table.name, column)];
  const problem = misfit(schema, value);
  if (problem !== null) findings.push(refused(table.name, column, problem));
  if (table.key.includes(column) || isReferenced(index, table, column)) findings.push(isAKey(table.name, column));
  else if (table.schema.foreignKeys.some(({ columns }) => columns.includes(column)))
    findings.push(isAReference(table.name, column));
  else if (table.columns.some(({ name, blob }) => name === column && blob !== undefined))
    findings.push(isAFile(table.name, column));
  if (!table.schema.may.update) findings.push(notAllowed(table.name));
  if (problem !== null || !isAloneUnique(table, column)) return findings;
  if (rows.size > 1) findings.push(refused(table.name, column, "may hold a value once only"));
  const any = [matchKeys([column], [[value]])];
  const [holders = []] = yield [{ table: table.name, select: table.key, any }];
  if (holders.some((row) => !rows.has(keyId(row))))
    findings.push(refused(table.name, column, "is unique, and another row has the value already"));
  return findings;
}

function isReferenced(index: ModelIndex, table: ModelTable, column: string): boolean {
  return (index.incoming.get(table.name) ?? []).some(
    (edge) => edge.onDelete !== null && edge.toColumns.includes(column),
  );
}

function dedupe(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [`${one.code} ${one.table} ${one.column} ${one.message}`, one])).values()];
}
