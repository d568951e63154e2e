/** Why a row is somebody's, what access shows of it and what an erasure does to it: one row, told in full. */
import { findDependents } from "./dependents.ts";
import { addToIndex, createKeyIndex, findPointedAt, keyId } from "./edge-values.ts";
import { findPeopleOf } from "./find-people-of.ts";
import type { Edge, Finding, ModelIndex } from "./model.ts";
import { planAccess } from "./plan-access.ts";
import { type ErasureOptions, planReached } from "./plan-erasure.ts";
import { reachRows } from "./reach.ts";
import { type Reach, readValues, rowId } from "./reached-rows.ts";
import { type Disposition, type ErasurePlan, EVERYTHING, type Level, type RowRef } from "./rights.ts";
import type { KeyQuery, KeyRows, SetValue } from "./store.ts";
import { type Path, tracePath } from "./trace-path.ts";

/** What access shows of the row, if anything. */
export interface RowShown {
  readonly level: Level;
  readonly columns: readonly string[];
  /** Never exported. */
  readonly hidden: readonly string[];
  /** Shown as another person's where they are. */
  readonly masked: readonly string[];
}

/**
 * What becomes of the row: a disposition; `settled` when an earlier erasure has done it already; `repaired` when it is not
 * the person's and only lets go of a row that is deleted; `untouched` otherwise.
 */
export type RowFate = Disposition | "settled" | "repaired" | "untouched";

export interface RowErasure {
  readonly fate: RowFate;
  readonly why: string;
  readonly until: string | null;
  /** Columns that are set. */
  readonly set: Readonly<Record<string, SetValue>>;
  /** Columns of counters that are counted anew. */
  readonly recounted: readonly string[];
  /** Rows that are not the person's and point at this one: what may keep it. */
  readonly dependents: readonly RowDependents[];
  /** What stands in the way of this person's erasure where this row's table, or an edge of the path, is concerned. */
  readonly blockedBy: readonly Finding[];
}

export interface RowDependents {
  readonly edge: Edge;
  readonly rows: number;
}

/** One person and the row. */
export interface RowStake {
  readonly person: readonly RowRef[];
  /** Null: nothing leads from the person to the row. */
  readonly path: Path | null;
  readonly access: RowShown | null;
  readonly erasure: RowErasure;
}

export interface RowExplanation {
  readonly row: RowRef;
  readonly exists: boolean;
  readonly stakes: readonly RowStake[];
  /** There are more people than were looked at. */
  readonly isCut: boolean;
}

export interface ExplainOptions extends ErasureOptions {
  /** How many people are looked at when none is named. */
  readonly mostPeople: number;
}

type Asking<T> = Generator<readonly KeyQuery[], T, readonly KeyRows[]>;

/**
 * Explains a row for the person whose rows these are, or, with null, for everybody whom it concerns: they are found by
 * walking up from it. Reaches and plans for each person as a right would, so that it says what a right does.
 */
export function* explainRow(
  index: ModelIndex,
  row: RowRef,
  person: readonly RowRef[] | null,
  options: ExplainOptions,
): Asking<RowExplanation> {
  const above = yield* findPeopleOf(index, row);
  if (!above.exists) return { row, exists: false, stakes: [], isCut: false };
  if (person !== null) {
    return { row, exists: true, stakes: [yield* explainFor(index, row, person, options)], isCut: false };
  }
  const stakes: RowStake[] = [];
  const explained = new Set<string>();
  let looked = 0;
  for (const candidate of above.people) {
    if (explained.has(nameRow(candidate))) continue;
    if (looked === options.mostPeople) return { row, exists: true, stakes, isCut: true };
    looked += 1;
    const stake = yield* explainFor(index, row, [candidate], options, explained);
    if (stake.path !== null) stakes.push(stake);
  }
  return { row, exists: true, stakes: stakes.sort(byStrength), isCut: above.isCut };
}

const STRENGTH: readonly (Level | undefined)[] = ["own", "view", "act", undefined];

function byStrength(a: RowStake, b: RowStake): number {
  return STRENGTH.indexOf(a.access?.level) - STRENGTH.indexOf(b.access?.level);
}

function nameRow({ table, key }: RowRef): string {
  return JSON.stringify([table, ...key]);
}

/** `met` is told the rows that turn out to be the same person, so that nobody is explained twice. */
function* explainFor(
  index: ModelIndex,
  row: RowRef,
  person: readonly RowRef[],
  options: ErasureOptions,
  met: Set<string> = new Set(),
): Asking<RowStake> {
  const reach = yield* reachRows(index, person, { skipLeaves: false });
  for (const { table, rows } of reach.tables.values()) {
    if (table.kind !== "subject") continue;
    for (const one of rows.values()) if (one.level === "own") met.add(nameRow({ table: table.name, key: one.key }));
  }
  const path = tracePath(reach, row);
  const dependents = path === null ? [] : yield* countDependents(reach, row);
  const plan = yield* planReached(reach, options);
  const erasure = { ...readFate(plan, row), dependents, blockedBy: blockedBy(plan, row, path) };
  return { person, path, access: readShown(reach, row), erasure };
}

function readShown(reach: Reach, { table, key }: RowRef): RowShown | null {
  const reached = reach.tables.get(table);
  const level = reached?.rows.get(rowId(reached, key))?.level;
  if (level === undefined) return null;
  const shown = planAccess(reach, EVERYTHING, new Map(), []).plan.tables.find(
    (one) => one.name === table && one.level === level,
  );
  if (shown === undefined) return null;
  return { level, columns: shown.columns, hidden: shown.hidden, masked: shown.masked };
}

function readFate(plan: ErasurePlan, { table, key }: RowRef): Omit<RowErasure, "dependents" | "blockedBy"> {
  const id = keyId(key);
  const planned = plan.tables.find(({ name }) => name === table)?.rows.find((one) => keyId(one.key) === id);
  const set: Record<string, SetValue> = {};
  const recounted: string[] = [];
  for (const operation of plan.operations) {
    if (operation.table !== table || operation.op === "delete") continue;
    if (!operation.keys.some((one) => keyId(one) === id)) continue;
    if (operation.op === "update") Object.assign(set, operation.set);
    else if (operation.op === "recount") recounted.push(operation.column);
  }
  if (planned !== undefined) {
    const { disposition, why, until } = planned;
    // What is cut from a row before it is deleted is of no interest.
    return { fate: disposition, why, until, set: disposition === "deleted" ? {} : set, recounted };
  }
  const isSettled = plan.settled?.some((one) => one.table === table && keyId(one.key) === id) ?? false;
  if (isSettled) {
    return { fate: "settled", why: "it is as an erasure leaves it", until: null, set, recounted };
  }
  if (Object.keys(set).length > 0) {
    const why = "it is not theirs; it lets go of a row of theirs that is deleted";
    return { fate: "repaired", why, until: null, set, recounted };
  }
  return { fate: "untouched", why: "it is not theirs", until: null, set, recounted };
}

/** Rows of others, and of nobody, that point at this one. */
function* countDependents(reach: Reach, { table, key }: RowRef): Asking<readonly RowDependents[]> {
  const reached = reach.tables.get(table);
  const row = reached?.rows.get(rowId(reached, key));
  if (reached === undefined || row === undefined) return [];
  const counts = new Map<Edge, number>();
  for (const dependent of yield* findDependents(reach)) {
    const { edge } = dependent;
    if (edge.to !== table) continue;
    const target = createKeyIndex<true>();
    addToIndex(target, edge, readValues(reached, row, edge.toColumns), true);
    const values = readValues(dependent.reached, dependent.row, edge.columns);
    if (findPointedAt(target, edge, values).length > 0) counts.set(edge, (counts.get(edge) ?? 0) + 1);
  }
  return [...counts].map(([edge, rows]) => ({ edge, rows }));
}

function blockedBy(plan: ErasurePlan, { table }: RowRef, path: Path | null): readonly Finding[] {
  const edges = new Set(path?.steps.map(({ edge }) => `${edge.from} ${edge.columns.join(", ")}`));
  return plan.findings.filter(
    (finding) => finding.blocks && (finding.table === table || edges.has(`${finding.table} ${finding.column}`)),
  );
}
