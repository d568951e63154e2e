/** MySQL and MariaDB errors as SystemError, by number. The server's own words often quote data and are left out. */
import { SystemError, type SystemErrorCode } from "../connector.ts";

type Meaning = readonly [SystemErrorCode, string, string];

const login: Meaning = [
  "system_login_refused",
  "The database refused the user name or password.",
  "Check user and password in the URL, and from which hosts the user may connect.",
];
const permission: Meaning = [
  "system_permission_missing",
  "The database user may not do that.",
  "Grant SELECT, UPDATE and DELETE on the tables of the map to this user.",
];
const readOnly: Meaning = [
  "system_permission_missing",
  "The database is read-only.",
  "Connect to the primary server, not to a replica.",
];
const missing: Meaning = [
  "system_table_missing",
  "A table or column of the map is not in the database.",
  "Read its structure again (kept discover) and correct the map.",
];
const constraint: Meaning = [
  "system_constraint_refused",
  "A constraint refused the change.",
  "Nothing was changed. Look at the constraint that is named and correct the map of that table.",
];
const misfit: Meaning = [
  "system_constraint_refused",
  "A value does not fit its column.",
  "Nothing was changed. Say in the map that the column may stay (`keep`), or what it holds.",
];
const conflict: Meaning = ["system_conflict", "Another transaction got in the way.", "Nothing was changed. Try again."];
const timeout: Meaning = [
  "system_timeout",
  "The database cancelled a statement that took too long.",
  "Try again when the database is less busy.",
];
const unreachable: Meaning = [
  "system_unreachable",
  "The database server cannot be reached.",
  "Check host, port and firewall, and that the server is running.",
];
const full: Meaning = [
  "system_unreachable",
  "The database server has no connection left.",
  "Close other connections or raise max_connections, then try again.",
];
const database: Meaning = [
  "system_database_missing",
  "There is no database of that name on the server, or the user may not use it.",
  "Check the last part of the URL and the user's grants.",
];

const meanings: ReadonlyMap<number, Meaning> = new Map(
  (
    [
      [login, [1045, 1251, 1698, 1820, 1862]],
      [database, [1044, 1046, 1049]],
      [permission, [1142, 1143, 1227, 1370]],
      [readOnly, [1290, 1792, 1836]],
      [missing, [1051, 1054, 1146]],
      [constraint, [1048, 1062, 1169, 1216, 1217, 1451, 1452, 1586, 3819, 4025]],
      [misfit, [1264, 1265, 1292, 1364, 1366, 1406, 1265, 3140, 3156]],
      [conflict, [1020, 1205, 1213, 1412, 3572]],
      [timeout, [1317, 1969, 3024]],
      [full, [1040, 1129, 1203, 1226]],
      [unreachable, [1053, 1077, 1080, 2002, 2003, 2006, 2013, 4031]],
    ] as const
  ).flatMap(([meaning, numbers]) => numbers.map((number) => [number, meaning] as const)),
);

/** The SystemError for whatever the driver threw. */
export function toMysqlError(system: string, error: unknown): unknown {
  if (error instanceof SystemError || !(error instanceof Error)) return error;
  const number = "errno" in error && typeof error.errno === "number" ? error.errno : 0;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const isNetwork = /^(ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EPIPE|EAI_AGAIN|PROTOCOL_CONNECTION_LOST)/.test(code);
  const meaning =
    isNetwork || /connection is in closed state/i.test(error.message) ? unreachable : meanings.get(number);
  if (meaning === undefined && number <= 0) return error;
  const [kind, message, advice] = meaning ?? [
    "system_failed",
    "The database refused a statement.",
    "Look up the error number in the server's documentation.",
  ];
  const named = /CONSTRAINT `([^`]+)`|for key '([^']+)'$|for column [`'](?:[^']*`)?(\w+)[`']/i.exec(error.message);
  const name = named?.[1] ?? named?.[2] ?? named?.[3];
  const where = `${name === undefined ? "" : `${name}; `}error ${number > 0 ? number : code}`;
  return new SystemError(kind, system, `${message} (${where})`, advice);
}
