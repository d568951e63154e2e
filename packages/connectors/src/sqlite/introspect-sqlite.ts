/** Reads the structure of a SQLite database by its pragmas, all tables in one query each. */
import type { ColumnSchema, DeleteAction, ForeignKey } from "@kept/engine/schema";
import type { CatalogueColumn, CatalogueTable, TableList } from "../dialect/catalogue.ts";
import type { Session } from "../dialect/dialect.ts";
import { raw } from "../dialect/fragment.ts";
import { describeTriggers } from "../dialect/trigger-targets.ts";
import { readChecks, readEnumeration } from "./check-constraints.ts";
import { quoteName } from "./sqlite-literals.ts";
import { affinityOf, kindOf, maxLengthOf, type SqliteNative } from "./sqlite-types.ts";

type Cells = readonly (string | number | bigint | null)[];

const ofTables = "FROM pragma_table_list AS t";
const users =
  "t.schema = 'main' AND t.type IN ('table', 'view', 'virtual') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

const deleteActions: Readonly<Record<string, DeleteAction>> = {
  CASCADE: "cascade",
  "SET NULL": "set-null",
  "SET DEFAULT": "set-default",
  RESTRICT: "restrict",
};

/** Reads all tables and views; `writable`: the file may be changed. */
export async function introspectSqlite(session: Session, writable: boolean): Promise<TableList<SqliteNative>> {
  const ask = async (text: string) => (await session.query(raw(text))).rows as readonly Cells[];
  const tables = await ask(
    `SELECT t.name, t.type, s.sql ${ofTables} LEFT JOIN sqlite_schema AS s ON s.name = t.name AND s.type IN ('table', 'view') WHERE ${users} ORDER BY t.name`,
  );
  const columnRows = byTable(
    await ask(
      `SELECT t.name, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden ${ofTables}, pragma_table_xinfo(t.name) AS x WHERE ${users} AND x.hidden <> 1 ORDER BY t.name, x.cid`,
    ),
  );
  const foreignRows = byTable(
    await ask(
      `SELECT t.name, f.id, f."table", f."from", f."to", f.on_delete ${ofTables}, pragma_foreign_key_list(t.name) AS f WHERE ${users} ORDER BY t.name, f.id, f.seq`,
    ),
  );
  const uniqueRows = byTable(
    await ask(
      `SELECT t.name, i.name, n.name ${ofTables}, pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS n WHERE ${users} AND i."unique" = 1 AND i.partial = 0 AND i.origin <> 'pk' ORDER BY t.name, i.seq, n.seqno`,
    ),
  );
  // Only a key that is unique can be referred to; its index tells by what its texts are compared.
  const blindRows = byTable(
    await ask(
      `SELECT DISTINCT t.name, n.name ${ofTables}, pragma_index_list(t.name) AS i, pragma_index_xinfo(i.name) AS n WHERE ${users} AND i."unique" = 1 AND n.key = 1 AND upper(n.coll) = 'NOCASE'`,
    ),
  );
  const triggerRows = byTable(await ask("SELECT tbl_name, name, sql FROM sqlite_schema WHERE type = 'trigger'"));
  const estimates = await readEstimates(ask);
  const nameOf = new Map(tables.map((row) => [String(row[0]).toLowerCase(), String(row[0])]));
  // A reference keeps the letters in which it was written; the column may be spelled in others.
  const columnOf = (table: string, written: string): string | null =>
    (columnRows.get(table.toLowerCase()) ?? [])
      .map((row) => String(row[1]))
      .find((name) => name.toLowerCase() === written.toLowerCase()) ?? null;
  const primaryKeyOf = (table: string): string[] =>
    (columnRows.get(table.toLowerCase()) ?? [])
      .filter((row) => Number(row[5]) > 0)
      .sort((a, b) => Number(a[5]) - Number(b[5]))
      .map((row) => String(row[1]));

  return tables.map((row): CatalogueTable<SqliteNative> => {
    const name = String(row[0]);
    const id = name.toLowerCase();
    const checks = row[1] === "table" ? readChecks(String(row[2] ?? "")) : [];
    const enumerations = new Map(
      checks.flatMap((check) => {
        const found = readEnumeration(check);
        return found === null ? [] : [[found.column.toLowerCase(), found.values] as const];
      }),
    );
    const blind = new Set((blindRows.get(id) ?? []).map((part) => String(part[1])));
    const columns = (columnRows.get(id) ?? []).map((column) => readColumn(column, enumerations, blind));
    const unique = Map.groupBy(uniqueRows.get(id) ?? [], (index) => String(index[1]));
    const foreign = Map.groupBy(foreignRows.get(id) ?? [], (key) => Number(key[1]));
    return {
      quotedName: quoteName(name),
      columns: new Map(columns.map((column) => [column.schema.name, column])),
      schema: {
        name,
        schema: "",
        kind: row[1] === "view" ? "view" : "table",
        columns: columns.map((column) => column.schema),
        primaryKey: primaryKeyOf(name),
        uniqueKeys: [...unique.values()]
          .filter((index) => index.every((part) => part[2] !== null))
          .map((index) => index.map((part) => String(part[2]))),
        foreignKeys: [...foreign].flatMap(([number, parts]): readonly ForeignKey[] => {
          const target = String(parts[0]?.[2]);
          const table = nameOf.get(target.toLowerCase()) ?? target;
          const implied = primaryKeyOf(table);
          const referencedColumns = parts.map((part, index) =>
            columnOf(table, String(part[4] ?? implied[index] ?? "")),
          );
          // SQLite takes a key that leads nowhere; what the column refers to is then told by its name and values.
          if (referencedColumns.includes(null)) return [];
          return [
            {
              name: `${name}_fk_${number}`,
              columns: parts.map((part) => String(part[3])),
              table,
              referencedColumns: referencedColumns.filter((column) => column !== null),
              onDelete: deleteActions[String(parts[0]?.[5])] ?? "no-action",
              deferrable: true,
            },
          ];
        }),
        checks,
        ...describeTriggers(
          (triggerRows.get(id) ?? []).map((trigger) => {
            const onChange = firesOnChange(String(trigger[2]));
            const text = String(trigger[2]).replace(/^[\s\S]*?\bBEGIN\b/i, "");
            return { name: String(trigger[1]), text, onChange, onInsert: !onChange };
          }),
          nameOf,
        ),
        comment: null,
        estimatedRows: estimates.get(id) ?? null,
        may: { read: true, update: writable, delete: writable, insert: writable },
        transactional: true,
      },
    };
  });
}

function readColumn(
  row: Cells,
  enumerations: ReadonlyMap<string, readonly string[]>,
  blind: ReadonlySet<string>,
): CatalogueColumn<SqliteNative> {
  const name = String(row[1]);
  const declared = String(row[2]);
  const enumValues = enumerations.get(name.toLowerCase()) ?? [];
  const kind = enumValues.length > 0 ? "enum" : kindOf(declared);
  const schema: ColumnSchema = {
    name,
    kind,
    nativeType: declared,
    nullable: Number(row[3]) === 0 && Number(row[5]) === 0,
    default: row[4] === null || row[4] === undefined ? null : String(row[4]),
    generated: Number(row[6]) > 1,
    maxLength: maxLengthOf(declared),
    enumValues,
    comment: null,
    // The left side of a comparison decides, be the right side a value or a column.
    ...(kind === "text" ? { collation: "of the left side" } : {}),
    ...(kind === "text" && blind.has(name) ? { blind: "case" as const } : {}),
  };
  return {
    schema,
    bounds: { integers: [-(2n ** 63n), 2n ** 63n - 1n], zeroDates: true, anyText: true, numericBooleans: true },
    native: { affinity: affinityOf(declared) },
  };
}

/** Row counts that ANALYZE left behind, where it ever ran. */
async function readEstimates(ask: (text: string) => Promise<readonly Cells[]>): Promise<ReadonlyMap<string, number>> {
  const [analyzed] = await ask("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'");
  if (Number(analyzed?.[0]) === 0) return new Map();
  const rows = await ask("SELECT tbl, stat FROM sqlite_stat1");
  return new Map(rows.map((row) => [String(row[0]).toLowerCase(), Number.parseInt(String(row[1]), 10)]));
}

function firesOnChange(createStatement: string): boolean {
  return /^[\s\S]*?\b(?:BEFORE|AFTER|INSTEAD\s+OF)?\s+(?:DELETE|UPDATE)\b[\s\S]*?\bON\b[\s\S]*?\bBEGIN\b/i.test(
    createStatement.replace(/\bBEGIN\b[\s\S]*$/i, "BEGIN"),
  );
}

function byTable(rows: readonly Cells[]): ReadonlyMap<string, readonly Cells[]> {
  return Map.groupBy(rows, (row) => String(row[0]).toLowerCase());
}
