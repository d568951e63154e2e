/** Erasure in a store in which Kept decides row by row: planned, run in one transaction, verified, settled. */
import { copiesOfErased } from "@kept/engine/copy-searches";
import { type FoundPerson, findPerson } from "@kept/engine/find-person";
import { askedAfterErasure } from "@kept/engine/held-writes";
import type { Finding, ModelIndex } from "@kept/engine/model";
import { type ErasureOptions, planErasure } from "@kept/engine/plan-erasure";
import type { ErasureOutcome, ErasurePlan, PersonQuery, Scope } from "@kept/engine/rights";
import { checkCarriedOut } from "@kept/engine/verify-erasure";
import type { RowReader, RowStore } from "../connector.ts";
import type { RightsOptions, RightsSystem, RunHooks } from "../rights-system.ts";
import { carryOutWatched } from "./carry-out-watched.ts";
import { describeOutcome } from "./describe-outcome.ts";
import { blockingOf, type Discovery } from "./discover.ts";
import { drive } from "./drive.ts";
import { type FileErasure, filesNotGivenBack, filesRemain } from "./erase-files.ts";
import { applyOperations, applyToGiveBack, lookForAlike } from "./observed-change.ts";
import { findLocked, refusePlan } from "./refuse-plan.ts";
import { tryAgain } from "./try-again.ts";
import { tryUpdates } from "./try-updates.ts";
import { checkStillHeld, uniteLooks, verifyDone } from "./verify-done.ts";

export interface RowErasure extends Pick<RightsSystem, "planErasure" | "erase" | "settle"> {
  /** With what a plan of this discovery is made. */
  erasureOptions(
    discovery: Discovery,
    findings: readonly Finding[],
    scope: Scope,
    rights: RightsOptions,
  ): ErasureOptions;
  /** A plan of a person who was found. */
  plan(
    reader: RowReader,
    discovery: Discovery,
    found: FoundPerson,
    scope: Scope,
    rights: RightsOptions,
  ): Promise<ErasurePlan>;
}

/** Erasure on this store; `discover` answers the current discovery. */
export function createRowErasure(store: RowStore, discover: () => Promise<Discovery>, files: FileErasure): RowErasure {
  const erasureOptions = (
    discovery: Discovery,
    findings: readonly Finding[],
    scope: Scope,
    { today }: RightsOptions,
  ): ErasureOptions => ({
    scope,
    today,
    abilities: store.capabilities,
    findings: [...findings, ...blockingOf(discovery)],
  });

  const plan = (reader: RowReader, discovery: Discovery, found: FoundPerson, scope: Scope, rights: RightsOptions) =>
    drive(
      reader,
      planErasure(discovery.index, found.subjects, erasureOptions(discovery, found.findings, scope, rights)),
    );

  async function erase(
    person: PersonQuery,
    scope: Scope,
    rights: RightsOptions,
    approved: ErasurePlan | null,
    hooks: RunHooks,
  ): Promise<ErasureOutcome> {
    const discovery = await discover();
    const { index } = discovery;
    const suspendForeignKeys = await needsSuspension(discovery, approved, person, scope, rights);
    const done = await tryAgain(
      () =>
        store.write(
          async (writer) => {
            const found = await findLocked(writer, index, person);
            const looked = await files.look(await plan(writer, discovery, found, scope, rights));
            const lost = hooks.seal === undefined ? [] : filesNotGivenBack(looked);
            const now = lost.length === 0 ? looked : { ...looked, findings: [...looked.findings, ...lost] };
            refusePlan(approved, now);
            await hooks.beforeChange?.(now);
            const change = { exact: [], operations: now.operations, suspendForeignKeys: now.suspendForeignKeys };
            const watching = { seek: async () => copiesOfErased(index, now), isAskedAfter: askedAfterErasure };
            const { unheld } = await carryOutWatched(writer, index, now, watching, async () => {
              if (hooks.seal === undefined) await applyOperations(writer, change, hooks.onProgress);
              else await applyToGiveBack(writer, index, change, hooks.seal, hooks.onProgress);
            });
            return { plan: now, unheld };
          },
          { suspendForeignKeys },
        ),
      hooks.onRetry,
    );
    return await finish(index, done.plan, done.unheld);
  }

  /** What is left to do and to ask once the rows are gone. Called again after whatever cut it off. */
  async function finish(index: ModelIndex, done: ErasurePlan, unheld: readonly Finding[]): Promise<ErasureOutcome> {
    const removed = await files.remove(index, done);
    const left = await verifyDone(store, index, done);
    return describeOutcome(removed.plan, [...uniteLooks(unheld, left), ...filesRemain(removed.left, done)]);
  }

  /** Only stores that can switch checks off are asked beforehand; for the others the answer is always no. */
  async function needsSuspension(
    discovery: Discovery,
    approved: ErasurePlan | null,
    person: PersonQuery,
    scope: Scope,
    rights: RightsOptions,
  ): Promise<boolean> {
    if (approved !== null) return approved.suspendForeignKeys;
    if (!store.capabilities.canSuspendForeignKeys) return false;
    return await store.read(async (reader) => {
      const found = await drive(reader, findPerson(discovery.index.model, person));
      return (await plan(reader, discovery, found, scope, rights)).suspendForeignKeys;
    });
  }

  return {
    erasureOptions,
    plan,
    async planErasure(person, scope, rights) {
      const discovery = await discover();
      const planned = await store.read(async (reader) => {
        const found = await drive(reader, findPerson(discovery.index.model, person));
        const made = await files.look(await plan(reader, discovery, found, scope, rights));
        if (rights.toGiveBack !== true) return made;
        const alike = await lookForAlike(reader, discovery.index, made.operations);
        return { ...made, findings: [...made.findings, ...alike, ...filesNotGivenBack(made)] };
      });
      const refused = await tryUpdates(store, discovery.index, planned);
      return refused.length === 0 ? planned : { ...planned, findings: [...planned.findings, ...refused] };
    },
    erase,
    async settle(begun) {
      const { index } = await discover();
      const happened = await store.read((reader) => drive(reader, checkCarriedOut(index, begun)));
      if (!happened) return null;
      return await finish(index, begun, await checkStillHeld(store, index, begun));
    },
  };
}
