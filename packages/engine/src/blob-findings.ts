/** What stands in the way of files going with the rows that name them: columns that cannot, stores that nobody has, values that are not clear. */
import type { MapCheck } from "./map-findings.ts";
import type { Finding, Model, ModelIndex } from "./model.ts";
import { findColumn, type TableSchema } from "./schema.ts";

/** What a column holds that names files, where the map does not say. */
export const FILE_CATEGORY = "content.media";

/** Can values of the column name files? What cannot is a finding. */
export function checkBlob({ findings }: MapCheck, table: TableSchema, name: string): boolean {
  const reason = refuseBlob(table, name);
  if (reason === null) return true;
  findings.push({
    code: "map_blob_refused",
    table: table.name,
    column: name,
    message: `The map says that ${table.name}.${name} names files, which cannot be: it ${reason}.`,
    suggestion: `Remove \`blob\` of ${name} from the map, and have its files handled by hand or by the application.`,
    blocks: true,
  });
  return false;
}

function refuseBlob(table: TableSchema, name: string): string | null {
  const column = findColumn(table, name);
  // What the schema lacks is told elsewhere.
  if (column === undefined) return null;
  if (column.kind !== "text") return `is of type ${column.nativeType}, and only a text names one file`;
  if (table.primaryKey.includes(name) || table.foreignKeys.some(({ columns }) => columns.includes(name)))
    return "says which rows belong together, and stays as it is";
  return null;
}

/** Columns that name files of a store that is not there: their files would be left. */
export function findMissingStores(model: Model, stores: ReadonlySet<string>): readonly Finding[] {
  return model.tables.flatMap(({ name: table, columns }) =>
    columns.flatMap(({ name: column, blob }): readonly Finding[] => {
      if (blob === undefined || stores.has(blob.store)) return [];
      return [
        {
          code: "blob_store_unknown",
          table,
          column,
          message: `${table}.${column} names files of ${blob.store}, and there is no such store of files.`,
          suggestion: `kept.config.ts: systems: { ${blob.store}: { url: "files:/path/of/the/folder" } }   # or on the command line: --files ${blob.store}=/path/of/the/folder`,
          blocks: true,
        },
      ];
    }),
  );
}

/** Columns that look as if they named files, of which the map says nothing: their files stay. */
export function blobUnmapped(table: string, column: string): Finding {
  return {
    code: "file_unmapped",
    table,
    column,
    message: `${table}.${column} looks like names of files, and the map does not say where these are: Kept neither hands them out nor deletes them.`,
    suggestion: `tables: { ${table}: { columns: { ${column}: { blob: { store: <system of files> } } } } }   # or blob: none`,
    blocks: false,
  };
}

/** What a restriction does not do: the file itself is as much in use as before, for whoever knows its name. */
export function filesStay({ index }: { readonly index: ModelIndex }, tables: readonly string[]): readonly Finding[] {
  return tables.flatMap((name) =>
    (index.table.get(name)?.columns ?? []).flatMap(({ name: column, blob }): readonly Finding[] => {
      if (blob === undefined) return [];
      return [
        {
          code: "file_not_restricted",
          table: name,
          column,
          message: `Files of ${blob.store} that ${name}.${column} names stay where they are: only their names are set aside.`,
          suggestion: "See that the application hands out no file of somebody who is restricted.",
          blocks: false,
        },
      ];
    }),
  );
}

/** Values of which it cannot be told what file they name. */
export function blobUnclear(table: string, column: string, values: number): Finding {
  const many = values === 1 ? "1 value" : `${values} values`;
  return {
    code: "blob_name_unclear",
    table,
    column,
    message: `${many} of ${table}.${column} in rows of theirs cannot be read as names of files, so that a file could be left.`,
    suggestion: `tables: { ${table}: { columns: { ${column}: { blob: { store: <store>, url: <what addresses begin with> } } } } }   # or correct the values`,
    blocks: true,
  };
}

/** Addresses of other hosts: what is there is not in the store, and stays. */
export function blobElsewhere(table: string, column: string, values: number): Finding {
  const many = values === 1 ? "1 value" : `${values} values`;
  return {
    code: "blob_elsewhere",
    table,
    column,
    message: `${many} of ${table}.${column} in rows of theirs are addresses of other hosts; what is there stays.`,
    suggestion: "Nothing has to be done where others answer for what is there; else have it deleted by hand.",
    blocks: false,
  };
}
