/** A duplicate is answered in another request of the same person: the earlier arrival counts, and every regime of either. */
import { requestState } from "@kept/contract/request-states";
import { REGIME_NAMES } from "@kept/engine/regimes/regime";
import { setClocks } from "../clocks/request-clocks.ts";
import { dropPlans, isBegun, listSteps } from "../fulfilment/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { problem } from "../platform/http/problems.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { decideRequest } from "./decide-request.ts";
import { mailJob } from "./message-names.ts";
import { identifierIndex, openPerson } from "./person.ts";
import { findRequestsByIndex, listIndexHashes, lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import { openDetails } from "./request-details.ts";
import type { RequestParts } from "./request-parts.ts";
import { scopeRowsText } from "./scope-rows.ts";

/** An operator says that two are one. Throws `merge_not_possible`. */
export function mergeRequest(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: { readonly into: string },
): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayMerge", async (tx, request) => {
    const into = input.into === requestId ? undefined : await lockRequest(tx, input.into);
    const isOne = into !== undefined && (await findTwins(tx, request)).some(({ id }) => id === into.id);
    if (into === undefined || !isOne || (await listSteps(tx, requestId)).some(isBegun)) {
      throw problem("merge_not_possible");
    }
    await mergeInto(tx, parts, request, into);
    return "merged";
  });
}

/**
 * Open requests of the same right, scope and words that share an identifier with this one, the oldest first. What a batch
 * carries out is none: it may tell nobody, and can be left out or cancelled for reasons that are not this person's.
 */
export async function findTwins(tx: TxCtx, request: RequestRow): Promise<readonly RequestRow[]> {
  const found = new Map<string, RequestRow>();
  const asked = detailsText(tx, request);
  const rows = scopeRowsText(tx.keys, request);
  for (const hash of await listIndexHashes(tx, request.id)) {
    for (const other of await findRequestsByIndex(tx, hash)) found.set(other.id, other);
  }
  return (
    [...found.values()]
      .filter((other) => other.id !== request.id && other.kind === request.kind && isVerifiedAndOpen(other))
      .filter((other) => other.batch_id === null)
      .filter((other) => scopeText(other) === scopeText(request))
      .filter((other) => scopeRowsText(tx.keys, other) === rows)
      // What is to be corrected, and why something is to be locked away, is no part of the scope.
      .filter((other) => detailsText(tx, other) === asked)
      .sort((a, b) => a.arrived_at.getTime() - b.arrived_at.getTime())
  );
}

/** They are known by the address that both are answered at, or by the same identifiers. Two people may share a telephone. */
export async function isSamePerson(tx: TxCtx, one: RequestRow, other: RequestRow): Promise<boolean> {
  const [mine, theirs] = [addressHash(tx, one), addressHash(tx, other)];
  if (mine !== null && theirs !== null && mine !== theirs) return false;
  const [ours, others] = [await listIndexHashes(tx, one.id), await listIndexHashes(tx, other.id)];
  // An address that is nobody's identifier may be that of somebody who acts for both.
  if (mine !== null && mine === theirs && ours.includes(mine) && others.includes(mine)) return true;
  return ours.length > 0 && ours.join() === others.join();
}

function addressHash(tx: TxCtx, { id, sealed_person }: RequestRow): string | null {
  const replyTo = openPerson(tx, id, sealed_person)?.replyTo ?? null;
  return replyTo === null ? null : identifierIndex(tx.keys, { kind: "email", value: replyTo });
}

function isVerifiedAndOpen({ state, received_at }: RequestRow): boolean {
  return received_at !== null && requestState(state).phase !== "closed";
}

function scopeText({ scope }: RequestRow): string {
  return JSON.stringify([scope.tables, scope.categories, scope.purposes ?? []].map((names) => [...names].sort()));
}

/** One spelling for equal details: the order of the fields says nothing. */
function detailsText(tx: TxCtx, request: RequestRow): string {
  return canonicalJson(openDetails(tx.keys, request) as unknown as JsonValue);
}

/** Closes the duplicate; both requests are locked. */
export async function mergeInto(tx: TxCtx, parts: RequestParts, request: RequestRow, into: RequestRow): Promise<void> {
  await updateRequest(tx, request.id, {
    state: "merged",
    merged_into: into.id,
    closed_at: isoInstant(tx.clock.now()),
    retry_at: null,
  });
  await dropPlans(tx, request.id);
  await recordEvent(tx, request.id, { type: "request.merged", data: { into: into.id } }, [
    mailJob(tx, request.id, "merged"),
  ]);
  const arrivedAt = request.arrived_at < into.arrived_at ? request.arrived_at : into.arrived_at;
  const regimes = REGIME_NAMES.filter((name) => request.regimes.includes(name) || into.regimes.includes(name));
  await updateRequest(tx, into.id, { arrived_at: arrivedAt.toISOString(), regimes: jsonb(regimes) });
  const { dueOn } = await setClocks(tx, parts.kept, { ...into, arrived_at: arrivedAt, regimes });
  // As it was by itself, so that the merge can be taken back.
  const own = { arrivedAt: into.arrived_at.toISOString(), regimes: into.regimes.join(" ") };
  await recordEvent(tx, into.id, { type: "request.absorbed", data: { from: request.id, dueOn, ...own } });
}
