/** What a person gets to see: the plan of a package, and the reads that fill it. Pure; the rows themselves stream past it. */
import { findAskedRows, findMisnamed } from "./asked-rows.ts";
import { findCategory } from "./categories.ts";
import { foldText } from "./edge-values.ts";
import { suggestEdge } from "./infer/suggest-lines.ts";
import type { Condition, Edge, Finding, ModelColumn, ModelIndex, ModelTable } from "./model.ts";
import { provenanceOf } from "./provenance.ts";
import { type LeafTable, type Reach, type ReachedRow, type ReachedTable, readValues } from "./reached-rows.ts";
import type { AccessPlan, AccessRow, AccessTable, ColumnHolding, Level, Scope } from "./rights.ts";
import { type ColumnKind, findColumn } from "./schema.ts";
import type { Key, RowMatch, RowQuery, RowValues } from "./store.ts";

/** What stands in a package where another person's identity stood. */
export const ANOTHER_PERSON = "[another person]";

/** How many keys one read asks for: a bound on the size of a statement. */
const KEYS_PER_READ = 5_000;

/** Kinds of value that every store can sort. */
const SORTABLE: readonly ColumnKind[] = [
  "integer",
  "decimal",
  "text",
  "boolean",
  "date",
  "time",
  "timestamp",
  "uuid",
  "enum",
];

/** Rows to fetch for one table of the plan. `act` rows need no read: their lines are made from keys alone. */
export interface AccessRead {
  readonly table: string;
  readonly level: "own" | "view";
  readonly query: RowQuery;
  /** How many rows the plan promises of it, and whether one of them can be large. */
  readonly rows: number;
  readonly hasLarge: boolean;
  /** Makes the row that the package shows. */
  readonly show: (values: RowValues) => AccessRow;
}

export interface AccessWork {
  readonly plan: AccessPlan;
  readonly reads: readonly AccessRead[];
  /** Lines "you did X", complete already. */
  readonly lines: readonly AccessRow[];
}

/** Which rows of a table a right with this scope is about. */
export function isTableInScope(scope: Scope, table: ModelTable): boolean {
  if (scope.tables.length > 0 && !scope.tables.includes(table.name)) return false;
  return scope.categories.length === 0 || table.columns.some((column) => isCategoryInScope(scope, column.category));
}

/** `content` takes in `content.text`; an empty list takes in everything. */
export function isCategoryInScope(scope: Scope, category: string): boolean {
  if (scope.categories.length === 0) return true;
  return scope.categories.some((wanted) => category === wanted || category.startsWith(`${wanted}.`));
}

/**
 * Plans an access. `leafCounts` holds the number of rows of each table that {@link Reach.leaves} leaves to the store: of a
 * right about single rows there may be none, or they could not be told apart. `inOrder`: the rows of a table at one level
 * come sorted by its key, which costs the store a sort.
 */
export function planAccess(
  reach: Reach,
  scope: Scope,
  leafCounts: ReadonlyMap<string, number>,
  findings: readonly Finding[],
  inOrder = false,
): AccessWork {
  const tables: AccessTable[] = [];
  const reads: AccessRead[] = [];
  const lines: AccessRow[] = [];
  const asked = findAskedRows(reach, scope);
  for (const table of reach.index.model.tables) {
    if (!isTableInScope(scope, table)) continue;
    const leaf = reach.leaves.get(table.name);
    const reached = reach.tables.get(table.name);
    const count = leafCounts.get(table.name) ?? 0;
    if (leaf !== undefined && count > 0) planLeaf(reach, leaf, count, scope, inOrder, tables, reads);
    if (reached === undefined) continue;
    if (asked !== null) {
      planRows(reach, reached, "own", scope, asked, inOrder, tables, reads);
      continue;
    }
    for (const level of ["own", "view"] as const) planRows(reach, reached, level, scope, null, inOrder, tables, reads);
    planLines(reach, reached, tables, lines);
  }
  const plan = {
    system: reach.index.model.system,
    subjects: reach.subjects,
    tables,
    gaps: [...findMisnamed(reach, scope), ...listGaps(reach, findings, tables)],
  };
  return { plan, reads, lines };
}

function planLeaf(
  reach: Reach,
  leaf: LeafTable,
  rows: number,
  scope: Scope,
  inOrder: boolean,
  tables: AccessTable[],
  reads: AccessRead[],
): void {
  const described = describe(reach.index, leaf.table, "own", scope, rows, leaf.via);
  tables.push(described);
  reads.push(makeRead(reach, leaf.table, "own", described, leaf.any, inOrder));
}

function planRows(
  reach: Reach,
  reached: ReachedTable,
  level: "own" | "view",
  scope: Scope,
  asked: ReadonlySet<ReachedRow> | null,
  inOrder: boolean,
  tables: AccessTable[],
  reads: AccessRead[],
): void {
  const rows = [...reached.rows.values()].filter((row) => row.level === level && (asked?.has(row) ?? true));
  const first = rows[0];
  if (first === undefined) return;
  const described = describe(reach.index, reached.table, level, scope, rows.length, first.via);
  tables.push(described);
  const { key } = reached.table;
  if (key.length === 0) {
    // Told apart by everything that reach knows of them: the best there is without a key.
    const known = rows.map((row) => keyMatchOf(reached.select, row.values));
    reads.push(makeRead(reach, reached.table, level, described, known, inOrder));
    return;
  }
  // The store sorts within a read; which rows are in one must not hang on how they were found.
  if (inOrder && rows.length > KEYS_PER_READ) rows.sort(byKey(reached.table));
  for (let start = 0; start < rows.length; start += KEYS_PER_READ) {
    const keys = rows.slice(start, start + KEYS_PER_READ).map((row) => row.key);
    const any: RowMatch[] = [{ kind: "key", columns: key, in: keys, fold: false, when: {} }];
    reads.push(makeRead(reach, reached.table, level, described, any, inOrder));
  }
}

/** Numbers by their size, and before whatever else a column of numbers may hold; texts by their characters. */
function byKey({ key, schema }: ModelTable): (a: ReachedRow, b: ReachedRow) => number {
  const isNumber = key.map((name) => findColumn(schema, name)?.kind === "integer");
  const sizeOf = (text: string, at: number) => {
    const size = isNumber[at] === true ? Number(text) : 0;
    return Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
  };
  return (a, b) => {
    for (const [at, mine] of a.key.entries()) {
      const other = b.key[at] ?? "";
      if (mine === other) continue;
      const [size, otherSize] = [sizeOf(mine, at), sizeOf(other, at)];
      return (size === otherSize ? mine < other : size < otherSize) ? -1 : 1;
    }
    return 0;
  };
}

/** By what rows are sorted: their key, or without one all of them that can be compared. */
function orderOf({ key, schema }: ModelTable): readonly string[] {
  if (key.length > 0) return key;
  return schema.columns.filter(({ kind }) => SORTABLE.includes(kind)).map(({ name }) => name);
}

function keyMatchOf(select: readonly string[], values: readonly (string | null)[]): RowMatch {
  const present = select.map((column, index) => ({ column, value: values[index] ?? null }));
  const filled = present.filter(({ value }) => value !== null);
  return {
    kind: "key",
    columns: filled.map(({ column }) => column),
    in: [filled.map(({ value }) => value ?? "")],
    fold: false,
    when: Object.fromEntries(present.filter(({ value }) => value === null).map(({ column }) => [column, [null]])),
  };
}

function planLines(reach: Reach, reached: ReachedTable, tables: AccessTable[], lines: AccessRow[]): void {
  const rows = [...reached.rows.values()].filter((row) => row.level === "act");
  if (rows.length === 0) return;
  const name = reached.table.name;
  const why = [...new Set(rows.flatMap((row) => [...row.edges].map(describeEdge)))].join("; ");
  tables.push({ name, rows: rows.length, level: "act", columns: ["did", "row"], hidden: [], masked: [], why });
  const telling = tellingKeyColumns(reach.index, reached.table);
  for (const row of rows) {
    const did = [...new Set([...row.edges].flatMap((edge) => edge.columns))].join(", ");
    const key = row.key.map((text, position) => (telling.has(position) ? ANOTHER_PERSON : text));
    lines.push({ table: name, level: "act", values: { did, row: key.join(",") } });
  }
}

/** Parts of a key that tell who somebody is: the line about a row that is another's must not. */
function tellingKeyColumns(index: ModelIndex, table: ModelTable): ReadonlySet<number> {
  const people = new Set(
    (index.outgoing.get(table.name) ?? [])
      .filter((edge) => index.table.get(edge.to)?.kind === "subject")
      .flatMap((edge) => edge.columns),
  );
  const telling = table.key.map((name) => {
    const column = table.columns.find((one) => one.name === name);
    return table.kind === "subject" || people.has(name) || (column !== undefined && isIdentity(column));
  });
  return new Set(telling.flatMap((tells, position) => (tells ? [position] : [])));
}

function describe(
  index: ModelIndex,
  table: ModelTable,
  level: Level,
  scope: Scope,
  rows: number,
  via: Edge | null,
): AccessTable {
  const shown = table.columns.filter((column) => !column.hide && isShown(scope, table, column));
  const hidden = table.columns.filter((column) => column.hide).map((column) => column.name);
  const masked = new Set(personColumns(index, table).map(({ column }) => column));
  if (level === "view") for (const column of shown) if (isIdentity(column)) masked.add(column.name);
  const columns = shown.map((column) => column.name);
  return {
    name: table.name,
    rows,
    level,
    columns,
    hidden,
    masked: columns.filter((column) => masked.has(column)),
    ...(level === "own" && isNamed(table, columns) ? { key: table.key } : {}),
    holds: describeHoldings(index, table, shown),
    why: via === null ? "the person's own row" : describeEdge(via),
  };
}

/** Whether its rows can be named by what the package reads of them. */
function isNamed({ key }: ModelTable, columns: readonly string[]): boolean {
  return key.length > 0 && key.every((column) => columns.includes(column));
}

/** The key as a scope names it; null where one of its values has no text that is certain (a day, bytes). */
function keyOf(columns: Key, values: RowValues): Key | null {
  const texts = columns.flatMap((column) => {
    const value = values[column];
    return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? [String(value)] : [];
  });
  return texts.length === columns.length ? texts : null;
}

function describeHoldings(
  index: ModelIndex,
  table: ModelTable,
  columns: readonly ModelColumn[],
): Readonly<Record<string, ColumnHolding>> {
  const structure = new Set([
    ...table.key,
    ...(index.outgoing.get(table.name) ?? []).filter(({ match }) => !match).flatMap((edge) => edge.columns),
  ]);
  return Object.fromEntries(
    columns.map((column) => {
      const { name, category } = column;
      const isStructure = structure.has(name) && !(findCategory(category)?.personal ?? false);
      const own = column.provenance ?? (column.counter === null ? provenanceOf(category) : "derived");
      return [name, { category, provenance: isStructure && column.provenance === undefined ? "structure" : own }];
    }),
  );
}

function isShown(scope: Scope, table: ModelTable, column: ModelColumn): boolean {
  return scope.categories.length === 0 || table.key.includes(column.name) || isCategoryInScope(scope, column.category);
}

/** On a row that is only seen, whatever tells who somebody is belongs to another. Text is why the row may be seen. */
function isIdentity(column: ModelColumn): boolean {
  const category = findCategory(column.category);
  return (category?.personal ?? false) && !column.category.startsWith("content");
}

/** Columns that name a person of some subject table, with the edge by which they do. */
function personColumns(
  index: ModelIndex,
  table: ModelTable,
): readonly { readonly column: string; readonly edge: Edge }[] {
  return (index.outgoing.get(table.name) ?? [])
    .filter((edge) => isPersonEdge(index, edge))
    .flatMap((edge) => edge.columns.map((column) => ({ column, edge })));
}

function isPersonEdge(index: ModelIndex, edge: Edge): boolean {
  const person = index.table.get(edge.to)?.kind === "subject" && edge.role !== "part";
  return person && edge.columns.length === 1 && edge.pattern === null && edge.path.length === 0;
}

/** Files and documents stand in columns of these kinds: a few rows of them can be as large as many others. */
function hasLargeColumn({ schema }: ModelTable, columns: readonly string[]): boolean {
  return schema.columns.some(({ name, kind }) => (kind === "binary" || kind === "json") && columns.includes(name));
}

function makeRead(
  reach: Reach,
  table: ModelTable,
  level: "own" | "view",
  described: AccessTable,
  any: readonly RowMatch[],
  inOrder: boolean,
): AccessRead {
  const naming = Map.groupBy(
    personColumns(reach.index, table).map(({ column, edge }) => ({
      column,
      when: edge.when,
      mine: ownValues(reach, edge),
    })),
    ({ column }) => column,
  );
  const identity = new Set(level === "view" ? table.columns.filter(isIdentity).map(({ name }) => name) : []);
  const key = new Set(reach.tables.get(table.name)?.table.kind === "subject" ? table.key : []);
  const show = (values: RowValues): AccessRow => {
    const shown: Record<string, unknown> = {};
    for (const column of described.columns) {
      const value = values[column];
      shown[column] =
        value === null || value === undefined || key.has(column) ? (value ?? null) : conceal(column, value, values);
    }
    const named = described.key === undefined ? null : keyOf(described.key, values);
    return { table: table.name, level, values: shown, ...(named === null ? {} : { key: named }) };
  };
  const conceal = (column: string, value: unknown, row: RowValues): unknown => {
    // A pair of type and id names a person in some rows only.
    const names = (naming.get(column) ?? []).filter(({ when }) => mayHold(table, when, row));
    if (names.length > 0) return names.some(({ mine }) => mine.has(foldText(String(value)))) ? value : ANOTHER_PERSON;
    return identity.has(column) ? ANOTHER_PERSON : value;
  };
  const order = inOrder ? { order: orderOf(table) } : {};
  const query = { table: table.name, columns: described.columns, any, ...order };
  return {
    table: table.name,
    level,
    query,
    rows: described.rows,
    hasLarge: hasLargeColumn(table, query.columns),
    show,
  };
}

/** What this edge holds where it does not name somebody else: the person's own keys, and what says nobody. */
function ownValues(reach: Reach, edge: Edge): ReadonlySet<string> {
  const reached = reach.tables.get(edge.to);
  const nobody = reach.sentinels.get(edge);
  const values = new Set(nobody === undefined ? [] : [nobody]);
  if (reached === undefined) return values;
  for (const row of reached.rows.values()) {
    if (row.level === "own") values.add(foldText(readValues(reached, row, edge.toColumns)[0] ?? ""));
  }
  return values;
}

/** Does the condition hold for a row as a package shows it? Whatever cannot be told from that is taken for a yes. */
function mayHold(table: ModelTable, when: Condition, row: RowValues): boolean {
  return Object.entries(when).every(([name, values]) => {
    const value = row[name];
    const isPlain = ["text", "enum", "integer"].includes(findColumn(table.schema, name)?.kind ?? "other");
    if (value === undefined || !isPlain) return true;
    return values.some((one) => (one === null ? value === null : foldText(one) === foldText(String(value ?? ""))));
  });
}

/** `orders.customer_id -> customer`, with what it says of the row. */
export function describeEdge(edge: Edge): string {
  const said: Readonly<Record<Edge["role"], string>> = {
    owner: "is theirs",
    part: "is part of what is theirs",
    holds: "is held by what is theirs",
    viewer: "is shared with them",
    actor: "names them as acting",
    context: "points at what is theirs",
  };
  return `${edge.from}.${edge.columns.join(",")} -> ${edge.to}: ${said[edge.role]}`;
}

/** Gaps: findings about tables that could hold more, and edges used on the strength of a proposal. */
function listGaps(reach: Reach, findings: readonly Finding[], tables: readonly AccessTable[]): readonly Finding[] {
  const open = findings.filter((finding) => finding.blocks || finding.code === "permission_missing");
  const shown = new Set(tables.map(({ name }) => name));
  const used = new Set<Edge>();
  for (const reached of reach.tables.values()) {
    if (!shown.has(reached.table.name)) continue;
    for (const row of reached.rows.values()) for (const edge of row.edges) if (!edge.confirmed) used.add(edge);
  }
  for (const leaf of reach.leaves.values()) if (!leaf.via.confirmed && shown.has(leaf.table.name)) used.add(leaf.via);
  const proposals = [...used].map(
    (edge): Finding => ({
      code: "edge_proposed",
      table: edge.from,
      column: edge.columns.join(","),
      message: `Rows of ${edge.from} are shown because ${edge.columns.join(", ")} seems to point at ${edge.to}: ${edge.why}.`,
      suggestion: suggestEdge(edge),
      blocks: false,
    }),
  );
  return [...open, ...proposals];
}
