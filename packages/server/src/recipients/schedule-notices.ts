/** A request has changed a person's data: everybody who got it is to be told, in the change's own transaction. */
import { type ToldEvent, toldAct } from "@kept/contract/recipients";
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestDetails } from "@kept/contract/requests";
import { afterBusinessDays } from "../clocks/business-days.ts";
import type { Changed } from "../fulfilment/queries.ts";
import type { KeptConfig } from "../kept-config.ts";
import { openIdentifiers } from "../people/people.ts";
import { findIdentifierOwners } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { NewJob, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { openPerson } from "../requests/person.ts";
import { listIndexHashes, type RequestRow } from "../requests/queries.ts";
import { openDetails } from "../requests/request-details.ts";
import { isAboutRows } from "../requests/scope-rows.ts";
import { findChannel } from "./channels.ts";
import { categoriesOf, categoriesToTell, concerns, type FoundRecipient, findRecipients } from "./find-recipients.ts";
import { type CorrectedValue, type NoticePerson, sealNoticePerson } from "./notice-person.ts";
import {
  insertNotice,
  listAliases,
  listDisclosureRows,
  listNoticeRows,
  type NoticeRow,
  updateNotice,
} from "./queries.ts";

/** Working days for recipients that the configuration no longer names. */
const DEFAULT_DAYS = 3;

/**
 * One notice and one job for each recipient; nothing for a right that changes nothing. When a part of an answer goes out
 * before the rest, recipients are told of what it changed; once all of it is done, of what they were not told yet.
 */
export async function scheduleNotices(
  tx: TxCtx,
  { kept }: { readonly kept: KeptConfig },
  request: RequestRow,
  changed: Changed,
): Promise<void> {
  const told = toldAct(requestKind(request.kind).act);
  if (told === null) return;
  const owners = await findOwners(tx, request.id);
  const disclosures = owners.length === 0 ? [] : await listDisclosureRows(tx, owners);
  const before = (await listNoticeRows(tx, request.id)).filter(({ event }) => event === told.event);
  const found = findRecipients(kept, disclosures, request.scope.categories).flatMap((one) => {
    const earlier = before.filter(({ recipient }) => recipient === one.recipient).map(({ categories }) => categories);
    const given = categoriesOf(kept, disclosures, one.recipient);
    const categories =
      changed.extent === "part" && !canSayPart(kept, one.recipient)
        ? null
        : categoriesToTell({ given, earlier, changed, scope: request.scope.categories });
    return categories === null ? [] : [{ ...one, categories, part: earlier.length }];
  });
  const corrections = told.act === "rectify" ? openDetails(tx.keys, request).corrections : [];
  const corrected = ({ recipient, categories }: RecipientToTell) =>
    kept.recipients[recipient]?.correctedValues === true
      ? within(corrections, categories.length > 0 ? categories : categoriesOf(kept, disclosures, recipient))
      : [];
  await makeNotices(tx, kept, request, { event: told.event, found, owners, corrected });
}

/** What is right now, as far as a recipient gets it: never more than what its purposes and disclosures gave it. */
function within(said: RequestDetails["corrections"], given: readonly string[]): readonly CorrectedValue[] {
  return said.flatMap(({ category, value }) =>
    category !== null && concerns(given, [category]) ? [{ category, value }] : [],
  );
}

/** The end of a restriction is told to everybody who may know of it, and to nobody else. */
export function scheduleLifts(tx: TxCtx, { kept }: { readonly kept: KeptConfig }, request: RequestRow): Promise<void> {
  return takeBack(tx, kept, request, "restriction");
}

/** An erasure was taken back: told to everybody who may know of it, and to nobody else. */
export function scheduleUndos(tx: TxCtx, { kept }: { readonly kept: KeptConfig }, request: RequestRow): Promise<void> {
  return takeBack(tx, kept, request, "erasure");
}

/** What tells that a change is over. */
const BACK = { erasure: "undo", restriction: "lift" } as const satisfies Partial<Record<ToldEvent, ToldEvent>>;

/** Whoever was not told yet is told of neither: no notice of the change goes out after its end. */
async function takeBack(tx: TxCtx, kept: KeptConfig, request: RequestRow, change: keyof typeof BACK): Promise<void> {
  const rows = (await listNoticeRows(tx, request.id)).filter((row) => row.event === change);
  for (const { id, recipient } of rows.filter((row) => row.told_at === null)) {
    const isWithdrawn = await updateNotice(tx, { requestId: request.id, noticeId: id }, ["waiting", "failed"], {
      state: "not-told",
      reason: "undone",
      sealed_person: null,
      settled_at: isoInstant(tx.clock.now()),
    });
    if (!isWithdrawn) continue;
    const data = { recipient, notice: id, reason: "undone" };
    const subject = { request: request.id };
    await tx.outbox.add(request.id, { entry: { type: "recipient.not-told", subject, data } });
  }
  await tellBack(tx, kept, request, change, rows.filter(mayKnow));
}

/** The notice of a change had arrived although it was withdrawn meanwhile: that recipient hears that the change is over. */
export async function tellLateBack(
  tx: TxCtx,
  { kept }: { readonly kept: KeptConfig },
  request: RequestRow,
  notice: NoticeRow,
): Promise<void> {
  if (notice.event === "erasure" || notice.event === "restriction")
    await tellBack(tx, kept, request, notice.event, [notice]);
}

async function tellBack(
  tx: TxCtx,
  kept: KeptConfig,
  request: RequestRow,
  change: keyof typeof BACK,
  known: readonly NoticeRow[],
): Promise<void> {
  const owners = await findOwners(tx, request.id);
  const found = onceEach(known, request);
  await makeNotices(tx, kept, request, { event: BACK[change], found, owners, corrected: () => [] });
}

/** Told, or tried: a try whose answer was lost may have arrived. A retry by hand counts anew, and leaves its problem. */
function mayKnow(row: NoticeRow): boolean {
  return row.told_at !== null || row.attempts > 0 || row.problem_code !== null;
}

/** The recipients of these notices, each once, in however many parts it was told. */
function onceEach(rows: readonly NoticeRow[], request: RequestRow): readonly RecipientToTell[] {
  return rows
    .filter(({ recipient }, index, all) => all.findIndex((row) => row.recipient === recipient) === index)
    .map(({ recipient, basis }) => ({ recipient, basis, categories: request.scope.categories, part: 0 }));
}

interface RecipientToTell extends FoundRecipient {
  /** Which kinds of data it is told of; none: all. */
  readonly categories: readonly string[];
  readonly part: number;
}

interface ToTell {
  readonly event: ToldEvent;
  readonly found: readonly RecipientToTell[];
  readonly owners: readonly string[];
  readonly corrected: (recipient: RecipientToTell) => readonly CorrectedValue[];
}

/** People pass on what they are told; a channel that cannot name a part waits for the whole. */
function canSayPart(kept: KeptConfig, recipient: string): boolean {
  const kind = kept.recipients[recipient]?.channel?.kind;
  return kind === undefined || findChannel(kind)?.saysPart !== false;
}

async function makeNotices(tx: TxCtx, kept: KeptConfig, request: RequestRow, toTell: ToTell): Promise<void> {
  const { event, found, owners } = toTell;
  if (found.length === 0) return;
  const person = await describePerson(tx, request, owners);
  // No channel can say which rows: a machine that is told would take it for everything.
  const byHand = person.identifiers.length === 0 || isAboutRows(request);
  const now = tx.clock.now();
  const jobs: NewJob[] = [];
  const names: string[] = [];
  let last = isoInstant(now);
  for (const one of found) {
    const { recipient, basis, categories, part } = one;
    const settings = kept.recipients[recipient];
    const noticeId = tx.ids.next("ntc");
    const channel = byHand ? "by-hand" : (settings?.channel?.kind ?? "by-hand");
    const dueAt = isoInstant(afterBusinessDays(now, settings?.tellWithin ?? DEFAULT_DAYS, kept.controller));
    const isNew = await insertNotice(tx, {
      request_id: request.id,
      id: noticeId,
      recipient,
      event,
      part,
      channel,
      basis,
      state: "waiting",
      categories: jsonb(categories),
      created_at: isoInstant(now),
      due_at: dueAt,
      sealed_person: sealNoticePerson(tx.keys, noticeId, withValues(person, toTell.corrected(one))),
    });
    if (!isNew) continue;
    names.push(recipient);
    if (dueAt > last) last = dueAt;
    if (channel !== "by-hand") jobs.push({ name: "recipients.tell", payload: { requestId: request.id, noticeId } });
  }
  if (names.length === 0) return;
  await tx.outbox.add(request.id, {
    entry: {
      type: "recipient.notices-made",
      subject: { request: request.id },
      data: { event, recipients: names.sort(), dueAt: last },
    },
    jobs,
  });
}

function withValues(person: NoticePerson, corrections: readonly CorrectedValue[]): NoticePerson {
  return corrections.length === 0 ? person : { ...person, corrections };
}

/** Every id under which the person of a request is known. */
export async function findOwners(tx: TxCtx, requestId: string): Promise<readonly string[]> {
  const hashes = await listIndexHashes(tx, requestId);
  if (hashes.length === 0) return [];
  const owners = (await findIdentifierOwners(tx, hashes)).map((row) => row.person_id);
  return owners.length === 0 ? [] : await listAliases(tx, owners);
}

/** Recipients may know the person by another identifier than the one they asked with: all that are proven to be theirs go. */
async function describePerson(tx: TxCtx, request: RequestRow, owners: readonly string[]): Promise<NoticePerson> {
  const asked = openPerson(tx, request.id, request.sealed_person)?.identifiers ?? [];
  const known = (await Promise.all(owners.map((owner) => openIdentifiers(tx, owner)))).flat();
  const byText = new Map([...asked, ...known].map((one) => [`${one.kind}\n${one.value}`, one]));
  return { identifiers: [...byText.values()].map(({ kind, value }) => ({ kind, value })) };
}
