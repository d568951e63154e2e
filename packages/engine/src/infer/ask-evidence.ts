/** Says which columns to sample and which pairs to compare, so that a caller can fetch evidence and infer again. */
import type { SystemSchema } from "../schema.ts";
import { askAttributes } from "./attributes.ts";
import { listCopyCandidates } from "./copies.ts";
import { askKeysInside } from "./embedded-references.ts";
import { type Evidence, type InclusionPair, inclusionKey, indexEvidence, type KeyQuestion } from "./evidence.ts";
import { pairTies } from "./known-by.ts";
import { askListedKeys } from "./listed-references.ts";
import { listMatchCandidates } from "./match-references.ts";
import { prepareInference } from "./prepare-inference.ts";
import { listSpread } from "./spread.ts";
import type { Stated } from "./stated.ts";
import { askTypeTables } from "./type-tables.ts";

export interface EvidenceQuestions {
  readonly columns: readonly { readonly table: string; readonly column: string }[];
  readonly pairs: readonly InclusionPair[];
  readonly keys: readonly KeyQuestion[];
}

/** Bounds, so that a schema of any size costs a store a bounded number of looks. */
const MOST_COLUMNS = 4000;
const MOST_PAIRS = 2000;
const TOLD_BY_VALUES: ReadonlySet<string> = new Set(["text", "json", "other", "array"]);

/**
 * What to ask of a store. Only what the catalogue leaves open: declared keys are not tested, dates not sampled. With what is
 * known so far, it asks further: who is a person may only show in values, and then roles are compared with them too.
 */
export function askEvidence(schema: SystemSchema, known?: Evidence, stated?: Stated): EvidenceQuestions {
  const prepared = prepareInference(schema, indexEvidence(known), undefined, stated);
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
  // Small numbers are keys of everybody: their ranges tell which people a role means.
  for (const { table, column, target, key, byRole } of prepared.candidates) {
    if (!byRole || column.kind !== "integer") continue;
    sample(table.schema.name, column.name);
    sample(target.schema.name, key.name);
  }
  for (const { table, defines } of prepared.subjects)
    if (defines && table.key !== null) sample(table.schema.name, table.key.name);
  // Of whom few stand in many rows, and of whom many, tells who serves and whose the rows are.
  for (const { from, column } of listSpread(prepared.index, prepared.references, prepared.subjects))
    sample(from, column);
  const pairs: InclusionPair[] = [];
  const asked = new Set<string>();
  const compare = (pair: InclusionPair) => {
    const key = inclusionKey(pair);
    if (asked.has(key) || pairs.length >= MOST_PAIRS) return;
    asked.add(key);
    pairs.push(pair);
  };
  for (const candidate of prepared.candidates) {
    compare({
      table: candidate.table.schema.name,
      column: candidate.column.name,
      inTable: candidate.target.schema.name,
      inColumn: candidate.key.name,
    });
  }
  for (const pair of pairTies(prepared.ties)) compare(pair);
  for (const candidate of listMatchCandidates(prepared.index, prepared.facts, prepared.subjects, new Set())) {
    compare({
      table: candidate.table.schema.name,
      column: candidate.column,
      inTable: candidate.subject.table.schema.name,
      inColumn: candidate.identifier,
    });
  }
  const { index, facts, subjects, references } = prepared;
  for (const { pair } of listCopyCandidates(index, facts, subjects, references)) compare(pair);
  for (const { table, column, target } of prepared.unnamed) {
    if (target.key !== null)
      compare({
        table: table.schema.name,
        column: column.name,
        inTable: target.schema.name,
        inColumn: target.key.name,
      });
  }
  const data = indexEvidence(known);
  const keys =
    known === undefined
      ? []
      : [
          ...askKeysInside(index, subjects, data),
          ...askListedKeys(index, subjects, data),
          ...askAttributes(index, subjects, data),
          ...askTypeTables(prepared.pairs, index, data),
        ];
  return { columns, pairs, keys };
}
