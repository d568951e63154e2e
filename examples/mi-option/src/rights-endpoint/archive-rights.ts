/** The rights of readers, answered by the archive itself: this is what an operator writes for a system of their own. */
import type { DatabaseSync } from "node:sqlite";
import { findUnapproved } from "@kept/connectors/http/disposed-tables";
import type { EraseAnswer, EraseDone, EraseMessage, ExportMessage, StatusAnswer } from "@kept/connectors/http/protocol";
import type { ServedExport, ServedRights } from "@kept/connectors/http/served-rights";
import type { AccessRow, AccessTable } from "@kept/engine/rights";
import { openForWriting, openSnapshot } from "./archive-database.ts";
import {
  findReaders,
  planExport,
  planFates,
  type Reached,
  reachPerson,
  tablesInScope,
  tablesToErase,
} from "./archive-reach.ts";
import { ARCHIVE_TABLES } from "./archive-tables.ts";

/** Answers rights on the archive in the file at `path`. Each answer has a connection of its own. */
export function createArchiveRights(path: string): ServedRights {
  return {
    describe: () => ({
      name: "mi Option newsletter & support archive",
      identifiers: ["email"],
      tables: ARCHIVE_TABLES.map(({ name, title, subject, categories }) => ({ name, title, subject, categories })),
      capabilities: { scope: true },
    }),
    find: (person) => withDatabase(openSnapshot(path), (database) => findReaders(database, person)),
    export: (message) => exportReader(path, message),
    erase: (message) =>
      message.mode === "dry-run"
        ? withDatabase(openSnapshot(path), (database) => dryRun(database, message))
        : withDatabase(openForWriting(path), (database) => run(database, message)),
    status: (key) =>
      withDatabase(openSnapshot(path), (database): StatusAnswer => readRun(database, key) ?? { state: "unknown" }),
  };
}

function withDatabase<T>(database: DatabaseSync, work: (database: DatabaseSync) => T): T {
  try {
    return work(database);
  } finally {
    database.close();
  }
}

function exportReader(path: string, { person, scope, today }: ExportMessage): ServedExport {
  const database = openSnapshot(path);
  try {
    const reached = reachPerson(database, person, tablesInScope(scope), today);
    const tables = planExport(database, reached);
    const { subjects, findings } = reached;
    return {
      plan: { subjects, tables, gaps: findings.filter(({ code }) => code !== "dispute_open") },
      rows: readRows(database, tables),
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function* readRows(database: DatabaseSync, tables: readonly AccessTable[]): Generator<AccessRow> {
  for (const { name, level, columns } of tables) {
    const rows = database.prepare(
      `SELECT ${columns.join(", ")} FROM ${name} WHERE id IN (SELECT id FROM fate_${name}) ORDER BY id`,
    );
    for (const values of rows.iterate()) yield { table: name, level, values };
  }
}

function dryRun(database: DatabaseSync, { person, scope, today }: EraseMessage): EraseAnswer {
  const reached = reachPerson(database, person, tablesToErase(scope), today);
  return { state: "planned", subjects: reached.subjects, ...planFates(database, reached) };
}

/** All in one transaction, the memory of the run included: either all of it happened, or nothing. */
function run(database: DatabaseSync, message: EraseMessage): EraseAnswer {
  database.exec("BEGIN IMMEDIATE");
  try {
    const known = readRun(database, message.idempotencyKey);
    const answer = known ?? erase(database, message);
    database.exec("COMMIT");
    if (answer !== known && answer.state === "done") emptyLog(database);
    return answer;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function erase(database: DatabaseSync, { person, scope, today, approved, idempotencyKey }: EraseMessage): EraseAnswer {
  const reached = reachPerson(database, person, tablesToErase(scope), today);
  const { tables, findings } = planFates(database, reached);
  const blocking = findings.filter((finding) => finding.blocks);
  if (blocking.length > 0) return { state: "refused", code: refusal(reached), findings: blocking };
  if (findUnapproved(approved ?? [], tables).length > 0)
    return { state: "refused", code: "plan_changed", findings: [] };
  for (const table of reached.tables) {
    for (const statement of table.erase) {
      database.prepare(statement).run(statement.includes(":today") ? { today } : {});
    }
  }
  const answer: EraseDone = { state: "done", tables, residue: [] };
  database
    .prepare("INSERT INTO rights_runs (idempotency_key, done_at, answer) VALUES (?, ?, ?)")
    .run(idempotencyKey, new Date().toISOString(), JSON.stringify(answer));
  return answer;
}

function refusal({ findings }: Reached): "person_not_found" | "person_ambiguous" | "plan_blocked" {
  for (const { code } of findings) if (code === "person_not_found" || code === "person_ambiguous") return code;
  return "plan_blocked";
}

function readRun(database: DatabaseSync, key: string): EraseDone | null {
  const row = database.prepare("SELECT answer FROM rights_runs WHERE idempotency_key = ?").get(key);
  return row === undefined ? null : (JSON.parse(String(row["answer"])) as EraseDone);
}

/** The write-ahead log still holds pages from before; a busy reader only puts this off to the next time. */
function emptyLog(database: DatabaseSync): void {
  database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
}
