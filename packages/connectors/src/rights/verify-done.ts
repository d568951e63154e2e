/** What a finished erasure has left behind, as the store says after its commit. */
import { listLastingWrites, undoneFindings } from "@kept/engine/held-writes";
import type { Finding, ModelIndex } from "@kept/engine/model";
import type { ErasurePlan } from "@kept/engine/rights";
import { verifyErasure, verifyInParts } from "@kept/engine/verify-erasure";
import type { RowStore } from "../connector.ts";
import { drive } from "./drive.ts";

/** Rows of a plan from which on its questions are asked on two connections: fewer are answered before a second one is there. */
const MANY_ROWS = 5_000;

export async function verifyDone(store: RowStore, index: ModelIndex, plan: ErasurePlan): Promise<readonly Finding[]> {
  const rows = plan.tables.reduce((sum, table) => sum + table.rows.length, 0);
  if (rows < MANY_ROWS) return await store.read((reader) => drive(reader, verifyErasure(index, plan)));
  const parts = verifyInParts(index, plan, 2).map((part) => store.read((reader) => drive(reader, part)));
  return (await Promise.all(parts)).flat();
}

/** Of what a run that was cut off after its commit has set, what does not hold: of what nobody else is to write. */
export async function checkStillHeld(
  store: RowStore,
  index: ModelIndex,
  plan: ErasurePlan,
): Promise<readonly Finding[]> {
  return undoneFindings(await store.read((reader) => reader.findUndone(listLastingWrites(index, plan))));
}

/** What both looks have found: a place that the look after the commit tells of is told once. */
export function uniteLooks(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const told = new Set(after.map(({ table, column }) => JSON.stringify([table, column])));
  return [...after, ...before.filter(({ table, column }) => !told.has(JSON.stringify([table, column])))];
}
