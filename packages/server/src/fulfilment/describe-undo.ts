/** Undo windows as they stand: their rows, where they cannot reach, and how they are shown. */
import type { RightsSystem } from "@kept/connectors/rights-system";
import { requestKind } from "@kept/contract/request-kinds";
import type { ReceiptUndo, Undo } from "@kept/contract/undo-schemas";
import type { Finding } from "@kept/engine/model";
import type { Selectable, Updateable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { openPerson } from "../requests/person.ts";
import type { RequestRow } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { listSteps, type StepRow } from "./queries.ts";
import { sumCounts } from "./settle-step.ts";
import type { FulfilmentTables } from "./tables.ts";
import { keptForOthers, listTogether } from "./undo-together.ts";

export type UndoRow = Selectable<FulfilmentTables["fulfilment_undo"]>;

const UNSUPPORTED = "undo_unsupported";

export function findUndo(ctx: Ctx | TxCtx, requestId: string): Promise<UndoRow | undefined> {
  return (ctx as Ctx).db
    .selectFrom("fulfilment_undo")
    .selectAll()
    .where("request_id", "=", requestId)
    .executeTakeFirst();
}

export function lockUndo(tx: TxCtx, requestId: string): Promise<UndoRow | undefined> {
  return tx.db
    .selectFrom("fulfilment_undo")
    .selectAll()
    .where("request_id", "=", requestId)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateUndo(
  tx: TxCtx,
  requestId: string,
  change: Updateable<FulfilmentTables["fulfilment_undo"]>,
): Promise<void> {
  await tx.db.updateTable("fulfilment_undo").set(change).where("request_id", "=", requestId).execute();
}

/** The settings for one request. Null: nothing is kept, because nobody wants it or there is nobody to give a key to. */
export function settingsFor(ctx: Ctx | TxCtx, { kept }: Pick<RequestParts, "kept">, request: RequestRow) {
  if (!requestKind(request.kind).final) return null;
  const to = openPerson(ctx, request.id, request.sealed_person)?.replyTo ?? null;
  return to === null ? null : kept.requests.undo;
}

/** A system in which it cannot be taken back is named before anything is erased. */
export function findUnable({ kept }: Pick<RequestParts, "kept">, rights: RightsSystem): readonly Finding[] {
  if (kept.requests.undo === null || rights.undo !== undefined) return [];
  const why = rights.lacks?.undo;
  return [
    {
      code: UNSUPPORTED,
      table: "",
      column: "",
      message: [`What is erased in ${rights.system} cannot be taken back.`, ...(why === undefined ? [] : [why])].join(
        " ",
      ),
      suggestion: "Nothing has to be done: the person is told so with the offer to take the rest back.",
      blocks: false,
    },
  ];
}

/** Systems in which it cannot be taken back: as found when the window opened, before that as the plan says. */
export function unableOf(row: UndoRow | undefined, steps: readonly StepRow[]): string[] {
  return [...(row?.unable ?? steps.filter(isUnsupported).map(({ system }) => system))];
}

/**
 * The same once the run has ended: also where something was, or may have been, changed and nothing of it is kept. `settled`: it is
 * kept, or the system says that nothing happened.
 */
export function findUnableNow(steps: readonly StepRow[], settled: ReadonlySet<string>): string[] {
  return steps
    .filter((step) => isUnsupported(step) || (isChanged(step) && !settled.has(step.system)))
    .map(({ system }) => system);
}

function isUnsupported({ found, summary }: StepRow): boolean {
  return found === true && summary.findings.some(({ code }) => code === UNSUPPORTED);
}

function isChanged({ outcome, sealed_intent: intent }: StepRow): boolean {
  if (outcome === null) return intent !== null;
  const { deleted, detached, redacted } = sumCounts(outcome.tables);
  return deleted + detached + redacted > 0;
}

/** What the receipt of a request says when it is made; null when nothing can be taken back. */
export async function describeReceiptUndo(tx: TxCtx, requestId: string): Promise<ReceiptUndo | null> {
  const row = await findUndo(tx, requestId);
  if (row?.state !== "open") return null;
  const isTogether = (await listTogether(tx, requestId)).size > 0;
  return { ...describeWindow(row, await listSteps(tx, requestId)), ...(isTogether ? { together: true } : {}) };
}

/** The part that does not change. */
export function describeWindow(row: UndoRow, steps: readonly StepRow[]): ReceiptUndo {
  return { until: row.until.toISOString(), key: row.held_by, unable: unableOf(row, steps) };
}

/** As the API and the pages show it. */
export async function readUndo(
  ctx: Ctx,
  parts: RequestParts,
  request: RequestRow,
  steps: readonly StepRow[],
): Promise<Undo | null> {
  const row = await findUndo(ctx, request.id);
  const unable = unableOf(row, steps);
  if (row === undefined) {
    const settings = request.closed_at === null ? settingsFor(ctx, parts, request) : null;
    // Where it can be taken back nowhere, nothing is promised.
    const found = steps.filter((step) => step.found === true);
    if (settings === null || (found.length > 0 && found.every(({ system }) => unable.includes(system)))) return null;
    const nothing = { undone: [], sharedUntil: null, endedBy: null, problem: null, may: { undo: false } };
    return { state: "planned", key: settings.key, until: null, shareGiven: false, unable, ...nothing };
  }
  return {
    state: row.state,
    key: row.held_by,
    until: row.until.toISOString(),
    shareGiven: row.sealed_key === null,
    unable,
    undone: row.undone.map((one) => ({ ...one })),
    sharedUntil: row.shared_until?.toISOString() ?? (await keptForOthers(ctx, request.id)),
    endedBy: row.ended_by,
    problem: row.problem_code === null ? null : { code: row.problem_code, message: row.problem_message ?? "" },
    may: { undo: isUndoable(ctx, row) },
  };
}

export function isUndoable(ctx: Ctx | TxCtx, row: UndoRow): boolean {
  return row.state === "open" && row.until.getTime() > ctx.clock.now().epochMilliseconds;
}
