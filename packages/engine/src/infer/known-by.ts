/**
 * References by what people are known by beside their keys: a login, a member's number, the code of an officer. Where such a text
 * stands elsewhere it means whoever has it, whatever the column is called; its values tell.
 */
import type { ColumnSchema } from "../schema.ts";
import type { Classified } from "./classify-columns.ts";
import { readColumnWords } from "./column-words.ts";
import type { EvidenceIndex, InclusionPair } from "./evidence.ts";
import { isShared, isUnique, readReferenceWords } from "./key-columns.ts";
import { type Mark, MOST_MARKS } from "./marks.ts";
import { splitWords } from "./names.ts";
import { append, makeReference, type Reference } from "./reference.ts";
import { namesPersonRole, readRoleWords } from "./role-nouns.ts";
import type { Facts, Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

/** A column, and the marks of people that its values may be. */
export interface Tie {
  readonly table: NamedTable;
  readonly column: ColumnSchema;
  readonly marks: readonly Mark[];
  /** Its name leads there: it is called like the mark, or like a role of people. Else its values alone do. */
  readonly byName: boolean;
}

const WHOLE = 0.95;
/** Values in common that are no coincidence, where they have a form of their own. */
const SHARED = 3;
const SHARED_SHARE = 0.5;
/** Values alike in form, of which so many are distinct. */
const FORMED = 0.8;
/** A sample of so many values may be a part of what stands there. */
const CUT_OFF = 150;
const MOST_TIES = 600;

const TEXTS: ReadonlySet<ColumnSchema["kind"]> = new Set(["text", "uuid", "other"]);
/** Found by addresses and numbers of their own, or nothing that tells people apart. */
const OTHERWISE = /^(contact\.|location\.|identity\.(birth|gender)|special\.)/;

/** A number of some length, or a text with signs or digits in it, as no word has. */
function isCode(value: string): boolean {
  if (value.length < 4 || /\s/.test(value)) return false;
  return /^\d+$/.test(value) ? value.length >= 5 : /[\d_@.-]/.test(value);
}

/** What a value looks like: letters and digits in runs. */
function formOf(value: string): string {
  return value
    .replace(/[a-z]+/g, "a")
    .replace(/[A-Z]+/g, "A")
    .replace(/\d+/g, "9");
}

/** The form of nearly all values; empty when they have none in common. */
function commonForm(values: readonly string[]): string {
  const forms = Map.groupBy(values, formOf);
  const [form = "", all = []] = [...forms].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  return all.length >= values.length * FORMED ? form : "";
}

/** By which marks a column may be meant, by name and by value. */
export function listTies(
  index: TableIndex,
  marks: readonly Mark[],
  facts: Facts,
  subjects: readonly Subject[],
  evidence: EvidenceIndex,
): readonly Tie[] {
  if (!index.uses("known-by") || marks.length === 0) return [];
  const people = new Set(subjects.filter(({ defines }) => defines).map(({ table }) => table));
  const own = new Map(marks.map((mark) => [mark.column, mark]));
  const byName = new Map<string, Mark[]>();
  for (const mark of marks) if (mark.telling) append(byName, mark.words.join(" "), mark);
  const holding = new Map<string, Mark[]>();
  const forms = new Map<string, Mark[]>();
  for (const mark of marks) {
    const values = evidence.values(mark.table.schema.name, mark.column.name);
    for (const value of values) append(holding, value, mark);
    const form = values.length >= CUT_OFF ? commonForm(values) : "";
    if (form !== "") append(forms, form, mark);
  }
  const found: Tie[] = [];
  for (const table of index.tables) {
    if (table.schema.kind === "view") continue;
    const declared = new Set(table.schema.foreignKeys.flatMap(({ columns }) => columns));
    for (const column of table.schema.columns) {
      if (!TEXTS.has(column.kind) || column.generated || declared.has(column.name)) continue;
      // What is called `id`, beside the key, numbers the rows that it stands in.
      const { primaryKey } = table.schema;
      const isNumber = primaryKey.length > 0 && !primaryKey.includes(column.name);
      if (isNumber && readColumnWords(table, column.name).join(" ") === "id") continue;
      // What tells these people apart is their own.
      if (own.get(column)?.isUnique && people.has(table)) continue;
      const fact = facts.get(table.schema.name)?.get(column.name);
      const others = (all: readonly Mark[]) => all.filter((mark) => mark.table !== table);
      const named = others(findByName(table, column, byName, index, marks));
      const values = evidence.values(table.schema.name, column.name);
      // An address that is a key is no other address.
      const isOtherwise = fact !== undefined && OTHERWISE.test(fact.category);
      const met = others(findByValues(values, holding, forms)).filter(({ isKey }) => isKey || !isOtherwise);
      if (named.length > 0) found.push({ table, column, marks: [...new Set([...named, ...met])], byName: true });
      else if (met.length > 0 && found.length < MOST_TIES) found.push({ table, column, marks: met, byName: false });
    }
  }
  return found;
}

/** Marks of the column's name, or of the signatures of people where it names a role of theirs (`created_by`). */
function findByName(
  table: NamedTable,
  column: ColumnSchema,
  byName: ReadonlyMap<string, readonly Mark[]>,
  index: TableIndex,
  marks: readonly Mark[],
): readonly Mark[] {
  const words = readColumnWords(table, column.name);
  const name = ` ${words.join(" ")} `;
  const like = [...byName].find(([mark]) => name.includes(` ${mark} `))?.[1];
  if (like !== undefined) return like;
  if (!namesPersonRole(words, false) || index.find(words, table)?.fit === 1) return [];
  return marks.filter(({ signs }) => signs);
}

/** Marks that hold some of these values, or whose values have the same form where neither was looked at whole. */
function findByValues(
  values: readonly string[],
  holding: ReadonlyMap<string, readonly Mark[]>,
  forms: ReadonlyMap<string, readonly Mark[]>,
): readonly Mark[] {
  if (values.length < SHARED || values.filter(isCode).length < values.length * FORMED) return [];
  const hits = new Map<Mark, number>();
  for (const value of values) for (const mark of holding.get(value) ?? []) hits.set(mark, (hits.get(mark) ?? 0) + 1);
  const isCutOff = values.length >= CUT_OFF;
  const met = [...hits].flatMap(([mark, count]) =>
    count >= SHARED && (isCutOff || count >= values.length * SHARED_SHARE) ? [mark] : [],
  );
  return met.length > 0 || !isCutOff ? met : (forms.get(commonForm(values)) ?? []).slice(0, MOST_MARKS);
}

function pairOf({ table, column }: Tie, mark: Mark): InclusionPair {
  return {
    table: table.schema.name,
    column: column.name,
    inTable: mark.table.schema.name,
    inColumn: mark.column.name,
  };
}

/** What to compare. */
export function pairTies(ties: readonly Tie[]): readonly InclusionPair[] {
  return ties.flatMap((tie) => tie.marks.map((mark) => pairOf(tie, mark)));
}

/** What a column was found to hold. */
export interface Tied {
  readonly tie: Tie;
  readonly mark: Mark;
  readonly reference: Reference;
}

/** The ties that values bear out. */
export function readTies(ties: readonly Tie[], evidence: EvidenceIndex): readonly Tied[] {
  const isHeld = (tie: Tie, mark: Mark) => (evidence.included(pairOf(tie, mark)) ?? 0) >= WHOLE;
  // Teachers of groups are known by the logins of users: those are meant wherever they stand.
  const borrowed = new Set(
    ties.filter((tie) => tie.marks.some((mark) => isHeld(tie, mark))).map(({ column }) => column),
  );
  return ties.flatMap((tie): readonly Tied[] => {
    const held = tie.marks
      .filter((mark) => isHeld(tie, mark) && !borrowed.has(mark.column))
      .toSorted((a, b) => Number(b.isUnique) - Number(a.isUnique));
    const keys = held.filter(({ isName }) => !isName);
    const [mark] = keys.length > 0 ? keys : held;
    if (mark === undefined) return [];
    const { table, column } = tie;
    const kinds = new Set(keys.map((one) => one.table));
    const reference = makeReference({
      from: table.schema.name,
      columns: [column.name],
      to: mark.table.schema.name,
      toColumns: [mark.column.name],
      origin: "data",
      confidence: tie.byName ? 0.85 : 0.75,
      why: tie.byName
        ? `called like ${mark.table.schema.name}.${mark.column.name}, and all its values are found there`
        : `all its values are found in ${mark.table.schema.name}.${mark.column.name}, which tells people apart`,
      match: mark.isAddress,
      words: readWords(tie, mark),
      nullable: column.nullable,
      sharedKey: isShared(table, [column.name]),
      unique: isUnique(table, [column.name]),
      // Two kinds of people who are known by the same.
      doubtful: kinds.size > 1,
    });
    return [{ tie, mark, reference }];
  });
}

/** What the name says of a role. That of the mark and of its people says none: `login_ele` of `eleves` is bare. */
function readWords({ table, column }: Tie, mark: Mark): readonly string[] {
  if (mark.isKey && !mark.telling) return readReferenceWords(column.name, mark.table, table);
  const name = splitWords(mark.column.name);
  const words = readReferenceWords(column.name, mark.table, table).filter((word) => !name.includes(word));
  return readRoleWords(words) === undefined || words.every((word) => mark.table.words.includes(word)) ? [] : words;
}

/** What a column repeats is of the kind that it is there. */
export function classifyTied({ mark, reference }: Tied, facts: Facts): Classified | null {
  const original = facts.get(mark.table.schema.name)?.get(mark.column.name);
  if (mark.isKey || original === undefined || !IDENTIFYING.test(original.category)) return null;
  const why = `its values are those of ${reference.to}.${reference.toColumns[0]}`;
  return { category: original.category, confidence: 0.85, why, origin: "data" };
}

const IDENTIFYING = /^(identity\.(username|government-id)|contact\.email|name)$/;
