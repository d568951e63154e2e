/** Runs of every kind: each in one transaction, with the memory of it, so that a key is carried out once. */
import type { DatabaseSync } from "node:sqlite";
import type { LiftDone, RectifyDone, RestoreDone, RestrictDone } from "@kept/connectors/http/change-messages";
import type { EraseDone } from "@kept/connectors/http/protocol";
import type { Finding } from "@kept/engine/model";
import { openForWriting } from "./archive-database.ts";

type Done = EraseDone | RestrictDone | LiftDone | RectifyDone | RestoreDone;

export function withDatabase<T>(database: DatabaseSync, work: (database: DatabaseSync) => T): T {
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Answers what was answered under this key before; else does the work, and either all of it happened or nothing. */
export function runOnce<T extends Done | { readonly state: "planned" | "refused" }>(
  path: string,
  key: string,
  work: (database: DatabaseSync) => T,
): T {
  return withDatabase(openForWriting(path), (database) => {
    database.exec("BEGIN IMMEDIATE");
    try {
      const known = readRun(database, key);
      const answer = known ?? work(database);
      if (known === null && answer.state === "done") remember(database, key, answer);
      database.exec("COMMIT");
      if (known === null && answer.state === "done") emptyLog(database);
      return answer as T;
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  });
}

function remember(database: DatabaseSync, key: string, answer: object): void {
  database
    .prepare("INSERT INTO rights_runs (idempotency_key, done_at, answer) VALUES (?, ?, ?)")
    .run(key, new Date().toISOString(), JSON.stringify(answer));
}

/** What was answered under this key; null: nothing was done. */
export function readRun(database: DatabaseSync, key: string): Done | null {
  const row = database.prepare("SELECT answer FROM rights_runs WHERE idempotency_key = ?").get(key);
  return row === undefined ? null : (JSON.parse(String(row["answer"])) as Done);
}

/** The write-ahead log still holds pages from before; a busy reader only puts this off to the next time. */
function emptyLog(database: DatabaseSync): void {
  database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
}

/** Why a run is refused while these findings stand. */
export function refusal(findings: readonly Finding[]): "person_not_found" | "person_ambiguous" | "plan_blocked" {
  for (const { code } of findings) if (code === "person_not_found" || code === "person_ambiguous") return code;
  return "plan_blocked";
}
