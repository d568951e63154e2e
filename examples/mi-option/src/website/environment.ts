/** What every request of the website carries: the database, and who is signed in. */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Context } from "hono";

export interface Visitor {
  readonly id: number;
  readonly displayName: string;
  readonly photoKey: string | null;
}

export interface WebsiteEnvironment {
  Variables: { database: DatabaseSync; visitor: Visitor | undefined; centreUrl: string; hasBanner: boolean };
}

export type WebsiteContext = Context<WebsiteEnvironment>;

/** Runs a query and returns its rows as the query names them; every query here is a literal, so the names are known. */
export function readRows<Row>(database: DatabaseSync, sql: string, ...values: SQLInputValue[]): Row[] {
  return database.prepare(sql).all(...values) as Row[];
}

/** The first row of a query, or undefined. */
export function readRow<Row>(database: DatabaseSync, sql: string, ...values: SQLInputValue[]): Row | undefined {
  return database.prepare(sql).get(...values) as Row | undefined;
}
