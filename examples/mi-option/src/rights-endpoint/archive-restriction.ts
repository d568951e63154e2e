/**
 * Restriction in the archive: a reader is marked, and whoever sends newsletters or opens chats heeds the mark. What stood
 * there is kept until the lift.
 */
import type { DatabaseSync } from "node:sqlite";
import type {
  LiftAnswer,
  LiftedTable,
  LiftMessage,
  RestrictAnswer,
  RestrictionGroup,
  RestrictionGroups,
  RestrictMessage,
} from "@kept/connectors/http/change-messages";
import type { Finding } from "@kept/engine/model";
import { DISPUTE_OPEN, finding, reachPerson } from "./archive-reach.ts";
import { readRun, refusal } from "./archive-runs.ts";
import { ARCHIVE_TABLES } from "./archive-tables.ts";

/** Rows that others have a part in; by what becomes of them in an erasure. */
const OTHERS_TOO: Readonly<Record<string, string>> = { chats: "shared", chat_lines: "desk" };

export function planRestriction(
  database: DatabaseSync,
  { person, scope, today }: RestrictMessage,
): RestrictAnswer & { readonly state: "planned" } {
  const reached = reachPerson(database, person, ARCHIVE_TABLES, today);
  // A dispute is no reason to go on using what is disputed.
  const findings = reached.findings.filter(({ code }) => code !== DISPUTE_OPEN);
  if (scope.tables.length + scope.categories.length > 0) findings.push(wholeReader());
  const isInUse = readersInUse(database).length > 0;
  return {
    state: "planned",
    subjects: reached.subjects,
    tables: ARCHIVE_TABLES.flatMap(({ name }) => describeTable(database, name, isInUse)),
    findings,
  };
}

function describeTable(database: DatabaseSync, name: string, isInUse: boolean): readonly RestrictionGroups[] {
  const rows = database.prepare(`SELECT fate, count(*) AS count FROM fate_${name} GROUP BY fate ORDER BY fate`).all();
  const groups = rows.map((row): RestrictionGroup => {
    const count = Number(row["count"]);
    if (row["fate"] === OTHERS_TOO[name]) return { disposition: "left", rows: count, why: "Others have a part in it." };
    if (!isInUse) return { disposition: "left", rows: count, why: "It is restricted already." };
    const why = name === "readers" ? "restricted_on says so." : "The mark on the reader goes for it.";
    return { disposition: "marked", rows: count, why };
  });
  const joined = Map.groupBy(groups, ({ disposition, why }) => `${disposition} ${why}`);
  const whole = [...joined.values()].flatMap((same): readonly RestrictionGroup[] => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, rows: same.reduce((sum, one) => sum + one.rows, 0) }];
  });
  return whole.length === 0 ? [] : [{ name, groups: whole }];
}

function readersInUse(database: DatabaseSync): readonly { readonly id: number; readonly subscribed: number }[] {
  return database
    .prepare("SELECT id, subscribed FROM readers JOIN mine USING (id) WHERE restricted_on IS NULL")
    .all()
    .map((row) => ({ id: Number(row["id"]), subscribed: Number(row["subscribed"]) }));
}

/** Within a transaction. */
export function restrict(database: DatabaseSync, message: RestrictMessage): RestrictAnswer {
  const plan = planRestriction(database, message);
  const blocking = plan.findings.filter(({ blocks }) => blocks);
  if (blocking.length > 0) return { state: "refused", code: refusal(blocking), findings: blocking };
  const approved = new Map((message.approved ?? []).map((table) => [table.name, table]));
  const isMore = plan.tables.some(({ name, groups }) =>
    groups.some(({ disposition }) => disposition !== "left" && (approved.get(name)?.[disposition] ?? 0) === 0),
  );
  if (isMore) return { state: "refused", code: "plan_changed", findings: [] };
  const keep = database.prepare("INSERT INTO rights_restrictions VALUES (?, ?, ?, ?)");
  const mark = database.prepare("UPDATE readers SET subscribed = 0, restricted_on = ? WHERE id = ?");
  for (const { id, subscribed } of readersInUse(database)) {
    keep.run(message.idempotencyKey, id, subscribed, message.today);
    mark.run(message.today, id);
  }
  return { state: "done", tables: plan.tables, residue: [] };
}

/** A reader that is as the restriction left it goes back into use; who was subscribed anew, or is gone, stays so. */
export function planLift(
  database: DatabaseSync,
  { restriction }: LiftMessage,
): LiftAnswer & { readonly state: "planned" } {
  const kept = database
    .prepare(
      `SELECT was.restricted_on AS then_on, now.restricted_on AS now_on, now.subscribed AS now_subscribed
       FROM rights_restrictions AS was LEFT JOIN readers AS now ON now.id = was.reader_id
       WHERE was.idempotency_key = ?`,
    )
    .all(restriction);
  if (kept.length === 0 && readRun(database, restriction) === null)
    return { state: "planned", tables: [], findings: [restrictionUnknown()] };
  const newer = kept.filter((row) => row["now_on"] !== row["then_on"] || row["now_subscribed"] !== 0).length;
  const tables: readonly LiftedTable[] =
    kept.length === 0 ? [] : [{ name: "readers", rows: kept.length - newer, newer }];
  return { state: "planned", tables, findings: newer === 0 ? [] : [valueNewer()] };
}

/** Within a transaction. */
export function lift(database: DatabaseSync, message: LiftMessage): LiftAnswer {
  const { tables, findings } = planLift(database, message);
  const blocking = findings.filter(({ blocks }) => blocks);
  if (blocking.length > 0) return { state: "refused", code: "plan_blocked", findings: blocking };
  database
    .prepare(
      `UPDATE readers SET restricted_on = NULL, subscribed = max(readers.subscribed, was.subscribed)
       FROM rights_restrictions AS was
       WHERE was.idempotency_key = ? AND was.reader_id = readers.id AND was.restricted_on = readers.restricted_on`,
    )
    .run(message.restriction);
  database.prepare("DELETE FROM rights_restrictions WHERE idempotency_key = ?").run(message.restriction);
  return { state: "done", tables, findings };
}

const wholeReader = (): Finding =>
  finding("scope_unsupported", "A reader is restricted as a whole.", "Ask for everything of this reader.");
const restrictionUnknown = (): Finding =>
  finding("restriction_unknown", "No restriction was carried out under that key.", "Restrict first.");
const valueNewer = (): Finding =>
  finding(
    "value_newer",
    "The entry was changed while it was restricted, and stays as it is now.",
    "Look at it.",
    false,
  );
