/** Schemas of any size that look like an application grown by modules: shared people, each module with a handful of tables. */
import type { ColumnKind, ColumnSchema, ForeignKey, SystemSchema, TableSchema } from "@kept/engine/schema";

function column(name: string, kind: ColumnKind, nullable = false): ColumnSchema {
  const nativeType = { integer: "bigint", timestamp: "timestamp with time zone" }[kind as string] ?? kind;
  return {
    name,
    kind,
    nativeType,
    nullable,
    default: null,
    generated: false,
    maxLength: null,
    enumValues: [],
    comment: null,
  };
}

function reference(columnName: string, table: string, onDelete: ForeignKey["onDelete"]): ForeignKey {
  return {
    name: `${columnName}_fkey`,
    columns: [columnName],
    table,
    referencedColumns: ["id"],
    onDelete,
    deferrable: false,
  };
}

function table(name: string, columns: readonly ColumnSchema[], foreignKeys: readonly ForeignKey[] = []): TableSchema {
  return {
    name,
    schema: "public",
    kind: "table",
    columns: [column("id", "integer"), ...columns, column("created_at", "timestamp")],
    primaryKey: ["id"],
    uniqueKeys: [],
    foreignKeys,
    checks: [],
    triggers: [],
    comment: null,
    estimatedRows: 1000,
    may: { read: true, update: true, delete: true },
    transactional: true,
  };
}

const people = table("accounts", [column("email", "text"), column("full_name", "text"), column("phone", "text", true)]);

/** Tables of one module; `m` keeps the names of modules apart. */
function moduleTables(m: string): readonly TableSchema[] {
  return [
    table(
      `${m}_projects`,
      [column("owner_id", "integer"), column("title", "text"), column("approved_by", "integer", true)],
      [reference("owner_id", "accounts", "cascade"), reference("approved_by", "accounts", "set-null")],
    ),
    table(
      `${m}_tasks`,
      [column("project_id", "integer"), column("assignee_id", "integer", true), column("description", "text", true)],
      [reference("project_id", `${m}_projects`, "cascade"), reference("assignee_id", "accounts", "set-null")],
    ),
    table(
      `${m}_comments`,
      [column("task_id", "integer"), column("author_id", "integer", true), column("body", "text")],
      [reference("task_id", `${m}_tasks`, "cascade"), reference("author_id", "accounts", "set-null")],
    ),
    table(
      `${m}_attachments`,
      [column("comment_id", "integer"), column("file_name", "text"), column("size", "integer")],
      [reference("comment_id", `${m}_comments`, "cascade")],
    ),
    table(`${m}_statuses`, [column("label", "text")]),
  ];
}

/** A schema of exactly `tables` tables. */
export function generateSchema(tables: number): SystemSchema {
  const all: TableSchema[] = [people];
  for (let number = 1; all.length < tables; number += 1) all.push(...moduleTables(`module${number}`));
  // A cut module only loses tables that the others do not point at.
  return { system: "generated", tables: all.slice(0, tables) };
}
