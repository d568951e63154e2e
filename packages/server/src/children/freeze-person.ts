/** Stops every use of somebody's data but those that a law demands, or lets them go on. */
import { randomUUID } from "node:crypto";
import { recordActs } from "../choices/record-acts.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import type { ChildParts } from "./child-parts.ts";

export async function setFreeze(
  tx: TxCtx,
  parts: ChildParts,
  personId: string,
  act: "frozen" | "unfrozen",
): Promise<void> {
  const at = isoInstant(tx.clock.now());
  const context = { surface: "api", method: "written", at } as const;
  await recordActs(tx, parts.choices, personId, [{ id: randomUUID(), act, purpose: "*" }], context);
}
