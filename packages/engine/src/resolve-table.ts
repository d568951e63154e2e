/** Lays what the map says of a table and its columns over what inference says of them. */

import { checkBlob, FILE_CATEGORY } from "./blob-findings.ts";
import { findCategory } from "./categories.ts";
import type { InferredTable } from "./infer/infer-system.ts";
import { type ColumnMap, EMPTY_TABLE_MAP, type TableMap } from "./map.ts";
import { checkNames, type MapCheck } from "./map-findings.ts";
import type { Identifier, ModelColumn, ModelTable, RestrictionMark } from "./model.ts";
import { openValues } from "./open-findings.ts";
import { findColumn, hasColumns, type TableSchema } from "./schema.ts";

/** What is known of a table beside what inference says. */
export interface StatedTable {
  readonly overlay: TableMap;
  /** The table's proposals were accepted, all in one word. */
  readonly accepted: boolean;
  readonly key: readonly string[];
}

/** The table as inference has it, with what the map says instead. */
export function resolveTable(
  check: MapCheck,
  table: TableSchema,
  inferred: InferredTable,
  { overlay, accepted, key }: StatedTable,
): ModelTable {
  const { retain } = overlay;
  const looksAt = retain === null ? [] : [...(retain.from === null ? [] : [retain.from]), ...Object.keys(retain.when)];
  const named = [...(overlay.key ?? []), ...Object.keys(overlay.columns), ...Object.values(overlay.identifiers ?? {})];
  checkNames(check, table.name, [...named, ...looksAt]);
  const confirmed = accepted || overlay.subject !== null || overlay.public !== null;
  const restrict = resolveRestriction(check, table, overlay);
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
      const said = overlay.columns[column.name];
      const resolved = resolveColumn(check, table, accepted ? accept(column) : column, said);
      const provenance = said?.provenance ?? overlay.provenance;
      return provenance === undefined ? resolved : { ...resolved, provenance };
    }),
    confirmed,
    reviewed: accepted || overlay !== EMPTY_TABLE_MAP,
  };
}

/** By what rows are told apart: the map's key, the primary key, or the shortest unique key that is always there. */
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

function resolveRestriction(check: MapCheck, table: TableSchema, { restrict }: TableMap): RestrictionMark | null {
  if (restrict === undefined) return null;
  const marked = restrict.kind === "flag" ? table.name : restrict.table;
  return checkNames(check, marked, [restrict.column]) ? restrict : null;
}

function accept(column: ModelColumn): ModelColumn {
  return { ...column, origin: "map", counter: column.counter && { ...column.counter, confirmed: true } };
}

function resolveColumn(
  check: MapCheck,
  table: TableSchema,
  column: ModelColumn,
  overlay: ColumnMap | undefined,
): ModelColumn {
  if (overlay === undefined) return column;
  const { counter, blob, copyOf } = overlay;
  if (overlay.category !== null && findCategory(overlay.category) === undefined) {
    check.findings.push({
      code: "map_category_unknown",
      table: table.name,
      column: column.name,
      message: `The map gives ${table.name}.${column.name} the category "${overlay.category}", which the taxonomy does not have.`,
      suggestion: "Use a category of the taxonomy (`kept categories` lists them).",
      blocks: true,
    });
    return column;
  }
  const known = overlay.category ?? column.category;
  // What names a file goes where its row is emptied, or the file could not.
  const isFile = typeof blob === "object" && overlay.category === null && !(findCategory(known)?.erasable ?? false);
  const { namesFiles, ...rest } = column;
  return {
    ...(blob === undefined ? column : rest),
    category: isFile ? FILE_CATEGORY : known,
    confidence: 1,
    why: "the map says so",
    origin: "map",
    hide: overlay.hide ?? (column.hide || (findCategory(overlay.category ?? "")?.secret ?? false)),
    keep: overlay.keep ?? column.keep,
    ...(overlay.blank === undefined ? {} : { blank: overlay.blank }),
    counter:
      counter && checkNames(check, counter.table, [...counter.columns, ...Object.keys(counter.when)])
        ? { ...counter, confirmed: true }
        : column.counter,
    ...(typeof blob === "object" && checkBlob(check, table, column.name) ? { blob } : {}),
    ...(copyOf && checkNames(check, copyOf.table, [copyOf.column]) ? { copyOf } : {}),
  };
}
