/** PostgreSQL, as a server or embedded (PGlite). */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Capabilities, type OpenOptions, type RowStore, type StoreKind, SystemError } from "../connector.ts";
import { createRelationalStore } from "../dialect/relational-store.ts";
import { createPgliteDriver, type PgliteInstance } from "./pglite-driver.ts";
import { createPostgresDialect } from "./postgres-dialect.ts";
import type { PostgresDriver } from "./postgres-driver.ts";
import { createPostgresSessions } from "./postgres-sessions.ts";

const capabilities: Capabilities = {
  schemes: ["postgres", "postgresql"],
  snapshotReads: true,
  deferredConstraints: true,
  checksForeignKeysByRow: false,
  canSuspendForeignKeys: false,
  joinsStatements: true,
  rowLocks: true,
};

/** Servers. */
export const postgresKind: StoreKind = {
  kind: "postgres",
  title: "PostgreSQL",
  capabilities,
  async open(url, options) {
    // Loading a driver takes longer than reading a small SQLite file: only who uses it waits for it.
    const { createPgDriver } = await import("./pg-driver.ts");
    const driver = createPgDriver(url, options.connectTimeout ?? 10_000);
    return openPostgres(driver, options);
  },
};

/** An embedded database: `pglite:<folder>` or `pglite:memory`. The folder must exist. */
export const pgliteKind: StoreKind = {
  kind: "pglite",
  title: "PGlite (embedded PostgreSQL)",
  capabilities: { ...capabilities, schemes: ["pglite"] },
  async open(url, options) {
    const folder = pgliteFolder(url);
    if (folder !== null && !existsSync(join(folder, "PG_VERSION"))) {
      throw new SystemError(
        "system_database_missing",
        options.system,
        "There is no embedded database at the place that the pglite: URL names.",
        "Check the path; Kept never creates a database.",
      );
    }
    const { PreparedPglite } = await import("./prepared-pglite.ts").catch((cause: unknown) => {
      throw new SystemError(
        "system_url_invalid",
        options.system,
        "The embedded PostgreSQL is not installed.",
        "Install the package @electric-sql/pglite, or name a PostgreSQL server.",
        cause,
      );
    });
    const instance = new PreparedPglite(folder === null ? {} : { dataDir: folder });
    return openPostgres(createPgliteDriver(instance, true), options, pgliteKind);
  },
};

/**
 * A store over a driver that the caller has and keeps: closing the store closes the driver.
 * For an existing PGlite instance: `postgresStoreOver(createPgliteDriver(instance, false), "shop")`.
 */
export function postgresStoreOver(
  driver: PostgresDriver,
  system: string,
  options: { readonly schemas?: readonly string[]; readonly kind?: StoreKind } = {},
): RowStore {
  const kind = options.kind ?? postgresKind;
  const dialect = createPostgresDialect(kind.kind, kind.capabilities, options.schemas);
  return createRelationalStore(system, dialect, createPostgresSessions(system, driver));
}

/** A store over an existing PGlite instance, which stays open when the store is closed. */
export function pgliteStoreOver(
  instance: PgliteInstance,
  system: string,
  options: { readonly schemas?: readonly string[] } = {},
): RowStore {
  return postgresStoreOver(createPgliteDriver(instance, false), system, { ...options, kind: pgliteKind });
}

/** Opens and proves that the database answers. */
async function openPostgres(driver: PostgresDriver, options: OpenOptions, kind = postgresKind): Promise<RowStore> {
  const store = postgresStoreOver(driver, options.system, { ...options, kind });
  try {
    await store.read(async () => undefined);
    return store;
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}

function pgliteFolder(url: string): string | null {
  const rest = url.slice("pglite:".length);
  if (rest === "memory" || rest === "//memory") return null;
  return rest.startsWith("///") ? fileURLToPath(`file:${rest}`) : rest.replace(/^\/\//, "");
}
