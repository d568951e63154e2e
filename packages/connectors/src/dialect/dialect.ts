/** What tells one relational kind of system from another: how it spells what the shared store asks. */
import type { Capabilities } from "../connector.ts";
import type { CatalogueColumn, CatalogueTable, TableList } from "./catalogue.ts";
import type { Fragment } from "./fragment.ts";

export type Row = readonly unknown[];

export interface Answer {
  readonly rows: readonly Row[];
  /** Rows that the statement inserted, changed or deleted. */
  readonly affected: number;
}

/** One transaction on one connection. Driver errors come out of it as SystemError. */
export interface Session {
  query(statement: Fragment): Promise<Answer>;
  /**
   * All of them, in order, with as few waits for the server as the driver allows. When one fails, those after it may have
   * been sent already; the first failure is reported once all have been answered, and the transaction is over.
   */
  queryAll(statements: readonly Fragment[], onAnswer?: (index: number) => void): Promise<readonly Answer[]>;
  /** Rows in batches, with bounded memory. */
  stream(statement: Fragment): AsyncIterable<readonly Row[]>;
}

/** Where transactions come from. */
export interface Sessions {
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  write<T>(work: (session: Session) => Promise<T>, suspendForeignKeys: boolean): Promise<T>;
  close(): Promise<void>;
}

/** A key that fits its columns, so that the database can be asked for it without an error. */
export type FittedKey = readonly string[];

export interface Dialect<Native> {
  readonly kind: string;
  readonly capabilities: Capabilities;
  /** How many questions one statement answers; 1 where a round trip costs nothing. */
  readonly questionsPerStatement: number;
  /** How many keys one statement names. */
  readonly keysPerStatement: number;
  /** A quoted identifier. */
  quote(name: string): Fragment;
  introspect(session: Session): Promise<TableList<Native>>;

  /** The column's value as text, nearly canonical; `of` qualifies the column where its name alone is ambiguous. */
  keyText(column: CatalogueColumn<Native>, of?: string): Fragment;
  /** The canonical text of what `keyText` gave; null where `keyText` is canonical as it comes. */
  readonly finishKeyText: ((column: CatalogueColumn<Native>, text: string) => string) | null;
  /** The column equals one of the values, by the database's own equality; the index of the column is usable. */
  matchKeys(columns: readonly CatalogueColumn<Native>[], keys: readonly FittedKey[]): Fragment;
  /** The same without regard to case (accents do matter). */
  matchFolded(columns: readonly CatalogueColumn<Native>[], keys: readonly FittedKey[]): Fragment;
  /** The text is LIKE one of the patterns, with regard to case. */
  matchLike(column: CatalogueColumn<Native>, patterns: readonly string[]): Fragment;
  /** The scalar at the path of a JSON value equals one of the texts. Texts that are no JSON do not match. */
  matchJson(
    session: Session,
    table: CatalogueTable<Native>,
    column: CatalogueColumn<Native>,
    path: readonly string[],
    values: readonly string[],
  ): Promise<Fragment>;
  /**
   * The list in the column holds one of the keys; it may be true of more rows, and of none that hold none at all. Of an index
   * on the column as much use is made as the kind allows.
   */
  matchList(column: CatalogueColumn<Native>, keys: readonly string[], separator: string, fold: boolean): Fragment;
  /** The list in the column without these keys; everything else of it stays, in its order. */
  withoutKeys(column: CatalogueColumn<Native>, keys: readonly string[], separator: string, fold: boolean): Fragment;
  /** All that the column holds as text to be searched, whatever its type; bytes as the text that they may be. */
  scanText(column: CatalogueColumn<Native>): Fragment;
  /** The text matches a regular expression of the common subset, without regard to case. */
  matchPattern(text: Fragment, pattern: string): Fragment;
  /** Equality of two columns, whatever their types. */
  equalColumns(
    left: CatalogueColumn<Native>,
    right: CatalogueColumn<Native>,
    leftOf: string,
    rightOf: string,
  ): Fragment;

  /** How the column is selected for `readValue`. */
  readColumn(column: CatalogueColumn<Native>): Fragment;
  /** The JSON-friendly value of what `readColumn` gave. */
  readValue(column: CatalogueColumn<Native>, value: unknown): unknown;

  /** The column's value as text, such that `setExact` gives the same value to the last bit. */
  exactText(column: CatalogueColumn<Native>): Fragment;
  /** What `exactText` gave, as a value of the column. */
  setExact(column: CatalogueColumn<Native>, text: string): Fragment;
  /** What an INSERT says between its columns and its values, so that it may number rows itself. */
  readonly insertWithKeys: Fragment;

  /** A text cast to the column's type. */
  setText(column: CatalogueColumn<Native>, text: string): Fragment;
  /** `prefix`, key texts joined by `-`, `suffix`, cast to the column's type. */
  setKeyed(
    column: CatalogueColumn<Native>,
    prefix: string,
    keys: readonly CatalogueColumn<Native>[],
    suffix: string,
  ): Fragment;
  /** The column holds something else than this, which is what `setText` and the like would set it to. NULL is something else. */
  differs(column: CatalogueColumn<Native>, value: Fragment): Fragment;
  /**
   * Statements that insert or delete as one statement, which answers one row: how many rows each of them changed. Null where
   * the kind has no such thing.
   */
  readonly joinStatements: ((statements: readonly Fragment[]) => Fragment) | null;
  /** The first characters of a text expression. */
  shorten(text: Fragment, characters: number): Fragment;
  /** A table to count from while `updated` is being updated. */
  countSource(of: CatalogueTable<Native>, updated: CatalogueTable<Native>): Fragment;
  /** A statement that locks the rows; null where the transaction itself does. */
  lock(table: CatalogueTable<Native>, keys: readonly CatalogueColumn<Native>[], where: Fragment): Fragment | null;
}

/** `queryAll` for drivers that gain nothing by sending ahead: one after the other, and nothing after a failure. */
export async function queryInTurn(
  query: Session["query"],
  statements: readonly Fragment[],
  onAnswer?: (index: number) => void,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const [index, statement] of statements.entries()) {
    answers.push(await query(statement));
    onAnswer?.(index);
  }
  return answers;
}
