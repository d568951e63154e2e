/** Resolves pairs of a type and an id column (`commentable_type`, `commentable_id`) into one reference per table. */

import type { ColumnSchema } from "../schema.ts";
import { readColumnWords } from "./column-words.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { findTypeColumn } from "./key-columns.ts";
import { canBeKey, compareKinds, stripKeyWords } from "./key-words.ts";
import { splitWords } from "./names.ts";
import { findPersonNoun } from "./nouns.ts";
import { makeReference, type Reference } from "./reference.ts";
import { namesPersonRole } from "./role-nouns.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

export interface PolymorphicPair {
  readonly table: NamedTable;
  readonly type: ColumnSchema;
  readonly id: ColumnSchema;
}

export interface PolymorphicReading {
  readonly references: readonly Reference[];
  /** Pairs of which no value is known, or none names a table. */
  readonly unresolved: readonly PolymorphicPair[];
}

/** Ids that stand beside any type column, however it is named (Django's `content_type_id` and `object_id`). */
const GENERIC_IDS = /^(object|entity|target|item|resource|record|subject|model|source|owner|ref|reference|parent)$/;
const GENERIC_TYPES =
  /^(content type|object type|entity type|entity|model|resource type|target type|item type|record type|model type|content type id|table name)$/;

/** `entity_type` beside an `entity_id` says what that is, and not what an `owner_id` is; a `content_type` in words is a kind of file. */
function isGenericType(table: NamedTable, type: ColumnSchema, id: ColumnSchema): boolean {
  const words = splitWords(type.name);
  if (!GENERIC_TYPES.test(words.join(" "))) return false;
  const stem = words.filter((word) => word !== "type" && word !== "id").join(" ");
  const isFormat =
    words.join(" ") === "content type" && !/^(object|content|item|target)$/.test(splitWords(id.name)[0] ?? "");
  return (
    !isFormat &&
    !table.schema.columns.some(({ name }) => name !== id.name && splitWords(name).join(" ") === `${stem} id`)
  );
}

/** An id that is (part of) its own table's key, or named after it, refers to nothing. */
function isOwnId(table: NamedTable, column: string): boolean {
  const { primaryKey } = table.schema;
  // Beside its type in one key (`model_type, model_id`) it is a reference like any other.
  const typed = findTypeColumn(table, column);
  const own = primaryKey.includes(column) && !(typed !== undefined && primaryKey.includes(typed.name));
  return own || splitWords(column).at(-2) === table.head;
}

/** All pairs of a schema. */
export function findPolymorphicPairs(index: TableIndex, evidence: EvidenceIndex): readonly PolymorphicPair[] {
  const found: PolymorphicPair[] = [];
  for (const table of index.tables) {
    if (table.schema.kind === "view") continue;
    const declared = new Set(table.schema.foreignKeys.flatMap((fk) => fk.columns));
    for (const id of table.schema.columns) {
      if (
        declared.has(id.name) ||
        !canBeKey(id.kind) ||
        (table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === id.name)
      )
        continue;
      if (isOwnId(table, id.name)) continue;
      const words = splitWords(id.name);
      if (words.length !== 2 && findTypeColumn(table, id.name) === undefined) continue;
      const type =
        findTypeColumn(table, id.name) ??
        (words[1] === "id" && GENERIC_IDS.test(words[0] ?? "")
          ? table.schema.columns.find((each) => each !== id && isGenericType(table, each, id))
          : undefined);
      if (
        type !== undefined &&
        (type.kind === "text" || type.kind === "enum" || type.kind === "other" || type.kind === "integer")
      ) {
        // A stem that is itself a table (`account_type`, `account_id`) is an attribute beside a reference, unless its values
        // name tables.
        const pair = { table, type, id };
        const stem =
          words.length === 2 && !GENERIC_IDS.test(words[0] ?? "") ? index.find(words.slice(0, -1), table) : undefined;
        const values = stem?.fit === 1 ? typeValues(pair, evidence) : [];
        if (stem?.fit === 1 && (values.length === 0 || !values.every((value) => findTypedTable(value, table, index))))
          continue;
        if (index.uses("kinds-of-roles") && isKindOfRole(pair, index, evidence)) continue;
        found.push(pair);
      }
    }
    const more = found.some((pair) => pair.table === table)
      ? undefined
      : findNamingPair(table, declared, index, evidence);
    if (more !== undefined) found.push(more);
  }
  return found;
}

/** So many tables are named by the values of a column, and this share of the values names one. */
const NAMED_TABLES = 2;
const NAMED_SHARE = 0.6;
/** More kinds than these are no kinds. */
const MOST_KINDS = 40;

/** A column whose values name tables, whatever it is called, beside an id of any of them: `reference_doctype`, `reference_name`. */
function findNamingPair(
  table: NamedTable,
  declared: ReadonlySet<string>,
  index: TableIndex,
  evidence: EvidenceIndex,
): PolymorphicPair | undefined {
  const { primaryKey, columns } = table.schema;
  const isKey = ({ name }: ColumnSchema) => primaryKey.length === 1 && primaryKey[0] === name;
  for (const type of columns) {
    if (type.kind !== "text" && type.kind !== "enum") continue;
    const values = typeValues({ table, type, id: type }, evidence);
    if (values.length < NAMED_TABLES || values.length > MOST_KINDS) continue;
    const named = findNamed(values, table, index);
    if (new Set(named).size < NAMED_TABLES) continue;
    // What all columns of a table begin with says nothing of two of them.
    const [first] = readColumnWords(table, type.name);
    const fits = (column: ColumnSchema) =>
      column !== type &&
      !isKey(column) &&
      !declared.has(column.name) &&
      named.some(({ key }) => key !== null && compareKinds(column.kind, key.kind));
    const ids = columns.filter(
      (column) =>
        fits(column) &&
        GENERIC_ID.test(splitWords(column.name).join(" ")) &&
        index.find(stripKeyWords(splitWords(column.name)).base, table)?.fit !== 1,
    );
    const beside = columns.filter((column) => fits(column) && readColumnWords(table, column.name)[0] === first);
    const [id, ...others] = ids.length > 0 ? ids : beside;
    if (id !== undefined && others.length === 0) return { table, type, id };
  }
  return undefined;
}

/** More words than these are a text, and no table's name. */
const TEXT = /(\s+\S+){5}/;

/** The tables that values name; none, as soon as too many name none: most columns hold anything but names of tables. */
function findNamed(values: readonly string[], from: NamedTable, index: TableIndex): readonly NamedTable[] {
  const named: NamedTable[] = [];
  let others = values.length * (1 - NAMED_SHARE);
  for (const value of values) {
    const found = TEXT.test(value) ? undefined : findCodedTable(value, from, index);
    if (found !== undefined) named.push(found);
    else if (--others < 0) return [];
  }
  return named;
}

const GENERIC_ID =
  /^((object|entity|target|item|resource|record|subject|model|source|ref|reference|element) )?(id|key)$/;

/** `editor_type` beside `editor_id`: which kind of editor, as its values say, and not in which table. */
function isKindOfRole(pair: PolymorphicPair, index: TableIndex, evidence: EvidenceIndex): boolean {
  const stem = splitWords(pair.id.name).slice(0, -1);
  const values = typeValues(pair, evidence);
  return (
    namesPersonRole(stem, true) &&
    values.length > 0 &&
    !values.some(
      (value) =>
        findTypedTable(value, pair.table, index) !== undefined ||
        findPersonNoun(splitWords(value).at(-1) ?? "", true) !== undefined,
    )
  );
}

/** Values of a type column: sampled, enumerated, or listed in a check constraint. */
export function typeValues(pair: PolymorphicPair, evidence: EvidenceIndex): readonly string[] {
  const sampled = evidence.values(pair.table.schema.name, pair.type.name);
  if (sampled.length > 0) return sampled;
  if (pair.type.enumValues.length > 0) return pair.type.enumValues;
  const check = pair.table.schema.checks.find((text) => text.includes(pair.type.name) && /\bIN\b|ANY|=/i.test(text));
  return check === undefined ? [] : [...check.matchAll(/'([^']+)'/g)].map((match) => match[1] as string);
}

/** The table that a type's value names: `order_items` as it stands, `App\\Models\\Post`, `blog.post`, `Spree::Order`, `posts`. */
export function findTypedTable(value: string, from: NamedTable, index: TableIndex): NamedTable | undefined {
  const exact = index.named.get(value);
  if (exact !== undefined) return exact;
  const parts = value.split(/[\\/.:]+/).filter((part) => part !== "");
  const whole = index.find(splitWords(parts.join("_")), from);
  if (whole?.fit === 1) return whole.table;
  const last = index.find(splitWords(parts.at(-1) ?? ""), from);
  return last !== undefined && last.fit >= 0.8 ? last.table : undefined;
}

/** The same for codes: `adh` is the beginning of one table's name, and of no other. */
function findCodedTable(value: string, from: NamedTable, index: TableIndex): NamedTable | undefined {
  const named = findTypedTable(value, from, index);
  const code = value.toLowerCase();
  if (named !== undefined || !/^[a-z]{3,}$/.test(code)) return named;
  const begun = index.tables.filter(({ words, schema }) => schema.kind !== "view" && words[0]?.startsWith(code));
  const lone = begun.filter(({ words }) => words.length === 1);
  return lone.length === 1 ? lone[0] : undefined;
}

/** One reference per table that the values of a pair's type column name; `readTypes`: those that are keys of a table of types. */
export function readPolymorphicReferences(
  pairs: readonly PolymorphicPair[],
  index: TableIndex,
  evidence: EvidenceIndex,
  readTypes: (pair: PolymorphicPair) => ReadonlyMap<string, NamedTable>,
): PolymorphicReading {
  const references: Reference[] = [];
  const unresolved: PolymorphicPair[] = [];
  for (const pair of pairs) {
    const byTable = new Map<NamedTable, string[]>();
    const byKey = readTypes(pair);
    for (const value of typeValues(pair, evidence)) {
      const target = byKey.get(value) ?? findCodedTable(value, pair.table, index);
      if (target?.key != null && compareKinds(pair.id.kind, target.key.kind))
        byTable.set(target, [...(byTable.get(target) ?? []), value]);
    }
    if (byTable.size === 0) unresolved.push(pair);
    for (const [target, values] of byTable) {
      if (target.key === null) continue;
      references.push(
        makeReference({
          from: pair.table.schema.name,
          columns: [pair.id.name],
          to: target.schema.name,
          toColumns: [target.key.name],
          origin: "data",
          confidence: 0.85,
          why: `${pair.type.name} is ${values.join(", ")}`,
          when: { [pair.type.name]: values.toSorted() },
          nullable: pair.id.nullable,
        }),
      );
    }
  }
  return { references, unresolved };
}
