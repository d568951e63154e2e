/**
 * References by a text that is unique among people and has the same name there: `login` of marks is whoever has that `login`, though
 * the key of pupils is a number. Where several kinds of people have such a name, the values tell whose.
 */
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex, InclusionPair } from "./evidence.ts";
import { readIdentity } from "./identity.ts";
import { isShared, isUnique, readReferenceWords } from "./key-columns.ts";
import { splitWords } from "./names.ts";
import { append, makeReference, type Reference } from "./reference.ts";
import { readRoleWords } from "./role-nouns.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";
import { findTableNoun } from "./table-nouns.ts";

interface Place {
  readonly table: NamedTable;
  readonly column: ColumnSchema;
}

/** A column, and those that hold what it may repeat. */
export interface UniqueName extends Place {
  readonly owners: readonly Place[];
}

/** Names that are unique in many tables and mean something else in each. */
const ANYTHING =
  /^(id|uuid|guid|uid|key|code|name|title|label|slug|token|hash|e ?mail|url|path|value|type|kind|number|nr|no|reference|ref|hostname|host|domain|ip|filename|file|description|nom|libelle|nombre|nome|bezeichnung|titel|sku)$/;
/** So many owners of one name are a way of naming keys, and no name. */
const MOST_OWNERS = 8;
const MOST_NAMES = 60;
const WHOLE = 0.95;

const placeName = ({ table, column }: Place) => `${table.schema.name}.${column.name}`;

const isText = ({ kind, generated }: ColumnSchema) => kind === "text" && !generated;

/** Columns that are called like a unique text of a table of people, or have that name inside theirs. */
export function listUniqueNames(index: TableIndex): readonly UniqueName[] {
  if (!index.uses("unique-names")) return [];
  const owners = new Map<string, Place[]>();
  const tables = index.tables.filter(({ schema }) => schema.kind !== "view");
  // Numbers of invoices are alike in many tables; what people are known by is theirs.
  for (const table of tables.filter(isPerson))
    for (const column of table.schema.columns) {
      const name = splitWords(column.name).join(" ");
      if (isText(column) && isUnique(table, [column.name]) && !ANYTHING.test(name) && name.length >= 4)
        append(owners, name, { table, column });
    }
  const names = [...owners].filter(([, all]) => all.length <= MOST_OWNERS).slice(0, MOST_NAMES);
  if (names.length === 0) return [];
  return tables.flatMap((table) => {
    const declared = new Set(table.schema.foreignKeys.flatMap(({ columns }) => columns));
    const ofPeople = isPerson(table);
    return table.schema.columns.flatMap((column) => {
      if (!isText(column) || declared.has(column.name)) return [];
      const isOwn = ofPeople && isUnique(table, [column.name]);
      const own = ` ${splitWords(column.name).join(" ")} `;
      const [, all = []] = isOwn ? [] : (names.find(([name]) => own.includes(` ${name} `)) ?? []);
      const others = all.filter((owner) => owner.table !== table);
      return others.length === 0 ? [] : [{ table, column, owners: others }];
    });
  });
}

const pairOf = (from: Place, to: Place): InclusionPair => ({
  table: from.table.schema.name,
  column: from.column.name,
  inTable: to.table.schema.name,
  inColumn: to.column.name,
});

/** What to compare. */
export function pairUniqueNames(names: readonly UniqueName[]): readonly InclusionPair[] {
  return names.flatMap((name) => name.owners.map((owner) => pairOf(name, owner)));
}

/** The references that values bear out. */
export function readUniqueNames(names: readonly UniqueName[], evidence: EvidenceIndex): readonly Reference[] {
  const holds = (from: Place, to: Place) => (evidence.included(pairOf(from, to)) ?? 0) >= WHOLE;
  return names.flatMap((name): readonly Reference[] => {
    const found = name.owners.filter((owner) => holds(name, owner));
    const [owner] = found;
    if (owner === undefined) return [];
    const { table, column } = name;
    return [
      makeReference({
        from: table.schema.name,
        columns: [column.name],
        to: owner.table.schema.name,
        toColumns: [owner.column.name],
        origin: "data",
        confidence: 0.85,
        why: `called like ${placeName(owner)}, and all its values are found there`,
        words: readWords(name, owner),
        nullable: column.nullable,
        sharedKey: isShared(table, [column.name]),
        unique: isUnique(table, [column.name]),
        // Two kinds of people who are known by the same.
        doubtful: found.length > 1,
      }),
    ];
  });
}

/** What the name says beside that of the owner's column and of the owner: `login_ele` of `eleves` says nothing more. */
function readWords({ table, column }: Place, owner: Place): readonly string[] {
  const name = splitWords(owner.column.name);
  const words = readReferenceWords(column.name, owner.table, table).filter((word) => !name.includes(word));
  if (readRoleWords(words) !== undefined) return words;
  return words.filter((word) => word.length > 1 && !owner.table.words.some((own) => own.startsWith(word)));
}

/** By the names alone: what columns hold is read after their references. */
function isPerson(table: NamedTable): boolean {
  const isCalled = table.words.length === 1 && findTableNoun(table)?.strength === "strong";
  return isCalled || readIdentity(table, new Map()).firstAndLast;
}
