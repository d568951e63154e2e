/**
 * The erasure of several people in one run: reached, decided and carried out together, so that cost grows with the rows
 * touched and not with people times tables; and for each of them the plan that tells what becomes of what is theirs.
 */

import { chooseDoomed, isEverything } from "./choose-doomed.ts";
import type { Dependent } from "./dependents.ts";
import { type Decision, type Decisions, describeWay, listDecisions } from "./dispositions.ts";
import { keyId } from "./edge-values.ts";
import { type Asking, inStep } from "./in-step.ts";
import type { Edge, ModelIndex } from "./model.ts";
import {
  assemblePlan,
  createTeller,
  decideReached,
  describeRepair,
  describeTable,
  type ErasureOptions,
  identifyingValues,
  markKept,
  subjectValues,
} from "./plan-erasure.ts";
import { reachRows } from "./reach.ts";
import { createNeighbours, reachWithin } from "./reach-within.ts";
import type { Reach, ReachedRow, ReachedTable } from "./reached-rows.ts";
import type { ErasurePlan, PlannedRow, PlannedTable, RowRef, Scope } from "./rights.ts";
import { type Company, createOwnTargets } from "./settle-shares.ts";
import { changesPeople, findSettled } from "./settled-rows.ts";
import type { Key, Operation } from "./store.ts";

export interface BatchPlan {
  /** What is done: one set of statements for everybody, each row in it once. */
  readonly whole: ErasurePlan;
  /**
   * For each person, in the order given: what of it is theirs, also of its statements (but for counters, which are told
   * once). A row of several people stands in the plan of each. Findings are those of the whole.
   */
  readonly people: readonly ErasurePlan[];
}

type Values = ReachedRow["values"];

/**
 * Plans the erasure of several people, or of the same part of each, given by rows that are theirs. Equal to erasing them one
 * after the other, but that nothing stays for the sake of somebody who leaves in the same run: of two co-owners the row is
 * deleted.
 */
export function* planBatch(
  index: ModelIndex,
  people: readonly (readonly RowRef[])[],
  options: ErasureOptions,
): Asking<BatchPlan> {
  const whole = yield* reachRows(index, people.flat(), { skipLeaves: false });
  const neighbours = createNeighbours(whole);
  const members = people.map((subjects) => reachWithin(whole, neighbours, subjects));
  const company = createCompany(members, options.scope);
  const decided = yield* decideReached(whole, options, company);
  const settled = yield* findSettledTogether(whole, members, decided.decisions);
  const repairs = shareRepairs(whole, company, decided.decisions);
  const marks = yield* markKept(whole, decided, settled, options);
  const plan = assemblePlan(whole, decided, settled, marks, options);
  const shares = new Shares(decided.decisions, settled, plan.operations, options.scope);
  return {
    whole: plan,
    people: members.map((member, at) => shares.describe(member, repairs.get(at) ?? new Map())),
  };
}

/** Who of the people own a row. Asked for few rows: what the law retains, and what others' rows let go of. */
function createCompany(members: readonly Reach[], scope: Scope): Company {
  const asked = isEverything(scope) ? null : doomedTogether(members, scope);
  const known = new Map<ReachedTable["table"], OwnersOf>();
  return {
    doomed: asked === null ? null : { has: ({ values }) => asked.has(values) },
    ownersOf({ values }, table) {
      let owners = known.get(table);
      if (owners === undefined) {
        owners = collectOwners(members, table.name);
        known.set(table, owners);
      }
      return owners.get(values) ?? NOBODY;
    },
  };
}

/**
 * What all who own a row ask to be gone, of a right about a part: a row that one of them loses with what it hangs on stays
 * where another has not asked for it. Rows are told apart by the values that all reaches share.
 */
function doomedTogether(members: readonly Reach[], scope: Scope): ReadonlySet<Values> {
  const asked = new Set<Values>();
  const wanted = new Set<Values>();
  for (const member of members) {
    const doomed = chooseDoomed(member, scope);
    for (const { rows } of member.tables.values()) {
      for (const row of rows.values()) {
        if (doomed.has(row)) asked.add(row.values);
        else if (row.level === "own") wanted.add(row.values);
      }
    }
  }
  return asked.difference(wanted);
}

type OwnersOf = ReadonlyMap<Values, readonly number[]>;

const NOBODY: readonly number[] = [];

function collectOwners(members: readonly Reach[], table: string): OwnersOf {
  const owners = new Map<Values, readonly number[]>();
  for (const [at, member] of members.entries()) {
    const alone = [at];
    for (const { level, values } of member.tables.get(table)?.rows.values() ?? []) {
      if (level !== "own") continue;
      const known = owners.get(values);
      owners.set(values, known === undefined ? alone : [...known, at]);
    }
  }
  return owners;
}

/** Rows that an earlier erasure has left as they are to be, for everybody whom they concern. */
function* findSettledTogether(
  whole: Reach,
  members: readonly Reach[],
  { rows, plain }: Decisions,
): Asking<ReadonlySet<Decision>> {
  const decisionOf = new Map(rows.map((decision) => [decision.row.values, decision]));
  const doomed = new Set(plain.flatMap(({ reached, rows: some }) => (isSubject(reached) ? some : [])).map(valuesOf));
  const ofPeople = (member: Reach): Pick<Decisions, "rows" | "plain"> => {
    const people = [...member.tables.values()].filter(isSubject);
    const own = people.flatMap((reached) => [...reached.rows.values()].map(valuesOf));
    const isDoomed = own.some((values) => doomed.has(values));
    return {
      rows: own.flatMap((values) => decisionOf.get(values) ?? []),
      plain: isDoomed ? plain.filter(({ reached }) => isSubject(reached)) : [],
    };
  };
  // Where everybody's own row is seen to change, which is nearly always, nothing has to be looked at.
  if (members.every((member) => changesPeople(ofPeople(member)))) return new Set();
  const all = new Map(
    listDecisions({ rows, plain, repairs: [], weighed: new Set() }).map((one) => [one.row.values, one]),
  );
  const decisions = members.map((member) => decisionsOf(member, all));
  const each = yield* inStep(
    decisions.map((own) => findSettled(whole, { rows: own, plain: [], repairs: [], weighed: new Set() })),
  );
  const settled = new Set(each.flatMap((found) => [...found]));
  for (const [at, own] of decisions.entries()) {
    for (const decision of own) if (!each[at]?.has(decision)) settled.delete(decision);
  }
  return settled;
}

const isSubject = ({ table }: ReachedTable) => table.kind === "subject";
const valuesOf = ({ values }: ReachedRow) => values;

function decisionsOf(member: Reach, decisionOf: ReadonlyMap<Values, Decision>): readonly Decision[] {
  return [...member.tables.values()].flatMap(({ rows }) =>
    [...rows.values()].flatMap(({ values }) => decisionOf.get(values) ?? []),
  );
}

/** Rows of nobody of the batch that let go of what is theirs, by edge. */
type Repairs = ReadonlyMap<Edge, readonly Dependent[]>;

/** For each person the repairs that let go of rows which are theirs. */
function shareRepairs(whole: Reach, company: Company, { repairs }: Decisions): ReadonlyMap<number, Repairs> {
  const targets = createOwnTargets(whole);
  const shares = new Map<number, Map<Edge, Dependent[]>>();
  for (const { dependent } of repairs) {
    const { edge, reached, row } = dependent;
    const concerned = new Set(
      targets.find(edge, reached, row).flatMap((one) => company.ownersOf(one.row, one.reached.table)),
    );
    for (const at of concerned) {
      const own = shares.get(at) ?? new Map<Edge, Dependent[]>();
      const list = own.get(edge) ?? [];
      list.push(dependent);
      shares.set(at, own.set(edge, list));
    }
  }
  return shares;
}

type Update = Extract<Operation, { op: "update" }>;

/** Statements that change rows which stay, by table and key. */
function fileUpdates(operations: readonly Operation[]): ReadonlyMap<string, ReadonlyMap<string, readonly Update[]>> {
  const tables = new Map<string, Map<string, Update[]>>();
  for (const operation of operations) {
    if (operation.op !== "update") continue;
    const table = tables.get(operation.table) ?? new Map<string, Update[]>();
    tables.set(operation.table, table);
    for (const key of operation.keys) {
      const id = keyId(key);
      const known = table.get(id);
      if (known === undefined) table.set(id, [operation]);
      else known.push(operation);
    }
  }
  return tables;
}

/** Tells each person what of the whole is theirs. */
class Shares {
  readonly #decisionOf: ReadonlyMap<Values, Decision>;
  /** Rows that are deleted and nothing else; null where that is every row without a decision. */
  readonly #plain: ReadonlySet<Values> | null;
  readonly #settled: ReadonlySet<Values>;
  readonly #tell = createTeller();
  readonly #updates: ReadonlyMap<string, ReadonlyMap<string, readonly Update[]>>;
  readonly #order: ReadonlyMap<string, number>;
  constructor(
    { rows, plain }: Decisions,
    settled: ReadonlySet<Decision>,
    operations: readonly Operation[],
    scope: Scope,
  ) {
    this.#plain = isEverything(scope) ? null : new Set(plain.flatMap((one) => one.rows.map(valuesOf)));
    this.#updates = fileUpdates(operations);
    this.#order = new Map(operations.flatMap(({ op, table }, at) => (op === "delete" ? [[table, at]] : [])));
    this.#decisionOf = new Map(rows.map((decision) => [decision.row.values, decision]));
    this.#settled = new Set([...settled].map(({ row }) => row.values));
  }

  describe(member: Reach, repairs: Repairs): ErasurePlan {
    const { index, subjects, tables } = member;
    const isSettled = ({ values }: ReachedRow) => this.#settled.size > 0 && this.#settled.has(values);
    const settled: RowRef[] = [];
    const planned: PlannedTable[] = [];
    for (const { table, rows } of tables.values()) {
      const own: PlannedRow[] = [];
      for (const row of rows.values()) {
        if (!this.#isMeant(row)) continue;
        if (isSettled(row)) settled.push({ table: table.name, key: row.key });
        else own.push(this.#planRow(row));
      }
      if (own.length > 0) planned.push(describeTable(table, own));
    }
    return {
      system: index.model.system,
      subjects,
      tables: planned,
      ...(settled.length > 0 ? { settled } : {}),
      repairs: [...repairs].map(([edge, rows]) => describeRepair(edge, rows.length)),
      operations: [...this.#shareUpdates(planned, repairs), ...this.#shareDeletes(planned)],
      suspendForeignKeys: false,
      findings: [],
      // Of a right about a part only, the person stays, and so does what names them.
      identifying: this.#plain === null ? identifyingValues(member, isSettled) : [],
      subjectValues: this.#plain === null ? subjectValues(member) : [],
    };
  }

  /** Of a right about a part, rows of the rest are no part of it, and neither is what another leaver shares with them. */
  #isMeant({ level, values }: ReachedRow): boolean {
    if (this.#plain === null) return true;
    const decision = this.#decisionOf.get(values);
    if (decision === undefined) return level === "own" && this.#plain.has(values);
    return level === "own" || decision.row.level !== "own";
  }

  #shareUpdates(planned: readonly PlannedTable[], repairs: Repairs): readonly Operation[] {
    const keys = new Map<Update, Map<string, Key>>();
    const take = (table: string, key: Key) => {
      const id = keyId(key);
      for (const update of this.#updates.get(table)?.get(id) ?? []) {
        keys.set(update, (keys.get(update) ?? new Map<string, Key>()).set(id, key));
      }
    };
    for (const { name, rows } of planned) for (const { key } of rows) take(name, key);
    for (const dependents of repairs.values()) {
      for (const { reached, row } of dependents) take(reached.table.name, row.key);
    }
    return [...keys].map(([update, own]) => ({ ...update, keys: [...own.values()] }));
  }

  #shareDeletes(planned: readonly PlannedTable[]): readonly Operation[] {
    const doomed = planned.filter(({ deleted }) => deleted > 0);
    const placeOf = ({ name }: PlannedTable) => this.#order.get(name) ?? 0;
    return doomed
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map(({ name, keyColumns, rows }) => {
        const keys = rows.filter(({ disposition }) => disposition === "deleted").map(({ key }) => key);
        return { op: "delete", table: name, keyColumns, keys, why: "deleted" };
      });
  }

  #planRow({ key, values, via, level }: ReachedRow): PlannedRow {
    const decision = this.#decisionOf.get(values);
    // Of a row that is another leaver's own, this person is only taken out.
    const isOthers = level !== "own" && (decision === undefined || decision.row.level === "own");
    if (isOthers) return this.#tell(key, via, "detached", "", null);
    if (decision === undefined) return this.#tell(key, via, "deleted", "", null);
    const because = decision.why.slice(describeWay(decision.row.via).length);
    return this.#tell(key, via, decision.disposition, because, decision.until);
  }
}
