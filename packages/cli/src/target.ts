/** What a command works on: a database named by its address, with its map; and the person in it. */
import { existsSync, realpathSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { FileStores } from "@kept/connectors/files/file-store";
import { createFileStores } from "@kept/connectors/files/file-stores";
import { findFileKind, findStoreKind } from "@kept/connectors/kinds";
import { MapInvalid, readMap } from "@kept/connectors/rights/map-file";
import { openRowRights } from "@kept/connectors/rights/open-rights-system";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import { sqlitePath } from "@kept/connectors/sqlite/sqlite-store";
import { CATEGORIES } from "@kept/engine/categories";
import type { Join } from "@kept/engine/infer/read-joins";
import { type DataMap, EMPTY_MAP } from "@kept/engine/map";
import type { ModelIndex, ModelTable } from "@kept/engine/model";
import { nearestName } from "@kept/engine/nearest-name";
import type { PersonQuery, RowRef, Scope } from "@kept/engine/rights";
import type { CliEnvironment } from "./environment.ts";
import { UsageError } from "./exit-codes.ts";
import type { NamedPerson } from "./person-options.ts";
import { splitKey } from "./split-key.ts";

export interface TargetOptions {
  readonly url?: string;
  readonly map?: string;
  readonly schema?: readonly string[];
  /** `store=folder`, or an address in the folder's place. */
  readonly files?: readonly string[];
  /** `--no-data` */
  readonly data?: boolean;
}

/** The address to work on, from the command, `--url` or KEPT_URL, checked as far as that goes without opening it. */
export async function chooseUrl(given: string | undefined, environment: CliEnvironment): Promise<string> {
  const url = given ?? environment.url;
  if (url === null) {
    throw new UsageError(
      "Which database? Name one of these:\n" +
        "  --url postgres://user@host/shop     PostgreSQL\n" +
        "  --url mysql://user@host/shop        MySQL or MariaDB\n" +
        "  --url shop.db                       a SQLite file\n" +
        "or set KEPT_URL; or go through a running Kept with --server http://… and KEPT_API_KEY.",
    );
  }
  if (/^https?:/i.test(url)) {
    throw new UsageError(
      "An http address is not a database. Is it a running Kept? Then say --server instead of --url.",
    );
  }
  return await resolveFile(url);
}

/** A path without a scheme is a SQLite file, whatever its ending; one that is not there is the caller's mistake. */
async function resolveFile(url: string): Promise<string> {
  const isPath = !/^[a-z][a-z0-9+.-]+:/i.test(url);
  const kind = findStoreKind(url)?.kind;
  if (!isPath && kind !== "sqlite") return url;
  const path = isPath ? url : sqlitePath(url);
  if (!existsSync(path)) {
    throw new UsageError(`There is no file ${path}. A server's address begins with postgres:// or mysql://.`);
  }
  if (isPath && kind === undefined) {
    if (!(await isSqliteFile(path))) throw new UsageError(`${path} is not a SQLite database.`);
    return `sqlite:${path}`;
  }
  return url;
}

async function isSqliteFile(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return bytesRead === 0 || buffer.toString("latin1", 0, bytesRead) === "SQLite format 3\0";
  } finally {
    await file.close();
  }
}

/** Opens the database and lays the map over it. */
export async function openTarget(url: string, options: TargetOptions, joins?: readonly Join[]): Promise<RowRights> {
  const map = await readMapFile(options.map);
  return await openRowRights({
    system: nameSystem(url),
    url,
    map,
    readData: options.data ?? true,
    files: readStores(options.files ?? []),
    ...(joins === undefined ? {} : { joins }),
    ...(options.schema === undefined || options.schema.length === 0 ? {} : { schemas: options.schema }),
  });
}

/** The stores of files of a command. Rejects with a UsageError where one is not written as it should be, or is no folder. */
export function readStores(written: readonly string[]): FileStores {
  const urls = new Map(
    written.map((one) => {
      const at = one.indexOf("=");
      const [name, place] = [one.slice(0, at), one.slice(at + 1)];
      if (at < 1 || place === "") throw new UsageError(`--files ${one}: write it as store=folder.`);
      if (findFileKind(place) !== null) return [name, place];
      if (!existsSync(place)) throw new UsageError(`--files ${one}: there is no folder ${resolve(place)}.`);
      return [name, `files:${resolve(place)}`];
    }),
  );
  return createFileStores(urls.keys(), (name) => urls.get(name) ?? "");
}

/** Reads a map file; none is the empty map. */
export async function readMapFile(path: string | undefined): Promise<DataMap> {
  if (path === undefined) return EMPTY_MAP;
  try {
    return readMap(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof MapInvalid) throw new UsageError(`${path}: ${error.message}`);
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT")
      throw new UsageError(`There is no map ${path}. \`kept discover … --out ${path}\` writes one.`);
    if (code === "EISDIR") throw new UsageError(`${path} is a folder; a map is a YAML file.`);
    throw error;
  }
}

/** A short name of a system from its address: the database's or the file's name, never a user or password. */
export function nameSystem(url: string): string {
  const path =
    findStoreKind(url)?.kind === "sqlite" ? sqlitePath(url) : URL.canParse(url) ? new URL(url).pathname : url;
  return basename(decode(path)).replace(/\.(db|sqlite3?)$/i, "") || "system";
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One text for one database, however its address is written: without user, password and options. */
export function identifyTarget(url: string): string {
  const kind = findStoreKind(url)?.kind ?? "";
  if (kind === "sqlite") {
    const path = sqlitePath(url);
    return `sqlite ${existsSync(path) ? realpathSync(path) : resolve(path)}`;
  }
  const { hostname, port, pathname, searchParams } = new URL(url);
  // Postgres takes the folder of a socket from here.
  return `${kind} ${hostname}${searchParams.get("host") ?? ""}:${port}${pathname}`;
}

/** The address as it may be shown: without a password. */
export function showUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const address = new URL(url);
  if (address.password === "") return url;
  return url.replace(`:${address.password}@`, ":…@");
}

/** The person as the engine asks for them: names of tables in any case, and keys in as many parts as their table's has. */
export function describePerson(index: ModelIndex, person: NamedPerson): PersonQuery {
  const keys = person.rows.map(({ table: written, key: text }) => {
    const [table, key] = findTableOfRow(index, `${written}:${text}`);
    return table === undefined
      ? { table: written, key: splitKey(text, 0) }
      : { table: table.name, key: splitKey(key, table.key.length) };
  });
  return { identifiers: person.identifiers, keys };
}

/** The row that the words of a command name. Rejects with a UsageError when there is no such table, or its key has other parts. */
export function readRow(index: ModelIndex, written: string, key: string): RowRef {
  const table = findTable(index, written);
  if (table === undefined) {
    const near = nearestName(written, [...index.table.keys()]);
    const hint = near === null ? "`kept discover` lists the tables." : `Did you mean ${near}?`;
    throw new UsageError(`There is no table ${written}. ${hint}`);
  }
  const parts = splitKey(key, table.key.length);
  if (table.key.length === 0) {
    throw new UsageError(
      `Rows of ${table.name} have no key by which one could be named. Give the table one in the map: key: [<columns>].`,
    );
  }
  if (parts.length !== table.key.length) {
    throw new UsageError(`The key of ${table.name} has ${table.key.length} parts: ${table.key.join(",")}.`);
  }
  return { table: table.name, key: parts };
}

/** `table:key`, where names of tables may hold colons too: the shortest name that there is. */
function findTableOfRow(index: ModelIndex, written: string): readonly [ModelTable | undefined, string] {
  for (let at = written.indexOf(":"); at >= 0; at = written.indexOf(":", at + 1)) {
    const table = findTable(index, written.slice(0, at));
    if (table !== undefined) return [table, written.slice(at + 1)];
  }
  return [undefined, written];
}

function findTable(index: ModelIndex, written: string): ModelTable | undefined {
  const alike = index.model.tables.filter(({ name }) => name.toLowerCase() === written.toLowerCase());
  return index.table.get(written) ?? (alike.length === 1 ? alike[0] : undefined);
}

/** Words of `--scope`, split into tables of the system and categories of the taxonomy. */
export function readScope(words: readonly string[], index: ModelIndex): Scope {
  const tables = index.model.tables.map(({ name }) => name);
  const isCategory = (word: string) => CATEGORIES.some(({ name }) => name === word || name.startsWith(`${word}.`));
  const unknown = words.filter((word) => !tables.includes(word) && !isCategory(word));
  if (unknown.length > 0) {
    throw new UsageError(
      `--scope ${unknown.join(",")}: neither a table nor a category of data.\n` +
        `Tables: ${tables.join(", ")}\nCategories: \`kept categories\` lists them.`,
    );
  }
  return {
    tables: words.filter((word) => tables.includes(word)),
    categories: words.filter((word) => !tables.includes(word)),
  };
}
