/** SQLite errors as SystemError, by result code. */
import { SystemError, type SystemErrorCode } from "../connector.ts";

/** Primary result codes (rescode.html of its documentation). */
const meanings: Readonly<Record<number, readonly [SystemErrorCode, string, string]>> = {
  3: ["system_permission_missing", "The database file may not be used.", "Check the permissions of the file."],
  5: ["system_conflict", "Another process holds the database file.", "Nothing was changed. Try again."],
  6: ["system_conflict", "Another connection holds a table.", "Nothing was changed. Try again."],
  8: [
    "system_permission_missing",
    "The database file may not be written.",
    "Check the permissions of the file and of its folder.",
  ],
  14: [
    "system_database_missing",
    "The database file cannot be opened.",
    "Check the path and the permissions of the file and of its folder; Kept never creates a database.",
  ],
  18: ["system_failed", "A value is too big for the database.", "Nothing was changed. Handle fewer rows at once."],
  19: [
    "system_constraint_refused",
    "A constraint refused the change.",
    "Nothing was changed. Look at the constraints of the table and correct its map.",
  ],
  20: [
    "system_constraint_refused",
    "A value does not fit its column.",
    "Nothing was changed. Say in the map that the column may stay (`keep`), or what it holds.",
  ],
  26: ["system_database_missing", "The file is no SQLite database.", "Check the path."],
};

/** The result code of what node:sqlite threw, or null. */
export function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

/** The SystemError for whatever the driver threw. */
export function toSqliteError(system: string, error: unknown): unknown {
  const code = resultCode(error);
  if (code === null || !(error instanceof Error)) return error;
  // Texts of constraints and of keys that lead nowhere name tables and columns, never values.
  if (error.message.startsWith("foreign key mismatch")) {
    return new SystemError(
      "system_constraint_refused",
      system,
      `A foreign key leads to columns that are not there, or that nothing keeps unique (${error.message}).`,
      "Nothing was changed. SQLite refuses every change of the table that such a key refers to: mend the key.",
    );
  }
  const [kind, message, advice] = meanings[code] ?? [
    "system_failed",
    "SQLite refused a statement.",
    "Check the file with PRAGMA integrity_check.",
  ];
  const where = code === 19 ? ` (${error.message})` : ` (result code ${code})`;
  return new SystemError(kind, system, message + where, advice);
}
