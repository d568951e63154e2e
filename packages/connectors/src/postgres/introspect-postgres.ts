/** Reads the structure of a Postgres database from pg_catalog in a handful of queries, whatever the number of tables. */
import type { ColumnSchema, DeleteAction, ForeignKey } from "@kept/engine/schema";
import type { CatalogueColumn, CatalogueTable, TableList } from "../dialect/catalogue.ts";
import type { Session } from "../dialect/dialect.ts";
import { type Fragment, param, raw, sql } from "../dialect/fragment.ts";
import { describeTriggers } from "../dialect/trigger-targets.ts";
import { arrayLiteral, quoteName } from "./postgres-literals.ts";
import {
  boundsOfType,
  foldType,
  maxLengthOf,
  type PostgresNative,
  type PostgresType,
  resolveType,
} from "./postgres-types.ts";

type Cell = string | null;

/** Everything of users: no system schema, no temporary table, nothing that belongs to an extension. */
const relations = (schemas: readonly string[] | undefined): Fragment => sql`
WITH RECURSIVE inherited AS (
  SELECT inhrelid AS child, inhparent AS root FROM pg_catalog.pg_inherits
  UNION
  SELECT inherited.child, above.inhparent
  FROM inherited JOIN pg_catalog.pg_inherits above ON above.inhrelid = inherited.root
), roots AS (
  SELECT child, min(root::text)::oid AS root, sum(1) AS depth FROM inherited
  WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_inherits above WHERE above.inhrelid = inherited.root)
  GROUP BY child
)
SELECT c.oid, n.nspname, c.relname, c.relkind, pg_catalog.pg_table_is_visible(c.oid), d.description, c.reltuples,
  u.usable AND pg_catalog.has_table_privilege(c.oid, 'SELECT'),
  u.usable AND pg_catalog.has_table_privilege(c.oid, 'UPDATE'),
  u.usable AND pg_catalog.has_table_privilege(c.oid, 'DELETE'),
  roots.root, u.usable AND pg_catalog.has_table_privilege(c.oid, 'INSERT'), pg_catalog.row_security_active(c.oid)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND NOT pg_catalog.row_security_active(c.oid) AS usable
) u
LEFT JOIN roots ON roots.child = c.oid
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_catalog.pg_class'::regclass
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  AND NOT EXISTS (
    SELECT 1 FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'
  )
  AND ${schemas === undefined ? raw("true") : sql`n.nspname = ANY(${param(arrayLiteral(schemas))}::text[])`}
ORDER BY n.nspname, c.relname`;

const ofRelations = (oids: Cell): Fragment => sql`ANY(${param(oids)}::oid[])`;

const attributes = (oids: Cell): Fragment => sql`
SELECT a.attrelid, a.attname, a.attnum, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
  pg_catalog.pg_get_expr(v.adbin, v.adrelid), a.attgenerated, a.attidentity, a.atttypid, a.atttypmod, d.description, a.attcollation,
  EXISTS (
    SELECT FROM pg_catalog.pg_collation o,
      COALESCE(pg_catalog.to_jsonb(o) ->> 'colllocale', pg_catalog.to_jsonb(o) ->> 'colliculocale', o.collcollate) AS locale
    WHERE o.oid = a.attcollation AND NOT o.collisdeterministic
      AND locale ~* 'ks-level[12]|colStrength=(primary|secondary)' AND locale !~* 'kc-true|colCaseLevel=yes'
  )
FROM pg_catalog.pg_attribute a
LEFT JOIN pg_catalog.pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = a.attrelid AND d.objsubid = a.attnum AND d.classoid = 'pg_catalog.pg_class'::regclass
WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid = ${ofRelations(oids)}
ORDER BY a.attrelid, a.attnum`;

/** Every table has a composite type of its own: of these only the ones that a column, or a domain, can be of. */
const types = (oids: Cell): Fragment => sql`
SELECT t.oid, n.nspname, t.typname, t.typtype, t.typcategory, t.typbasetype, t.typtypmod, t.typnotnull,
  (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype <> 'c' OR EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')
  OR t.oid IN (SELECT a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${ofRelations(oids)})`;

/** `conparentid`: constraints that partitions have from their parent. */
const constraints = (oids: Cell): Fragment => sql`
SELECT c.conrelid, c.conname, c.contype, pg_catalog.array_to_json(c.conkey), c.confrelid,
  pg_catalog.array_to_json(c.confkey), c.confdeltype, c.condeferrable,
  CASE WHEN c.contype = 'c' THEN pg_catalog.pg_get_constraintdef(c.oid) END
FROM pg_catalog.pg_constraint c
WHERE c.contype IN ('f', 'c') AND c.conparentid = 0 AND c.conrelid = ${ofRelations(oids)}
ORDER BY c.conrelid, c.conname`;

const uniqueIndexes = (oids: Cell): Fragment => sql`
SELECT i.indrelid, i.indisprimary, pg_catalog.array_to_json((i.indkey::int2[])[0:i.indnkeyatts - 1])
FROM pg_catalog.pg_index i
WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indrelid = ${ofRelations(oids)}
ORDER BY i.indrelid, i.indexrelid`;

/** Bits 4, 8 and 16 of tgtype: on insert, on delete, on update. */
const triggers = (oids: Cell): Fragment => sql`
SELECT DISTINCT t.tgrelid, t.tgname, p.prosrc, (t.tgtype & 24) <> 0, (t.tgtype & 4) <> 0 FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND (t.tgtype & 28) <> 0 AND t.tgrelid = ${ofRelations(oids)}
ORDER BY 1, 2`;

const deleteActions: Readonly<Record<string, DeleteAction>> = {
  a: "no-action",
  r: "restrict",
  c: "cascade",
  n: "set-null",
  d: "set-default",
};

/** Reads all tables and views; `schemas` limits it to these. */
export async function introspectPostgres(
  session: Session,
  schemas?: readonly string[],
): Promise<TableList<PostgresNative>> {
  const ask = async (statement: Fragment) => (await session.query(statement)).rows as readonly (readonly Cell[])[];
  const found = await ask(relations(schemas));
  const oids = arrayLiteral(found.map((row) => row[0] ?? ""));
  const typeOf = readTypes(await ask(types(oids)));
  const columnRows = Map.groupBy(await ask(attributes(oids)), (row) => row[0]);
  const constraintRows = await ask(constraints(oids));
  const indexRows = Map.groupBy(await ask(uniqueIndexes(oids)), (row) => row[0]);
  const triggerRows = await ask(triggers(oids));

  // Partitions and inheritance children stand behind their root, with what hangs on them.
  const listed = new Set(found.map((row) => row[0]));
  const rootOf = new Map(
    found.map((row) => [row[0], row[10] != null && listed.has(row[10]) ? row[10] : row[0]] as const),
  );
  const constraintsOf = Map.groupBy(constraintRows, (row) => rootOf.get(row[0]));
  const triggersOf = Map.groupBy(triggerRows, (row) => rootOf.get(row[0]));
  const estimates = new Map<Cell | undefined, number>();
  for (const row of found) {
    const estimate = Number(row[6]);
    const root = rootOf.get(row[0]);
    if (estimate >= 0 && row[3] !== "v") estimates.set(root, (estimates.get(root) ?? 0) + estimate);
  }
  const nameOf = new Map(
    found.map((row) => [row[0], row[4] === "t" ? (row[2] ?? "") : `${row[1]}.${row[2]}`] as const),
  );
  const written = new Map(
    found.flatMap((row) => {
      const name = nameOf.get(rootOf.get(row[0]) ?? null) ?? "";
      const own = (row[2] ?? "").toLowerCase();
      const full: [string, string] = [`${row[1]?.toLowerCase()}.${own}`, name];
      return row[4] === "t" ? [full, [own, name] as [string, string]] : [full];
    }),
  );
  const columnAt = new Map(
    [...columnRows].map(([oid, rows]) => [oid, new Map(rows.map((row) => [Number(row[2]), row[1] ?? ""]))] as const),
  );
  const namesAt = (oid: Cell | undefined, numbers: Cell | undefined): string[] =>
    (JSON.parse(numbers ?? "[]") as number[]).map((number) => columnAt.get(oid ?? null)?.get(number) ?? "");

  return found
    .filter((row) => rootOf.get(row[0]) === row[0])
    .map((row): CatalogueTable<PostgresNative> => {
      const oid = row[0];
      // Its own first: where a child repeats a reference, the root's action is the one that counts.
      const all = constraintsOf.get(oid) ?? [];
      const own = [...all.filter((one) => one[0] === oid), ...all.filter((one) => one[0] !== oid)];
      const indexes = indexRows.get(oid ?? null) ?? [];
      const columns = (columnRows.get(oid ?? null) ?? []).map((column) => readColumn(column, typeOf));
      const isView = row[3] === "v" || row[3] === "m";
      const keys = distinctLists(indexes.filter((index) => index[1] !== "t").map((index) => namesAt(oid, index[2])));
      return {
        quotedName: `${quoteName(row[1] ?? "")}.${quoteName(row[2] ?? "")}`,
        columns: new Map(columns.map((column) => [column.schema.name, column])),
        schema: {
          name: nameOf.get(oid) ?? "",
          schema: row[1] ?? "",
          kind: isView ? "view" : "table",
          ...(row[3] === "m" ? { keepsRows: true as const } : {}),
          columns: columns.map((column) => column.schema),
          primaryKey: namesAt(oid, indexes.find((index) => index[1] === "t")?.[2]),
          uniqueKeys: keys,
          foreignKeys: distinctForeignKeys(
            own
              .filter((constraint) => constraint[2] === "f")
              .map((constraint) => ({
                name: constraint[1] ?? "",
                columns: namesAt(constraint[0], constraint[3]),
                table: nameOf.get(rootOf.get(constraint[4] ?? null) ?? null) ?? "",
                referencedColumns: namesAt(constraint[4], constraint[5]),
                onDelete: deleteActions[constraint[6] ?? ""] ?? "no-action",
                deferrable: constraint[7] === "t",
              })),
          ),
          checks: own
            .filter((constraint) => constraint[2] === "c" && constraint[0] === oid)
            .map((constraint) => constraint[8] ?? ""),
          ...describeTriggers(
            (triggersOf.get(oid) ?? []).map((trigger) => ({
              name: trigger[1] ?? "",
              text: trigger[2] ?? "",
              onChange: trigger[3] === "t",
              onInsert: trigger[4] === "t",
            })),
            written,
          ),
          comment: row[5] ?? null,
          estimatedRows: estimates.get(oid) ?? null,
          may: { read: row[7] === "t", update: row[8] === "t", delete: row[9] === "t", insert: row[11] === "t" },
          ...(row[12] === "t" ? { rowSecurity: true as const } : {}),
          transactional: true,
        },
      };
    });
}

function readTypes(rows: readonly (readonly Cell[])[]): ReadonlyMap<string, PostgresType> {
  return new Map(
    rows.map((row) => [
      row[0] ?? "",
      {
        oid: row[0] ?? "",
        schema: row[1] ?? "",
        name: row[2] ?? "",
        kind: row[3] ?? "",
        category: row[4] ?? "",
        baseOid: row[5] ?? "",
        baseModifier: Number(row[6]),
        notNull: row[7] === "t",
        enumValues: JSON.parse(row[8] ?? "[]") as string[],
      },
    ]),
  );
}

function readColumn(row: readonly Cell[], typeOf: ReadonlyMap<string, PostgresType>): CatalogueColumn<PostgresNative> {
  const { type, modifier, notNull } = resolveType(typeOf, row[8] ?? "", Number(row[9]));
  const kind = type === undefined ? "other" : foldType(type);
  const schema: ColumnSchema = {
    name: row[1] ?? "",
    kind,
    nativeType: row[3] ?? "",
    nullable: row[4] !== "t" && !notNull,
    default: row[5] ?? null,
    // Neither a computed column nor GENERATED ALWAYS AS IDENTITY can be written.
    generated: (row[6] ?? "") !== "" || row[7] === "a",
    maxLength: type === undefined ? null : maxLengthOf(type, modifier),
    enumValues: type?.enumValues ?? [],
    comment: row[10] ?? null,
    ...(kind === "text" ? { collation: row[11] ?? "" } : {}),
    ...(type?.name === "citext" || row[12] === "t" ? { blind: "case" as const } : {}),
  };
  return {
    schema,
    bounds: boundsOfType(
      type ?? {
        oid: "",
        schema: "",
        name: "",
        kind: "",
        category: "",
        baseOid: "",
        baseModifier: -1,
        notNull: false,
        enumValues: [],
      },
    ),
    native: {
      castType: type === undefined ? "text" : `${quoteName(type.schema)}.${quoteName(type.name)}`,
      typeName: type?.name ?? "",
      comparable: kind !== "json" && kind !== "array" && kind !== "other",
    },
  };
}

function distinctLists(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}

function distinctForeignKeys(keys: readonly ForeignKey[]): readonly ForeignKey[] {
  const first = new Map<string, ForeignKey>();
  for (const key of keys) {
    // A reference to a table outside the chosen schemas cannot be followed by name.
    if (key.table === "") continue;
    const id = JSON.stringify([key.columns, key.table, key.referencedColumns]);
    if (!first.has(id)) first.set(id, key);
  }
  return [...first.values()];
}
