/** What a map names and the live schema lacks, with the name that was probably meant. */
import { isNamedBy } from "./infer/stated.ts";
import type { ListForm } from "./lists.ts";
import type { DataMap, EdgeMap } from "./map.ts";
import type { Finding } from "./model.ts";
import { nearestName } from "./nearest-name.ts";
import { type ColumnSchema, findColumn, type SystemSchema, type TableSchema } from "./schema.ts";

/** The live tables that a map is held against, and what comes of it. */
export interface MapCheck {
  readonly schemas: ReadonlyMap<string, TableSchema>;
  readonly findings: Finding[];
}

/** Has the system this table, with these columns? Whatever it lacks is a finding. */
export function checkNames({ schemas, findings }: MapCheck, name: string, columns: readonly string[]): boolean {
  const table = schemas.get(name);
  const missing = table === undefined ? [] : columns.filter((column) => findColumn(table, column) === undefined);
  if (table === undefined) findings.push(unknownTable(name, [...schemas.keys()]));
  else findings.push(...missing.map((column) => unknownColumn(table, column)));
  return table !== undefined && missing.length === 0;
}

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
  const unreadable = entry.list === undefined ? null : listProblem(table, entry);
  const reason =
    unreadable !== null
      ? unreadable
      : toColumns.length === 0
        ? `${target.name} has no key, so name the columns that it points at`
        : toColumns.length === entry.columns.length
          ? "a pattern, a path or a list is about one column"
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

/** Why the column is no list of keys that can be read and written; null: it is one. */
export function listProblem(table: TableSchema, { columns, pattern, path, same }: EdgeMap): string | null {
  const [name = ""] = columns;
  const column = findColumn(table, name);
  if (pattern !== null || path.length > 0) return "a list holds keys as they are, without a pattern or a path";
  if (same) return "whoever is the same person is named by a key of its own, not in a list";
  if (column !== undefined && (formOf(column) === null || column.generated))
    return `${name} is of type ${column.nativeType}, which holds no list of keys`;
  return null;
}

/** How a column of this type holds several keys; null: it does not. */
export function formOf({ kind, nativeType }: ColumnSchema): ListForm["form"] | null {
  if (kind === "array") return nativeType.toLowerCase().startsWith("set") ? null : "array";
  if (kind === "json") return "json";
  return kind === "text" || kind === "other" ? "text" : null;
}

/** Naming lines that name a table or a column which the system lacks, or about which there is nothing. */
export function checkNaming(schema: SystemSchema, map: DataMap): readonly Finding[] {
  if (map.naming.length === 0) return [];
  const names = [...new Set(schema.tables.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  return map.naming.flatMap((line): readonly Finding[] => {
    const target = line.to === null ? null : schema.tables.find(({ name }) => name === line.to);
    if (target === undefined)
      return [
        unknownTable(
          line.to ?? "",
          schema.tables.map(({ name }) => name),
        ),
      ];
    if (target !== null && line.toColumn !== null && findColumn(target, line.toColumn) === undefined)
      return [unknownColumn(target, line.toColumn)];
    if (names.some((name) => isNamedBy(line, name))) return [];
    const near = nearestName(line.column, names);
    return [
      {
        code: "map_naming_unmatched",
        table: "",
        column: line.column,
        message: `The map says what columns called ${line.column} mean, and no table has one.`,
        suggestion:
          near === null
            ? `Remove ${line.column} from \`naming\`.`
            : `Did you mean ${near}? Rename or remove it in the map.`,
        blocks: true,
      },
    ];
  });
}
