/** What a command works on: a database named by its address, or a running server. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { openRowRights } from "@kept/connectors/rights/open-rights-system";
import { readMap } from "@kept/connectors/rights/map-file";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import { type DataMap, EMPTY_MAP } from "@kept/engine/map";
import type { PersonQuery, RowRef, Scope } from "@kept/engine/rights";
import type { CliEnvironment } from "./environment.ts";
import { UsageError } from "./exit-codes.ts";

export interface TargetOptions {
  readonly url?: string;
  readonly map?: string;
  readonly schema?: readonly string[];
  /** `--no-data` */
  readonly data?: boolean;
}

export interface PersonOptions {
  readonly email?: readonly string[];
  readonly phone?: readonly string[];
  readonly username?: readonly string[];
  readonly id?: readonly string[];
}

/** The address to work on, from `--url` or KEPT_URL. */
export function chooseUrl(options: TargetOptions, environment: CliEnvironment): string {
  const url = options.url ?? environment.url;
  if (url !== null && url !== undefined) return url;
  throw new UsageError(
    "Which database? Give --url postgres://…, mysql://… or a SQLite file (or set KEPT_URL),\n" +
      "or --server http://… with KEPT_API_KEY to go through a running Kept.",
  );
}

/** Opens the database and lays the map over it. */
export async function openTarget(url: string, options: TargetOptions): Promise<RowRights> {
  return await openRowRights({
    system: nameSystem(url),
    url,
    map: await readMapFile(options.map),
    readData: options.data ?? true,
    ...(options.schema === undefined || options.schema.length === 0 ? {} : { schemas: options.schema }),
  });
}

/** Reads a map file; none is the empty map. */
export async function readMapFile(path: string | undefined): Promise<DataMap> {
  if (path === undefined) return EMPTY_MAP;
  try {
    return readMap(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new UsageError(`There is no map file ${path}. \`kept discover --out ${path}\` writes one.`);
    }
    throw error;
  }
}

/** A short name of a system from its address: the database's or the file's name, never a user or password. */
export function nameSystem(url: string): string {
  const name = URL.canParse(url) ? decodeURIComponent(new URL(url).pathname) : url;
  return basename(name).replace(/\.(db|sqlite3?)$/i, "") || "system";
}

/** The person that the options name. */
export function readPerson(options: PersonOptions): PersonQuery {
  const named = (kind: string, values: readonly string[] | undefined) => (values ?? []).map((value) => ({ kind, value }));
  const identifiers = [
    ...named("email", options.email),
    ...named("phone", options.phone),
    ...named("username", options.username),
  ];
  const keys = (options.id ?? []).map(readRowRef);
  if (identifiers.length + keys.length === 0) {
    throw new UsageError("Whose data? Give --email ada@example.org, --phone, --username, or --id table:key.");
  }
  return { identifiers, keys };
}

function readRowRef(text: string): RowRef {
  const colon = text.indexOf(":");
  if (colon < 1 || colon === text.length - 1) throw new UsageError(`--id is written table:key, not "${text}".`);
  return { table: text.slice(0, colon), key: text.slice(colon + 1).split(",") };
}

/** Words of `--scope`, split into tables of the system and categories of the taxonomy. */
export function readScope(words: readonly string[] | undefined, tables: readonly string[], categories: readonly string[]): Scope {
  const wanted = (words ?? []).flatMap((word) => word.split(",")).map((word) => word.trim());
  const isCategory = (word: string) => categories.some((name) => name === word || name.startsWith(`${word}.`));
  const unknown = wanted.filter((word) => !tables.includes(word) && !isCategory(word));
  if (unknown.length > 0) {
    throw new UsageError(
      `--scope ${unknown.join(", ")}: neither a table nor a category of data.\n` +
        `Tables: ${tables.join(", ")}\nCategories: \`kept categories\` lists them.`,
    );
  }
  return { tables: wanted.filter((word) => tables.includes(word)), categories: wanted.filter((word) => !tables.includes(word)) };
}
