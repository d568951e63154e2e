/** What a finished erasure is checked by, and how one that was cut off is told from one that happened. */
import { checkCopies } from "./copy-checks.ts";
import { type Check, checkBlanked, checkGone, checkValues } from "./erasure-checks.ts";
import type { Asking } from "./in-step.ts";
import { checkInside } from "./inside-checks.ts";
import type { Finding, ModelIndex } from "./model.ts";
import { checkPointers } from "./pointer-checks.ts";
import type { ErasurePlan } from "./rights.ts";
import { isSetTo } from "./same-value.ts";
import { checkStanding } from "./standing-checks.ts";
import { type KeyQuery, type KeyRows, matchKeys, type Operation } from "./store.ts";

/**
 * Looks for anything that the plan should have left nowhere: its deleted rows, rows that still point at them or at the
 * person, copies and identifying values of the person in columns that the model names; and for rows that were to be there
 * and are not. Answers what is not as it was to be left.
 */
export function* verifyErasure(index: ModelIndex, plan: ErasurePlan): Asking<readonly Finding[]> {
  return yield* ask(listChecks(index, plan));
}

/** The same in so many parts, which may be asked side by side: together they find what the whole finds. */
export function verifyInParts(
  index: ModelIndex,
  plan: ErasurePlan,
  parts: number,
): readonly Asking<readonly Finding[]>[] {
  const checks = listChecks(index, plan);
  // In turns, since neighbours are of one kind, and of one table.
  return Array.from({ length: parts }, (_, part) => ask(checks.filter((_check, at) => at % parts === part)));
}

function listChecks(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  return [
    ...checkGone(plan),
    ...checkStanding(index, plan),
    ...checkBlanked(index, plan),
    ...checkPointers(index, plan),
    ...checkCopies(index, plan),
    ...checkValues(index, plan),
    ...checkInside(index, plan),
  ];
}

function* ask(checks: readonly Check[]): Asking<readonly Finding[]> {
  const answers = checks.length > 0 ? yield checks.map(({ query }) => query) : [];
  return checks.flatMap(({ judge }, position) => judge(answers[position] ?? []));
}

/** Whether a plan that was begun has been carried out: a transaction leaves all of it or nothing. */
export function* checkCarriedOut(
  index: ModelIndex,
  plan: ErasurePlan,
): Generator<readonly KeyQuery[], boolean, readonly KeyRows[]> {
  const gone = checkGone(plan);
  if (gone.length > 0) {
    const answers = yield gone.map(({ query }) => query);
    return answers.every((rows) => rows.length === 0);
  }
  const updates = plan.operations.filter((operation) => operation.op === "update");
  if (updates.length === 0) return plan.tables.every((table) => table.rows.length === 0);
  const answers = yield updates.map(({ table, keyColumns, keys, set }) => ({
    table,
    select: [...keyColumns, ...Object.keys(set)],
    any: [matchKeys(keyColumns, keys)],
  }));
  return updates.every((update, position) => isApplied(index, update, answers[position] ?? []));
}

/** Anything that is not exactly what was to be set counts as not carried out: then the right is planned and run again. */
function isApplied(index: ModelIndex, update: Operation & { op: "update" }, rows: KeyRows): boolean {
  const table = index.table.get(update.table);
  const width = update.keyColumns.length;
  return rows.every((row) => {
    const key = row.slice(0, width).map((text) => text ?? "");
    return Object.entries(update.set).every(([name, value], position) =>
      isSetTo(table, name, row[width + position] ?? null, value, key),
    );
  });
}
