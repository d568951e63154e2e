/** What the marks of people come to: references, copies beside a reference, and what columns hold. */
import type { Classified } from "./classify-columns.ts";
import type { InclusionPair } from "./evidence.ts";
import { classifyTied, type Tied } from "./known-by.ts";
import type { Reference } from "./reference.ts";

/** A key that others are not called like is meant where no name says otherwise. */
export const isAtOnce = ({ tie, mark }: Tied) => !mark.isKey || (mark.telling && tie.byName);

/** Where a reference of one column stands. */
export const placeOf = ({ from, columns }: Reference) => `${from}.${columns[0]}`;

/**
 * What the marks of people come to: references, and copies where the row refers to the same people anyway. What a column repeats is
 * of the kind that it is there (`facts`). A key that values bear out is a key, whatever else has its values.
 */
export function settleTies(
  tied: readonly Tied[],
  known: readonly Reference[],
  {
    named,
    polymorphic,
    facts,
  }: {
    readonly named: ReadonlySet<string>;
    readonly polymorphic: ReadonlySet<string>;
    readonly facts: Map<string, Map<string, Classified>>;
  },
): { readonly settled: readonly Reference[]; readonly repeated: readonly InclusionPair[] } {
  const keys = new Set(known.filter(({ confidence }) => confidence >= BORNE_OUT).map(placeOf));
  const plain = new Set(known.filter(({ words }) => words.length === 0).map(({ from, to }) => `${from} ${to}`));
  const naming = new Set(known.map(({ from, to }) => `${from} ${to}`));
  const settled: Reference[] = [];
  const repeated: InclusionPair[] = [];
  for (const each of tied) {
    const { reference, mark } = each;
    const place = placeOf(reference);
    if (named.has(place) || polymorphic.has(place) || keys.has(place)) continue;
    const [column = ""] = reference.columns;
    const between = `${reference.from} ${reference.to}`;
    const isRepeated = mark.isName ? naming.has(between) : plain.has(between) && reference.words.length === 0;
    if (isRepeated) repeated.push({ table: reference.from, column, inTable: reference.to, inColumn: mark.column.name });
    if (mark.isName && !isRepeated) continue;
    const classified = classifyTied(each, facts);
    if (classified !== null) facts.get(reference.from)?.set(column, classified);
    if (!isRepeated) settled.push(reference);
  }
  return { settled, repeated };
}

/** Named after a table, and its values are keys there. */
const BORNE_OUT = 0.9;
