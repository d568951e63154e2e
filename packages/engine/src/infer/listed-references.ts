/** Finds columns that hold several ids of people at once (`watcher_ids`): arrays, JSON arrays, text with something between them. */
import { type ListForm, readList, SEPARATOR } from "../lists.ts";
import { formOf } from "../map-findings.ts";
import type { ColumnSchema } from "../schema.ts";
import { findTarget, listUnlikeKeys } from "./embedded-references.ts";
import type { EvidenceIndex, KeyQuestion } from "./evidence.ts";
import { compareKinds, stripKeyWords } from "./key-words.ts";
import { splitWords, toSingular } from "./names.ts";
import { makeReference, type Reference } from "./reference.ts";
import { TAKING_PART } from "./role-signs.ts";
import type { Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

const SEPARATORS = [SEPARATOR, ";", "|", " "] as const;
const ID = /^(\d{1,19}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** This share of the values are lists, and of the ids in them keys of whom they are to name. */
const LISTS = 0.9;
const KEYS = 0.8;
/** Ids of one column that are looked for. */
const MOST_IDS = 60;
/** Samples are cut at so many characters: the last id may not be whole. */
const CUT = 200;

interface Listed {
  readonly table: NamedTable;
  readonly column: ColumnSchema;
  readonly list: ListForm;
  readonly target: NamedTable;
  readonly words: readonly string[];
  /** Ids in sampled values. */
  readonly ids: readonly string[];
  /** The name says that these are keys: `watcher_ids`, and not `watchers`. */
  readonly keyed: boolean;
}

/** What to look for among the keys of people: ids that stand in lists. */
export function askListedKeys(
  index: TableIndex,
  subjects: readonly Subject[],
  evidence: EvidenceIndex,
): readonly KeyQuestion[] {
  return findListed(index, subjects, evidence).flatMap(({ target, ids }) =>
    target.key === null || ids.length === 0
      ? []
      : [{ table: target.schema.name, column: target.key.name, values: ids.map((id) => id.toLowerCase()) }],
  );
}

/** References by lists. Where a store was asked, the ids are keys there; without, the name and the type have to say all of it. */
export function readListedReferences(
  index: TableIndex,
  subjects: readonly Subject[],
  known: readonly Reference[],
  evidence: EvidenceIndex,
): readonly Reference[] {
  if (!index.uses("lists")) return [];
  const referring = new Set(known.flatMap(({ from, columns }) => columns.map((column) => `${from}.${column}`)));
  return findListed(index, subjects, evidence).flatMap(({ table, column, list, target, words, ids, keyed }) => {
    const { key } = target;
    if (key === null || referring.has(`${table.schema.name}.${column.name}`)) return [];
    const found = ids.filter((id) => evidence.isKey(target.schema.name, key.name, id.toLowerCase())).length;
    const isBorneOut = ids.length > 0 && found >= ids.length * KEYS;
    const isTold = keyed && (list.form === "array" || ids.length > 0) && !(evidence.knowsKeys && ids.length > 0);
    if (!isBorneOut && !isTold) return [];
    return makeReference({
      from: table.schema.name,
      columns: [column.name],
      to: target.schema.name,
      toColumns: [key.name],
      origin: isBorneOut ? "data" : "name",
      confidence: isBorneOut ? 0.8 : 0.6,
      why: `a list of keys of ${target.schema.name}`,
      list,
      words,
      nullable: column.nullable,
      // Whether the row is theirs who stand in it, or shown to them, no list says by itself.
      doubtful: true,
    });
  });
}

function findListed(index: TableIndex, subjects: readonly Subject[], evidence: EvidenceIndex): readonly Listed[] {
  const unlike = listUnlikeKeys(subjects);
  const people = new Set(subjects.filter(({ defines }) => defines).map(({ table }) => table));
  return index.tables.flatMap((table): readonly Listed[] => {
    if (table.schema.kind === "view") return [];
    const declared = new Set(table.schema.foreignKeys.flatMap(({ columns }) => columns));
    return table.schema.columns.flatMap((column): readonly Listed[] => {
      if (declared.has(column.name) || column.generated || table.schema.primaryKey.includes(column.name)) return [];
      const named = readName(column);
      if (named === null) return [];
      const values = evidence.values(table.schema.name, column.name).map(wholeItems);
      const list = recogniseList(column, values);
      if (list === null) return [];
      const ids = [...new Set(values.flatMap((value) => readList(list, value)))].slice(0, MOST_IDS);
      const place =
        findByKey(ids, named.words, unlike, evidence) ??
        findTarget(named.words, table, index, subjects, true) ??
        findParticipants(named.words, subjects);
      if (place === undefined || !people.has(place.target) || place.target.key === null) return [];
      if (!holdsKeys(column, place.target.key)) return [];
      if (ids.some((id) => place.target.key?.kind === "integer" && !/^\d{1,19}$/.test(id))) return [];
      return [{ table, column, list, ...place, ids, keyed: named.keyed }];
    });
  });
}

/** Whose unlike keys these are, whatever the column is called. */
function findByKey(
  ids: readonly string[],
  words: readonly string[],
  unlike: readonly NamedTable[],
  evidence: EvidenceIndex,
): Pick<Listed, "target" | "words"> | undefined {
  const isKey = ({ schema, key }: NamedTable) =>
    ids.some((id) => evidence.isKey(schema.name, key?.name ?? "", id.toLowerCase()));
  const target = unlike.find(isKey);
  return target === undefined ? undefined : { target, words };
}

/** Who takes part in something is one of the people who use the system, or of those it is for. */
function findParticipants(
  words: readonly string[],
  subjects: readonly Subject[],
): Pick<Listed, "target" | "words"> | undefined {
  if (!TAKING_PART.test(words.at(-1) ?? "")) return undefined;
  const people = subjects.filter(({ strong, defines }) => strong && defines);
  const main = people.find(({ side }) => side === "user") ?? people.find(({ side }) => side === "customer");
  return main === undefined ? undefined : { target: main.table, words };
}

/** `watcher_ids`, `userIds`, `participants`: the words in the singular. Null: the name is of one thing. */
function readName({ name, kind }: ColumnSchema): { readonly words: readonly string[]; readonly keyed: boolean } | null {
  const words = splitWords(name).map((word) => (word === "ids" || word === "uuids" ? "id" : word));
  const { base, keyed } = stripKeyWords(words);
  const last = base.at(-1);
  if (last === undefined) return null;
  // By how many it was read an array says, and no name.
  if (last === "by" && base.length > 1 && (kind === "array" || kind === "json")) return { words: base, keyed: false };
  const isSeveral = /(ids|uuids)$/i.test(name) || toSingular(last) !== last;
  return isSeveral ? { words: [...base.slice(0, -1), toSingular(last)], keyed } : null;
}

/** A list that was cut ends with its last whole item. */
function wholeItems(value: string): string {
  if (value.length < CUT) return value;
  const end = Math.max(...SEPARATORS.map((one) => value.lastIndexOf(one)));
  if (end <= 0) return value;
  const closing = value.startsWith("[") ? "]" : value.startsWith("{") ? "}" : "";
  return value.slice(0, end).replace(/[,;|\s]+$/, "") + closing;
}

/** How the column holds several ids; null where it does not. */
function recogniseList(column: ColumnSchema, values: readonly string[]): ListForm | null {
  const form = formOf(column);
  if (form === null) return null;
  if (form !== "text") {
    const list = { form, separator: SEPARATOR };
    const isList = (value: string) => /^\s*[[{]\s*[\]}]\s*$/.test(value) || readList(list, value).length > 0;
    return values.filter(isList).length >= values.length * LISTS && (form === "array" || values.length > 0)
      ? list
      : null;
  }
  const lists = SEPARATORS.map((separator) => ({ form, separator }) as const);
  return (
    lists.find((list) => {
      const read = values.map((value) => readList(list, value));
      const all = read.filter((ids) => ids.every((id) => ID.test(id)));
      return read.some((ids) => ids.length > 1) && all.length >= values.length * LISTS;
    }) ?? null
  );
}

/** Arrays tell by their type whose keys they can hold. */
function holdsKeys({ kind, nativeType }: ColumnSchema, key: ColumnSchema): boolean {
  if (kind !== "array") return true;
  const item = nativeType.toLowerCase().replace(/\[\]$/, "");
  if (/^(integer|bigint|smallint|int\d?|int4|int8|serial|numeric)/.test(item)) return compareKinds("integer", key.kind);
  return compareKinds(item === "uuid" ? "uuid" : "text", key.kind);
}
