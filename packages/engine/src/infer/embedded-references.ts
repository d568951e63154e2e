/** Finds ids inside strings (`account:17`, `/users/17/photo.png`) and inside JSON values, from sampled values alone. */
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex, KeyQuestion } from "./evidence.ts";
import { readGluedIds } from "./glued-ids.ts";
import { readReferenceWords } from "./key-columns.ts";
import { stripKeyWords } from "./key-words.ts";
import { splitWords } from "./names.ts";
import { findPersonNoun, OUTSIDE } from "./nouns.ts";
import { makeReference, type Reference } from "./reference.ts";
import { namesPersonRole } from "./role-nouns.ts";
import type { Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const INSIDE = new RegExp(`(^|[^a-z0-9])([a-z]{3,24})([:/#=_.-])(${UUID}|\\d{1,19})(?![a-z0-9])`, "i");
/** A form must be seen this often, and in this share of the values that are not JSON. */
const LEAST_SEEN = 2;
const LEAST_SHARE = 0.1;
/** A column most of whose values are such forms holds nothing else. */
const FORM_SHARE = 0.8;
const DEEPEST = 4;

interface Place {
  readonly target: NamedTable;
  readonly words: readonly string[];
}

/** The table whose rows these words mean: by its name, or by a role of people. */
export function findTarget(
  words: readonly string[],
  from: NamedTable,
  index: TableIndex,
  subjects: readonly Subject[],
  keyed: boolean,
): Place | undefined {
  if (words.length === 0 || words.some((word) => OUTSIDE.has(word))) return undefined;
  for (let at = 0; at < words.length; at++) {
    const found = index.find(words.slice(at), from);
    if (found !== undefined && found.fit >= 0.8) return { target: found.table, words: words.slice(0, at) };
  }
  const people = subjects.filter((subject) => subject.strong && subject.defines);
  const last = words.at(-1) ?? "";
  const person = findPersonNoun(last);
  // `admin:2` is one of AdminUsers; where nobody works under such a name, it is nobody known.
  const named = people.filter((subject) => subject.table.words.includes(last));
  if (named.length === 1 && named[0] !== undefined) return { target: named[0].table, words: words.slice(0, -1) };
  const sides: readonly Subject["side"][] = person?.side === "staff" ? ["staff"] : ["user", "customer"];
  const main = sides.flatMap((side) => people.find((subject) => subject.side === side) ?? [])[0];
  if (main === undefined) return undefined;
  const role = keyed
    ? namesPersonRole(words, true)
    : person !== undefined && person.strength !== "catalogue" && words.length === 1;
  return role ? { target: main.table, words: person?.side === main.side ? [] : words } : undefined;
}

function keyAccepts(target: NamedTable, value: string): boolean {
  const kind = target.key?.kind;
  if (kind === undefined) return false;
  if (kind === "integer" || kind === "decimal") return /^\d{1,19}$/.test(value);
  if (kind === "uuid") return new RegExp(`^${UUID}$`, "i").test(value);
  return value !== "" && value.length <= 64;
}

/** People whose keys are unlike any other: one of them inside a value is no coincidence. */
export function listUnlikeKeys(subjects: readonly Subject[]): readonly NamedTable[] {
  return subjects
    .filter(({ table, defines }) => defines && (table.key?.kind === "uuid" || table.key?.kind === "text"))
    .map(({ table }) => table);
}

/** What to look for among the keys of people: ids that stand inside sampled values. */
export function askKeysInside(
  index: TableIndex,
  subjects: readonly Subject[],
  evidence: EvidenceIndex,
): readonly KeyQuestion[] {
  const ids = new Set<string>();
  for (const { schema } of index.tables) {
    for (const column of schema.kind === "view" ? [] : schema.columns) {
      if (column.kind !== "text" && column.kind !== "json") continue;
      for (const value of evidence.values(schema.name, column.name).slice(0, MOST_TRIED)) {
        if (value.length <= UUID_LENGTH) continue;
        if (/^\s*[{[]/.test(value)) for (const [id] of value.matchAll(ANY_UUID)) ids.add(id.toLowerCase());
        else {
          const id = /\s/.test(value) ? undefined : INSIDE.exec(value)?.[4];
          if (id !== undefined && id.length === UUID_LENGTH) ids.add(id.toLowerCase());
        }
      }
    }
  }
  const values = [...ids].slice(0, MOST_IDS);
  return values.length === 0
    ? []
    : listUnlikeKeys(subjects).map(({ schema, key }) => ({ table: schema.name, column: key?.name ?? "", values }));
}

const ANY_UUID = new RegExp(UUID, "gi");
const UUID_LENGTH = 36;
/** Values of one column that are searched for ids, and ids that are asked for in all. */
const MOST_TRIED = 20;
const MOST_IDS = 2000;

function readPatterns(
  table: NamedTable,
  column: ColumnSchema,
  values: readonly string[],
  index: TableIndex,
  subjects: readonly Subject[],
  evidence: EvidenceIndex,
): readonly Reference[] {
  const seen = new Map<string, { place: Place; rests: Set<string>; count: number }>();
  const unlike = index.uses("ids-inside") ? listUnlikeKeys(subjects) : [];
  for (const value of values) {
    const match = INSIDE.exec(value);
    if (match === null) continue;
    const [, lead = "", noun = "", separator = "", id = ""] = match;
    // `member_17` is what the row itself is called.
    if (table.key === column && table.words.includes(noun.toLowerCase())) continue;
    const owner = unlike.find(({ schema, key }) => evidence.isKey(schema.name, key?.name ?? "", id.toLowerCase()));
    const place =
      owner === undefined
        ? findTarget(splitWords(noun), table, index, subjects, false)
        : { target: owner, words: splitWords(noun) };
    // A row that spells its own key out refers to nobody else.
    if (place === undefined || place.target === table || !keyAccepts(place.target, id)) continue;
    const before = value.slice(0, match.index);
    const rest = value.slice(match.index + match[0].length);
    const prefix = `${before === "" ? "" : before}${lead}${noun}${separator}`;
    const known = seen.get(prefix);
    if (known === undefined) seen.set(prefix, { place, rests: new Set([rest]), count: 1 });
    else {
      known.rests.add(rest);
      known.count++;
    }
  }
  const found: Reference[] = [];
  // Beside one such form, another that names another table needs no share of its own: staff act more seldom than members.
  const all = [...seen.values()].reduce((sum, { count }) => sum + count, 0);
  for (const [prefix, { place, rests, count }] of seen) {
    const sure = place.words.length === 0 && all >= values.length * FORM_SHARE;
    if (count < LEAST_SEEN || place.target.key === null) continue;
    if (count < values.length * LEAST_SHARE && !sure) continue;
    for (const tail of new Set(
      [...rests].map((rest) => (rests.size === 1 ? rest : rest === "" ? "" : `${rest[0]}*`)),
    )) {
      found.push(
        makeReference({
          from: table.schema.name,
          columns: [column.name],
          to: place.target.schema.name,
          toColumns: [place.target.key.name],
          origin: "data",
          confidence: 0.75,
          why: `values of the form ${prefix}{}${tail}`,
          pattern: `${prefix}{}${tail}`,
          words: place.words,
          nullable: column.nullable,
        }),
      );
    }
  }
  return found;
}

/** A number written as text in a column named after people (`whodunnit`): the whole value is the key. */
function readWholeIds(
  table: NamedTable,
  column: ColumnSchema,
  values: readonly string[],
  index: TableIndex,
  subjects: readonly Subject[],
): readonly Reference[] {
  const { base, keyed } = stripKeyWords(splitWords(column.name));
  if (table.schema.primaryKey.includes(column.name) || values.length < LEAST_SEEN) return [];
  if (!keyed && !namesPersonRole(base, true)) return [];
  const place = findTarget(base, table, index, subjects, true);
  const key = place?.target.key;
  if (place === undefined || key?.kind !== "integer" || !subjects.some(({ table: own }) => own === place.target))
    return [];
  if (values.filter((value) => keyAccepts(place.target, value)).length < values.length * FORM_SHARE) return [];
  return [
    makeReference({
      from: table.schema.name,
      columns: [column.name],
      to: place.target.schema.name,
      toColumns: [key.name],
      origin: "data",
      confidence: 0.7,
      why: `numbers written as text, under a name that means ${place.target.schema.name}`,
      pattern: "{}",
      words: place.words,
      nullable: column.nullable,
    }),
  ];
}

/** Scalars of an object with their paths; arrays have no path and are left alone. */
function* walk(value: unknown, path: readonly string[]): Generator<[readonly string[], string]> {
  if (path.length > DEEPEST || value === null) return;
  if (typeof value === "object" && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) yield* walk(inner, [...path, key]);
  } else if ((typeof value === "string" || typeof value === "number") && path.length > 0) yield [path, String(value)];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Samples are cut at 200 characters: what stands at the top before the first inner object can still be read.
    const flat: Record<string, string> = {};
    const inner = text.indexOf("{", 1);
    const top = inner > 0 ? text.slice(0, inner) : text;
    for (const match of top.matchAll(/"([\w-]+)"\s*:\s*"?([\w@.+-]+)"?\s*[,}]/g))
      flat[match[1] as string] = match[2] as string;
    return flat;
  }
}

function readJson(
  table: NamedTable,
  column: ColumnSchema,
  values: readonly string[],
  index: TableIndex,
  subjects: readonly Subject[],
  evidence: EvidenceIndex,
): readonly Reference[] {
  const unlike = index.uses("ids-inside") ? listUnlikeKeys(subjects) : [];
  const seen = new Map<string, { path: readonly string[]; place: Place; values: Set<string> }>();
  for (const text of values) {
    for (const [path, value] of walk(parseJson(text), [])) {
      const last = path.at(-1) as string;
      const { base, keyed } = stripKeyWords(splitWords(last));
      // `{"id": 7}` in a column called `user`: the column is what the object is called.
      const parent = path.at(-2) ?? column.name;
      const words = base.length > 0 ? base : keyed ? splitWords(parent) : [];
      if (!keyed || words.length === 0) continue;
      const owner = unlike.find(({ schema, key }) => evidence.isKey(schema.name, key?.name ?? "", value.toLowerCase()));
      const place =
        owner === undefined
          ? findTarget(words, table, index, subjects, true)
          : { target: owner, words: readReferenceWords(last, owner) };
      if (place === undefined || !keyAccepts(place.target, value)) continue;
      const key = path.join("\0");
      const known = seen.get(key);
      if (known === undefined) seen.set(key, { path, place, values: new Set([value]) });
      else known.values.add(value);
    }
  }
  return [...seen.values()].flatMap(({ path, place }) =>
    place.target.key === null
      ? []
      : makeReference({
          from: table.schema.name,
          columns: [column.name],
          to: place.target.schema.name,
          toColumns: [place.target.key.name],
          origin: "data",
          confidence: 0.7,
          why: `"${path.join(".")}" in its JSON`,
          path,
          words: readPathWords(path, place),
          nullable: column.nullable,
        }),
  );
}

/** What a path says beside its target: the name of the last key, or of the object where that only says "id". */
function readPathWords(path: readonly string[], { target, words }: Place): readonly string[] {
  const last = path.at(-1) as string;
  const isBare = stripKeyWords(splitWords(last)).base.length === 0;
  return words.length === 0 || isBare ? words : readReferenceWords(last, target);
}

/** References inside values, by sampled values. */
export function readEmbeddedReferences(
  index: TableIndex,
  subjects: readonly Subject[],
  evidence: EvidenceIndex,
): readonly Reference[] {
  const found: Reference[] = [];
  for (const table of index.tables) {
    if (table.schema.kind === "view") continue;
    const declared = new Set(table.schema.foreignKeys.flatMap((fk) => fk.columns));
    for (const column of table.schema.columns) {
      if (declared.has(column.name) || !["text", "json", "other"].includes(column.kind)) continue;
      const values = evidence.values(table.schema.name, column.name);
      if (values.length === 0) continue;
      const json = values.filter((value) => /^\s*\{/.test(value));
      // Numbers in addresses of mail are part of a name.
      const plain = values.filter((value) => !/^\s*[{[]/.test(value) && !value.includes("@"));
      if (json.length > 0 && index.uses("json-paths"))
        found.push(...readJson(table, column, json, index, subjects, evidence));
      if (plain.length > 0 && column.kind === "text" && index.uses("text-ids"))
        found.push(...readWholeIds(table, column, plain, index, subjects));
      // A long text that mentions an address is no reference.
      if (
        plain.length > 0 &&
        index.uses("patterns") &&
        plain.every((value) => value.length <= 160 && !/\s\S+\s/.test(value))
      ) {
        const patterns = readPatterns(table, column, plain, index, subjects, evidence);
        const glued =
          patterns.length === 0 && index.uses("glued-ids") && column.kind === "text"
            ? readGluedIds(table, column, plain, subjects, evidence)
            : undefined;
        found.push(...patterns, ...(glued === undefined ? [] : [glued]));
      }
    }
  }
  return found;
}
