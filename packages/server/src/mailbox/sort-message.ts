/** Reads a stored message, says what it is, and does what follows, all of it in one transaction. The job behind every door. */
import type { MailCaseName, MailRightName } from "@kept/contract/mailbox-classes";
import { afterBusinessDays } from "../clocks/business-days.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { isLanguage, type Language } from "../platform/i18n/language.ts";
import { LOOP_HEADER, loopMark } from "../platform/mail/send-mail.ts";
import { takeAnswer } from "../requests/ask-person.ts";
import { personLabel } from "../requests/person.ts";
import { lockRequest } from "../requests/queries.ts";
import { submitUnverified } from "../requests/submit-request.ts";
import { normalisePhone } from "../verification/held-values.ts";
import { allowAcknowledgement } from "./allow-acknowledgement.ts";
import { type Classification, classifyMessage } from "./classify/classify-message.ts";
import { type HeaderFacts, readHeaderFacts } from "./classify/header-facts.ts";
import { type Decision, decideMessage } from "./decide-message.ts";
import { findOpenRequests, findThread, type Thread } from "./find-thread.ts";
import { type CaseMessage, findMailbox, type MailboxParts } from "./mailbox-parts.ts";
import { messageIdIndex, openRaw, sealText, senderIndex } from "./message-content.ts";
import type { ParsedMessage } from "./parse/parse-message.ts";
import { readStored } from "./parse/read-stored.ts";
import { findMessage, joinToCase, joinToRequest, lockMessage, type MessageRow, updateMessage } from "./queries.ts";
import { recordBounce } from "./record-bounce.ts";
import { channelOf, senderOf } from "./sender.ts";

/** Older messages get no automatic answer: they came while nobody listened. */
const STALE_AFTER = "P7D";

/** Idempotent: a message that was sorted before is left alone. */
export async function sortMessage(ctx: Ctx, parts: MailboxParts, messageId: string): Promise<void> {
  const stored = await findMessage(ctx, messageId);
  if (stored === undefined || stored.state !== "new" || stored.sealed_raw === null) return;
  const raw = openRaw(ctx.keys, messageId, stored.sealed_raw);
  const parsed = await readStored(stored.door)
    .read(raw)
    .catch(() => null);
  await ctx.transaction(async (tx) => {
    const row = await lockMessage(tx, messageId);
    if (row === undefined || row.state !== "new") return;
    if (parsed === null) await leaveUnreadable(tx, parts, row);
    else await sort(tx, parts, row, parsed);
  });
}

async function sort(tx: TxCtx, parts: MailboxParts, row: MessageRow, parsed: ParsedMessage): Promise<void> {
  const loop = { header: LOOP_HEADER, mark: loopMark(tx.keys) };
  const facts = readHeaderFacts(parsed.headers, parsed.from, loop);
  const thread = await findThread(tx, parts, parsed);
  const isReport = parsed.report !== null;
  const isReply = !isReport && (thread.requestIds.length > 0 || thread.caseIds.length > 0);
  const classification = classifyMessage({ ...parsed, facts, isReport, isReply });
  const bouncedKeys = parsed.report === null ? [] : await recordBounce(tx, parsed.report);
  const now = tx.clock.now();
  const staleBefore = addDuration(now, `-${STALE_AFTER}`).epochMilliseconds;
  const decision = decideMessage({
    classification,
    isUnanswerable: isUnanswerable(parts, parsed, facts),
    isText: row.door === "sms",
    isCut: row.tags.includes("too_large"),
    requestIds: thread.requestIds,
    caseIds: thread.caseIds,
    isOtherSender: thread.isOtherSender,
    bouncedKeys,
    isPermanentBounce: parsed.report?.permanent ?? false,
    isStale: row.received_at.getTime() < staleBefore,
  });
  const threadId = thread.threadId ?? row.id;
  await rememberThread(tx, parsed, threadId);
  const requestIds = new Set([...thread.requestIds, ...bouncedKeys.filter((key) => key.startsWith("req_"))]);
  for (const requestId of requestIds) await join(tx, row.id, requestId);
  for (const caseId of thread.caseIds) await joinToCase(tx, row.id, caseId);
  const outcome = await follow(tx, parts, { row, parsed, classification, decision, thread });
  const state = outcome.triage ? "triage" : "done";
  const joined = requestIds.size > 0 || thread.caseIds.length > 0 ? "joined" : null;
  await updateMessage(tx, row.id, {
    thread_id: threadId,
    state,
    class: classification.class,
    rights: jsonb(classification.rights),
    tags: jsonb([...row.tags, ...decision.tags, ...outcome.tags]),
    language: classification.language,
    confident: classification.confident,
    outcome: outcome.outcome ?? joined,
    sender_label: parsed.from === null ? "–" : personLabel([senderOf(parsed.from)], []),
    sender_index: parsed.from === null ? null : senderIndex(tx.keys, parsed.from),
    acknowledge_by: state === "done" ? null : isoInstant(acknowledgeBy(parts, row)),
    attachment_count: parsed.attachments.length,
    sealed_content: sealText(tx.keys, row.id, {
      from: parsed.from,
      to: parsed.to,
      subject: parsed.subject,
      date: parsed.date,
      text: parsed.text,
      quoted: parsed.quoted,
      attachments: parsed.attachments,
      reasons: classification.reasons,
      thread: [...parsed.references, ...(parsed.messageId === null ? [] : [parsed.messageId])],
      isNoReply: isUnanswerable(parts, parsed, facts),
      dismissal: null,
    }),
    closed_at: state === "done" ? isoInstant(now) : null,
  });
  await recordSorted(tx, row.id, classification, state, outcome.outcome ?? joined);
  await acknowledge(tx, row, parsed, threadId, decision.acknowledge && outcome.outcome === null);
}

interface Following {
  readonly row: MessageRow;
  readonly parsed: ParsedMessage;
  readonly classification: Classification;
  readonly decision: Decision;
  readonly thread: Thread;
}

interface Outcome {
  readonly triage: boolean;
  readonly outcome: "request_opened" | "case_opened" | "joined" | "handed_on" | "set_aside" | null;
  readonly tags: readonly string[];
}

/** Opens requests, hands opt-outs on. What cannot be done by rule stays for a person. */
async function follow(tx: TxCtx, parts: MailboxParts, following: Following): Promise<Outcome> {
  const { row, parsed, classification, decision, thread } = following;
  const { from } = parsed;
  if (decision.setAside) return { triage: false, outcome: "set_aside", tags: [] };
  if (from === null) return { triage: true, outcome: null, tags: [] };
  if (await answersQuestion(tx, parts, following))
    return { triage: false, outcome: "joined", tags: ["answered_question"] };
  for (const name of decision.cases) {
    await openCase(tx, parts, row, name, {
      address: from,
      text: parsed.text,
      language: languageOf(parts, classification.language),
      aboutRequest: thread.requestIds.length === 1 ? (thread.requestIds[0] ?? null) : null,
      by: "rules",
    });
  }
  if (decision.cases.length > 0) return { triage: decision.triage, outcome: "case_opened", tags: [] };
  const sender = senderOf(from);
  // The one place where a mailbox meets people's choices (R-8.3.d).
  const receivedAt = row.received_at.toISOString();
  const said = { messageId: row.id, identifier: sender, door: row.door, receivedAt };
  const isHandedOn = decision.optOut && (await parts.optOut(tx, said));
  // What is sent on paper may go out from lists that nobody keeps here: a person looks.
  const isLeft = decision.optOut && (!isHandedOn || row.door === "post");
  if (decision.open.length === 0) {
    return { triage: decision.triage || isLeft, outcome: isHandedOn ? "handed_on" : null, tags: [] };
  }
  let opened = 0;
  let joined: "joined" | null = null;
  const tags: string[] = [];
  for (const kind of decision.open) {
    const open = await findOpenRequests(tx, sender, kind);
    if (open.length > 0) {
      for (const requestId of open) await join(tx, row.id, requestId);
      joined = "joined";
      tags.push("asked_again");
      continue;
    }
    const requestId = await submitUnverified(tx, parts.requests, {
      kind,
      identifier: sender,
      language: languageOf(parts, classification.language),
      scope: { tables: [], categories: [], purposes: [], rows: [] },
      channel: channelOf(row.door),
      arrivedAt: row.received_at.toISOString(),
      answers: [...parsed.references, ...(parsed.messageId === null ? [] : [parsed.messageId])],
    });
    if (requestId === null) {
      tags.push("too_many");
      continue;
    }
    opened += 1;
    await joinToRequest(tx, row.id, requestId);
    const subject = { message: row.id, request: requestId };
    await tx.outbox.add(row.id, { entry: { type: "mailbox.request-made", subject, data: { kind, by: "rules" } } });
  }
  const outcome = opened > 0 ? "request_opened" : (joined ?? (isHandedOn ? "handed_on" : null));
  // Who writes on paper need not read mail: the link may never be used, and the letter must not lapse with it unread.
  const isPaper = opened > 0 && row.door === "post";
  return { triage: decision.triage || isLeft || isPaper || tags.length > 0, outcome, tags };
}

/** A case of its own, with its clocks from the day on which the message arrived. */
export async function openCase(
  tx: TxCtx,
  parts: MailboxParts,
  row: MessageRow,
  name: MailCaseName,
  said: Omit<CaseMessage, "case" | "receivedAt"> & { readonly by: "rules" | "operator" },
): Promise<void> {
  const { by, ...message } = said;
  const receivedAt = row.received_at.toISOString();
  const caseId = await parts.openCase(tx, { ...message, case: name, receivedAt });
  await joinToCase(tx, row.id, caseId);
  await tx.outbox.add(row.id, {
    entry: { type: "mailbox.case-made", subject: { message: row.id, case: caseId }, data: { case: name, by } },
  });
}

/** A reply of the person's to the question that their request waits for; one that asks for more is for a person. */
async function answersQuestion(tx: TxCtx, parts: MailboxParts, following: Following): Promise<boolean> {
  const { parsed, classification, thread, row } = following;
  const [requestId, ...others] = thread.answeredIds;
  if (classification.class !== "reply" || requestId === undefined || others.length > 0) return false;
  if (thread.isOtherSender || classification.rights.length > 0 || parsed.text === "") return false;
  // What is only attached, or was cut off, a person has to look at.
  if (parsed.attachments.length > 0 || row.tags.includes("too_large")) return false;
  const request = await lockRequest(tx, requestId);
  return request !== undefined && (await takeAnswer(tx, parts.requests, request, parsed.text.slice(0, 4_000)));
}

async function join(tx: TxCtx, messageId: string, requestId: string): Promise<void> {
  await joinToRequest(tx, messageId, requestId);
  const subject = { message: messageId, request: requestId };
  await tx.outbox.add(messageId, { entry: { type: "mailbox.message-joined", subject, data: { by: "rules" } } });
}

async function acknowledge(
  tx: TxCtx,
  row: MessageRow,
  parsed: ParsedMessage,
  threadId: string,
  isWanted: boolean,
): Promise<void> {
  if (!isWanted || parsed.from === null) return;
  const sender = senderIndex(tx.keys, parsed.from);
  if (!(await allowAcknowledgement(tx, { id: row.id, threadId, senderIndex: sender }))) return;
  await tx.outbox.add(row.id, {
    entry: { type: "mailbox.message-acknowledged", subject: { message: row.id }, data: {} },
    jobs: [{ name: "mailbox.acknowledge", payload: { messageId: row.id, mailId: tx.ids.next("msg") } }],
  });
}

async function recordSorted(
  tx: TxCtx,
  messageId: string,
  classification: Pick<Classification, "class" | "language" | "confident"> & {
    readonly rights: readonly MailRightName[];
  },
  state: string,
  outcome: string | null,
): Promise<void> {
  const { class: name, rights, language, confident } = classification;
  const data = { class: name, rights: [...rights], language, confident, state, outcome };
  await tx.outbox.add(messageId, { entry: { type: "mailbox.message-sorted", subject: { message: messageId }, data } });
}

/** A message that nothing can be read from is a message all the same: a person looks at it. */
async function leaveUnreadable(tx: TxCtx, parts: MailboxParts, row: MessageRow): Promise<void> {
  await updateMessage(tx, row.id, {
    state: "triage",
    class: "unreadable",
    acknowledge_by: isoInstant(acknowledgeBy(parts, row)),
    sealed_content: sealText(tx.keys, row.id, {
      from: null,
      to: [],
      subject: "",
      date: null,
      text: "",
      quoted: "",
      attachments: [],
      reasons: [],
      thread: [],
      isNoReply: true,
      dismissal: null,
    }),
  });
  await recordSorted(tx, row.id, { class: "unreadable", rights: [], language: null, confident: false }, "triage", null);
}

async function rememberThread(tx: TxCtx, parsed: ParsedMessage, threadId: string): Promise<void> {
  if (parsed.messageId === null) return;
  await tx.db
    .insertInto("mailbox_thread")
    .values({ index_hash: messageIdIndex(tx.keys, parsed.messageId), thread_id: threadId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A machine never answers a machine, and never itself. */
function isUnanswerable(parts: MailboxParts, parsed: ParsedMessage, facts: HeaderFacts): boolean {
  if (parsed.from === null || facts.isNoReply || facts.isOurs || facts.isAutomatic || facts.isList) return true;
  if (senderOf(parsed.from).kind === "phone" && normalisePhone(parsed.from) === null) return true;
  return findMailbox(parts, parsed.from) !== null || addressOf(parts.mailFrom) === parsed.from;
}

/** `Example <privacy@example.org>` -> `privacy@example.org`. */
function addressOf(sender: string): string {
  return (/<([^<>]+)>/.exec(sender)?.[1] ?? sender).trim().toLowerCase();
}

function acknowledgeBy(parts: MailboxParts, row: MessageRow): Temporal.Instant {
  const received = Temporal.Instant.fromEpochMilliseconds(row.received_at.getTime());
  const days = parts.kept.mailboxes[row.mailbox]?.acknowledgeWithin ?? 2;
  return afterBusinessDays(received, days, parts.kept.controller);
}

/** The language to write in: the sender's where we have it, else English. */
export function languageOf(parts: Pick<MailboxParts, "kept">, language: string | null): Language {
  const offered: readonly Language[] = parts.kept.languages;
  if (language !== null && isLanguage(language) && offered.includes(language)) return language;
  return offered.includes("en") ? "en" : (offered[0] ?? "en");
}
