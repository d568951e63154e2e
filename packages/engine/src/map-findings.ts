/** What a map names and the live schema lacks, with the name that was probably meant. */
import type { EdgeMap } from "./map.ts";
import type { Finding } from "./model.ts";
import { nearestName } from "./nearest-name.ts";
import type { TableSchema } from "./schema.ts";

export function unknownTable(name: string, known: readonly string[]): Finding {
  const near = nearestName(name, known);
  return {
    code: "map_table_unknown",
    table: name,
    column: "",
    message: `The map names table ${name}, which the system does not have.`,
    suggestion:
      near === null ? `Remove ${name} from the map.` : `Did you mean ${near}? Rename or remove it in the map.`,
    blocks: true,
  };
}

export function unknownColumn(table: TableSchema, name: string): Finding {
  const near = nearestName(
    name,
    table.columns.map((column) => column.name),
  );
  return {
    code: "map_column_unknown",
    table: table.name,
    column: name,
    message: `The map names column ${table.name}.${name}, which the system does not have.`,
    suggestion:
      near === null ? `Remove ${name} from the map.` : `Did you mean ${near}? Rename or remove it in the map.`,
    blocks: true,
  };
}

export function edgeMalformed(
  table: TableSchema,
  entry: EdgeMap,
  target: TableSchema,
  toColumns: readonly string[],
): Finding {
  const name = `${entry.columns.join(", ")} -> ${entry.to}`;
  const reason =
    toColumns.length === 0
      ? `${target.name} has no key, so name the columns that it points at`
      : toColumns.length === entry.columns.length
        ? "a pattern or a path is about one column"
        : `it has ${entry.columns.length} columns on one side and ${toColumns.length} on the other`;
  return {
    code: "map_edge_malformed",
    table: table.name,
    column: entry.columns.join(","),
    message: `The map's edge "${name}" of ${table.name} cannot be followed: ${reason}.`,
    suggestion: `Write it as "<columns> -> ${target.name}(<columns>)", as many on either side.`,
    blocks: true,
  };
}
