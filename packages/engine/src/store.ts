/**
 * What the engine asks of a store, as plain data. The engine does no I/O: it yields questions of these shapes and is
 * given the answers; a connector turns them into statements of its own dialect.
 */
import type { ListForm } from "./lists.ts";
import type { Condition } from "./model.ts";

/**
 * A value of a key in canonical text: integers without leading zeros, UUIDs in lower case, binary as lower-case hex,
 * timestamps as the database prints them. Equal values of compatible types give equal texts.
 */
export type KeyText = string;

/** The columns of one row's key (or of an edge), in the order of the columns asked for. */
export type Key = readonly KeyText[];

/** Rows in which `columns` equal one of the keys in `in`. */
export interface KeyMatch {
  readonly kind: "key";
  readonly columns: readonly string[];
  readonly in: readonly Key[];
  /** Compare text without regard to case (natural keys such as e-mail addresses). */
  readonly fold: boolean;
}

/** Rows in which a text column is LIKE one of the patterns (`%`, `_`, escaped by `\`). */
export interface LikeMatch {
  readonly kind: "like";
  readonly column: string;
  readonly patterns: readonly string[];
}

/** Rows in which the scalar at `path` of a JSON column (or text that holds JSON) equals one of the values, as text. */
export interface JsonMatch {
  readonly kind: "json";
  readonly column: string;
  readonly path: readonly string[];
  readonly in: readonly KeyText[];
}

/**
 * Rows in which a list holds at least one of the keys; perhaps more rows, which whoever asks looks through again. In text a
 * separator stands between two keys, or it is a JSON array.
 */
export interface ListMatch {
  readonly kind: "list";
  readonly column: string;
  readonly separator: string;
  readonly in: readonly KeyText[];
  /** Compare without regard to case. */
  readonly fold: boolean;
}

/** Rows whose `columns` equal `toColumns` of a row of another table that matches: what hangs on rows that nobody has listed. */
export interface PointerMatch {
  readonly kind: "pointer";
  readonly columns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
  /** Rows of `to` that satisfy at least one of these. */
  readonly any: readonly RowMatch[];
}

export type RowMatch = (KeyMatch | LikeMatch | JsonMatch | ListMatch | PointerMatch) & { readonly when: Condition };

/** Rows in which these columns equal one of the keys, whatever else is in them. */
export function matchKeys(columns: readonly string[], keys: readonly Key[]): RowMatch {
  return { kind: "key", columns, in: keys, fold: false, when: {} };
}

/** "The values of these columns, as canonical text, of all rows that match." Answered in the order of `select`. */
export interface KeyQuery {
  readonly table: string;
  readonly select: readonly string[];
  /** Rows that satisfy at least one of these. */
  readonly any: readonly RowMatch[];
}

/** One answer: rows of canonical texts or nulls, each as long as `select`. No row twice. */
export type KeyRows = readonly (readonly (string | null)[])[];

/** "These rows, whole": for packages and previews; streamed. */
export interface RowQuery {
  readonly table: string;
  readonly columns: readonly string[];
  readonly any: readonly RowMatch[];
  /** Columns by which the rows are sorted, as the store compares them; absent: in any order. */
  readonly order?: readonly string[];
}

/** What a column is set to when a row is detached or blanked. */
export type SetValue =
  | { readonly kind: "null" }
  /** The same value for all rows, as text (cast by the connector to the column's type). */
  | { readonly kind: "text"; readonly text: string }
  /** `prefix`, then the row's own key (joined by `-`), then `suffix`: differs from row to row. */
  | { readonly kind: "keyed"; readonly prefix: string; readonly suffix: string }
  /** The list that stands there, without these keys: all else of it as it is. `fold`: compare without regard to case. */
  | { readonly kind: "without"; readonly list: ListForm; readonly keys: readonly KeyText[]; readonly fold: boolean };

/** What a column is set to whatever stands in it. */
export type Blank = Exclude<SetValue, { readonly kind: "without" }>;

/** Carried out in one statement with the next: their foreign keys go round in a circle, and are checked after both. */
export type WithNext = true;

/** One set-based statement of a plan, in the order of the plan. `keys` are values of the table's key columns. */
export type Operation =
  | {
      readonly op: "update";
      readonly table: string;
      readonly keyColumns: readonly string[];
      readonly keys: readonly Key[];
      readonly set: Readonly<Record<string, SetValue>>;
      readonly why: string;
    }
  | {
      readonly op: "delete";
      readonly table: string;
      readonly keyColumns: readonly string[];
      readonly keys: readonly Key[];
      readonly withNext?: WithNext;
      readonly why: string;
    }
  /** Adds rows; columns that are not named hold the database's default. */
  | {
      readonly op: "insert";
      readonly table: string;
      /** The columns that are set, and by which the rows are found again. */
      readonly keyColumns: readonly string[];
      readonly keys: readonly Key[];
      /** What else these rows hold, in their order; null: NULL, whatever the column defaults to. */
      readonly rest?: { readonly columns: readonly string[]; readonly rows: KeyRows };
      /** They stay when the change is taken back: by then other rows may name them. */
      readonly lasting?: true;
      readonly withNext?: WithNext;
      readonly why: string;
    }
  /** `column` of these rows := the number of rows of `of` whose `ofColumns` equal the row's `referencedColumns`. */
  | {
      readonly op: "recount";
      readonly table: string;
      readonly keyColumns: readonly string[];
      readonly keys: readonly Key[];
      readonly column: string;
      readonly of: string;
      readonly ofColumns: readonly string[];
      readonly referencedColumns: readonly string[];
      readonly when: Condition;
      readonly why: string;
    };

/** Rows of a table in which a column holds something else than statements have set it to, or another number than they have counted. */
export interface UndoneRows {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
}

/** "Rows in which one of these columns, read as text, matches the pattern": one pass over the table, streamed. */
export interface TextScan {
  readonly table: string;
  /** Columns that tell its rows apart; may be empty. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** A regular expression that every store reads alike (`sought-values.ts`), without regard to case. */
  readonly pattern: string;
  /** Only rows in which this column is greater. */
  readonly above?: { readonly column: string; readonly value: string };
}

/** One answer. `texts` are in the order of the scan's columns: null where a column does not match. */
export interface TextHit {
  readonly key: readonly (string | null)[];
  readonly texts: readonly (string | null)[];
}

/** What sampling a column tells about its values. They are shown to nobody but who asks for them by a question, and never logged. */
export interface ColumnSample {
  readonly table: string;
  readonly column: string;
  /** Up to the asked number of distinct non-null values, as text, shortened to 200 characters. */
  readonly values: readonly string[];
}

/** One row of a store as a package holds it: values of JSON types; binary as `{ bytes, sha256 }` is the writer's affair. */
export type RowValues = Readonly<Record<string, unknown>>;
