/** The structure of one system as its store needs it at hand: by name, read once, read again when something is not found. */
import type { ColumnSchema, SystemSchema, TableSchema } from "@kept/engine/schema";
import { SystemError } from "../connector.ts";
import type { ValueBounds } from "./key-value.ts";

/** A column with what its own kind of database needs to write statements about it. */
export interface CatalogueColumn<Native> {
  readonly schema: ColumnSchema;
  readonly bounds: ValueBounds;
  readonly native: Native;
}

/** A table with the schema-qualified, quoted name that statements use. */
export interface CatalogueTable<Native> {
  readonly schema: TableSchema;
  readonly quotedName: string;
  readonly columns: ReadonlyMap<string, CatalogueColumn<Native>>;
}

/** Columns of a table that a statement is going to name. */
export interface WantedColumns {
  readonly table: string;
  readonly columns: readonly string[];
}

/** What introspection gives. */
export type TableList<Native> = readonly CatalogueTable<Native>[];

export interface Catalogue<Native, Session> {
  /** Reads the structure again. */
  refresh(session: Session): Promise<SystemSchema>;
  /** Makes sure that all these are known; reads again at most once, in the session at hand. */
  need(session: Session, wanted: readonly WantedColumns[]): Promise<void>;
  table(name: string): CatalogueTable<Native>;
  column(table: string, name: string): CatalogueColumn<Native>;
}

/** Keeps what `introspect` reads. */
export function createCatalogue<Native, Session>(
  system: string,
  introspect: (session: Session) => Promise<TableList<Native>>,
): Catalogue<Native, Session> {
  let tables: ReadonlyMap<string, CatalogueTable<Native>> | null = null;

  async function load(session: Session): Promise<ReadonlyMap<string, CatalogueTable<Native>>> {
    const list = await introspect(session);
    tables = new Map(list.map((table) => [table.schema.name, table]));
    return tables;
  }
  function isKnown(wanted: readonly WantedColumns[]): boolean {
    return wanted.every(({ table, columns }) => {
      const known = tables?.get(table);
      return known !== undefined && columns.every((column) => known.columns.has(column));
    });
  }
  function table(name: string): CatalogueTable<Native> {
    const found = tables?.get(name);
    if (found !== undefined) return found;
    throw new SystemError(
      "system_table_missing",
      system,
      `There is no table "${name}" in system "${system}".`,
      "Read its structure again (kept discover) and correct the map.",
    );
  }
  return {
    async refresh(session) {
      const loaded = await load(session);
      return { system, tables: [...loaded.values()].map((entry) => entry.schema) };
    },
    async need(session, wanted) {
      if (!isKnown(wanted)) await load(session);
    },
    table,
    column(tableName, name) {
      const found = table(tableName).columns.get(name);
      if (found !== undefined) return found;
      throw new SystemError(
        "system_table_missing",
        system,
        `Table "${tableName}" of system "${system}" has no column "${name}".`,
        "Read its structure again (kept discover) and correct the map.",
      );
    },
  };
}
