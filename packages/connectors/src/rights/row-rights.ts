/** Rights on a store in which Kept decides row by row: find, plan, read, erase, verify, settle. */

import { namesRows } from "@kept/engine/asked-rows";
import type { TellingColumn } from "@kept/engine/describe-question";
import { explainRow, type RowExplanation } from "@kept/engine/explain-row";
import { type FoundPerson, findPerson } from "@kept/engine/find-person";
import type { ImportPlan } from "@kept/engine/import-rows";
import type { Join } from "@kept/engine/infer/read-joins";
import { isStatedAlike, readStated } from "@kept/engine/infer/stated";
import type { DataMap } from "@kept/engine/map";
import type { Finding, ModelIndex } from "@kept/engine/model";
import { type AccessWork, planAccess } from "@kept/engine/plan-access";
import { type ErasureOptions, planErasure } from "@kept/engine/plan-erasure";
import { reachRows } from "@kept/engine/reach";
import {
  type AccessRow,
  type ErasureOutcome,
  type ErasurePlan,
  EVERYTHING,
  type PersonQuery,
  type RowRef,
  type Scope,
} from "@kept/engine/rights";
import type { ColumnSample } from "@kept/engine/store";
import { checkCarriedOut } from "@kept/engine/verify-erasure";
import type { RowReader, RowStore } from "../connector.ts";
import type { LifecycleRights } from "../lifecycle-rights.ts";
import type { BatchRights, RightsOptions, RightsSystem, RunHooks } from "../rights-system.ts";
import { createBatchRights } from "./batch-rights.ts";
import { describeOutcome } from "./describe-outcome.ts";
import { type Discovery, discoverSystem, resolveDiscovery } from "./discover.ts";
import { drive } from "./drive.ts";
import { findReturned } from "./find-returned.ts";
import { type GivenTable, importRows } from "./import-rows.ts";
import { applyOperations, applyToGiveBack, lookForAlike } from "./observed-change.ts";
import { readBatches } from "./read-batches.ts";
import { findLocked, refusePlan } from "./refuse-plan.ts";
import { createRowLifecycle } from "./row-lifecycle.ts";
import { scanResidue } from "./scan-residue.ts";
import { streamOut } from "./stream-out.ts";
import { tryAgain } from "./try-again.ts";
import { tryUpdates } from "./try-updates.ts";
import { verifyDone } from "./verify-done.ts";

export interface RowRightsOptions {
  /** False: infer from the catalogue alone. Default true. */
  readonly readData?: boolean;
  /** Columns that a query log holds equal: shown by discovery as suggestions, never acted upon. */
  readonly joins?: readonly Join[];
  /** Milliseconds for which a look at the live schema stays good; 0 looks every time. Default 30,000. */
  readonly schemaMaxAge?: number;
}

/** Rights over rows, and the discovery they rest on. */
export interface RowRights extends RightsSystem {
  readonly batch: BatchRights;
  readonly scanResidue: NonNullable<RightsSystem["scanResidue"]>;
  readonly findReturned: NonNullable<RightsSystem["findReturned"]>;
  readonly lifecycle: LifecycleRights;
  /** The current discovery; `fresh` infers again from live data. */
  discover(fresh?: boolean): Promise<Discovery>;
  /**
   * Why a row is somebody's, and what access and erasure make of it; for everybody whom it concerns when nobody is named.
   * `explanation` is null when it is not clear who is meant; the findings say why.
   */
  explain(row: RowRef, person: PersonQuery | null, options: RightsOptions): Promise<ExplainedRow>;
  /**
   * Puts rows of a package into an empty database of the same shape, in one transaction; nothing when a finding blocks it.
   * Answers what was, or would be, done. Of the rows only some are held at a time.
   */
  importRows(given: readonly GivenTable[], isDryRun: boolean): Promise<ImportPlan>;
  /** What would be known under another map. The store is asked again only where that map states what inference goes on from. */
  discoverUnder(map: DataMap): Promise<Discovery>;
  /** A few values of each of these columns, for somebody who may see them; none where looking at data is not allowed. */
  sampleValues(columns: readonly TellingColumn[]): Promise<readonly ColumnSample[]>;
  /** Goes on under another map, and what was discovered under it. */
  useMap(map: DataMap): void;
}

export interface ExplainedRow {
  readonly findings: readonly Finding[];
  readonly explanation: RowExplanation | null;
}

/** Values of a column that are shown to who asks for them. */
const SHOWN = 5;

/** How many people are looked at when a row is explained and nobody is named: each costs a plan. */
const MOST_PEOPLE = 20;

/** Makes a {@link RightsSystem} of a row store and the operator's map. Owns the store: disposing it closes the store. */
export function createRowRights(store: RowStore, initialMap: DataMap, options: RowRightsOptions = {}): RowRights {
  const { readData = true, schemaMaxAge = 30_000, joins } = options;
  let map = initialMap;
  let known: Known | null = null;
  /** What was found out under a map that may be used next. */
  let tried: Known | null = null;

  async function look(said: DataMap): Promise<Known> {
    const discovery = await discoverSystem(store, said, { readData, ...(joins === undefined ? {} : { joins }) });
    return { discovery, schemaText: JSON.stringify(discovery.schema), lookedAt: performance.now() };
  }

  async function discover(fresh = false): Promise<Discovery> {
    const seen = known;
    if (seen !== null && !fresh) {
      if (performance.now() - seen.lookedAt < schemaMaxAge) return seen.discovery;
      // The catalogue is cheap to read and decides whether anything inferred still holds.
      if (JSON.stringify(await store.introspect()) === seen.schemaText) {
        seen.lookedAt = performance.now();
        // Another map may have come meanwhile.
        const now = under(seen, map);
        if (now !== null) return now.discovery;
      }
    }
    for (;;) {
      const found = await look(map);
      known = under(found, map);
      if (known !== null) return known.discovery;
    }
  }

  const erasureOptions = (
    discovery: Discovery,
    findings: readonly Finding[],
    scope: Scope,
    { today }: RightsOptions,
  ): ErasureOptions => ({
    scope,
    today,
    abilities: store.capabilities,
    // Notes about the schema as a whole belong to discovery; a plan tells what stands in its own way.
    findings: [...findings, ...discovery.findings.filter((finding) => finding.blocks)],
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
            const now = await plan(writer, discovery, found, scope, rights);
            refusePlan(approved, now);
            await hooks.beforeChange?.(now);
            const change = { exact: [], operations: now.operations, suspendForeignKeys: now.suspendForeignKeys };
            if (hooks.seal === undefined) await applyOperations(writer, change, hooks.onProgress);
            else await applyToGiveBack(writer, index, change, hooks.seal, hooks.onProgress);
            return now;
          },
          { suspendForeignKeys },
        ),
      hooks.onRetry,
    );
    return await verify(index, done);
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

  async function verify(index: ModelIndex, done: ErasurePlan): Promise<ErasureOutcome> {
    return describeOutcome(done, await verifyDone(store, index, done));
  }

  const lifecycle = createRowLifecycle(store, () => discover());

  return {
    system: store.system,
    kind: store.kind,
    lifecycle,
    restriction: lifecycle,
    rectification: lifecycle,
    undo: lifecycle,
    batch: createBatchRights(store, () => discover()),
    discover,
    async explain(row, person, rights) {
      const discovery = await discover();
      const { index } = discovery;
      return await store.read(async (reader) => {
        const found = person === null ? null : await drive(reader, findPerson(index.model, person));
        const findings = found?.findings ?? [];
        if (found?.subjects.length === 0) return { findings, explanation: null };
        const options = { ...erasureOptions(discovery, findings, EVERYTHING, rights), mostPeople: MOST_PEOPLE };
        return { findings, explanation: await drive(reader, explainRow(index, row, found?.subjects ?? null, options)) };
      });
    },
    async discoverUnder(next) {
      // What was tried a moment ago is often what is taken then.
      const isFresh = tried !== null && performance.now() - tried.lookedAt < schemaMaxAge;
      if (tried !== null && isFresh && (known === null || known.schemaText === tried.schemaText)) {
        const again = under(tried, next);
        if (again !== null) {
          tried = again;
          return again.discovery;
        }
      }
      if (isStatedAlike(readStated(map), readStated(next))) {
        const { schema, inference, fromLog, map: last } = await discover();
        if (isStatedAlike(readStated(last), readStated(next)))
          return resolveDiscovery(schema, inference, next, fromLog);
      }
      tried = await look(next);
      return tried.discovery;
    },
    sampleValues: async (columns) => (readData && columns.length > 0 ? await store.sampleColumns(columns, SHOWN) : []),
    useMap(next) {
      map = next;
      known = (known && under(known, next)) ?? (tried && under(tried, next));
      tried = null;
    },
    async find(person) {
      const { index } = await discover();
      return await store.read((reader) => drive(reader, findPerson(index.model, person)));
    },
    async planAccess(person, scope) {
      const discovery = await discover();
      return await store.read(async (reader) => (await prepareAccess(reader, discovery, person, scope)).plan);
    },
    readAccess: (person, scope, { inOrder = false }, onPlan) =>
      streamOut<AccessRow>(async (push) => {
        const discovery = await discover();
        await store.read(async (reader) => {
          const work = await prepareAccess(reader, discovery, person, scope, inOrder);
          await onPlan(work.plan);
          for await (const row of readBatches(reader, work.reads)) await push(row);
          for (const line of work.lines) await push(line);
        });
      }),
    async planErasure(person, scope, rights) {
      const discovery = await discover();
      const planned = await store.read(async (reader) => {
        const found = await drive(reader, findPerson(discovery.index.model, person));
        const made = await plan(reader, discovery, found, scope, rights);
        if (rights.toGiveBack !== true) return made;
        const alike = await lookForAlike(reader, discovery.index, made.operations);
        return { ...made, findings: [...made.findings, ...alike] };
      });
      const refused = await tryUpdates(store, discovery.index, planned);
      return refused.length === 0 ? planned : { ...planned, findings: [...planned.findings, ...refused] };
    },
    erase,
    async settle(begun) {
      const { index } = await discover();
      const happened = await store.read((reader) => drive(reader, checkCarriedOut(index, begun)));
      return happened ? await verify(index, begun) : null;
    },
    async importRows(given, isDryRun) {
      return await importRows(store, (await discover()).index, given, isDryRun);
    },
    async findReturned(question, hooks) {
      return await findReturned(store, (await discover()).index, question, hooks);
    },
    async scanResidue(question, rights, hooks) {
      // Tables that came since the last look are what it is for.
      if (known !== null) known.lookedAt = Number.NEGATIVE_INFINITY;
      const discovery = await discover();
      return await scanResidue(store, discovery.index, question, hooks, (reader, found, scope) =>
        plan(reader, discovery, found, scope, rights),
      );
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

interface Known {
  readonly discovery: Discovery;
  readonly schemaText: string;
  lookedAt: number;
}

/** The same under a map; null where that states something else for inference to go on from. */
function under(known: Known, map: DataMap): Known | null {
  const { schema, inference, fromLog, map: last } = known.discovery;
  if (last === map) return known;
  if (!isStatedAlike(readStated(last), readStated(map))) return null;
  return { ...known, discovery: resolveDiscovery(schema, inference, map, fromLog) };
}

async function prepareAccess(
  reader: RowReader,
  discovery: Discovery,
  person: PersonQuery,
  scope: Scope,
  inOrder = false,
): Promise<AccessWork> {
  const found = await drive(reader, findPerson(discovery.index.model, person));
  const reach = await drive(reader, reachRows(discovery.index, found.subjects, { skipLeaves: !namesRows(scope) }));
  const leaves = [...reach.leaves.values()];
  const queries = leaves.map(({ table, any }) => ({ table: table.name, columns: [], any }));
  const counts = queries.length > 0 ? await reader.countRows(queries) : [];
  const leafCounts = new Map(leaves.map(({ table }, position) => [table.name, counts[position] ?? 0]));
  return planAccess(reach, scope, leafCounts, [...found.findings, ...discovery.findings], inOrder);
}
