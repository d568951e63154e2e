/** Columns whose names say which table they point at. */
import { categoryOf } from "../categories.ts";
import type { ColumnSchema } from "../schema.ts";
import type { Candidate } from "./candidates.ts";
import { readName } from "./column-names.ts";
import { readColumnWords } from "./column-words.ts";
import { areTwins, findTypeColumn, freeColumns, isLinkOf, readReferenceWords } from "./key-columns.ts";
import { compareKinds, GLUE, isGluedKey, stripKeyWords } from "./key-words.ts";
import { splitWords, toSingular } from "./names.ts";
import { findPersonNoun, OUTSIDE } from "./nouns.ts";
import { readRoleWords } from "./role-nouns.ts";
import { isAbove, type NamedTable, type TableIndex } from "./table-index.ts";

const SELF_WORDS: ReadonlySet<string> = new Set([
  "parent",
  "reply to",
  "in reply to",
  "root",
  "original",
  "previous",
  "next",
  "ancestor",
  "duplicate of",
  "merged into",
  "replaces",
  "replaced by",
  "superseded by",
  "reports to",
  "vorgesetzter",
  "superieur",
  "padre",
  "madre",
]);

/** Too little by itself: values have to bear it out. */
const BY_VALUES = 0.4;

/** Names of columns that are declared to refer to one table, wherever they are declared. */
function findNamesakes(index: TableIndex): ReadonlyMap<string, NamedTable> {
  const found = new Map<string, NamedTable | null>();
  for (const { schema } of index.uses("namesakes") ? index.tables : []) {
    for (const { columns, table } of schema.foreignKeys) {
      const target = index.named.get(table);
      const name = columns.length === 1 ? (columns[0] ?? "").toLowerCase() : "";
      if (target === undefined || name === "" || stripKeyWords(splitWords(name)).base.length === 0) continue;
      const known = found.get(name);
      found.set(name, known === undefined || known === target ? target : null);
    }
  }
  return new Map(
    [...found].flatMap(([name, table]) =>
      table === null || SELF_WORDS.has(name.replace(/_?id$/, "")) ? [] : [[name, table]],
    ),
  );
}

/** A key that says of what, and not of this table: `idpes` of `fisica`, `id_adh` of `pictures`. */
function isAlien(table: NamedTable, key: string): boolean {
  const words = readColumnWords(table, key);
  const [word = "", ...more] = words.length === 1 ? words : stripKeyWords(words).base;
  if (more.length > 0 || (words.length === 1 ? !isGluedKey(word) : word.length < 3)) return false;
  const noun = words.length === 1 ? word.replace(GLUE, "") : word;
  return !table.words.some((own) => own.startsWith(noun) || noun.startsWith(own));
}

/** `borrowernumber` of `patronimage` begins like borrowers, and not like patrons. */
function isBegunBy({ head }: NamedTable, table: NamedTable, key: string): boolean {
  const name = splitWords(key).join("");
  return head.length >= 4 && name.startsWith(head) && !table.words.some((own) => name.startsWith(own));
}

function isPersonal(words: readonly string[]): boolean {
  const reading = readName(words);
  return reading !== null && categoryOf(reading.category).personal;
}

function nameCandidate(
  index: TableIndex,
  table: NamedTable,
  column: ColumnSchema,
  namesakes: ReadonlyMap<string, NamedTable>,
): Candidate | undefined {
  const words = readColumnWords(table, column.name);
  const { base, keyed } = stripKeyWords(words);
  const ownKey = table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name;
  const make = (
    target: NamedTable,
    roleWords: readonly string[],
    confidence: number,
    why: string,
  ): Candidate | undefined => {
    const scoped = target.key === null && index.uses("scoped-keys") ? target.scoped : null;
    const key = target.key ?? scoped?.column ?? null;
    const within = scoped?.within ?? [];
    if (!within.every((name) => table.column.has(name) && name !== column.name)) return undefined;
    if (key === null || (target === table && key.name === column.name) || !compareKinds(column.kind, key.kind))
      return undefined;
    if (roleWords.some((word) => OUTSIDE.has(word))) return undefined;
    return { table, column, target, key, within, words: roleWords, byRole: false, confidence, why };
  };
  const elsewhere = ownKey ? undefined : namesakes.get(column.name.toLowerCase());
  if (elsewhere !== undefined && elsewhere !== table && findTypeColumn(table, column.name) === undefined) {
    const found = make(
      elsewhere,
      readReferenceWords(column.name, elsewhere, table),
      0.8,
      `refers to ${elsewhere.schema.name} elsewhere`,
    );
    if (found !== undefined) return found;
  }
  // Named like the key of a table: unless the words name another, whose key that table merely shares.
  const namedLike = index.findByKeyName(column, table);
  // A key of its own is another's only in a table that is named after that other.
  const isAfterIt =
    namedLike !== undefined &&
    (table.words.includes(namedLike.head) || isAlien(table, column.name) || isBegunBy(namedLike, table, column.name));
  const continued = isAfterIt && index.uses("principals");
  const isTwin = ownKey && namedLike !== undefined && areTwins(table, namedLike);
  const byKey = ownKey && (!continued || isTwin) ? undefined : namedLike;
  const plain = base.map((_, at) => index.find(base.slice(at), table)).find((match) => match !== undefined);
  const isOf = byKey !== undefined && byKey.words.length > 1 && isAbove(byKey, table);
  if (
    byKey !== undefined &&
    (plain === undefined || plain.fit < 1 || plain.table === byKey || plain.table === table || isOf)
  ) {
    const found = make(
      byKey,
      readReferenceWords(column.name, byKey, table),
      0.85,
      `named like the key of ${byKey.schema.name}`,
    );
    if (found !== undefined) return found;
  }
  if (base.length === 0) return undefined;
  const phrase = base.join(" ");
  if (
    index.uses("self-words") &&
    !ownKey &&
    (keyed || phrase.endsWith(" to") || phrase === "parent") &&
    SELF_WORDS.has(phrase)
  ) {
    return make(table, base, 0.7, `"${phrase}" points at a row of the same table`);
  }
  const typeColumn = findTypeColumn(table, column.name);
  // `object_id` of `user_extrafields` is a user: where nothing beside it says of what kind the rows are.
  const isOfAny = index.uses("any-row") && keyed && !ownKey && base.length === 1 && MEANS_ANY.test(base[0] ?? "");
  if (isOfAny && typeColumn === undefined && !table.schema.columns.some(({ name }) => saysKind(name, base[0] ?? ""))) {
    const above = index.tables.filter((other) => other !== table && isAbove(other, table));
    const [nearest] = above.toSorted((a, b) => b.words.length - a.words.length);
    const found =
      nearest && make(nearest, [], BY_VALUES, `any row of ${nearest.schema.name}, after which the table is called`);
    if (found !== undefined) return found;
  }
  for (let at = 0; at < base.length && index.uses("table-names"); at++) {
    const tail = base.slice(at);
    const found = index.find(tail, table);
    if (found === undefined || (index.uses("links") && isLinkOf(found, tail))) continue;
    // `blocked_user_id` of `blocked_users` is the user, and no row of the same table.
    const isOfOwn = found.table === table && at === 0 && !ownKey && table.schema.primaryKey.length > 0;
    if (isOfOwn && index.uses("own-names") && readRoleWords(base.slice(0, -1)) !== undefined && base.length > 1)
      continue;
    if (found.table === table && at === 0) return undefined;
    // The key of the rows themselves continues only a table that has the very name.
    const isLoose = found.fit < 1 && !(found.fit >= 0.85 && index.borrows(table));
    if (ownKey && (isLoose || areTwins(table, found.table))) continue;
    // Without a key's ending, only the plain singular name will do: `orders` counts, and `units_on_order` is no order.
    // What a person is (`gender`) is said by a code, and refers to no row of theirs.
    const isTextKey = index.uses("text-keys") && found.table.key?.kind === "text" && !isPersonal(words);
    if (!keyed && at === 0 && column.kind === "text" && isTextKey && !isPlural(tail))
      return make(found.table, [], BY_VALUES, `named after ${found.table.schema.name}`);
    if (
      !keyed &&
      (found.fit < 1 ||
        (column.kind === "text" && !isEnd(base.slice(0, at))) ||
        isPlural(tail) ||
        (at > 0 && readRoleWords(base.slice(0, at)) === undefined))
    )
      return undefined;
    if (typeColumn !== undefined && found.fit < 1) return undefined;
    // `from_player` may hold a key, or a name: data tells.
    const fit = keyed ? found.fit : column.kind === "text" ? 0.5 : found.fit * 0.8;
    return make(found.table, base.slice(0, at), 0.85 * fit, `named after ${found.table.schema.name}`);
  }
  // `user_from`, `id_usuario_destino`: the table first.
  for (let end = base.length - 1; end > 0 && index.uses("table-first"); end--) {
    const rest = base.slice(end);
    if (!keyed && readRoleWords(rest) === undefined) continue;
    const found = index.find(base.slice(0, end), table);
    if (found === undefined || found.fit < 0.8 || found.table === table) continue;
    // The owner of a resource is a person, and no resource.
    const role = readRoleWords(rest);
    if (role !== undefined && !ENDS.has(role) && findPersonNoun(found.table.head, true) === undefined) return undefined;
    if (rest.some((word) => PROPERTY_WORDS.has(word))) return undefined;
    return make(found.table, rest, 0.65 * found.fit, `named after ${found.table.schema.name}`);
  }
  return undefined;
}

const MEANS_ANY = /^(entity|object|element|record|row)$/;

/** `elementtype`, or `object` beside `object_id`: ids beside it are of rows of several tables. */
function saysKind(column: string, noun: string): boolean {
  return /(type|class|kind|model|table)$/.test(column.toLowerCase()) || column.toLowerCase() === noun;
}

const ENDS: ReadonlySet<string> = new Set(["from", "to"]);

function isEnd(roleWords: readonly string[]): boolean {
  const role = readRoleWords(roleWords);
  return role !== undefined && ENDS.has(role);
}

function isPlural(words: readonly string[]): boolean {
  const last = words.at(-1) ?? "";
  return toSingular(last) !== last;
}

/** Words that make a column a property of the thing named before: `user_type_id` is a type. */
const PROPERTY_WORDS: ReadonlySet<string> = new Set(
  "type status count total name number code level group role state category agent score rank version amount price size limit session device address email phone ip hash token age year transaction".split(
    " ",
  ),
);

/** Candidates by the names of tables. */
export function listNamedCandidates(index: TableIndex): readonly Candidate[] {
  const found: Candidate[] = [];
  const namesakes = findNamesakes(index);
  for (const [table, column] of freeColumns(index)) {
    const named = nameCandidate(index, table, column, namesakes);
    if (named !== undefined) found.push(named);
  }
  return found;
}
