/** The SQL of choices. */
import type { ChoiceEvent, ChoiceHistory } from "@kept/contract/choices";
import { type ActName, CHOICE_ACTS, type Effect } from "@kept/engine/choices/acts";
import { actRank, type ChoiceEntry, type ChoiceState, slotOf } from "@kept/engine/choices/choice-state";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { type Insertable, type Kysely, type Selectable, sql } from "kysely";
import { listPersonRows, type PersonRow } from "../people/queries.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { ChoiceTables } from "./tables.ts";

export type RecordRow = Selectable<ChoiceTables["choice_record"]>;
export type EventRow = Selectable<ChoiceTables["choice_event"]>;
type StateRow = Selectable<ChoiceTables["choice_state"]>;

/** Stands for "no end" in the text column: later than every time. */
const NO_END = "9999";

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** An entry with what only the record needs. */
export interface StoredEntry extends ChoiceEntry {
  readonly noticeHash: string | null;
  readonly recordId: string;
}

export interface StoredState extends ChoiceState {
  readonly entries: readonly StoredEntry[];
}

/** Where somebody's choices stand; of somebody unknown: nothing chosen, the most protective regime. */
export async function readState(ctx: Ctx | TxCtx, personId: string): Promise<StoredState> {
  return (await readStates(ctx, [personId])).get(personId) as StoredState;
}

/** The same of many, in two statements. Every id that was asked for is in the answer. */
export async function readStates(
  ctx: Ctx | TxCtx,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, StoredState>> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return new Map();
  const people = new Map((await listPersonRows(ctx, ids)).map((row) => [row.person_id, row]));
  const rows = await db(ctx).selectFrom("choice_state").selectAll().where("person_id", "in", ids).execute();
  const entries = Map.groupBy(rows, (row) => row.person_id);
  return new Map(ids.map((id) => [id, stateOf(people.get(id), entries.get(id) ?? [])]));
}

export function stateOf(person: PersonRow | undefined, rows: readonly StateRow[]): StoredState {
  return {
    regime: (person?.regime ?? "default") as Regime,
    bornBy: person?.born_by ?? null,
    country: person?.region?.country ?? null,
    entries: rows.map(describeEntry),
  };
}

function describeEntry(row: StateRow): StoredEntry {
  const [at = "", , event = ""] = row.position.split("|");
  return {
    purpose: row.purpose,
    channel: row.channel,
    topic: row.topic,
    act: row.act as ActName,
    at,
    event,
    until: row.until === NO_END ? null : row.until,
    byParent: row.by_parent,
    told: row.told,
    noticeHash: row.notice_hash,
    recordId: row.record_id,
    ...(row.since === null ? {} : { since: row.since }),
  };
}

/** Adds events; answers the ids of those that were new. */
export async function insertEvents(
  tx: TxCtx,
  rows: readonly Insertable<ChoiceTables["choice_event"]>[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const added = await tx.db
    .insertInto("choice_event")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["person_id", "id"]).doNothing())
    .returning("id")
    .execute();
  return new Set(added.map((row) => row.id));
}

export async function insertRecord(tx: TxCtx, row: Insertable<ChoiceTables["choice_record"]>): Promise<void> {
  await tx.db.insertInto("choice_record").values(row).execute();
}

/** Folds entries in: of each purpose, channel, topic and slot the latest stays, whatever the order of arrival. */
export async function foldIntoState(tx: TxCtx, personId: string, entries: readonly StoredEntry[]): Promise<void> {
  // One statement must not meet the same row twice, so the earlier ones of a batch go first by themselves.
  for (const batch of withoutTwins(entries)) {
    await tx.db
      .insertInto("choice_state")
      .values(
        batch.map((entry) => ({
          person_id: personId,
          purpose: entry.purpose,
          channel: entry.channel,
          topic: entry.topic,
          slot: slotOf(entry),
          act: entry.act,
          position: positionOf(entry),
          until: entry.until ?? NO_END,
          by_parent: entry.byParent,
          told: entry.told,
          notice_hash: entry.noticeHash,
          record_id: entry.recordId,
          since: entry.since ?? null,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["person_id", "purpose", "channel", "topic", "slot"])
          .doUpdateSet((eb) => ({
            act: eb.ref("excluded.act"),
            position: eb.ref("excluded.position"),
            until: eb.ref("excluded.until"),
            by_parent: eb.ref("excluded.by_parent"),
            told: eb.ref("excluded.told"),
            notice_hash: eb.ref("excluded.notice_hash"),
            record_id: eb.ref("excluded.record_id"),
            since: eb.ref("excluded.since"),
          }))
          .whereRef("excluded.position", ">", "choice_state.position"),
      )
      .execute();
  }
  if (entries.some((entry) => slotOf(entry) === "consent")) await dateNoes(tx, personId);
}

/** How long each no to consent has stood, from all that was said: acts may come in any order, and a state holds the latest only. */
async function dateNoes(tx: TxCtx, personId: string): Promise<void> {
  const effects = (effect: Effect) =>
    sql.join(CHOICE_ACTS.filter((row) => row.slot === "consent" && row.effect === effect).map(({ act }) => act));
  await sql`
    UPDATE choice_state s SET since = nullif(first.at, substr(s.position, 1, 24))
    FROM (
      SELECT n.purpose, n.channel, n.topic,
        min(to_char(n.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS at
      FROM choice_event n
      WHERE n.person_id = ${personId} AND n.act IN (${effects("restrict")}) AND NOT EXISTS (
        SELECT 1 FROM choice_event y
        WHERE y.person_id = n.person_id AND y.purpose = n.purpose AND y.channel = n.channel AND y.topic = n.topic
          AND y.act IN (${effects("permit")}) AND y.at > n.at
      )
      GROUP BY n.purpose, n.channel, n.topic
    ) first
    WHERE s.person_id = ${personId} AND s.slot = 'consent' AND s.act IN (${effects("restrict")})
      AND s.purpose = first.purpose AND s.channel = first.channel AND s.topic = first.topic
      AND s.since IS DISTINCT FROM nullif(first.at, substr(s.position, 1, 24))`.execute(tx.db);
}

/** Sorts as `compareEntries` does. */
export function positionOf(entry: ChoiceEntry): string {
  return `${entry.at}|${actRank(entry.act)}|${entry.event}`;
}

function withoutTwins(entries: readonly StoredEntry[]): readonly (readonly StoredEntry[])[] {
  const batches: { seen: Set<string>; entries: StoredEntry[] }[] = [];
  for (const entry of entries) {
    const key = `${entry.purpose}\n${entry.channel}\n${entry.topic}\n${slotOf(entry)}`;
    const batch = batches.find(({ seen }) => !seen.has(key)) ?? { seen: new Set(), entries: [] };
    if (!batches.includes(batch)) batches.push(batch);
    batch.seen.add(key);
    batch.entries.push(entry);
  }
  return batches.map((batch) => batch.entries);
}

/** Every act of a person with what only its record knows, and whether it was carried over from somebody else. */
export async function listEntries(
  ctx: Ctx | TxCtx,
  personId: string,
): Promise<readonly { readonly entry: StoredEntry; readonly isCopy: boolean }[]> {
  const rows = await selectActs(ctx, personId).execute();
  return rows.map((row) => ({ isCopy: row.origin_id !== null, entry: entryOf(row) }));
}

/** Events of a person with the records that hold them. */
function eventsOf(ctx: Ctx | TxCtx, personId: string) {
  return db(ctx)
    .selectFrom("choice_event")
    .innerJoin("choice_record", (join) =>
      join
        .onRef("choice_record.person_id", "=", "choice_event.person_id")
        .onRef("choice_record.id", "=", "choice_event.record_id"),
    )
    .where("choice_event.person_id", "=", personId);
}

function selectActs(ctx: Ctx | TxCtx, personId: string) {
  return eventsOf(ctx, personId)
    .selectAll("choice_event")
    .select(["choice_record.by_parent", "choice_record.notice_hash", "choice_record.origin_id"]);
}

type ActRow = Awaited<ReturnType<ReturnType<typeof selectActs>["execute"]>>[number];

function entryOf(row: ActRow): StoredEntry {
  return {
    purpose: row.purpose,
    channel: row.channel,
    topic: row.topic,
    act: row.act as ActName,
    at: row.at.toISOString(),
    event: row.id,
    until: row.until?.toISOString() ?? null,
    byParent: row.by_parent,
    told: row.told,
    noticeHash: row.notice_hash,
    recordId: row.record_id,
  };
}

/** Events of a person, newest first; a page begins after `before`, the id of the last one of the page before. */
export async function listHistory(
  ctx: Ctx | TxCtx,
  personId: string,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<ChoiceHistory> {
  let query = selectHistory(ctx, personId)
    .orderBy("choice_event.at", "desc")
    .orderBy("choice_event.id", "desc")
    .limit(page.limit + 1);
  if (page.before !== undefined) {
    const last = await db(ctx)
      .selectFrom("choice_event")
      .select(["at", "id"])
      .where("person_id", "=", personId)
      .where("id", "=", page.before)
      .executeTakeFirst();
    if (last !== undefined) {
      query = query.where(
        sql<boolean>`(choice_event.at, choice_event.id) < (${last.at.toISOString()}::timestamptz, ${last.id})`,
      );
    }
  }
  const rows = await query.execute();
  const events = rows.slice(0, page.limit).map(describeEvent);
  return { events, next: rows.length > page.limit ? (events.at(-1)?.id ?? null) : null };
}

function selectHistory(ctx: Ctx | TxCtx, personId: string) {
  return eventsOf(ctx, personId).select([
    "choice_event.id",
    "choice_event.record_id",
    "choice_event.at",
    "choice_event.act",
    "choice_event.purpose",
    "choice_event.channel",
    "choice_event.topic",
    "choice_record.surface",
    "choice_record.method",
    "choice_record.language",
    "choice_record.notice_hash",
    "choice_record.policy_version",
    "choice_record.regime",
    "choice_record.gpc",
  ]);
}

type JoinedEvent = Awaited<ReturnType<ReturnType<typeof selectHistory>["execute"]>>[number];

function describeEvent(row: JoinedEvent): ChoiceEvent {
  return {
    id: row.id,
    receipt: row.record_id,
    at: row.at.toISOString(),
    act: row.act as ChoiceEvent["act"],
    purpose: row.purpose,
    channel: row.channel === "" ? null : row.channel,
    topic: row.topic === "" ? null : row.topic,
    surface: row.surface as ChoiceEvent["surface"],
    method: row.method as ChoiceEvent["method"],
    language: row.language,
    noticeHash: row.notice_hash,
    policyVersion: row.policy_version,
    regime: row.regime as ChoiceEvent["regime"],
    gpc: row.gpc,
  };
}

/** A record with its events, or undefined. */
export async function findRecord(
  ctx: Ctx | TxCtx,
  personId: string,
  recordId: string,
): Promise<{ readonly record: RecordRow; readonly events: readonly EventRow[] } | undefined> {
  const record = await db(ctx)
    .selectFrom("choice_record")
    .selectAll()
    .where("person_id", "=", personId)
    .where("id", "=", recordId)
    .executeTakeFirst();
  if (record === undefined) return undefined;
  const events = await db(ctx)
    .selectFrom("choice_event")
    .selectAll()
    .where("person_id", "=", personId)
    .where("record_id", "=", recordId)
    .orderBy("id")
    .execute();
  return { record, events };
}

/** Records of a person that hold any of these events. */
export async function listRecordsOf(
  ctx: Ctx | TxCtx,
  personId: string,
  recordIds: readonly string[],
): Promise<readonly RecordRow[]> {
  if (recordIds.length === 0) return [];
  return await db(ctx)
    .selectFrom("choice_record")
    .selectAll()
    .where("person_id", "=", personId)
    .where("id", "in", recordIds)
    .execute();
}

export async function isNoticeKnown(ctx: Ctx | TxCtx, hash: string): Promise<boolean> {
  const row = await db(ctx).selectFrom("choice_notice").select("hash").where("hash", "=", hash).executeTakeFirst();
  return row !== undefined;
}

/** Every act of a person up to an instant, to fold into the state of that instant. */
export async function readStatesUpTo(
  ctx: Ctx | TxCtx,
  personId: string,
  at: string,
): Promise<{ readonly state: StoredState; readonly acts: readonly StoredEntry[] }> {
  const [person] = await listPersonRows(ctx, [personId]);
  const rows = await selectActs(ctx, personId).where("choice_event.at", "<=", new Date(at)).execute();
  const acts = rows.map(entryOf);
  return { state: stateOf(person, []), acts };
}
