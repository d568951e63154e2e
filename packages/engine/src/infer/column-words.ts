/** Reads columns as words without what stands before all columns of a table and says nothing: `msc_usr_id` of messages is `usr_id`. */
import type { TableSchema } from "../schema.ts";
import { stripKeyWords } from "./key-words.ts";
import { splitWords, toSingular } from "./names.ts";
import { findPersonNoun } from "./nouns.ts";
import { findRoleNoun } from "./role-nouns.ts";

/** So many columns at least, and all of them, begin with the same word. */
const STAMPED = 3;

/**
 * The word that all columns of a table begin with, or an empty one. A word that names a table, a person or a role may mean what it
 * says in `user_id`, and stays.
 */
export function findStamp(schema: TableSchema, names: ReadonlySet<string>): string {
  const words = schema.columns.map(({ name }) => splitWords(name));
  const stamp = words[0]?.[0] ?? "";
  const isStamped = words.length >= STAMPED && words.every((each) => each.length > 1 && each[0] === stamp);
  const means =
    names.has(toSingular(stamp)) ||
    findPersonNoun(stamp) !== undefined ||
    findRoleNoun(stamp) !== undefined ||
    stripKeyWords([stamp]).keyed;
  return isStamped && !means ? stamp : "";
}

/** What a table's columns are read with. */
export interface ColumnReading {
  readonly stamp: string;
  /** Columns that are written in one word, as words. */
  readonly glued: ReadonlyMap<string, readonly string[]>;
}

const GLUED = /^([a-z]{3,})(id|uuid)$/;
/** `useridfrom`: whose, a key, and which end. */
const GLUED_END = /^([a-z]{3,})(id|uuid)(from|to)$/;
const DONE_BY = /^([a-z]{5,}?)(by|von|durch|par|por|door|przez)$/;
const ENDS = /^(to|from)(id|[a-z]{1,2}id)$/;
/** A word of that length is a role by itself, whatever table there is. */
const WHOLE_ROLE = 5;

/**
 * Columns that name a table and a key in one word (`driverid`, `manageduserid`, `edituid`, `revokedby`, `erstelltvon`), as words. `names`
 * are those of the tables, `keys` short keys (`uid`). Short words may end so by chance, and longer ones are known.
 */
export function findGlued(
  schema: TableSchema,
  names: ReadonlySet<string>,
  keys: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const { primaryKey } = schema;
  for (const { name, kind } of schema.columns) {
    const words = splitWords(name);
    const word = words.length === 1 ? (words[0] ?? "") : "";
    // A number beside the row's own key, where there are users.
    if (word === "uid" && kind === "integer" && !keys.has("uid") && names.has("user") && !primaryKey.includes(name)) {
      found.set(name, ["user", "id"]);
      continue;
    }
    const [, verb = "", by = ""] = DONE_BY.exec(word) ?? [];
    if (findRoleNoun(verb) !== undefined) {
      found.set(name, [verb, by]);
      continue;
    }
    const [, end, ofEnd] = ENDS.exec(word) ?? [];
    const short = [...keys].find((one) => word.endsWith(one) && findRoleNoun(word.slice(0, -one.length)) !== undefined);
    if (end !== undefined && (ofEnd === "id" || keys.has(ofEnd ?? ""))) {
      found.set(name, [end, ofEnd ?? "id"]);
      continue;
    }
    if (short !== undefined) {
      found.set(name, [word.slice(0, -short.length), short]);
      continue;
    }
    const read = readGlued(word, names, kind === "integer");
    if (read !== undefined) found.set(name, read);
  }
  return found;
}

/** Of whom, a key and an act in one word, where a table of people or a role is among them. */
function readGlued(word: string, names: ReadonlySet<string>, isNumber: boolean): readonly string[] | undefined {
  const [, whose = "", ofWhose = "", end = ""] = GLUED_END.exec(word) ?? [];
  if (names.has(whose)) return [whose, ofWhose, end];
  const [, stem, key] = GLUED.exec(word) ?? [];
  if (stem !== undefined && key !== undefined) {
    if (names.has(stem)) return [stem, key];
    for (let at = 3; at <= stem.length - 3; at++) {
      const [role, noun] = [stem.slice(0, at), stem.slice(at)];
      // `relateduserid`: whoever that is, it is a user.
      if (names.has(noun) && (findRoleNoun(role) !== undefined || findPersonNoun(noun)?.strength === "strong"))
        return [role, noun, key];
    }
    return stem.length >= WHOLE_ROLE && findRoleNoun(stem) !== undefined ? [stem, key] : undefined;
  }
  for (let at = 3; isNumber && at <= word.length - 4; at++) {
    const [noun, act] = [word.slice(0, at), word.slice(at)];
    // `usermodified` holds a number: of the user who did.
    if (names.has(noun) && findPersonNoun(noun)?.strength === "strong" && findRoleNoun(act) !== undefined)
      return [noun, act];
  }
  return undefined;
}

/** The words of a column, as they are read in its table. */
export function readColumnWords(table: ColumnReading, column: string): readonly string[] {
  const words = table.glued.get(column) ?? splitWords(column);
  return table.stamp !== "" && words[0] === table.stamp && words.length > 1 ? stripped(words) : words;
}

const rest = new WeakMap<readonly string[], readonly string[]>();

/** The same list for the same words, so that what is remembered of it is found again. */
function stripped(words: readonly string[]): readonly string[] {
  const known = rest.get(words) ?? words.slice(1);
  rest.set(words, known);
  return known;
}
