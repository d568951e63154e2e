/** Short builders of schemas for tests: `table("users", { id: "pk", email: "text!", team_id: "int -> teams cascade" })`. */
import type { ColumnKind, ColumnSchema, DeleteAction, ForeignKey, SystemSchema, TableSchema } from "../../schema.ts";

const KINDS: Readonly<Record<string, ColumnKind>> = {
  int: "integer",
  num: "decimal",
  text: "text",
  bool: "boolean",
  date: "date",
  ts: "timestamp",
  json: "json",
  bin: "binary",
  uuid: "uuid",
  enum: "enum",
  ints: "array",
  uuids: "array",
};

const ARRAYS: Readonly<Record<string, string>> = { ints: "integer[]", uuids: "uuid[]" };

const ACTIONS: readonly DeleteAction[] = ["cascade", "set-null", "set-default", "restrict"];

/**
 * A column is a kind, then any of: `!` (not null), `pk`, `unique`, `-> table` or `-> table.column`, an action.
 * `pk` alone is an integer primary key.
 */
function readColumn(table: string, name: string, text: string) {
  const words = text
    .replace("->", " -> ")
    .split(/\s+/)
    .filter((word) => word !== "");
  const first = (words[0] ?? "text").replace("!", "");
  const kind = KINDS[first] ?? "integer";
  const pk = words.includes("pk");
  const arrow = words.indexOf("->");
  const [target, targetColumn] = arrow < 0 ? [undefined, undefined] : (words[arrow + 1] ?? "").split(".");
  const column: ColumnSchema = {
    name,
    kind,
    nativeType: ARRAYS[first] ?? kind,
    nullable: !(pk || text.includes("!")),
    default: null,
    generated: false,
    maxLength: kind === "text" ? 255 : null,
    enumValues: [],
    comment: null,
  };
  const foreignKey: ForeignKey | null =
    target === undefined
      ? null
      : {
          name: `${table}_${name}_fkey`,
          columns: [name],
          table: target,
          referencedColumns: [targetColumn ?? "id"],
          onDelete: ACTIONS.find((action) => words.includes(action)) ?? "no-action",
          deferrable: false,
        };
  return { column, pk, unique: words.includes("unique"), foreignKey };
}

/** A table from one line per column; `over` replaces whatever the lines cannot say. */
export function table(
  name: string,
  columns: Readonly<Record<string, string>>,
  over: Partial<TableSchema> = {},
): TableSchema {
  const read = Object.entries(columns).map(([column, text]) => readColumn(name, column, text));
  return {
    name,
    schema: "",
    kind: "table",
    columns: read.map((each) => each.column),
    primaryKey: read.filter((each) => each.pk).map((each) => each.column.name),
    uniqueKeys: read.filter((each) => each.unique).map((each) => [each.column.name]),
    foreignKeys: read.flatMap((each) => each.foreignKey ?? []),
    checks: [],
    triggers: [],
    comment: null,
    estimatedRows: null,
    may: { read: true, update: true, delete: true },
    transactional: true,
    ...over,
  };
}

/** A system of these tables. Keys of targets that are not named `id` are filled in. */
export function system(...tables: readonly TableSchema[]): SystemSchema {
  const keys = new Map(tables.map((each) => [each.name, each.primaryKey]));
  return {
    system: "test",
    tables: tables.map((each) => ({
      ...each,
      foreignKeys: each.foreignKeys.map((fk) => {
        const key = keys.get(fk.table);
        return key?.length === 1 && fk.referencedColumns[0] === "id" && key[0] !== undefined
          ? { ...fk, referencedColumns: key }
          : fk;
      }),
    })),
  };
}
