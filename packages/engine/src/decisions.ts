/** What is decided of rows, and why. */
import type { Dependent } from "./dependents.ts";
import { describeEdge } from "./describe-edge.ts";
import type { Edge } from "./model.ts";
import type { ReachedRow, ReachedTable, TableRows } from "./reached-rows.ts";
import type { Disposition } from "./rights.ts";
import type { SetValue } from "./store.ts";

export type Columns = Readonly<Record<string, SetValue>>;

/** A row and what is decided of it so far. */
export interface Decision {
  readonly reached: ReachedTable;
  readonly row: ReachedRow;
  disposition: Disposition;
  why: string;
  until: string | null;
  /** Columns to set, for rows that stay. */
  set: Columns;
  /** It stays because what the law keeps depends on it. */
  keptForLaw?: boolean;
  /** Others own or hold it too. */
  isShared?: boolean;
}

export const UNCHANGED: Columns = {};

export interface Decisions {
  /** Rows of which there is something to say: own rows that something keeps, and rows that only name the person. */
  readonly rows: readonly Decision[];
  /** All other own rows that the right is about: they are deleted, and that is all. Most rows, so there is no object for each. */
  readonly plain: readonly TableRows[];
  /** Pointers in rows that the right does not reach, which have to let go of a row that is deleted. */
  readonly repairs: readonly { readonly dependent: Dependent; readonly set: Columns }[];
  /** Edges by which other rows had a say in what becomes of the person's. */
  readonly weighed: ReadonlySet<Edge>;
}

/** All rows of which something is decided, a decision for each. */
export function listDecisions({ rows, plain }: Decisions): readonly Decision[] {
  const deleted = plain.flatMap(({ reached, rows: some }) =>
    some.map((row) => decide(reached, row, "deleted", describeWay(row.via))),
  );
  return [...deleted, ...rows];
}

export function decide(reached: ReachedTable, row: ReachedRow, disposition: Disposition, why: string): Decision {
  return { reached, row, disposition, why, until: null, set: UNCHANGED };
}

/** By which way a row is the person's, for people. */
export function describeWay(via: Edge | null): string {
  return via === null ? "the person's own row" : describeEdge(via);
}
