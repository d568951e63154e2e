/**
 * Questions about a system as a whole, where one answer settles many lines: whether a table that much refers to is of people, and
 * what columns of one name refer to. An answer is a line of the map that inference goes on from.
 */

import { canBeNamed } from "../map.ts";
import type { Finding } from "../model.ts";
import type { ColumnSchema } from "../schema.ts";
import { tellSome } from "../tell-places.ts";
import { readIdentity } from "./identity.ts";
import { canBeKey, compareKinds, isGluedKey, stripKeyWords } from "./key-words.ts";
import { splitWords } from "./names.ts";
import { CATALOGUE, COLLECTIVES, DEALINGS, LOOKUPS, MACHINERY, ORGANISATIONS, OUTSIDE } from "./nouns.ts";
import type { PolymorphicPair } from "./polymorphic.ts";
import type { Reference } from "./reference.ts";
import { isNamedBy, type Stated } from "./stated.ts";
import type { Facts, Subject } from "./subjects.ts";
import { suggestNaming, suggestTable } from "./suggest-lines.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

/** So many tables that say the same are a habit. */
const HABIT = 3;
/** Tables of people that are named in a suggestion. */
const TARGETS = 4;
const NO_PEOPLE = [LOOKUPS, CATALOGUE, COLLECTIVES, MACHINERY, ORGANISATIONS];

export interface OpenInput {
  readonly index: TableIndex;
  readonly facts: Facts;
  readonly people: ReadonlyMap<string, Subject>;
  readonly references: readonly Reference[];
  /** Tables about which it is asked already. */
  readonly asked: ReadonlySet<string>;
  readonly stated: Stated;
  /** Ids that mean rows of several tables, as a type beside them says: one line for all would take each for the same. */
  readonly unresolved: readonly PolymorphicPair[];
}

/** Tables with the name or a number of somebody in each row, to which many refer, and which no rule takes for people. */
export function askForPeople({ index, facts, people, references, asked, stated }: OpenInput): readonly Finding[] {
  const referring = new Map<string, Set<string>>();
  for (const { from, to } of references) if (from !== to) referring.set(to, (referring.get(to) ?? new Set()).add(from));
  return index.tables.flatMap((table): readonly Finding[] => {
    const { name, kind } = table.schema;
    const from = [...(referring.get(name) ?? [])];
    if (kind === "view" || table.joins || people.has(name) || from.length < HABIT) return [];
    if (asked.has(name) || stated.people.has(name)) return [];
    const identity = readIdentity(table, facts.get(name) ?? new Map());
    const known = identity.emails.length + identity.phones.length + identity.logins.length + identity.documents.length;
    if (!identity.anyName && !identity.born && !identity.password && known === 0) return [];
    // A ticket on somebody's name may be all that is known of them; a price on an order is not.
    if (DEALINGS.has(table.head) && !(identity.fullName && known > 0)) return [];
    // A position of an order that somebody is named in is a ticket too, though positions are on offer elsewhere.
    const isOnAName = identity.anyName && known > 0 && table.words.some((word) => DEALINGS.has(word));
    if (!isOnAName && NO_PEOPLE.some((nouns) => nouns.has(table.head))) return [];
    return [
      {
        code: "subject_question",
        table: name,
        column: "",
        message: `Are these people whose data you answer for? ${from.length} tables refer to them (${tellSome(from)}), and their columns could identify somebody.`,
        suggestion: suggestTable(name, "subject: true   # or false"),
        blocks: false,
      },
    ];
  });
}

/** Whether a column is called like a reference to something that no table is called. */
function isKeyLike(table: NamedTable, column: ColumnSchema): boolean {
  if (!canBeKey(column.kind) || column.generated || !canBeNamed(column.name)) return false;
  if (table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name) return false;
  const words = splitWords(column.name);
  if (words.some((word) => OUTSIDE.has(word))) return false;
  const { base, keyed } = stripKeyWords(words);
  // A status, a country, a warehouse are nobody, whatever table keeps them.
  if ([LOOKUPS, CATALOGUE, MACHINERY].some((nouns) => nouns.has(base.at(-1) ?? "") || nouns.has(base[0] ?? "")))
    return false;
  return (keyed && base.length > 0) || words.some(isGluedKey);
}

/** Names of columns that look like keys in many tables, and refer to nothing that is known. */
export function askForNames({ index, people, references, stated, unresolved }: OpenInput): readonly Finding[] {
  const known = new Set(references.flatMap(({ from, columns }) => columns.map((column) => `${from}.${column}`)));
  for (const { table, id } of unresolved) known.add(`${table.schema.name}.${id.name}`);
  const open = new Map<string, { readonly column: ColumnSchema; readonly tables: string[] }>();
  for (const table of index.tables) {
    if (table.schema.kind === "view") continue;
    for (const column of table.schema.columns) {
      if (known.has(`${table.schema.name}.${column.name}`) || !isKeyLike(table, column)) continue;
      if (index.find(stripKeyWords(splitWords(column.name)).base, table)?.fit === 1) continue;
      const name = column.name.toLowerCase();
      const entry = open.get(name) ?? { column, tables: [] };
      entry.tables.push(table.schema.name);
      open.set(name, entry);
    }
  }
  const kinds = [...people.values()].filter(({ defines, table }) => defines && table.key !== null);
  return [...open.values()].flatMap(({ column, tables }): readonly Finding[] => {
    if (tables.length < HABIT || stated.naming.some((line) => isNamedBy(line, column.name))) return [];
    const fitting = kinds.filter(({ table }) => table.key !== null && compareKinds(column.kind, table.key.kind));
    const [first] = fitting;
    if (first === undefined) return [];
    const others = fitting.slice(1, TARGETS).map(({ table }) => table.schema.name);
    const or = ["another table", ...others].reverse().join(", or ");
    return [
      {
        code: "naming_question",
        table: tables[0] ?? "",
        column: column.name,
        message: `${column.name} looks like a key in ${tables.length} tables (${tellSome(tables)}), and no table is called so. If it refers to people, what is theirs is not found.`,
        suggestion: `${suggestNaming({ column: column.name, to: first.table.schema.name, toColumn: null }, "inferred")}   # or ${or}; or ${column.name}: context`,
        blocks: false,
      },
    ];
  });
}
