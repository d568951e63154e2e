/** What stands in the way of one plan: proposals it would act on, keys and permissions it lacks, cycles it cannot cut. */

import { stubbornColumns } from "./blank-values.ts";
import type { Decision, Decisions } from "./decisions.ts";
import { suggestEdge } from "./infer/suggest-lines.ts";
import type { Edge, Finding, ModelColumn, ModelIndex, ModelTable, Place } from "./model.ts";
import { isSamePerson, type Reach } from "./reached-rows.ts";
import type { Operation } from "./store.ts";
import { suggestGrant } from "./suggest-grant.ts";
import { placesOf } from "./tell-places.ts";

export interface PlanInput {
  readonly decisions: Decisions;
  readonly operations: readonly Operation[];
  /** Tables whose keys turned out to name several rows. */
  readonly twins: ReadonlySet<string>;
  /** Tables of foreign-key cycles that nothing cuts. */
  readonly stuck: readonly string[];
}

/**
 * Findings of a plan. Unconfirmed edges count when the person's kind of row can lead to them, with or without rows today,
 * and when a row that points by them at the person's rows changes what becomes of these.
 */
export function checkPlan(reach: Reach, { decisions, operations, twins, stuck }: PlanInput): readonly Finding[] {
  const { index } = reach;
  const findings: Finding[] = [];
  const roots = new Set(reach.subjects.map(({ table }) => table));
  const edges = new Set([...followEdges(index, roots), ...decisions.weighed]);
  for (const edge of edges) if (!edge.confirmed) findings.push(unconfirmedEdge(edge));
  for (const table of unreadableTables(index, new Set([...roots, ...reach.tables.keys()]))) {
    findings.push(notAllowed(table, "read"));
  }
  const byTable = Map.groupBy(decisions.rows, ({ reached }) => reached.table);
  for (const [table, rows] of byTable) findings.push(...checkTable(index, table, rows));
  for (const { reached, rows } of decisions.plain) {
    if (reached.table.key.length === 0 || rows.some(({ isPartial }) => isPartial))
      findings.push(keyMissing(reached.table));
  }
  for (const { dependent } of decisions.repairs) {
    if (dependent.reached.table.key.length === 0) findings.push(keyMissing(dependent.reached.table));
  }
  for (const name of twins) findings.push(keyNotUnique(name));
  for (const { op, table: name } of operations) {
    const table = index.table.get(name);
    const what = op === "delete" ? "delete" : "update";
    if (table !== undefined && !table.schema.may[what]) findings.push(notAllowed(table, what));
  }
  if (stuck.length > 0) findings.push(cycleStuck(stuck));
  return dedupe(findings);
}

/** Both, but what the system's own findings say already in the same place: these have the better advice. */
export function addFindings(known: readonly Finding[], found: readonly Finding[]): readonly Finding[] {
  const name = (code: string, { table, column }: Place) => JSON.stringify([code, table, column]);
  const blocking = known.filter(({ blocks }) => blocks);
  const told = new Set(blocking.flatMap((one) => placesOf(one).map((place) => name(one.code, place))));
  return [...known, ...found.filter((one) => !told.has(name(one.code, one)))];
}

function checkTable(index: ModelIndex, table: ModelTable, rows: readonly Decision[]): readonly Finding[] {
  const findings: Finding[] = [];
  if (table.key.length === 0) findings.push(keyMissing(table));
  const isPartial = rows.some(({ row }) => row.isPartial);
  if (isPartial) findings.push(keyMissing(table));
  if (rows.some(({ disposition }) => disposition === "redacted")) {
    for (const column of table.columns.filter(isUnclear))
      findings.push(unclearColumn(table, column.name, column.category));
    for (const column of stubbornColumns(index, table)) findings.push(stubbornColumn(table, column));
  }
  return findings;
}

/** Is what the column holds a guess that blanking may not act on? */
export function isUnclear({ origin, keep, confidence }: ModelColumn): boolean {
  return origin !== "map" && !keep && confidence < 0.5;
}

/** Tables that could hold rows of these people, or depend on theirs, and cannot be asked. */
function unreadableTables(index: ModelIndex, names: ReadonlySet<string>): readonly ModelTable[] {
  const edges = [...names].flatMap((name) => [
    ...(index.incoming.get(name) ?? []).map(({ from }) => from),
    ...(index.outgoing.get(name) ?? []).filter(({ role, same }) => role === "holds" || same).map(({ to }) => to),
  ]);
  return [...new Set([...names, ...edges])].flatMap((name) => {
    const table = index.table.get(name);
    return table === undefined || table.kind === "view" || table.schema.may.read ? [] : [table];
  });
}

/** Every edge by which rows of these people can be reached, from the structure alone. */
function followEdges(index: ModelIndex, roots: ReadonlySet<string>): ReadonlySet<Edge> {
  const edges = new Set<Edge>();
  const seen = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const isPerson = index.table.get(name)?.kind === "subject";
    for (const edge of index.incoming.get(name) ?? []) {
      const child = index.table.get(edge.from);
      if (child === undefined || child.kind === "view" || (edge.role === "context" && !edge.same)) continue;
      if (edge.role === "holds" || (edge.role === "actor" && !isPerson)) continue;
      edges.add(edge);
      if (edge.role !== "actor" && (child.kind !== "subject" || isSamePerson(child, edge))) open.push(edge.from);
    }
    for (const edge of index.outgoing.get(name) ?? []) {
      if (edge.role !== "holds" && !edge.same) continue;
      edges.add(edge);
      open.push(edge.to);
    }
  }
  return edges;
}

function unconfirmedEdge(edge: Edge): Finding {
  const columns = edge.columns.join(", ");
  return {
    code: "edge_unconfirmed",
    table: edge.from,
    column: columns,
    message: `${edge.from}.${columns} -> ${edge.to} as ${edge.role} is a proposal (${edge.why}); nothing is changed on the strength of proposals.`,
    suggestion: suggestEdge(edge),
    blocks: true,
  };
}

function keyMissing(table: ModelTable): Finding {
  return {
    code: "key_missing",
    table: table.name,
    column: "",
    message: `Table ${table.name} has no primary key and no unique key without NULLs, so single rows cannot be named.`,
    suggestion: `tables: { ${table.name}: { key: [<columns that tell its rows apart>] } }`,
    blocks: true,
  };
}

function keyNotUnique(table: string): Finding {
  return {
    code: "key_not_unique",
    table,
    column: "",
    message: `The key that the map gives ${table} names several rows, so that another person's could go with this person's.`,
    suggestion: `tables: { ${table}: { key: [<columns that tell its rows apart>] } }`,
    blocks: true,
  };
}

/** Of a change that is to be taken back: of rows that share their key only one could come back. */
export function rowsAlike(table: string): Finding {
  return {
    code: "key_not_unique",
    table,
    column: "",
    message: `The key that the map gives ${table} names several rows, of which only one could be given back.`,
    suggestion: `tables: { ${table}: { key: [<columns that tell its rows apart>] } }   # or erase without an undo window`,
    blocks: true,
  };
}

function stubbornColumn(table: ModelTable, column: string): Finding {
  return {
    code: "column_not_blanked",
    table: table.name,
    column,
    message: `Rows of ${table.name} have to stay without their content, and no value that says nothing fits ${column}.`,
    suggestion: `tables: { ${table.name}: { columns: { ${column}: { blank: <value> } } } }   # or keep; or make it nullable`,
    blocks: true,
  };
}

const RIGHT_TO = { read: "SELECT", delete: "DELETE", update: "UPDATE" } as const;

function notAllowed(table: ModelTable, what: "read" | "delete" | "update"): Finding {
  return {
    code: "permission_missing",
    table: table.name,
    column: "",
    message: `Kept's database user may not ${what} rows of ${table.name}.`,
    suggestion: suggestGrant([RIGHT_TO[what]], table.name),
    blocks: true,
  };
}

function unclearColumn(table: ModelTable, column: string, category: string): Finding {
  return {
    code: "category_unclear",
    table: table.name,
    column,
    message: `Rows of ${table.name} will be blanked, and what ${column} holds is a guess (${category}).`,
    suggestion: `tables: { ${table.name}: { columns: { ${column}: ${category} } } }`,
    blocks: true,
  };
}

function cycleStuck(tables: readonly string[]): Finding {
  const names = [...new Set(tables)].join(", ");
  return {
    code: "cycle_stuck",
    table: tables[0] ?? "",
    column: "",
    message: `Foreign keys of ${names} form a cycle without a nullable or deferrable column, so no order of deletes satisfies them.`,
    suggestion: "Make one of these foreign keys DEFERRABLE.",
    blocks: true,
  };
}

function dedupe(findings: readonly Finding[]): readonly Finding[] {
  return [
    ...new Map(
      findings.map((finding) => [`${finding.code} ${finding.table} ${finding.column} ${finding.suggestion}`, finding]),
    ).values(),
  ];
}
