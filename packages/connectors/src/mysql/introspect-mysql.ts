/** Reads the structure of a MySQL or MariaDB database from information_schema, all tables in one query each. */
import type { ColumnSchema, DeleteAction, ForeignKey } from "@kept/engine/schema";
import type { CatalogueColumn, CatalogueTable, TableList } from "../dialect/catalogue.ts";
import type { Session } from "../dialect/dialect.ts";
import { type Fragment, join, param, sql } from "../dialect/fragment.ts";
import { describeTriggers } from "../dialect/trigger-targets.ts";
import { quoteName } from "./mysql-literals.ts";
import { type MayDo, readPrivileges } from "./mysql-privileges.ts";
import { boundsOfType, enumValuesOf, foldType, type MysqlNative } from "./mysql-types.ts";

type Cell = string | null;
type Cells = readonly Cell[];

const deleteActions: Readonly<Record<string, DeleteAction>> = {
  CASCADE: "cascade",
  "SET NULL": "set-null",
  "SET DEFAULT": "set-default",
  RESTRICT: "restrict",
};

/** Reads tables and views of the connection's own database, or of those in `schemas`. */
export async function introspectMysql(session: Session, schemas?: readonly string[]): Promise<TableList<MysqlNative>> {
  const ask = async (statement: Fragment) => (await session.query(statement)).rows as readonly Cells[];
  const [about] = await ask(sql`SELECT DATABASE(), VERSION()`);
  const own = about?.[0] ?? "";
  const isMariadb = /mariadb/i.test(about?.[1] ?? "");
  const chosen = join(
    (schemas ?? [own]).map((schema) => param(schema)),
    ", ",
  );
  const tables = await ask(sql`
SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_TYPE, t.TABLE_ROWS, t.TABLE_COMMENT, e.TRANSACTIONS
FROM information_schema.TABLES t LEFT JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
WHERE t.TABLE_SCHEMA IN (${chosen}) AND t.TABLE_TYPE <> 'SEQUENCE' ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME`);
  const columns = byTable(
    await ask(sql`
SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, LOWER(DATA_TYPE), LOWER(LEFT(COLUMN_TYPE, 30)), COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT,
  GENERATION_EXPRESSION, CHARACTER_MAXIMUM_LENGTH, COLUMN_COMMENT, COLLATION_NAME, EXTRA
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA IN (${chosen}) ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`),
  );
  const indexes = byTable(
    await ask(sql`
SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS
WHERE TABLE_SCHEMA IN (${chosen}) AND NON_UNIQUE = 0 ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`),
  );
  const references = byTable(
    await ask(sql`
SELECT k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME,
  k.REFERENCED_COLUMN_NAME, r.DELETE_RULE
FROM information_schema.KEY_COLUMN_USAGE k
JOIN information_schema.REFERENTIAL_CONSTRAINTS r
  ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
WHERE k.TABLE_SCHEMA IN (${chosen}) AND k.REFERENCED_TABLE_NAME IS NOT NULL
ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`),
  );
  const checks = byTable(await ask(checksOf(chosen, isMariadb)));
  const triggers = byTable(
    await ask(sql`
SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME, ACTION_STATEMENT, EVENT_MANIPULATION
FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA IN (${chosen}) ORDER BY 1, 2, 3`),
  );
  const may: MayDo = await readPrivileges(session);
  const nameOf = (schema: Cell | undefined, table: Cell | undefined) =>
    schema === own ? (table ?? "") : `${schema}.${table}`;

  const written = new Map(
    tables.flatMap((row) => {
      const name = nameOf(row[0], row[1]);
      const parts = [row[0]?.toLowerCase() ?? "", row[1]?.toLowerCase() ?? ""];
      return [[parts.join("."), name] as const, ...(row[0] === own ? [[parts[1] ?? "", name] as const] : [])];
    }),
  );

  return tables.map((row): CatalogueTable<MysqlNative> => {
    const id = tableId(row);
    const ofTable = checks.get(id) ?? [];
    const read = (columns.get(id) ?? []).map((column) => readColumn(column, ofTable));
    const unique = Map.groupBy(indexes.get(id) ?? [], (index) => index[2] ?? "");
    const foreign = Map.groupBy(references.get(id) ?? [], (reference) => reference[2] ?? "");
    const isView = row[2] === "VIEW";
    return {
      quotedName: `${quoteName(row[0] ?? "")}.${quoteName(row[1] ?? "")}`,
      columns: new Map(read.map((column) => [column.schema.name, column])),
      schema: {
        name: nameOf(row[0], row[1]),
        schema: row[0] ?? "",
        kind: isView ? "view" : "table",
        columns: read.map((column) => column.schema),
        primaryKey: (unique.get("PRIMARY") ?? []).map((part) => part[3] ?? ""),
        // An index on a part or a function of a column does not make the column unique.
        uniqueKeys: [...unique]
          .filter(([name, parts]) => name !== "PRIMARY" && parts.every((part) => part[3] !== null && part[4] === null))
          .map(([, parts]) => parts.map((part) => part[3] ?? "")),
        foreignKeys: [...foreign].map(
          ([name, parts]): ForeignKey => ({
            name,
            columns: parts.map((part) => part[3] ?? ""),
            table: nameOf(parts[0]?.[4], parts[0]?.[5]),
            referencedColumns: parts.map((part) => part[6] ?? ""),
            onDelete: deleteActions[parts[0]?.[7] ?? ""] ?? "no-action",
            deferrable: false,
          }),
        ),
        checks: ofTable.map((check) => check[3] ?? ""),
        ...describeTriggers(
          (triggers.get(id) ?? []).map((trigger) => ({
            name: trigger[2] ?? "",
            text: trigger[3] ?? "",
            onChange: trigger[4] !== "INSERT",
            onInsert: trigger[4] === "INSERT",
          })),
          written,
        ),
        comment: isView || row[4] === "" ? null : (row[4] ?? null),
        estimatedRows: row[3] == null ? null : Number(row[3]),
        may: may(row[0] ?? "", row[1] ?? ""),
        transactional: isView || row[5] === "YES",
      },
    };
  });
}

function checksOf(chosen: Fragment, isMariadb: boolean): Fragment {
  if (isMariadb) {
    return sql`SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS
WHERE CONSTRAINT_SCHEMA IN (${chosen}) ORDER BY 1, 2, 3`;
  }
  return sql`SELECT t.TABLE_SCHEMA, t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS c
JOIN information_schema.TABLE_CONSTRAINTS t
  ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'CHECK'
WHERE t.TABLE_SCHEMA IN (${chosen}) ORDER BY 1, 2, 3`;
}

/**
 * Collations of no language, for which accents are nothing. Those of a language tell some letters with a mark from those without, and
 * which is not told.
 */
const NO_LANGUAGE =
  /^(?:(?:utf8(?:mb[34])?|ucs2|utf16(?:le)?|utf32)_)?(?:general|unicode(?:_520)?|0900_ai|uca1400(?:_nopad)?_ai)(?:_nopad)?_ci$/;

function readColumn(row: Cells, checks: readonly Cells[]): CatalogueColumn<MysqlNative> {
  const name = row[2] ?? "";
  const dataType = row[3] ?? "";
  const columnType = row[4] ?? "";
  const jsonCheck = `json_valid(${quoteName(name)})`.toLowerCase();
  const holdsJson = dataType === "longtext" && checks.some((check) => check[3]?.toLowerCase() === jsonCheck);
  const kind = foldType(dataType, columnType, holdsJson);
  const schema: ColumnSchema = {
    name,
    kind,
    nativeType: row[5] ?? "",
    nullable: row[6] === "YES",
    // MariaDB spells the absence of a default of a nullable column as the text NULL.
    default: row[7] === "NULL" ? null : (row[7] ?? null),
    generated: (row[8] ?? "") !== "" || /\b(VIRTUAL|STORED) GENERATED\b/i.test(row[12] ?? ""),
    maxLength: kind === "text" && row[9] != null ? Number(row[9]) : null,
    enumValues: enumValuesOf(row[5] ?? ""),
    comment: row[10] === "" ? null : (row[10] ?? null),
    ...(kind === "text" && row[11] != null ? { collation: row[11] } : {}),
    ...(kind === "text" && row[11]?.endsWith("_ci") ? { blind: NO_LANGUAGE.test(row[11]) ? "accents" : "case" } : {}),
  };
  return { schema, bounds: boundsOfType(dataType, columnType), native: { dataType, collation: row[11] ?? "" } };
}

function tableId(row: Cells): string {
  return `${row[0]}\n${row[1]}`;
}

function byTable(rows: readonly Cells[]): ReadonlyMap<string, readonly Cells[]> {
  return Map.groupBy(rows, tableId);
}
