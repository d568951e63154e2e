/**
 * The plan of a restriction (Art. 18 GDPR): the person's rows stay where they are and go out of ordinary use. Where the map
 * names a mark, they are marked with what is part of them, and the application heeds it; elsewhere personal values are blanked,
 * and what stood there is kept in a sealed diff. A row that is named by such a value, and that nothing hangs on, goes into the
 * diff as a whole. What the law retains is restricted like everything else; what is another person's too is left.
 */
import { findAskedRows, findMisnamed } from "./asked-rows.ts";
import { blankColumns, stubbornColumns } from "./blank-values.ts";
import { isEverything } from "./choose-doomed.ts";
import { LeftCopies } from "./copies.ts";
import type { Decision } from "./decisions.ts";
import { findDependents } from "./dependents.ts";
import { describeEdge } from "./describe-edge.ts";
import { dropSettled } from "./drop-settled.ts";
import { findCoOwners } from "./find-co-owners.ts";
import { findKeyTwins } from "./find-key-twins.ts";
import { markValue } from "./mark-value.ts";
import { findCovered } from "./marked-parts.ts";
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import { findNamesakes } from "./namesakes.ts";
import { addFindings, checkPlan } from "./plan-findings.ts";
import { reachRows } from "./reach.ts";
import type { Reach, ReachedRow, ReachedTable } from "./reached-rows.ts";
import type { RowRef, Scope } from "./rights.ts";
import { isCategoryInScope, isTableInScope } from "./scope.ts";
import { ownIdentity, sealedValue } from "./seal-identity.ts";
import { createOwnTargets, settleShares } from "./settle-shares.ts";
import type { Key, KeyQuery, KeyRows, Operation, SetValue } from "./store.ts";

/** What a restriction makes of a row: marked in the application's own way, its values taken out, or left as it is. */
export type RestrictionDisposition = "marked" | "sealed" | "left";

export interface RestrictedRow {
  readonly key: Key;
  readonly disposition: RestrictionDisposition;
  readonly why: string;
}

export interface RestrictedTable {
  readonly name: string;
  readonly keyColumns: readonly string[];
  readonly marked: number;
  readonly sealed: number;
  readonly left: number;
  readonly rows: readonly RestrictedRow[];
}

/** What a restriction will do in one system. Holds keys, so it is personal data itself. */
export interface RestrictionPlan {
  readonly system: string;
  /** Of a system that decides for itself: the run that the plan is for. */
  readonly run?: string;
  readonly subjects: readonly RowRef[];
  readonly tables: readonly RestrictedTable[];
  readonly operations: readonly Operation[];
  readonly findings: readonly Finding[];
}

export interface RestrictionOptions {
  readonly scope: Scope;
  /** ISO day: decides whether retention has ended, and is what a mark that is a date is set to. */
  readonly today: string;
  /** What is open about the model as a whole. */
  readonly findings: readonly Finding[];
}

interface Decided {
  readonly reached: ReachedTable;
  readonly row: ReachedRow;
  readonly disposition: RestrictionDisposition;
  readonly why: string;
  /** Null: the row is taken out as a whole. */
  readonly set: Readonly<Record<string, SetValue>> | null;
}

/** Plans a restriction. Rows that are as it would leave them are told as what they are, and no statement is made for them. */
export function* planRestriction(
  index: ModelIndex,
  subjects: readonly RowRef[],
  options: RestrictionOptions,
): Generator<readonly KeyQuery[], RestrictionPlan, readonly KeyRows[]> {
  const reach = yield* reachRows(index, subjects, { skipLeaves: false });
  const dependents = yield* findDependents(reach);
  const coOwned = yield* findCoOwners(reach);
  const twins = yield* findKeyTwins(reach);
  const targets = createOwnTargets(reach);
  const spared = yield* findNamesakes(reach, targets, dependents);
  const copies = new LeftCopies(reach, targets, { isLeaving: () => true, spared });
  const { shared, retained } = settleShares(reach, targets, dependents, coOwned, options.today, null);
  const asked = findAskedRows(reach, options.scope);
  const isPersonMarked = marksPerson(index, subjects, options.scope);
  const marked = findMarked(reach, { asked, shared }, options.scope);
  const covered = findCovered(reach, targets, marked, shared);
  const decided = [...reach.tables.values()].flatMap((reached) => {
    const columns = sealedColumns(index, reached.table, options.scope);
    const isWhole = mustGoWhole(index, reached.table, options.scope);
    return [...reached.rows.values()].flatMap((row): readonly Decided[] => {
      if (asked?.has(row) === false) return [];
      const why = row.via === null ? "the person's own row" : describeEdge(row.via);
      const law = retained.get(row);
      const identity = ownIdentity(reach, { targets, copies }, { reached, row }, options.scope);
      if (row.level !== "own") return sealIdentity(reached, row, why, isPersonMarked ? {} : identity);
      const because = law === undefined ? why : `${why}; retained all the same: ${law.reason}`;
      const set = isWhole ? null : { ...columns, ...identity };
      const marks = { isMarked: marked.has(row), isPersonMarked, covered: covered.get(row) };
      return [decide(reached, row, { because, shared: shared.get(row), set, marks, options })];
    });
  });
  const updates = updateRows(decided);
  const operations = yield* dropSettled(index, [...updates, ...deleteRows(decided), ...listRows(reach, marked)]);
  const decisions = decided.map(
    ({ reached, row, disposition, why, set }): Decision => ({
      reached,
      row,
      // Questions about what else a row holds are asked of rows that are blanked as a whole.
      disposition: disposition !== "sealed" || row.level !== "own" ? "detached" : set === null ? "deleted" : "redacted",
      why,
      until: null,
      set: set ?? {},
    }),
  );
  const found = checkPlan(reach, {
    decisions: { rows: decisions, plain: [], repairs: [], weighed: new Set() },
    operations,
    twins,
    stuck: [],
  });
  return {
    system: index.model.system,
    subjects: reach.subjects,
    tables: describeTables(index, decided),
    operations,
    findings: addFindings(
      [...options.findings, ...findMisnamed(reach, options.scope)],
      found.filter((one) => isInScope(index, one, options.scope)),
    ),
  };
}

/** Is the person marked, so that the mark goes for everything that is theirs? Of a right about a part they go on as before. */
function marksPerson(index: ModelIndex, subjects: readonly RowRef[], scope: Scope): boolean {
  const tables = [...new Set(subjects.map(({ table }) => table))].map((name) => index.table.get(name));
  return isEverything(scope) && tables.length > 0 && tables.every((table) => table !== undefined && hasMark(table));
}

/** A list of restricted rows names them by one column. */
function hasMark({ restrict, key }: ModelTable): boolean {
  return restrict !== undefined && key.length > 0 && (restrict.kind === "flag" || key.length === 1);
}

/** Rows that are marked themselves. Whoever asks for some kinds of data is not marked as a person; a row of others too never is. */
function findMarked(
  reach: Reach,
  {
    asked,
    shared,
  }: { readonly asked: ReadonlySet<ReachedRow> | null; readonly shared: ReadonlyMap<ReachedRow, string> },
  scope: Scope,
): ReadonlySet<ReachedRow> {
  const marked = new Set<ReachedRow>();
  for (const { table, rows } of reach.tables.values()) {
    if (!hasMark(table) || !isTableInScope(scope, table)) continue;
    const isPeople = table.kind === "subject";
    if (isPeople && scope.categories.length > 0) continue;
    for (const row of rows.values()) {
      const isTheirs = row.level === "own" && (isPeople || !shared.has(row));
      if (isTheirs && asked?.has(row) !== false) marked.add(row);
    }
  }
  return marked;
}

interface Circumstances {
  readonly because: string;
  readonly shared: string | undefined;
  readonly set: Decided["set"];
  readonly marks: {
    readonly isMarked: boolean;
    readonly isPersonMarked: boolean;
    /** The table of the marked row that it is part of. */
    readonly covered: string | undefined;
  };
  readonly options: RestrictionOptions;
}

function decide(reached: ReachedTable, row: ReachedRow, circumstances: Circumstances): Decided {
  const { because, shared, set: values, marks, options } = circumstances;
  const { table } = reached;
  const make = (disposition: RestrictionDisposition, why: string, set: Decided["set"] = {}): Decided => ({
    reached,
    row,
    disposition,
    why: `${because}; ${why}`,
    set,
  });
  const isMeant = options.scope.tables.length === 0 || options.scope.tables.includes(table.name);
  if (!isMeant) return make("left", "only part of it was asked for");
  if (marks.isMarked && table.restrict?.kind === "flag") {
    const { column, value } = table.restrict;
    return make("marked", `${column} says so`, { [column]: markValue(table, column, value, options.today) });
  }
  if (marks.isMarked && table.restrict?.kind === "list") return make("marked", `${table.restrict.table} names it`);
  if (marks.isPersonMarked) return make("marked", "the mark on the person goes for it");
  if (shared !== undefined) return make("left", shared);
  if (marks.covered !== undefined) return make("marked", `the mark on ${marks.covered} goes for what is part of it`);
  if (values === null) return make("sealed", "it is taken out as a whole and kept sealed", null);
  if (Object.keys(values).length === 0) return make("left", "it holds no value that would have to go");
  return make("sealed", "its values are taken out and kept sealed", values);
}

/** Of a row that is another's, no more goes out of use than what tells who the person is. */
function sealIdentity(
  reached: ReachedTable,
  row: ReachedRow,
  why: string,
  set: Readonly<Record<string, SetValue>>,
): readonly Decided[] {
  if (Object.keys(set).length === 0) return [];
  return [{ reached, row, disposition: "sealed", why: `${why}; only what names them is taken out`, set }];
}

/** What erasure would blank, with placeholders that say what became of the value. */
function sealedColumns(index: ModelIndex, table: ModelTable, scope: Scope): Readonly<Record<string, SetValue>> {
  const blank = Object.entries(blankColumns(index, table)).filter(([name]) => {
    const column = table.columns.find((one) => one.name === name);
    return column !== undefined && isCategoryInScope(scope, column.category);
  });
  return Object.fromEntries(blank.map(([name, value]) => [name, sealedValue(value)]));
}

/** Named by a value that has to go, and nothing hangs on it: a session by its token. */
function mustGoWhole(index: ModelIndex, table: ModelTable, scope: Scope): boolean {
  const stubborn = stubbornColumns(index, table).filter((name) => {
    const column = table.columns.find((one) => one.name === name);
    return column !== undefined && isCategoryInScope(scope, column.category);
  });
  return stubborn.some((name) => table.key.includes(name)) && (index.incoming.get(table.name) ?? []).length === 0;
}

function updateRows(decided: readonly Decided[]): readonly Operation[] {
  const groups = Map.groupBy(
    decided.flatMap((one) => (one.set !== null && Object.keys(one.set).length > 0 ? [{ ...one, set: one.set }] : [])),
    ({ reached, disposition, set }) => `${reached.table.name} ${disposition} ${JSON.stringify(set)}`,
  );
  return [...groups.values()].flatMap((group): readonly Operation[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { table } = first.reached;
    const keys = group.map(({ row }) => row.key);
    return [{ op: "update", table: table.name, keyColumns: table.key, keys, set: first.set, why: first.disposition }];
  });
}

function deleteRows(decided: readonly Decided[]): readonly Operation[] {
  const groups = Map.groupBy(
    decided.filter(({ disposition, set }) => disposition === "sealed" && set === null),
    ({ reached }) => reached.table,
  );
  return [...groups].map(([table, group]): Operation => {
    const keys = group.map(({ row }) => row.key);
    return { op: "delete", table: table.name, keyColumns: table.key, keys, why: "sealed" };
  });
}

/** Marked rows whose tables have a list for that. */
function listRows(reach: Reach, marked: ReadonlySet<ReachedRow>): readonly Operation[] {
  return [...reach.tables.values()].flatMap(({ table: { restrict }, rows }): readonly Operation[] => {
    if (restrict?.kind !== "list" || !reach.index.table.has(restrict.table)) return [];
    const keys = [...rows.values()].flatMap((row) => (marked.has(row) ? [row.key] : []));
    if (keys.length === 0) return [];
    return [{ op: "insert", table: restrict.table, keyColumns: [restrict.column], keys, why: "marked" }];
  });
}

/** Questions about columns that this restriction leaves alone do not stand in its way. */
function isInScope(index: ModelIndex, finding: Finding, scope: Scope): boolean {
  if (isEverything(scope)) return true;
  if (scope.tables.length > 0 && !scope.tables.includes(finding.table) && finding.code !== "edge_unconfirmed")
    return false;
  if (finding.code !== "column_not_blanked" && finding.code !== "category_unclear") return true;
  const column = index.table.get(finding.table)?.columns.find(({ name }) => name === finding.column);
  return column === undefined || isCategoryInScope(scope, column.category);
}

function describeTables(index: ModelIndex, decided: readonly Decided[]): readonly RestrictedTable[] {
  const byTable = Map.groupBy(decided, ({ reached }) => reached.table.name);
  return index.model.tables.flatMap(({ name, key }): readonly RestrictedTable[] => {
    const rows = byTable.get(name);
    if (rows === undefined) return [];
    const counts = { marked: 0, sealed: 0, left: 0 };
    for (const { disposition } of rows) counts[disposition] += 1;
    return [
      {
        name,
        keyColumns: key,
        ...counts,
        rows: rows.map(({ row, disposition, why }) => ({ key: row.key, disposition, why })),
      },
    ];
  });
}
