/** An erasure is taken back: looked at first, with the person's part of the key, then carried out in every system. */

import { PlanRefused } from "@kept/connectors/rights-system";
import type { UndoPreview } from "@kept/contract/undo";
import { returnDecisions } from "../automated-decisions/erase-decisions.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { scheduleUndos } from "../recipients/schedule-notices.ts";
import { mailJob } from "../requests/message-names.ts";
import { lockRequest } from "../requests/queries.ts";
import { requireRequest } from "../requests/read-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { findUndo, isUndoable, lockUndo, type UndoRow, unableOf, updateUndo } from "./describe-undo.ts";
import { dropKeptMarks } from "./kept-marks.ts";
import { type Lease, withLease } from "./lease.ts";
import { listSteps } from "./queries.ts";
import type { UndoneSystem } from "./tables.ts";
import { withdrawTombstones } from "./tombstones.ts";
import { describeTrouble } from "./trouble.ts";
import { dropPartsFrom, listUndoParts } from "./undo-diffs.ts";
import { hashShare, openUndoKey, sealUndoKey, unwrapUndoKey } from "./undo-key.ts";
import { isLost, planPart, undoPart } from "./undo-part.ts";
import { addUnable } from "./undo-together.ts";
import { amendUndo, destroyKept, endUndoWindow } from "./undo-window.ts";

/** How long the job may take to begin, before it counts as lost. */
const BEGINS = "PT1M";

/** What stands in the way is tried again after so long: sooner when it is new. */
const RETRY = { first: "PT15M", next: "PT1H" } as const;

/**
 * What taking it back would do now. Throws `request_not_found`, `undo_not_open`, `undo_by_person_only` or `undo_share_wrong`.
 */
export async function previewUndo(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  share: string,
): Promise<UndoPreview> {
  const row = await requireOpen(ctx, requestId);
  return await preview(ctx, parts, requestId, await openWithShare(ctx, row, share));
}

async function preview(ctx: Ctx, parts: RequestParts, requestId: string, key: Uint8Array): Promise<UndoPreview> {
  const tables = new Map<string, UndoPreview["tables"][number]>();
  const findings: UndoPreview["findings"] = [];
  const add = (system: string, one: Omit<UndoPreview["tables"][number], "system">) => {
    const id = JSON.stringify([system, one.table]);
    const known = tables.get(id) ?? { system, table: one.table, returned: 0, restored: 0, removed: 0, newer: 0 };
    tables.set(id, {
      ...known,
      returned: known.returned + one.returned,
      restored: known.restored + one.restored,
      removed: known.removed + one.removed,
      newer: known.newer + one.newer,
    });
  };
  const cutOff = await listCutOff(ctx, requestId);
  const systems = await listUndoParts(ctx, requestId);
  const lost: string[] = [];
  for (const [system, own] of systems) {
    for (const [at, part] of own.entries()) {
      const plan = await planPart(ctx, parts, { key, part, isCutOff: cutOff.has(system), isFirst: at === 0 });
      if (plan.isLost) lost.push(system);
      for (const { name, ...counts } of plan.tables) add(system, { table: name, ...counts });
      findings.push(...plan.findings.map((finding) => ({ system, ...finding })));
    }
  }
  const unable = unableOf(await findUndo(ctx, requestId), await listSteps(ctx, requestId));
  const isNowhere = systems.size > 0 && lost.length === systems.size;
  return {
    tables: [...tables.values()],
    // What a system has lost keeps nobody from taking the rest back; where that is all, there is nothing to take back.
    findings: findings.map((one) => (lost.includes(one.system) ? { ...one, blocks: isNowhere } : one)),
    unable: [...new Set([...unable, ...lost])],
  };
}

/** Systems whose run was cut off and not settled before the rest was refused: what was kept of it may never have happened. */
async function listCutOff(ctx: Ctx, requestId: string): Promise<ReadonlySet<string>> {
  const steps = await listSteps(ctx, requestId);
  return new Set(steps.filter(({ outcome }) => outcome === null).map(({ system }) => system));
}

/**
 * Has it taken back. Throws as {@link previewUndo} does, and `undo_blocked` when something has come to stand in the place of what
 * was erased.
 */
export async function askUndo(ctx: Ctx, parts: RequestParts, requestId: string, share: string): Promise<void> {
  const key = await openWithShare(ctx, await requireOpen(ctx, requestId), share);
  const { findings } = await preview(ctx, parts, requestId, key);
  const blocking = findings.filter(({ blocks }) => blocks);
  if (blocking.length > 0) throw problem("undo_blocked", { detail: blocking.map(({ message }) => message).join(" ") });
  await ctx.transaction(async (tx) => {
    const row = await lockUndo(tx, requestId);
    if (row === undefined || !isUndoable(tx, row)) throw problem("undo_not_open");
    const sealed = sealUndoKey(tx.keys, requestId, key);
    const retryAt = isoInstant(addDuration(tx.clock.now(), BEGINS));
    await updateUndo(tx, requestId, { state: "undoing", sealed_key: sealed, retry_at: retryAt });
    const data = { by: tx.actor.kind, systems: (await listUndoParts(tx, requestId)).size };
    await recordEvent(tx, requestId, { type: "request.undo-asked", data }, [
      { name: "requests.undo", payload: { requestId } },
    ]);
  });
}

/** The person does not want it any more: what was kept goes now. Throws `undo_not_open`. */
export async function endUndoByPerson(ctx: Ctx, requestId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockUndo(tx, requestId);
    if (row?.state !== "open") throw problem("undo_not_open");
    await endUndoWindow(tx, row, "person");
  });
}

async function requireOpen(ctx: Ctx, requestId: string): Promise<UndoRow> {
  await requireRequest(ctx, requestId);
  const row = await findUndo(ctx, requestId);
  if (row === undefined || !isUndoable(ctx, row)) throw problem("undo_not_open");
  if (row.held_by === "person" && ctx.actor.kind !== "person") throw problem("undo_by_person_only");
  return row;
}

/** The token of the person's link, or the whole link as they have it. */
function readShare(text: string): string {
  return /\/privacy\/status\/([\w-]+)/.exec(text)?.[1] ?? text.trim();
}

async function openWithShare(ctx: Ctx, { request_id: requestId }: UndoRow, text: string): Promise<Uint8Array> {
  const token = readShare(text);
  const share = await findShare(ctx, requestId, token);
  const key = share === undefined ? null : unwrapUndoKey(ctx.keys, requestId, share, token);
  if (key === null) throw problem("undo_share_wrong");
  return key;
}

function findShare(ctx: Ctx, requestId: string, token: string) {
  return ctx.db
    .selectFrom("fulfilment_undo_share")
    .selectAll()
    .where("request_id", "=", requestId)
    .where("token_hash", "=", hashShare(token))
    .executeTakeFirst();
}

/** Whether this link is the one that holds the person's part. */
export async function holdsShare(ctx: Ctx, requestId: string, token: string): Promise<boolean> {
  return (await findShare(ctx, requestId, token)) !== undefined;
}

/** The job. One system that fails holds no other one up; what is done stays done. */
export async function undoErasure(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  await withLease(ctx, requestId, async (lease) => {
    const row = await findUndo(ctx, requestId);
    if (row?.state !== "undoing" || row.sealed_key === null) return;
    const key = openUndoKey(ctx.keys, requestId, row.sealed_key);
    const cutOff = await listCutOff(ctx, requestId);
    let trouble: { readonly system: string; readonly error: unknown } | null = null;
    for (const [system, own] of await listUndoParts(ctx, requestId)) {
      try {
        const rights = await parts.systems.open(system);
        for (const part of own) await undoPart(ctx, lease, rights, { key, part, isCutOff: cutOff.has(system) });
      } catch (error) {
        if (isLost(error)) await giveUp(ctx, lease, requestId, system);
        else trouble ??= { system, error };
      }
    }
    if (trouble !== null) return await holdUp(ctx, lease, requestId, trouble.system, trouble.error);
    await finishUndo(ctx, parts, lease, requestId);
  });
}

/** What the system does not have any more does not come back there; the rest does. */
async function giveUp(ctx: Ctx, lease: Lease, requestId: string, system: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    await addUnable(tx, requestId, system);
    await dropPartsFrom(tx, { requestId, system, part: 0 });
  });
}

async function finishUndo(ctx: Ctx, parts: RequestParts, lease: Lease, requestId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    const request = await lockRequest(tx, requestId);
    const row = await lockUndo(tx, requestId);
    if (request === undefined || row?.state !== "undoing") return;
    await destroyKept(tx, requestId);
    await updateUndo(tx, requestId, {
      state: "undone",
      ended_by: "undo",
      retry_at: null,
      problem_code: null,
      problem_message: null,
    });
    const unable = unableOf(row, await listSteps(tx, requestId));
    // Nobody is to be erased again whose erasure was taken back; where it stands, a backup must not undo it either.
    if (unable.length === 0) await withdrawTombstones(tx, requestId);
    await returnDecisions(tx, requestId);
    await dropKeptMarks(
      tx,
      requestId,
      row.undone.map(({ system }) => system),
    );
    const receipt = await amendUndo(tx, row, "undo");
    const sum = (read: (one: UndoneSystem) => number) => row.undone.reduce((all, one) => all + read(one), 0);
    const residue = sum((one) => one.residue?.length ?? 0);
    const data = {
      systems: row.undone.length,
      rows: sum(({ rows }) => rows),
      newer: sum(({ newer }) => newer),
      ...(residue === 0 ? {} : { residue }),
      unable: unable.length,
      ...receipt,
    };
    await recordEvent(tx, requestId, { type: "request.undone", data }, [mailJob(tx, requestId, "undone")]);
    await scheduleUndos(tx, parts, request);
  });
}

async function holdUp(ctx: Ctx, lease: Lease, requestId: string, system: string, error: unknown): Promise<void> {
  const trouble =
    error instanceof PlanRefused
      ? { code: error.code, message: error.findings.map(({ message }) => message).join(" ") }
      : describeTrouble(ctx, system, error);
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    const known = await findUndo(tx, requestId);
    const isKnown = known?.problem_code === trouble.code;
    await updateUndo(tx, requestId, {
      retry_at: isoInstant(addDuration(tx.clock.now(), isKnown ? RETRY.next : RETRY.first)),
      problem_code: trouble.code,
      problem_message: trouble.message,
    });
    // Said once: further tries that fail alike are no news.
    if (isKnown) return;
    await recordEvent(tx, requestId, { type: "request.undo-held-up", data: { system, code: trouble.code } });
  });
}
