/** The kinds of store that Kept knows, and how a URL finds its own. */
import { type OpenOptions, type RowStore, type StoreKind, SystemError } from "./connector.ts";
import type { FileKind, FileStore } from "./files/file-store.ts";
import { folderKind } from "./files/folder-store.ts";
import { mysqlKind } from "./mysql/mysql-store.ts";
import { pgliteKind, postgresKind } from "./postgres/postgres-store.ts";
import { sqliteKind } from "./sqlite/sqlite-store.ts";

/** Every kind of store, in the order in which they are named to people. */
export const storeKinds: readonly StoreKind[] = [postgresKind, mysqlKind, sqliteKind, pgliteKind];

/** Every kind of store of files. They hold what rows of other systems name, and no people of their own. */
export const fileKinds: readonly FileKind[] = [folderKind];

/** Endings by which a bare path is known for a SQLite file. */
const sqliteEndings = /^[^:]*\.(db|sqlite|sqlite3)$|^[a-z]:[\\/].*\.(db|sqlite|sqlite3)$/i;

/** The kind that understands the URL, or null. */
export function findStoreKind(url: string): StoreKind | null {
  if (sqliteEndings.test(url)) return sqliteKind;
  const scheme = schemeOf(url);
  return storeKinds.find((kind) => scheme !== undefined && kind.capabilities.schemes.includes(scheme)) ?? null;
}

function schemeOf(url: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
}

/** The kind of store of files that understands the URL, or null. */
export function findFileKind(url: string): FileKind | null {
  const scheme = schemeOf(url);
  return fileKinds.find(({ schemes }) => scheme !== undefined && schemes.includes(scheme)) ?? null;
}

/** Opens the store of files that the URL names. Rejects with a SystemError that never repeats the URL. */
export async function openFileStore(url: string, system: string): Promise<FileStore> {
  const kind = findFileKind(url);
  if (kind !== null) return await kind.open(url, { system });
  throw new SystemError(
    "system_url_invalid",
    system,
    `The address of system "${system}" is of no known kind of store of files.`,
    `Write it as ${fileKinds.map(({ example }) => example).join(", or as ")}.`,
  );
}

/**
 * Opens the store that the URL names, and proves that it answers.
 * Rejects with a SystemError that never repeats the URL, which may hold a password.
 */
export async function openStore(url: string, options: OpenOptions): Promise<RowStore> {
  const kind = findStoreKind(url);
  if (kind === null) {
    const schemes = storeKinds.flatMap((one) => one.capabilities.schemes.map((scheme) => `${scheme}:`));
    throw new SystemError(
      "system_url_invalid",
      options.system,
      `The address of system "${options.system}" is of no known kind.`,
      `Understood are URLs that begin with ${schemes.join(", ")}, and paths that end in .db, .sqlite or .sqlite3.`,
    );
  }
  try {
    return await kind.open(url, options);
  } catch (error) {
    if (error instanceof SystemError) throw error;
    if (error instanceof TypeError && "code" in error && error.code === "ERR_INVALID_URL")
      throw invalidUrl(kind, options);
    throw error;
  }
}

/** Without a cause: the platform's error repeats the URL. */
function invalidUrl(kind: StoreKind, options: OpenOptions): SystemError {
  return new SystemError(
    "system_url_invalid",
    options.system,
    `The ${kind.title} URL of system "${options.system}" cannot be read.`,
    `Write it as ${kind.capabilities.schemes[0]}://user:password@host/database; special characters in a password are percent-encoded.`,
  );
}
