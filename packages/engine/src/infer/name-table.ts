/** Reads the name, the key and the columns of one table. */
import type { TableSchema } from "../schema.ts";
import { findGlued, findStamp } from "./column-words.ts";
import { canBeKey, stripKeyWords } from "./key-words.ts";
import { splitWords, toSingular } from "./names.ts";
import { findPersonNoun } from "./nouns.ts";
import type { RuleUse } from "./rules.ts";
import type { NamedTable } from "./table-index.ts";

export function nameTable(
  schema: TableSchema,
  words: readonly string[],
  names: ReadonlySet<string>,
  reads: RuleUse,
  shortKeys: ReadonlySet<string>,
): NamedTable {
  const column = new Map(schema.columns.map((each) => [each.name, each]));
  const head = words.at(-1) ?? "";
  const only = (columns: readonly string[]) => (columns.length === 1 ? column.get(columns[0] as string) : undefined);
  let key = only(schema.primaryKey) ?? null;
  if (key === null && schema.primaryKey.length === 0) {
    // No declared key: the column everybody would take for it.
    const stem = words.join("");
    key =
      schema.columns.find((each) => /^id$/i.test(each.name) && canBeKey(each.kind)) ??
      schema.columns.find((each) => {
        const { base, keyed } = stripKeyWords(splitWords(each.name));
        return keyed && canBeKey(each.kind) && base.map(toSingular).join("") === stem;
      }) ??
      null;
  }
  const referencing = new Set(schema.foreignKeys.flatMap((each) => each.columns));
  const own = schema.primaryKey.filter((name) => isOwnKey(name, words, names) && !isBorrowed(schema, name));
  const scoped = schema.primaryKey.length > 1 && own.length === 1 ? column.get(own[0] as string) : undefined;
  const joins =
    schema.primaryKey.length > 1
      ? scoped === undefined &&
        schema.primaryKey.every((name) => referencing.has(name) || stripKeyWords(splitWords(name)).keyed)
      : (schema.primaryKey.length === 0 && schema.columns.length <= 4 && key === null) ||
        (isBareLink(schema) && !(reads("bare-users") && areUsers(schema, words)));
  return {
    schema,
    words,
    stamp: reads("stamps") ? findStamp(schema, names) : "",
    glued: reads("glued-names") ? findGlued(schema, names, shortKeys) : new Map(),
    head,
    column,
    key,
    scoped:
      scoped === undefined
        ? null
        : { column: scoped, within: schema.primaryKey.filter((name) => name !== scoped.name) },
    joins,
  };
}

/** An id of its own, two references, and nothing else that a row could be of: how frameworks link two tables. */
function isBareLink(schema: TableSchema): boolean {
  const rest = schema.columns.filter(({ name, kind }) => !schema.primaryKey.includes(name) && kind !== "timestamp");
  return (
    schema.primaryKey.length === 1 &&
    rest.length === 2 &&
    rest.every(({ name, kind }) => canBeKey(kind) && stripKeyWords(splitWords(name)).keyed)
  );
}

/** Users of a provider in a realm: no column means one of them, nor what the table is called after, so that each row is one. */
function areUsers(schema: TableSchema, words: readonly string[]): boolean {
  const noun = findPersonNoun(words.at(-1) ?? "");
  const isMeant = (word: string) => words.includes(toSingular(word)) || findPersonNoun(word)?.side === "user";
  return (
    noun?.strength === "strong" &&
    noun.side === "user" &&
    !schema.columns.some(({ name }) => stripKeyWords(splitWords(name)).base.some(isMeant))
  );
}

/** `contact_id` of `contacts`, `comment_id` of `task_comments` where no table is called `comments`, or a plain `id`. */
function isOwnKey(column: string, words: readonly string[], names: ReadonlySet<string>): boolean {
  const { base, keyed } = stripKeyWords(splitWords(column));
  if (!keyed) return false;
  const name = base.map(toSingular).join("");
  if (name === "" || name === words.join("")) return true;
  return words.some((_, at) => at > 0 && words.slice(at).join("") === name) && !names.has(name);
}

/** Part of a foreign key of its own. */
function isBorrowed(schema: TableSchema, column: string): boolean {
  return schema.foreignKeys.some((fk) => fk.columns.length === 1 && fk.columns[0] === column);
}
