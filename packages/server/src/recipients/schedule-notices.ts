/** A request has changed a person's data: everybody who got it is to be told, in the change's own transaction. */
import { toldAct } from "@kept/contract/recipients";
import { requestKind } from "@kept/contract/request-kinds";
import { afterBusinessDays } from "../clocks/business-days.ts";
import type { KeptConfig } from "../kept-config.ts";
import { openIdentifiers } from "../people/people.ts";
import { findIdentifierOwners } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { NewJob, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { openPerson } from "../requests/person.ts";
import { listIndexHashes, type RequestRow } from "../requests/queries.ts";
import { findRecipients } from "./find-recipients.ts";
import { type NoticePerson, sealNoticePerson } from "./notice-person.ts";
import { insertNotice, listAliases, listDisclosureRows } from "./queries.ts";

/** Working days for recipients that the configuration no longer names. */
const DEFAULT_DAYS = 3;

/** One notice and one job for each recipient; nothing for a right that changes nothing. */
export async function scheduleNotices(
  tx: TxCtx,
  { kept }: { readonly kept: KeptConfig },
  request: RequestRow,
): Promise<void> {
  const told = toldAct(requestKind(request.kind).act);
  if (told === null) return;
  const owners = await findOwners(tx, request.id);
  const disclosures = owners.length === 0 ? [] : await listDisclosureRows(tx, owners);
  const found = findRecipients(kept, disclosures, request.scope.categories);
  if (found.length === 0) return;
  const person = await describePerson(tx, request, owners);
  const now = tx.clock.now();
  const jobs: NewJob[] = [];
  const names: string[] = [];
  let last = isoInstant(now);
  for (const { recipient, basis } of found) {
    const settings = kept.recipients[recipient];
    const noticeId = tx.ids.next("ntc");
    const channel = person.identifiers.length === 0 ? "by-hand" : (settings?.channel?.kind ?? "by-hand");
    const dueAt = isoInstant(afterBusinessDays(now, settings?.tellWithin ?? DEFAULT_DAYS, kept.controller));
    const isNew = await insertNotice(tx, {
      request_id: request.id,
      id: noticeId,
      recipient,
      event: told.event,
      channel,
      basis,
      state: "waiting",
      categories: jsonb(request.scope.categories),
      created_at: isoInstant(now),
      due_at: dueAt,
      sealed_person: sealNoticePerson(tx.keys, noticeId, person),
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
      data: { event: told.event, recipients: names.sort(), dueAt: last },
    },
    jobs,
  });
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
