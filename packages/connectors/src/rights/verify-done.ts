/** What a finished erasure has left behind, as the store says after its commit. */
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
