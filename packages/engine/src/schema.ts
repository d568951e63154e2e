/** What a system says of its own structure: the input of inference and of every map. Plain data, made by connectors. */

/** The kinds of value that the engine tells apart. Everything a database calls its types is folded into these. */
export type ColumnKind =
  | "integer"
  | "decimal"
  | "text"
  | "boolean"
  | "date"
  | "time"
  | "timestamp"
  | "json"
  | "binary"
  | "uuid"
  | "enum"
  | "array"
  | "other";

/** What a database does not tell apart in the texts of a column: upper and lower case, or accents and blanks at the end as well. */
export type Blindness = "case" | "accents";

export interface ColumnSchema {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The database's own name of the type, for people and for casts. */
  readonly nativeType: string;
  readonly nullable: boolean;
  /** Text of the default expression, or null. */
  readonly default: string | null;
  /** Computed by the database: never written. */
  readonly generated: boolean;
  /** Most characters a text column holds; null when unbounded. */
  readonly maxLength: number | null;
  /** By what the database compares its texts: of two columns with the same, either says alike what equals what. Absent: not known. */
  readonly collation?: string;
  /** What its texts are not told apart by. Absent: by every letter, or not known. */
  readonly blind?: Blindness;
  /** The allowed values of an enumeration. */
  readonly enumValues: readonly string[];
  readonly comment: string | null;
}

export type DeleteAction = "cascade" | "set-null" | "set-default" | "restrict" | "no-action";

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  /** Name of the referenced table, as in {@link TableSchema.name}. */
  readonly table: string;
  readonly referencedColumns: readonly string[];
  readonly onDelete: DeleteAction;
  /** Can be checked at commit (`DEFERRABLE`, or SQLite's `defer_foreign_keys`). */
  readonly deferrable: boolean;
}

export interface TableSchema {
  /** The name used in maps and reports: bare when the search path finds it, else `schema.table`. */
  readonly name: string;
  /** The database schema it lives in; empty where there is no such notion. */
  readonly schema: string;
  readonly kind: "table" | "view";
  /** A view that keeps the rows it showed when it was last refreshed (a materialised view). */
  readonly keepsRows?: true;
  readonly columns: readonly ColumnSchema[];
  /** Empty when there is none. */
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Texts of check constraints. */
  readonly checks: readonly string[];
  /** Names of triggers that fire on update or delete. */
  readonly triggers: readonly string[];
  /** Tables that these insert into or update, as far as their texts tell. Absent: none, or not known. */
  readonly triggersWrite?: readonly string[];
  /** The same of triggers that fire when rows are added, some of them on change too. Absent: none. */
  readonly insertTriggers?: readonly string[];
  readonly insertTriggersWrite?: readonly string[];
  readonly comment: string | null;
  /** The catalogue's estimate; null when it has none. */
  readonly estimatedRows: number | null;
  /** What the connected user may do with it. */
  readonly may: {
    readonly read: boolean;
    readonly update: boolean;
    readonly delete: boolean;
    /** Absent: not known, and taken for granted. */
    readonly insert?: boolean;
  };
  /** Row security hides rows of it from the connected user, so that it does not count as readable. */
  readonly rowSecurity?: true;
  /** False when a rollback does not undo its changes (MyISAM). */
  readonly transactional: boolean;
}

export interface SystemSchema {
  readonly system: string;
  readonly tables: readonly TableSchema[];
}

/** Rows stand in it: it is no view, or one that keeps what it showed. */
export function holdsRows({ kind, keepsRows }: TableSchema): boolean {
  return kind === "table" || keepsRows === true;
}

/** The column of that name, or undefined. */
export function findColumn(table: TableSchema, name: string): ColumnSchema | undefined {
  return table.columns.find((column) => column.name === name);
}

/** It has columns of all these names. */
export function hasColumns(table: TableSchema, names: readonly string[]): boolean {
  return names.every((name) => findColumn(table, name) !== undefined);
}
