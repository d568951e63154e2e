/** What stands in the way of one plan: proposals it would act on, keys and permissions it lacks, cycles it cannot cut. */
import type { Decision, Decisions } from "./dispositions.ts";
import type { Edge, Finding, ModelIndex, ModelTable } from "./model.ts";
import type { Reach } from "./reach.ts";

/** Findings of a plan. Unconfirmed edges count when the person's kind of row can lead to them, with or without rows today. */
export function checkPlan(reach: Reach, decisions: Decisions, stuck: readonly string[]): readonly Finding[] {
  const findings: Finding[] = [];
  const roots = new Set(reach.subjects.map(({ table }) => table));
  for (const edge of followEdges(reach.index, roots)) if (!edge.confirmed) findings.push(unconfirmedEdge(edge));
  const byTable = Map.groupBy(decisions.rows, ({ reached }) => reached.table);
  for (const [table, rows] of byTable) findings.push(...checkTable(table, rows));
  for (const { dependent } of decisions.repairs) {
    if (dependent.reached.table.key.length === 0) findings.push(keyMissing(dependent.reached.table));
  }
  if (stuck.length > 0) findings.push(cycleStuck(stuck));
  return dedupe(findings);
}

function checkTable(table: ModelTable, rows: readonly Decision[]): readonly Finding[] {
  const findings: Finding[] = [];
  if (table.key.length === 0) findings.push(keyMissing(table));
  const deletes = rows.some(({ disposition }) => disposition === "deleted");
  const updates = rows.some(({ disposition, set }) => disposition !== "deleted" && Object.keys(set).length > 0);
  if (deletes && !table.schema.may.delete) findings.push(notAllowed(table, "delete"));
  if (updates && !table.schema.may.update) findings.push(notAllowed(table, "update"));
  if (rows.some(({ disposition }) => disposition === "redacted")) {
    const open = table.columns.filter((column) => column.origin !== "map" && !column.keep && column.confidence < 0.5);
    for (const column of open) findings.push(unclearColumn(table, column.name, column.category));
  }
  return findings;
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
      if (edge.role !== "actor" && (child.kind !== "subject" || edge.same)) open.push(edge.from);
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
    message: `${edge.from}.${columns} -> ${edge.to} as ${edge.role} is a proposal (${edge.why}); erasure does not act on proposals.`,
    suggestion: `tables: { ${edge.from}: { edges: { "${columns} -> ${edge.to}": ${edge.role} } } }`,
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

function notAllowed(table: ModelTable, what: "delete" | "update"): Finding {
  return {
    code: "permission_missing",
    table: table.name,
    column: "",
    message: `Kept's database user may not ${what} rows of ${table.name}.`,
    suggestion: `GRANT ${what.toUpperCase()} ON ${table.name} TO <Kept's user>;`,
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
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.table} ${finding.column}`, finding])).values()];
}
