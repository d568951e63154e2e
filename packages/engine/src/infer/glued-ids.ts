/** Finds ids that stand behind an initial (`U17`, `idchecks/u17.jpg`): whose initial it is, and whose keys the numbers spread over. */
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { readKeyRange } from "./key-ranges.ts";
import { makeReference, type Reference } from "./reference.ts";
import type { Subject } from "./subjects.ts";
import type { NamedTable } from "./table-index.ts";

const GLUED = /^(.*[^A-Za-z0-9])?([A-Za-z])(\d{1,18})([^A-Za-z0-9].*)?$/;
/** Nearly all values have the form, and all of them the same beginning. */
const FORM_SHARE = 0.9;
const LEAST_SEEN = 6;

/** What such a column could be numbers of, as people who have a number and the initial; of two, neither. */
function findInitial(subjects: readonly Subject[], initial: string): NamedTable | undefined {
  const fitting = subjects.filter(
    ({ table, defines, identityOnly }) =>
      defines && !identityOnly && table.key?.kind === "integer" && table.head.startsWith(initial.toLowerCase()),
  );
  return fitting.length === 1 ? fitting[0]?.table : undefined;
}

/** The reference of one column whose values are an initial and a number; a guess that somebody is asked about. */
export function readGluedIds(
  table: NamedTable,
  column: ColumnSchema,
  values: readonly string[],
  subjects: readonly Subject[],
  evidence: EvidenceIndex,
): Reference | undefined {
  const found = values.map((value) => GLUED.exec(value)).filter((match) => match !== null);
  const [first] = found;
  if (first === undefined || found.length < LEAST_SEEN || found.length < values.length * FORM_SHARE) return undefined;
  const [, before = "", initial = "", , after = ""] = first;
  if (found.some((match) => (match[1] ?? "") !== before || match[2] !== initial)) return undefined;
  const target = findInitial(subjects, initial);
  if (target === undefined || target === table || target.key === null) return undefined;
  const numbers = [...new Set(found.map((match) => match[3] ?? ""))];
  const keys = evidence.values(target.schema.name, target.key.name);
  const range = readKeyRange(numbers, keys);
  const most = Math.max(...keys.map(Number));
  if (range === null || !range.spread || numbers.some((number) => Number(number) > most)) return undefined;
  const tails = new Set(found.map((match) => match[4] ?? ""));
  const tail = tails.size === 1 ? after : "*";
  return makeReference({
    from: table.schema.name,
    columns: [column.name],
    to: target.schema.name,
    toColumns: [target.key.name],
    origin: "data",
    confidence: 0.6,
    why: `values of the form ${before}${initial}{}${tail}, whose numbers spread over the keys of ${target.schema.name}`,
    pattern: `${before}${initial}{}${tail}`,
    nullable: column.nullable,
    doubtful: true,
  });
}
