/**
 * The one way into the record: events, the record that holds them, where it leaves the person, the ledger's entry and
 * what must be told to others, in one transaction. Everything that changes a choice calls it: surfaces, operators, links,
 * unsubscribes, signals.
 */
import { createHash } from "node:crypto";
import type { Method, RegionEvidence, Surface } from "@kept/contract/choices";
import { type ActName, choiceAct } from "@kept/engine/choices/acts";
import { foldEntries } from "@kept/engine/choices/choice-state";
import { regimeOfPlace } from "@kept/engine/choices/places";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { lockPerson, type PersonRow, updatePerson } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { consentEnd } from "./consent-end.ts";
import { foldIntoState, insertEvents, insertRecord, readState, type StoredEntry } from "./queries.ts";
import { changedDecisions, scheduleDeliveries } from "./schedule-deliveries.ts";
import { followChoices } from "./suppressions.ts";

/** One act, checked before: purposes and scopes exist, and the act can be said about them. */
export interface NewAct {
  /** Makes it one event however often it comes. */
  readonly id: string;
  readonly act: ActName;
  /** A purpose, or `*`. */
  readonly purpose: string;
  readonly channel?: string | undefined;
  readonly topic?: string | undefined;
  /** ISO instant; default: the record's. */
  readonly at?: string;
  /** ISO instant; default: what the regime's and the purpose's lifetime say. */
  readonly until?: string | null;
}

export interface RecordContext {
  readonly surface: Surface;
  readonly method: Method;
  /** ISO instant at which it was said. */
  readonly at: string;
  readonly language?: string | null;
  readonly noticeHash?: string | null;
  readonly renderedHash?: string | null;
  readonly region?: RegionEvidence | undefined;
  readonly gpc?: boolean;
  readonly byParent?: boolean;
  readonly told?: boolean;
  /** The record that this one carries over from a device or another person. */
  readonly originId?: string;
  /** The regime under which it was said, when it is not the one the person is under. */
  readonly regime?: Regime;
}

export interface RecordedActs {
  /** Id of the record, which is the receipt's; null when everything had been recorded before. */
  readonly receipt: string | null;
}

/**
 * Records acts of one person, or of one device.
 * @param personId `per_…` or `dev_…`; made when it is new
 */
export async function recordActs(
  tx: TxCtx,
  parts: ChoiceParts,
  personId: string,
  acts: readonly NewAct[],
  context: RecordContext,
): Promise<RecordedActs> {
  const receivedAt = isoInstant(tx.clock.now());
  const person = await lockPerson(tx, personId, receivedAt);
  // A link, a form or a request may be older than the day on which two turned out to be one.
  if (person.merged_into !== null) return await recordActs(tx, parts, person.merged_into, acts, context);
  const regime = regimeFor(person, context.region);
  const receipt = tx.ids.next("rec");
  const entries = acts.map((act) => describeEntry(parts, act, receipt, regime, context));
  const rows = entries.map((entry) => ({
    person_id: personId,
    id: entry.event,
    record_id: receipt,
    purpose: entry.purpose,
    channel: entry.channel,
    topic: entry.topic,
    act: entry.act,
    at: entry.at,
    until: entry.until,
    told: entry.told,
  }));
  const added = await insertEvents(tx, rows);
  if (added.size === 0) return { receipt: null };
  if (isBetter(person, context.region)) await placePerson(tx, personId, context.region, receivedAt);
  const fresh = entries.filter((entry) => added.has(entry.event));
  const record = {
    person_id: personId,
    id: receipt,
    at: context.at,
    received_at: receivedAt,
    surface: context.surface,
    method: context.method,
    language: context.language ?? null,
    notice_hash: context.noticeHash ?? null,
    rendered_hash: context.renderedHash ?? null,
    policy_version: parts.policy.version,
    regime: context.regime ?? regime,
    gpc: context.gpc ?? false,
    by_parent: context.byParent ?? false,
    actor_kind: tx.actor.kind,
    actor_id: tx.actor.id,
    origin_id: context.originId ?? null,
  };
  const region = context.region === undefined ? null : describeRegion(context.region);
  const recordHash = hashRecord(
    { ...record, region },
    rows.filter((row) => added.has(row.id)),
  );
  await insertRecord(tx, { ...record, region: region === null ? null : jsonb(region), record_hash: recordHash });
  const before = await readState(tx, personId);
  await foldIntoState(tx, personId, fresh);
  const after = foldEntries(before, fresh);
  await followChoices(tx, parts, personId, fresh, after);
  const changes = changedDecisions(parts.policy, before, after, receivedAt);
  const jobs = await scheduleDeliveries(tx, parts, personId, receipt, changes);
  await tx.outbox.add(personId, {
    entry: {
      type: "choice.recorded",
      subject: { person: personId, receipt },
      data: {
        receipt,
        recordHash,
        policyVersion: parts.policy.version,
        surface: context.surface,
        method: context.method,
        choices: fresh.length,
      },
    },
    jobs,
  });
  return { receipt };
}

function describeEntry(
  parts: ChoiceParts,
  act: NewAct,
  recordId: string,
  regime: Regime,
  context: RecordContext,
): StoredEntry {
  const at = act.at ?? context.at;
  const isYes = choiceAct(act.act).effect === "permit";
  return {
    purpose: act.purpose,
    channel: act.channel ?? "",
    topic: act.topic ?? "",
    act: act.act,
    at,
    event: act.id,
    until: act.until !== undefined ? act.until : isYes ? consentEnd(parts, act.purpose, regime, at) : null,
    byParent: context.byParent ?? false,
    told: context.told ?? false,
    noticeHash: context.noticeHash ?? null,
    recordId,
  };
}

/** What a record's hash is made of; receipts carry the same, so that anybody can make it again. */
export interface HashedRecord {
  readonly person_id: string;
  readonly id: string;
  readonly at: string;
  readonly received_at: string;
  readonly surface: string;
  readonly method: string;
  readonly language: string | null;
  readonly notice_hash: string | null;
  readonly rendered_hash: string | null;
  readonly policy_version: string;
  readonly regime: string;
  readonly region: { readonly country: string; readonly subdivision?: string; readonly method: string } | null;
  readonly gpc: boolean;
  readonly by_parent: boolean;
  readonly origin_id: string | null;
}

export interface HashedEvent {
  readonly id: string;
  readonly purpose: string;
  readonly channel: string;
  readonly topic: string;
  readonly act: string;
  readonly at: string;
  readonly until: string | null;
  readonly told: boolean;
}

/** The record as it is hashed: who acted on whose behalf stays out, for a receipt is the person's. */
export function describeHashed(record: HashedRecord, events: readonly HashedEvent[]): JsonValue {
  return {
    person: record.person_id,
    receipt: record.id,
    at: record.at,
    receivedAt: record.received_at,
    surface: record.surface,
    method: record.method,
    language: record.language,
    noticeHash: record.notice_hash,
    renderedHash: record.rendered_hash,
    policyVersion: record.policy_version,
    regime: record.regime,
    region: record.region === null ? null : { ...record.region },
    gpc: record.gpc,
    byParent: record.by_parent,
    originId: record.origin_id,
    events: [...events]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, purpose, channel, topic, act, at, until, told }) => ({
        id,
        purpose,
        channel,
        topic,
        act,
        at,
        until,
        told,
      })),
  };
}

function hashRecord(record: HashedRecord, events: readonly HashedEvent[]): string {
  return createHash("sha256")
    .update(canonicalJson(describeHashed(record, events)), "utf8")
    .digest("hex");
}

/** How much each kind of evidence is worth: what a person says of themselves beats what an address suggests. */
const EVIDENCE_WORTH: Readonly<Record<RegionEvidence["method"], number>> = {
  locale: 0,
  ip: 1,
  billing: 2,
  declared: 3,
};

/** The regime under which acts are recorded: of the best evidence of where the person is. */
function regimeFor(person: PersonRow, region: RegionEvidence | undefined): Regime {
  return isBetter(person, region) ? regimeOfPlace(region) : (person.regime as Regime);
}

function isBetter(person: PersonRow, region: RegionEvidence | undefined): region is RegionEvidence {
  if (region === undefined) return false;
  const known = person.region?.method as RegionEvidence["method"] | undefined;
  return known === undefined || EVIDENCE_WORTH[region.method] >= EVIDENCE_WORTH[known];
}

/** Takes evidence of where somebody is, unless better is known. */
export async function learnPlace(tx: TxCtx, personId: string, region: RegionEvidence, now: string): Promise<void> {
  const person = await lockPerson(tx, personId, now);
  if (isBetter(person, region)) await placePerson(tx, personId, region, now);
}

async function placePerson(tx: TxCtx, personId: string, region: RegionEvidence, now: string): Promise<void> {
  const change = { regime: regimeOfPlace(region), region: jsonb(describeRegion(region)), region_at: now };
  await updatePerson(tx, personId, change);
}

function describeRegion(region: RegionEvidence) {
  const { country, subdivision, method } = region;
  return { country, ...(subdivision === undefined ? {} : { subdivision }), method };
}
