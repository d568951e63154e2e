/** Restriction, lift, rectification and undo on a store in which Kept decides row by row. */
import { filesStay } from "@kept/engine/blob-findings";
import { compareRectifications, compareRestrictions } from "@kept/engine/compare-changes";
import { copiesOfRestricted, copiesOfWrong } from "@kept/engine/copy-searches";
import type { Change, Diff } from "@kept/engine/diff";
import { findPerson } from "@kept/engine/find-person";
import { askAdded, askNow, hasHappened } from "@kept/engine/has-happened";
import { askedAfterAnyway } from "@kept/engine/held-writes";
import type { Finding } from "@kept/engine/model";
import { type Correction, planRectification, type RectificationPlan } from "@kept/engine/plan-rectification";
import { planRestriction, type RestrictionPlan } from "@kept/engine/plan-restriction";
import { planRevert, type RevertPlan, revertedKeys } from "@kept/engine/plan-revert";
import { checkReverted } from "@kept/engine/revert-held";
import type { PersonQuery, Scope } from "@kept/engine/rights";
import { type RowReader, type RowStore, type RowWriter, SystemError } from "../connector.ts";
import type { LifecycleRights, RectifyHooks, RevertOutcome } from "../lifecycle-rights.ts";
import type { RightsOptions } from "../rights-system.ts";
import { carryOutWatched, type Watching } from "./carry-out-watched.ts";
import { blockingOf, type Discovery } from "./discover.ts";
import { drive } from "./drive.ts";
import { lookAfter, type Told } from "./look-after.ts";
import { applyObserved, applyToGiveBack, findAlike } from "./observed-change.ts";
import { isOnlyTried, OnlyTried } from "./only-tried.ts";
import { findLocked, refuseBlocked, refuseChanged } from "./refuse-plan.ts";
import { tryAgain } from "./try-again.ts";
import { uniteLooks } from "./verify-done.ts";

/** The rights of {@link LifecycleRights} on a store of rows. */
export function createRowLifecycle(store: RowStore, discover: () => Promise<Discovery>): LifecycleRights {
  async function restriction(
    reader: RowReader,
    discovery: Discovery,
    person: PersonQuery,
    scope: Scope,
    { today }: RightsOptions,
  ): Promise<RestrictionPlan> {
    const { subjects, findings } = await drive(reader, findPerson(discovery.index.model, person));
    const options = { scope, today, findings: [...findings, ...blockingOf(discovery)] };
    const plan = await drive(reader, planRestriction(discovery.index, subjects, options));
    const stay = filesStay(
      discovery,
      plan.tables.map(({ name }) => name),
    );
    return { ...plan, findings: [...plan.findings, ...stay] };
  }

  async function rectification(
    reader: RowReader,
    discovery: Discovery,
    person: PersonQuery,
    corrections: readonly Correction[],
  ): Promise<RectificationPlan> {
    const { subjects, findings } = await drive(reader, findPerson(discovery.index.model, person));
    const open = [...findings, ...blockingOf(discovery)];
    return await drive(reader, planRectification(discovery.index, subjects, corrections, open));
  }

  /** What the database says to it, without anything being changed. `isTakenBack`: it is to be, later. */
  async function tryOut(
    discovery: Discovery,
    plan: Pick<RectificationPlan, "operations" | "findings">,
    isTakenBack: boolean,
  ): Promise<readonly Finding[]> {
    if (plan.operations.length === 0 || plan.findings.some(({ blocks }) => blocks)) return [];
    const left: Finding[] = [];
    try {
      await store.write(async (writer) => {
        const counts = await writer.apply(plan.operations);
        if (isTakenBack) left.push(...findAlike(discovery.index, plan.operations, counts));
        left.push(...(await lookAfter(writer, discovery.index, plan.operations, TRIED)));
        throw new OnlyTried();
      });
    } catch (error) {
      if (error instanceof SystemError && REFUSALS.includes(error.code)) return [refusedByDatabase(error)];
      if (!isOnlyTried(error)) throw error;
    }
    return left;
  }

  async function revert(
    writer: RowWriter,
    discovery: Discovery,
    diff: Diff,
    seal: (diff: Diff) => Promise<void>,
  ): Promise<RevertOutcome> {
    const { index } = discovery;
    for (const { table, keyColumns, keys } of revertedKeys(await planBack(writer, discovery, diff)))
      await writer.lockRows(table, keyColumns, keys);
    const plan = await planBack(writer, discovery, diff);
    refuseBlocked(plan.findings, "given back");
    const { done, unheld } = await carryOutWatched(writer, index, plan, GIVEN_BACK, () =>
      applyObserved(writer, index, plan, seal, undefined),
    );
    const look = checkReverted(index, plan, done);
    const residue = uniteLooks(unheld, look.residue);
    const findings = [...plan.findings, ...look.findings];
    return { system: store.system, tables: plan.tables, findings, verified: residue.length === 0, residue };
  }

  async function planBack(reader: RowReader, { index }: Discovery, diff: Diff): Promise<RevertPlan> {
    return await drive(reader, planRevert(index, diff, await reader.readExact(askNow(diff))));
  }

  return {
    async planRestriction(person, scope, options) {
      const discovery = await discover();
      const plan = await store.read((reader) => restriction(reader, discovery, person, scope, options));
      return { ...plan, findings: [...plan.findings, ...(await tryOut(discovery, plan, true))] };
    },
    async restrict(person, scope, options, approved, hooks) {
      const discovery = await discover();
      const change = async (writer: RowWriter) => {
        await findLocked(writer, discovery.index, person);
        const now = await restriction(writer, discovery, person, scope, options);
        refuseBlocked(now.findings, "restricted");
        refuseChanged(approved === null ? [] : compareRestrictions(approved, now));
        const { index } = discovery;
        const seek = () => drive(writer, copiesOfRestricted(index, now));
        const { unheld } = await carryOutWatched(writer, index, now, { seek, isAskedAfter: askedAfterAnyway }, () =>
          applyToGiveBack(writer, index, asChange(now), hooks.seal, hooks.onProgress),
        );
        return { plan: now, unheld };
      };
      const { plan, unheld } = await tryAgain(() => store.write(change), hooks.onRetry);
      const left = await store.read((reader) => lookAfter(reader, discovery.index, plan.operations, IN_USE));
      const residue = uniteLooks(unheld, left);
      const tables = plan.tables.map(({ name, marked, sealed, left }) => ({ name, marked, sealed, left }));
      return { system: store.system, tables, verified: residue.length === 0, residue };
    },
    async planRevert(diff) {
      const discovery = await discover();
      return await store.read((reader) => planBack(reader, discovery, diff));
    },
    async revert(diff, hooks) {
      const discovery = await discover();
      const { suspendForeignKeys } = diff;
      return await tryAgain(
        () => store.write((writer) => revert(writer, discovery, diff, hooks.seal), { suspendForeignKeys }),
        hooks.onRetry,
      );
    },
    async planRectification(person, corrections) {
      const discovery = await discover();
      const plan = await store.read((reader) => rectification(reader, discovery, person, corrections));
      return { ...plan, findings: [...plan.findings, ...(await tryOut(discovery, plan, false))] };
    },
    async rectify(person, corrections, approved, hooks) {
      const discovery = await discover();
      const change = async (writer: RowWriter) => {
        await findLocked(writer, discovery.index, person);
        const now = await rectification(writer, discovery, person, corrections);
        refuseBlocked(now.findings, "corrected");
        refuseChanged(approved === null ? [] : compareRectifications(approved, now));
        const { index } = discovery;
        const watching = { seek: async () => copiesOfWrong(now), isAskedAfter: askedAfterAnyway };
        const { unheld } = await carryOutWatched(writer, index, now, watching, () =>
          applyObserved(writer, index, asChange(now), hooks.seal, hooks.onProgress),
        );
        return { plan: now, unheld };
      };
      const { plan, unheld } = await tryAgain(() => store.write(change), hooks.onRetry);
      const left = await store.read((reader) => lookAfter(reader, discovery.index, plan.operations, ALTERED));
      const residue = uniteLooks(unheld, left);
      return { system: store.system, changes: describeChanges(plan, hooks), verified: residue.length === 0, residue };
    },
    async lookAgain({ operations }) {
      const { index } = await discover();
      return await store.read((reader) => lookAfter(reader, index, operations, AGAIN));
    },
    async hasHappened(diff) {
      return await store.read(async (reader) =>
        hasHappened(diff, await reader.readExact(askNow(diff)), await reader.readExact(askAdded(diff))),
      );
    },
  };
}

function asChange({ operations }: Pick<Change, "operations">): Change {
  return { exact: [], operations, suspendForeignKeys: false };
}

function describeChanges(plan: RectificationPlan, { hash }: RectifyHooks) {
  return plan.changes.map(({ table, column, category, rows, before, value }) => ({
    table,
    column,
    category,
    rows,
    before: before.map(hash),
    after: hash(value),
  }));
}

const IN_USE: Told = {
  code: "residue_found",
  value: ["still holds a value that was to go out of use", "still hold a value that was to go out of use"],
};
const ALTERED: Told = {
  code: "residue_found",
  value: ["holds another value than it was given", "hold another value than they were given"],
};
const AGAIN: Told = {
  code: "residue_found",
  value: ["holds something else than was set", "hold something else than was set"],
};
const TRIED: Told = { ...ALTERED, code: "value_altered" };

/** Who comes back is in ordinary use again: copies of them are the application's affair. */
const GIVEN_BACK: Watching = { seek: async () => null, isAskedAfter: askedAfterAnyway };

const REFUSALS: readonly string[] = ["system_constraint_refused", "system_failed"];

function refusedByDatabase(error: SystemError): Finding {
  return {
    code: "value_refused",
    table: "",
    column: "",
    message: `The database refuses what would be written: ${error.message}`,
    suggestion:
      "Give a value that the database's own rules let pass; or mark the column `keep`, or the table `restrict`, in the map.",
    blocks: true,
  };
}
