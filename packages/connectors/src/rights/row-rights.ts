/** Rights on a store in which Kept decides row by row: find, plan, read, erase, verify, settle. */

import type { TellingColumn } from "@kept/engine/describe-question";
import { explainRow, type RowExplanation } from "@kept/engine/explain-row";
import { findPerson } from "@kept/engine/find-person";
import type { ImportPlan } from "@kept/engine/import-rows";
import type { DataMap } from "@kept/engine/map";
import type { Finding } from "@kept/engine/model";
import { EVERYTHING, type PersonQuery, type RowRef } from "@kept/engine/rights";
import type { ColumnSample } from "@kept/engine/store";
import type { RowStore } from "../connector.ts";
import { readStored } from "../files/read-stored.ts";
import type { LifecycleRights } from "../lifecycle-rights.ts";
import type { BatchRights, RightsOptions, RightsSystem } from "../rights-system.ts";
import { createBatchRights } from "./batch-rights.ts";
import { drive } from "./drive.ts";
import { createFileErasure } from "./erase-files.ts";
import { createRowErasure } from "./erase-rows.ts";
import { findReturned } from "./find-returned.ts";
import { type GivenTable, importRows } from "./import-rows.ts";
import { createKnownDiscovery, type KnownDiscovery, type KnownDiscoveryOptions } from "./known-discovery.ts";
import { createRowAccess } from "./read-access.ts";
import { createRowLifecycle } from "./row-lifecycle.ts";
import { scanResidue } from "./scan-residue.ts";

/** Rights over rows, and the discovery they rest on. */
export interface RowRights extends RightsSystem, Omit<KnownDiscovery, "lookAgain"> {
  readonly batch: BatchRights;
  readonly scanResidue: NonNullable<RightsSystem["scanResidue"]>;
  readonly findReturned: NonNullable<RightsSystem["findReturned"]>;
  readonly lifecycle: LifecycleRights;
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
  /** A few values of each of these columns, for somebody who may see them; none where looking at data is not allowed. */
  sampleValues(columns: readonly TellingColumn[]): Promise<readonly ColumnSample[]>;
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
export function createRowRights(store: RowStore, initialMap: DataMap, options: KnownDiscoveryOptions = {}): RowRights {
  const { readData = true } = options;
  const { lookAgain, ...known } = createKnownDiscovery(store, initialMap, options);
  const discover = () => known.discover();
  const files = createFileErasure(store, options.files);
  const { plan, erasureOptions, ...erasure } = createRowErasure(store, discover, files);
  const lifecycle = createRowLifecycle(store, discover);

  return {
    system: store.system,
    kind: store.kind,
    lifecycle,
    restriction: lifecycle,
    rectification: lifecycle,
    undo: lifecycle,
    batch: createBatchRights(store, discover, files),
    ...known,
    ...createRowAccess(store, discover),
    readFile: (file) => readStored(options.files, file),
    ...erasure,
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
    sampleValues: async (columns) => (readData && columns.length > 0 ? await store.sampleColumns(columns, SHOWN) : []),
    async find(person) {
      const { index } = await discover();
      return await store.read((reader) => drive(reader, findPerson(index.model, person)));
    },
    async importRows(given, isDryRun) {
      return await importRows(store, (await discover()).index, given, isDryRun);
    },
    async findReturned(question, hooks) {
      return await findReturned(store, (await discover()).index, question, hooks);
    },
    async scanResidue(question, rights, hooks) {
      // Tables that came since the last look are what it is for.
      lookAgain();
      const discovery = await discover();
      return await scanResidue(store, discovery.index, question, rights, hooks, (reader, found, scope) =>
        plan(reader, discovery, found, scope, rights),
      );
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
