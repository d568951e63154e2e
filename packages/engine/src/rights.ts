/** The nouns of a right at work: who, what part, which rows, and what becomes of each of them. */
import type { Finding } from "./model.ts";
import type { Provenance } from "./provenance.ts";
import type { Key, Operation } from "./store.ts";

/** How strongly a row is the person's: the weakest link on the path by which it was reached. */
export type Level = "own" | "view" | "act";

/** Exactly one of these for every row that a right reaches (ENGINE.md 3.3). */
export type Disposition = "deleted" | "redacted" | "detached" | "retained";

/** A person as the asker names them: verified identifiers, or keys of rows that are the person. */
export interface PersonQuery {
  readonly identifiers: readonly { readonly kind: string; readonly value: string }[];
  readonly keys: readonly RowRef[];
}

export interface RowRef {
  readonly table: string;
  readonly key: Key;
}

/** Which part of everything a right is about. Empty lists mean everything. */
export interface Scope {
  readonly tables: readonly string[];
  /** Categories of the taxonomy; `content` takes in `content.text`. */
  readonly categories: readonly string[];
  /** Single rows: of what the lists above leave, no more than these and what is part of them. */
  readonly rows?: readonly RowRef[];
}

export const EVERYTHING: Scope = { tables: [], categories: [] };

/** What a column of a plan holds, where the system tells. */
export interface ColumnHolding {
  /** Of the taxonomy. */
  readonly category: string;
  /** Keys and references hold nothing by themselves: they say which rows belong together. */
  readonly provenance: Provenance | "structure";
}

/** One table of an access plan. */
export interface AccessTable {
  readonly name: string;
  readonly rows: number;
  /** `own` and `view` rows are exported with their columns; `act` rows as one line "you did X". */
  readonly level: Level;
  /** Columns that the package shows, in order; hidden ones are named apart. */
  readonly columns: readonly string[];
  readonly hidden: readonly string[];
  /** Columns whose values are another person's and are masked. */
  readonly masked: readonly string[];
  /** The path by which its rows are the person's, for people. */
  readonly why: string;
  /** Columns by which {@link AccessRow.key} names a row; absent where its rows cannot be named one by one. */
  readonly key?: Key;
  /** By column; absent where a system does not tell. */
  readonly holds?: Readonly<Record<string, ColumnHolding>>;
}

export interface AccessPlan {
  readonly system: string;
  readonly subjects: readonly RowRef[];
  readonly tables: readonly AccessTable[];
  /** What the package cannot show, and what it shows on the strength of a proposal. */
  readonly gaps: readonly Finding[];
}

/** One row as a package shows it. */
export interface AccessRow {
  readonly table: string;
  readonly level: Level;
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * Names the row in a {@link Scope}; absent where it cannot be named. It may hold what is masked in `values`, so it is
   * never shown and never handed out.
   */
  readonly key?: Key;
  /** By column, the file that its value names; null: which one it is cannot be told. Absent: no column of it names files. */
  readonly files?: Readonly<Record<string, StoredName | null>>;
}

/** A file as it is called in the system that holds it. */
export interface StoredName {
  readonly store: string;
  readonly name: string;
}

export interface PlannedRow {
  readonly key: Key;
  readonly disposition: Disposition;
  /** For people: why it is theirs and why this becomes of it. */
  readonly why: string;
  /** Id of the edge by which it was reached; `subject` for the person's own row. */
  readonly via: string;
  /** Last day of retention (ISO), where one is known. */
  readonly until: string | null;
}

export interface DispositionCounts {
  readonly deleted: number;
  readonly detached: number;
  readonly redacted: number;
  readonly retained: number;
}

export interface PlannedTable extends DispositionCounts {
  readonly name: string;
  readonly keyColumns: readonly string[];
  readonly rows: readonly PlannedRow[];
}

/** A change to rows that are nobody's or another's, needed so that nothing points at what is gone. */
export interface Repair {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
  readonly why: string;
}

/** A column that is blanked with what the map says; `{}` stands for the row's key. */
export interface StatedBlank {
  readonly table: string;
  readonly column: string;
  readonly value: string;
}

/**
 * A file that rows of a plan name. `deleted`: it goes with them; `kept`: a row that stays names it, too; `missing`: the store has none
 * of that name.
 */
export interface PlannedFile extends StoredName {
  readonly fate: "deleted" | "kept" | "missing";
  /** The column that names it; of several one. */
  readonly table: string;
  readonly column: string;
}

/** Files of one store, counted. */
export interface FileCounts {
  readonly store: string;
  readonly deleted: number;
  readonly kept: number;
  readonly missing: number;
}

/**
 * What an erasure will do in one system. Plain data: it can be shown, compared, sealed and run. Holds keys and the
 * identifying values that verification looks for, so it is personal data itself.
 */
export interface ErasurePlan {
  readonly system: string;
  readonly subjects: readonly RowRef[];
  readonly tables: readonly PlannedTable[];
  /** The person's rows that already are as this erasure would leave them: an earlier one has done it. */
  readonly settled?: readonly RowRef[];
  readonly repairs: readonly Repair[];
  /** Columns that the map says how to blank, where this plan does; absent: none. */
  readonly blanks?: readonly StatedBlank[];
  /** Files outside of the system that rows of theirs name; absent: none. Names of files can say who it is. */
  readonly files?: readonly PlannedFile[];
  /** Rows that stand in for people who have left, and are made by this plan. */
  readonly ghosts?: readonly RowRef[];
  /**
   * Ids of edges by which rows that stay are made to point at nobody by a value that was the key of a row until then, and is
   * deleted: what holds that value afterwards points at nobody.
   */
  readonly nobody?: readonly string[];
  /** Marks of what the law keeps, where they stand, whoever set them: a lift of a restriction leaves them. Absent: none. */
  readonly marked?: readonly RowRef[];
  readonly operations: readonly Operation[];
  /** Foreign-key checks have to be off inside the transaction (a cycle that nothing else cuts). */
  readonly suspendForeignKeys: boolean;
  readonly findings: readonly Finding[];
  readonly identifying: readonly { readonly category: string; readonly value: string }[];
  /** The person's own rows as other rows point at them: what verification starts from once they are gone. */
  readonly subjectValues: readonly {
    readonly table: string;
    readonly values: Readonly<Record<string, string | null>>;
  }[];
}

/** What an erasure did. The counts are those of the plan that was carried out. */
export interface ErasureOutcome {
  readonly system: string;
  readonly tables: readonly ({ readonly name: string } & DispositionCounts)[];
  readonly retained: readonly {
    readonly table: string;
    readonly rows: number;
    readonly why: string;
    readonly until: string | null;
  }[];
  /** What was blanked with a value of the map's; absent: nothing. */
  readonly blanks?: readonly StatedBlank[];
  /** What became of files that rows of theirs named; absent: there were none. */
  readonly files?: readonly FileCounts[];
  readonly verified: boolean;
  /** What verification still found; empty when verified. */
  readonly residue: readonly Finding[];
}
