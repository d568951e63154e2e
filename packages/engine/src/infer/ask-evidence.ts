/** Says which columns to sample and which pairs to compare, so that a caller can fetch evidence and infer again. */
import type { SystemSchema } from "../schema.ts";
import { type InclusionPair, inclusionKey, indexEvidence } from "./evidence.ts";
import { compareKinds } from "./key-words.ts";
import { listMatchCandidates } from "./match-references.ts";
import { splitWords } from "./names.ts";
import { prepareInference } from "./prepare-inference.ts";
import { type Facts, findTableNoun } from "./subjects.ts";
import type { NamedTable } from "./table-index.ts";

export interface EvidenceQuestions {
  readonly columns: readonly { readonly table: string; readonly column: string }[];
  readonly pairs: readonly InclusionPair[];
}

/** Bounds, so that a schema of any size costs a store a bounded number of looks. */
const MOST_COLUMNS = 4000;
const MOST_PAIRS = 2000;
/** Tables of unknown kind that roles are compared with. */
const MOST_MAYBE = 6;
const TOLD_BY_VALUES: ReadonlySet<string> = new Set(["text", "json", "other", "array"]);

/** A name and an address or a phone, under a name that says nothing: people, or companies. */
function mayBePeople(table: NamedTable, facts: Facts): boolean {
  if (table.schema.kind === "view" || table.key === null || findTableNoun(table) !== undefined) return false;
  const reached = [...(facts.get(table.schema.name)?.values() ?? [])].some(
    ({ category }) => category === "contact.email" || category === "contact.phone",
  );
  return reached && table.schema.columns.some((column) => splitWords(column.name).at(-1) === "name");
}

/** What to ask of a store. Only what the catalogue leaves open: declared keys are not tested, numbers and dates not sampled. */
export function askEvidence(schema: SystemSchema): EvidenceQuestions {
  const prepared = prepareInference(schema, indexEvidence(undefined));
  const columns: { table: string; column: string }[] = [];
  const sampled = new Set<string>();
  const sample = (table: string, column: string) => {
    const key = `${table}.${column}`;
    if (sampled.has(key) || columns.length >= MOST_COLUMNS) return;
    sampled.add(key);
    columns.push({ table, column });
  };
  // Types of polymorphic pairs first: without them an edge is missing, without the others only a category is less sure.
  for (const pair of prepared.pairs) sample(pair.table.schema.name, pair.type.name);
  for (const table of prepared.index.tables) {
    if (table.schema.kind === "view" || !table.schema.may.read) continue;
    const declared = new Set(table.schema.foreignKeys.flatMap((fk) => fk.columns));
    for (const column of table.schema.columns) {
      if (TOLD_BY_VALUES.has(column.kind) && !declared.has(column.name)) sample(table.schema.name, column.name);
    }
  }
  const pairs: InclusionPair[] = [];
  const asked = new Set<string>();
  const compare = (pair: InclusionPair) => {
    const key = inclusionKey(pair);
    if (asked.has(key) || pairs.length >= MOST_PAIRS) return;
    asked.add(key);
    pairs.push(pair);
  };
  // Who is a person may only show in the values that are asked for here: roles are compared with all who might be.
  const maybe = prepared.index.tables.filter((table) => mayBePeople(table, prepared.facts));
  for (const { table, column, byRole } of prepared.candidates) {
    if (!byRole) continue;
    for (const target of maybe.slice(0, MOST_MAYBE)) {
      if (target.key === null || target === table || !compareKinds(column.kind, target.key.kind)) continue;
      compare({
        table: table.schema.name,
        column: column.name,
        inTable: target.schema.name,
        inColumn: target.key.name,
      });
    }
  }
  for (const candidate of prepared.candidates) {
    compare({
      table: candidate.table.schema.name,
      column: candidate.column.name,
      inTable: candidate.target.schema.name,
      inColumn: candidate.key.name,
    });
  }
  for (const candidate of listMatchCandidates(prepared.index, prepared.facts, prepared.subjects, new Set())) {
    compare({
      table: candidate.table.schema.name,
      column: candidate.column,
      inTable: candidate.subject.table.schema.name,
      inColumn: candidate.identifier,
    });
  }
  for (const { table, column, target } of prepared.unnamed) {
    if (target.key !== null)
      compare({
        table: table.schema.name,
        column: column.name,
        inTable: target.schema.name,
        inColumn: target.key.name,
      });
  }
  return { columns, pairs };
}
