/** Lays the operator's map over inference: the model that reach and plans are computed from, and what is still open. */

import { readMark } from "./accepted-tables.ts";
import { checkBlanks } from "./blank-statement.ts";
import { blindnessOf } from "./blind-text.ts";
import { findCategory } from "./categories.ts";
import { fingerprintTables } from "./fingerprint.ts";
import type { Inference, InferredTable } from "./infer/infer-system.ts";
import { type ColumnMap, type CounterMap, type DataMap, type EdgeMap, EMPTY_TABLE_MAP, type TableMap } from "./map.ts";
import { checkNaming, edgeMalformed, formOf, listProblem, unknownColumn, unknownTable } from "./map-findings.ts";
import {
  type Edge,
  edgeId,
  type Finding,
  type Identifier,
  type Model,
  type ModelColumn,
  type ModelTable,
  type OpenType,
  type RestrictionMark,
} from "./model.ts";
import { findColumn, type SystemSchema, type TableSchema } from "./schema.ts";
import { findStoreLimits } from "./store-limits.ts";

export interface ResolvedModel {
  readonly model: Model;
  readonly findings: readonly Finding[];
}

/**
 * Resolves schema, inference and map into one model. Everything the map says wins; whatever it names that the live
 * schema lacks is a blocking finding, as is a table that changed since its proposals were accepted.
 */
export function resolveModel(schema: SystemSchema, inference: Inference, map: DataMap): ResolvedModel {
  const findings: Finding[] = [];
  const schemas = new Map(schema.tables.map((table) => [table.name, table]));
  for (const name of new Set([...Object.keys(map.tables), ...Object.keys(map.accepted)])) {
    if (!schemas.has(name)) findings.push(unknownTable(name, [...schemas.keys()]));
  }
  findings.push(...checkNaming(schema, map));
  const accepted = acceptedTables(schema, inference, map, findings);
  const keys = new Map(schema.tables.map((table) => [table.name, usableKey(table, map.tables[table.name])]));
  const edges = resolveEdges(schemas, keys, inference, map, accepted, findings);
  // Rows that the map gives to those who refer to them.
  const held = new Set(edges.flatMap(({ role, origin, to }) => (role === "holds" && origin === "map" ? [to] : [])));
  const resolved = inference.tables.flatMap((inferred) => {
    const table = schemas.get(inferred.name);
    if (table === undefined) return [];
    const overlay = map.tables[table.name] ?? EMPTY_TABLE_MAP;
    return [
      resolveTable(
        table,
        held.has(table.name) ? hold(inferred) : inferred,
        overlay,
        accepted.has(table.name),
        keys.get(table.name) ?? [],
        schemas,
        findings,
      ),
    ];
  });
  const { tables, findings: refused } = checkBlanks(resolved, edges);
  findings.push(...refused);
  const types = new Map(inference.tables.map(({ name, openTypes }) => [name, openTypes ?? []]));
  const open = inference.findings
    .filter(
      (finding) =>
        !isSettled(finding, map, types.get(finding.table) ?? []) &&
        !(finding.code === "table_unclassified" && held.has(finding.table)),
    )
    .map((finding) => (accepted.has(finding.table) && isProposal(finding) ? { ...finding, blocks: false } : finding));
  return {
    model: { system: schema.system, tables, edges },
    findings: [...findings, ...open, ...findLimits(tables, edges, open)],
  };
}

/** What stores do to tables that are people's by the map alone, of which inference could not know. */
function findLimits(
  tables: readonly ModelTable[],
  edges: readonly Edge[],
  told: readonly Finding[],
): readonly Finding[] {
  const stated = edges.filter(({ origin, role }) => origin === "map" && role !== "context");
  const theirs = new Set(stated.flatMap(({ from, to, role }) => (role === "holds" ? [from, to] : [from])));
  const known = new Set(told.map(({ code, table }) => `${code} ${table}`));
  return tables
    .filter(({ name, kind }) => kind === "subject" || theirs.has(name))
    .flatMap((table) => findStoreLimits(table.schema))
    .filter(({ code, table }) => !known.has(`${code} ${table}`));
}

function hold(inferred: InferredTable): InferredTable {
  if (inferred.kind !== "unclassified") return inferred;
  return { ...inferred, kind: "personal", why: "goes with the rows that refer to it, as the map says" };
}

function acceptedTables(schema: SystemSchema, inference: Inference, map: DataMap, findings: Finding[]): Set<string> {
  const accepted = new Set<string>();
  if (Object.keys(map.accepted).length === 0) return accepted;
  const prints = fingerprintTables(schema, inference);
  for (const table of schema.tables) {
    const print = map.accepted[table.name];
    if (print === undefined) continue;
    if (readMark(print) === prints.get(table.name)) accepted.add(table.name);
    else {
      findings.push({
        code: "table_changed",
        table: table.name,
        column: "",
        message: `Table ${table.name} has changed since its proposals were accepted: its columns or what they point at differ.`,
        suggestion: "Run `kept discover` to see what is proposed now, then `kept discover --accept`.",
        blocks: true,
      });
    }
  }
  return accepted;
}

function usableKey(table: TableSchema, overlay: TableMap | undefined): readonly string[] {
  if (overlay?.key && hasColumns(table, overlay.key)) return overlay.key;
  if (table.primaryKey.length > 0) return table.primaryKey;
  const solid = table.uniqueKeys.filter((key) => key.every((name) => findColumn(table, name)?.nullable === false));
  return [...solid].sort((a, b) => a.length - b.length)[0] ?? [];
}

function resolveTable(
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

function hasColumns(table: TableSchema, names: readonly string[]): boolean {
  return names.every((name) => findColumn(table, name) !== undefined);
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

function resolveEdges(
  schemas: ReadonlyMap<string, TableSchema>,
  keys: ReadonlyMap<string, readonly string[]>,
  inference: Inference,
  map: DataMap,
  accepted: ReadonlySet<string>,
  findings: Finding[],
): readonly Edge[] {
  const edges = new Map<string, Edge>();
  // A doubt is settled by a line that names it, and not by accepting the table it stands in.
  const doubts = new Set(
    inference.findings.flatMap(({ code, table, column }) => (code === "owner_doubtful" ? `${table}: ${column}` : [])),
  );
  for (const edge of inference.edges) {
    const isPublic = map.tables[edge.from]?.public === true;
    const isAccepted = accepted.has(edge.from) && !doubts.has(`${edge.from}: ${edge.columns.join(", ")}`);
    const settled = isAccepted ? { ...edge, confirmed: true } : edge;
    edges.set(edge.id, isPublic ? ignoreEdge(edge) : settled);
  }
  for (const [name, overlay] of Object.entries(map.tables)) {
    const table = schemas.get(name);
    if (table === undefined) continue;
    for (const entry of overlay.edges) overlayEdge(edges, table, entry, schemas, keys, findings);
  }
  return [...edges.values()].map((edge) => {
    // Inside of texts, JSON and lists it is not the column that compares.
    const holdsKey = edge.pattern === null && edge.path.length === 0 && edge.list === undefined;
    const target = holdsKey ? schemas.get(edge.to) : undefined;
    const blind = target === undefined ? null : blindnessOf(target, edge.toColumns);
    return blind === null || blind === undefined ? edge : { ...edge, blind };
  });
}

function checkCounter(counter: CounterMap, schemas: ReadonlyMap<string, TableSchema>, findings: Finding[]): boolean {
  const table = schemas.get(counter.table);
  const names = [...counter.columns, ...Object.keys(counter.when)];
  if (table === undefined) findings.push(unknownTable(counter.table, [...schemas.keys()]));
  else for (const name of names) if (!hasColumns(table, [name])) findings.push(unknownColumn(table, name));
  return table !== undefined && hasColumns(table, names);
}

function overlayEdge(
  edges: Map<string, Edge>,
  table: TableSchema,
  entry: EdgeMap,
  schemas: ReadonlyMap<string, TableSchema>,
  keys: ReadonlyMap<string, readonly string[]>,
  findings: Finding[],
): void {
  const target = resolveTarget(entry, schemas);
  const missing = [...entry.columns, ...Object.keys(entry.when)].find((name) => findColumn(table, name) === undefined);
  if (missing !== undefined) return void findings.push(unknownColumn(table, missing));
  if (target === null) return void findings.push(unknownTable(entry.to, [...schemas.keys()]));
  const pair = [...edges.values()].filter(
    (edge) => edge.from === table.name && edge.to === target.table.name && edge.columns.join() === entry.columns.join(),
  );
  const declared = pair.find((edge) => edge.onDelete !== null);
  const toColumns = target.toColumns ?? declared?.toColumns ?? keys.get(target.table.name) ?? [];
  const lost = toColumns.find((name) => findColumn(target.table, name) === undefined);
  if (lost !== undefined) return void findings.push(unknownColumn(target.table, lost));
  const isSingle = entry.pattern === null && entry.path.length === 0 && entry.list === undefined;
  const isUnreadable = entry.list !== undefined && listProblem(table, entry) !== null;
  if (
    isUnreadable ||
    toColumns.length !== entry.columns.length ||
    toColumns.length === 0 ||
    (!isSingle && toColumns.length > 1)
  ) {
    return void findings.push(edgeMalformed(table, entry, target.table, toColumns));
  }
  const condition = JSON.stringify(entry.when);
  const replaced = pair.filter(
    (edge) => JSON.stringify(edge.when) === condition || (condition === "{}" && edge.origin !== "map"),
  );
  for (const edge of replaced) edges.delete(edge.id);
  if (entry.role === "none") {
    // The map can say that a declared key means nothing; the database enforces it all the same.
    if (declared !== undefined && replaced.includes(declared)) edges.set(declared.id, ignoreEdge(declared));
    return;
  }
  const { role, when, match, pattern, path } = entry;
  const first = findColumn(table, entry.columns[0] ?? "");
  const form = first === undefined ? null : formOf(first);
  const base = { from: table.name, columns: entry.columns, to: target.table.name, toColumns, when };
  const edge: Edge = {
    id: edgeId(base),
    ...base,
    role,
    origin: "map",
    confirmed: true,
    confidence: 1,
    why: "the map says so",
    onDelete: declared?.onDelete ?? null,
    match,
    pattern,
    path,
    ...(entry.list === undefined || form === null ? {} : { list: { ...entry.list, form } }),
    same: entry.same,
  };
  edges.set(edge.id, edge);
}

/** The same edge without a say in whose rows are whose. */
function ignoreEdge(edge: Edge): Edge {
  return {
    ...edge,
    role: "context",
    origin: "map",
    confirmed: true,
    confidence: 1,
    why: "the map says so",
    same: false,
  };
}

/** `-> shop.users` names a table of a schema; `-> users.email` a column of a table. */
function resolveTarget(
  entry: EdgeMap,
  schemas: ReadonlyMap<string, TableSchema>,
): { readonly table: TableSchema; readonly toColumns: readonly string[] | null } | null {
  const table = schemas.get(entry.to);
  if (table !== undefined) return { table, toColumns: entry.toColumns };
  const dot = entry.to.lastIndexOf(".");
  const owner = schemas.get(entry.to.slice(0, Math.max(dot, 0)));
  if (owner === undefined || entry.toColumns !== null) return null;
  return { table: owner, toColumns: [entry.to.slice(dot + 1)] };
}

/** Is the question that inference raised answered by the map? */
function isSettled(finding: Finding, map: DataMap, types: readonly OpenType[]): boolean {
  const overlay = map.tables[finding.table];
  const namesColumn = overlay?.edges.some((edge) => edge.columns.join(", ") === finding.column) ?? false;
  switch (finding.code) {
    case "table_unclassified":
      return overlay !== undefined && (overlay.public !== null || overlay.subject !== null || overlay.edges.length > 0);
    case "subject_question":
      return overlay !== undefined && (overlay.public !== null || overlay.subject !== null);
    case "key_missing":
      return overlay?.key != null || overlay?.public === true;
    case "polymorphic_unresolved": {
      const open = types.find(({ id }) => id === finding.column);
      const isOpen = open !== undefined && openValues(open, overlay).length > 0;
      return (namesColumn && !isOpen) || overlay?.public === true;
    }
    case "owner_doubtful":
      return namesColumn || overlay?.public === true;
    case "owner_ambiguous":
    case "owner_nullable":
      return (overlay?.edges.length ?? 0) > 0;
    default:
      return false;
  }
}

/** Values of a type of which the map does not say what its id means. */
function openValues({ id, type, values }: OpenType, overlay: TableMap | undefined): readonly string[] {
  const lines = overlay?.edges.filter((edge) => edge.columns.join(", ") === id) ?? [];
  if (lines.some(({ when }) => when[type] === undefined)) return [];
  const said = new Set(lines.flatMap(({ when }) => when[type] ?? []));
  return values.filter((value) => !said.has(value));
}

/**
 * Questions to which inference's own picture is an answer: whoever accepts the table has read it and lets it stand. The
 * finding stays visible. A missing key or permission is a fact, and accepting it would change nothing; of a table that looks
 * personal and is nobody's there is no proposal to accept (ENGINE: it fails closed until the map says whose it is).
 */
function isProposal(finding: Finding): boolean {
  return ["owner_ambiguous", "owner_nullable", "polymorphic_unresolved"].includes(finding.code);
}
