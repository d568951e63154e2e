/** The erasure of several people in one run, on a store in which Kept decides row by row. */
import { copiesOfErased } from "@kept/engine/copy-searches";
import type { Diff } from "@kept/engine/diff";
import { findPeople } from "@kept/engine/find-people";
import type { FoundPerson } from "@kept/engine/find-person";
import { askedAfterErasure } from "@kept/engine/held-writes";
import type { Finding, ModelIndex } from "@kept/engine/model";
import { type BatchPlan, planBatch } from "@kept/engine/plan-batch";
import type { ErasureOutcome, ErasurePlan, PersonQuery, RowRef, Scope } from "@kept/engine/rights";
import { splitDiff } from "@kept/engine/split-diff";
import { copyFindings } from "@kept/engine/trigger-copies";
import { checkCarriedOut } from "@kept/engine/verify-erasure";
import type { RowReader, RowStore } from "../connector.ts";
import {
  type BatchErasure,
  type BatchHooks,
  type BatchOutcome,
  type BatchRights,
  type KeptTogether,
  PlanRefused,
  type RightsOptions,
} from "../rights-system.ts";
import { carryOutWatched, checkHeld } from "./carry-out-watched.ts";
import { describeOutcome } from "./describe-outcome.ts";
import { blockingOf, type Discovery } from "./discover.ts";
import { drive } from "./drive.ts";
import { type FileErasure, filesNotGivenBack, filesRemain, shareFates } from "./erase-files.ts";
import { createGiveBack } from "./give-back.ts";
import { applyOperations, applyToGiveBack, lookForAlike } from "./observed-change.ts";
import { findAllLocked, refusePlan } from "./refuse-plan.ts";
import { tryAgain } from "./try-again.ts";
import { tryUpdates } from "./try-updates.ts";
import { checkStillHeld, uniteLooks, verifyDone } from "./verify-done.ts";

/** A plan for several people, and how what it takes away comes apart for those who hang together. */
export interface PlannedBatch {
  readonly erasure: BatchErasure;
  readonly split: (diff: Diff) => readonly KeptTogether[];
}

/** Plans for people who are found. */
export type PlanTogether = (
  reader: RowReader,
  discovery: Discovery,
  found: readonly FoundPerson[],
  scope: Scope,
  rights: RightsOptions,
  withTies?: boolean,
) => Promise<PlannedBatch>;

/** Batches on this store; `discover` answers the current discovery. */
export function createBatchRights(
  store: RowStore,
  discover: () => Promise<Discovery>,
  files: FileErasure,
): BatchRights {
  async function plan(
    reader: RowReader,
    discovery: Discovery,
    found: readonly FoundPerson[],
    scope: Scope,
    { today }: RightsOptions,
    withTies = false,
  ): Promise<PlannedBatch> {
    const members = groupPeople(found);
    const clear = members.flatMap(({ people }) => people.flatMap((at) => found[at]?.findings ?? []));
    const batch = await drive(
      reader,
      planBatch(
        discovery.index,
        members.map(({ subjects }) => subjects),
        {
          scope,
          today,
          abilities: store.capabilities,
          findings: [...dedupe(clear), ...blockingOf(discovery)],
          withTies,
        },
      ),
    );
    const split = (diff: Diff): readonly KeptTogether[] =>
      splitDiff(batch, diff).map((part) => ({
        diff: part.diff,
        away: part.people.map((at) => ({ at: members[at]?.people[0] ?? at, rows: members[at]?.subjects ?? [] })),
        scope,
        today,
      }));
    return { erasure: await lookAtFiles(describeBatch(found, members, batch)), split };
  }

  async function lookAtFiles(erasure: BatchErasure): Promise<BatchErasure> {
    return erasure.whole.files === undefined ? erasure : withFates(erasure, await files.look(erasure.whole));
  }

  /** Only stores that can switch checks off are asked beforehand; for the others the answer is always no. */
  async function needsSuspension(
    discovery: Discovery,
    people: readonly PersonQuery[],
    scope: Scope,
    rights: RightsOptions,
    approved: BatchErasure | null,
  ): Promise<boolean> {
    if (approved !== null) return approved.whole.suspendForeignKeys;
    if (!store.capabilities.canSuspendForeignKeys) return false;
    return await store.read(async (reader) => {
      const found = await drive(reader, findPeople(discovery.index.model, people));
      return (await plan(reader, discovery, found, scope, rights)).erasure.whole.suspendForeignKeys;
    });
  }

  async function verify(index: ModelIndex, begun: BatchErasure, unheld: Unheld): Promise<BatchOutcome> {
    const removed = await files.remove(index, begun.whole);
    const done = withFates(begun, removed.plan);
    const left = await verifyDone(store, index, done.whole);
    const residue = [...uniteLooks(unheld.whole, left), ...filesRemain(removed.left, done.whole)];
    const people: (ErasureOutcome | null)[] = [];
    for (const [at, { plan: own }] of done.people.entries()) {
      // Whose it is that is left is asked only where something is.
      if (own === null) people.push(null);
      else {
        const theirs = residue.length === 0 ? [] : await verifyDone(store, index, own);
        const found = [...uniteLooks(unheld.people[at] ?? [], theirs), ...filesRemain(removed.left, own)];
        people.push(describeOutcome(own, found));
      }
    }
    return { whole: describeOutcome(done.whole, residue), people };
  }

  return {
    async planErasure(people, scope, rights) {
      const discovery = await discover();
      const planned = await store.read(async (reader) => {
        const found = await drive(reader, findPeople(discovery.index.model, people));
        const { erasure } = await plan(reader, discovery, found, scope, rights);
        if (rights.toGiveBack !== true) return erasure;
        const alike = await lookForAlike(reader, discovery.index, erasure.whole.operations);
        return withFindings(erasure, [...alike, ...filesNotGivenBack(erasure.whole)]);
      });
      return withFindings(planned, await tryUpdates(store, discovery.index, planned.whole));
    },
    async erase(people, scope, rights, approved, hooks: BatchHooks) {
      const discovery = await discover();
      const { index } = discovery;
      const suspendForeignKeys = await needsSuspension(discovery, people, scope, rights, approved);
      const done = await tryAgain(
        () =>
          store.write(
            async (writer) => {
              const found = await findAllLocked(writer, index, people);
              const { keep } = hooks;
              const planned = await plan(writer, discovery, found, scope, rights, keep !== undefined);
              const { split } = planned;
              const lost = keep === undefined ? [] : filesNotGivenBack(planned.erasure.whole);
              const now = withFindings(planned.erasure, lost);
              refusePlan(approved?.whole ?? null, now.whole);
              refuseOthers(approved, now);
              await hooks.beforeChange?.(now);
              const { operations, suspendForeignKeys: suspended } = now.whole;
              const change = { exact: [], operations, suspendForeignKeys: suspended };
              const watching = { seek: async () => copiesOfErased(index, now.whole), isAskedAfter: askedAfterErasure };
              const { unheld, texts } = await carryOutWatched(writer, index, now.whole, watching, async () => {
                if (keep === undefined) await applyOperations(writer, change, hooks.onProgress);
                else await applyToGiveBack(writer, index, change, (diff) => keep(split(diff)), hooks.onProgress);
              });
              const ofOne = async (one: ErasurePlan) => [
                ...(await checkHeld(writer, index, one, askedAfterErasure)),
                ...(texts.length > 0 ? copyFindings(index, copiesOfErased(index, one), texts) : []),
              ];
              return { erasure: now, unheld: { whole: unheld, people: await ofEach(now, unheld, ofOne) } };
            },
            { suspendForeignKeys },
          ),
        hooks.onRetry,
      );
      return await verify(index, done.erasure, done.unheld);
    },
    async settle(begun) {
      const { index } = await discover();
      const whole = await store.read((reader) => drive(reader, checkCarriedOut(index, begun.whole)));
      return whole ? await verify(index, begun, await findStillUnheld(store, index, begun)) : null;
    },
    ...createGiveBack(store, discover, plan),
  };
}

/** What was set and does not hold: of all of it, and of each person's part. */
interface Unheld {
  readonly whole: readonly Finding[];
  readonly people: readonly (readonly Finding[])[];
}

/** Whose it is that does not hold is asked only where something does not. */
async function ofEach(
  { people }: BatchErasure,
  unheld: readonly Finding[],
  check: (plan: ErasurePlan) => Promise<readonly Finding[]>,
): Promise<Unheld["people"]> {
  const own: (readonly Finding[])[] = [];
  if (unheld.length > 0) for (const { plan } of people) own.push(plan === null ? [] : await check(plan));
  return own;
}

async function findStillUnheld(store: RowStore, index: ModelIndex, begun: BatchErasure): Promise<Unheld> {
  const check = (plan: ErasurePlan) => checkStillHeld(store, index, plan);
  const whole = await check(begun.whole);
  return { whole, people: await ofEach(begun, whole, check) };
}

/** Files as a look at their stores, or their deletion, has found them. */
function withFates(erasure: BatchErasure, whole: ErasurePlan): BatchErasure {
  const people = erasure.people.map((one) => ({
    ...one,
    plan: one.plan === null ? null : shareFates(one.plan, whole),
  }));
  return { ...erasure, whole, people };
}

function withFindings(erasure: BatchErasure, more: readonly Finding[]): BatchErasure {
  const { whole } = erasure;
  return more.length === 0 ? erasure : { ...erasure, whole: { ...whole, findings: [...whole.findings, ...more] } };
}

/** Somebody whose rows are found, with all that name them (by their place in the list of people). */
interface Member {
  readonly subjects: RowRef[];
  readonly people: number[];
}

/** Two who share a row of a table of people are one person, named twice. Who is not clear belongs to nobody. */
function groupPeople(found: readonly FoundPerson[]): readonly Member[] {
  const members = new Set<Member>();
  const holders = new Map<string, Member>();
  for (const [at, { subjects, findings }] of found.entries()) {
    if (subjects.length === 0 || isUnclear(findings)) continue;
    const member: Member = { subjects: [], people: [at] };
    members.add(member);
    for (const ref of subjects) addSubject(member, ref, holders, members);
  }
  for (const { people } of members) people.sort((a, b) => a - b);
  return [...members].sort((a, b) => (a.people[0] ?? 0) - (b.people[0] ?? 0));
}

function addSubject(member: Member, ref: RowRef, holders: Map<string, Member>, members: Set<Member>): void {
  const id = JSON.stringify([ref.table, ...ref.key]);
  const other = holders.get(id);
  if (other === member) return;
  holders.set(id, member);
  member.subjects.push(ref);
  if (other === undefined) return;
  members.delete(other);
  member.people.push(...other.people);
  for (const one of other.subjects) addSubject(member, one, holders, members);
}

function isUnclear(findings: readonly Finding[]): boolean {
  return findings.some(({ code }) => code === "person_not_found" || code === "person_ambiguous");
}

function describeBatch(found: readonly FoundPerson[], members: readonly Member[], batch: BatchPlan): BatchErasure {
  const memberOf = new Map(members.flatMap((member, at) => member.people.map((person) => [person, at])));
  return {
    whole: batch.whole,
    people: found.map((one, at) => {
      const member = memberOf.get(at);
      const first = member === undefined ? at : (members[member]?.people[0] ?? at);
      const plan = member === undefined || first !== at ? null : (batch.people[member] ?? null);
      return { found: one, sameAs: first === at ? null : first, plan };
    }),
  };
}

/** What is approved is approved for each of them: nobody's share may grow because another's shrinks. */
function refuseOthers(approved: BatchErasure | null, now: BatchErasure): void {
  if (approved === null) return;
  for (const [at, { plan }] of now.people.entries()) {
    const before = approved.people[at]?.plan ?? null;
    if (plan === null) continue;
    if (before !== null) refusePlan(before, plan);
    else throw new PlanRefused("plan_changed", "A person has been added since the plan was approved.", [], now.whole);
  }
}

function dedupe(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
