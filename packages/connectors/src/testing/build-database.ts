/** Builds the tables of a schema, with rows, in a fresh database of any kind: what is generated once runs everywhere. */
import type { ColumnSchema, ForeignKey, TableSchema } from "@kept/engine/schema";
import type { TestDatabase, TestKind } from "./test-database.ts";

/** A value as a row holds it: text, numbers, booleans, bytes. */
export type BuiltRow = Readonly<Record<string, unknown>>;

const ROWS_PER_STATEMENT = 200;

export interface BuildOptions {
  /** With the check constraints: only where their texts are SQL that every kind reads. */
  readonly checks: boolean;
}

/** Creates tables, rows, then foreign keys. Triggers are left out: each kind spells them in its own way. */
export async function buildDatabase(
  database: TestDatabase,
  tables: readonly TableSchema[],
  rows: ReadonlyMap<string, readonly BuiltRow[]>,
  { checks }: BuildOptions = { checks: false },
): Promise<void> {
  const own = tables.filter(({ kind }) => kind === "table");
  const isInline = database.kind === "sqlite";
  if (isInline) await database.execute("PRAGMA foreign_keys = OFF");
  for (const table of own)
    await database.execute(createTable(database.kind, checks ? table : { ...table, checks: [] }, own, isInline));
  for (const table of own) {
    const list = rows.get(table.name) ?? [];
    for (let start = 0; start < list.length; start += ROWS_PER_STATEMENT) {
      await database.execute(insert(database.kind, table, list.slice(start, start + ROWS_PER_STATEMENT)));
    }
  }
  if (isInline) return await database.execute("PRAGMA foreign_keys = ON");
  for (const table of own) {
    for (const key of table.foreignKeys) {
      await database.execute(`ALTER TABLE ${quote(database.kind, table.name)} ADD ${foreignKey(database.kind, key)}`);
    }
  }
}

/** A name as this kind quotes it. */
export function quote(kind: TestKind, name: string): string {
  return kind === "mysql" ? `\`${name}\`` : `"${name}"`;
}

function createTable(kind: TestKind, table: TableSchema, all: readonly TableSchema[], isInline: boolean): string {
  const indexed = new Set([table.primaryKey, ...table.uniqueKeys].flat());
  for (const { columns } of table.foreignKeys) for (const column of columns) indexed.add(column);
  for (const { foreignKeys } of all) {
    for (const key of foreignKeys)
      if (key.table === table.name) for (const name of key.referencedColumns) indexed.add(name);
  }
  const list = (names: readonly string[]) => names.map((name) => quote(kind, name)).join(", ");
  const lines = [
    ...table.columns.map((column) => describeColumn(kind, column, indexed.has(column.name))),
    ...(table.primaryKey.length > 0 ? [`PRIMARY KEY (${list(table.primaryKey)})`] : []),
    ...table.uniqueKeys.map((key) => `UNIQUE (${list(key)})`),
    ...table.checks.map((check) => `CHECK (${check})`),
    ...(isInline ? table.foreignKeys.map((key) => foreignKey(kind, key)) : []),
  ];
  return `CREATE TABLE ${quote(kind, table.name)} (${lines.join(", ")})`;
}

function describeColumn(kind: TestKind, column: ColumnSchema, isIndexed: boolean): string {
  const standard = column.default === null || /[^\d'\w -]/.test(column.default) ? "" : ` DEFAULT ${column.default}`;
  return `${quote(kind, column.name)} ${typeOf(kind, column, isIndexed)}${column.nullable ? "" : " NOT NULL"}${standard}`;
}

function typeOf(kind: TestKind, { kind: values }: ColumnSchema, isIndexed: boolean): string {
  const isPostgres = kind === "postgres" || kind === "pglite";
  switch (values) {
    case "integer":
      return kind === "sqlite" ? "INTEGER" : "BIGINT";
    case "decimal":
      return kind === "sqlite" ? "REAL" : "DECIMAL(20, 6)";
    case "boolean":
      return "BOOLEAN";
    case "binary":
      return isPostgres ? "BYTEA" : kind === "mysql" ? "LONGBLOB" : "BLOB";
    case "json":
      return kind === "sqlite" ? "TEXT" : isPostgres ? "JSONB" : "JSON";
    case "array":
      // Where there are no arrays, JSON holds what they would.
      return kind === "sqlite" ? "TEXT" : isPostgres ? "BIGINT[]" : "JSON";
    default:
      // MySQL indexes no text without a length.
      return kind === "mysql" && isIndexed ? "VARCHAR(190)" : "TEXT";
  }
}

const ACTIONS = {
  cascade: " ON DELETE CASCADE",
  "set-null": " ON DELETE SET NULL",
  "set-default": " ON DELETE SET DEFAULT",
  restrict: " ON DELETE RESTRICT",
  "no-action": "",
} as const;

function foreignKey(kind: TestKind, { columns, table, referencedColumns, onDelete, deferrable }: ForeignKey): string {
  const list = (names: readonly string[]) => names.map((name) => quote(kind, name)).join(", ");
  const later = deferrable && kind !== "mysql" && onDelete !== "restrict" ? " DEFERRABLE" : "";
  return `FOREIGN KEY (${list(columns)}) REFERENCES ${quote(kind, table)} (${list(referencedColumns)})${ACTIONS[onDelete]}${later}`;
}

function insert(kind: TestKind, table: TableSchema, rows: readonly BuiltRow[]): string {
  const columns = table.columns.filter(({ generated }) => !generated);
  const values = rows.map((row) => `(${columns.map((column) => literal(kind, column, row[column.name])).join(", ")})`);
  const names = columns.map(({ name }) => quote(kind, name)).join(", ");
  return `INSERT INTO ${quote(kind, table.name)} (${names}) VALUES ${values.join(", ")}`;
}

function literal(kind: TestKind, column: ColumnSchema, value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (value instanceof Uint8Array) {
    const hex = Buffer.from(value).toString("hex");
    return kind === "postgres" || kind === "pglite" ? `'\\x${hex}'` : `X'${hex}'`;
  }
  if (column.kind === "boolean") return /^(1|true|t)$/i.test(String(value)) ? "TRUE" : "FALSE";
  const hasArrays = kind === "postgres" || kind === "pglite";
  const written = column.kind === "array" && !hasArrays ? String(value).replace(/^\{(.*)\}$/, "[$1]") : String(value);
  const text = written.replaceAll("'", "''");
  return `'${kind === "mysql" ? text.replaceAll("\\", "\\\\") : text}'`;
}
