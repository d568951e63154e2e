/** Restriction, its lift and the undoing of an erasure on a store in memory, as connectors drive them on a database. */
import { askBefore, composeDiff } from "../compose-diff.ts";
import type { Change, Diff } from "../diff.ts";
import { askAdded, askNow, hasHappened } from "../has-happened.ts";
import { type Correction, planRectification, type RectificationPlan } from "../plan-rectification.ts";
import { planRestriction, type RestrictionPlan } from "../plan-restriction.ts";
import { planRevert, type RevertPlan } from "../plan-revert.ts";
import type { Observed } from "../revert-held.ts";
import { EVERYTHING, type RowRef, type Scope } from "../rights.ts";
import { drive, type RightsBench } from "./rights-bench.ts";

const TODAY = "2030-06-15";

/** Runs a change and answers what it did, as it was observed. */
export function changeObserved(bench: RightsBench, change: Change): Diff {
  const { asks, before, after } = observeChange(bench, change);
  return composeDiff("test", change, asks, before, after);
}

/** Runs a change and answers what was seen of it. `done`: what is carried out in its place, as where a trigger has its own mind. */
export function observeChange({ index, store }: RightsBench, change: Change, done = change): Observed {
  const asks = askBefore(index, change);
  const before = store.readExact(asks);
  store.applyChange(done);
  return { asks, before, after: store.readExact(asks) };
}

/** Plans a restriction. */
export function restriction(
  { index, store }: RightsBench,
  person: readonly RowRef[],
  scope: Scope = EVERYTHING,
): RestrictionPlan {
  return drive(store, planRestriction(index, person, { scope, today: TODAY, findings: [] }));
}

/** Plans a rectification. */
export function rectification(
  { index, store }: RightsBench,
  person: readonly RowRef[],
  ...corrections: readonly Partial<Correction>[]
): RectificationPlan {
  const whole = corrections.map(
    (one): Correction => ({ table: null, column: null, key: null, category: null, value: "", ...one }),
  );
  return drive(store, planRectification(index, person, whole, []));
}

/** A plan of operations alone, as a change. */
export function asChange({ operations }: Pick<Change, "operations">, suspendForeignKeys = false): Change {
  return { exact: [], operations, suspendForeignKeys };
}

/** Plans the way back of a change. */
export function revert({ index, store }: RightsBench, diff: Diff): RevertPlan {
  return drive(store, planRevert(index, diff, store.readExact(askNow(diff))));
}

/** Did the change of this diff happen, as far as the store tells? */
export function happened({ store }: RightsBench, diff: Diff): boolean {
  return hasHappened(diff, store.readExact(askNow(diff)), store.readExact(askAdded(diff)));
}
