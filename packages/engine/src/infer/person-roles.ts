/** Says in what way a row belongs to the people it refers to: whose it is, and who merely acted on it. */
import { readBetweenPeople } from "./between-people.ts";
import { findAudited, findMadeForAll, markKept } from "./kept-books.ts";
import { stripKeyWords } from "./key-words.ts";
import type { Meaning, Meant } from "./meant.ts";
import { splitWords, toSingular } from "./names.ts";
import type { Reference } from "./reference.ts";
import { readRoleWords } from "./role-nouns.ts";
import { type RoleReading, readAs, readAsStated } from "./role-reading.ts";
import { isFellow, isKeptAbout, meaningOf } from "./role-signs.ts";
import type { Spread } from "./spread.ts";
import type { Facts, Subject } from "./subjects.ts";
import type { TableIndex } from "./table-index.ts";
import { readFromThing, type Surroundings } from "./thing-roles.ts";

/** `employee_id` of employees whose key is called otherwise says no more than whom it means. */
function isCalledAfter(words: readonly string[], { table }: Subject): boolean {
  return words.length === 1 && toSingular(words[0] ?? "") === toSingular(table.head);
}

/** `second_actor_type` and its id: whoever did it, of several kinds. */
function saysWhoActed({ columns: [column = ""] }: Reference): boolean {
  const role = readRoleWords(stripKeyWords(splitWords(column)).base);
  return role === "actor" || role === "creator" || role === "server";
}

/** Roles of all references to people, table by table. */
export function readPersonRoles(
  references: readonly Reference[],
  people: ReadonlyMap<string, Subject>,
  index: TableIndex,
  hasParent: ReadonlySet<string>,
  among: {
    readonly inCollective: ReadonlySet<string>;
    /** Have members. */
    readonly shared: ReadonlySet<string>;
    /** Are dealings with whom one buys from. */
    readonly supplied: ReadonlySet<string>;
    /** Have rows of other people in them: votes, entries. */
    readonly answered: ReadonlySet<string>;
    /** Belong to something that is not staff's own. */
    readonly ofOthers: ReadonlySet<string>;
    /** Of references that name few people, or many. */
    readonly spread: Spread;
    /** To those who serve, as their spread over the rows shows. */
    readonly serving: ReadonlySet<Reference>;
    /** What has a parent is known: before that, those who serve own nothing. */
    readonly parentsKnown: boolean;
  },
  facts: Facts,
): ReadonlyMap<Reference, RoleReading> {
  const out = new Map<Reference, RoleReading>();
  const things = new Map<string, Meant[]>();
  // Two kinds of people that are the same people: one refers to the other.
  const tied = new Set(
    references
      .filter(({ from, words }) => people.has(from) && words.length === 0)
      .map(({ from, to }) => `${from} ${to}`),
  );
  for (const reference of references) {
    const subject = people.get(reference.to);
    if (subject === undefined) continue;
    const from = people.get(reference.from);
    if (from !== undefined) {
      if (reference.stated !== undefined) out.set(reference, readAsStated(reference.stated));
      else out.set(reference, readBetweenPeople(reference, from, subject, index.uses));
      continue;
    }
    const conditional = Object.keys(reference.when).length > 0;
    const meaning: Meaning =
      reference.stated !== undefined
        ? meaningOf(reference.stated)
        : reference.words.length === 0 || isCalledAfter(reference.words, subject)
          ? "bare"
          : among.serving.has(reference)
            ? "few"
            : (readRoleWords(reference.words) ?? (isFellow(reference.words, subject) ? "owner" : "unknown"));
    const list = things.get(reference.from) ?? [];
    // One of several attributes says by its name what it is; a pair of a type and an id only what it is about.
    list.push({ reference, subject, meaning: conditional && reference.words.length === 0 ? "bare" : meaning });
    things.set(reference.from, list);
  }
  if (index.uses("audits")) markKept(things, index);
  const audited = index.uses("audits") ? findAudited(things) : new Set<string>();
  const forAll = index.uses("made-for-all") ? findMadeForAll(things, index) : new Set<Reference>();
  for (const [name, meant] of things) {
    const table = index.named.get(name);
    if (table === undefined) continue;
    const plain = meant.filter(({ reference }) => Object.keys(reference.when).length === 0);
    const around: Surroundings = {
      hasParent: hasParent.has(name),
      parentsKnown: among.parentsKnown,
      servesOthers: among.ofOthers.has(name),
      isShared: among.inCollective.has(name),
      hasMembers: among.shared.has(name),
      isAnswered: among.answered.has(name),
      isBought: among.supplied.has(name),
      isAudited: audited.has(name),
    };
    const roles = readFromThing(table, plain, around, facts, index.uses, tied, among.spread, forAll);
    const asWhom = new Map(plain.map(({ reference, meaning }) => [reference, meaning]));
    for (const [reference, value] of roles) {
      const meaning = asWhom.get(reference);
      // What somebody wrote is theirs, however few write.
      const isOpen = value.entered === "bare" || meaning === "few";
      const isFew = isOpen && among.spread.get(reference) === "few";
      if (reference.stated !== undefined) out.set(reference, readAsStated(reference.stated));
      else out.set(reference, isFew && value.role === "owner" ? { ...value, serving: true } : value);
    }
    // An address in the row says less than a type and an id.
    const owned = [...roles].some(([{ match }, { role }]) => role === "owner" && !match);
    for (const { reference, meaning } of meant) {
      if (roles.has(reference)) continue;
      if (meaning === "actor" || meaning === "server") {
        out.set(reference, readAs("actor", 0.75, `"${reference.words.join(" ")}" acted on it`));
        continue;
      }
      if (!owned) out.set(reference, readAs("owner", 0.8, "what it is attached to"));
      else if (index.uses("about-another") && isKeptAbout(table) && !saysWhoActed(reference))
        out.set(reference, readAs("owner", 0.6, "what it is about, beside its owner"));
      else out.set(reference, readAs("actor", 0.6, "somebody beside its owner"));
    }
  }
  return out;
}
