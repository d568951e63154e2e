/**
 * How many people a column names: few in many rows, as those who serve or enter do, or nearly as many as there are rows, as those
 * do whose rows they are. Samples are bounded, so that a column of a hundred people may look like one of all: that is not known.
 */
import type { EvidenceIndex } from "./evidence.ts";
import { findPersonNoun } from "./nouns.ts";
import type { Reference } from "./reference.ts";
import { readRoleWords } from "./role-nouns.ts";
import type { RuleUse } from "./rules.ts";
import type { Subject } from "./subjects.ts";
import type { TableIndex } from "./table-index.ts";

/** Fewer rows show nothing. */
const ROWS = 20;
/** Of so many rows one person, and not more. */
const FEW = 0.2;
/** Of so many rows one person, and not less. */
const MANY = 0.4;
/** So many tables make a habit. */
const HABIT = 2;

/** The column of a plain reference to people: one column, and nothing that it depends on. */
export function spreadColumn({ columns, when, match, pattern, path }: Reference): string | null {
  const isPlain = !match && pattern === null && path.length === 0 && Object.keys(when).length === 0;
  return isPlain && columns.length === 1 ? (columns[0] ?? null) : null;
}

/** Columns to sample for it: of references to people in rows whose words say as whom, and the keys that tell how many rows there are. */
export function listSpread(
  index: TableIndex,
  references: readonly Reference[],
  subjects: readonly Subject[],
): readonly { readonly from: string; readonly column: string }[] {
  const people = new Set(subjects.map(({ table }) => table.schema.name));
  const plain = references.filter(
    (each) => people.has(each.to) && !people.has(each.from) && spreadColumn(each) !== null,
  );
  const said = new Set(plain.filter(({ words }) => words.length > 0).map(({ from }) => from));
  return plain
    .filter(({ from }) => said.has(from))
    .flatMap((each) => {
      const key = index.named.get(each.from)?.key?.name;
      return [spreadColumn(each), key].flatMap((column) => (column ? { from: each.from, column } : []));
    });
}

/** How people spread over rows: what is neither few nor many, or not known, is left out. */
export type Spread = ReadonlyMap<Reference, "few" | "many">;

/** Reads it of references to people. */
export function readSpread(
  references: readonly Reference[],
  index: TableIndex,
  data: EvidenceIndex,
  uses: RuleUse,
): Spread {
  if (!uses("spread")) return new Map();
  const rows = new Map<string, number>();
  const countRows = (name: string) => {
    const known = rows.get(name);
    if (known !== undefined) return known;
    const columns = index.named.get(name)?.schema.columns ?? [];
    const count = Math.max(0, ...columns.map((column) => data.values(name, column.name).length));
    rows.set(name, count);
    return count;
  };
  const found = new Map<Reference, "few" | "many">();
  for (const reference of references) {
    const column = spreadColumn(reference);
    const count = countRows(reference.from);
    const distinct = column === null ? 0 : data.values(reference.from, column).length;
    if (distinct === 0 || count < ROWS) continue;
    if (distinct <= count * FEW) found.set(reference, "few");
    else if (distinct >= count * MANY) found.set(reference, "many");
  }
  return found;
}

/** Words that may be of those who serve as well as of those whose rows they are: what they mean shows in how they spread. */
function mayServe(words: readonly string[]): boolean {
  const meaning = readRoleWords(words);
  if (meaning === undefined) return true;
  return meaning === "owner" && findPersonNoun(words.at(-1) ?? "", true)?.side === "user";
}

/**
 * References to those who serve: under these words few people stand in several kinds of rows, beside many of the same table, and nowhere
 * many. Doctors, users and patients are then rows of one table, and the patient's is whose columns name many.
 */
export function findServing(
  references: readonly Reference[],
  people: ReadonlyMap<string, Subject>,
  spread: Spread,
): ReadonlySet<Reference> {
  const toPeople = references.filter(
    ({ from, to, words, stated }) => people.has(to) && !people.has(from) && words.length > 0 && stated === undefined,
  );
  const beside = new Set([...spread].flatMap(([{ from, to }, how]) => (how === "many" ? `${from} ${to}` : [])));
  const alike = Map.groupBy(toPeople, ({ words, to }) => `${words.join(" ")} ${to}`);
  return new Set(
    [...alike.values()].flatMap((all) => {
      const few = all.filter((each) => spread.get(each) === "few");
      const serves =
        few.length >= HABIT &&
        mayServe(few[0]?.words ?? []) &&
        all.every((each) => spread.get(each) !== "many") &&
        few.some(({ from, to }) => beside.has(`${from} ${to}`));
      return serves ? all : [];
    }),
  );
}
