/** Rights on a store in memory, as connectors drive them on a database: plan, erase, verify, export. */
import { namesRows } from "../asked-rows.ts";
import { sentinelOf } from "../blank-values.ts";
import { type FoundPerson, findPerson } from "../find-person.ts";
import { possibleGhosts } from "../ghosts.ts";
import { askedAfterErasure, listWrites, undoneFindings } from "../held-writes.ts";
import { readList } from "../lists.ts";
import { type Edge, type Finding, indexModel, type Model, type ModelIndex } from "../model.ts";
import type { ConstraintAbilities } from "../order-deletes.ts";
import { planAccess } from "../plan-access.ts";
import { planErasure } from "../plan-erasure.ts";
import { reachRows } from "../reach.ts";
import {
  type AccessPlan,
  type AccessRow,
  type ErasurePlan,
  EVERYTHING,
  type PersonQuery,
  type RowRef,
  type Scope,
} from "../rights.ts";
import type { KeyQuery, KeyRows } from "../store.ts";
import { checkCarriedOut, verifyErasure } from "../verify-erasure.ts";
import { createMemoryStore, type Data, type MemoryOptions, type MemoryStore, type Row } from "./memory-store.ts";

/** Lets a computation ask its questions of the store, to its end. */
export function drive<T>(
  store: Pick<MemoryStore, "findKeys">,
  work: Generator<readonly KeyQuery[], T, readonly KeyRows[]>,
): T {
  let step = work.next([]);
  while (!step.done) step = work.next(store.findKeys(step.value));
  return step.value;
}

export const ABILITIES: ConstraintAbilities = {
  deferredConstraints: false,
  checksForeignKeysByRow: false,
  canSuspendForeignKeys: false,
  joinsStatements: false,
};

export interface Export {
  readonly plan: AccessPlan;
  readonly rows: readonly AccessRow[];
}

export interface RightsBench {
  readonly index: ModelIndex;
  readonly store: MemoryStore;
  find(query: Partial<PersonQuery>): FoundPerson;
  export(subjects: readonly RowRef[], scope?: Scope): Export;
  plan(subjects: readonly RowRef[], scope?: Scope): ErasurePlan;
  /** Plans and carries it out. Throws when the plan has blocking findings or breaks a constraint. */
  erase(subjects: readonly RowRef[], scope?: Scope): ErasurePlan;
  verify(plan: ErasurePlan): readonly string[];
  /** Of what the plan was to set, what does not hold. */
  unheld(plan: ErasurePlan): readonly string[];
  isCarriedOut(plan: ErasurePlan): boolean;
  /** The same model over a copy of the rows. */
  fork(): RightsBench;
}

export interface BenchOptions extends Partial<MemoryOptions> {
  readonly abilities?: Partial<ConstraintAbilities>;
  readonly today?: string;
}

/** Sets up a model and its rows. */
export function createBench(model: Model, data: Data, options: BenchOptions = {}): RightsBench {
  const abilities = { ...ABILITIES, ...options.abilities };
  const store = createMemoryStore(
    model.tables.map(({ schema }) => schema),
    data,
    { byRow: abilities.checksForeignKeysByRow, deferred: abilities.deferredConstraints, ...options },
  );
  return benchOn(indexModel(model), store, abilities, options.today ?? "2030-06-15");
}

function benchOn(index: ModelIndex, store: MemoryStore, abilities: ConstraintAbilities, today: string): RightsBench {
  const plan = (subjects: readonly RowRef[], scope = EVERYTHING) =>
    drive(store, planErasure(index, subjects, { scope, today, abilities, findings: [] }));
  return {
    index,
    store,
    find: (query) => drive(store, findPerson(index.model, { identifiers: [], keys: [], ...query })),
    export(subjects, scope = EVERYTHING) {
      const reach = drive(store, reachRows(index, subjects, { skipLeaves: !namesRows(scope) }));
      const counts = [...reach.leaves.values()].map(({ table, any }): [string, number] => [
        table.name,
        store.readRows({ table: table.name, columns: [], any }).length,
      ]);
      const work = planAccess(reach, scope, new Map(counts), []);
      const rows = work.reads.flatMap(({ query, show }) => store.readRows(query).map(show));
      return { plan: work.plan, rows: [...rows, ...work.lines] };
    },
    plan,
    erase(subjects, scope) {
      const planned = plan(subjects, scope);
      const blocking = planned.findings.filter(({ blocks }) => blocks);
      if (blocking.length > 0)
        throw new Error(`blocked: ${blocking.map(({ code, table }) => `${code} ${table}`).join(", ")}`);
      store.apply(planned.operations, planned.suspendForeignKeys);
      return planned;
    },
    verify: (planned) => drive(store, verifyErasure(index, planned)).map(tellFinding),
    unheld: (planned) =>
      undoneFindings(store.findUndone(listWrites(index, planned, askedAfterErasure))).map(tellFinding),
    isCarriedOut: (planned) => drive(store, checkCarriedOut(index, planned)),
    fork: () => benchOn(index, store.clone(), abilities, today),
  };
}

/** The same, and triggers may write in each table. */
export function withTriggers(model: Model): Model {
  const tables = model.tables.map((table) => ({
    ...table,
    schema: { ...table.schema, triggers: ["any"], insertTriggers: ["any"] },
  }));
  return { ...model, tables };
}

function tellFinding({ table, column, message }: Finding): string {
  return `${table}.${column}: ${message}`;
}

/** Where a text stands, whatever its case, but in rows of these names (`table key`). */
export function findBut({ index, store }: RightsBench, text: string, spared: ReadonlySet<string>): readonly string[] {
  const wanted = text.toLowerCase();
  return [...store.tables].flatMap(([table, rows]) =>
    rows.flatMap((row) => {
      const name = `${table} ${(index.table.get(table)?.key ?? []).map((one) => row[one] ?? "").join("/")}`;
      const columns = Object.keys(row).filter((column) => row[column]?.toLowerCase().includes(wanted));
      return spared.has(name) ? [] : columns.map((column) => `${name}.${column}`);
    }),
  );
}

/** Names of the rows that a plan leaves to the letter, since the law keeps them. */
export function keptByPlan(plan: ErasurePlan): ReadonlySet<string> {
  return new Set(
    plan.tables.flatMap(({ name, rows }) =>
      rows.filter(({ disposition }) => disposition === "retained").map(({ key }) => `${name} ${key.join("/")}`),
    ),
  );
}

/** All rows, but for those that stand in for people who have left: whether these are there depends on who left first. */
export function dumpWithoutGhosts({ index, store }: RightsBench): ReturnType<MemoryStore["dump"]> {
  const ghosts = possibleGhosts(index.model);
  return Object.fromEntries(
    Object.entries(store.dump()).map(([name, rows]) => {
      const ghost = ghosts.get(name);
      const key = index.table.get(name)?.key ?? [];
      return [
        name,
        rows.filter((row) => ghost === undefined || key.map((one) => row[one]).join() !== ghost.key.join()),
      ];
    }),
  );
}

/**
 * All rows, with NULL wherever one says nobody: of two owners that both leave, it depends on who leaves last which of the
 * columns has to name who stands in for them.
 */
export function dumpNamingNobody(bench: RightsBench): ReturnType<MemoryStore["dump"]> {
  const { index, store } = bench;
  const ghosts = possibleGhosts(index.model);
  const saysNobody = (edge: Edge, row: Row): boolean => {
    const values = edge.columns.map((name) => row[name] ?? null);
    const ghost = ghosts.get(edge.to);
    if (edge.list !== undefined) {
      const keys = readList(edge.list, values[0] ?? "");
      return keys.every((key) => key === ghost?.key[0]);
    }
    if (ghost !== undefined && values.every((value, at) => value === ghost.key[at])) return true;
    const from = index.table.get(edge.from);
    const [value] = values;
    if (from === undefined || value === null || value !== sentinelOf(from, edge)) return false;
    return !store.tables.get(edge.to)?.some((target) => target[edge.toColumns[0] ?? ""] === value);
  };
  const rows = Object.entries(dumpWithoutGhosts(bench)).map(([name, list]) => {
    const edges = index.outgoing.get(name) ?? [];
    const unname = (row: Row): Row => {
      const columns = edges.filter((edge) => saysNobody(edge, row)).flatMap((edge) => edge.columns);
      return { ...row, ...Object.fromEntries(columns.map((one) => [one, null])) };
    };
    return [name, list.map(unname)];
  });
  return Object.fromEntries(rows);
}

/** `{ posts: { deleted: ["1", "2"] } }`: what a plan does to which rows. */
export function summarise(plan: ErasurePlan): Record<string, Record<string, string[]>> {
  const summary: Record<string, Record<string, string[]>> = {};
  for (const table of plan.tables) {
    const entry: Record<string, string[]> = {};
    for (const row of table.rows) {
      const keys = entry[row.disposition] ?? [];
      entry[row.disposition] = [...keys, row.key.join("/")].sort();
    }
    summary[table.name] = entry;
  }
  return summary;
}

/** The row of `users` with this key, as the one whose right it is. */
export function user(key: string, table = "users"): readonly RowRef[] {
  return [{ table, key: [key] }];
}
