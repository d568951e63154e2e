/** The notices of a request: read, and settled by hand. */
import type { OpenNotice, RecipientNotice, SettleNotice } from "@kept/contract/recipients";
import type { KeptConfig } from "../kept-config.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { findChannel } from "./channels.ts";
import { openWords, sealWords } from "./notice-person.ts";
import {
  findNotice,
  listNoticeRows,
  listOpenRows,
  type NoticeKey,
  type NoticeRow,
  type OpenNoticeRow,
  updateNotice,
} from "./queries.ts";
import type { RecipientParts } from "./recipient-parts.ts";
import { recordAnswer } from "./tell-recipient.ts";

export async function listNotices(
  ctx: Ctx,
  { kept }: Pick<RecipientParts, "kept">,
  requestId: string,
): Promise<readonly RecipientNotice[]> {
  return (await listNoticeRows(ctx, requestId)).map((row) => describeNotice(ctx, kept, row));
}

const MOST = 500;

/** Notices of all requests that something is waited for: to be told, to be reached, to be answered. */
export async function listWaiting(ctx: Ctx | TxCtx, dueBefore: Date | null): Promise<readonly OpenNoticeRow[]> {
  const rows = await listOpenRows(ctx, { dueBefore, limit: MOST });
  // A channel without answers has done its part once it told.
  return rows.filter((row) => row.state !== "sent" || findChannel(row.channel)?.awaitsAnswer === true);
}

export async function listOpenNotices(
  ctx: Ctx,
  { kept }: Pick<RecipientParts, "kept">,
  onlyLate: boolean,
): Promise<{ notices: OpenNotice[]; late: number }> {
  const rows = await listWaiting(ctx, null);
  const notices = rows.map((row) => ({
    ...describeNotice(ctx, kept, row),
    requestId: row.request_id,
    reference: row.reference,
  }));
  const late = notices.filter(({ isLate }) => isLate);
  return { notices: onlyLate ? late : notices, late: late.length };
}

/** Settles a notice by an operator's word, or has a failed one tried again. Throws `notice_not_found` or `notice_settled`. */
export async function settleNotice(
  ctx: Ctx,
  { kept }: Pick<RecipientParts, "kept">,
  key: NoticeKey,
  input: SettleNotice,
): Promise<RecipientNotice> {
  const notice = await findNotice(ctx, key);
  if (notice === undefined) throw problem("notice_not_found");
  const isDone = await ctx.transaction(async (tx) => {
    const subject = { request: key.requestId };
    const named = { recipient: notice.recipient, notice: notice.id };
    if (input.outcome === "answered") return recordAnswer(tx, notice, input, "operator");
    if (input.outcome === "not-told") {
      const changed = await updateNotice(tx, key, ["waiting", "sent", "failed"], {
        state: "not-told",
        reason: input.reason,
        sealed_words: sealWords(tx.keys, notice.id, input.words),
        sealed_person: null,
        settled_at: isoInstant(tx.clock.now()),
      });
      if (!changed) return false;
      const data = { ...named, reason: input.reason };
      await tx.outbox.add(key.requestId, { entry: { type: "recipient.not-told", subject, data } });
      return true;
    }
    if (notice.sealed_person === null)
      throw problem(notice.settled_at === null ? "notice_forgotten" : "notice_settled");
    if (!(await updateNotice(tx, key, ["failed"], { state: "waiting", attempts: 0 }))) return false;
    await tx.outbox.add(key.requestId, {
      entry: { type: "recipient.tried-again", subject, data: named },
      jobs: [{ name: "recipients.tell", payload: key }],
    });
    return true;
  });
  if (!isDone) throw problem("notice_settled");
  const settled = await findNotice(ctx, key);
  if (settled === undefined) throw problem("notice_not_found");
  return describeNotice(ctx, kept, settled);
}

/** A recipient, as the person may know of them. */
export interface ToldRecipient {
  readonly name: string;
  /** Told that the erasure was taken back; otherwise of the change itself. */
  readonly isUndo: boolean;
  /** No channel reaches it: a person tells it. */
  readonly isByHand: boolean;
  readonly isTold: boolean;
  readonly isImpossible: boolean;
}

/** What the person is shown: whom we told, by name, and whether they know by now. */
export async function listToldRecipients(
  ctx: Ctx,
  kept: KeptConfig,
  requestId: string,
): Promise<readonly ToldRecipient[]> {
  // Whoever was not told before the erasure was taken back is told of neither.
  const rows = (await listNoticeRows(ctx, requestId)).filter((row) => row.reason !== "undone");
  const parts = Map.groupBy(rows, ({ recipient, event }) => `${event === "undo"} ${recipient}`);
  return [...parts.values()].map((own) => {
    const [first] = own as [NoticeRow];
    return {
      name: kept.recipients[first.recipient]?.name ?? first.recipient,
      isUndo: first.event === "undo",
      isByHand: first.channel === "by-hand",
      // Of each part.
      isTold: own.every((row) => row.told_at !== null),
      isImpossible: own.some((row) => row.state === "not-told"),
    };
  });
}

function describeNotice(ctx: Ctx, kept: KeptConfig, row: NoticeRow): RecipientNotice {
  const waits = row.state === "waiting" || row.state === "failed";
  const unanswered = row.state === "sent" && findChannel(row.channel)?.awaitsAnswer === true;
  return {
    id: row.id,
    recipient: row.recipient,
    name: kept.recipients[row.recipient]?.name ?? row.recipient,
    event: row.event as RecipientNotice["event"],
    categories: [...row.categories],
    channel: row.channel,
    state: row.state,
    basis: row.basis,
    attempts: row.attempts,
    problem: row.problem_code,
    createdAt: row.created_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    isLate: (waits || unanswered) && row.due_at.getTime() < ctx.clock.now().epochMilliseconds,
    toldAt: row.told_at?.toISOString() ?? null,
    settledAt: row.settled_at?.toISOString() ?? null,
    answer: row.answer,
    reason: row.reason,
    words: openWords(ctx.keys, row.id, row.sealed_words),
  };
}
