/** Tells one recipient, again and again until it has the notice; each outcome is written with its ledger entry. */
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { findRequest } from "../requests/queries.ts";
import type { Told } from "./channel.ts";
import { findChannel } from "./channels.ts";
import { openNoticePerson, sealWords } from "./notice-person.ts";
import { findNotice, type NoticeKey, type NoticeRow, updateNotice } from "./queries.ts";
import type { RecipientParts } from "./recipient-parts.ts";
import { tellLateBack } from "./schedule-notices.ts";

/** Tries before a recipient counts as not reached: some three days, for the queue soon waits ten minutes between them. */
export const NOTICE_ATTEMPTS = 440;

/** Throws until the recipient has the notice, so that the queue tries again; gives up after the last try. */
export async function tellRecipient(ctx: Ctx, parts: RecipientParts, key: NoticeKey): Promise<void> {
  const notice = await findNotice(ctx, key);
  if (notice?.state !== "waiting") return;
  // Counted here and not by the queue: a try that was cut off is no answer.
  const attempts = notice.attempts + 1;
  const told = await tryOnce(ctx, parts, notice);
  if (told.kind === "failed" && !told.final && attempts < NOTICE_ATTEMPTS) {
    await ctx.transaction(async (tx) => {
      await updateNotice(tx, key, ["waiting"], { attempts, problem_code: told.code });
    });
    throw new Error(`A recipient could not be told: ${told.code}.`);
  }
  await ctx.transaction((tx) => recordTold(tx, parts, notice, attempts, told));
}

async function tryOnce(ctx: Ctx, parts: RecipientParts, notice: NoticeRow): Promise<Told> {
  const recipient = parts.kept.recipients[notice.recipient];
  const channel = findChannel(notice.channel);
  const person = openNoticePerson(ctx.keys, notice.id, notice.sealed_person);
  const request = await findRequest(ctx, notice.request_id);
  if (recipient === undefined || channel === null) return { kind: "failed", code: "recipient_removed", final: true };
  if (person === null || request === undefined) return { kind: "failed", code: "person_forgotten", final: true };
  return await channel.tell(ctx, parts, { notice, recipient, person, reference: request.reference });
}

async function recordTold(
  tx: TxCtx,
  parts: RecipientParts,
  notice: NoticeRow,
  attempts: number,
  told: Told,
): Promise<void> {
  const key = { requestId: notice.request_id, noticeId: notice.id };
  const now = isoInstant(tx.clock.now());
  const subject = { request: notice.request_id };
  const named = { recipient: notice.recipient, notice: notice.id };
  if (told.kind === "failed") {
    const change = { state: "failed", attempts, problem_code: told.code } as const;
    if (!(await updateNotice(tx, key, ["waiting"], change))) return;
    const data = { ...named, code: told.code, attempts };
    await tx.outbox.add(notice.request_id, { entry: { type: "recipient.not-reached", subject, data } });
    return;
  }
  const late = isLate(notice, now);
  const remote = told.kind === "sent" && told.remoteId !== undefined ? { remote_id: told.remoteId } : {};
  // The recipient knows now whom it is about; the row need not.
  const sent = { state: "sent", attempts, problem_code: null, told_at: now, sealed_person: null, ...remote } as const;
  if (!(await updateNotice(tx, key, ["waiting"], sent))) {
    // Withdrawn while it was under way: what it told of is over, and the recipient has to hear that, too.
    const now = await findNotice(tx, key);
    const request = await findRequest(tx, notice.request_id);
    if (now?.reason !== "undone" || request === undefined) return;
    await updateNotice(tx, key, ["not-told"], { ...sent, reason: null, settled_at: null });
    await tellLateBack(tx, parts, request, notice);
  }
  const data = { ...named, channel: notice.channel, attempts, late };
  await tx.outbox.add(notice.request_id, { entry: { type: "recipient.told", subject, data } });
  if (told.kind === "answered") await recordAnswer(tx, notice, told, "at-once");
}

/** What the recipient says, by whatever door; false when the notice was settled before. Who it was about is forgotten. */
export async function recordAnswer(
  tx: TxCtx,
  notice: NoticeRow,
  { answer, words }: Pick<Told & { kind: "answered" }, "answer" | "words">,
  how: string,
): Promise<boolean> {
  const now = isoInstant(tx.clock.now());
  const key = { requestId: notice.request_id, noticeId: notice.id };
  const settled = await updateNotice(tx, key, ["waiting", "sent", "failed"], {
    state: "answered",
    answer,
    sealed_words: sealWords(tx.keys, notice.id, words),
    sealed_person: null,
    problem_code: null,
    told_at: notice.told_at?.toISOString() ?? now,
    settled_at: now,
  });
  if (!settled) return false;
  await tx.outbox.add(notice.request_id, {
    entry: {
      type: "recipient.answered",
      subject: { request: notice.request_id },
      data: { recipient: notice.recipient, notice: notice.id, answer, how, late: isLate(notice, now) },
    },
  });
  return true;
}

function isLate(notice: NoticeRow, now: string): boolean {
  return notice.due_at.toISOString() < now;
}
