/**
 * What a change did to rows, as it was observed in the change's own transaction: enough to put everything back, and to tell
 * later whether the change happened. Plain data; it holds what was taken away, so it is personal data and kept sealed.
 */
import { keyId } from "./edge-values.ts";
import type { ModelTable } from "./model.ts";
import type { RowRef } from "./rights.ts";
import type { Key, Operation, WithNext } from "./store.ts";

/** Values as a store prints them for itself: what it takes back gives the same value to the last bit. */
export type ExactValues = readonly (string | null)[];

/** "These rows as they are": answered by a store with one {@link ExactRow} for every row that is there. */
export interface ExactAsk {
  readonly table: string;
  /** Columns that name a row; answered as keys. */
  readonly keyColumns: readonly string[];
  /** Answered as canonical texts, which can be looked for in other rows. */
  readonly plainColumns: readonly string[];
  /** Answered exactly. */
  readonly columns: readonly string[];
  /** Rows in which these columns equal one of the keys. */
  readonly by: readonly string[];
  readonly in: readonly Key[];
}

export interface ExactRow {
  readonly key: Key;
  readonly plain: readonly (string | null)[];
  readonly values: ExactValues;
}

/** Answers to several of {@link ExactAsk}, in their order. */
export type ExactAnswers = readonly (readonly ExactRow[])[];

/** Puts exact values back: a whole row, or columns of rows that are there. */
export type ExactOperation =
  | {
      readonly op: "put-back";
      readonly table: string;
      readonly keyColumns: readonly string[];
      readonly columns: readonly string[];
      readonly rows: readonly { readonly key: Key; readonly values: ExactValues }[];
      readonly withNext?: WithNext;
    }
  | {
      readonly op: "restore";
      readonly table: string;
      readonly keyColumns: readonly string[];
      readonly columns: readonly string[];
      readonly rows: readonly { readonly key: Key; readonly values: ExactValues }[];
    };

/** Everything that one transaction does to rows: first what is put back, then the statements of a plan. */
export interface Change {
  readonly exact: readonly ExactOperation[];
  readonly operations: readonly Operation[];
  readonly suspendForeignKeys: boolean;
}

/** The statements of a right, which a plan has without more, or of a change. */
export type Statements = Pick<Change, "operations"> & Partial<Pick<Change, "exact">>;

export interface DiffRow {
  readonly key: Key;
  readonly plain: readonly (string | null)[];
  readonly before: ExactValues;
  /** Null: the row is gone. */
  readonly after: ExactValues | null;
}

export interface DiffTable {
  readonly name: string;
  readonly keyColumns: readonly string[];
  readonly plainColumns: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly DiffRow[];
}

export interface Diff {
  readonly system: string;
  /** Of a system that decides for itself: the run under which it keeps what it took away. All that follows is then empty. */
  readonly run?: string;
  /** False: taken before the first change, so that `after` says nothing yet. */
  readonly complete: boolean;
  readonly tables: readonly DiffTable[];
  /** Rows that the change added. */
  readonly added: readonly {
    readonly table: string;
    readonly keyColumns: readonly string[];
    readonly keys: readonly Key[];
  }[];
  /** Rows that the change named and left as they were: by a value that is nobody's now they named somebody who left. */
  readonly stayed?: Diff["added"];
  /** Tables that lost rows, in the order in which these can come back. */
  readonly order: readonly string[];
  /** Tables of that order whose rows can only come back in one statement: their foreign keys go round in a circle. */
  readonly joined?: readonly string[];
  /** Columns by which lost rows point in a circle: they come back without them, and are given them afterwards. */
  readonly cuts: Readonly<Record<string, readonly string[]>>;
  /** Counters that the change computed anew. */
  readonly recounts: readonly Extract<Operation, { op: "recount" }>[];
  /** Counters that rows of others moved too, in the same transaction: they are never put back, and counted anew each time. */
  readonly counts?: readonly Extract<Operation, { op: "recount" }>[];
  readonly suspendForeignKeys: boolean;
}

/** Columns of a row that can be written back. A key that the database numbers by itself is written too. */
export function exactColumns({ schema, key }: ModelTable): readonly string[] {
  return schema.columns.filter(({ name, generated }) => !generated || key.includes(name)).map(({ name }) => name);
}

/** Are all values the same, to the last bit? */
export function isSame(left: ExactValues, right: ExactValues): boolean {
  return left.length === right.length && left.every((value, position) => value === right[position]);
}

/** The diff of a restriction without marks that something else needs by now: taking it back leaves these. */
export function withoutMarks(diff: Diff, needed: readonly RowRef[]): Diff {
  if (needed.length === 0) return diff;
  const keys = new Map<string, Set<string>>();
  for (const { table, key } of needed) keys.set(table, (keys.get(table) ?? new Set()).add(keyId(key)));
  const goesBack = (table: string) => (key: Key) => keys.get(table)?.has(keyId(key)) !== true;
  return {
    ...diff,
    tables: diff.tables.map((one) => ({ ...one, rows: one.rows.filter(({ key }) => goesBack(one.name)(key)) })),
    added: diff.added.map((one) => ({ ...one, keys: one.keys.filter(goesBack(one.table)) })),
  };
}

/** How many rows a diff is about. */
export function countDiff(diff: Diff): number {
  const added = diff.added.reduce((sum, { keys }) => sum + keys.length, 0);
  return diff.tables.reduce((sum, { rows }) => sum + rows.length, added);
}
