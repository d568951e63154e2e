/** One transaction of an erasure, taken back: what it would come to now, and the deed. */
import { SystemError } from "@kept/connectors/connector";
import type { ChangeHooks, RevertOutcome, UndoRights } from "@kept/connectors/lifecycle-rights";
import { PlanRefused, type RightsSystem } from "@kept/connectors/rights-system";
import { countDiff, type Diff } from "@kept/engine/diff";
import type { Finding } from "@kept/engine/model";
import type { RevertPlan } from "@kept/engine/plan-revert";
import type { Ctx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { lockUndo, updateUndo } from "./describe-undo.ts";
import type { Lease } from "./lease.ts";
import type { UndoneSystem } from "./tables.ts";
import { describeTrouble } from "./trouble.ts";
import { dropPart, findUndoDiff, saveUndoDiff, type UndoPart } from "./undo-diffs.ts";
import { claimTogether, type OpenedTogether, openTogether, releaseTogether, TogetherBusy } from "./undo-together.ts";

/** Of a look at what would come back: a system could not be asked. */
export const SYSTEM_AWAY = "system_away";

/** What a system says that does not have any more what it was to keep. */
export const LOST: readonly string[] = ["undo_over", "undo_unknown", "undo_unopened"];

export interface PartPlan extends Pick<RevertPlan, "tables" | "findings"> {
  /** The system does not have it any more. */
  readonly isLost?: boolean;
}

const NOTHING: PartPlan = { tables: [], findings: [] };

interface AskedPart {
  readonly key: Uint8Array;
  readonly part: UndoPart;
  /** The run was cut off and never settled: what was kept of it may never have happened. */
  readonly isCutOff: boolean;
}

/**
 * What would come back now. One system that is away keeps nobody from asking: the job looks at it again, and waits for it by itself.
 * What went first comes back last: how it fits is known once the rest is there.
 */
export async function planPart(
  ctx: Ctx,
  parts: RequestParts,
  { key, part, isCutOff, isFirst }: AskedPart & { readonly isFirst: boolean },
): Promise<PartPlan> {
  const kept = await openPart(ctx, key, part);
  if (kept === null) return NOTHING;
  if (!isFirst) return countKept(kept);
  try {
    if (kept.together?.isBusy === true) throw busy(part.system);
    const rights = await parts.systems.open(part.system);
    if (isCutOff && !(await undoOf(rights).hasHappened(kept.diff))) return NOTHING;
    const plan = await wayBack(rights, kept).plan();
    return { ...plan, isLost: hasLost(plan.findings) };
  } catch (error) {
    const { message } = describeTrouble(ctx, part.system, error);
    const away: Finding = {
      code: SYSTEM_AWAY,
      table: "",
      column: "",
      message,
      suggestion: "Nothing has to be done: once it is asked for, this system is tried until it can be put back there.",
      blocks: false,
    };
    return { ...countKept(kept), findings: [away] };
  }
}

function hasLost(findings: readonly Finding[]): boolean {
  const blocking = findings.filter(({ blocks }) => blocks);
  return blocking.length > 0 && blocking.every(({ code }) => LOST.includes(code));
}

/** The system refused because it does not have it any more: that no try will change. */
export function isLost(error: unknown): boolean {
  return error instanceof PlanRefused && hasLost(error.findings);
}

/** What was kept: of this one alone, or of this one and others. */
interface KeptPart {
  readonly diff: Diff;
  readonly together: OpenedTogether | null;
}

/** Null: there is nothing to give back; what was never completed never happened. */
async function openPart(ctx: Ctx, key: Uint8Array, part: UndoPart): Promise<KeptPart | null> {
  if (part.together !== undefined) {
    const together = await openTogether(ctx, key, part.requestId, part.system);
    return together === null ? null : { diff: together.kept.diff, together };
  }
  const diff = await findUndoDiff(ctx, key, part, "erasure");
  return diff?.complete === true ? { diff, together: null } : null;
}

/** What was kept, as long as it cannot be held against the system itself; whose is what, only the system can tell. */
function countKept({ diff, together }: KeptPart): PartPlan {
  if (together !== null) return NOTHING;
  const tables = diff.tables.map(({ name, rows }) => {
    const returned = rows.filter(({ after }) => after === null).length;
    return { name, returned, restored: rows.length - returned, removed: 0, newer: 0 };
  });
  return { tables, findings: [] };
}

interface WayBack {
  plan(): Promise<Pick<RevertPlan, "tables" | "findings">>;
  /** `claim` holds what is kept of others, with what is then to be kept of them. */
  carryOut(hooks: ChangeHooks & { readonly claim: Claim }): Promise<RevertOutcome>;
}

type Claim = (diff: Diff, together: OpenedTogether, rest: OpenedTogether["kept"] | null) => Promise<void>;

/** Of several who left together one comes back alone, as long as others stay erased. */
function wayBack(rights: RightsSystem, { diff, together }: KeptPart): WayBack {
  const undo = undoOf(rights);
  if (together === null || together.kept.away.length === 1)
    return { plan: () => undo.planRevert(diff), carryOut: (hooks) => undo.revert(diff, hooks) };
  const { batch } = rights;
  if (batch === undefined) throw unable(rights.system);
  const { kept, at } = together;
  return {
    plan: () => batch.planGiveBack(kept, at),
    carryOut: ({ claim }) => batch.giveBack(kept, at, { seal: (net, rest) => claim(net, together, rest) }),
  };
}

function undoOf({ undo, system }: RightsSystem): UndoRights {
  if (undo === undefined) throw unable(system);
  return undo;
}

function unable(system: string): SystemError {
  return new SystemError(
    "system_failed",
    system,
    `The system "${system}" can no longer put back what was erased.`,
    "Connect it as it was when the erasure ran; taking it back goes on by itself.",
  );
}

/** One transaction. One that was cut off after it happened is not done twice. */
export async function undoPart(
  ctx: Ctx,
  lease: Lease,
  rights: RightsSystem,
  { key, part, isCutOff }: AskedPart,
): Promise<void> {
  let counts: Counts = { rows: 0, newer: 0 };
  const kept = await openPart(ctx, key, part);
  if (kept !== null) {
    const undo = undoOf(rights);
    const begun = await findUndoDiff(ctx, key, part, "undo");
    const settled = begun === null ? null : await settleBegun(undo, begun);
    if (settled !== null) counts = settled;
    else if (!isCutOff || (await undo.hasHappened(kept.diff)))
      counts = countReverted(await carryOut(ctx, lease, rights, { key, part, kept }));
  }
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    const row = await lockUndo(tx, part.requestId);
    if (row === undefined) return;
    await updateUndo(tx, part.requestId, { undone: jsonb([...addCounts(row.undone, part.system, counts)]) });
    await dropPart(tx, part);
  });
}

type Counts = Omit<UndoneSystem, "system">;

/** What a try that was cut off came to; null: nothing of it happened. */
async function settleBegun(undo: UndoRights, begun: Diff): Promise<Counts | null> {
  if (undo.readReverted === undefined)
    return (await undo.hasHappened(begun)) ? { rows: countDiff(begun), newer: 0 } : null;
  const outcome = await undo.readReverted(begun);
  return outcome === null ? null : countReverted(outcome);
}

function countReverted({ tables, residue }: RevertOutcome): Counts {
  return {
    rows: tables.reduce((sum, { returned, restored }) => sum + returned + restored, 0),
    newer: tables.reduce((sum, { newer }) => sum + newer, 0),
    ...tellResidue(residue),
  };
}

function tellResidue(residue: NonNullable<Counts["residue"]>): Pick<Counts, "residue"> {
  const told = residue.map(({ code, table, column, message }) => ({ code, table, column, message }));
  return told.length === 0 ? {} : { residue: told };
}

async function carryOut(
  ctx: Ctx,
  lease: Lease,
  rights: RightsSystem,
  { key, part, kept }: Pick<AskedPart, "key" | "part"> & { readonly kept: KeptPart },
): Promise<RevertOutcome> {
  if (kept.together?.isBusy === true) throw busy(rights.system);
  const note = (diff: Diff, together: OpenedTogether | null, rest: OpenedTogether["kept"] | null) =>
    ctx.transaction(async (tx) => {
      await lease.check(tx);
      if (together !== null) await claimTogether(tx, part.requestId, together, rest);
      await saveUndoDiff(tx, key, part, "undo", diff);
    });
  try {
    return await wayBack(rights, kept).carryOut({ seal: (diff) => note(diff, null, null), claim: note });
  } catch (error) {
    const { group } = part.together ?? {};
    if (group !== undefined && error instanceof PlanRefused)
      await ctx.transaction((tx) => releaseTogether(tx, part.requestId, group));
    if (error instanceof TogetherBusy || (error instanceof Error && error.cause instanceof TogetherBusy))
      throw busy(rights.system);
    throw error;
  }
}

function busy(system: string): SystemError {
  return new SystemError(
    "system_conflict",
    system,
    "Somebody who left in the same run is coming back at this moment.",
    "Nothing has to be done: it goes on by itself after that.",
  );
}

function addCounts(undone: readonly UndoneSystem[], system: string, counts: Counts): readonly UndoneSystem[] {
  const { rows, newer, residue = [] }: Counts = undone.find((one) => one.system === system) ?? { rows: 0, newer: 0 };
  const left = tellResidue([...residue, ...(counts.residue ?? [])]);
  const sum: UndoneSystem = { system, rows: rows + counts.rows, newer: newer + counts.newer, ...left };
  return [...undone.filter((one) => one.system !== system), sum];
}
