/** Keeps what a run of several takes away for whoever of them can take it back: apart of each, once of those who hang together. */
import type { KeptTogether } from "@kept/connectors/rights-system";
import { settingsFor } from "../fulfilment/describe-undo.ts";
import type { Lease } from "../fulfilment/lease.ts";
import { dropPartsFrom, saveUndoDiff } from "../fulfilment/undo-diffs.ts";
import { type Sharer, saveTogether } from "../fulfilment/undo-together.ts";
import { beginWindow } from "../fulfilment/undo-window.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { findRequest } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";

/** Parts of one transaction. */
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
 * can be given a key; of one who cannot, nothing is kept, and so nothing of what hangs together with theirs.
 */
export async function keepErased(of: KeepErased, kept: readonly KeptTogether[]): Promise<void> {
  for (let at = 0; at < kept.length; at += AT_ONCE) {
    await of.ctx.transaction(async (tx) => {
      await of.lease.check(tx);
      for (const part of kept.slice(at, at + AT_ONCE)) await keepPart(tx, of, part);
    });
  }
}

async function keepPart(tx: TxCtx, { parts, system, requestOf }: KeepErased, part: KeptTogether): Promise<void> {
  const sharers: Sharer[] = [];
  for (const { at } of part.away) {
    const requestId = requestOf(at);
    const request = requestId === undefined ? undefined : await findRequest(tx, requestId);
    const settings = request === undefined ? null : settingsFor(tx, parts, request);
    const key = request === undefined || settings === null ? null : await beginWindow(tx, request.id, settings);
    if (request === undefined || key === null) continue;
    // What a try before this one kept never happened.
    await dropPartsFrom(tx, { requestId: request.id, system, part: 0 });
    sharers.push({ requestId: request.id, at, key });
  }
  const [first] = sharers;
  if (first === undefined || sharers.length < part.away.length) return;
  if (sharers.length > 1) return await saveTogether(tx, system, sharers, part);
  await saveUndoDiff(tx, first.key, { requestId: first.requestId, system, part: 0 }, "erasure", part.diff);
}
