/** Users who look after the other people of a system: staff, whatever their table is called. */
import type { Reference } from "./reference.ts";
import { readRoleWords } from "./role-nouns.ts";
import type { RuleUse } from "./rules.ts";
import type { Subject } from "./subjects.ts";

const IN_CHARGE = /^(owner|eigenaar|besitzer|proprietaire|propietario|proprietario)$/;

const PEERS = /^(invit|refer|recommend|introduc|sponsor)/;

/** So many kinds of rows are a user's for each that is about the people who are. */
const OWNED = 3;

/** So many kinds of rows name a customer and a user. */
const BESIDE = 2;
/** So many that nobody's own account is meant, though customers refer to users. */
const SURELY_BESIDE = 4;

/** Users who stand plainly beside customers in several kinds of rows: whoever handles an order of theirs. */
function countBesideCustomers(
  subjects: readonly Subject[],
  references: readonly Reference[],
): ReadonlyMap<string, number> {
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
  return tables;
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
  const beside = countBesideCustomers(subjects, references);
  const incoming = Map.groupBy(references, ({ to }) => to);
  // The people whom somebody has among all that is theirs, as they have albums and notes: hardly anything else is about them.
  const isTheirs = (words: readonly string[], people: string, toUsers: readonly Reference[]): boolean => {
    if (!uses("own-people")) return false;
    const theirs = toUsers.filter((each) => !served.has(each.from) && each.words.join(" ") === words.join(" "));
    const about = new Set((incoming.get(people) ?? []).filter(({ from }) => from !== people).map(({ from }) => from));
    return new Set(theirs.map(({ from }) => from)).size >= Math.max(OWNED, OWNED * about.size);
  };
  return subjects.map((subject) => {
    const toUsers = references.filter(({ to }) => to === subject.table.schema.name);
    const own = toUsers.filter(({ from }) => served.has(from));
    // Whoever was asked to come by a user is looked after by nobody for that.
    const assigned = own.some(
      ({ words, from }) =>
        !words.some((word) => PEERS.test(word)) &&
        ((IN_CHARGE.test(words.at(-1) ?? "") && !isTheirs(words, from, toUsers)) ||
          ["server", "actor"].includes(readRoleWords(words) ?? "")),
    );
    const kindsOfRows = beside.get(subject.table.schema.name) ?? 0;
    const isBeside = kindsOfRows >= BESIDE;
    // Rows that name a customer and that customer's own account would say it twice: whoever stands there looks after them.
    const same = own.some(
      ({ words, sharedKey, unique }) => sharedKey || (words.length === 0 && (unique || kindsOfRows < SURELY_BESIDE)),
    );
    return subject.side === "user" && (assigned || isBeside) && !same
      ? { ...subject, side: "staff" as const, serves: true }
      : subject;
  });
}
