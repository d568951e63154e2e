/**
 * The plan of a rectification (Art. 16 GDPR): a wrong value becomes the right one wherever it stands for the person: in the
 * column that was named, in marked copies, in columns that carry it as a natural key, and in the rows of the same person in
 * other tables. Whatever the database would refuse is a finding before anything is changed.
 */
import { categoryOf } from "./categories.ts";
import { dropSettled } from "./drop-settled.ts";
import { foldText, keyId, matchChildren, readEdgeKeys } from "./edge-values.ts";
import { isAloneUnique, misfit } from "./fits-column.ts";
import type { Edge, Finding, ModelColumn, ModelIndex, ModelTable } from "./model.ts";
import { reachRows } from "./reach.ts";
import { isReadable, type Reach } from "./reached-rows.ts";
import type { RowRef } from "./rights.ts";
import { findColumn } from "./schema.ts";
import type { Key, KeyQuery, KeyRows, Operation } from "./store.ts";

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

/** Rows in which one column gets a new value. */
interface Spot {
  readonly table: ModelTable;
  readonly column: string;
  readonly value: string;
  readonly why: string;
  readonly rows: Map<string, { readonly key: Key; readonly before: string | null }>;
}

type Asking<T> = Generator<readonly KeyQuery[], T, readonly KeyRows[]>;

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

function columnOf(table: ModelTable, name: string): ModelColumn | undefined {
  return table.columns.find((column) => column.name === name);
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
  const values = new Set(spots.flatMap(({ rows }) => [...rows.values()].map(({ before }) => foldText(before ?? ""))));
  if (correction.category === null || values.size <= 1) return spots;
  findings.push(categoryUnclear(correction.category, spots));
  return [];
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

function ownKeys(reach: Reach, table: ModelTable): readonly Key[] {
  const rows = reach.tables.get(table.name)?.rows.values() ?? [];
  return [...rows].filter(({ level }) => level === "own").map(({ key }) => key);
}

function newSpot(table: ModelTable, column: string, value: string, why: string): Spot {
  return { table, column, value, why, rows: new Map() };
}

function* readValuesOf(
  table: ModelTable,
  column: string,
  keys: readonly Key[],
): Asking<readonly (readonly [Key, string | null])[]> {
  if (table.key.length === 0 || keys.length === 0) return [];
  const any = [{ kind: "key" as const, columns: table.key, in: keys, fold: false, when: {} }];
  const [rows = []] = yield [{ table: table.name, select: [...table.key, column], any }];
  const width = table.key.length;
  return rows.map((row) => [row.slice(0, width).map((text) => text ?? ""), row[width] ?? null] as const);
}

/** Adds a spot, and every other place that holds the same value for the same reason. */
function* spread(reach: Reach, first: Spot, spots: Map<string, Spot>, findings: Finding[]): Asking<void> {
  const open = [first];
  for (let spot = open.pop(); spot !== undefined; spot = open.pop()) {
    const id = `${spot.table.name}.${spot.column}`;
    const known = spots.get(id) ?? newSpot(spot.table, spot.column, spot.value, spot.why);
    spots.set(id, known);
    const fresh = [...spot.rows].filter(([key]) => !known.rows.has(key));
    for (const [key, row] of fresh) known.rows.set(key, row);
    const old = [
      ...new Set(fresh.flatMap(([, { before }]) => (before === null || before.trim() === "" ? [] : [before]))),
    ];
    if (old.length === 0) continue;
    open.push(...(yield* findCopies(reach, spot, old, findings)));
    open.push(...(yield* followEdges(reach, spot, old, findings)));
  }
}

/** The person's own rows: marked copies, and columns of the same kind of identity with the same value. */
function* findCopies(reach: Reach, spot: Spot, old: readonly string[], findings: Finding[]): Asking<readonly Spot[]> {
  const category = columnOf(spot.table, spot.column)?.category ?? "other";
  const tells = categoryOf(category).identifying || category === "name";
  const wanted = new Set(old.map(foldText));
  const copies: Spot[] = [];
  for (const table of reach.index.model.tables) {
    const keys = ownKeys(reach, table);
    if (keys.length === 0) continue;
    for (const column of table.columns) {
      if (table === spot.table && column.name === spot.column) continue;
      const isMarked = column.copyOf?.table === spot.table.name && column.copyOf.column === spot.column;
      if (!isMarked && !(tells && column.category === category)) continue;
      const why = isMarked ? `a copy of ${spot.table.name}.${spot.column}` : "the same value of the same person";
      const copy = newSpot(table, column.name, spot.value, why);
      let others = 0;
      for (const [key, before] of yield* readValuesOf(table, column.name, keys)) {
        if (before !== null && wanted.has(foldText(before))) copy.rows.set(keyId(key), { key, before });
        else if (before !== null && before !== spot.value) others += 1;
      }
      if (isMarked && others > 0) findings.push(copyDiffers(table.name, column.name, spot, others));
      if (copy.rows.size > 0) copies.push(copy);
    }
  }
  return copies;
}

/** Columns that carry the value as a key: those that point at it, and that which it points at. */
function* followEdges(reach: Reach, spot: Spot, old: readonly string[], findings: Finding[]): Asking<readonly Spot[]> {
  const { index } = reach;
  const found: Spot[] = [];
  for (const edge of index.incoming.get(spot.table.name) ?? []) {
    const child = index.table.get(edge.from);
    if (edge.onDelete !== null || edge.toColumns.join() !== spot.column || !isReadable(child)) continue;
    const [column = ""] = edge.columns;
    const any = [
      matchChildren(
        edge,
        old.map((value) => [value]),
      ),
    ];
    const [rows = []] = yield [{ table: child.name, select: [...child.key, column], any }];
    if (rows.length === 0) continue;
    if (edge.path.length > 0 || (edge.pattern?.includes("*") ?? false)) {
      findings.push(insideMore(edge, rows.length));
      continue;
    }
    const value = edge.pattern === null ? spot.value : edge.pattern.replace("{}", () => spot.value);
    const carrying = newSpot(child, column, value, `it points at ${spot.table.name} by it`);
    const width = child.key.length;
    for (const row of rows) {
      const key = row.slice(0, width).map((text) => text ?? "");
      if (width > 0) carrying.rows.set(keyId(key), { key, before: row[width] ?? null });
      else findings.push(noKey(child.name));
    }
    if (carrying.rows.size > 0) found.push(carrying);
  }
  for (const edge of index.outgoing.get(spot.table.name) ?? []) {
    const parent = index.table.get(edge.to);
    const [column = ""] = edge.toColumns;
    const isPlain = edge.pattern === null && edge.path.length === 0 && edge.onDelete === null;
    if (!edge.match || !isPlain || edge.columns.join() !== spot.column || parent === undefined) continue;
    const wanted = new Set(old.flatMap((value) => readEdgeKeys(edge, [value]).map(keyId)));
    const pointed = newSpot(parent, column, spot.value, `${spot.table.name} points at it by it`);
    for (const [key, before] of yield* readValuesOf(parent, column, ownKeys(reach, parent))) {
      if (before !== null && wanted.has(foldText(before))) pointed.rows.set(keyId(key), { key, before });
    }
    if (pointed.rows.size > 0) found.push(pointed);
  }
  return found;
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
  if (!table.schema.may.update) findings.push(notAllowed(table.name));
  if (problem !== null || !isAloneUnique(table, column)) return findings;
  if (rows.size > 1) findings.push(refused(table.name, column, "may hold a value once only"));
  const any = [{ kind: "key" as const, columns: [column], in: [[value]], fold: false, when: {} }];
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

function blocking(code: string, table: string, column: string, message: string, suggestion: string): Finding {
  return { code, table, column, message, suggestion, blocks: true };
}

function noSuchColumn(table: string, column: string): Finding {
  return blocking(
    "column_unknown",
    table,
    column,
    `There is no column ${column} of a table ${table}.`,
    "`kept discover` lists them.",
  );
}

function noSuchCategory(category: string): Finding {
  const message = `No row of the person has a column of the category ${category}.`;
  return blocking("category_missing", "", "", message, "Name the column: table.column=value.");
}

function noSuchRow(table: ModelTable, column: string, key: Key | null): Finding {
  const message = `${key === null ? "No row" : "That row"} of ${table.name} is the person's own.`;
  return blocking("rectification_row_missing", table.name, column, message, "`kept access` shows what is theirs.");
}

function rowUnclear(table: ModelTable, column: string, keys: readonly Key[]): Finding {
  const message = `The person has ${keys.length} rows of ${table.name}; which one is wrong is not said.`;
  const example = keys[0]?.join(",") ?? "";
  return blocking(
    "rectification_row_unclear",
    table.name,
    column,
    message,
    `Name the row: ${table.name}:${example}.${column}=value`,
  );
}

function categoryUnclear(category: string, spots: readonly Spot[]): Finding {
  const places = spots.map(({ table, column }) => `${table.name}.${column}`).join(", ");
  const message = `Several columns hold different values of the category ${category}: ${places}.`;
  return blocking("rectification_column_unclear", "", "", message, "Name the column: table.column=value.");
}

function refused(table: string, column: string, problem: string): Finding {
  const message = `${table}.${column} cannot be set to that value: it ${problem}.`;
  return blocking("value_refused", table, column, message, "Give a value that the column can hold.");
}

function isAKey(table: string, column: string): Finding {
  const message = `${table}.${column} is a key by which other rows are tied to this one; it says no fact of its own that could be wrong.`;
  return blocking(
    "rectification_key",
    table,
    column,
    message,
    "Have the application change it, with everything that points at it.",
  );
}

function isAReference(table: string, column: string): Finding {
  const message = `${table}.${column} says which other row this one belongs to; changing it moves data between people.`;
  return blocking("rectification_reference", table, column, message, "Have the application do it.");
}

function notAllowed(table: string): Finding {
  const message = `Kept's database user may not update rows of ${table}.`;
  return blocking("permission_missing", table, "", message, `GRANT UPDATE ON ${table} TO <Kept's user>;`);
}

function noKey(table: string): Finding {
  const message = `Table ${table} has no key, so single rows cannot be named.`;
  return blocking(
    "key_missing",
    table,
    "",
    message,
    `tables: { ${table}: { key: [<columns that tell its rows apart>] } }`,
  );
}

function insideMore(edge: Edge, rows: number): Finding {
  const message = `${rows} row${rows === 1 ? "" : "s"} of ${edge.from} hold the value inside a longer text (${edge.columns.join(", ")}).`;
  return blocking(
    "value_inside_text",
    edge.from,
    edge.columns.join(","),
    message,
    "Correct those in the application, then again.",
  );
}

function copyDiffers(table: string, column: string, spot: Spot, rows: number): Finding {
  return {
    code: "copy_differs",
    table,
    column,
    message: `${rows} row${rows === 1 ? "" : "s"} of ${table} hold another value than ${spot.table.name}.${spot.column} in ${column}, though it is a copy; they stay.`,
    suggestion: `If they are wrong as well, name them: ${table}:<key>.${column}=value`,
    blocks: false,
  };
}
