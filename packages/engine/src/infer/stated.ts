/** What a person has said of a system as a whole, and inference reasons from: who is a person, and what names of columns mean. */

import type { DataMap, NamingMap } from "../map.ts";
import type { ColumnSchema } from "../schema.ts";
import { isShared, isUnique, readReferenceWords } from "./key-columns.ts";
import { compareKinds } from "./key-words.ts";
import { makeReference, type Reference } from "./reference.ts";
import { readRoleWords } from "./role-nouns.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

/** Statements of a map that lead to further conclusions: with them, what is proposed for other tables changes too. */
export interface Stated {
  /** Tables whose rows are people, or are not. */
  readonly people: ReadonlyMap<string, boolean>;
  readonly naming: readonly NamingMap[];
}

export const NOTHING_STATED: Stated = { people: new Map(), naming: [] };

/** What a map states for inference to go on from. Who is known by something is a person, as in the model. */
export function readStated(map: DataMap): Stated {
  const people = Object.entries(map.tables).flatMap(([name, table]): [string, boolean][] => {
    if (table.public === true) return [[name, false]];
    if (table.subject !== null) return [[name, table.subject]];
    return Object.keys(table.identifiers ?? {}).length > 0 ? [[name, true]] : [];
  });
  return { people: new Map(people), naming: map.naming };
}

/** Whether both say the same, so that what was inferred from one holds for the other. */
export function isStatedAlike(one: Stated, other: Stated): boolean {
  const write = ({ people, naming }: Stated) => JSON.stringify([[...people].sort(), naming]);
  return write(one) === write(other);
}

/** Whether a naming line is about columns of this name: `*` stands for any letters, and case says nothing. */
export function isNamedBy({ column }: NamingMap, name: string): boolean {
  const [first = "", ...rest] = column.toLowerCase().split("*");
  const own = name.toLowerCase();
  if (rest.length === 0) return own === first;
  if (!own.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    const found = own.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return own.length - last.length >= at && own.endsWith(last);
}

/** The lines about a column, by its name: names are looked at once each, however many tables have them. */
export function indexNaming(naming: readonly NamingMap[]): (column: string) => readonly NamingMap[] {
  const known = new Map<string, readonly NamingMap[]>();
  return (column) => {
    const found = known.get(column) ?? naming.filter((line) => isNamedBy(line, column));
    known.set(column, found);
    return found;
  };
}

/** The first of the lines about a column that says what it refers to. */
function findTarget(lines: readonly NamingMap[], index: TableIndex, table: NamedTable, column: ColumnSchema) {
  for (const line of lines) {
    if (line.to === null) continue;
    const target = index.named.get(line.to);
    const key = line.toColumn === null ? target?.key : target?.column.get(line.toColumn);
    if (target === undefined || key === undefined || key === null || !compareKinds(column.kind, key.kind)) continue;
    // The column that everything else refers to is no reference.
    if (target === table && key === column) continue;
    return { target, key };
  }
  return null;
}

/** References that naming lines state, in every table with such a column; a declared key of the column is left as it is. */
export function readNamedByMap(index: TableIndex, stated: Stated): readonly Reference[] {
  if (stated.naming.length === 0) return [];
  const linesOf = indexNaming(stated.naming);
  return index.tables.flatMap((table) => {
    if (table.schema.kind === "view") return [];
    const declared = new Set(table.schema.foreignKeys.flatMap(({ columns }) => columns));
    return table.schema.columns.flatMap((column) => {
      const found = declared.has(column.name) ? null : findTarget(linesOf(column.name), index, table, column);
      if (found === null) return [];
      const { target, key } = found;
      const words = readReferenceWords(column.name, target, table);
      return makeReference({
        from: table.schema.name,
        columns: [column.name],
        to: target.schema.name,
        toColumns: [key.name],
        origin: "name",
        confidence: 0.98,
        why: "the map says so",
        // A name that the map had to explain says nothing by its words, unless they are known ones.
        words: readRoleWords(words) === undefined ? [] : words,
        nullable: column.nullable,
        sharedKey: isShared(table, [column.name]),
        unique: isUnique(table, [column.name]),
      });
    });
  });
}

/** The same references, each with the role that the first naming line about it gives. */
export function giveRoles(index: TableIndex, references: readonly Reference[], stated: Stated): readonly Reference[] {
  if (stated.naming.length === 0) return references;
  const linesOf = indexNaming(stated.naming);
  return references.map((reference) => {
    const { columns, to, toColumns } = reference;
    // Of a key within a tenant, the column that tells who is meant.
    const telling = columns.filter((_, at) => !index.scopes.has(toColumns[at] ?? ""));
    const name = telling.at(-1) ?? columns.at(-1) ?? "";
    const role = linesOf(name).find((line) => line.to === null || line.to === to)?.role ?? "inferred";
    return role === "inferred" ? reference : { ...reference, stated: role };
  });
}
