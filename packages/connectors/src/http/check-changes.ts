/** Strict checks of the messages of restriction, lift, rectification, restoring and residue, in both directions. */
import type { Correction } from "@kept/engine/plan-rectification";
import type { SoughtValue } from "@kept/engine/sought-values";
import type {
  CorrectedColumn,
  LiftAnswer,
  LiftDone,
  LiftedTable,
  LiftMessage,
  RectifyAnswer,
  RectifyDone,
  RectifyMessage,
  ResidueAnswer,
  ResidueMessage,
  RestoreAnswer,
  RestoreDone,
  RestoredTable,
  RestoreMessage,
  RestrictAnswer,
  RestrictDone,
  RestrictedCounts,
  RestrictionGroup,
  RestrictionGroups,
  RestrictMessage,
} from "./change-messages.ts";
import {
  day,
  findings,
  idempotencyKey,
  NAMES,
  name,
  person,
  refused,
  rowRef,
  scope,
  sentence,
  statusAnswer,
  undoKey,
} from "./check-messages.ts";
import { type Check, count, list, oneOf, orNull, ShapeProblem, shape, text, variant, yesOrNo } from "./check-shape.ts";

/** A value that is put right, or looked for. */
const value = text(100_000);
const mode = oneOf(["dry-run", "run"]);
const planned = oneOf(["planned"]);
const isDone = oneOf(["done"]);

/** A run without what was approved is no run. */
function approvedForRun<T extends { readonly mode: string; readonly approved: unknown }>(check: Check<T>): Check<T> {
  return (given, path) => {
    const message = check(given, path);
    if (message.mode === "run" && message.approved === null)
      throw new ShapeProblem("approved", "must be given for a run");
    return message;
  };
}

const group = shape<RestrictionGroup>({ disposition: oneOf(["marked", "sealed", "left"]), rows: count, why: sentence });
const groups = list(shape<RestrictionGroups>({ name, groups: list(group, 1_000) }), NAMES);
const counts = shape<RestrictedCounts>({ name, marked: count, sealed: count, left: count });

export const checkRestrictMessage: Check<RestrictMessage> = approvedForRun(
  shape<RestrictMessage>({ person, scope, today: day, mode, idempotencyKey, approved: orNull(list(counts, NAMES)) }),
);

const restrictDone = shape<RestrictDone>({ state: isDone, tables: groups, residue: findings });

export const checkRestrictAnswer: Check<RestrictAnswer> = variant<RestrictAnswer>("state", {
  planned: shape({ state: planned, subjects: list(rowRef, NAMES), tables: groups, findings }),
  done: restrictDone,
  refused,
});
export const checkRestrictStatus = statusAnswer(restrictDone);

export const checkLiftMessage: Check<LiftMessage> = shape<LiftMessage>({
  restriction: idempotencyKey,
  mode,
  idempotencyKey,
});

const lifted = list(shape<LiftedTable>({ name, rows: count, newer: count }), NAMES);
const liftDone = shape<LiftDone>({ state: isDone, tables: lifted, findings });

export const checkLiftAnswer: Check<LiftAnswer> = variant<LiftAnswer>("state", {
  planned: shape({ state: planned, tables: lifted, findings }),
  done: liftDone,
  refused,
});
export const checkLiftStatus = statusAnswer(liftDone);

export const checkRestoreMessage: Check<RestoreMessage> = shape<RestoreMessage>({
  erasure: idempotencyKey,
  key: undoKey,
  mode,
  idempotencyKey,
});

const restored = list(shape<RestoredTable>({ name, returned: count, restored: count, newer: count }), NAMES);
const restoreDone = shape<RestoreDone>({ state: isDone, tables: restored, findings });

export const checkRestoreAnswer: Check<RestoreAnswer> = variant<RestoreAnswer>("state", {
  planned: shape({ state: planned, tables: restored, findings }),
  done: restoreDone,
  refused,
});
export const checkRestoreStatus = statusAnswer(restoreDone);

const correction = shape<Correction>({
  table: orNull(name),
  column: orNull(name),
  key: orNull(list(text(1_000), 32)),
  category: orNull(name),
  value,
});
const corrected = shape<CorrectedColumn>({ table: name, column: name, category: name, rows: count });

export const checkRectifyMessage: Check<RectifyMessage> = approvedForRun(
  shape<RectifyMessage>({
    person,
    corrections: list(correction, 1_000),
    mode,
    idempotencyKey,
    approved: orNull(list(corrected, NAMES)),
  }),
);

const rectifyDone = shape<RectifyDone>({ state: isDone, changes: list(corrected, NAMES), residue: findings });

export const checkRectifyAnswer: Check<RectifyAnswer> = variant<RectifyAnswer>("state", {
  planned: shape({
    state: planned,
    subjects: list(rowRef, NAMES),
    changes: list(
      shape({
        table: name,
        column: name,
        category: name,
        rows: count,
        why: sentence,
        before: list(value, NAMES),
        value,
      }),
      NAMES,
    ),
    findings,
  }),
  done: rectifyDone,
  refused,
});
export const checkRectifyStatus = statusAnswer(rectifyDone);

export const checkResidueMessage: Check<ResidueMessage> = shape<ResidueMessage>({
  person,
  scope,
  values: list(shape<SoughtValue>({ category: name, value }), NAMES),
  plusTags: yesOrNo,
  today: day,
});

export const checkResidueAnswer: Check<ResidueAnswer> = shape<ResidueAnswer>({
  places: list(
    shape({
      table: name,
      column: name,
      rows: count,
      planned: count,
      keys: list(list(text(1_000), 32), 1_000),
      categories: list(name, 1_000),
    }),
    NAMES,
  ),
  tables: count,
  columns: count,
  unread: list(name, NAMES),
  short: count,
});
