/** A list that names many people, as text: one a line, or a table with a header whose columns say what stands in them. */

/** One line of a list. How a row's key is split is known once its table is. */
export interface ListedPerson {
  /** Where in the list, from 1: what a person is called in reports, which name nobody else than whoever has the list. */
  readonly line: number;
  readonly identifiers: readonly { readonly kind: "email" | "phone" | "username"; readonly value: string }[];
  readonly rows: readonly { readonly table: string; readonly key: string }[];
}

/** A line names nobody, or not in a way that can be read. What stands there is personal: only its place is told. */
export class PeopleListInvalid extends Error {
  override readonly name = "PeopleListInvalid";
  readonly line: number;
  constructor(line: number, problem: string) {
    super(`line ${line} ${problem}`);
    this.line = line;
  }
}

const COLUMNS = ["email", "phone", "username", "id"] as const;
type Column = (typeof COLUMNS)[number];

/**
 * The people that a text names. Empty lines and lines that begin with `#` count for nothing; so do the columns of a table
 * that are not `email`, `phone`, `username` or `id` (a row, `table:key`).
 *
 * @throws PeopleListInvalid
 */
export function parsePeople(text: string): readonly ListedPerson[] {
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
    if (values.length === 0) throw new PeopleListInvalid(line, "names nobody");
    return {
      line,
      identifiers: values.flatMap(([kind, value]) => (kind === "id" ? [] : [{ kind, value }])),
      rows: values.flatMap(([kind, value]) => (kind === "id" ? [readRow(value, line)] : [])),
    };
  });
}

function readRow(text: string, line: number): ListedPerson["rows"][number] {
  const colon = text.indexOf(":");
  if (colon < 1 || colon === text.length - 1)
    throw new PeopleListInvalid(line, "is not written as an identifier or as table:key");
  return { table: text.slice(0, colon), key: text.slice(colon + 1) };
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
