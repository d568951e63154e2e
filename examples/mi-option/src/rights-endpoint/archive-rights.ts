/** The rights of readers, answered by the archive itself: this is what an operator writes for a system of their own. */
import type { DatabaseSync } from "node:sqlite";
import { findUnapproved } from "@kept/connectors/http/disposed-tables";
import type { EraseAnswer, EraseMessage, ExportMessage, StatusAnswer } from "@kept/connectors/http/protocol";
import type { ServedExport, ServedRights } from "@kept/connectors/http/served-rights";
import type { AccessRow, AccessTable } from "@kept/engine/rights";
import { openForWriting, openSnapshot } from "./archive-database.ts";
import {
  DISPUTE_OPEN,
  findReaders,
  planExport,
  planFates,
  reachPerson,
  tablesInScope,
  tablesToErase,
} from "./archive-reach.ts";
import { planRectification, rectify } from "./archive-rectification.ts";
import { findResidue } from "./archive-residue.ts";
import { lift, planLift, planRestriction, restrict } from "./archive-restriction.ts";
import { readRun, refusal, runOnce, withDatabase } from "./archive-runs.ts";
import { ARCHIVE_TABLES } from "./archive-tables.ts";
import { eraseKept, planRestore, restore } from "./archive-undo.ts";

/** Answers rights on the archive in the file at `path`. Each answer has a connection of its own. */
export function createArchiveRights(path: string): ServedRights {
  return {
    describe: () => ({
      name: "mi Option newsletter & support archive",
      identifiers: ["email"],
      tables: ARCHIVE_TABLES.map(({ name, title, subject, categories }) => ({ name, title, subject, categories })),
      capabilities: {
        scope: true,
        restriction: true,
        rectification: true,
        residue: true,
        undo: true,
      },
    }),
    find: (person) => withDatabase(openSnapshot(path), (database) => findReaders(database, person)),
    export: (message) => exportReader(path, message),
    erase: (message) =>
      message.mode === "dry-run"
        ? withDatabase(openSnapshot(path), (database) => dryRun(database, message))
        : runOnce(path, message.idempotencyKey, (database) => erase(database, message)),
    status: (key) =>
      withDatabase(openSnapshot(path), (database): StatusAnswer => readRun(database, key) ?? { state: "unknown" }),
    restriction: {
      restrict: (message) =>
        message.mode === "dry-run"
          ? withDatabase(openSnapshot(path), (database) => planRestriction(database, message))
          : runOnce(path, message.idempotencyKey, (database) => restrict(database, message)),
      lift: (message) =>
        message.mode === "dry-run"
          ? withDatabase(openSnapshot(path), (database) => planLift(database, message))
          : runOnce(path, message.idempotencyKey, (database) => lift(database, message)),
    },
    rectify: (message) =>
      message.mode === "dry-run"
        ? withDatabase(openSnapshot(path), (database) => planRectification(database, message))
        : runOnce(path, message.idempotencyKey, (database) => rectify(database, message)),
    restore: (message) =>
      message.mode === "dry-run"
        ? withDatabase(openForWriting(path), (database) => planRestore(database, message))
        : runOnce(path, message.idempotencyKey, (database) => restore(database, message)),
    findResidue: (message) => withDatabase(openSnapshot(path), (database) => findResidue(database, message)),
  };
}

function exportReader(path: string, { person, scope, today }: ExportMessage): ServedExport {
  const database = openSnapshot(path);
  try {
    const reached = reachPerson(database, person, tablesInScope(scope), today);
    const tables = planExport(database, reached);
    const { subjects, findings } = reached;
    return {
      plan: { subjects, tables, gaps: findings.filter(({ code }) => code !== DISPUTE_OPEN) },
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

function erase(database: DatabaseSync, message: EraseMessage): EraseAnswer {
  const { person, scope, today, approved, undo, idempotencyKey } = message;
  const reached = reachPerson(database, person, tablesToErase(scope), today);
  const { tables, findings } = planFates(database, reached);
  const blocking = findings.filter((finding) => finding.blocks);
  if (blocking.length > 0) return { state: "refused", code: refusal(blocking), findings: blocking };
  if (findUnapproved(approved ?? [], tables).length > 0)
    return { state: "refused", code: "plan_changed", findings: [] };
  const carryOut = () => {
    for (const table of reached.tables) {
      for (const statement of table.erase) {
        database.prepare(statement).run(statement.includes(":today") ? { today } : {});
      }
    }
  };
  if (undo === undefined) carryOut();
  else eraseKept(database, reached.tables, idempotencyKey, undo, carryOut);
  return { state: "done", tables, residue: [] };
}
