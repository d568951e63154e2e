/** A file that names many people: one a line, or a table with a header whose columns say what stands in them. */
import { readFile } from "node:fs/promises";
import { UsageError } from "./exit-codes.ts";
import { type NamedPerson, readPerson } from "./person-options.ts";

export interface ListedPerson {
  /** Where in the file, from 1: what a person is called in reports, which name nobody else than whoever has the file. */
  readonly line: number;
  readonly person: NamedPerson;
}

const COLUMNS = ["email", "phone", "username", "id"] as const;
type Column = (typeof COLUMNS)[number];

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
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const filled = lines
    .map((written, at) => ({ line: at + 1, written: written.trim() }))
    .filter(({ written }) => written !== "" && !written.startsWith("#"));
  const [first] = filled;
  if (first === undefined) return [];
  const separator = [",", ";", "\t"].find((one) => first.written.includes(one)) ?? ",";
  const header = splitCells(first.written, separator).map((cell) => cell.toLowerCase());
  const isTable = header.some(isColumn) && header.every((cell) => !/[@:]/.test(cell));
  const rows = isTable ? filled.slice(1) : filled;
  return rows.map(({ line, written }) => {
    const cells = isTable ? splitCells(written, separator) : [written];
    const names = isTable ? header : [guessColumn(written)];
    const values = cells.flatMap((cell, at): readonly (readonly [Column, string])[] => {
      const name = names[at] ?? "";
      return isColumn(name) && cell !== "" ? [[name, cell]] : [];
    });
    if (values.length === 0) throw new UsageError(`--people ${path}: line ${line} names nobody.`);
    const options = Object.fromEntries(
      COLUMNS.map((column) => [column, values.filter(([name]) => name === column).map(([, value]) => value)]),
    );
    return { line, person: readLine(options, path, line) };
  });
}

function readLine(options: Readonly<Record<string, readonly string[]>>, path: string, line: number): NamedPerson {
  try {
    return readPerson(options);
  } catch {
    // What stands there is personal: the message names the place only.
    throw new UsageError(`--people ${path}: line ${line} is not written as an identifier or as table:key.`);
  }
}

function isColumn(name: string): name is Column {
  return (COLUMNS as readonly string[]).includes(name);
}

/** An address has an @; `table:key` a colon; a telephone number nothing but digits and what stands between them. */
function guessColumn(written: string): Column {
  if (/^[\w.$ ]+:[^@]+$/.test(written)) return "id";
  if (written.includes("@")) return "email";
  return /^\+?[\d\s()/.-]{5,}$/.test(written) ? "phone" : "username";
}

/** Cells of a line; in quotes a cell may hold the separator, and quotes written twice. */
function splitCells(line: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? "";
    if (character === '"' && isQuoted && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"' && (isQuoted || cell.trim() === "")) isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += character;
  }
  return [...cells, cell.trim()];
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
