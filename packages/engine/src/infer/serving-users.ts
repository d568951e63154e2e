/** Users who look after the other people of a system: staff, whatever their table is called. */
import type { Reference } from "./reference.ts";
import { readRoleWords } from "./role-nouns.ts";
import type { RuleUse } from "./rules.ts";
import type { Subject } from "./subjects.ts";

const IN_CHARGE = /^(owner|eigenaar|besitzer|proprietaire|propietario|proprietario)$/;

/** So many kinds of rows name a customer and a user. */
const BESIDE = 2;

/** Users who stand plainly beside customers in several kinds of rows: whoever handles an order of theirs. */
function findBesideCustomers(subjects: readonly Subject[], references: readonly Reference[]): ReadonlySet<string> {
  const kinds = new Map(subjects.filter(({ defines }) => defines).map((one) => [one.table.schema.name, one]));
  const bare = references.filter(
    ({ from, to, words, match, pattern, list, when }) =>
      kinds.has(to) &&
      !kinds.has(from) &&
      words.length === 0 &&
      !match &&
      pattern === null &&
      list === undefined &&
      Object.keys(when).length === 0,
  );
  const tables = new Map<string, number>();
  for (const all of Map.groupBy(bare, ({ from }) => from).values()) {
    const isServed = all.some(({ to }) => kinds.get(to)?.side === "customer" && !kinds.get(to)?.identityOnly);
    const users = new Set(all.flatMap(({ to }) => (isServed && kinds.get(to)?.side === "user" ? to : [])));
    for (const name of users) tables.set(name, (tables.get(name) ?? 0) + 1);
  }
  return new Set([...tables].flatMap(([name, count]) => (count >= BESIDE ? name : [])));
}

/** Users to whom the other people here are assigned, and who are none of them: they work here. */
export function markServing(
  subjects: readonly Subject[],
  references: readonly Reference[],
  uses: RuleUse,
): readonly Subject[] {
  if (!uses("serving-users")) return subjects;
  const served = new Set(
    subjects
      .filter(
        ({ side, defines, identityOnly }) => defines && !identityOnly && (side === "customer" || side === "contact"),
      )
      .map(({ table }) => table.schema.name),
  );
  const beside = findBesideCustomers(subjects, references);
  return subjects.map((subject) => {
    const own = references.filter(({ from, to }) => to === subject.table.schema.name && served.has(from));
    const assigned = own.some(
      ({ words }) => IN_CHARGE.test(words.at(-1) ?? "") || ["server", "actor"].includes(readRoleWords(words) ?? ""),
    );
    const same = own.some(({ words, sharedKey }) => words.length === 0 || sharedKey);
    return subject.side === "user" && (assigned || beside.has(subject.table.schema.name)) && !same
      ? { ...subject, side: "staff" as const, serves: true }
      : subject;
  });
}
