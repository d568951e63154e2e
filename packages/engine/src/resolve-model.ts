/** Lays the operator's map over inference: the model that reach and plans are computed from, and what is still open. */
import { findCategory } from "./categories.ts";
import { fingerprintTables } from "./fingerprint.ts";
import type { InferredTable, Inference } from "./infer/infer-system.ts";
import type { ColumnMap, DataMap, EdgeMap, TableMap } from "./map.ts";
import { type Edge, edgeId, type Finding, type Identifier, type Model, type ModelColumn, type ModelTable } from "./model.ts";
import { findColumn, type SystemSchema, type TableSchema } from "./schema.ts";

const NO_TABLE_MAP: TableMap = {
  subject: null,
  public: null,
  key: null,
  identifiers: null,
  retain: null,
  edges: [],
  columns: {},
};

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
  const accepted = acceptedTables(schema, inference, map, findings);
  const keys = new Map(schema.tables.map((table) => [table.name, usableKey(table, map.tables[table.name])]));
  const edges = resolveEdges(schemas, keys, inference, map, accepted, findings);
  const tables = inference.tables.flatMap((inferred) => {
    const table = schemas.get(inferred.name);
    if (table === undefined) return [];
    const overlay = map.tables[table.name] ?? NO_TABLE_MAP;
    return [resolveTable(table, inferred, overlay, accepted.has(table.name), keys.get(table.name) ?? [], findings)];
  });
  const open = inference.findings
    .filter((finding) => !isSettled(finding, map))
    .map((finding) => (accepted.has(finding.table) && isProposal(finding) ? { ...finding, blocks: false } : finding));
  return { model: { system: schema.system, tables, edges }, findings: [...findings, ...open] };
}

function acceptedTables(schema: SystemSchema, inference: Inference, map: DataMap, findings: Finding[]): Set<string> {
  const accepted = new Set<string>();
  if (Object.keys(map.accepted).length === 0) return accepted;
  const prints = fingerprintTables(schema, inference);
  for (const table of schema.tables) {
    const print = map.accepted[table.name];
    if (print === undefined) continue;
    if (print === prints.get(table.name)) accepted.add(table.name);
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
  if (overlay?.key) return overlay.key;
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
  findings: Finding[],
): ModelTable {
  for (const name of [...key, ...Object.keys(overlay.columns), ...Object.values(overlay.identifiers ?? {})]) {
    if (findColumn(table, name) === undefined) findings.push(unknownColumn(table, name));
  }
  const from = overlay.retain?.from;
  if (from && findColumn(table, from) === undefined) findings.push(unknownColumn(table, from));
  const confirmed = accepted || overlay.subject !== null || overlay.public !== null;
  const identifiers = resolveIdentifiers(inferred, overlay, confirmed);
  return {
    name: table.name,
    schema: table,
    kind: resolveKind(inferred, overlay, identifiers),
    why: overlay.subject !== null || overlay.public !== null ? "the map says so" : inferred.why,
    key,
    identifiers,
    retain: overlay.retain,
    columns: inferred.columns.map((column) => resolveColumn(table, column, overlay.columns[column.name], accepted, findings)),
    confirmed,
  };
}

function resolveKind(inferred: InferredTable, overlay: TableMap, identifiers: readonly Identifier[]): ModelTable["kind"] {
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
  findings: Finding[],
): ModelColumn {
  const settled: ModelColumn = accepted
    ? { ...inferred, origin: "map", counter: inferred.counter && { ...inferred.counter, confirmed: true } }
    : inferred;
  if (overlay === undefined) return settled;
  if (overlay.category !== null && findCategory(overlay.category) === null) {
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
    hide: overlay.hide ?? settled.hide,
    keep: overlay.keep ?? settled.keep,
    counter: overlay.counter ? { ...overlay.counter, confirmed: true } : settled.counter,
  };
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
  for (const edge of inference.edges) {
    edges.set(edge.id, accepted.has(edge.from) ? { ...edge, confirmed: true } : edge);
  }
  for (const [name, overlay] of Object.entries(map.tables)) {
    const table = schemas.get(name);
    if (table === undefined) continue;
    for (const entry of overlay.edges) overlayEdge(edges, table, entry, schemas, keys, findings);
  }
  return [...edges.values()];
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
  const toColumns = target.toColumns ?? keys.get(target.table.name) ?? [];
  const lost = toColumns.find((name) => findColumn(target.table, name) === undefined);
  if (lost !== undefined) return void findings.push(unknownColumn(target.table, lost));
  const same = [...edges.values()].filter(
    (edge) =>
      edge.from === table.name &&
      edge.to === target.table.name &&
      edge.columns.join() === entry.columns.join() &&
      (Object.keys(entry.when).length === 0 || JSON.stringify(edge.when) === JSON.stringify(entry.when)),
  );
  for (const edge of same) edges.delete(edge.id);
  if (entry.role === "none") return;
  const declared = same.find((edge) => edge.origin === "declared");
  const { role, when, match, pattern, path } = entry;
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
    same: entry.same,
  };
  edges.set(edge.id, edge);
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
function isSettled(finding: Finding, map: DataMap): boolean {
  const overlay = map.tables[finding.table];
  const namesColumn = overlay?.edges.some((edge) => edge.columns.includes(finding.column)) ?? false;
  switch (finding.code) {
    case "table_unclassified":
      return overlay !== undefined && (overlay.public !== null || overlay.subject !== null || overlay.edges.length > 0);
    case "subject_question":
      return overlay !== undefined && (overlay.public !== null || overlay.subject !== null);
    case "key_missing":
      return overlay?.key != null || overlay?.public === true;
    case "polymorphic_unresolved":
      return namesColumn || overlay?.public === true;
    case "owner_ambiguous":
    case "owner_nullable":
      return (overlay?.edges.length ?? 0) > 0;
    default:
      return false;
  }
}

/**
 * Questions to which inference's own picture is an answer: whoever accepts the table has read it and lets it stand. The
 * finding stays visible. A missing key or permission is a fact, and accepting it would change nothing.
 */
function isProposal(finding: Finding): boolean {
  return ["table_unclassified", "owner_ambiguous", "owner_nullable", "polymorphic_unresolved"].includes(finding.code);
}

function unknownTable(name: string, known: readonly string[]): Finding {
  const near = nearestName(name, known);
  return {
    code: "map_table_unknown",
    table: name,
    column: "",
    message: `The map names table ${name}, which the system does not have.`,
    suggestion: near === null ? `Remove ${name} from the map.` : `Did you mean ${near}? Rename or remove it in the map.`,
    blocks: true,
  };
}

function unknownColumn(table: TableSchema, name: string): Finding {
  const near = nearestName(
    name,
    table.columns.map((column) => column.name),
  );
  return {
    code: "map_column_unknown",
    table: table.name,
    column: name,
    message: `The map names column ${table.name}.${name}, which the system does not have.`,
    suggestion: near === null ? `Remove ${name} from the map.` : `Did you mean ${near}? Rename or remove it in the map.`,
    blocks: true,
  };
}

function nearestName(name: string, known: readonly string[]): string | null {
  const scored = known.map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }));
  const best = scored.sort((a, b) => a.distance - b.distance)[0];
  return best !== undefined && best.distance <= Math.max(2, name.length / 3) ? best.candidate : null;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
