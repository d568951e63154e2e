/** Decides which tables define people, and which merely name some: catalogue people and organisations are asked about. */
import type { Identifier } from "../model.ts";
import type { Classified } from "./classify-columns.ts";
import { splitWords, toSingular } from "./names.ts";
import { findPersonNoun, NOT_PEOPLE_BEFORE, ORGANISATIONS, type PersonNoun, type Side } from "./nouns.ts";
import { append, type Reference } from "./reference.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

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

/** What a table knows of people. */
export interface Identity {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly logins: readonly string[];
  readonly documents: readonly string[];
  readonly password: boolean;
  /** First and last name, or a full name. */
  readonly fullName: boolean;
  readonly contactName: boolean;
  readonly anyName: boolean;
  readonly born: boolean;
}

const NOT_THEIR_ADDRESS =
  /^(unconfirmed|new|old|pending|recovery|paypal|emergency|spouse|parent|guardian|previous|reply|from|to|support|notification)$/;
const PASSWORD =
  /^(password|passwd|pwd|passwort|kennwort|mdp|mot de passe|contrasena|clave|senha|wachtwoord|passhash|hashed password|encrypted password|password (hash|digest|salt)|user pass)$/;
const FIRST =
  /^(.* )?(first name|fname|given name|vorname|prenom|nombre|voornaam|fornamn|imie|forename|first|nom prenom|nome)$/;
const LAST =
  /^(.* )?(last name|lname|family name|surname|nachname|familienname|nom|nom famille|apellidos?|apellido \d|cognome|sobrenome|achternaam|efternamn|nazwisko|last)$/;
const WHOLE =
  /^(.* )?(full name|display name|real name|legal name|contact name|nombre completo|nom complet|nome completo|person name|contact person|ansprechpartner|kontaktperson|nom contact)$/;

/** Reads what a table knows of people from its columns' categories. */
export function readIdentity(table: NamedTable, facts: ReadonlyMap<string, Classified>): Identity {
  const emails: string[] = [];
  const phones: string[] = [];
  const logins: string[] = [];
  const documents: string[] = [];
  let [password, first, last, whole, contact, born, anyName] = [false, false, false, false, false, false, false];
  for (const column of table.schema.columns) {
    const { category, confidence } = facts.get(column.name) ?? { category: "other", confidence: 0 };
    const words = splitWords(column.name);
    const name = words.join(" ");
    if (category === "contact.email" && confidence >= 0.6 && !words.some((word) => NOT_THEIR_ADDRESS.test(word)))
      emails.push(column.name);
    else if (category === "contact.phone" && !words.includes("fax") && !words.includes("emergency"))
      phones.push(column.name);
    else if (category === "identity.username") logins.push(column.name);
    else if (category === "identity.government-id" && confidence >= 0.8) documents.push(column.name);
    else if (category === "credential") password ||= PASSWORD.test(name);
    else if (category === "identity.birth-date") born = true;
    // `nom`, `nombre` alone are first or last names only beside the other.
    first ||= FIRST.test(name) && column.kind === "text";
    last ||= LAST.test(name) && column.kind === "text";
    if (category === "name") {
      anyName = true;
      whole ||= WHOLE.test(name);
      contact ||= /contact|ansprechpartner|kontaktperson|attention|attn|representative/.test(name);
    }
  }
  return {
    emails,
    phones,
    logins,
    documents,
    password,
    fullName: (first && last) || whole,
    contactName: contact,
    anyName: anyName || (first && last),
    born,
  };
}

/** By which columns people of this table are found; a declared unique key settles it. */
export function readIdentifiers(table: NamedTable, identity: Identity): readonly Identifier[] {
  const unique = (column: string) =>
    (table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column) ||
    table.schema.uniqueKeys.some((key) => key.length === 1 && key[0] === column);
  const make =
    (kind: string) =>
    (column: string): Identifier => ({ kind, column, confirmed: unique(column) });
  return [
    ...identity.emails.map(make("email")),
    ...identity.phones.map(make("phone")),
    ...identity.logins.map(make("username")),
    ...identity.documents.map(make("government-id")),
  ];
}

/** The noun of people that a table is named by, unless what stands before it makes it a thing. */
export function findTableNoun(table: NamedTable): PersonNoun | undefined {
  const before = table.words.at(-2);
  if (before !== undefined && NOT_PEOPLE_BEFORE.has(before)) return undefined;
  // `customer_entity`, `contact_info`: the head says only that there is a row.
  if (before !== undefined && EMPTY_HEADS.has(table.head)) return findPersonNoun(before);
  const noun = findPersonNoun(table.head, true);
  // A staff member, a team member of a company: the first word tells the side.
  const qualifier = before === undefined ? undefined : findPersonNoun(before);
  return noun !== undefined && qualifier?.side === "staff" ? { ...noun, side: "staff" } : noun;
}

const EMPTY_HEADS: ReadonlySet<string> = new Set([
  "info",
  "data",
  "record",
  "entity",
  "base",
  "main",
  "list",
  "registry",
  "directory",
  "detail",
]);

export interface SubjectReading {
  readonly subjects: readonly Subject[];
  readonly questions: readonly SubjectQuestion[];
}

const ADDRESS_BOOK: Side = "contact";

/** Finds the subjects. `references` are those by declared keys and names of tables: roles are not known yet. */
export function findSubjects(index: TableIndex, facts: Facts, references: readonly Reference[]): SubjectReading {
  const outgoing = new Map<string, Reference[]>();
  const incoming = new Map<string, number>();
  for (const reference of references) {
    append(outgoing, reference.from, reference);
    if (reference.from !== reference.to) incoming.set(reference.to, (incoming.get(reference.to) ?? 0) + 1);
  }
  const subjects: Subject[] = [];
  const questions: SubjectQuestion[] = [];
  for (const table of index.tables) {
    const { schema } = table;
    if (schema.kind === "view" || table.joins) continue;
    const identity = readIdentity(table, facts.get(schema.name) ?? new Map());
    const noun = findTableNoun(table);
    const toPeople = (outgoing.get(schema.name) ?? []).filter((reference) => {
      const target = index.named.get(reference.to);
      const targetNoun = target === undefined || target === table ? undefined : findTableNoun(target);
      return targetNoun !== undefined && targetNoun.strength !== "catalogue" && reference.words.length === 0;
    });
    const contactable = identity.emails.length > 0 || identity.phones.length > 0;
    const signsIn = identity.logins.length > 0 || identity.password;
    const known = identity.emails.length > 0 || signsIn || identity.fullName;
    const alone =
      identity.emails.length > 0 &&
      identity.phones.length === 0 &&
      !signsIn &&
      !identity.anyName &&
      toPeople.length === 0 &&
      (incoming.get(schema.name) ?? 0) === 0;
    const add = (side: Side, strong: boolean, why: string, confidence: number, defines = true, organisation = false) =>
      subjects.push({
        table,
        side,
        strong,
        identityOnly: alone && noun?.side !== "user" && noun?.side !== "staff",
        defines,
        organisation,
        identifiers: readIdentifiers(table, identity),
        why,
        confidence,
      });

    if (ORGANISATIONS.has(table.head) && (noun === undefined || noun.strength !== "strong")) {
      if (identity.contactName || (identity.fullName && contactable))
        add("customer", false, "organisations with a person to contact", 0.75, true, true);
      else if (contactable)
        questions.push({
          table,
          kind: "organisation",
          why: "organisations with an address or phone, and nobody named",
        });
      continue;
    }
    if (noun === undefined) continue;
    const shared = toPeople.find((reference) => reference.sharedKey);
    if (shared !== undefined) {
      if (noun.strength === "strong") add(noun.side, true, `extends ${shared.to}, whose key it shares`, 0.9, false);
      continue;
    }
    switch (noun.strength) {
      case "strong": {
        const evidence = contactable || known || identity.anyName || identity.born || identity.documents.length > 0;
        if (toPeople.length > 0 && !evidence && (noun.side === ADDRESS_BOOK || (incoming.get(schema.name) ?? 0) === 0))
          break;
        const deviceOnly =
          !evidence &&
          [...(facts.get(schema.name)?.values() ?? [])].some((fact) => fact.category.startsWith("online."));
        if (!evidence && !deviceOnly && (incoming.get(schema.name) ?? 0) === 0) break;
        if (noun.side === ADDRESS_BOOK && !evidence) break;
        add(
          noun.side,
          true,
          evidence ? `"${table.head}" names people, and its columns identify them` : `"${table.head}" names people`,
          evidence ? 0.95 : 0.7,
        );
        break;
      }
      case "weak": {
        if (noun.side === ADDRESS_BOOK ? contactable || known : known && toPeople.length === 0) {
          add(noun.side, false, `"${table.head}" with columns that identify people`, 0.8);
        }
        break;
      }
      case "catalogue": {
        if (contactable || signsIn) {
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
  return { subjects, questions };
}

const MACHINE_MAIL = /template|setting|config|domain|alias|blacklist|provider|server/;

/** Tables that nothing ties to a person but an e-mail address: their rows are people known by that alone. */
export function findIdentityOnly(
  index: TableIndex,
  facts: Facts,
  tied: ReadonlySet<string>,
  asked: ReadonlySet<string>,
): readonly Subject[] {
  const found: Subject[] = [];
  for (const table of index.tables) {
    const { schema } = table;
    if (schema.kind === "view" || tied.has(schema.name) || asked.has(schema.name)) continue;
    if (ORGANISATIONS.has(table.head) || MACHINE_MAIL.test(table.words.join(" "))) continue;
    const identity = readIdentity(table, facts.get(schema.name) ?? new Map());
    if (identity.emails.length === 0) continue;
    const noun = findPersonNoun(table.words.map(toSingular).at(-1) ?? "", true);
    found.push({
      table,
      side: noun?.side ?? "customer",
      strong: false,
      identityOnly: true,
      organisation: false,
      defines: true,
      identifiers: readIdentifiers(table, identity),
      why: `people known by ${identity.emails.join(", ")} alone`,
      confidence: 0.7,
    });
  }
  return found;
}
