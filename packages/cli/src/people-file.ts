/** A file that names many people: one a line, or a table with a header whose columns say what stands in them. */
import { readFile } from "node:fs/promises";
import { PeopleListInvalid, parsePeople as parseList } from "@kept/contract/people-list";
import { UsageError } from "./exit-codes.ts";
import type { NamedPerson } from "./person-options.ts";

export interface ListedPerson {
  /** Where in the file, from 1: what a person is called in reports, which name nobody else than whoever has the file. */
  readonly line: number;
  readonly person: NamedPerson;
}

/**
 * Reads the people of a file. Empty lines and lines that begin with `#` count for nothing.
 *
 * @throws UsageError when the file is not there, a line names nobody, or the file names nobody at all.
 */
export async function readPeopleFile(path: string): Promise<readonly ListedPerson[]> {
  const people = parsePeople(await readText(path), path);
  if (people.length === 0) throw new UsageError(`--people ${path}: the file names nobody.`);
  return people;
}

/** The people that a text names. `path` is for messages. */
export function parsePeople(text: string, path: string): readonly ListedPerson[] {
  try {
    return parseList(text).map(({ line, ...person }) => ({ line, person }));
  } catch (error) {
    if (error instanceof PeopleListInvalid) throw new UsageError(`--people ${path}: ${error.message}.`);
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new UsageError(`There is no file ${path}.`);
    if (code === "EISDIR") throw new UsageError(`${path} is a folder; --people takes a file.`);
    throw error;
  }
}
