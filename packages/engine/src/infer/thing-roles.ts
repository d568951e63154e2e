/** Roles of references from one table that is not about people: who of those it names its rows belong to. */
import { findAnothersAddresses } from "./identity.ts";
import { findLinked } from "./linked-people.ts";
import type { Meant } from "./meant.ts";
import { splitWords } from "./names.ts";
import { CATALOGUE, COLLECTIVES, findPersonNoun, LOOKUPS, ORGANISATIONS } from "./nouns.ts";
import { hasBody } from "./part-roles.ts";
import type { Reference } from "./reference.ts";
import { isSurelyAgent } from "./role-nouns.ts";
import { type RoleReading, readAs } from "./role-reading.ts";
import {
  actedBy,
  BY_A_MACHINE,
  FOLLOWING,
  FOLLOWS,
  isDoer,
  isHistory,
  isKeptBy,
  isLog,
  isModeration,
  isNamedAfter,
  isOwnAccess,
  isOwnWork,
  isStocked,
  isSupplied,
  isToAsk,
  LED,
  MAKERS,
  NOTES,
  OF_THE_HOUSE,
  PAID,
  SELLS,
  TAKING_PART,
} from "./role-signs.ts";
import type { RuleUse } from "./rules.ts";
import type { Spread } from "./spread.ts";
import type { Facts } from "./subjects.ts";
import type { NamedTable } from "./table-index.ts";

/** What stands around the rows of a table that is not about people. */
export interface Surroundings {
  /** They belong to something owned, so that a reference need not be the owner for want of another. */
  readonly hasParent: boolean;
  readonly parentsKnown: boolean;
  /** And that is not staff's own. */
  readonly servesOthers: boolean;
  /** They belong to an organisation or a group. */
  readonly isShared: boolean;
  readonly hasMembers: boolean;
  /** Rows of other people are in them. */
  readonly isAnswered: boolean;
  /** They are dealings with whom one buys from. */
  readonly isBought: boolean;
  /** Who made and who changed each row is kept here as in many tables. */
  readonly isAudited: boolean;
}

/** Roles of all references from one table that is not about people. */
export function readFromThing(
  table: NamedTable,
  all: readonly Meant[],
  { hasParent, parentsKnown, servesOthers, isShared, hasMembers, isAnswered, isBought, isAudited }: Surroundings,
  facts: Facts,
  uses: RuleUse,
  tied: ReadonlySet<string>,
  spread: Spread,
  forAll: ReadonlySet<Reference>,
): Map<Reference, RoleReading> {
  const out = new Map<Reference, RoleReading>();
  const set = (each: Meant, value: RoleReading) => out.set(each.reference, value);
  // Whoever names a friend made the row: it is theirs, and the friend is named in it.
  const anothers = uses("anothers-address")
    ? findAnothersAddresses(table, facts.get(table.schema.name) ?? new Map())
    : [];
  const isNamed = (each: Meant) => each.reference.match && anothers.includes(each.reference.columns[0] ?? "");
  const meant = all.filter((each) => !isNamed(each));
  // A school is no act, and whoever is called after it (`secretario_escolar`) does not do it.
  const isBody = ORGANISATIONS.has(table.head) || COLLECTIVES.has(table.head);
  const isDoing = (each: Meant) => uses("doers") && !isBody && isDoer(each.reference.words, table, anothers.length > 0);
  const isStaff = (each: Meant) => each.subject.side === "staff";
  const named = meant.some((each) => each.meaning === "bare" || (each.meaning === "owner" && !isDoing(each)));
  const doers = named ? [] : meant.filter(isDoing);
  const clear = meant.filter((each) => each.meaning === "bare" || each.meaning === "owner" || doers.includes(each));
  const served = clear.some((each) => !isStaff(each));
  const customers = clear.filter(
    ({ subject, meaning }) => subject.side === "customer" && !subject.identityOnly && meaning === "bare",
  );
  const to = meant.some((each) => each.meaning === "to");
  const bare = meant.some((each) => each.meaning === "bare" && !isStaff(each));
  const written = [...(facts.get(table.schema.name) ?? [])].some(
    ([column, { category, confidence }]) =>
      (category === "content.text" || category === "content.media") &&
      confidence >= 0.7 &&
      !splitWords(column).some((word) => BY_A_MACHINE.test(word)),
  );
  const owned = () => [...out.values()].some((value) => value.role === "owner" || value.role === "part");
  const phrase = (each: Meant) => `"${each.reference.words.join(" ")}"`;

  const linksOthers = (each: Meant) =>
    table.joins &&
    each.meaning === "bare" &&
    each.subject.side !== "customer" &&
    each.reference.nullable &&
    table.schema.primaryKey.length > 1 &&
    !each.reference.columns.some((column) => table.schema.primaryKey.includes(column));
  const saysWhom = (each: Meant) =>
    each.meaning === "bare" || each.reference.words.every((word) => findPersonNoun(word)?.side === "user");
  const isForAll = LOOKUPS.has(table.head) || CATALOGUE.has(table.head);
  const isKind = LOOKUPS.has(table.head) || ORGANISATIONS.has(table.head) || OF_THE_HOUSE.test(table.head);
  const isNotedKind = isKind && !hasBody(table);
  const isNote = NOTES.test(table.head) && bare;
  // What an employee is paid, or is away, for: unless it says of a customer or a pupil.
  const isWork = uses("own-work") && !bare && isOwnWork(table);
  const isTold = uses("told-staff") && NOTES.test(table.head);
  const isFollowed = uses("own-reading") && table.words.some((word) => FOLLOWING.test(word));
  const isAccess = uses("own-access") && isOwnAccess(table);
  for (const each of clear) {
    if (linksOthers(each)) set(each, readAs("actor", 0.7, "beside a link between others, which can be without them"));
    else if (isNote && each.meaning === "owner" && MAKERS.test(each.reference.words.at(-1) ?? ""))
      set(each, readAs("actor", 0.8, `${phrase(each)} gave cause to it, and it is for another`));
    else if (isToAsk(table, each)) set(each, readAs("actor", 0.75, "whom to ask about it"));
    else if (isSupplied(table, each)) {
      set(each, readAs("context", 0.8, "offered by an organisation, not by the person to contact there"));
    } else if (each.reference.sharedKey && each.meaning === "bare")
      set(each, readAs("part", 0.95, "shares the key of the person it extends"));
    else if (to && each.meaning === "bare" && uses("moderation") && isModeration(table))
      set(each, readAs("actor", 0.75, "whoever moderates, beside the one it is about"));
    else if (isWork && isStaff(each) && each.meaning === "bare")
      set(each, readAs("owner", 0.85, "time, pay or leave of whoever works"));
    else if (isTold && isStaff(each) && each.meaning === "bare" && (served || servesOthers))
      set(each, readAs("viewer", 0.7, "told of what is somebody else's"));
    else if (isStaff(each) && isAccess && saysWhom(each))
      set(each, readAs("owner", 0.85, "by which whoever works here signs in"));
    else if (
      isStaff(each) &&
      isFollowed &&
      saysWhom(each) &&
      (served || servesOthers || (hasParent && !NOTES.test(table.head)))
    )
      set(each, readAs("viewer", 0.7, "follows what is somebody else's"));
    else if (each.subject.serves && FOLLOWS.test(each.reference.words.at(-1) ?? "") && uses("own-reading"))
      set(each, readAs("viewer", 0.7, `${phrase(each)}: sees what is somebody else's`));
    else if (isStaff(each) && each.meaning === "bare" && uses("staff-logs") && isHistory(table, each.subject))
      set(each, readAs("actor", 0.75, "staff in the history of a thing"));
    else if (each.subject.serves && each.meaning === "owner" && uses("serving-users"))
      set(each, readAs("actor", 0.7, `${phrase(each)} is in charge of it, as of the people here`));
    else if (
      isStaff(each) &&
      ((each.meaning === "bare" && isKeptBy(table) && !isNamedAfter(table, each.subject)) ||
        isStocked(table) ||
        isBought) &&
      uses("staff-beside-people")
    )
      set(each, readAs("actor", 0.8, "staff in charge of what is for all"));
    else if (
      isStaff(each) &&
      (served || servesOthers) &&
      !PAID.test(each.reference.words.at(-1) ?? "") &&
      uses("staff-beside-people")
    )
      set(each, readAs("actor", 0.85, "staff who handle what belongs to somebody else"));
    else if (
      each.meaning === "bare" &&
      each.subject.side === "user" &&
      customers.length > 0 &&
      !customers.some((other) => tied.has(`${other.subject.table.schema.name} ${each.subject.table.schema.name}`))
    ) {
      set(each, readAs("actor", 0.6, "a user beside the customer whose row it is"));
    } else if (
      each.meaning === "bare" &&
      each.subject.serves &&
      !isNamedAfter(table, each.subject) &&
      uses("serving-users")
    )
      // Their own, or what they keep for the people here.
      set(each, { ...readAs("owner", 0.7, "of whoever serves the people here, and nobody else"), unheard: true });
    else if (doers.includes(each) && actedBy(each.reference.words))
      // A report that was reported by somebody is theirs; an approval that was approved is hardly.
      set(each, { ...readAs("owner", 0.7, `${phrase(each)} did what it is about`), unheard: true });
    else if (
      each.meaning === "bare" &&
      isKeptBy(table) &&
      isShared &&
      !isNamedAfter(table, each.subject) &&
      uses("for-all")
    )
      set(each, { ...readAs("owner", 0.6, "a user in what is there for all of an organisation"), unheard: true });
    else if (each.meaning === "bare") set(each, readAs("owner", isStaff(each) ? 0.85 : 0.95, "a plain reference"));
    else set(each, readAs("owner", 0.9, `${phrase(each)} names the one whose row it is`));
  }
  for (const each of meant.filter(({ meaning }) => meaning === "to" || meaning === "from")) {
    if (out.has(each.reference)) continue;
    if (!uses("sender-and-recipient")) continue;
    // Beside whose row it plainly is, and where nothing is written to anybody, that is a guess.
    const isSure = !bare || hasBody(table);
    if (each.meaning === "to")
      set(each, readAs("owner", isSure ? 0.85 : 0.75, `${phrase(each)}: it is meant for them`));
    else if (spread.get(each.reference) === "few" && clear.some(({ reference }) => spread.get(reference) === "many"))
      set(each, readAs("actor", 0.75, `${phrase(each)} are few people in many rows, and it belongs to another`));
    else if (bare && !to) set(each, readAs("actor", 0.8, `${phrase(each)}: it came from them and belongs to another`));
    else
      set(each, readAs("owner", 0.9, to ? "both ends own what passed between them" : `${phrase(each)}: it is theirs`));
  }
  const isOneOfMany = (each: Meant) =>
    each.meaning === "unknown" && !isStaff(each) && spread.get(each.reference) === "many";
  for (const each of meant.filter(({ meaning }) => meaning === "creator")) {
    if (out.has(each.reference) || !uses("creators")) continue;
    const isSender = to && written && !bare && clear.length === 0 && uses("sender-and-recipient");
    if (isSender) set(each, readAs("owner", 0.85, `${phrase(each)}: both ends own what passed between them`));
    else if (owned()) set(each, readAs("actor", 0.8, `${phrase(each)}, and another owns it`));
    else if (isWork && isStaff(each))
      set(each, readAs("owner", 0.7, `${phrase(each)} says whose time, pay or leave it is`));
    else if (spread.get(each.reference) === "few" && meant.some(isOneOfMany))
      set(each, readAs("actor", 0.75, `${phrase(each)} are few people in many rows, beside many`));
    else if (isAudited && !hasBody(table))
      set(each, readAs("actor", 0.7, `${phrase(each)}, as stands in every table here`));
    else if (isBought) set(each, readAs("actor", 0.75, `${phrase(each)}, in a dealing with an organisation`));
    else if (each.subject.serves && uses("serving-users"))
      set(each, readAs("actor", 0.7, `${phrase(each)}, in the service of those whose it is`));
    else if (hasParent && (!written || (isLog(table) && !hasBody(table) && uses("acts-in-logs"))))
      set(each, readAs("actor", 0.75, `${phrase(each)}, and it belongs to its parent`));
    else if (forAll.has(each.reference) && !hasBody(table))
      set(each, readAs("actor", 0.7, `${phrase(each)}, as in what is there for all`));
    else if (((isForAll && !written) || (isNotedKind && uses("noted-kinds"))) && uses("for-all"))
      set(each, readAs("actor", 0.65, `${phrase(each)}, and it is there for all`));
    else if (
      COLLECTIVES.has(table.head) ||
      hasMembers ||
      ((isShared || isAnswered) && !written) ||
      (isAnswered && !hasBody(table) && uses("rooms"))
    )
      set(each, readAs("actor", 0.65, `${phrase(each)}, and it belongs to all of them`));
    else {
      const made = readAs("owner", 0.72, `${phrase(each)}, and nobody else owns it`);
      // A text is its writer's; a price list is hardly theirs who entered it.
      set(each, hasBody(table) ? made : { ...made, entered: written ? "noted" : "bare" });
    }
  }
  for (const each of meant.filter(({ meaning }) => meaning === "server")) {
    if (out.has(each.reference) || !uses("servers")) continue;
    // A course that can be without its tutor is not the tutor's.
    const sells = SELLS.test(each.reference.words.at(-1) ?? "");
    const offered = uses("offers") && CATALOGUE.has(table.head) && each.reference.nullable && !sells;
    const led = COLLECTIVES.has(table.head) || LED.test(table.head) || offered;
    if (owned() || hasParent || isStaff(each) || led)
      set(each, readAs("actor", 0.85, `${phrase(each)} serves the one whose row it is`));
    else set(each, readAs("owner", 0.6, `${phrase(each)}, and nobody else is named`));
  }
  for (const each of meant.filter(({ meaning }) => meaning === "few")) {
    if (owned() || hasParent || !parentsKnown)
      set(each, readAs("actor", 0.75, `${phrase(each)} are few people in many rows, who serve many others`));
    else
      set(each, {
        ...readAs("owner", 0.6, `${phrase(each)} are few people who serve many others, and nobody else is named`),
        last: true,
      });
  }
  // Who is linked with whom: both are in it, whoever manages whom.
  for (const each of findLinked(table, meant)) {
    if (!out.has(each.reference)) set(each, readAs("owner", 0.6, `${phrase(each)}: one of the two whom it links`));
  }
  for (const each of meant.filter(({ meaning }) => meaning === "actor")) {
    if (out.has(each.reference)) continue;
    set(each, readAs("actor", each.reference.onDelete === "cascade" ? 0.75 : 0.9, `${phrase(each)} acted on it`));
  }
  // An id inside a value, beside a column that says whose row it is, is about somebody else.
  const standsAlone = ({ reference: { pattern, path, list } }: Meant) =>
    pattern === null && path.length === 0 && list === undefined;
  if (meant.some((each) => standsAlone(each) && out.get(each.reference)?.role === "owner")) {
    for (const each of meant) {
      if (!standsAlone(each) && out.get(each.reference)?.role === "owner")
        set(each, readAs("actor", 0.6, "named inside a value, beside the owner"));
    }
  }
  const unknown = meant.filter((each) => each.meaning === "unknown" && !out.has(each.reference));
  const anotherOwns = owned();
  // Home and away: both ends of what two people do together.
  const ends = unknown.filter((each) => !each.reference.nullable && !isStaff(each));
  if (uses("two-ends") && !bare && ends.length === 2 && ends[0]?.reference.to === ends[1]?.reference.to)
    for (const each of ends)
      set(each, readAs("owner", 0.5, `${phrase(each)}: one of two ends`, { ambiguous: !anotherOwns }));
  for (const each of unknown.filter(({ reference }) => !out.has(reference))) {
    const cascades = each.reference.onDelete === "cascade" && !each.reference.nullable;
    if (each.reference.match && isShared)
      set(each, readAs("actor", 0.5, `${phrase(each)}: an address in a row of an organisation`));
    else if (isStaff(each) && !cascades) set(each, readAs("actor", 0.75, `${phrase(each)}, of staff`));
    else if (isBody && !cascades) set(each, readAs("actor", 0.6, `${phrase(each)} of an organisation`));
    else if (hasParent && !cascades && isSurelyAgent(each.reference.words))
      set(each, readAs("actor", 0.6, `${phrase(each)} does something in what belongs to another`));
    else if (anotherOwns && !cascades) set(each, readAs("actor", 0.6, `${phrase(each)} beside a clear owner`));
    else if (unknown.length === 1)
      set(each, {
        ...readAs("owner", anotherOwns ? 0.5 : 0.65, `${phrase(each)} is the only one it could belong to`),
        unheard: true,
      });
    else
      set(each, readAs("owner", 0.5, `${phrase(each)} could own it, and so could others`, { ambiguous: !anotherOwns }));
  }
  // Whoever stands in a list beside the owner takes part in the row.
  if (meant.some((each) => standsAlone(each) && out.get(each.reference)?.role === "owner")) {
    for (const each of meant) {
      const { list, words } = each.reference;
      if (list !== undefined && (words.length === 0 || TAKING_PART.test(words.at(-1) ?? "")))
        set(each, readAs("viewer", 0.6, "listed as taking part, beside the owner"));
    }
  }
  const theirs = owned();
  for (const each of all.filter(isNamed)) {
    set(
      each,
      theirs
        ? readAs("viewer", 0.75, `${phrase(each)}: named by the one whose row it is`)
        : readAs("owner", 0.75, `${phrase(each)}: nobody else is named`),
    );
  }
  return out;
}
