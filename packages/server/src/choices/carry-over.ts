/** What a device, or another self of a person, said becomes theirs: copied with its origin, never moved. */
import type { Method, Surface } from "@kept/contract/choices";
import { choiceAct } from "@kept/engine/choices/acts";
import { compareEntries, slotOf, standingSince } from "@kept/engine/choices/choice-state";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { type PersonIdentifier, resolvePerson } from "../people/people.ts";
import { linkDeviceRow } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { listEntries, listRecordsOf, readState, type StoredEntry } from "./queries.ts";
import { recordActs } from "./record-acts.ts";

/**
 * Says that a device is a person's. What it refused, withdrew or signalled holds for them. What it allowed holds only for
 * purposes about which they never said anything: whoever pressed "accept" before signing in may have been somebody else.
 */
export async function linkDevice(tx: TxCtx, parts: ChoiceParts, device: string, personId: string): Promise<void> {
  const carriedOver = await carryOver(tx, parts, device, personId, "no-only");
  const known = await tx.db
    .selectFrom("person_device")
    .select("person_id")
    .where("device_id", "=", device)
    .executeTakeFirst();
  if (known?.person_id === personId && carriedOver === 0) return;
  await linkDeviceRow(tx, device, personId, isoInstant(tx.clock.now()));
  await tx.outbox.add(personId, {
    entry: { type: "choice.device-linked", subject: { person: personId, device }, data: { carriedOver } },
  });
}

/** The person whom verified identifiers name; what their other selves said holds for the one who stays. */
export async function resolveSelves(
  tx: TxCtx,
  parts: ChoiceParts,
  identifiers: readonly PersonIdentifier[],
  verifiedHow: string,
): Promise<string> {
  const { personId, merged } = await resolvePerson(tx, identifiers, verifiedHow);
  for (const other of merged) {
    const carriedOver = await carryOver(tx, parts, other, personId, "all");
    await tx.outbox.add(personId, {
      entry: { type: "choice.people-merged", subject: { person: personId, other }, data: { carriedOver } },
    });
  }
  return personId;
}

/**
 * Copies the latest acts of one id to another, each under its own event id, so that doing it again changes nothing.
 * Answers how many events were new.
 */
export async function carryOver(
  tx: TxCtx,
  parts: ChoiceParts,
  from: string,
  to: string,
  which: "all" | "no-only" | { readonly since: string },
): Promise<number> {
  const source = await readState(tx, from);
  if (source.entries.length === 0) return 0;
  const target = await readState(tx, to);
  const known = new Set(target.entries.map((entry) => entry.event));
  const spokenFor = new Set(
    target.entries.filter((entry) => slotOf(entry) === "consent").map(({ purpose }) => purpose),
  );
  const wanted = source.entries.filter((entry) => {
    if (known.has(entry.event) || slotOf(entry) === "ask") return false;
    // Nobody can tell whose it was: only what allows nothing.
    if (typeof which === "object") return entry.at >= which.since && choiceAct(entry.act).effect !== "permit";
    return which === "all" || choiceAct(entry.act).effect !== "permit" || !spokenFor.has(entry.purpose);
  });
  wanted.push(...(await listFirstNoes(tx, from, wanted, typeof which === "object" ? which.since : "")));
  const records = await listRecordsOf(tx, from, [...new Set(wanted.map((entry) => entry.recordId))]);
  let carried = 0;
  for (const record of records) {
    const entries = wanted.filter((entry) => entry.recordId === record.id);
    const { receipt } = await recordActs(tx, parts, to, entries.map(describeAct), {
      surface: record.surface as Surface,
      method: "linked" satisfies Method,
      at: record.at.toISOString(),
      language: record.language,
      noticeHash: record.notice_hash,
      renderedHash: record.rendered_hash,
      gpc: record.gpc,
      byParent: record.by_parent,
      told: entries.some((entry) => entry.told),
      originId: record.id,
      regime: record.regime as Regime,
    });
    if (receipt !== null) carried += entries.length;
  }
  return carried;
}

/** Of noes that were said again, the first since an instant: since when they have stood is known by it. */
async function listFirstNoes(
  tx: TxCtx,
  from: string,
  wanted: readonly StoredEntry[],
  bound: string,
): Promise<readonly StoredEntry[]> {
  const again = wanted.filter(({ since }) => since !== undefined);
  if (again.length === 0) return [];
  const said = (await listEntries(tx, from)).map(({ entry }) => entry).sort(compareEntries);
  return again.flatMap((no) => {
    const first = said.find(
      (entry) =>
        entry.purpose === no.purpose &&
        entry.channel === no.channel &&
        entry.topic === no.topic &&
        entry.at >= standingSince(no) &&
        entry.at >= bound &&
        slotOf(entry) === "consent" &&
        choiceAct(entry.act).effect === "restrict",
    );
    return first === undefined || first.event === no.event ? [] : [first];
  });
}

function describeAct(entry: StoredEntry) {
  return {
    id: entry.event,
    act: entry.act,
    purpose: entry.purpose,
    channel: entry.channel,
    topic: entry.topic,
    at: entry.at,
    until: entry.until,
  };
}
