/** The plan of an erasure: for every row exactly one disposition, and the set-based statements that bring it about. */
import { findMisnamed } from "./asked-rows.ts";
import { findCategory } from "./categories.ts";
import { isEverything } from "./choose-doomed.ts";
import { findDependents } from "./dependents.ts";
import { type Decision, type Decisions, decideDispositions, describeWay } from "./dispositions.ts";
import { isFilled, keyId } from "./edge-values.ts";
import { findCoOwners } from "./find-co-owners.ts";
import { findKeyTwins } from "./find-key-twins.ts";
import { createGhost, type Ghost } from "./ghosts.ts";
import { inStep3 } from "./in-step.ts";
import { markRetained } from "./mark-retained.ts";
import type { Edge, Finding, ModelIndex, ModelTable } from "./model.ts";
import { type ConstraintAbilities, cuttableColumns, orderDeletes } from "./order-deletes.ts";
import { checkPlan } from "./plan-findings.ts";
import { reachRows } from "./reach.ts";
import {
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readValue,
  readValues,
  type TableRows,
} from "./reached-rows.ts";
import type { Disposition, ErasurePlan, PlannedRow, PlannedTable, Repair, RowRef, Scope } from "./rights.ts";
import type { Company } from "./settle-shares.ts";
import { findSettled } from "./settled-rows.ts";
import type { Key, KeyQuery, KeyRows, Operation, SetValue } from "./store.ts";

export interface ErasureOptions {
  readonly scope: Scope;
  /** ISO day that decides whether retention has ended. */
  readonly today: string;
  readonly abilities: ConstraintAbilities;
  /** What is open about the model as a whole. */
  readonly findings: readonly Finding[];
}

/** Plans the erasure of a person whose rows are known. Same model, data and options: the same plan, to the byte. */
export function* planErasure(
  index: ModelIndex,
  subjects: readonly RowRef[],
  options: ErasureOptions,
): Generator<readonly KeyQuery[], ErasurePlan, readonly KeyRows[]> {
  const reach = yield* reachRows(index, subjects, { skipLeaves: false });
  const misnamed = findMisnamed(reach, options.scope);
  return yield* planReached(reach, { ...options, findings: [...options.findings, ...misnamed] });
}

/** The same from rows that are reached already, all of them ({@link reachRows} without `skipLeaves`). */
export function* planReached(
  reach: Reach,
  options: ErasureOptions,
): Generator<readonly KeyQuery[], ErasurePlan, readonly KeyRows[]> {
  const decided = yield* decideReached(reach, options, null);
  const settled = yield* findSettled(reach, decided.decisions);
  const marks = yield* markKept(reach, decided, settled, options);
  return assemblePlan(reach, decided, settled, marks, options);
}

/** What is decided of reached rows, and what was found out on the way. */
export interface Decided {
  readonly decisions: Decisions;
  /** Tables whose keys turned out to name several rows. */
  readonly twins: ReadonlySet<string>;
}

/** Asks what has a say in what becomes of the rows, and decides. `company`: whose rows are whose among several people. */
export function* decideReached(
  reach: Reach,
  { scope, today }: ErasureOptions,
  company: Company | null,
): Generator<readonly KeyQuery[], Decided, readonly KeyRows[]> {
  const [dependents, coOwned, twins] = yield* inStep3(findDependents(reach), findCoOwners(reach), findKeyTwins(reach));
  return { decisions: decideDispositions(reach, { dependents, coOwned, scope, today, company }), twins };
}

/** The statements that mark what has to stay; nothing is asked of rows that an earlier erasure has left. */
export function* markKept(
  { index }: Reach,
  { decisions: { rows } }: Decided,
  settled: ReadonlySet<Decision>,
  options: ErasureOptions,
): Generator<readonly KeyQuery[], readonly Operation[], readonly KeyRows[]> {
  return yield* markRetained(
    index,
    rows.filter((decision) => !settled.has(decision)),
    options,
  );
}

/** What a plan tells of rows that were reached, by their places in their tables. */
export type ToldRows = Map<ModelTable, readonly PlannedRow[]>;

/** Makes the plan of what is decided. `told`, where it is given, takes in what the plan tells of each row. */
export function assemblePlan(
  reach: Reach,
  { decisions: decided, twins }: Decided,
  settled: ReadonlySet<Decision>,
  marks: readonly Operation[],
  options: ErasureOptions,
  told: ToldRows | null = null,
): ErasurePlan {
  const { index } = reach;
  const rows = settled.size > 0 ? decided.rows.filter((decision) => !settled.has(decision)) : decided.rows;
  const decisions: Decisions = { ...decided, rows };
  const isSettled = new Set([...settled].map(({ row }) => row));
  const doomed = groupDoomed(decisions);
  const order = orderDeletes(index, new Set(doomed.keys()), options.abilities);
  const updates = updateRows(decisions);
  const ghosts = missingGhosts(reach, updates);
  const operations: Operation[] = [
    ...ghosts.map(createGhost),
    ...updates,
    ...marks,
    ...order.cuts.flatMap((edge) => cutReferences(edge, doomed.get(edge.from))),
    ...order.tables.flatMap((name) => deleteRows(doomed.get(name))),
    ...recountRows(reach, decisions, doomed),
  ];
  const tables = describeTables(index, decisions, told);
  return {
    system: index.model.system,
    subjects: reach.subjects,
    tables,
    ...(settled.size > 0 ? { settled: describeSettled(settled) } : {}),
    repairs: describeRepairs(decisions),
    ...(ghosts.length > 0 ? { ghosts: ghosts.map(({ table, key }) => ({ table, key })) } : {}),
    operations,
    suspendForeignKeys: order.suspend,
    findings: [...options.findings, ...checkPlan(reach, { decisions: decided, operations, twins, stuck: order.stuck })],
    // Of a right about a part only, the person stays, and so does what names them.
    ...(isEverything(options.scope)
      ? tellSubjects(ownSubjects(reach), (row) => isSettled.has(row))
      : { identifying: [], subjectValues: [] }),
  };
}

/** Ghosts that these statements make rows name, and that are not there yet; what a ghost names comes before it. */
function missingGhosts(reach: Reach, updates: readonly Operation[]): readonly Ghost[] {
  const missing = new Map<string, Ghost>();
  const need = (table: string) => {
    const known = reach.ghosts.get(table);
    if (known === undefined || known.isThere || missing.has(table)) return;
    for (const other of known.ghost.needs) need(other);
    missing.set(table, known.ghost);
  };
  for (const operation of updates) {
    if (operation.op !== "update") continue;
    for (const edge of reach.index.outgoing.get(operation.table) ?? []) {
      const ghost = reach.ghosts.get(edge.to)?.ghost;
      const isNamed = edge.columns.every((name, at) => {
        const value = operation.set[name];
        return value?.kind === "text" && value.text === ghost?.key[at];
      });
      if (ghost !== undefined && isNamed && edge.columns.length > 0) need(edge.to);
    }
  }
  return [...missing.values()];
}

/** Rows that are deleted, by table. */
type DoomedRows = ReadonlyMap<string, { readonly reached: ReachedTable; readonly rows: ReachedRow[] }>;

function groupDoomed({ rows, plain }: Decisions): DoomedRows {
  const doomed = new Map(plain.map((one) => [one.reached.table.name, { reached: one.reached, rows: [...one.rows] }]));
  for (const { reached, row, disposition } of rows) {
    if (disposition !== "deleted") continue;
    const known = doomed.get(reached.table.name);
    if (known === undefined) doomed.set(reached.table.name, { reached, rows: [row] });
    else known.rows.push(row);
  }
  return doomed;
}

function describeTables(index: ModelIndex, { rows, plain }: Decisions, told: ToldRows | null): readonly PlannedTable[] {
  const byTable = Map.groupBy(rows, ({ reached }) => reached.table.name);
  const deleted = new Map(plain.map((one) => [one.reached.table.name, one.rows]));
  const tell = createTeller();
  return index.model.tables.flatMap((table): readonly PlannedTable[] => {
    const planned: PlannedRow[] = [];
    const plainRows = deleted.get(table.name) ?? [];
    const decided = byTable.get(table.name) ?? [];
    for (const { key, via } of plainRows) planned.push(tell(key, via, "deleted", "", null));
    for (const { row, disposition, why, until } of decided) {
      planned.push({ key: row.key, disposition, why, via: row.via?.id ?? "subject", until });
    }
    if (planned.length === 0) return [];
    told?.set(table, listByPlace([...plainRows, ...decided.map(({ row }) => row)], planned));
    return [describeTable(table, planned)];
  });
}

function listByPlace(rows: readonly ReachedRow[], planned: readonly PlannedRow[]): readonly PlannedRow[] {
  const list: PlannedRow[] = new Array(rows.reduce((most, { at }) => Math.max(most, at + 1), 0));
  for (const [position, one] of planned.entries()) {
    const row = rows[position];
    if (row !== undefined) list[row.at] = one;
  }
  return list;
}

/** Tells rows by the way in which they are the person's; each way is put into words once. */
export function createTeller() {
  const ways = new Map<Edge | null, string>();
  return (key: Key, via: Edge | null, disposition: Disposition, because: string, until: string | null): PlannedRow => {
    let way = ways.get(via);
    if (way === undefined) {
      way = describeWay(via);
      ways.set(via, way);
    }
    return { key, disposition, why: because === "" ? way : `${way}${because}`, via: via?.id ?? "subject", until };
  };
}

/** A table of a plan, its rows counted. */
export function describeTable(table: ModelTable, rows: readonly PlannedRow[]): PlannedTable {
  const counts = { deleted: 0, detached: 0, redacted: 0, retained: 0 };
  for (const { disposition } of rows) counts[disposition] += 1;
  return { name: table.name, keyColumns: table.key, rows, ...counts };
}

function describeSettled(settled: ReadonlySet<Decision>): readonly RowRef[] {
  return [...settled].map(({ reached, row }): RowRef => ({ table: reached.table.name, key: row.key }));
}

function describeRepairs(decisions: Decisions): readonly Repair[] {
  const groups = Map.groupBy(decisions.repairs, ({ dependent }) => dependent.edge.id);
  return [...groups.values()].flatMap((group): readonly Repair[] => {
    const edge = group[0]?.dependent.edge;
    return edge === undefined ? [] : [describeRepair(edge, group.length)];
  });
}

/** How many rows let go of deleted rows by this edge. */
export function describeRepair(edge: Edge, rows: number): Repair {
  const why = `${edge.columns.join(", ")} pointed at rows of ${edge.to} that are deleted`;
  return { table: edge.from, column: edge.columns.join(","), rows, why };
}

interface Change {
  readonly table: ModelTable;
  readonly key: Key;
  set: Readonly<Record<string, SetValue>>;
  readonly why: string;
}

/** Rows that stay but change: one statement for all rows of a table that are set to the same values. */
function updateRows(decisions: Decisions): readonly Operation[] {
  const byTable = new Map<ModelTable, Map<string, Change>>();
  const add = (table: ModelTable, key: Key, set: Readonly<Record<string, SetValue>>, why: string) => {
    const changes = byTable.get(table) ?? new Map<string, Change>();
    byTable.set(table, changes);
    const id = keyId(key);
    const known = changes.get(id);
    if (known === undefined) changes.set(id, { table, key, set, why });
    else known.set = { ...known.set, ...set };
  };
  for (const { reached, row, disposition, set } of decisions.rows) {
    if (disposition === "deleted" || Object.keys(set).length === 0) continue;
    add(reached.table, row.key, set, disposition);
  }
  for (const { dependent, set } of decisions.repairs) add(dependent.reached.table, dependent.row.key, set, "repair");
  const texts = new Map<Change["set"], string>();
  const textOf = (set: Change["set"]) => {
    const text = texts.get(set) ?? describeSet(set);
    texts.set(set, text);
    return text;
  };
  return [...byTable.values()].flatMap((changes) => [
    ...Map.groupBy(changes.values(), ({ set, why }) => `${why} ${textOf(set)}`)
      .values()
      .flatMap((group): readonly Operation[] => {
        const [first] = group;
        if (first === undefined) return [];
        const { table, set, why } = first;
        return [
          { op: "update", table: table.name, keyColumns: table.key, keys: group.map(({ key }) => key), set, why },
        ];
      }),
  ]);
}

/** One text for the same values, whatever the order in which they were decided. */
function describeSet(set: Readonly<Record<string, SetValue>>): string {
  return JSON.stringify(Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type DoomedTable = ReturnType<DoomedRows["get"]>;

function cutReferences(edge: Edge, doomed: DoomedTable): readonly Operation[] {
  if (doomed === undefined) return [];
  const { table } = doomed.reached;
  const rows = doomed.rows.filter((row) => isFilled(readValues(doomed.reached, row, edge.columns)));
  if (rows.length === 0) return [];
  const set = Object.fromEntries(
    cuttableColumns(table, edge).map((name): [string, SetValue] => [name, { kind: "null" }]),
  );
  const keys = rows.map(({ key }) => key);
  return [{ op: "update", table: edge.from, keyColumns: table.key, keys, set, why: "cut a cycle before deleting" }];
}

function deleteRows(doomed: DoomedTable): readonly Operation[] {
  if (doomed === undefined) return [];
  const { table } = doomed.reached;
  const keys = doomed.rows.map(({ key }) => key);
  return [{ op: "delete", table: table.name, keyColumns: table.key, keys, why: "deleted" }];
}

/** Confirmed counters of rows that stay, wherever a row that they counted is deleted or taken away. */
function recountRows(reach: Reach, { rows }: Decisions, doomed: DoomedRows): readonly Operation[] {
  const { index } = reach;
  const counters = index.model.tables.flatMap(({ columns }) => columns.flatMap(({ counter }) => counter ?? []));
  const counting = new Set(counters.filter(({ confirmed }) => confirmed).map(({ table }) => table));
  if (![...counting].some((name) => reach.tables.has(name))) return [];
  const changed = Map.groupBy(
    rows.filter(({ disposition }) => disposition !== "retained" && disposition !== "deleted"),
    ({ reached }) => reached.table.name,
  );
  const deleted = new Map<string, Set<string>>();
  const deletedOf = (table: string) => {
    let ids = deleted.get(table);
    if (ids === undefined) {
      ids = new Set((doomed.get(table)?.rows ?? []).map(({ key }) => keyId(key)));
      deleted.set(table, ids);
    }
    return ids;
  };
  return index.model.tables.flatMap((table) =>
    table.columns.flatMap((column): readonly Operation[] => {
      const { counter } = column;
      if (counter === null || !counter.confirmed || table.key.length === 0) return [];
      const telling = [...counter.columns, ...Object.keys(counter.when)];
      const referenced = referencedBy(index, counter.table, counter.columns, table);
      const gone = referenced.join() === table.key.join() ? deletedOf(table.name) : undefined;
      const keys = new Map<string, Key>();
      const count = (reached: ReachedTable, row: ReachedRow) => {
        const key = readValues(reached, row, counter.columns);
        if (isFilled(key) && !gone?.has(keyId(key))) keys.set(keyId(key), key);
      };
      const lost = doomed.get(counter.table);
      if (lost !== undefined) for (const row of lost.rows) count(lost.reached, row);
      for (const { reached, row, set } of changed.get(counter.table) ?? []) {
        if (telling.some((name) => set[name] !== undefined)) count(reached, row);
      }
      if (keys.size === 0) return [];
      return [
        {
          op: "recount",
          table: table.name,
          keyColumns: referenced,
          keys: [...keys.values()],
          column: column.name,
          of: counter.table,
          ofColumns: counter.columns,
          referencedColumns: referenced,
          when: counter.when,
          why: `${column.name} counts rows of ${counter.table}`,
        },
      ];
    }),
  );
}

/** The columns that the counted rows point at: those of the edge, where there is one. */
function referencedBy(
  index: ModelIndex,
  from: string,
  columns: readonly string[],
  table: ModelTable,
): readonly string[] {
  const wanted = columns.join();
  const edges = index.outgoing.get(from) ?? [];
  const edge = edges.find((one) => one.to === table.name && one.columns.join() === wanted);
  return edge?.toColumns ?? table.key;
}

function ownSubjects(reach: Reach): readonly TableRows[] {
  return [...reach.tables.values()].map((reached) => ({
    reached,
    rows: reached.table.kind === "subject" ? [...reached.rows.values()].filter(({ level }) => level === "own") : [],
  }));
}

/** What tells who the person is, from their own rows: what verification looks for afterwards, and what it starts from. */
export function tellSubjects(
  subjects: readonly TableRows[],
  isSettled: (row: ReachedRow) => boolean,
): Pick<ErasurePlan, "identifying" | "subjectValues"> {
  const found = new Map<string, { category: string; value: string }>();
  for (const { reached, rows } of subjects) {
    for (const { column } of reached.table.identifiers) {
      const category = reached.table.columns.find(({ name }) => name === column)?.category ?? "other";
      if (!(findCategory(category)?.identifying ?? false)) continue;
      for (const row of rows) {
        const value = isSettled(row) ? null : readValue(reached, row, column);
        if (value !== null && value.trim() !== "") found.set(`${category} ${value}`, { category, value });
      }
    }
  }
  const subjectValues = subjects.flatMap(({ reached, rows }) =>
    rows.map(({ values }) => ({
      table: reached.table.name,
      values: Object.fromEntries(reached.select.map((column, at) => [column, values[at] ?? null])),
    })),
  );
  return { identifying: [...found.values()], subjectValues };
}
