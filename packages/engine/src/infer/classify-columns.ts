/** Says what each column holds: a category, how sure, and why, from name, type, table, comment and sampled values. */
import { categoryOf } from "../categories.ts";
import type { ModelColumn, Origin } from "../model.ts";
import type { ColumnKind, ColumnSchema } from "../schema.ts";
import { ABOUT_WORDS, PHRASES } from "./column-phrases.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { splitWords, toSingular } from "./names.ts";
import { CATALOGUE, findPersonNoun, LOOKUPS, ORGANISATIONS } from "./nouns.ts";
import { recogniseValues } from "./recognise-values.ts";
import type { NamedTable } from "./table-index.ts";

export interface Classified {
  readonly category: string;
  readonly confidence: number;
  readonly why: string;
  readonly origin: Origin;
}

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

interface NameReading {
  readonly category: string;
  readonly confidence: number;
  readonly phrase: string;
}

const readings = new Map<string, NameReading | null>();

/** The category that a name speaks for, or null. */
function readName(words: readonly string[]): NameReading | null {
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

const TEXTUAL: ReadonlySet<ColumnKind> = new Set(["text", "other", "array", "json", "uuid"]);
/** Categories whose values may be numbers. */
const NUMERIC =
  /^(contact\.phone|identity\.government-id|identity\.birth-date|financial\.|location\.precise|online\.ip|system\.|amount|special\.health)/;
const TEMPORAL = /^(identity\.birth-date|system\.time)/;

/** What a name means for a column of this kind, or null when such a column cannot hold it. */
function fitKind(category: string, column: ColumnSchema): string | null {
  switch (column.kind) {
    case "boolean":
      return category === "preference" || category.startsWith("special.") ? category : "system.flag";
    case "date":
    case "timestamp":
    case "time":
      return TEMPORAL.test(category) ? category : "system.time";
    case "integer":
    case "decimal":
      return NUMERIC.test(category) ? category : null;
    case "binary":
      return category.startsWith("content.") ||
        category === "credential" ||
        category.startsWith("special.") ||
        category === "online.ip" ||
        category === "preference" ||
        category === "identity.profile"
        ? category
        : null;
    case "enum":
      return categoryOf(category).personal && !category.startsWith("content.") && !category.startsWith("contact.")
        ? category
        : "system.flag";
    default:
      return category;
  }
}

function byKind(column: ColumnSchema): string {
  switch (column.kind) {
    case "boolean":
    case "enum":
      return "system.flag";
    case "date":
    case "time":
    case "timestamp":
      return "system.time";
    case "uuid":
      return "system.id";
    case "integer":
      return "system.counter";
    case "decimal":
      return "amount";
    default:
      return column.kind === "text" && column.maxLength === null && /text|clob/i.test(column.nativeType)
        ? "content.text"
        : "other";
  }
}

const STATE_IN_ADDRESS =
  /^(city|ort|ville|ciudad|citta|stadt|plz|zip|zipcode|postal|postcode|country|address|street|billing city)/;
const SECRET_TABLE = /(token|api key|secret|password reset|credential|otp|magic link|verification|recovery code)$/;
const MAIL_TABLE = /^(email|mail|message|newsletter|outbox|inbox|mailing)/;

/** Readings that the table decides: `name`, `title`, `state`, `address`, `from`. */
function readInTable(
  words: readonly string[],
  reading: NameReading | null,
  table: NamedTable,
  column: ColumnSchema,
): NameReading | null {
  const name = words.join(" ");
  const last = toSingular(words.at(-1) ?? "");
  const person = findPersonNoun(table.head, true);
  if (last === "name" || name === "nom" || name === "nombre" || name === "nome" || name === "naam" || name === "namn") {
    if (reading?.category === "identity.username" && person !== undefined) return reading;
    if (reading?.category === "name" && words.length > 1) return reading;
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

/** Classifies one column. */
export function classifyColumn(
  table: NamedTable,
  column: ColumnSchema,
  isReference: boolean,
  evidence: EvidenceIndex,
): Classified {
  const words = splitWords(column.name);
  if (isReference || (table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name)) {
    const reading = readName(words);
    const telling =
      !isReference && reading !== null && categoryOf(reading.category).personal
        ? fitKind(reading.category, column)
        : null;
    if (telling !== null && column.kind === "text" && reading !== null) {
      return {
        category: telling,
        confidence: reading.confidence,
        why: `the key is named "${reading.phrase}"`,
        origin: "name",
      };
    }
    return {
      category: "system.id",
      confidence: 0.95,
      why: isReference ? "refers to a row" : "the key of its rows",
      origin: "declared",
    };
  }
  const sampled =
    TEXTUAL.has(column.kind) || column.kind === "integer"
      ? recogniseValues(evidence.values(table.schema.name, column.name))
      : null;
  let reading = readInTable(words, readName(words), table, column);
  if (reading === null && column.comment !== null) {
    const comment = readName(splitWords(column.comment).slice(0, 12));
    if (comment !== null && categoryOf(comment.category).personal) {
      reading = { category: comment.category, confidence: 0.55, phrase: `comment: ${comment.phrase}` };
    }
  }
  const named = reading === null ? null : fitKind(reading.category, column);
  if (sampled !== null) {
    const numeric = column.kind === "integer" || column.kind === "decimal";
    const agrees = named === sampled.category || (named === "credential" && sampled.category !== "contact.email");
    if (!numeric && !agrees) {
      return { category: sampled.category, confidence: 0.9, why: `its values are ${sampled.what}`, origin: "data" };
    }
    if (agrees && named !== null && reading !== null) {
      return {
        category: named,
        confidence: 0.98,
        why: `named "${reading.phrase}", and its values fit`,
        origin: "data",
      };
    }
  }
  if (named !== null && reading !== null) {
    const known = named === reading.category;
    return {
      category: named,
      confidence: known ? reading.confidence : 0.8,
      why: known ? `named "${reading.phrase}"` : `${column.kind} values`,
      origin: "name",
    };
  }
  const fallback = byKind(column);
  return {
    category: fallback,
    confidence: fallback === "other" ? 0.3 : 0.6,
    why: `${column.kind} values, and a name that says nothing of people`,
    origin: "name",
  };
}

/** The column as a model holds it. */
export function toModelColumn(column: ColumnSchema, classified: Classified): ModelColumn {
  return {
    name: column.name,
    category: classified.category,
    confidence: classified.confidence,
    why: classified.why,
    origin: classified.origin === "declared" ? "declared" : classified.origin,
    hide: categoryOf(classified.category).secret,
    keep: false,
    counter: null,
  };
}
