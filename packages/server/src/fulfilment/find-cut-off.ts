/** Runs that were cut off: what was kept of them is worth something only where the systems say, or cannot say yet, that they happened. */
import type { Ctx } from "../platform/ctx.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { findUndo } from "./describe-undo.ts";
import { listSteps } from "./queries.ts";
import { findUndoDiff, listUndoParts, type UndoPart } from "./undo-diffs.ts";
import { openUndoKey } from "./undo-key.ts";

/**
 * By system whose run was cut off: how many of its transactions have happened, as it says itself. One that cannot be asked now
 * counts as if all had: it is asked again before anything is given back there.
 */
export async function findCutOff(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
): Promise<ReadonlyMap<string, number>> {
  const row = await findUndo(ctx, requestId);
  if (row?.state !== "collecting" || row.sealed_key === null) return new Map();
  const key = openUndoKey(ctx.keys, requestId, row.sealed_key);
  const kept = await listUndoParts(ctx, requestId);
  const cutOff = (await listSteps(ctx, requestId)).filter(
    ({ outcome, system }) => outcome === null && kept.has(system),
  );
  const counted = cutOff.map(async ({ system }): Promise<[string, number]> => {
    return [system, await countHappened(ctx, parts, key, kept.get(system) ?? [])];
  });
  return new Map(await Promise.all(counted));
}

/** Each begins when the one before it has ended: from the first that has not happened on, none has. */
async function countHappened(
  ctx: Ctx,
  parts: RequestParts,
  key: Uint8Array,
  own: readonly UndoPart[],
): Promise<number> {
  try {
    for (const [at, part] of own.toReversed().entries()) {
      const diff = await findUndoDiff(ctx, key, part, "erasure");
      // What was never completed never happened.
      if (diff?.complete !== true) return at;
      const { undo } = await parts.systems.open(part.system);
      if (undo !== undefined && !(await undo.hasHappened(diff))) return at;
    }
  } catch (error) {
    // Whatever it is, it is no reason not to decide the request now.
    ctx.log.warn("a system could not say whether a run happened", { subject: own[0]?.requestId ?? "", error });
  }
  return own.length;
}
