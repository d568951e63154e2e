/** MySQL 8 and MariaDB, through `mysql2`. */
import { type StoreKind, SystemError } from "../connector.ts";
import { createRelationalStore } from "../dialect/relational-store.ts";
import { createMysqlDialect, mysqlCapabilities } from "./mysql-dialect.ts";

/** The URL names the database; `schemas` may name several on the same server. */
export const mysqlKind: StoreKind = {
  kind: "mysql",
  title: "MySQL and MariaDB",
  capabilities: mysqlCapabilities,
  async open(url, options) {
    if (!/^[^:]+:\/\/[^/]+\/[^/?]+/.test(url)) {
      throw new SystemError(
        "system_url_invalid",
        options.system,
        "The URL names no database.",
        "Write it as mysql://user:password@host:3306/database.",
      );
    }
    // Loading a driver takes longer than reading a small SQLite file: only who uses it waits for it.
    const { createMysqlSessions } = await import("./mysql-sessions.ts");
    const sessions = createMysqlSessions(options.system, url, options.connectTimeout ?? 10_000);
    try {
      await sessions.read(async () => undefined);
    } catch (error) {
      await sessions.close();
      throw error;
    }
    return createRelationalStore(options.system, createMysqlDialect(options.schemas), sessions);
  },
};
