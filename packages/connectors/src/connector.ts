/**
 * What every kind of system offers to the rest of Kept. Two shapes: a `RowStore` lets the engine decide row by row whose
 * data it is (databases); a system that decides for itself (`HttpSystem`) implements {@link RightsSystem} directly.
 * `rights/row-rights.ts` makes a RightsSystem of any RowStore, so that callers know one interface only.
 */
import type { ExactAnswers, ExactAsk, ExactOperation } from "@kept/engine/diff";
import type { SystemSchema } from "@kept/engine/schema";
import type {
  ColumnSample,
  KeyQuery,
  KeyRows,
  Operation,
  RowQuery,
  RowValues,
  TextHit,
  TextScan,
  UndoneRows,
} from "@kept/engine/store";

/** What a kind of store can do, declared as data; shared code asks these and never the kind's name. */
export interface Capabilities {
  /** URL schemes that name it, without the colon (`postgres`, `postgresql`). */
  readonly schemes: readonly string[];
  /** Reads of one `read` call see one snapshot. */
  readonly snapshotReads: boolean;
  /** Constraints that are deferrable can be checked at commit. */
  readonly deferredConstraints: boolean;
  /** Foreign keys are checked row by row inside one statement (so that a set DELETE on a self reference fails). */
  readonly checksForeignKeysByRow: boolean;
  /** Foreign-key checks can be switched off inside a transaction; the engine then proves integrity by anti-join. */
  readonly canSuspendForeignKeys: boolean;
  /** Statements that change different tables can be joined into one, and foreign keys are checked after all of them. */
  readonly joinsStatements: boolean;
  /** Rows a reader can lock against change until commit. */
  readonly rowLocks: boolean;
}

/** Reads rows so that they can be put back as they were. */
export interface ExactReader {
  /** Answers all questions, in order. Whole rows in memory: for the rows of one person, not for tables. */
  readExact(asks: readonly ExactAsk[]): Promise<ExactAnswers>;
}

/** Reads inside one snapshot. */
export interface RowReader extends ExactReader {
  /** Answers all questions of one wave, in order, in as few round trips as the store allows. */
  findKeys(queries: readonly KeyQuery[]): Promise<readonly KeyRows[]>;
  /** What these statements would change if they were carried out again: what was set and does not hold, what was counted wrongly. */
  findUndone(operations: readonly Operation[]): Promise<readonly UndoneRows[]>;
  /** The greatest value of each column, as text; null where there is none. For columns with an index that sorts them. */
  readGreatest(
    columns: readonly { readonly table: string; readonly column: string }[],
  ): Promise<readonly (string | null)[]>;
  /** How many rows each query would give. */
  countRows(queries: readonly RowQuery[]): Promise<readonly number[]>;
  /** Streams rows with bounded memory (server-side cursor or the like). Do not interleave with other calls. */
  readRows(query: RowQuery): AsyncIterable<RowValues>;
  /** The same for queries that are known to give few rows: whole, and all of them in as few round trips as the store allows. */
  readFew(queries: readonly RowQuery[]): Promise<readonly (readonly RowValues[])[]>;
  /** Streams these columns of all rows, as canonical text. Do not interleave with other calls. */
  listRows(table: string, select: readonly string[]): AsyncIterable<readonly (string | null)[]>;
  /** Streams the rows that match, in one pass over the table. Texts are cut off at `LONGEST_TEXT`. Do not interleave with other calls. */
  scanTexts(scan: TextScan): AsyncIterable<TextHit>;
}

/** Reads and writes inside one transaction. */
export interface RowWriter extends RowReader {
  /** Locks these rows against change until commit, where the store can. */
  lockRows(table: string, keyColumns: readonly string[], keys: readonly (readonly string[])[]): Promise<void>;
  /** Runs the operations in order and answers the number of rows each changed. `onApplied` hears of each as it is done. */
  apply(operations: readonly Operation[], onApplied?: (index: number) => void): Promise<readonly number[]>;
  /** Puts back what `readExact` gave: rows that are gone, values of rows that are there. A bounded number of rows a statement. */
  applyExact(operations: readonly ExactOperation[]): Promise<void>;
}

export interface RowStore extends AsyncDisposable {
  readonly system: string;
  readonly kind: string;
  readonly capabilities: Capabilities;
  /** Tables and views of the search path (or the named schemas). Partitions and inheritance children belong to their parent. */
  introspect(): Promise<SystemSchema>;
  /** Up to `limit` distinct non-null values of each column. Reads at most a bounded number of rows of each table. */
  sampleColumns(columns: readonly { table: string; column: string }[], limit: number): Promise<readonly ColumnSample[]>;
  /**
   * For each pair: which share (0 to 1) of up to `limit` distinct non-null values of the column is found in the other.
   * Null when the column holds no values. For inference by inclusion.
   */
  measureInclusion(
    pairs: readonly { table: string; column: string; inTable: string; inColumn: string }[],
    limit: number,
  ): Promise<readonly (number | null)[]>;
  /** Runs `work` on one snapshot. */
  read<T>(work: (reader: RowReader) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it rejects. `suspendForeignKeys` asks for
   * checks to be off inside it, where the store can.
   */
  write<T>(work: (writer: RowWriter) => Promise<T>, options?: { suspendForeignKeys?: boolean }): Promise<T>;
}

/** A kind of store: how to recognise its URLs and how to open one. */
export interface StoreKind {
  readonly kind: string;
  readonly title: string;
  readonly capabilities: Capabilities;
  /** Opens it. `schemas`: which database schemas to read, where the kind has them; default is the search path. */
  open(url: string, options: OpenOptions): Promise<RowStore>;
}

export interface OpenOptions {
  /** The name by which Kept knows this system. */
  readonly system: string;
  readonly schemas?: readonly string[];
  /** Milliseconds to wait for a connection; default 10,000. */
  readonly connectTimeout?: number;
}

/** Codes of what can go wrong at a system's door. Messages never hold passwords or personal data. */
export type SystemErrorCode =
  | "system_url_invalid"
  | "system_unreachable"
  | "system_login_refused"
  | "system_database_missing"
  | "system_permission_missing"
  | "system_table_missing"
  | "system_constraint_refused"
  | "system_conflict"
  | "system_timeout"
  | "system_failed";

/** A system refused or failed; `code` is stable, `advice` says what to do. */
export class SystemError extends Error {
  override readonly name = "SystemError";
  readonly code: SystemErrorCode;
  readonly system: string;
  readonly advice: string;
  constructor(code: SystemErrorCode, system: string, message: string, advice: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.system = system;
    this.advice = advice;
  }
}
