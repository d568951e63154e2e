/** Keys that name no table: only data can say what they point at. */
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { compareKinds, stripKeyWords } from "./key-words.ts";
import { splitWords } from "./names.ts";
import type { PolymorphicPair } from "./polymorphic.ts";
import { makeReference, type Reference } from "./reference.ts";
import type { Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

/** A column that looks like a key of something and names no table: only data can say what it points at. */
export interface UnnamedReference {
  readonly table: NamedTable;
  readonly column: ColumnSchema;
  readonly target: NamedTable;
}

/** Tables of things whose keys are looked for in columns that name none. */
const MOST_THINGS = 40;

/** Tables that continue another under the same plain `id` (`profiles.id` is a user's id): only data, and this name, can tell. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  "profile setting preference detail info text content data body extra meta metadata stat statistic search".split(" "),
);

/** The table that an extension continues: the one it is named after, or the people. */
function findContinued(index: TableIndex, table: NamedTable, people: readonly Subject[]): NamedTable | undefined {
  if (!EXTENSIONS.has(table.head)) return undefined;
  if (table.words.length === 1) return people[0]?.table;
  return index.find(table.words.slice(0, -1), table)?.table;
}

export function findUnnamed(
  index: TableIndex,
  subjects: readonly Subject[],
  taken: ReadonlySet<string>,
  referring: ReadonlyMap<string, ReadonlySet<string>>,
  pairs: readonly PolymorphicPair[],
): readonly UnnamedReference[] {
  const people = subjects.filter((subject) => subject.strong && subject.table.key !== null).slice(0, 4);
  const known = new Set(people.map((subject) => subject.table));
  const things = index.tables
    .filter((table) => table.schema.kind === "table" && !table.joins && !known.has(table))
    .slice(0, MOST_THINGS);
  const found: UnnamedReference[] = [];
  for (const table of index.tables) {
    if (table.schema.kind === "view") continue;
    for (const column of table.schema.columns) {
      if (taken.has(`${table.schema.name}.${column.name}`)) continue;
      const { base, keyed } = stripKeyWords(splitWords(column.name));
      const ownKey = table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name;
      if (ownKey) {
        if (!index.uses("same-id")) continue;
        const target = findContinued(index, table, people);
        // Small numbers are found among any keys, and a pair says what the rows are about.
        if (pairs.some((pair) => pair.table === table)) continue;
        if (column.kind === "integer" && target !== undefined && known.has(target)) continue;
        const refers =
          target !== undefined && [...(referring.get(table.schema.name) ?? [])].includes(target.schema.name);
        if (
          target !== undefined &&
          target !== table &&
          !refers &&
          target.key !== null &&
          compareKinds(column.kind, target.key.kind)
        ) {
          found.push({ table, column, target });
        }
        continue;
      }
      if (!keyed || base.length === 0 || !index.uses("unlike-keys")) continue;
      for (const target of [...people.map((subject) => subject.table), ...things]) {
        const kind = target.key?.kind;
        // Small numbers are found in every table: only keys that are unlike each other prove something.
        if (target === table || kind === undefined || kind === "integer" || kind === "decimal") continue;
        if (compareKinds(column.kind, kind)) found.push({ table, column, target });
      }
    }
  }
  return found;
}

export function readUnnamed(unnamed: readonly UnnamedReference[], evidence: EvidenceIndex): readonly Reference[] {
  const best = new Map<string, Reference>();
  for (const { table, column, target } of unnamed) {
    if (target.key === null) continue;
    const share = evidence.included({
      table: table.schema.name,
      column: column.name,
      inTable: target.schema.name,
      inColumn: target.key.name,
    });
    if (share === undefined || share < 0.95) continue;
    const key = `${table.schema.name}.${column.name}`;
    if (best.has(key)) continue;
    const shared = table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name;
    best.set(
      key,
      makeReference({
        from: table.schema.name,
        columns: [column.name],
        to: target.schema.name,
        toColumns: [target.key.name],
        origin: "data",
        confidence: 0.75,
        why: `${Math.round(share * 100)} % of its values are keys of ${target.schema.name}`,
        words: shared ? [] : stripKeyWords(splitWords(column.name)).base,
        nullable: column.nullable,
        sharedKey: shared,
        unique: shared,
        // Small numbers are found among any keys.
        doubtful: shared && column.kind === "integer",
      }),
    );
  }
  return [...best.values()];
}
