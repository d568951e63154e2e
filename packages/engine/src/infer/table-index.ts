/** Finds tables by the words of a column: by full name, by the noun at the end, by inflected stems, by the name of a key. */
import type { ColumnSchema, SystemSchema, TableSchema } from "../schema.ts";
import { readColumnWords } from "./column-words.ts";
import { splitGlued } from "./glued-tables.ts";
import { areTwins, isLinkOf } from "./key-columns.ts";
import { ANY_ROW, findPrincipal, NOT_A_KEY_NAME } from "./key-principals.ts";
import { compareKinds, isGluedKey, isShortKey, stripKeyWords } from "./key-words.ts";
import { nameTable } from "./name-table.ts";
import { findCommonPrefix, splitWords, toSingular, toStem } from "./names.ts";
import { findPersonNoun } from "./nouns.ts";
import { BY, findRoleNoun } from "./role-nouns.ts";
import { type RuleUse, useRulesBut } from "./rules.ts";

/** A table with its name read as words. */
export interface NamedTable {
  readonly schema: TableSchema;
  /** Singular words without the prefix all tables share. */
  readonly words: readonly string[];
  /** What every column begins with, and which says nothing; mostly empty. */
  readonly stamp: string;
  /** Columns that are written in one word, as words. */
  readonly glued: ReadonlyMap<string, readonly string[]>;
  /** The last of them: what the rows are. */
  readonly head: string;
  readonly column: ReadonlyMap<string, ColumnSchema>;
  /** The column that stands for a row when another table points here; null when the key has several columns or none. */
  readonly key: ColumnSchema | null;
  /** Where the key has several columns: the one that is the table's own, and those within which it tells rows apart (a tenant). */
  readonly scoped: { readonly column: ColumnSchema; readonly within: readonly string[] } | null;
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
  /** Whether a rule is in use. */
  readonly uses: RuleUse;
  /** Whether the key of a table is named after another: `user_id` of `preferences`. */
  borrows(table: NamedTable): boolean;
  /** Hardly a column is declared not null: that one may be null then says nothing. */
  readonly loose: boolean;
  /** Columns within which keys of other columns tell rows apart: a tenant, whoever that is. */
  readonly scopes: ReadonlySet<string>;
  /** The table that these words name, seen from a table (its own neighbours come first). */
  find(words: readonly string[], from: NamedTable): TableMatch | undefined;
  /** The table whose key has this name; of several, the one that the referring table is named like, or none. */
  findByKeyName(column: ColumnSchema, from: NamedTable): NamedTable | undefined;
}

/** The reviewer of a review is a person, and no review: of one stem, and not the same. */
function isAgentOf(words: readonly string[], table: NamedTable): boolean {
  const last = words.at(-1) ?? "";
  if (findRoleNoun(last) === undefined) return false;
  const derived = /(er|or)$/.test(last) && last !== table.head && last.startsWith(table.head.slice(0, -1));
  return findPersonNoun(table.head, !derived) === undefined;
}

/** Share of columns not null below which a schema does not say which may be null, and how many columns it takes to tell. */
const SELDOM = 0.03;
const ENOUGH = 20;

function isLoose(schema: SystemSchema): boolean {
  let all = 0;
  let required = 0;
  for (const table of schema.tables) {
    if (table.kind === "view") continue;
    for (const column of table.columns) {
      if (table.primaryKey.includes(column.name)) continue;
      all++;
      if (!column.nullable) required++;
    }
  }
  return all >= ENOUGH && required <= all * SELDOM;
}

/** Reads all names of a schema once. */
export function indexTables(schema: SystemSchema, uses: RuleUse = useRulesBut([])): TableIndex {
  const bare = schema.tables.map((table) => splitWords(table.name.slice(table.name.lastIndexOf(".") + 1)));
  const prefix = findCommonPrefix(bare);
  const plain = schema.tables.map((_, at) => {
    const all = bare[at] as readonly string[];
    const prefixed = all.length > prefix.length && prefix.every((word, i) => all[i] === word);
    const own = (prefixed ? all.slice(prefix.length) : all).filter(
      (word, i, list) => !(AFFIXES.has(word) && (i === 0 || i === list.length - 1) && list.length > 1),
    );
    return own.map(toSingular);
  });
  const names = uses("glued-tables") ? splitGlued(plain) : plain;
  const known = new Set(names.map((words) => words.join("")));
  const shortKeys = new Set(
    schema.tables.flatMap(({ primaryKey: [key = "", ...more] }) =>
      more.length === 0 && isShortKey(key.toLowerCase()) && isGluedKey(key.toLowerCase()) ? [key.toLowerCase()] : [],
    ),
  );
  const tables = schema.tables.map((table, at) => nameTable(table, names[at] ?? [], known, uses, shortKeys));
  const full = new Map<string, NamedTable[]>();
  const tail = new Map<string, NamedTable[]>();
  const fullStem = new Map<string, NamedTable[]>();
  const tailStem = new Map<string, NamedTable[]>();
  const byKey = new Map<string, NamedTable[]>();
  const byBase = new Map<string, NamedTable[]>();
  /** Whether a key is named after another table than its own. */
  const namesAnother = (table: NamedTable, key: string): boolean => {
    const { base, keyed } = stripKeyWords(splitWords(key));
    const name = base.map(toSingular).join("");
    if (!uses("borrowed-keys") || !keyed || name === "" || base.some((word) => ANY_ROW.has(word))) return false;
    if (table.words.join("").endsWith(name) || stemWords(table.words) === stemWords(base)) return false;
    const others = [...(full.get(name) ?? []), ...(tail.get(name) ?? [])].filter((other) => other !== table);
    // What has the column itself refers to it, and is not what it means.
    return others.some((other) => !areTwins(table, other) && !other.column.has(key));
  };
  // `basketusers`, whose key is of both that it links.
  const gluedLinks = new Set(tables.filter(({ key }, at) => key === null && names[at]?.length !== plain[at]?.length));
  for (const table of tables) {
    if (table.schema.kind === "view") continue;
    add(full, table.words.join(""), table);
    add(fullStem, stemWords(table.words), table);
    for (let at = 1; at < table.words.length && !(table.joins && uses("links")) && !gluedLinks.has(table); at++) {
      // `charge_paid_by`: nothing is called "by".
      if (at === table.words.length - 1 && BY.has(table.head)) continue;
      add(tail, table.words.slice(at).join(""), table);
      add(tailStem, stemWords(table.words.slice(at)), table);
    }
  }
  for (const table of tables) {
    if (table.schema.kind === "view") continue;
    // A key that is itself a foreign key, or named after another table (`user_id` of `preferences`), is that table's.
    const borrowed =
      table.schema.foreignKeys.some((fk) => fk.columns[0] === table.key?.name) ||
      (table.key !== null && namesAnother(table, table.key.name));
    if (table.schema.primaryKey.length === 1 && table.key !== null && !borrowed) {
      add(byKey, splitWords(table.key.name).join(""), table);
      const { base, keyed } = stripKeyWords(splitWords(table.key.name));
      const isTelling = keyed && base.length === 1 && (base[0] ?? "").length >= 3 && !ANY_ROW.has(base[0] ?? "");
      if (isTelling) add(byBase, base.join(" "), table);
    }
  }
  const lone = tables.filter(({ words, schema }) => words.length === 1 && schema.kind !== "view");
  const short = new Map<string, NamedTable | undefined>();
  /** The one table whose name goes on from a word: `repo` of `repository`. */
  const shortFor = (word: string): NamedTable | undefined => {
    // A tutor is no short tutorial.
    if (word.length < 4 || findPersonNoun(word) !== undefined || findRoleNoun(word) !== undefined) return undefined;
    if (!short.has(word)) {
      const found = lone.filter(({ head }) => head.length >= word.length + 3 && head.startsWith(word));
      short.set(word, found.length === 1 ? found[0] : undefined);
    }
    return short.get(word);
  };
  return {
    tables,
    named: new Map(tables.map((table) => [table.schema.name, table])),
    borrows: (table) => table.key !== null && namesAnother(table, table.key.name),
    uses,
    scopes: new Set(tables.flatMap((table) => table.scoped?.within ?? [])),
    loose: uses("loose-columns") && isLoose(schema),
    find(words, from) {
      if (words.length === 0) return undefined;
      const exact = words.map(toSingular).join("");
      const byName = pickTable(full.get(exact), from);
      if (byName !== undefined) return { table: byName, fit: 1 };
      const byTail = pickTable(tail.get(exact), from);
      const whole = words.length === 1 && uses("short-names") ? shortFor(words[0] ?? "") : undefined;
      // `team_repo` links a `repo_id` to others: that is the repository's.
      if (whole !== undefined && byTail !== undefined && isLinkOf({ table: byTail, fit: 0.85 }, words))
        return { table: whole, fit: 0.65 };
      if (byTail !== undefined) return { table: byTail, fit: 0.85 };
      const stem = stemWords(words);
      const byStem = pickTable(fullStem.get(stem), from);
      if (byStem !== undefined && !isAgentOf(words, byStem)) return { table: byStem, fit: 0.8 };
      const byTailStem = pickTable(tailStem.get(stem), from);
      if (byTailStem !== undefined) return isAgentOf(words, byTailStem) ? undefined : { table: byTailStem, fit: 0.7 };
      return whole === undefined ? undefined : { table: whole, fit: 0.65 };
    },
    findByKeyName(column, from) {
      if (!uses("key-names") || NOT_A_KEY_NAME.has(column.name.toLowerCase())) return undefined;
      const all = readColumnWords(from, column.name);
      // `created_by_emp_number` ends like a key.
      const at = all.findIndex((_, start) => start <= all.length - 2 && byKey.has(all.slice(start).join("")));
      const inside =
        at < 0 && uses("keys-inside") ? all.find((word) => isGluedKey(word) && byKey.has(word)) : undefined;
      const parts = at < 0 || !uses("key-endings") ? all : all.slice(at);
      const found = byKey.has(all.join("")) ? all : inside === undefined ? parts : [inside];
      const name = found.join("");
      const keyed = stripKeyWords(all);
      // `id_pat` where the key of patients is `pat_id`.
      const bases = uses("stamps") && keyed.keyed ? (byBase.get(keyed.base.join(" ")) ?? []) : [];
      const owners = (byKey.get(name) ?? bases).filter((table) =>
        compareKinds(column.kind, table.key?.kind ?? "other"),
      );
      if (owners.length === 1) return owners[0] === from ? undefined : owners[0];
      // `sales_suspended_items.sale_id` is the key of `sales_suspended`, and not that of `sales`.
      const [above] = owners
        .filter((table) => table !== from && from.key !== column && isAbove(table, from))
        .toSorted((a, b) => b.words.length - a.words.length);
      if (above !== undefined && above.words.length > 1 && uses("principals")) return above;
      const principal = uses("principals") ? findPrincipal(owners, found) : undefined;
      if (principal !== undefined) return principal === from ? undefined : principal;
      const ranked = owners
        .map((table) => ({ table, alike: table.words.filter((word) => from.words.includes(word)).length }))
        .toSorted((a, b) => b.alike - a.alike);
      const [first, second] = ranked;
      return first !== undefined && first.table !== from && first.alike > (second?.alike ?? 0)
        ? first.table
        : undefined;
    },
  };
}

/** `order` stands above `order_item`. */
export function isAbove(table: NamedTable, below: NamedTable): boolean {
  return table.words.length < below.words.length && table.words.every((word, at) => below.words[at] === word);
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
