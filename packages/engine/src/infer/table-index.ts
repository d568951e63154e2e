/** Finds tables by the words of a column: by full name, by the noun at the end, by inflected stems, by the name of a key. */
import type { ColumnKind, ColumnSchema, SystemSchema, TableSchema } from "../schema.ts";
import { findCommonPrefix, splitWords, toSingular, toStem } from "./names.ts";

/** A table with its name read as words. */
export interface NamedTable {
  readonly schema: TableSchema;
  /** Singular words without the prefix all tables share. */
  readonly words: readonly string[];
  /** The last of them: what the rows are. */
  readonly head: string;
  readonly column: ReadonlyMap<string, ColumnSchema>;
  /** The column that stands for a row when another table points here; null when the key has several columns or none. */
  readonly key: ColumnSchema | null;
  /** A link between rows of others: no key of its own beside its references. */
  readonly joins: boolean;
}

export interface TableMatch {
  readonly table: NamedTable;
  /** 0 to 1: how surely the words name this table. */
  readonly fit: number;
}

export interface TableIndex {
  readonly tables: readonly NamedTable[];
  readonly named: ReadonlyMap<string, NamedTable>;
  /** The table that these words name, seen from a table (its own neighbours come first). */
  find(words: readonly string[], from: NamedTable): TableMatch | undefined;
  /** The table whose key is named by these words (`contactId` of `ContactInfo`), where the table itself has another name. */
  findByKeyWords(words: readonly string[]): NamedTable | undefined;
  /** The table whose key alone has this name; undefined when it is a name that many keys have. */
  findByKeyName(column: string, from: NamedTable): NamedTable | undefined;
}

const KEY_WORDS: ReadonlySet<string> = new Set([
  "id",
  "uuid",
  "guid",
  "key",
  "nr",
  "no",
  "pk",
  "oid",
  "fk",
  "ref",
  "sk",
]);
const NOT_A_KEY_NAME: ReadonlySet<string> = new Set([
  "id",
  "uuid",
  "guid",
  "key",
  "code",
  "name",
  "slug",
  "token",
  "hash",
  "email",
  "date",
  "pk",
  "value",
  "number",
  "no",
  "nr",
  "type",
  "url",
  "path",
]);

/** The words of a column that refers to something, without those that say "key": `fk_user_id` gives `user`. */
export function stripKeyWords(words: readonly string[]): { readonly base: readonly string[]; readonly keyed: boolean } {
  let start = 0;
  let end = words.length;
  while (end > 0 && KEY_WORDS.has(words[end - 1] as string)) end--;
  while (start < end && (KEY_WORDS.has(words[start] as string) || words[start] === "ref")) start++;
  let base = words.slice(start, end);
  // `user_id_from` and `id_user_from` say the same as `from_user_id`.
  const middle = base.indexOf("id");
  if (middle > 0) base = [...base.slice(middle + 1), ...base.slice(0, middle)];
  return { base, keyed: start > 0 || end < words.length || middle > 0 };
}

type KeyClass = "number" | "text" | "uuid" | "binary" | "none";

const KEY_CLASS: Readonly<Record<ColumnKind, KeyClass>> = {
  integer: "number",
  decimal: "number",
  text: "text",
  uuid: "uuid",
  binary: "binary",
  enum: "none",
  boolean: "none",
  date: "none",
  time: "none",
  timestamp: "none",
  json: "none",
  array: "none",
  other: "text",
};

/** Whether values of one column can be keys of the other. */
export function compareKinds(from: ColumnKind, to: ColumnKind): boolean {
  const a = KEY_CLASS[from];
  const b = KEY_CLASS[to];
  if (a === "none" || b === "none") return false;
  if (a === b) return true;
  return a !== "number" && b !== "number" && (a === "uuid" || b === "uuid");
}

/** Whether a column may hold a key at all. */
export function canBeKey(kind: ColumnKind): boolean {
  return KEY_CLASS[kind] !== "none";
}

function nameTable(schema: TableSchema, words: readonly string[]): NamedTable {
  const column = new Map(schema.columns.map((each) => [each.name, each]));
  const head = words.at(-1) ?? "";
  const only = (columns: readonly string[]) => (columns.length === 1 ? column.get(columns[0] as string) : undefined);
  let key = only(schema.primaryKey) ?? null;
  if (key === null && schema.primaryKey.length === 0) {
    // No declared key: the column everybody would take for it.
    const stem = words.join("");
    key =
      schema.columns.find((each) => /^id$/i.test(each.name) && canBeKey(each.kind)) ??
      schema.columns.find((each) => {
        const { base, keyed } = stripKeyWords(splitWords(each.name));
        return keyed && canBeKey(each.kind) && base.map(toSingular).join("") === stem;
      }) ??
      null;
  }
  const referencing = new Set(schema.foreignKeys.flatMap((each) => each.columns));
  const joins =
    schema.primaryKey.length > 1
      ? schema.primaryKey.every((name) => referencing.has(name) || stripKeyWords(splitWords(name)).keyed)
      : schema.primaryKey.length === 0 && schema.columns.length <= 4 && key === null;
  return { schema, words, head, column, key, joins };
}

/** Reads all names of a schema once. */
export function indexTables(schema: SystemSchema): TableIndex {
  const bare = schema.tables.map((table) => splitWords(table.name.slice(table.name.lastIndexOf(".") + 1)));
  const prefix = findCommonPrefix(bare);
  const tables = schema.tables.map((table, at) => {
    const all = bare[at] as readonly string[];
    const prefixed = all.length > prefix.length && prefix.every((word, i) => all[i] === word);
    const own = (prefixed ? all.slice(prefix.length) : all).filter(
      (word, i, list) => !(AFFIXES.has(word) && (i === 0 || i === list.length - 1) && list.length > 1),
    );
    return nameTable(table, own.map(toSingular));
  });
  const full = new Map<string, NamedTable[]>();
  const tail = new Map<string, NamedTable[]>();
  const fullStem = new Map<string, NamedTable[]>();
  const tailStem = new Map<string, NamedTable[]>();
  const byKey = new Map<string, NamedTable[]>();
  const byKeyWords = new Map<string, NamedTable[]>();
  for (const table of tables) {
    if (table.schema.kind === "view") continue;
    add(full, table.words.join(""), table);
    add(fullStem, stemWords(table.words), table);
    for (let at = 1; at < table.words.length; at++) {
      add(tail, table.words.slice(at).join(""), table);
      add(tailStem, stemWords(table.words.slice(at)), table);
    }
    // A key that is itself a foreign key belongs to the table it points at.
    const borrowed = table.schema.foreignKeys.some((fk) => fk.columns[0] === table.key?.name);
    if (table.schema.primaryKey.length === 1 && table.key !== null && !borrowed) {
      add(byKey, table.key.name.toLowerCase(), table);
      const { base, keyed } = stripKeyWords(splitWords(table.key.name));
      if (keyed && base.length > 0) add(byKeyWords, base.map(toSingular).join(""), table);
    }
  }
  return {
    tables,
    named: new Map(tables.map((table) => [table.schema.name, table])),
    find(words, from) {
      if (words.length === 0) return undefined;
      const exact = words.map(toSingular).join("");
      const byName = pickTable(full.get(exact), from);
      if (byName !== undefined) return { table: byName, fit: 1 };
      const byTail = pickTable(tail.get(exact), from);
      if (byTail !== undefined) return { table: byTail, fit: 0.85 };
      const stem = stemWords(words);
      const byStem = pickTable(fullStem.get(stem), from);
      if (byStem !== undefined) return { table: byStem, fit: 0.8 };
      const byTailStem = pickTable(tailStem.get(stem), from);
      return byTailStem === undefined ? undefined : { table: byTailStem, fit: 0.7 };
    },
    findByKeyWords(words) {
      const owners = byKeyWords.get(words.map(toSingular).join("")) ?? [];
      return owners.length === 1 ? owners[0] : undefined;
    },
    findByKeyName(column, from) {
      if (NOT_A_KEY_NAME.has(column.toLowerCase())) return undefined;
      const owners = byKey.get(column.toLowerCase()) ?? [];
      return owners.length === 1 && owners[0] !== from ? owners[0] : undefined;
    },
  };
}

/** Affixes by which some houses mark every table. */
const AFFIXES: ReadonlySet<string> = new Set(["tbl", "table", "tab", "t", "dim", "fact", "mst", "m", "master"]);

function add(map: Map<string, NamedTable[]>, key: string, table: NamedTable): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [table]);
  else list.push(table);
}

function stemWords(words: readonly string[]): string {
  return words.map(toStem).join("");
}

/** One of several tables that the same words fit: own schema or own prefix first, things before links, short names first. */
function pickTable(found: readonly NamedTable[] | undefined, from: NamedTable): NamedTable | undefined {
  if (found === undefined || found.length === 0) return undefined;
  if (found.length === 1) return found[0];
  const rank = (table: NamedTable): number =>
    (table.joins ? 100 : 0) +
    (table.schema.schema === from.schema.schema ? 0 : 20) +
    (table.words[0] === from.words[0] && table.words.length > 1 ? 0 : 10) +
    Math.min(table.words.length, 9);
  let best: NamedTable | undefined;
  let least = Number.POSITIVE_INFINITY;
  let tied = false;
  for (const table of found) {
    const own = rank(table);
    if (own === least) tied = true;
    else if (own < least) {
      best = table;
      least = own;
      tied = false;
    }
  }
  return tied ? undefined : best;
}
