/** SQLite files, through the driver that is part of Node. */
import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type StoreKind, SystemError } from "../connector.ts";
import { createRelationalStore } from "../dialect/relational-store.ts";
import { createSqliteDialect, sqliteCapabilities } from "./sqlite-dialect.ts";
import { createSqliteSessions } from "./sqlite-sessions.ts";

/** `sqlite:path`, `sqlite:///absolute/path`, `file:path`, or a bare path that ends in .db, .sqlite or .sqlite3. */
export const sqliteKind: StoreKind = {
  kind: "sqlite",
  title: "SQLite",
  capabilities: sqliteCapabilities,
  async open(url, options) {
    const path = sqlitePath(url);
    if (!isFile(path)) {
      throw new SystemError(
        "system_database_missing",
        options.system,
        "There is no file at the place that the SQLite URL names.",
        "Check the path; Kept never creates a database.",
      );
    }
    const sessions = createSqliteSessions(options.system, pathToFileURL(path), options.connectTimeout ?? 10_000);
    await sessions.read(async () => undefined);
    return createRelationalStore(
      options.system,
      createSqliteDialect(() => isWritable(path)),
      sessions,
    );
  },
};

/** The path that a SQLite URL means. */
export function sqlitePath(url: string): string {
  const rest = url.replace(/^(sqlite3?|file):/i, "").replace(/\?.*$/, "");
  if (rest.startsWith("///")) return fileURLToPath(`file:${rest}`);
  return resolve(rest.replace(/^\/\//, ""));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
