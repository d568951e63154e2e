/** The operator's map of a system as plain data: what differs from inference, and what was confirmed. */
import type { Condition, RestrictionMark, Role } from "./model.ts";
import type { Provenance } from "./provenance.ts";
import type { BlobMark } from "./stored-files.ts";

export interface EdgeMap {
  readonly columns: readonly string[];
  readonly to: string;
  /** Null: the key of the target. */
  readonly toColumns: readonly string[] | null;
  /** `none` takes an inferred edge away. */
  readonly role: Role | "none";
  readonly when: Condition;
  readonly match: boolean;
  readonly pattern: string | null;
  readonly path: readonly string[];
  /** The column holds several keys; in text, with this between them. */
  readonly list?: { readonly separator: string };
  readonly same: boolean;
}

export interface CounterMap {
  readonly table: string;
  readonly columns: readonly string[];
  readonly when: Condition;
}

export interface ColumnMap {
  readonly category: string | null;
  readonly hide: boolean | null;
  readonly keep: boolean | null;
  /** What it holds once it is blanked. */
  readonly blank?: string;
  readonly counter: CounterMap | null;
  /** Its values name files of a store, or none that Kept has to do with. */
  readonly blob?: BlobMark | "none";
  readonly copyOf?: { readonly table: string; readonly column: string };
  readonly provenance?: Provenance;
}

export interface RetainMap {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly from: string | null;
  readonly reason: string;
  readonly when: Condition;
}

export interface TableMap {
  readonly subject: boolean | null;
  readonly public: boolean | null;
  readonly key: readonly string[] | null;
  /** Kind of identifier -> column. Null: as inferred. */
  readonly identifiers: Readonly<Record<string, string>> | null;
  readonly retain: RetainMap | null;
  readonly restrict?: RestrictionMark;
  /** Where the values of its columns come from, but for those that say it themselves. */
  readonly provenance?: Provenance;
  readonly edges: readonly EdgeMap[];
  readonly columns: Readonly<Record<string, ColumnMap>>;
}

/** What columns of one name mean, in whatever table they stand: a line instead of one for each of them. */
export interface NamingMap {
  /** The name; `*` stands for any letters. */
  readonly column: string;
  /** Null: whatever they refer to anyway. */
  readonly to: string | null;
  /** Null: the key of the target. */
  readonly toColumn: string | null;
  /** `inferred`: whose the row is follows as it would for any other reference. */
  readonly role: Role | "inferred";
}

export interface DataMap {
  readonly system: string | null;
  readonly naming: readonly NamingMap[];
  /** Table -> mark of the proposals that were confirmed in one word, and what was seen (`accepted-tables.ts`); changed, it is a proposal again. */
  readonly accepted: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, TableMap>>;
}

/** A map that says nothing of a table. */
export const EMPTY_TABLE_MAP: TableMap = {
  subject: null,
  public: null,
  key: null,
  identifiers: null,
  retain: null,
  edges: [],
  columns: {},
};

export const EMPTY_MAP: DataMap = { system: null, naming: [], accepted: {}, tables: {} };

/** Whether a line of `naming` can name a column so that it means this one alone. */
export function canBeNamed(column: string): boolean {
  return !/[,*]|->|^\s|\s$/.test(column);
}
