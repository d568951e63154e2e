/** Whose rows are whose in the archive, for one person, on one snapshot. */
import type { DatabaseSync } from "node:sqlite";
import type { DisposedTable, FindAnswer } from "@kept/connectors/http/protocol";
import type { Finding } from "@kept/engine/model";
import type { AccessTable, PersonQuery, Scope } from "@kept/engine/rights";
import { ARCHIVE_TABLES, type ArchiveTable, POINTING_AT_READERS } from "./archive-tables.ts";

export interface Reached extends FindAnswer {
  readonly tables: readonly ArchiveTable[];
}

/** Finds the person's readers: by e-mail address in any case, or by number. */
export function findReaders(database: DatabaseSync, person: PersonQuery): FindAnswer {
  const findings: Finding[] = [];
  const ids = new Set<number>();
  const byEmail = database.prepare("SELECT id FROM readers WHERE email = ? ORDER BY id");
  for (const { kind, value } of person.identifiers) {
    if (kind !== "email") continue;
    const rows = byEmail.all(value.trim());
    if (rows.length > 1) findings.push(ambiguous(rows.length));
    for (const row of rows) ids.add(Number(row["id"]));
  }
  const byId = database.prepare("SELECT id FROM readers WHERE id = ?");
  for (const { table, key } of person.keys) {
    if (table !== "readers" || key.length !== 1 || !/^\d{1,15}$/.test(key[0] ?? "")) findings.push(notAReader());
    else if (byId.get(Number(key[0])) !== undefined) ids.add(Number(key[0]));
  }
  if (ids.size === 0 && findings.length === 0) findings.push(unknown());
  return { subjects: [...ids].map((id) => ({ table: "readers", key: [String(id)] })), findings };
}

/**
 * Notes, for each of the tables, which rows are the person's and what becomes of them, in temporary tables
 * `fate_<table>`. They keep what was true before a change, while the change goes on.
 */
export function reachPerson(
  database: DatabaseSync,
  person: PersonQuery,
  tables: readonly ArchiveTable[],
  today: string,
): Reached {
  const { subjects, findings } = findReaders(database, person);
  database.exec("CREATE TEMP TABLE mine (id INTEGER PRIMARY KEY)");
  const insert = database.prepare("INSERT INTO mine VALUES (?)");
  for (const { key } of subjects) insert.run(Number(key[0]));
  for (const table of tables) {
    const named = table.reach.includes(":today") ? { today } : {};
    database.prepare(`CREATE TEMP TABLE fate_${table.name} AS ${table.reach}`).run(named);
  }
  const dispute = database.prepare("SELECT 1 FROM readers JOIN mine USING (id) WHERE dispute IS NOT NULL").get();
  return { subjects, findings: dispute === undefined ? findings : [...findings, inDispute()], tables };
}

/** What an erasure does, and a finding where the reader's own row has to wait for the rest. */
export function planFates(database: DatabaseSync, reached: Reached): { tables: DisposedTable[]; findings: Finding[] } {
  const names = new Set(reached.tables.map(({ name }) => name));
  const findings = [...reached.findings];
  const isWaiting =
    names.has("readers") &&
    POINTING_AT_READERS.some(
      (name) =>
        !names.has(name) &&
        database.prepare(`SELECT 1 FROM ${name} WHERE reader_id IN (SELECT id FROM mine)`).get() !== undefined,
    );
  if (isWaiting) {
    findings.push(readerWaits());
    database.exec("DELETE FROM temp.fate_readers");
  }
  const tables = reached.tables.flatMap((table) => {
    const rows = database
      .prepare(
        `SELECT fate, until, count(*) AS count FROM fate_${table.name} GROUP BY fate, until ORDER BY fate, until`,
      )
      .all();
    const groups = rows.map((row) => {
      const fate = table.fates[String(row["fate"])];
      if (fate === undefined) throw new Error(`Table ${table.name} has a row without a known fate.`);
      const until = fate.disposition === "retained" ? String(row["until"]) : null;
      return { disposition: fate.disposition, rows: Number(row["count"]), why: fate.why, until };
    });
    return groups.length === 0 ? [] : [{ name: table.name, groups: joinGroups(groups) }];
  });
  return { tables, findings };
}

/** Rows that share disposition, reason and day, whatever column told them apart. */
function joinGroups(groups: readonly DisposedTable["groups"][number][]): DisposedTable["groups"] {
  const joined = Map.groupBy(groups, ({ disposition, why, until }) => JSON.stringify([disposition, why, until]));
  return [...joined.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, rows: same.reduce((sum, { rows }) => sum + rows, 0) }];
  });
}

/** What an export shows. */
export function planExport(database: DatabaseSync, { tables }: Reached): readonly AccessTable[] {
  return tables.flatMap(({ name, columns, why }) => {
    const rows = Number(database.prepare(`SELECT count(*) AS count FROM fate_${name}`).get()?.["count"]);
    return rows === 0 ? [] : [{ name, rows, level: "own" as const, columns, hidden: [], masked: [], why }];
  });
}

/** The tables a scope is about. */
export function tablesInScope(scope: Scope): readonly ArchiveTable[] {
  return ARCHIVE_TABLES.filter((table) => isInScope(scope, table));
}

/** The tables an erasure with a scope changes: those it is about, and what belongs to the same unit. */
export function tablesToErase(scope: Scope): readonly ArchiveTable[] {
  const units = new Set(tablesInScope(scope).map(({ unit }) => unit));
  return ARCHIVE_TABLES.filter(({ unit }) => units.has(unit));
}

function isInScope(scope: Scope, table: ArchiveTable): boolean {
  if (scope.tables.length > 0 && !scope.tables.includes(table.name)) return false;
  if (scope.categories.length === 0) return true;
  return scope.categories.some((wanted) =>
    table.categories.some((category) => category === wanted || category.startsWith(`${wanted}.`)),
  );
}

export function finding(code: string, message: string, suggestion: string, blocks = true): Finding {
  return { code, table: "readers", column: "", message, suggestion, blocks };
}

const unknown = (): Finding =>
  finding(
    "person_not_found",
    "No reader is known by that.",
    "Check the address, or name the reader: readers:<number>.",
  );
const ambiguous = (count: number): Finding =>
  finding("person_ambiguous", `${count} readers share that address.`, "Name one of them: readers:<number>.");
const notAReader = (): Finding =>
  finding("key_malformed", "Readers are named by their number.", "Write readers:<number>.");
export const DISPUTE_OPEN = "dispute_open";
const inDispute = (): Finding =>
  finding(DISPUTE_OPEN, "A legal dispute with this reader is open.", "Erase when it is settled and marked so.");
const readerWaits = (): Finding =>
  finding(
    "subject_kept",
    "The reader's own row stays as long as rows outside the scope belong to it.",
    "Ask for everything to erase it, too.",
    false,
  );
