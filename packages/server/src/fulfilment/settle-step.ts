/** What was begun in a system: kept sealed until it is verified, settled after a crash, and looked at again on demand. */
import type { RightsOptions, RightsSystem } from "@kept/connectors/rights-system";
import type { Finding } from "@kept/engine/model";
import type { DispositionCounts, ErasureOutcome, ErasurePlan, RowRef } from "@kept/engine/rights";
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { StepRow } from "./queries.ts";
import { openPlan, sealPlan } from "./stored-plan.ts";

export interface Begun {
  /** Plans that were carried out and whose check found something left, oldest first. */
  readonly done: readonly ErasurePlan[];
  /** Begun, and not yet known whether it happened. */
  readonly open: ErasurePlan | null;
}

const NOTHING: Begun = { done: [], open: null };

export const NO_COUNTS: DispositionCounts = { deleted: 0, detached: 0, redacted: 0, retained: 0 };

export function openBegun(keys: Keyring, step: StepRow): Begun {
  return step.sealed_intent === null
    ? NOTHING
    : openPlan<Begun>(keys, step.request_id, step.system, step.sealed_intent);
}

export function sealBegun(keys: Keyring, step: StepRow, begun: Begun): Uint8Array {
  return sealPlan(keys, step.request_id, step.system, begun);
}

/** Of a change that was carried out and not verified, by which rows the person is found: what named them may be sealed, or another by now. */
export function sealChanged(keys: Keyring, step: StepRow, subjects: readonly RowRef[]): Uint8Array {
  const done: ErasurePlan = {
    system: step.system,
    subjects,
    tables: [],
    repairs: [],
    operations: [],
    suspendForeignKeys: false,
    findings: [],
    identifying: [],
    subjectValues: [],
  };
  return sealBegun(keys, step, { done: [done], open: null });
}

/** Rows by which the person was found in runs of this step that are done. */
export function listChanged(keys: Keyring, step: StepRow): readonly RowRef[] {
  return openBegun(keys, step).done.flatMap(({ subjects }) => subjects);
}

/** What all runs so far did here, and what is left now; `outcome` is null when nothing was carried out. */
export async function settleStep(
  rights: RightsSystem,
  begun: Begun,
  before: ErasureOutcome | null,
  options: RightsOptions,
): Promise<{ readonly done: readonly ErasurePlan[]; readonly outcome: ErasureOutcome | null }> {
  const settled = begun.open === null ? null : await rights.settle(begun.open, options);
  if (settled === null || begun.open === null) {
    if (before === null) return { done: [], outcome: null };
    return { done: begun.done, outcome: await checkAgain(rights, begun.done, before, options) };
  }
  const done = [...begun.done, begun.open];
  const outcome = before === null ? settled : mergeOutcomes(before, settled);
  return { done, outcome: done.length === 1 ? outcome : await checkAgain(rights, done, outcome, options) };
}

/** The same outcome with what is left now: of everything that any of these plans should have left nowhere. */
export async function checkAgain(
  rights: RightsSystem,
  done: readonly ErasurePlan[],
  outcome: ErasureOutcome,
  options: RightsOptions,
): Promise<ErasureOutcome> {
  const residue = new Map<string, Finding>();
  for (const plan of done) {
    const looked = await rights.settle(plan, options);
    const found = looked === null ? [cameBack()] : looked.residue;
    for (const finding of found) residue.set(JSON.stringify([finding.code, finding.table, finding.column]), finding);
  }
  return { ...outcome, verified: residue.size === 0, residue: [...residue.values()] };
}

/** Two runs in one system told as one: what was done adds up, and what is left is what the second left. */
export function mergeOutcomes(first: ErasureOutcome, second: ErasureOutcome): ErasureOutcome {
  const names = [...new Set([...first.tables, ...second.tables].map((table) => table.name))];
  const retained = new Set(second.tables.map((table) => table.name));
  return {
    ...second,
    tables: names.map((name) => ({
      name,
      ...sumCounts([...first.tables, ...second.tables].filter((table) => table.name === name)),
      // What is retained is retained once, however often it is looked at.
      retained: [...second.tables, ...first.tables].find((table) => table.name === name)?.retained ?? 0,
    })),
    retained: [...first.retained.filter(({ table }) => !retained.has(table)), ...second.retained],
    ...mergeBlanks(first, second),
    ...mergeFiles(first, second),
  };
}

/** What stays is counted once, as what is retained. */
function mergeFiles(
  { files: first = [] }: ErasureOutcome,
  { files: second = [] }: ErasureOutcome,
): Pick<ErasureOutcome, "files"> {
  const stores = Map.groupBy([...second, ...first], ({ store }) => store);
  const files = [...stores].map(([store, counts]) => ({
    store,
    deleted: counts.reduce((sum, one) => sum + one.deleted, 0),
    kept: counts[0]?.kept ?? 0,
    missing: counts[0]?.missing ?? 0,
  }));
  return files.length === 0 ? {} : { files };
}

function mergeBlanks(first: ErasureOutcome, second: ErasureOutcome): Pick<ErasureOutcome, "blanks"> {
  const all = [...(first.blanks ?? []), ...(second.blanks ?? [])];
  const each = new Map(all.map((blank) => [JSON.stringify([blank.table, blank.column]), blank]));
  return each.size === 0 ? {} : { blanks: [...each.values()] };
}

export function sumCounts(tables: readonly DispositionCounts[]): DispositionCounts {
  return tables.reduce(
    (sum, table) => ({
      deleted: sum.deleted + table.deleted,
      detached: sum.detached + table.detached,
      redacted: sum.redacted + table.redacted,
      retained: sum.retained + table.retained,
    }),
    NO_COUNTS,
  );
}

/** Rows of a plan: every row has exactly one disposition, and some systems tell counts only. */
export function countRows({ deleted, detached, redacted, retained }: DispositionCounts): number {
  return deleted + detached + redacted + retained;
}

function cameBack(): Finding {
  return {
    code: "residue_found",
    table: "",
    column: "",
    message: "What was erased is there again, in whole or in part.",
    suggestion: "Find out what puts it back (an import, a sync, a restored backup), then plan again.",
    blocks: true,
  };
}
