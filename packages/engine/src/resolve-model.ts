/** Lays the operator's map over inference: the model that reach and plans are computed from, and what is still open. */

import { compareAccepted, type TableDifference } from "./accepted-tables.ts";
import { checkBlanks } from "./blank-statement.ts";
import { describeChanges } from "./describe-changes.ts";
import type { Inference, InferredTable } from "./infer/infer-system.ts";
import { type DataMap, EMPTY_TABLE_MAP } from "./map.ts";
import { checkNaming, type MapCheck, unknownTable } from "./map-findings.ts";
import type { Edge, Finding, Model, ModelTable } from "./model.ts";
import { isProposal, isSettled } from "./open-findings.ts";
import { resolveEdges } from "./resolve-edges.ts";
import { resolveTable, usableKey } from "./resolve-table.ts";
import type { SystemSchema } from "./schema.ts";
import { findStoreLimits } from "./store-limits.ts";
import { findUnreviewed } from "./unreviewed-tables.ts";

export interface ResolvedModel {
  readonly model: Model;
  readonly findings: readonly Finding[];
}

/** What becomes of a question whose table was accepted as it is proposed. */
const ACCEPTED = { suggestion: "Nothing to do: it was accepted as it is proposed.", blocks: false } as const;

/**
 * Resolves schema, inference and map into one model. Everything the map says wins; whatever it names that the live
 * schema lacks is a blocking finding, as is a table that changed since its proposals were accepted, and one that nobody has
 * looked at.
 */
export function resolveModel(schema: SystemSchema, inference: Inference, map: DataMap): ResolvedModel {
  const findings: Finding[] = [];
  const schemas = new Map(schema.tables.map((table) => [table.name, table]));
  const check: MapCheck = { schemas, findings };
  for (const name of new Set([...Object.keys(map.tables), ...Object.keys(map.accepted)])) {
    if (!schemas.has(name)) findings.push(unknownTable(name, [...schemas.keys()]));
  }
  findings.push(...checkNaming(schema, map));
  const differences = compareAccepted(schema, inference, map);
  const accepted = acceptedTables(schema, differences, map, findings);
  const keys = new Map(schema.tables.map((table) => [table.name, usableKey(table, map.tables[table.name])]));
  const edges = resolveEdges(check, inference, { map, accepted, keys });
  // Rows that the map gives to those who refer to them.
  const held = new Set(edges.flatMap(({ role, origin, to }) => (role === "holds" && origin === "map" ? [to] : [])));
  const resolved = inference.tables.flatMap((inferred) => {
    const table = schemas.get(inferred.name);
    if (table === undefined) return [];
    return [
      resolveTable(check, table, held.has(table.name) ? hold(inferred) : inferred, {
        overlay: map.tables[table.name] ?? EMPTY_TABLE_MAP,
        accepted: accepted.has(table.name),
        key: keys.get(table.name) ?? [],
      }),
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
    .map((finding) => (accepted.has(finding.table) && isProposal(finding) ? { ...finding, ...ACCEPTED } : finding));
  return {
    model: { system: schema.system, tables, edges },
    findings: [
      ...findings,
      ...open,
      ...findUnreviewed(tables, edges, map, differences),
      ...findLimits(tables, edges, open),
    ],
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

function acceptedTables(
  schema: SystemSchema,
  differences: readonly TableDifference[],
  map: DataMap,
  findings: Finding[],
): Set<string> {
  const accepted = new Set<string>();
  const changed = new Map(differences.map((difference) => [difference.table, difference]));
  for (const { name } of schema.tables) {
    if (map.accepted[name] === undefined) continue;
    const difference = changed.get(name);
    if (difference === undefined) accepted.add(name);
    else findings.push(tableChanged(difference));
  }
  return accepted;
}

function tableChanged(difference: TableDifference): Finding {
  const { table } = difference;
  return {
    code: "table_changed",
    table,
    column: "",
    message: `Table ${table} has changed since its proposals were accepted: ${describeChanges(difference).join("; ")}.`,
    suggestion: "Run `kept discover` to see what is proposed now, then `kept discover --accept`.",
    blocks: true,
  };
}
