/** Postgres errors as SystemError, by SQLSTATE. The server's own words are left out where they may quote data. */
import { SystemError, type SystemErrorCode } from "../connector.ts";
import { isNameVoid } from "./statement-names.ts";

interface Meaning {
  readonly code: SystemErrorCode;
  readonly message: string;
  readonly advice: string;
}

const unreachable: Meaning = {
  code: "system_unreachable",
  message: "The database server cannot be reached.",
  advice: "Check host, port and firewall, and that the server is running.",
};
const noEncryption: Meaning = {
  code: "system_unreachable",
  message: "The database server offers no encrypted connection, and the URL asks for one.",
  advice: "Turn TLS on at the server; or take sslmode out of the URL where nobody can listen in between.",
};
const timeout: Meaning = {
  code: "system_timeout",
  message: "The database cancelled a statement that took too long.",
  advice: "Try again when the database is less busy, or raise its statement_timeout for this user.",
};
const conflict: Meaning = {
  code: "system_conflict",
  message: "Another transaction got in the way.",
  advice: "Nothing was changed. Try again.",
};

/** Exact SQLSTATEs first, then their classes (the first two characters). */
const meanings: Readonly<Record<string, Meaning>> = {
  "28": {
    code: "system_login_refused",
    message: "The database refused the user name or password.",
    advice: "Check user and password in the URL, and the server's pg_hba.conf.",
  },
  "3D000": {
    code: "system_database_missing",
    message: "There is no database of that name on the server.",
    advice: "Check the last part of the URL.",
  },
  "42501": {
    code: "system_permission_missing",
    message: "The database user may not do that.",
    advice: "Grant SELECT, UPDATE and DELETE on the tables of the map to this user.",
  },
  "25006": {
    code: "system_permission_missing",
    message: "The database is read-only.",
    advice: "Connect to the primary server, not to a replica.",
  },
  "42P01": {
    code: "system_table_missing",
    message: "A table of the map is not in the database.",
    advice: "Read its structure again (kept discover) and correct the map.",
  },
  "42703": {
    code: "system_table_missing",
    message: "A column of the map is not in the database.",
    advice: "Read its structure again (kept discover) and correct the map.",
  },
  "23": {
    code: "system_constraint_refused",
    message: "A constraint refused the change.",
    advice: "Nothing was changed. Look at the constraint that is named and correct the map of that table.",
  },
  "22": {
    code: "system_constraint_refused",
    message: "A value does not fit its column.",
    advice: "Nothing was changed. Say in the map that the column may stay (`keep`), or what it holds.",
  },
  "40": conflict,
  "55P03": conflict,
  "57014": timeout,
  "25P03": timeout,
  "08": unreachable,
  "57P": unreachable,
  "53300": {
    code: "system_unreachable",
    message: "The database server has no connection left.",
    advice: "Close other connections or raise max_connections, then try again.",
  },
};

const networkCodes = ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "ECONNRESET", "EHOSTUNREACH", "EPIPE", "EAI_AGAIN"];

const rowSecurity: Meaning = {
  code: "system_permission_missing",
  message: "Row-level security would hide rows from this database user.",
  advice: "Give the user BYPASSRLS, so that no row of a person is overlooked.",
};

/** The SystemError for whatever the driver threw. */
export function toPostgresError(system: string, error: unknown): unknown {
  if (error instanceof SystemError || !(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^[0-9A-Z]{5}$/.test(code)) {
    const hidesRows = code === "42501" && /row-level security/.test(error.message);
    const known = isNameVoid(error) ? conflict : meanings[code];
    const meaning = hidesRows ? rowSecurity : (known ?? meanings[code.slice(0, 3)] ?? meanings[code.slice(0, 2)]);
    const names = ["schema", "table", "column", "constraint"]
      .map((key) => [key, (error as unknown as Record<string, unknown>)[key]])
      .filter(([, value]) => typeof value === "string" && value !== "")
      .map(([key, value]) => `${key} ${value}`);
    const where = names.length > 0 ? ` (${names.join(", ")}; SQLSTATE ${code})` : ` (SQLSTATE ${code})`;
    if (meaning !== undefined) return new SystemError(meaning.code, system, meaning.message + where, meaning.advice);
    return new SystemError(
      "system_failed",
      system,
      `The database refused a statement${where}.`,
      "Look into the server's log for this moment, and report the SQLSTATE.",
    );
  }
  if (/does not support SSL/.test(error.message)) {
    return new SystemError(noEncryption.code, system, noEncryption.message, noEncryption.advice);
  }
  if (networkCodes.includes(code) || /connect|connection|terminat/i.test(error.message)) {
    return new SystemError(unreachable.code, system, unreachable.message, unreachable.advice);
  }
  if (/transaction had failed/.test(error.message)) {
    return new SystemError("system_failed", system, "A statement had failed, so nothing was changed.", "Try again.");
  }
  return error;
}
