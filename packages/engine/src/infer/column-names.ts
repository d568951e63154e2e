/** Which category the name of a column speaks for, by itself and in its table. */
import { categoryOf } from "../categories.ts";
import type { ColumnSchema } from "../schema.ts";
import { ABOUT_WORDS, PHRASES } from "./column-phrases.ts";
import { splitWords, toSingular } from "./names.ts";
import { CATALOGUE, findPersonNoun, LOOKUPS, ORGANISATIONS } from "./nouns.ts";
import type { NamedTable } from "./table-index.ts";

const PHRASE = new Map<string, string>();
for (const [category, phrases] of Object.entries(PHRASES)) {
  for (const phrase of phrases.split(";")) {
    const trimmed = phrase.trim().split(" ").map(toSingular).join(" ");
    if (trimmed !== "" && !PHRASE.has(trimmed)) PHRASE.set(trimmed, category);
  }
}
const ABOUT = new Set(ABOUT_WORDS);
const SHORT_AND_SURE = new Set([
  "ip",
  "tel",
  "fax",
  "zip",
  "dob",
  "ssn",
  "plz",
  "pwd",
  "otp",
  "cvv",
  "cvc",
  "bio",
  "mdp",
]);
const MANY_WORDS = 5;

export interface NameReading {
  readonly category: string;
  readonly confidence: number;
  readonly phrase: string;
}

const readings = new Map<string, NameReading | null>();

/** The category that a name speaks for, or null. */
export function readName(words: readonly string[]): NameReading | null {
  const key = words.join(" ");
  const known = readings.get(key);
  if (known !== undefined) return known;
  if (readings.size > 50_000) readings.clear();
  const reading = findPhrase(words.map(toSingular));
  readings.set(key, reading);
  return reading;
}

function findPhrase(words: readonly string[]): NameReading | null {
  const whole = words.length;
  const look = (start: number, end: number): string | undefined => {
    const phrase = words.slice(start, end).join(" ");
    // Three letters inside a longer name are seldom the abbreviation they look like.
    if (phrase.length <= 3 && end - start < whole && !SHORT_AND_SURE.has(phrase)) {
      const found = PHRASE.get(phrase);
      return found !== undefined && !categoryOf(found).personal ? found : undefined;
    }
    return PHRASE.get(phrase);
  };
  for (let length = Math.min(whole, MANY_WORDS); length > 0; length--) {
    const found = look(whole - length, whole);
    if (found !== undefined) {
      return {
        category: found,
        confidence: length === whole ? 0.9 : 0.8,
        phrase: words.slice(whole - length).join(" "),
      };
    }
  }
  if (ABOUT.has(words[whole - 1] ?? "")) return null;
  for (let length = Math.min(whole - 1, MANY_WORDS); length > 0; length--) {
    for (let start = 0; start + length < whole; start++) {
      const found = look(start, start + length);
      if (found !== undefined && (start === 0 || length > 1 || categoryOf(found).personal)) {
        return { category: found, confidence: 0.6, phrase: words.slice(start, start + length).join(" ") };
      }
    }
  }
  return null;
}

const STATE_IN_ADDRESS =
  /^(city|ort|ville|ciudad|citta|stadt|plz|zip|zipcode|postal|postcode|country|address|street|billing city)/;
const SECRET_TABLE = /(token|api key|secret|password reset|credential|otp|magic link|verification|recovery code)$/;
const PUSHED = /^(push|device|fcm|apns)$/;
const MAIL_TABLE = /^(email|mail|message|newsletter|outbox|inbox|mailing)/;

/** Readings that the table decides: `name`, `title`, `state`, `address`, `from`. */
export function readInTable(
  words: readonly string[],
  reading: NameReading | null,
  table: NamedTable,
  column: ColumnSchema,
): NameReading | null {
  const name = words.join(" ");
  const last = toSingular(words.at(-1) ?? "");
  const person = findPersonNoun(table.head, true);
  if (last === "name" || name === "nom" || name === "nombre" || name === "nome" || name === "naam" || name === "namn") {
    if (reading?.category === "identity.username" && (person !== undefined || name === "user name")) return reading;
    if ((reading?.category === "name" && words.length > 1) || reading?.category === "content.media") return reading;
    const before = toSingular(words.at(-2) ?? "");
    const aboutPerson =
      words.length > 1
        ? findPersonNoun(before, true) !== undefined
        : person !== undefined && person.strength !== "catalogue";
    const organised =
      words.length > 1
        ? ORGANISATIONS.has(before) || LOOKUPS.has(before) || CATALOGUE.has(before)
        : ORGANISATIONS.has(table.head);
    if (aboutPerson && !organised)
      return {
        category: "name",
        confidence: words.length > 1 ? 0.85 : person?.strength === "strong" ? 0.8 : 0.5,
        phrase: name,
      };
    if (reading?.category === "identity.username") return reading;
    return organised || LOOKUPS.has(table.head) || CATALOGUE.has(table.head)
      ? { category: "other", confidence: 0.7, phrase: name }
      : { category: "other", confidence: 0.4, phrase: name };
  }
  // Among people a text called so is what they sign in by.
  if (
    /^user (id|key)$/.test(name) &&
    column.kind === "text" &&
    person !== undefined &&
    !table.schema.primaryKey.includes(column.name)
  )
    return { category: "identity.username", confidence: 0.8, phrase: name };
  // What notes are pushed to is a device; it opens nothing.
  if (name === "token" && table.words.some((word) => PUSHED.test(word)))
    return { category: "online.device", confidence: 0.85, phrase: `${table.words.join(" ")} token` };
  // A name that nobody else has here is the one to be known by.
  if (
    /^(nick ?name|nick|screen name|alias|pseudonym)$/.test(name) &&
    table.schema.uniqueKeys.some((key) => key.length === 1 && key[0] === column.name)
  )
    return { category: "identity.username", confidence: 0.85, phrase: name };
  // The key of an API key, the hash of a token: the secret itself.
  if (
    /^(key|hash|code|value|token|secret|prefix hash|hashed key)$/.test(name) &&
    SECRET_TABLE.test(table.words.join(" ")) &&
    column.kind !== "integer"
  ) {
    return { category: "credential", confidence: 0.85, phrase: name };
  }
  if ((name === "title" || name === "position" || name === "grade") && person !== undefined && column.kind === "text") {
    return { category: "employment", confidence: 0.7, phrase: name };
  }
  if (last === "state" && words.length === 1) {
    const inAddress = table.schema.columns.some(
      (each) => each !== column && STATE_IN_ADDRESS.test(splitWords(each.name).join(" ")),
    );
    return { category: inAddress ? "location.approximate" : "system.flag", confidence: 0.8, phrase: name };
  }
  if (
    (last === "address" || name === "from" || name === "to" || name === "cc" || name === "bcc") &&
    MAIL_TABLE.test(table.words.join(" "))
  ) {
    return reading?.category === "online.ip" ? reading : { category: "contact.email", confidence: 0.75, phrase: name };
  }
  if (name === "description" || name === "summary" || name === "title") {
    if (LOOKUPS.has(table.head) || CATALOGUE.has(table.head))
      return { category: "content.text", confidence: 0.5, phrase: name };
  }
  // The city of a table of cities, the country of a table of countries.
  if (
    reading?.category === "location.approximate" &&
    LOOKUPS.has(table.head) &&
    (table.head === last || table.words.includes(toSingular(words[0] ?? "")))
  ) {
    return { category: "other", confidence: 0.7, phrase: name };
  }
  return reading;
}
