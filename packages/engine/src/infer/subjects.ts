/** Decides which tables define people, and which merely name some: catalogue people and organisations are asked about. */
import type { Identifier } from "../model.ts";
import type { Classified } from "./classify-columns.ts";
import { readIdentifiers, readIdentity } from "./identity.ts";
import { stripKeyWords } from "./key-words.ts";
import { splitWords } from "./names.ts";
import { COLLECTIVES, DEALINGS, findPersonNoun, ORGANISATIONS, SIGNED_INTO, type Side } from "./nouns.ts";
import { append, type Reference } from "./reference.ts";
import {
  hasOwnName,
  isAnimal,
  isDescribed,
  isMachine,
  isProgram,
  isService,
  namesTheRow,
  showsCompany,
  works,
} from "./row-signs.ts";
import { addStated } from "./stated-subjects.ts";
import { findContinued, findKept, isOfGuests, leaveOut, showsContact, showsPeople, wordsTo } from "./subject-signs.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";
import { findTableNoun } from "./table-nouns.ts";

export interface Subject {
  readonly table: NamedTable;
  readonly side: Side;
  /** Named by a noun that means people and nothing else. */
  readonly strong: boolean;
  /** Known by an e-mail address alone: an invitation, a subscriber to a newsletter. */
  readonly identityOnly: boolean;
  /** An organisation with a person to contact. */
  readonly organisation: boolean;
  /** False for an extension that shares the key of a subject: people stand in it, but the subject defines them. */
  readonly defines: boolean;
  /** Users who look after the other people here: staff, whatever they are called. */
  readonly serves: boolean;
  /** A capacity in which somebody acts whom another table defines, under a key of its own: a membership, a moderator. */
  readonly capacity: boolean;
  readonly identifiers: readonly Identifier[];
  readonly why: string;
  readonly confidence: number;
}

/** A table that might define people, and probably does not: worth a question. */
export interface SubjectQuestion {
  readonly table: NamedTable;
  readonly kind: "catalogue" | "organisation";
  readonly why: string;
}

export type Facts = ReadonlyMap<string, ReadonlyMap<string, Classified>>;

export interface SubjectReading {
  readonly subjects: readonly Subject[];
  readonly questions: readonly SubjectQuestion[];
}

const ADDRESS_BOOK: Side = "contact";

/** So many references to a contact of whom the row has nothing but a name. */
const MANY = 3;

/**
 * Finds the subjects. `references` are those by declared keys and names of tables: roles are not known yet. `stated`: tables whose
 * rows are people, or are not, because somebody who knows said so.
 */
export function findSubjects(
  index: TableIndex,
  facts: Facts,
  references: readonly Reference[],
  stated: ReadonlyMap<string, boolean>,
): SubjectReading {
  const outgoing = new Map<string, Reference[]>();
  const incoming = new Map<string, number>();
  for (const reference of references) {
    append(outgoing, reference.from, reference);
    if (reference.from !== reference.to) incoming.set(reference.to, (incoming.get(reference.to) ?? 0) + 1);
  }
  const kept = findKept(references);
  const continued = findContinued(index, facts, references);
  const subjects: Subject[] = [];
  const questions: SubjectQuestion[] = [];
  for (const table of index.tables) {
    const { schema } = table;
    if (schema.kind === "view" || table.joins || stated.get(schema.name) === false) continue;
    const identity = leaveOut(
      readIdentity(table, facts.get(schema.name) ?? new Map()),
      outgoing.get(schema.name) ?? [],
    );
    const noun = findTableNoun(table);
    const refersToAnybody = (all: readonly Reference[]) =>
      all.some((reference) => {
        const target = index.named.get(reference.to);
        return (
          !kept.has(wordsTo(reference)) &&
          target !== undefined &&
          target !== table &&
          findTableNoun(target)?.side !== "staff" &&
          (findTableNoun(target)?.strength === "strong" || isSomebody(target))
        );
      });
    const isSomebody = (target: NamedTable) => {
      const theirs = readIdentity(target, facts.get(target.schema.name) ?? new Map());
      return findTableNoun(target) !== undefined && showsPeople(theirs);
    };
    const toPeople = (outgoing.get(schema.name) ?? []).filter((reference) => {
      const target = index.named.get(reference.to);
      if (target === undefined || target === table || reference.words.length > 0) return false;
      const strength = findTableNoun(target)?.strength;
      if (strength !== "weak") return strength === "strong";
      // `accounts` of a shop are people, and those of a support desk are its customers' firms: their columns tell.
      const theirs = readIdentity(target, facts.get(target.schema.name) ?? new Map());
      return (
        !COLLECTIVES.has(target.head) &&
        (theirs.anyName || theirs.emails.length + theirs.logins.length > 0 || theirs.password)
      );
    });
    const contactable = identity.emails.length > 0 || identity.phones.length > 0;
    const signsIn = identity.logins.length > 0 || identity.password;
    const wholeName = identity.fullName;
    const wholeByValue = [...(facts.get(schema.name) ?? [])].some(
      ([column, fact]) => fact.category === "name" && fact.origin === "data" && namesTheRow(table, column),
    );
    const known = identity.emails.length > 0 || signsIn || identity.fullName;
    const alone =
      identity.emails.length > 0 &&
      identity.phones.length === 0 &&
      !signsIn &&
      !identity.anyName &&
      toPeople.length === 0 &&
      (incoming.get(schema.name) ?? 0) === 0;
    // Someone who left a name and an address, and to whom nothing points: whoever has that address may have an account.
    const isStray =
      noun?.strength !== "strong" && identity.emails.length > 0 && !signsIn && (incoming.get(schema.name) ?? 0) === 0;
    const add = (
      side: Side,
      strong: boolean,
      why: string,
      confidence: number,
      is: {
        readonly extends?: boolean;
        readonly capacity?: boolean;
        readonly organisation?: boolean;
        readonly guests?: boolean;
      } = {},
    ) =>
      subjects.push({
        table,
        side,
        strong,
        identityOnly: is.guests === true || ((alone || isStray) && noun?.side !== "user" && noun?.side !== "staff"),
        defines: !(is.extends || is.capacity),
        capacity: is.capacity ?? false,
        serves: false,
        organisation: is.organisation ?? false,
        identifiers: readIdentifiers(table, identity),
        why,
        confidence,
      });

    if (
      index.uses("organisations") &&
      ORGANISATIONS.has(table.head) &&
      (noun === undefined || noun.strength !== "strong") &&
      !(identity.firstAndLast && signsIn && !hasOwnName(table))
    ) {
      if (identity.contactName || (identity.firstAndLast && contactable))
        add("customer", false, "organisations with a person to contact", 0.75, { organisation: true });
      else if (contactable)
        questions.push({
          table,
          kind: "organisation",
          why: "They seem to be organisations, with an address or phone, and nobody named",
        });
      continue;
    }
    // A stock or a site has a name of its own, and somebody to ask there.
    const isPlace =
      index.uses("places-with-contacts") && identity.contactName && !identity.firstAndLast && hasOwnName(table);
    if (noun === undefined && isPlace && !signsIn) {
      questions.push({
        table,
        kind: "organisation",
        why: "They seem to be places or firms, with somebody to contact there",
      });
      continue;
    }
    if (noun === undefined) {
      const canSignIn =
        identity.password &&
        (identity.emails.length > 0 || (identity.logins.length > 0 && !isDescribed(table))) &&
        !isMachine(table);
      if (
        (identity.firstAndLast || identity.wholeName || wholeByValue || canSignIn) &&
        index.uses("identity-columns") &&
        !refersToAnybody(outgoing.get(schema.name) ?? []) &&
        !COLLECTIVES.has(table.head) &&
        !DEALINGS.has(table.head) &&
        !isService(table) &&
        !(
          (SIGNED_INTO.has(table.head) || /(webhook|gateway|datasource)$/.test(table.head)) &&
          !identity.firstAndLast &&
          !identity.wholeName
        ) &&
        showsPeople(identity)
      )
        add(works(table) ? "staff" : "customer", true, "first and last name, and something to know people by", 0.85);
      else if (
        index.uses("born-people") &&
        identity.born &&
        (identity.sex || (identity.anyName && showsContact(identity))) &&
        !refersToAnybody(outgoing.get(schema.name) ?? []) &&
        !isAnimal(table) &&
        !COLLECTIVES.has(table.head) &&
        !DEALINGS.has(table.head)
      )
        add("customer", true, "birth date and sex: somebody", 0.8);
      else if (index.uses("continued-people") && continued.has(schema.name) && identity.anyName)
        add("customer", true, "what people continue under the same key is people", 0.8);
      continue;
    }
    // The client of an interface; one that has nothing but a name is asked about where many refer to it.
    if (index.uses("programs") && !wholeName && !contactable && isProgram(table)) continue;
    // The mailbox that a shop writes from, the users of a ticket.
    if (noun.strength !== "strong" && !wholeName && isService(table)) continue;
    if (
      index.uses("links") &&
      (incoming.get(schema.name) ?? 0) === 0 &&
      toPeople.some(({ to }) => isDetailOf(table, index.named.get(to))) &&
      !identity.anyName &&
      !signsIn
    )
      continue;
    // A tenant may be a person who rents, or a company that has bought the software.
    if (noun.strength === "weak" && COLLECTIVES.has(table.head) && !wholeName && !signsIn) continue;
    const shared = toPeople.find((reference) => reference.sharedKey);
    if (shared !== undefined) {
      if (noun.strength === "strong" || noun.side === "staff")
        add(noun.side, true, `extends ${shared.to}, whose key it shares`, 0.9, { extends: true });
      continue;
    }
    // A moderator who is a user, a member who is one: a capacity in which somebody acts whom another table defines.
    const [capacity] = toPeople;
    const company = index.uses("companies") && noun.side === "customer" && showsCompany(table);
    const nothingOwn =
      !contactable && !known && !identity.anyName && !identity.born && (company || identity.documents.length === 0);
    if (
      index.uses("capacities") &&
      capacity !== undefined &&
      nothingOwn &&
      noun.side !== ADDRESS_BOOK &&
      noun.strength !== "catalogue" &&
      (incoming.get(schema.name) ?? 0) > 0
    ) {
      add(noun.side, true, `a capacity of ${capacity.to}`, 0.8, { capacity: true });
      continue;
    }
    if (company && nothingOwn) {
      questions.push({ table, kind: "organisation", why: "They seem to be companies, and nobody is named" });
      continue;
    }
    switch (noun.strength) {
      case "strong": {
        // A customer's login is not a user who looks after customers.
        const side = noun.side === "user" && isOfCustomers(table) ? "customer" : noun.side;
        const evidence = contactable || known || identity.anyName || identity.born || identity.documents.length > 0;
        if (toPeople.length > 0 && !evidence && (noun.side === ADDRESS_BOOK || (incoming.get(schema.name) ?? 0) === 0))
          break;
        const deviceOnly =
          !evidence &&
          [...(facts.get(schema.name)?.values() ?? [])].some((fact) => fact.category.startsWith("online."));
        const isBare = index.uses("bare-users") && side === "user" && toPeople.length === 0 && hasOnlyKeys(table);
        if (!evidence && !deviceOnly && !isBare && (incoming.get(schema.name) ?? 0) === 0) break;
        if (noun.side === ADDRESS_BOOK && !evidence) break;
        add(
          side,
          true,
          evidence ? `"${table.head}" names people, and its columns identify them` : `"${table.head}" names people`,
          evidence ? 0.95 : 0.7,
        );
        break;
      }
      case "weak": {
        const guests = index.uses("guests") && noun.side !== ADDRESS_BOOK && isOfGuests(identity, toPeople);
        // Whom many things are about is somebody, though the addresses stand elsewhere.
        const named = identity.anyName && (incoming.get(schema.name) ?? 0) >= MANY && index.uses("named-contacts");
        const isCalled = wholeByValue && (incoming.get(schema.name) ?? 0) > 0 && index.uses("names-by-value");
        if (
          noun.side === ADDRESS_BOOK
            ? contactable || known || named
            : (known || isCalled) && (toPeople.length === 0 || guests)
        ) {
          add(noun.side, false, `"${table.head}" with columns that identify people`, 0.8, { guests });
        }
        break;
      }
      case "catalogue": {
        if (contactable || signsIn || !index.uses("catalogue-people")) {
          if (toPeople.length === 0 || contactable)
            add(noun.side, false, `"${table.head}" with an address or a login`, 0.75);
        } else if (toPeople.length === 0) {
          questions.push({
            table,
            kind: "catalogue",
            why: `"${table.head}" with names only: people of a catalogue, hardly the ones you hold data for`,
          });
        }
        break;
      }
    }
  }
  return addStated({ subjects, questions }, index, facts, stated);
}

/** Keys and times, and no word about anybody: who they are is kept in another store. */
function hasOnlyKeys({ schema, key, column }: NamedTable): boolean {
  const isKey = (name: string) => stripKeyWords(splitWords(name)).keyed;
  return (
    key !== null &&
    schema.primaryKey.length === 1 &&
    [...column.values()].every(({ name, kind }) => isKey(name) || kind === "timestamp" || kind === "boolean")
  );
}

/** `tickets_users` beside users, `people_join_contacts` of people: more about somebody who has a row there. */
function isDetailOf(table: NamedTable, people: NamedTable | undefined): boolean {
  if (people === undefined || table.words.length <= people.words.length) return false;
  const words = table.words.join(" ");
  const whole = people.words.join(" ");
  return words.startsWith(`${whole} `) || words.endsWith(` ${whole}`);
}

/** `customer_users`: the word before says on which side of the counter they stand. */
function isOfCustomers({ words, head }: NamedTable): boolean {
  const before = words.slice(0, words.lastIndexOf(head));
  return before.some((word) => findPersonNoun(word)?.side === "customer");
}
