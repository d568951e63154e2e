/** Of tables under one key, the one that the key is named after: the others continue it. */
import { GLUE, isGluedKey, isShortKey } from "./key-words.ts";
import { toStem } from "./names.ts";
import { findPersonNoun } from "./nouns.ts";
import type { NamedTable } from "./table-index.ts";

export const NOT_A_KEY_NAME: ReadonlySet<string> = new Set([
  "id",
  "uuid",
  "guid",
  "key",
  "code",
  "name",
  "slug",
  "token",
  "hash",
  "email",
  "date",
  "pk",
  "value",
  "number",
  "no",
  "nr",
  "type",
  "url",
  "path",
  "ip",
]);

/** Words for any row: a key of that name is everybody's. */
export const ANY_ROW: ReadonlySet<string> = new Set(
  "entity item record row value object line entry post data meta".split(" "),
);

/** Of tables under one key (`emp_number`), the one that the key is named after and the others continue: `employee`. */
export function findPrincipal(owners: readonly NamedTable[], keyName: readonly string[]): NamedTable | undefined {
  const first = keyName.find((word) => !NOT_A_KEY_NAME.has(word));
  const named = first !== undefined && isGluedKey(first) ? first.replace(GLUE, "") : first;
  if (named === undefined || ANY_ROW.has(named)) return undefined;
  if (isShortKey(named)) {
    // Of `uid` the users, and of `aid` whatever one word begins so.
    const initial = named.slice(0, -2);
    const begun = owners.filter(({ words }) => words.length === 1 && words[0]?.startsWith(initial));
    const people = begun.filter(({ head }) => findPersonNoun(head) !== undefined);
    return (people.length === 1 ? people : begun.length === 1 ? begun : [])[0];
  }
  const [least, next] = owners
    .filter((table) =>
      table.words.some((word) => toStem(word) === toStem(named) || isShortFor(named, word) || isGlued(named, word)),
    )
    .toSorted((a, b) => a.words.length - b.words.length);
  return least !== undefined && least.words.length < (next?.words.length ?? Number.POSITIVE_INFINITY)
    ? least
    : undefined;
}

/** `adh_id` is the key of `adherents`. */
function isShortFor(short: string, word: string): boolean {
  return short.length >= 3 && word.length > short.length && word.startsWith(short);
}

/** `borrowernumber` is the key of `borrowers`. */
function isGlued(key: string, word: string): boolean {
  return word.length >= 4 && key.startsWith(word) && NOT_A_KEY_NAME.has(key.slice(word.length));
}
