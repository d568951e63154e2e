/** What each right looks for in what triggers write: all that identifies who is erased, what is sealed, what was wrong. */
import { blankColumns, stubbornColumns } from "./blank-values.ts";
import { findCategory, isNaming } from "./categories.ts";
import type { Diff } from "./diff.ts";
import { foldText, keyId } from "./edge-values.ts";
import type { Asking } from "./in-step.ts";
import type { ModelColumn, ModelIndex, ModelTable } from "./model.ts";
import type { RectificationPlan } from "./plan-rectification.ts";
import type { RestrictionPlan } from "./plan-restriction.ts";
import type { ErasurePlan, RowRef } from "./rights.ts";
import { isSetTo } from "./same-value.ts";
import { type ColumnKind, findColumn } from "./schema.ts";
import { prepareSought, type Sought, type SoughtValue } from "./sought-values.ts";
import { type KeyQuery, matchKeys, type Operation } from "./store.ts";
import { pieceOf, withoutText } from "./text-pieces.ts";
import type { CopySearch } from "./trigger-copies.ts";

/** Shorter names are words of other texts. */
const SHORTEST_NAME = 5;
/** What tells nobody by itself has to be longer, to be told from words. */
const SHORTEST_TEXT = 8;
/** A single letter of what was wrong stands in anything. */
const SHORTEST_WRONG = 2;
/** Values that are looked for: a trigger treats all alike, so that of many people and rows the first tell. */
const MOST_VALUES = 200;
/** Kinds of which a value stands in JSON and in texts as it stands in its column. */
const TOLD_AS_TEXT: ReadonlySet<ColumnKind> = new Set(["text", "date", "uuid"]);

/** What of an erasure is looked for: its plan has it. */
export type Leaving = Pick<ErasurePlan, "identifying" | "subjectValues"> & {
  readonly operations: readonly Pick<Operation, "table">[];
};

/**
 * Of who is erased: values that identify them, names long enough to mean nobody else, and their key where JSON gives it the
 * name of a column that holds it. Null where there is nothing.
 */
export function copiesOfErased(
  index: ModelIndex,
  { identifying, subjectValues, operations }: Leaving,
): CopySearch | null {
  const values: SoughtValue[] = identifying.filter(({ value }) => [...value].length >= SHORTEST_NAME);
  const pointers = namedPointers(index, new Set(operations.map(({ table }) => table)));
  const members = new Set<string>();
  for (const { table, values: own } of subjectValues) {
    for (const name of ownNames(index, table)) {
      const value = own[name] ?? "";
      if ([...value.trim()].length >= SHORTEST_NAME) values.push({ category: "name", value });
    }
    for (const { column, of } of pointers.get(table) ?? []) {
      const key = own[of];
      if (key !== null && key !== undefined && /^[\w-]+$/.test(key))
        members.add(`"${column}" *: *"?${key}"?[^0-9A-Za-z_.-]`);
    }
  }
  const sought = prepareAll(values);
  const patterns = [...members].slice(0, MOST_VALUES);
  if (sought === null && patterns.length === 0) return null;
  const named = patterns.length === 0 ? null : new RegExp(patterns.join("|"), "iu");
  return {
    pattern: [...(sought === null ? [] : [sought.pattern]), ...patterns].join("|"),
    find: (text) => [
      ...(sought?.find(text) ?? []),
      ...(text !== null && named?.test(`${text} `) === true ? ["system.id"] : []),
    ],
    short: sought?.short ?? 0,
    what: "what a trigger has copied of the person while they were erased",
    advise: adviseOnCopy,
  };
}

/** Of some who left together those who stay away, when another comes back: what is kept of them says who they are. */
export function copiesOfOthers(
  index: ModelIndex,
  { tables }: Pick<Diff, "tables">,
  others: readonly RowRef[],
): CopySearch | null {
  const identifying: SoughtValue[] = [];
  const subjectValues = others.flatMap(({ table: name, key }) => {
    const diff = tables.find((one) => one.name === name);
    const row = diff?.rows.find((one) => keyId(one.key) === keyId(key));
    if (diff === undefined || row === undefined) return [];
    const values: Record<string, string | null> = {};
    for (const [at, column] of diff.keyColumns.entries()) values[column] = row.key[at] ?? null;
    for (const [at, column] of diff.plainColumns.entries()) values[column] = row.plain[at] ?? null;
    for (const { name: column, category } of index.table.get(name)?.columns ?? []) {
      const value = values[column];
      if (findCategory(category)?.identifying === true && value != null) identifying.push({ category, value });
    }
    return [{ table: name, values }];
  });
  const operations = tables.map(({ name }) => ({ table: name }));
  return copiesOfErased(index, { identifying, subjectValues, operations });
}

/**
 * Of who is restricted: what stands now where it is to be sealed, or will be marked. Where a mark covers it, their rows in other tables that
 * the map knows are covered, too.
 */
export function* copiesOfRestricted(index: ModelIndex, plan: RestrictionPlan): Asking<CopySearch | null> {
  const asked = plan.operations.flatMap((operation) => askTaken(index, operation));
  const answers = asked.length > 0 ? yield asked.map(({ query }) => query) : [];
  const values = asked.flatMap(({ table, columns, operation }, position) =>
    (answers[position] ?? []).flatMap((row) => {
      const key = row.slice(columns.length).map((text) => text ?? "");
      return columns.flatMap((column, at): readonly SoughtValue[] => {
        const now = row[at] ?? "";
        const wanted = operation.op === "update" ? operation.set[column.name] : undefined;
        // What was sealed before says nothing.
        if (wanted !== undefined && isSetTo(table, column.name, now, wanted, key)) return [];
        return telling(column, now);
      });
    }),
  );
  const sought = prepareAll(values);
  if (sought === null) return null;
  const spared = coveredTables(index, plan);
  return {
    ...sought,
    spared,
    what: "what a trigger has copied of the person while they were restricted",
    advise: adviseOnCopy,
  };
}

interface Taken {
  readonly query: KeyQuery;
  readonly operation: Operation;
  readonly table: ModelTable;
  readonly columns: readonly ModelColumn[];
}

/** The values that a statement takes out of ordinary use, with the key of their row behind them. */
function askTaken(index: ModelIndex, operation: Operation): readonly Taken[] {
  const listed = index.model.tables.find(
    ({ restrict }) =>
      restrict?.kind === "list" &&
      restrict.table === operation.table &&
      restrict.column === operation.keyColumns.join(),
  );
  const table = operation.op === "insert" ? listed : index.table.get(operation.table);
  if (table === undefined) return [];
  const names = new Set(namesTaken(index, table, operation));
  const columns = table.columns.filter(({ name }) => {
    const kind = findColumn(table.schema, name)?.kind;
    return names.has(name) && kind !== undefined && TOLD_AS_TEXT.has(kind);
  });
  if (columns.length === 0) return [];
  const keyColumns = operation.op === "insert" ? table.key : operation.keyColumns;
  const any = [matchKeys(keyColumns, operation.keys.slice(0, MOST_VALUES))];
  const query = { table: table.name, select: [...columns.map(({ name }) => name), ...keyColumns], any };
  return [{ query, operation, table, columns }];
}

function namesTaken(index: ModelIndex, table: ModelTable, operation: Operation): readonly string[] {
  if (operation.op === "update" && operation.why === "sealed")
    return Object.entries(operation.set).flatMap(([name, value]) => (value.kind === "without" ? [] : [name]));
  return [...Object.keys(blankColumns(index, table)), ...stubbornColumns(index, table)];
}

/** Tables whose rows a mark covers: those that are marked, those whose rows are part of theirs, and what belongs to a marked person. */
function coveredTables({ incoming, outgoing, table }: ModelIndex, { tables }: RestrictionPlan): ReadonlySet<string> {
  const covered = new Set(tables.flatMap(({ name, marked }) => (marked > 0 ? [name] : [])));
  // What is added while a set is gone through is gone through as well.
  for (const name of covered) {
    const isPeople = table.get(name)?.kind === "subject";
    for (const { from, role } of incoming.get(name) ?? [])
      if (role === "part" || (role === "owner" && isPeople)) covered.add(from);
    for (const { to, role } of outgoing.get(name) ?? []) if (role === "holds") covered.add(to);
  }
  return covered;
}

/** What was wrong, wherever it stands without what is right. */
export function copiesOfWrong({ changes }: Pick<RectificationPlan, "changes">): CopySearch | null {
  const values = changes.flatMap(({ category, before, value }) =>
    before.flatMap((wrong): readonly SoughtValue[] => {
      if (foldText(wrong) === foldText(value)) return [];
      const piece = isNaming(category) ? wrong.trim() : pieceOf(wrong, firstDifference(wrong, value));
      return [...piece].length >= SHORTEST_WRONG ? [{ category, value: piece }] : [];
    }),
  );
  const sought = prepareAll(values);
  if (sought === null) return null;
  const isLonger = (right: string) => values.some(({ value }) => foldText(right).includes(foldText(value)));
  const right = changes.map(({ value }) => value).filter(isLonger);
  return {
    ...sought,
    // Who was called Ada and is called Ada Lovelace is called nothing wrong where that is written.
    find: (text) => sought.find(text === null ? null : withoutText(text, right)),
    what: "a value that was corrected, as it was: a trigger keeps it",
    advise: (table, retain) =>
      `If ${table} is to keep what was wrong, say in the map by which law: ${retain}. Else take it out of the triggers that write ${table}, and correct it there.`,
  };
}

function adviseOnCopy(table: string, retain: string): string {
  return `Take the copy out of ${table} and out of the triggers that write it, or say in the map that the law keeps it: ${retain}.`;
}

function prepareAll(values: readonly SoughtValue[]): Sought | null {
  const each = new Map(values.map((one) => [`${one.category} ${one.value}`, one]));
  return prepareSought([...each.values()].slice(0, MOST_VALUES), { plusTags: false });
}

/** A value of this column as it is looked for; none where it could mean anything. */
function telling({ category }: ModelColumn, text: string): readonly SoughtValue[] {
  const value = isNaming(category) ? text.trim() : pieceOf(text);
  return [...value].length >= (isNaming(category) ? SHORTEST_NAME : SHORTEST_TEXT) ? [{ category, value }] : [];
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** Columns of a table of people that call a row's own person by name: none that repeats another's, or names another row. */
function ownNames({ table, outgoing }: ModelIndex, of: string): readonly string[] {
  const naming = new Set((outgoing.get(of) ?? []).flatMap(({ columns }) => columns));
  const columns = table.get(of)?.columns ?? [];
  return columns.flatMap(({ name, category, copyOf }) =>
    category === "name" && copyOf === undefined && !naming.has(name) ? [name] : [],
  );
}

/** By table of people: columns of these tables that hold a key of it, and of which of its columns. */
function namedPointers({ model, table }: ModelIndex, tables: ReadonlySet<string>) {
  const plain = model.edges.filter(
    ({ from, to, columns, path, pattern, list, match }) =>
      tables.has(from) &&
      table.get(to)?.kind === "subject" &&
      columns.length === 1 &&
      // What is the key of its own row too (`id`) has a name that all rows' keys have.
      table.get(from)?.key.join() !== columns.join() &&
      path.length === 0 &&
      pattern === null &&
      list === undefined &&
      !match &&
      /^\w+$/.test(columns[0] ?? ""),
  );
  const pointers = plain.map(({ to, columns, toColumns }) => ({
    to,
    column: columns[0] ?? "",
    of: toColumns[0] ?? "",
  }));
  return Map.groupBy(pointers, ({ to }) => to);
}
