/**
 * The erasure of several people in one run: reached, decided and carried out together, so that cost grows with the rows
 * touched and not with people times tables; and for each of them the plan that tells what becomes of what is theirs.
 */
import { type Decision, type Decisions, describeWay } from "./dispositions.ts";
import { type Asking, inStep } from "./in-step.ts";
import type { Edge, ModelIndex } from "./model.ts";
import {
  assemblePlan,
  decideReached,
  describeRepair,
  describeTable,
  type ErasureOptions,
  identifyingValues,
  subjectValues,
} from "./plan-erasure.ts";
import { reachRows } from "./reach.ts";
import { createNeighbours, reachWithin } from "./reach-within.ts";
import type { Reach, ReachedRow } from "./reached-rows.ts";
import { type ErasurePlan, EVERYTHING, type PlannedRow, type PlannedTable, type RowRef } from "./rights.ts";
import { type Company, createOwnTargets } from "./settle-shares.ts";
import { findSettled } from "./settled-rows.ts";

export interface BatchPlan {
  /** What is done: one set of statements for everybody, each row in it once. */
  readonly whole: ErasurePlan;
  /**
   * For each person, in the order given: what of it is theirs. A row of several people stands in the plan of each. Without
   * operations, which are those of the whole, and with its findings left to the whole.
   */
  readonly people: readonly ErasurePlan[];
}

export type BatchOptions = Omit<ErasureOptions, "scope">;

type Values = ReachedRow["values"];

/**
 * Plans the erasure of everything of several people, each given by rows that are theirs. Equal to erasing them one after
 * the other, but that nothing stays for the sake of somebody who leaves in the same run: of two co-owners the row is deleted.
 */
export function* planBatch(
  index: ModelIndex,
  people: readonly (readonly RowRef[])[],
  options: BatchOptions,
): Asking<BatchPlan> {
  const everything = { ...options, scope: EVERYTHING };
  const whole = yield* reachRows(index, people.flat(), { skipLeaves: false });
  const neighbours = createNeighbours(whole);
  const members = people.map((subjects) => reachWithin(whole, neighbours, subjects));
  const company = createCompany(members);
  const decided = yield* decideReached(whole, everything, company);
  const decisionOf = new Map(decided.decisions.rows.map((decision) => [decision.row.values, decision]));
  const settled = yield* findSettledTogether(whole, members, decisionOf);
  const repairs = countRepairs(whole, company, decided.decisions);
  return {
    whole: assemblePlan(whole, decided, settled, everything),
    people: members.map((member, at) =>
      new ShareOfPlan(member, decisionOf, settled).describe(repairs.get(at) ?? new Map()),
    ),
  };
}

/** Who of the people own a row; the list of all of them is made when it is first asked for. */
function createCompany(members: readonly Reach[]): Company {
  let owners: ReadonlyMap<Values, readonly number[]> | null = null;
  return {
    ownersOf({ values }) {
      owners ??= collectOwners(members);
      return owners.get(values) ?? NOBODY;
    },
  };
}

const NOBODY: readonly number[] = [];

function collectOwners(members: readonly Reach[]): ReadonlyMap<Values, readonly number[]> {
  const owners = new Map<Values, readonly number[]>();
  for (const [at, member] of members.entries()) {
    const alone = [at];
    for (const { rows } of member.tables.values()) {
      for (const { level, values } of rows.values()) {
        if (level !== "own") continue;
        const known = owners.get(values);
        owners.set(values, known === undefined ? alone : [...known, at]);
      }
    }
  }
  return owners;
}

/** Rows that an earlier erasure has left as they are to be, for everybody whom they concern. */
function* findSettledTogether(
  whole: Reach,
  members: readonly Reach[],
  decisionOf: ReadonlyMap<Values, Decision>,
): Asking<ReadonlySet<Decision>> {
  const decisions = members.map((member) => [...decisionsOf(member, decisionOf)]);
  const each = yield* inStep(decisions.map((own) => findSettled(whole, own)));
  const settled = new Set(each.flatMap((found) => [...found]));
  if (settled.size === 0) return settled;
  for (const [at, own] of decisions.entries()) {
    for (const decision of own) if (!each[at]?.has(decision)) settled.delete(decision);
  }
  return settled;
}

function* decisionsOf(member: Reach, decisionOf: ReadonlyMap<Values, Decision>): Iterable<Decision> {
  for (const { rows } of member.tables.values()) {
    for (const { values } of rows.values()) {
      const decision = decisionOf.get(values);
      if (decision !== undefined) yield decision;
    }
  }
}

type Repairs = ReadonlyMap<Edge, number>;

/** For each person the repairs, by edge, that let go of rows which are theirs. */
function countRepairs(whole: Reach, company: Company, { repairs }: Decisions): ReadonlyMap<number, Repairs> {
  const targets = createOwnTargets(whole);
  const counts = new Map<number, Map<Edge, number>>();
  for (const { dependent } of repairs) {
    const { edge, reached, row } = dependent;
    const concerned = new Set(targets.find(edge, reached, row).flatMap((one) => company.ownersOf(one.row)));
    for (const at of concerned) {
      const own = counts.get(at) ?? new Map<Edge, number>();
      counts.set(at, own.set(edge, (own.get(edge) ?? 0) + 1));
    }
  }
  return counts;
}

/** What of a batch is one person's. */
class ShareOfPlan {
  readonly #member: Reach;
  readonly #decisionOf: ReadonlyMap<Values, Decision>;
  readonly #settled: ReadonlySet<Decision>;
  constructor(member: Reach, decisionOf: ReadonlyMap<Values, Decision>, settled: ReadonlySet<Decision>) {
    this.#member = member;
    this.#decisionOf = decisionOf;
    this.#settled = settled;
  }

  describe(repairs: Repairs): ErasurePlan {
    const { index, subjects, tables } = this.#member;
    const isSettled = ({ values }: ReachedRow) => {
      const decision = this.#decisionOf.get(values);
      return decision !== undefined && this.#settled.has(decision);
    };
    const settled: RowRef[] = [];
    const planned: PlannedTable[] = [];
    for (const { table, rows } of tables.values()) {
      const own: PlannedRow[] = [];
      for (const row of rows.values()) {
        if (isSettled(row)) settled.push({ table: table.name, key: row.key });
        else own.push(...this.#planRow(row));
      }
      if (own.length > 0) planned.push(describeTable(table, own));
    }
    return {
      system: index.model.system,
      subjects,
      tables: planned,
      ...(settled.length > 0 ? { settled } : {}),
      repairs: [...repairs].map(([edge, rows]) => describeRepair(edge, rows)),
      operations: [],
      suspendForeignKeys: false,
      findings: [],
      identifying: identifyingValues(this.#member, isSettled),
      subjectValues: subjectValues(this.#member),
    };
  }

  #planRow(row: ReachedRow): readonly PlannedRow[] {
    const decision = this.#decisionOf.get(row.values);
    if (decision === undefined) return [];
    const why = describeWay(row.via);
    const common = { key: row.key, via: row.via?.id ?? "subject" };
    // Of a row that is another leaver's own, this person is only taken out.
    if (decision.row.level === "own" && row.level !== "own") {
      return [{ ...common, disposition: "detached", why, until: null }];
    }
    const { disposition, until } = decision;
    const because = decision.why.slice(describeWay(decision.row.via).length);
    return [{ ...common, disposition, why: `${why}${because}`, until }];
  }
}
