/**
 * The plan of a restriction (Art. 18 GDPR): the person's rows stay where they are and go out of ordinary use. Where the map
 * names a mark, they are marked, and the application heeds it; elsewhere personal values are blanked, and what stood there
 * is kept in a sealed diff. A row that is named by such a value, and that nothing hangs on, goes into the diff as a whole. What the law retains is restricted like everything else; what is another person's too is left.
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
import type { Finding, ModelIndex, ModelTable, RestrictionMark } from "./model.ts";
import { findNamesakes } from "./namesakes.ts";
import { addFindings, checkPlan } from "./plan-findings.ts";
import { reachRows } from "./reach.ts";
import { findOwn, type Reach, type ReachedRow, type ReachedTable } from "./reached-rows.ts";
import type { RowRef, Scope } from "./rights.ts";
import { isCategoryInScope } from "./scope.ts";
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
  const markers = findMarkers(index, subjects, asked !== null);
  const decided = [...reach.tables.values()].flatMap((reached) => {
    const columns = sealedColumns(index, reached.table, options.scope);
    const isWhole = mustGoWhole(index, reached.table, options.scope);
    return [...reached.rows.values()].flatMap((row): readonly Decided[] => {
      if (asked?.has(row) === false) return [];
      const why = row.via === null ? "the person's own row" : describeEdge(row.via);
      const law = retained.get(row);
      const identity = ownIdentity(reach, { targets, copies }, { reached, row }, options.scope);
      if (row.level !== "own") return sealIdentity(reached, row, why, markers.person ? {} : identity);
      const because = law === undefined ? why : `${why}; retained all the same: ${law.reason}`;
      const set = isWhole ? null : { ...columns, ...identity };
      return [decide(reached, row, { because, shared: shared.get(row), set, markers, options })];
    });
  });
  const updates = updateRows(decided);
  const lists = listPeople(index, asked === null ? reach.subjects : namedPeople(reach, asked), markers);
  const operations = yield* dropSettled(index, [...updates, ...deleteRows(decided), ...lists]);
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

interface Markers {
  /** The person's own row is marked in the application's own way, which goes for everything that is theirs. */
  readonly person: boolean;
  readonly lists: ReadonlyMap<string, RestrictionMark & { readonly kind: "list" }>;
}

/** Of a right about single rows the mark on the person does not go for the others: each is marked by itself, or sealed. */
function findMarkers(index: ModelIndex, subjects: readonly RowRef[], isAboutRows: boolean): Markers {
  const tables = new Set(subjects.map(({ table }) => table));
  const marks = [...tables].map((name) => [name, index.table.get(name)?.restrict] as const);
  return {
    person: !isAboutRows && marks.length > 0 && marks.every(([, mark]) => mark !== undefined),
    lists: new Map(marks.flatMap(([name, mark]) => (mark?.kind === "list" ? [[name, mark]] : []))),
  };
}

interface Circumstances {
  readonly because: string;
  readonly shared: string | undefined;
  readonly set: Decided["set"];
  readonly markers: Markers;
  readonly options: RestrictionOptions;
}

function decide(reached: ReachedTable, row: ReachedRow, circumstances: Circumstances): Decided {
  const { because, shared, set: values, markers, options } = circumstances;
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
  if (table.restrict?.kind === "flag") {
    const { column, value } = table.restrict;
    return make("marked", `${column} says so`, { [column]: markValue(table, column, value, options.today) });
  }
  if (table.restrict?.kind === "list") return make("marked", `${table.restrict.table} names them`);
  if (markers.person) return make("marked", "the mark on the person goes for it");
  if (shared !== undefined) return make("left", shared);
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

function namedPeople(reach: Reach, asked: ReadonlySet<ReachedRow>): readonly RowRef[] {
  return reach.subjects.filter(({ table, key }) => {
    const reached = reach.tables.get(table);
    const row = reached === undefined ? null : findOwn(reached, key);
    return row !== null && asked.has(row);
  });
}

function listPeople(index: ModelIndex, subjects: readonly RowRef[], { lists }: Markers): readonly Operation[] {
  return [...lists].flatMap(([name, { table, column }]): readonly Operation[] => {
    const own = subjects.filter((ref) => ref.table === name && ref.key.length === 1 && index.table.has(table));
    const keys = own.map(({ key }) => key);
    return keys.length > 0 ? [{ op: "insert", table, keyColumns: [column], keys, why: "marked" }] : [];
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
