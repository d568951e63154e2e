/** Finds columns that repeat what stands in a person's own row (`author_name` beside `author_id`), so that it is corrected there too. */
import type { Classified } from "./classify-columns.ts";
import type { EvidenceIndex, InclusionPair } from "./evidence.ts";
import { stripKeyWords } from "./key-words.ts";
import { splitWords, toSingular } from "./names.ts";
import { findPersonNoun } from "./nouns.ts";
import type { Reference } from "./reference.ts";
import { findRoleNoun } from "./role-nouns.ts";
import type { Facts, Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

/** A column that may repeat another. */
interface CopyCandidate {
  readonly pair: InclusionPair;
  /** The words of both say so; without, values have to. */
  readonly byName: boolean;
}

/** What rows repeat of whom they name. */
const REPEATED = /^(name|contact\.(email|phone)|identity\.(username|birth-date))$/;
/** This share of the values is found there, where the name says that it is a copy, and where nothing else does. */
const BORNE_OUT = 0.3;
const BY_VALUES = 0.8;

/** Where the sign of one stands in another: the same kind of column, of the table that a reference of the row points at. */
export function listCopyCandidates(
  index: TableIndex,
  facts: Facts,
  subjects: readonly Subject[],
  references: readonly Reference[],
): readonly CopyCandidate[] {
  if (!index.uses("copies")) return [];
  const people = new Set(subjects.filter(({ defines }) => defines).map(({ table }) => table.schema.name));
  const found: CopyCandidate[] = [];
  for (const reference of references) {
    const table = index.named.get(reference.from);
    const target = index.named.get(reference.to);
    const { pattern, path, list, sharedKey } = reference;
    const isPlain = pattern === null && path.length === 0 && list === undefined && !sharedKey;
    if (table === undefined || target === undefined || table === target) continue;
    if (!people.has(reference.to) || !isPlain || reference.columns.length > 1) continue;
    const [column = "", toColumn = ""] = [reference.columns[0], reference.toColumns[0]];
    // What refers to a key is a key, and what repeats a name beside the key is a copy.
    const original = facts.get(reference.to)?.get(toColumn)?.category ?? "";
    if (reference.match || (toColumn !== target.key?.name && REPEATED.test(original))) {
      if (toColumn === target.key?.name) continue;
      found.push({ pair: pairOf(table, column, target, toColumn), byName: true });
      continue;
    }
    for (const repeated of table.schema.columns) {
      const fact = facts.get(reference.from)?.get(repeated.name);
      if (fact === undefined || !REPEATED.test(fact.category) || fact.confidence < 0.6 || repeated.name === column)
        continue;
      const said = readAttribute(repeated.name, column, target);
      const source = said === null ? undefined : findOriginal(target, facts, fact, said.attribute);
      // Who is a person has a name of their own, whoever else is named.
      const isOwn = people.has(reference.from) && said?.byName === false;
      if (said !== null && source !== undefined && !isOwn)
        found.push({ pair: pairOf(table, repeated.name, target, source), byName: said.byName });
    }
  }
  return found;
}

function pairOf(table: NamedTable, column: string, target: NamedTable, toColumn: string): InclusionPair {
  return { table: table.schema.name, column, inTable: target.schema.name, inColumn: toColumn };
}

/** `author_name` beside `author_id` is a name; `name` alone may be anybody's; `vet_name` beside `owner_id` is no copy. */
function readAttribute(
  repeated: string,
  column: string,
  target: NamedTable,
): { readonly attribute: readonly string[]; readonly byName: boolean } | null {
  const words = splitWords(repeated);
  const { base } = stripKeyWords(splitWords(column));
  for (const prefix of [base, base.slice(-1), base.slice(0, 1), target.words, [target.head]]) {
    if (prefix.length === 0 || words.length < prefix.length) continue;
    if (!prefix.every((word, at) => toSingular(words[at] ?? "") === toSingular(word))) continue;
    return { attribute: words.slice(prefix.length), byName: true };
  }
  const rest = words.filter((word) => findRoleNoun(word) === undefined && findPersonNoun(word) === undefined);
  const attribute = rest.length > 0 ? rest : words;
  return rest.every((word) => ATTRIBUTE.test(word)) ? { attribute, byName: false } : null;
}

const ATTRIBUTE =
  /^(e|email|mail|address|phone|mobile|number|name|full|display|first|last|user|username|login|handle|nick)$/;

function findOriginal(
  target: NamedTable,
  facts: Facts,
  { category }: Classified,
  attribute: readonly string[],
): string | undefined {
  const alike = target.schema.columns.filter(
    ({ name }) => facts.get(target.schema.name)?.get(name)?.category === category,
  );
  const said = attribute.join(" ");
  const same = alike.find(({ name }) => {
    const words = splitWords(name);
    const own = words.filter((word) => !target.words.includes(toSingular(word)));
    return said === words.join(" ") || (own.length > 0 && said === own.join(" "));
  });
  return (same ?? (alike.length === 1 ? alike[0] : undefined))?.name;
}

/** The copies: by name and not denied by values, or by values alone. By `table.column`. */
export function readCopies(
  candidates: readonly CopyCandidate[],
  evidence: EvidenceIndex,
): ReadonlyMap<string, { readonly table: string; readonly column: string }> {
  const best = new Map<string, { readonly rank: number; readonly table: string; readonly column: string }>();
  for (const { pair, byName } of candidates) {
    const share = evidence.included(pair);
    if (share === undefined ? !byName : share < (byName ? BORNE_OUT : BY_VALUES)) continue;
    const key = `${pair.table}.${pair.column}`;
    const rank = (byName ? 1 : 0) + (share ?? 0);
    if (rank > (best.get(key)?.rank ?? -1)) best.set(key, { rank, table: pair.inTable, column: pair.inColumn });
  }
  return new Map([...best].map(([key, { table, column }]) => [key, { table, column }]));
}
