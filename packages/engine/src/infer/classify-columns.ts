/** Says what each column holds: a category, how sure, and why, from name, type, table, comment and sampled values. */
import { categoryOf } from "../categories.ts";
import type { ModelColumn, Origin } from "../model.ts";
import type { ColumnKind, ColumnSchema } from "../schema.ts";
import { byKind, fitKind } from "./column-kinds.ts";
import { readInTable, readName } from "./column-names.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { stripKeyWords } from "./key-words.ts";
import { splitWords } from "./names.ts";
import { areFullNames, holdAddresses, recogniseValues } from "./recognise-values.ts";
import type { RuleUse } from "./rules.ts";
import type { NamedTable } from "./table-index.ts";

export interface Classified {
  readonly category: string;
  readonly confidence: number;
  readonly why: string;
  readonly origin: Origin;
}

/** "Name" in the languages that names of people are looked for in. */
const NAMING = /^(name|naam|namn|navn|nom|nome|nombre|nazwa|imie|jmeno|nimi|nev|ad|isim|bezeichnung|titular)$/;

const TEXTUAL: ReadonlySet<ColumnKind> = new Set(["text", "other", "array", "json", "uuid"]);
/** Classifies one column. */
export function classifyColumn(
  table: NamedTable,
  column: ColumnSchema,
  isReference: boolean,
  evidence: EvidenceIndex,
  uses: RuleUse,
): Classified {
  const words = splitWords(column.name);
  if (isReference || (table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name)) {
    const reading = readName(words);
    const { base, keyed } = stripKeyWords(words);
    const tellsApart = keyed && table.words.join(" ").endsWith(base.join(" "));
    const telling =
      !isReference && !tellsApart && reading !== null && categoryOf(reading.category).personal
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
    uses("values") && (TEXTUAL.has(column.kind) || column.kind === "integer")
      ? recogniseValues(evidence.values(table.schema.name, column.name))
      : null;
  let reading = uses("table-context") ? readInTable(words, readName(words), table, column) : readName(words);
  if (reading === null && column.comment !== null) {
    const comment = readName(splitWords(column.comment).slice(0, 12));
    if (comment !== null && categoryOf(comment.category).personal) {
      reading = { category: comment.category, confidence: 0.55, phrase: `comment: ${comment.phrase}` };
    }
  }
  // Whatever the table is called: Ada Brandt and Goran Keller are people.
  if (
    uses("names-by-value") &&
    (reading === null || reading.category === "name" || (reading.category === "other" && reading.confidence < 0.5)) &&
    NAMING.test(words.at(-1) ?? "")
  ) {
    const values = evidence.values(table.schema.name, column.name);
    if (areFullNames(values))
      return { category: "name", confidence: 0.8, why: "its values are first and last names", origin: "data" };
    const repeated = reading?.category === "name" ? undefined : findRepeated(table, column, values, evidence);
    if (repeated !== undefined)
      return { category: "name", confidence: 0.8, why: `its values stand in ${repeated} too`, origin: "data" };
  }
  const named = reading === null ? null : fitKind(reading.category, column);
  if (sampled !== null) {
    const numeric = column.kind === "integer" || column.kind === "decimal";
    // Digits in groups are phone numbers only where no name says that they are a document, a card or an account.
    const agrees =
      named === sampled.category ||
      (named === "credential" && sampled.category !== "contact.email") ||
      (sampled.category === "contact.phone" && named !== null && /^(identity\.government|financial\.)/.test(named));
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
  if (
    uses("addresses-inside") &&
    TEXTUAL.has(column.kind) &&
    (named === null || !categoryOf(named).personal) &&
    holdAddresses(evidence.values(table.schema.name, column.name))
  )
    return { category: "content.text", confidence: 0.85, why: "e-mail addresses stand in its values", origin: "data" };
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

/** Fewer values than this repeat another column's by chance. */
const REPEATED = 5;

/** Another column of the same rows that is called a name, and in which nearly all of the values stand: `addr_name` beside `name`. */
function findRepeated(
  table: NamedTable,
  column: ColumnSchema,
  values: readonly string[],
  evidence: EvidenceIndex,
): string | undefined {
  const filled = values.filter((value) => value.trim() !== "");
  if (filled.length < REPEATED) return undefined;
  return table.schema.columns.find((other) => {
    if (
      other === column ||
      readInTable(splitWords(other.name), readName(splitWords(other.name)), table, other)?.category !== "name"
    )
      return false;
    const there = new Set(evidence.values(table.schema.name, other.name));
    return filled.filter((value) => there.has(value)).length >= filled.length * 0.8;
  })?.name;
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
