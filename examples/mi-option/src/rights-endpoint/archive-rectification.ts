/** Rectification in the archive: the name and the address of a reader. Everything else there is what happened. */
import type { DatabaseSync } from "node:sqlite";
import type { CorrectedColumn, RectifyAnswer, RectifyMessage } from "@kept/connectors/http/change-messages";
import type { Finding } from "@kept/engine/model";
import type { Correction, RectifiedColumn } from "@kept/engine/plan-rectification";
import { DISPUTE_OPEN, finding, findReaders } from "./archive-reach.ts";
import { refusal } from "./archive-runs.ts";

const COLUMNS = [
  { column: "name", category: "name", isGood: (value: string) => value.trim() !== "" },
  { column: "email", category: "contact.email", isGood: (value: string) => /^[^@\s]+@[^@\s]+$/.test(value) },
] as const;

type Column = (typeof COLUMNS)[number];

export function planRectification(
  database: DatabaseSync,
  { person, corrections }: RectifyMessage,
): RectifyAnswer & { readonly state: "planned" } {
  const { subjects, findings: open } = findReaders(database, person);
  const findings = open.filter(({ code }) => code !== DISPUTE_OPEN);
  const changes: RectifiedColumn[] = [];
  for (const correction of corrections) {
    const column = findColumn(correction);
    if (column === undefined) findings.push(notHeld(correction));
    else if (!column.isGood(correction.value)) findings.push(refused(column));
    else {
      const ids = subjects
        .map(({ key }) => key)
        .filter((key) => correction.key === null || isSame(key, correction.key));
      if (ids.length === 0 && subjects.length > 0) findings.push(rowMissing());
      const before = ids
        .map(([id]) =>
          String(
            database.prepare(`SELECT ${column.column} FROM readers WHERE id = ?`).get(Number(id))?.[column.column],
          ),
        )
        .filter((value) => value !== correction.value);
      if (before.length > 0) changes.push(describe(column, before, correction.value));
    }
  }
  return { state: "planned", subjects, changes, findings };
}

function findColumn({ table, column, category }: Correction): Column | undefined {
  if (table !== null) return table === "readers" ? COLUMNS.find((one) => one.column === column) : undefined;
  return COLUMNS.find((one) => one.category === category);
}

function isSame(key: readonly string[], other: readonly string[]): boolean {
  return key.length === other.length && key.every((part, position) => part === other[position]);
}

function describe({ column, category }: Column, before: readonly string[], value: string): RectifiedColumn {
  return {
    table: "readers",
    column,
    category,
    rows: before.length,
    why: "The entry in the list of readers.",
    before: [...new Set(before)],
    value,
  };
}

/** Within a transaction. */
export function rectify(database: DatabaseSync, message: RectifyMessage): RectifyAnswer {
  const { subjects, changes, findings } = planRectification(database, message);
  const blocking = findings.filter(({ blocks }) => blocks);
  if (blocking.length > 0) return { state: "refused", code: refusal(blocking), findings: blocking };
  const approved = new Set((message.approved ?? []).map(({ table, column }) => `${table}.${column}`));
  if (changes.some(({ table, column }) => !approved.has(`${table}.${column}`)))
    return { state: "refused", code: "plan_changed", findings: [] };
  for (const { column, value } of changes) {
    const correction = message.corrections.find((one) => findColumn(one)?.column === column && one.value === value);
    for (const { key } of subjects) {
      if (correction?.key !== null && correction !== undefined && !isSame(key, correction.key)) continue;
      database.prepare(`UPDATE readers SET ${column} = ? WHERE id = ?`).run(value, Number(key[0]));
    }
  }
  const done = changes.map(({ table, column, category, rows }): CorrectedColumn => ({ table, column, category, rows }));
  return { state: "done", changes: done, residue: [] };
}

/** A category that the archive does not hold is nothing to correct; a column that it does not let be corrected is. */
function notHeld({ table, column }: Correction): Finding {
  return table === null
    ? finding("category_missing", "The archive corrects names and e-mail addresses only.", "Nothing to do here.")
    : finding(
        "rectification_column_unclear",
        `The archive does not correct ${table}.${column ?? ""}: it tells what happened.`,
        "Correct readers.name or readers.email.",
      );
}
const refused = ({ column }: Column): Finding =>
  finding("value_refused", `readers.${column} cannot hold that value.`, "Give another one.");
const rowMissing = (): Finding =>
  finding("rectification_row_missing", "That entry is not this reader's.", "Name one of the reader's own.");
