/** What data says beside the catalogue: sampled values, and shares of values found elsewhere. Asked for first, then given. */
import type { ColumnSample } from "../store.ts";
import type { Join } from "./read-joins.ts";

/** Answers of a store to {@link ./ask-evidence.ts}; inference works without any of it, and better with it. */
export interface Evidence {
  readonly samples: readonly ColumnSample[];
  /** Share (0 to 1) of a column's values found in another, by {@link inclusionKey}. Columns without values are left out. */
  readonly inclusion?: ReadonlyMap<string, number>;
  /** Of the ids that were met inside other values, those that are keys, by {@link keyName}. */
  readonly keys?: ReadonlySet<string>;
  /** Columns that the statements of a query log hold equal. */
  readonly joins?: readonly Join[];
}

/** Ids met inside values (`avatars/<id>/small.png`), to be looked for among the keys of a table; or keys, among attributes. */
export interface KeyQuestion {
  readonly table: string;
  readonly column: string;
  readonly values: readonly string[];
  /** Only in rows whose column has this value: one attribute of many. */
  readonly where?: { readonly column: string; readonly value: string };
}

/** The name of a key in {@link Evidence.keys}. */
export function keyName(table: string, column: string, value: string, where?: KeyQuestion["where"]): string {
  return `${table}.${column}${where === undefined ? "" : `?${where.column}=${where.value}`}=${value}`;
}

/** Two columns of which the first may refer to the second. */
export interface InclusionPair {
  readonly table: string;
  readonly column: string;
  readonly inTable: string;
  readonly inColumn: string;
}

/** The key of a pair in {@link Evidence.inclusion}. */
export function inclusionKey(pair: InclusionPair): string {
  return `${pair.table}.${pair.column}->${pair.inTable}.${pair.inColumn}`;
}

/** Evidence as rules read it. */
export interface EvidenceIndex {
  /** Values of a column; empty when it was not sampled. */
  values(table: string, column: string): readonly string[];
  /** The share, or undefined when it is not known. */
  included(pair: InclusionPair): number | undefined;
  readonly joins: readonly Join[];
  /** Were keys asked for at all? */
  readonly knowsKeys: boolean;
  /** Whether the value is known to be a key of that table. */
  isKey(table: string, column: string, value: string, where?: KeyQuestion["where"]): boolean;
}

const NONE: readonly string[] = [];

/** Indexes evidence once per inference. */
export function indexEvidence(evidence: Evidence | undefined): EvidenceIndex {
  const values = new Map<string, readonly string[]>();
  for (const sample of evidence?.samples ?? []) values.set(`${sample.table}.${sample.column}`, sample.values);
  return {
    joins: evidence?.joins ?? [],
    knowsKeys: evidence?.keys !== undefined,
    values: (table, column) => values.get(`${table}.${column}`) ?? NONE,
    isKey: (table, column, value, where) => evidence?.keys?.has(keyName(table, column, value, where)) ?? false,
    included: (pair) => (evidence?.inclusion === undefined ? undefined : evidence.inclusion.get(inclusionKey(pair))),
  };
}
