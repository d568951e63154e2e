/**
 * What an erasure in the archive takes away, kept sealed for as long as it can be taken back. The key comes with the run and is kept
 * nowhere; when the time is over what was sealed goes, whatever happens.
 */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { RestoreAnswer, RestoredTable, RestoreMessage } from "@kept/connectors/http/change-messages";
import type { KeepMessage } from "@kept/connectors/http/protocol";
import { openTaken, sealTaken } from "@kept/connectors/http/seal-taken";
import type { Finding } from "@kept/engine/model";
import { openForWriting } from "./archive-database.ts";
import { finding } from "./archive-reach.ts";
import { readRun, withDatabase } from "./archive-runs.ts";
import type { ArchiveTable } from "./archive-tables.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

/** A row as it was, and as the erasure left it; null: it is gone. */
interface TakenRow {
  readonly table: string;
  readonly before: Row;
  readonly after: Row | null;
}

/** In the order in which rows can stand again: those that are pointed at come first. */
const ORDER: readonly string[] = ["readers", "chats", "deliveries", "payments", "chat_members", "chat_lines"];
const POINTERS: readonly { readonly table: string; readonly column: string; readonly to: string }[] = [
  { table: "deliveries", column: "reader_id", to: "readers" },
  { table: "payments", column: "reader_id", to: "readers" },
  { table: "chat_members", column: "reader_id", to: "readers" },
  { table: "chat_members", column: "chat_id", to: "chats" },
  { table: "chat_lines", column: "reader_id", to: "readers" },
  { table: "chat_lines", column: "chat_id", to: "chats" },
];

/** Within the transaction of the erasure: does the work, and keeps sealed what it took away. */
export function eraseKept(
  database: DatabaseSync,
  tables: readonly ArchiveTable[],
  erasure: string,
  { key, until }: KeepMessage,
  work: () => void,
): void {
  const before = tables.flatMap(({ name }) => readTouched(database, name).map((row) => ({ table: name, row })));
  work();
  const taken = before.flatMap(({ table, row }): readonly TakenRow[] => {
    const after = readOne(database, table, row["id"]);
    return JSON.stringify(after) === JSON.stringify(row) ? [] : [{ table, before: row, after }];
  });
  database
    .prepare("INSERT INTO rights_undo (idempotency_key, until, sealed) VALUES (?, ?, ?)")
    .run(erasure, new Date(until).toISOString(), sealTaken(key, erasure, taken));
}

/** Rows of the person; of a chat that goes as a whole also what those said who left before. */
function readTouched(database: DatabaseSync, table: string): readonly Row[] {
  const gone =
    "chat_id IN (SELECT chat_id FROM chat_lines WHERE id IN (SELECT id FROM fate_chat_lines WHERE fate = 'alone'))";
  const also = table === "chat_lines" ? ` OR ${gone}` : "";
  return database
    .prepare(`SELECT * FROM ${table} WHERE id IN (SELECT id FROM fate_${table})${also} ORDER BY id`)
    .all()
    .map((row) => ({ ...row }));
}

function readOne(database: DatabaseSync, table: string, id: SQLOutputValue | undefined): Row | null {
  const row = database.prepare(`SELECT * FROM ${table} WHERE id = ?`).get(id ?? null);
  return row === undefined ? null : { ...row };
}

/** What comes back: whole rows, and columns of rows that are still there. */
interface WayBack {
  readonly returned: readonly TakenRow[];
  readonly restored: readonly { readonly taken: TakenRow; readonly columns: readonly string[] }[];
  readonly tables: readonly RestoredTable[];
  readonly findings: readonly Finding[];
}

export function planRestore(
  database: DatabaseSync,
  message: RestoreMessage,
): RestoreAnswer & { readonly state: "planned" } {
  const { tables, findings } = findWayBack(database, message);
  return { state: "planned", tables, findings };
}

/** Within a transaction. */
export function restore(database: DatabaseSync, message: RestoreMessage): RestoreAnswer {
  const { returned, restored, tables, findings } = findWayBack(database, message);
  const blocking = findings.filter(({ blocks }) => blocks);
  if (blocking.length > 0) return { state: "refused", code: "plan_blocked", findings: blocking };
  for (const { table, before } of returned) {
    const names = Object.keys(before);
    const places = names.map(() => "?").join(", ");
    database.prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${places})`).run(...Object.values(before));
  }
  for (const { taken, columns } of restored) {
    const set = columns.map((name) => `${name} = ?`).join(", ");
    const values = columns.map((name) => taken.before[name] ?? null);
    database.prepare(`UPDATE ${taken.table} SET ${set} WHERE id = ?`).run(...values, taken.before["id"] ?? null);
  }
  database.prepare("DELETE FROM rights_undo WHERE idempotency_key = ?").run(message.erasure);
  return { state: "done", tables, findings };
}

const NOTHING = { returned: [], restored: [], tables: [] };

function findWayBack(database: DatabaseSync, { erasure, key }: RestoreMessage): WayBack {
  const kept = database.prepare("SELECT until, sealed FROM rights_undo WHERE idempotency_key = ?").get(erasure);
  if (kept === undefined || String(kept["until"]) <= new Date().toISOString()) {
    const why = kept === undefined && readRun(database, erasure) === null ? erasureUnknown() : windowOver();
    return { ...NOTHING, findings: [why] };
  }
  const taken = openTaken<readonly TakenRow[]>(key, erasure, kept["sealed"] as Uint8Array);
  return taken === null ? { ...NOTHING, findings: [notOpened()] } : compare(database, taken);
}

/** Newer values stay; what has come to stand in the place of a row, or is gone from under it, is in the way. */
function compare(database: DatabaseSync, taken: readonly TakenRow[]): WayBack {
  const returned: TakenRow[] = [];
  const restored: { readonly taken: TakenRow; readonly columns: readonly string[] }[] = [];
  const newer = new Map<string, number>();
  const findings = new Map<string, Finding>();
  const note = (one: Finding) => void findings.set(`${one.code} ${one.table}`, one);
  for (const one of taken) {
    const now = readOne(database, one.table, one.before["id"]);
    if (one.after === null) {
      if (now === null) returned.push(one);
      else if (JSON.stringify(now) !== JSON.stringify(one.before)) note(rowTaken(one.table));
      continue;
    }
    const changed = Object.keys(one.before).filter((name) => one.before[name] !== one.after?.[name]);
    const columns = now === null ? [] : changed.filter((name) => now[name] === one.after?.[name]);
    if (columns.length > 0) restored.push({ taken: one, columns });
    const isNewer =
      now === null || changed.some((name) => now[name] !== one.after?.[name] && now[name] !== one.before[name]);
    if (!isNewer) continue;
    newer.set(one.table, (newer.get(one.table) ?? 0) + 1);
    note(valueNewer(one.table));
  }
  for (const one of findParentsGone(database, returned, restored)) note(one);
  const count = (all: readonly { readonly table: string }[], name: string) =>
    all.filter(({ table }) => table === name).length;
  const gaining = restored.map((one) => one.taken);
  const tables = ORDER.map((name) => ({
    name,
    returned: count(returned, name),
    restored: count(gaining, name),
    newer: newer.get(name) ?? 0,
  })).filter((table) => table.returned + table.restored + table.newer > 0);
  const place = ({ table }: TakenRow) => ORDER.indexOf(table);
  return { returned: returned.sort((a, b) => place(a) - place(b)), restored, tables, findings: [...findings.values()] };
}

function* findParentsGone(
  database: DatabaseSync,
  returned: readonly TakenRow[],
  restored: WayBack["restored"],
): Iterable<Finding> {
  const back = new Set(returned.map(({ table, before }) => `${table} ${String(before["id"])}`));
  const pointing = [...returned.map((taken) => ({ taken, columns: Object.keys(taken.before) })), ...restored];
  for (const { taken, columns } of pointing) {
    for (const { table, column, to } of POINTERS) {
      const id = taken.before[column] ?? null;
      if (table !== taken.table || !columns.includes(column) || id === null) continue;
      if (!back.has(`${to} ${String(id)}`) && readOne(database, to, id) === null) yield parentGone(table, to);
    }
  }
}

/** Destroys what was kept for longer than it may be. Made for a timer. */
export function endUndoWindows(path: string): void {
  withDatabase(openForWriting(path), dropOver);
}

/** Within a transaction, or by itself. */
export function dropOver(database: DatabaseSync): void {
  database.prepare("DELETE FROM rights_undo WHERE until <= ?").run(new Date().toISOString());
}

const on = (table: string, one: Finding): Finding => ({ ...one, table });
const erasureUnknown = (): Finding =>
  finding("undo_unknown", "No erasure was carried out under that key.", "Nothing can be given back.");
const windowOver = (): Finding =>
  finding("undo_over", "What was erased is not kept any more.", "The time in which it could be taken back is over.");
const notOpened = (): Finding =>
  finding(
    "undo_unopened",
    "What was kept does not open: another key, or it has been changed.",
    "Look at the archive's own backups.",
  );
const rowTaken = (table: string): Finding =>
  on(table, finding("row_taken", `Other rows stand by now where rows of ${table} were.`, "Move these first."));
const parentGone = (table: string, to: string): Finding =>
  on(
    table,
    finding(
      "parent_gone",
      `Rows of ${to} that rows of ${table} belong to are gone.`,
      "They went with somebody who left later: that has to be taken back first.",
    ),
  );
const valueNewer = (table: string): Finding =>
  on(
    table,
    finding("value_newer", `Rows of ${table} have changed since, and stay as they are.`, "Look at them.", false),
  );
