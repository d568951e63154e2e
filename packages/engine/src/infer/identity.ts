/** What a table knows of the people in its rows, and by which columns they are found. */
import type { Identifier } from "../model.ts";
import type { Classified } from "./classify-columns.ts";
import { splitWords } from "./names.ts";
import type { NamedTable } from "./table-index.ts";

/** What a table knows of people. */
export interface Identity {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly logins: readonly string[];
  readonly documents: readonly string[];
  readonly password: boolean;
  /** First and last name, or a full name. */
  readonly fullName: boolean;
  readonly firstAndLast: boolean;
  /** The row's own full name, and not that of somebody named in it. */
  readonly wholeName: boolean;
  readonly contactName: boolean;
  readonly anyName: boolean;
  readonly born: boolean;
  /** Gender or form of address. */
  readonly sex: boolean;
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

const OWN_WHOLE = /^(full name|display name|real name|legal name|nombre completo|nom complet|nome completo)$/;

/** Reads what a table knows of people from its columns' categories. */
export function readIdentity(table: NamedTable, facts: ReadonlyMap<string, Classified>): Identity {
  const emails: string[] = [];
  const phones: string[] = [];
  const logins: string[] = [];
  const documents: string[] = [];
  let [password, first, last, whole, ownWhole, contact, born, sex, anyName] = Array<boolean>(9).fill(false) as [
    boolean,
    boolean,
    boolean,
    boolean,
    boolean,
    boolean,
    boolean,
    boolean,
    boolean,
  ];
  for (const column of table.schema.columns) {
    const { category, confidence } = facts.get(column.name) ?? { category: "other", confidence: 0 };
    // Enciphered or not (`family_name_ciphertext`), it is what it is.
    const words = splitWords(column.name).filter((word) => word !== "ciphertext");
    const name = words.join(" ");
    if (category === "contact.email" && confidence >= 0.6 && !words.some((word) => NOT_THEIR_ADDRESS.test(word)))
      emails.push(column.name);
    else if (category === "contact.phone" && !words.includes("fax") && !words.includes("emergency"))
      phones.push(column.name);
    else if (category === "identity.username") logins.push(column.name);
    else if (category === "identity.government-id" && confidence >= 0.8) documents.push(column.name);
    else if (category === "credential") password ||= PASSWORD.test(name);
    else if (category === "identity.birth-date") born = true;
    else if (category === "identity.gender") sex = true;
    // `nom`, `nombre` alone are first or last names only beside the other.
    first ||= FIRST.test(name) && column.kind === "text";
    last ||= LAST.test(name) && column.kind === "text";
    if (category === "name") {
      anyName = true;
      whole ||= WHOLE.test(name);
      ownWhole ||= OWN_WHOLE.test(name);
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
    firstAndLast: first && last,
    wholeName: ownWhole,
    contactName: contact,
    anyName: anyName || (first && last),
    born,
    sex,
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

/** Words before an address that make it another person's: of whoever the row's maker had in mind. */
const ANOTHERS = /^(friend|invitee|invited|referred|referee|recommended|recipient|colleague|giftee|to)$/;

/** Columns with the address of somebody whom the row's maker named: `friend_email`. */
export function findAnothersAddresses(table: NamedTable, facts: ReadonlyMap<string, Classified>): readonly string[] {
  return table.schema.columns
    .filter((column) => {
      if (facts.get(column.name)?.category !== "contact.email") return false;
      const words = splitWords(column.name);
      return words.length > 1 && words.some((word) => ANOTHERS.test(word));
    })
    .map((column) => column.name);
}
