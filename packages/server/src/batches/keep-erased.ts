/** Keeps what a run of several takes away for whoever of them can take it back: apart of each, once of those who hang together. */
import type { KeptTogether } from "@kept/connectors/rights-system";
import { settingsFor } from "../fulfilment/describe-undo.ts";
import type { Lease } from "../fulfilment/lease.ts";
import { dropPartsOf, type SealedDiff, saveUndoDiffs } from "../fulfilment/undo-diffs.ts";
import { saveTogether, type TogetherKept } from "../fulfilment/undo-together.ts";
import { beginWindows } from "../fulfilment/undo-window.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { listRequests } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";

/** Parts of one transaction: what it seals is in memory at once. */
const AT_ONCE = 25;

export interface KeepErased {
  readonly ctx: Ctx;
  readonly parts: RequestParts;
  readonly lease: Lease;
  readonly system: string;
  /** The request of whoever has this place among the people of the run. */
  requestOf(at: number): string | undefined;
}

/**
 * Called inside the system's transaction, before its commit: without it nothing is changed. A part is kept where everybody in it
 * can be given a key; of one who cannot, nothing is kept, and so nothing of what hangs together with theirs. As many statements for
 * a transaction whoever is in it.
 */
export async function keepErased(of: KeepErased, kept: readonly KeptTogether[]): Promise<void> {
  for (let at = 0; at < kept.length; at += AT_ONCE) {
    await of.ctx.transaction(async (tx) => {
      await of.lease.check(tx);
      await keepParts(tx, of, kept.slice(at, at + AT_ONCE));
    });
  }
}

async function keepParts(
  tx: TxCtx,
  { parts, system, requestOf }: KeepErased,
  kept: readonly KeptTogether[],
): Promise<void> {
  const { undo } = parts.kept.requests;
  const ids = kept.flatMap(({ away }) => away.flatMap(({ at }) => requestOf(at) ?? []));
  if (undo === null || ids.length === 0) return;
  // What a try before this one kept never happened.
  await dropPartsOf(tx, ids, system, 0);
  const reached = new Set(
    (await listRequests(tx, ids)).filter((one) => settingsFor(tx, parts, one) !== null).map(({ id }) => id),
  );
  const canAll = kept.filter(({ away }) => away.every(({ at }) => reached.has(requestOf(at) ?? "")));
  const wanted = canAll.flatMap(({ away }) => away.flatMap(({ at }) => requestOf(at) ?? []));
  const keys = await beginWindows(tx, wanted, undo);
  const alone: SealedDiff[] = [];
  const together: TogetherKept[] = [];
  for (const part of canAll) {
    const sharers = part.away.flatMap(({ at }) => {
      const requestId = requestOf(at) ?? "";
      const key = keys.get(requestId);
      return key === undefined ? [] : [{ requestId, at, key }];
    });
    const [first] = sharers;
    if (first === undefined || sharers.length < part.away.length) continue;
    if (sharers.length > 1) together.push({ sharers, kept: part });
    else {
      const { requestId, key } = first;
      alone.push({ key, of: { requestId, system, part: 0 }, purpose: "erasure", diff: part.diff });
    }
  }
  await saveUndoDiffs(tx, alone);
  await saveTogether(tx, system, together);
}
