/** Lays what the map says of a table and its columns over what inference says of them. */
import { findCategory } from "./categories.ts";
import type { InferredTable } from "./infer/infer-system.ts";
import type { ColumnMap, CounterMap, TableMap } from "./map.ts";
import { unknownColumn, unknownTable } from "./map-findings.ts";
import type { Finding, Identifier, ModelColumn, ModelTable, RestrictionMark } from "./model.ts";
import { openValues } from "./open-findings.ts";
import { findColumn, hasColumns, type TableSchema } from "./schema.ts";

export function resolveTable(
  table: TableSchema,
  inferred: InferredTable,
  overlay: TableMap,
  accepted: boolean,
  key: readonly string[],
  schemas: ReadonlyMap<string, TableSchema>,
  findings: Finding[],
): ModelTable {
  const { retain } = overlay;
  const looksAt = retain === null ? [] : [...(retain.from === null ? [] : [retain.from]), ...Object.keys(retain.when)];
  const named = [...(overlay.key ?? []), ...Object.keys(overlay.columns), ...Object.values(overlay.identifiers ?? {})];
  for (const name of [...named, ...looksAt]) {
    if (findColumn(table, name) === undefined) findings.push(unknownColumn(table, name));
  }
  const confirmed = accepted || overlay.subject !== null || overlay.public !== null;
  const restrict = resolveRestriction(table, overlay, schemas, findings);
  const identifiers = resolveIdentifiers(inferred, overlay, confirmed);
  return {
    name: table.name,
    schema: table,
    kind: resolveKind(inferred, overlay, identifiers),
    why: overlay.subject !== null || overlay.public !== null ? "the map says so" : inferred.why,
    key,
    ...(inferred.openTypes === undefined
      ? {}
      : { openTypes: inferred.openTypes.map((open) => ({ ...open, values: openValues(open, overlay) })) }),
    // What the map names and the schema lacks is a finding, and must not become a question that the store cannot answer.
    identifiers: identifiers.filter(({ column }) => hasColumns(table, [column])),
    retain: hasColumns(table, looksAt) ? retain : null,
    ...(restrict === null ? {} : { restrict }),
    columns: inferred.columns.map((column) => {
      const resolved = resolveColumn(table, column, overlay.columns[column.name], accepted, schemas, findings);
      const provenance = overlay.columns[column.name]?.provenance ?? overlay.provenance;
      return provenance === undefined ? resolved : { ...resolved, provenance };
    }),
    confirmed,
  };
}

export function usableKey(table: TableSchema, overlay: TableMap | undefined): readonly string[] {
  if (overlay?.key && hasColumns(table, overlay.key)) return overlay.key;
  if (table.primaryKey.length > 0) return table.primaryKey;
  const solid = table.uniqueKeys.filter((key) => key.every((name) => findColumn(table, name)?.nullable === false));
  return [...solid].sort((a, b) => a.length - b.length)[0] ?? [];
}

function resolveKind(
  inferred: InferredTable,
  overlay: TableMap,
  identifiers: readonly Identifier[],
): ModelTable["kind"] {
  if (overlay.public === true) return "public";
  if (overlay.subject === true || (overlay.identifiers !== null && identifiers.length > 0)) return "subject";
  if (overlay.subject === false && inferred.kind === "subject") return "personal";
  if (inferred.kind === "unclassified" && overlay.edges.some((edge) => edge.role !== "none")) return "personal";
  return inferred.kind;
}

function resolveIdentifiers(inferred: InferredTable, overlay: TableMap, confirmed: boolean): readonly Identifier[] {
  if (overlay.subject === false || overlay.public === true) return [];
  if (overlay.identifiers !== null) {
    return Object.entries(overlay.identifiers).map(([kind, column]) => ({ kind, column, confirmed: true }));
  }
  return inferred.identifiers.map((identifier) => ({ ...identifier, confirmed: identifier.confirmed || confirmed }));
}

function resolveRestriction(
  table: TableSchema,
  { restrict }: TableMap,
  schemas: ReadonlyMap<string, TableSchema>,
  findings: Finding[],
): RestrictionMark | null {
  if (restrict === undefined) return null;
  const marked = restrict.kind === "flag" ? table : schemas.get(restrict.table);
  if (marked === undefined) {
    findings.push(unknownTable(restrict.kind === "list" ? restrict.table : table.name, [...schemas.keys()]));
    return null;
  }
  if (hasColumns(marked, [restrict.column])) return restrict;
  findings.push(unknownColumn(marked, restrict.column));
  return null;
}

function resolveColumn(
  table: TableSchema,
  inferred: ModelColumn,
  overlay: ColumnMap | undefined,
  accepted: boolean,
  schemas: ReadonlyMap<string, TableSchema>,
  findings: Finding[],
): ModelColumn {
  const settled: ModelColumn = accepted
    ? { ...inferred, origin: "map", counter: inferred.counter && { ...inferred.counter, confirmed: true } }
    : inferred;
  if (overlay === undefined) return settled;
  if (overlay.category !== null && findCategory(overlay.category) === undefined) {
    findings.push({
      code: "map_category_unknown",
      table: table.name,
      column: inferred.name,
      message: `The map gives ${table.name}.${inferred.name} the category "${overlay.category}", which the taxonomy does not have.`,
      suggestion: "Use a category of the taxonomy (`kept categories` lists them).",
      blocks: true,
    });
    return settled;
  }
  return {
    ...settled,
    category: overlay.category ?? settled.category,
    confidence: 1,
    why: "the map says so",
    origin: "map",
    hide: overlay.hide ?? (settled.hide || (findCategory(overlay.category ?? "")?.secret ?? false)),
    keep: overlay.keep ?? settled.keep,
    ...(overlay.blank === undefined ? {} : { blank: overlay.blank }),
    counter:
      overlay.counter && checkCounter(overlay.counter, schemas, findings)
        ? { ...overlay.counter, confirmed: true }
        : settled.counter,
    ...(overlay.copyOf && checkCopy(overlay.copyOf, schemas, findings) ? { copyOf: overlay.copyOf } : {}),
  };
}

function checkCounter(counter: CounterMap, schemas: ReadonlyMap<string, TableSchema>, findings: Finding[]): boolean {
  const table = schemas.get(counter.table);
  const names = [...counter.columns, ...Object.keys(counter.when)];
  if (table === undefined) findings.push(unknownTable(counter.table, [...schemas.keys()]));
  else for (const name of names) if (!hasColumns(table, [name])) findings.push(unknownColumn(table, name));
  return table !== undefined && hasColumns(table, names);
}

function checkCopy(
  { table: name, column }: NonNullable<ColumnMap["copyOf"]>,
  schemas: ReadonlyMap<string, TableSchema>,
  findings: Finding[],
): boolean {
  const table = schemas.get(name);
  if (table === undefined) findings.push(unknownTable(name, [...schemas.keys()]));
  else if (!hasColumns(table, [column])) findings.push(unknownColumn(table, column));
  return table !== undefined && hasColumns(table, [column]);
}
