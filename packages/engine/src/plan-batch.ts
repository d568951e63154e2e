/**
 * The erasure of several people in one run: reached, decided and carried out together, so that cost grows with the rows
 * touched and not with people times tables; and for each of them the plan that tells what becomes of what is theirs.
 */

import { createCompany, type Values } from "./company.ts";
import { type Decision, type Decisions, listDecisions } from "./decisions.ts";
import type { Dependent } from "./dependents.ts";
import { type Asking, inStep } from "./in-step.ts";
import type { Edge, ModelIndex } from "./model.ts";
import { assemblePlan, decideReached, type ErasureOptions, markKept, ownRows, withFiles } from "./plan-erasure.ts";
import { type FilesOfRows, planFiles } from "./plan-files.ts";
import { reachRows } from "./reach.ts";
import { createShareFinder, type Share } from "./reach-within.ts";
import type { Reach, ReachedRow, TableRows } from "./reached-rows.ts";
import type { ErasurePlan, PlannedFile, RowRef } from "./rights.ts";
import { type Company, createOwnTargets, type OwnTargets } from "./settle-shares.ts";
import { changesPeople, findSettled } from "./settled-rows.ts";
import { type Repairs, SharePlans } from "./share-plans.ts";
import type { ToldRows } from "./tell-plan.ts";
import { type Tie, tiePeople } from "./tie-people.ts";

export interface BatchPlan {
  /** What is done: one set of statements for everybody, each row in it once. */
  readonly whole: ErasurePlan;
  /**
   * For each person, in the order given: what of it is theirs, also of its statements (but for counters, which are told
   * once). A row of several people stands in the plan of each. Findings are those of the whole.
   */
  readonly people: readonly ErasurePlan[];
  /** Who of them hang together; only where it was asked for. */
  readonly ties?: readonly Tie[];
}

export interface BatchOptions extends ErasureOptions {
  /** Also tells who hang together, for whoever keeps what is taken away. */
  readonly withTies?: boolean;
}

/**
 * Plans the erasure of several people, or of the same part of each, given by rows that are theirs. Equal to erasing them one
 * after the other, but that nothing stays for the sake of somebody who leaves in the same run: of two co-owners the row is
 * deleted.
 */
export function* planBatch(
  index: ModelIndex,
  people: readonly (readonly RowRef[])[],
  options: BatchOptions,
): Asking<BatchPlan> {
  const whole = yield* reachRows(index, people.flat(), { skipLeaves: false });
  const members = people.map(createShareFinder(whole));
  const company = createCompany(whole, members, options.scope);
  const decided = yield* decideReached(whole, options, company);
  const settled = yield* findSettledTogether(whole, members, decided.decisions);
  const targets = createOwnTargets(whole);
  const repairs = shareRepairs(whole, company, decided.decisions, targets);
  const marks = yield* markKept(whole, decided, settled, options);
  const told: ToldRows = new Map();
  const assembled = assemblePlan(whole, decided, settled, marks, options, told);
  const files = yield* planFiles(index, ownRows(decided), assembled.operations);
  const plan = withFiles(assembled, files);
  const shares = new SharePlans({ reach: whole, plan, decisions: decided.decisions, settled, told }, options.scope);
  return {
    whole: plan,
    people: members.map((member, at) =>
      withFiles(shares.describe(member, repairs.get(at) ?? new Map()), { files: filesOf(files, member), findings: [] }),
    ),
    ...(options.withTies === true
      ? { ties: tiePeople(whole, { members, decisions: decided.decisions, repairs, targets }) }
      : {}),
  };
}

/** Files that their own rows name. A file of several people is told to each. */
function filesOf({ files, namedBy }: FilesOfRows, { tables }: Share): readonly PlannedFile[] {
  if (files.length === 0) return files;
  const own = tables.flatMap(({ reached: { table }, rows }) =>
    rows.filter(({ level }) => level === "own").flatMap(({ key }) => namedBy(table.name, key)),
  );
  return [...new Set(own)];
}

/** Rows that an earlier erasure has left as they are to be, for everybody whom they concern. */
function* findSettledTogether(
  whole: Reach,
  members: readonly Share[],
  { rows, plain }: Decisions,
): Asking<ReadonlySet<Decision>> {
  const decisionOf = new Map(rows.map((decision) => [decision.row.values, decision]));
  const doomed = new Set(plain.filter(isSubject).flatMap(({ rows: some }) => some.map(valuesOf)));
  const ofPeople = (member: Share): Pick<Decisions, "rows" | "plain"> => {
    const own = member.tables.filter(isSubject).flatMap(({ rows: some }) => some.map(valuesOf));
    const isDoomed = own.some((values) => doomed.has(values));
    return {
      rows: own.flatMap((values) => decisionOf.get(values) ?? []),
      plain: isDoomed ? plain.filter(isSubject) : [],
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

const isSubject = ({ reached }: TableRows) => reached.table.kind === "subject";
const valuesOf = ({ values }: ReachedRow) => values;

function decisionsOf(member: Share, decisionOf: ReadonlyMap<Values, Decision>): readonly Decision[] {
  return member.tables.flatMap(({ rows }) => rows.flatMap(({ values }) => decisionOf.get(values) ?? []));
}

/** For each person the repairs that let go of rows which are theirs. */
function shareRepairs(
  whole: Reach,
  company: Company,
  { repairs }: Decisions,
  targets: OwnTargets,
): ReadonlyMap<number, Repairs> {
  const shares = new Map<number, Map<Edge, Dependent[]>>();
  for (const { dependent } of repairs) {
    const { edge, reached, row } = dependent;
    const to = whole.index.table.get(edge.to);
    if (to === undefined) continue;
    const concerned = new Set(targets.find(edge, reached, row).flatMap((target) => company.ownersOf(target, to)));
    for (const at of concerned) {
      const own = shares.get(at) ?? new Map<Edge, Dependent[]>();
      const list = own.get(edge) ?? [];
      list.push(dependent);
      shares.set(at, own.set(edge, list));
    }
  }
  return shares;
}
