/** Reads columns as keys: which may refer to something, which words say what is meant, whether they are unique. */
import type { ColumnSchema } from "../schema.ts";
import { type ColumnReading, readColumnWords } from "./column-words.ts";
import { canBeKey, stripKeyWords } from "./key-words.ts";
import { splitWords, toSingular, toStem } from "./names.ts";
import { findPersonNoun } from "./nouns.ts";
import { readRoleWords } from "./role-nouns.ts";
import type { NamedTable, TableIndex, TableMatch } from "./table-index.ts";

const sameColumns = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each) => b.includes(each));

/** The columns are the key of their own table. */
export function isShared(table: NamedTable, columns: readonly string[]): boolean {
  return sameColumns(table.schema.primaryKey, columns);
}

/** No two rows have the same values in these columns. */
export function isUnique(table: NamedTable, columns: readonly string[]): boolean {
  return isShared(table, columns) || table.schema.uniqueKeys.some((key) => sameColumns(key, columns));
}

const OF_THE_SOFTWARE = /^(app|application|aspnet|asp)$/;

/** The words of a referring column, without those that name its target. */
export function readReferenceWords(
  column: string,
  target: NamedTable,
  from: ColumnReading = target,
): readonly string[] {
  const words = readColumnWords(from, column);
  const { base: all } = stripKeyWords(words);
  // A user of the application is a user.
  const base = all.length > 1 ? all.filter((word) => !OF_THE_SOFTWARE.test(word)) : all;
  // Named after the target's key (`emp_number`): nothing more is said.
  if (target.key !== null && base.length > 0) {
    const key = splitWords(target.key.name).join(" ");
    if (key === splitWords(column).join(" ") || (from.stamp !== "" && key === words.join(" "))) return [];
  }
  const singular = base.map(toSingular);
  for (let skip = 0; skip < target.words.length; skip++) {
    const stem = target.words.slice(skip);
    const at = singular.length - stem.length;
    if (
      at >= 0 &&
      stem.every((word, i) => singular[at + i] === word || toStem(singular[at + i] as string) === toStem(word))
    ) {
      return base.slice(0, at);
    }
    if (stem.every((word, i) => singular[i] === word || toStem(singular[i] ?? "") === toStem(word)))
      return base.slice(stem.length);
  }
  // Written as one word (`orderitem_id`).
  if (singular.join("") === target.words.join("")) return [];
  if (target.key !== null) {
    const keyBase = stripKeyWords(splitWords(target.key.name)).base;
    const at = base.length - keyBase.length;
    if (keyBase.length > 0 && at >= 0 && keyBase.every((word, i) => base[at + i] === word)) return base.slice(0, at);
  }
  return target.words.some((word) => isShortened(singular.at(-1) ?? "", word)) ? base.slice(0, -1) : base;
}

/** `soc` of `societe`, `mbr` of `member`: the beginning of a noun, or its consonants, that mean nobody and no act by themselves. */
function isShortened(short: string, noun: string): boolean {
  if (short.length < 3 || noun.length < short.length + 2 || short[0] !== noun[0]) return false;
  if (findPersonNoun(short) !== undefined || readRoleWords([short]) !== undefined) return false;
  if (noun.startsWith(short)) return true;
  let at = 0;
  for (const letter of noun) if (letter === short[at]) at++;
  return at === short.length && !/[aeiouy]/.test(short);
}

/**
 * A table that links rows of these words and is not theirs: `supervisor_volunteers`, which has a `volunteer_id` itself, is no
 * table of volunteers.
 */
export function isLinkOf({ table, fit }: TableMatch, words: readonly string[]): boolean {
  if (fit >= 1) return false;
  const name = words.map(toSingular).join("");
  return table.schema.columns.some((column) => {
    if (table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name) return false;
    // The user's own second key (`user_guid` beside an id) links nothing.
    if (/^(guid|uuid|uid)$/.test(splitWords(column.name).at(-1) ?? "") && table.key?.kind !== column.kind) return false;
    const { base, keyed } = stripKeyWords(splitWords(column.name));
    return keyed && base.map(toSingular).join("") === name;
  });
}

/** One table beside another of nearly the same columns (what is suspended, archived, a draft): neither continues the other. */
export function areTwins(a: NamedTable, b: NamedTable): boolean {
  const shared = a.schema.columns.filter(({ name }) => b.column.has(name)).length;
  return shared >= TWIN_COLUMNS && shared >= Math.min(a.column.size, b.column.size) * TWIN_SHARE;
}

const TWIN_COLUMNS = 3;
const TWIN_SHARE = 0.6;

/** `is_moderator`, `hasStaff`: a question with yes or no for an answer, whatever it is named after. */
const FLAG_WORDS: ReadonlySet<string> = new Set(["is", "has", "can", "was", "are", "should", "may", "ist", "est"]);

function isFlag(column: ColumnSchema): boolean {
  const words = splitWords(column.name);
  return words.length > 1 && FLAG_WORDS.has(words[0] ?? "") && !stripKeyWords(words).keyed;
}

/** The highest key so far, and beside it the last one that was dealt with: numbers to count by. */
function isBound(table: NamedTable, column: ColumnSchema): boolean {
  const [first = "", ...rest] = splitWords(column.name);
  if (BOUNDS.test(first)) return true;
  const same = (name: string) => {
    const [other = "", ...others] = splitWords(name);
    return BOUNDS.test(other) && others.join(" ") === rest.join(" ");
  };
  return first === "last" && table.schema.columns.some(({ name }) => same(name));
}

const BOUNDS = /^(max|min|highest|lowest)$/;

/** Columns that no foreign key declares and that could refer to something. */
export function* freeColumns(index: TableIndex): Generator<[NamedTable, ColumnSchema]> {
  for (const table of index.tables) {
    if (table.schema.kind === "view") continue;
    const declared = new Set(table.schema.foreignKeys.flatMap((fk) => fk.columns));
    for (const column of table.schema.columns) {
      if (declared.has(column.name) || !canBeKey(column.kind) || column.generated) continue;
      if (isFlag(column) || isBound(table, column)) continue;
      yield [table, column];
    }
  }
}

const TYPE_WORDS = ["type", "class", "kind", "model", "table"];

/** The table of polymorphic pairs is settled elsewhere; a type column beside an id says so. */
export function findTypeColumn(table: NamedTable, column: string): ColumnSchema | undefined {
  const words = splitWords(column);
  const [, glued] = words.length === 1 ? (/^([a-z]{3,})id$/.exec(words[0] ?? "") ?? []) : [];
  // `fk_element` says "key" first.
  const isFirst = words.length > 1 && /^(fk|id)$/.test(words[0] ?? "");
  if (glued === undefined && !isFirst && (words.length < 2 || !/^(id|key|uuid)$/.test(words.at(-1) ?? "")))
    return undefined;
  const stem = words.length === 1 ? [glued ?? ""] : (isFirst ? words.slice(1) : words.slice(0, -1)).map(toSingular);
  return table.schema.columns.find((each) => {
    const other = splitWords(each.name);
    // In one word (`itemtype` beside `items_id`) as in several.
    if (other.length === 1) return TYPE_WORDS.some((type) => other[0] === `${stem.join("")}${type}`);
    return (
      words.length > 1 &&
      TYPE_WORDS.includes(other.at(-1) ?? "") &&
      other.slice(0, -1).map(toSingular).join(" ") === stem.join(" ")
    );
  });
}
