/** `kept discover`: what is personal in a database, whose rows are whose, and what is unclear. */
import { copyFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { acceptProposals, type Discovery, resolveDiscovery } from "@kept/connectors/rights/discover";
import { writeMap } from "@kept/connectors/rights/map-file";
import type { Edge, ModelTable } from "@kept/engine/model";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { formatFindings, type Output, paint, plural } from "./print.ts";
import { openTarget, type TargetOptions } from "./target.ts";

export interface DiscoverCommand extends TargetOptions {
  readonly out?: string;
  readonly accept?: boolean;
  readonly acceptTable?: readonly string[];
  readonly json?: boolean;
}

/** Looks at a database and proposes its map. Changes nothing but the file of `--out`. */
export async function discover(url: string, options: DiscoverCommand, output: Output): Promise<ExitCode> {
  await using rights = await openTarget(url, options);
  const live = await rights.discover();
  const isAccepting = options.accept === true || options.acceptTable !== undefined;
  const accepted = isAccepting ? acceptProposals(live, options.accept ? undefined : options.acceptTable) : live.map;
  const discovery = isAccepting ? resolveDiscovery(live.schema, live.inference, accepted) : live;
  if (options.out !== undefined) await saveMap(options.out, { ...accepted, system: live.schema.system }, output);
  if (options.json) output.out(`${JSON.stringify(describeJson(discovery))}\n`);
  else output.out(describeText(discovery, options, output));
  return EXIT.done;
}

/** Writes the map; what stood there before is kept beside it. */
async function saveMap(path: string, map: Discovery["map"], output: Output): Promise<void> {
  if (existsSync(path)) await copyFile(path, `${path}.bak`);
  await writeFile(path, writeMap(map));
  output.err(`Wrote ${path}.\n`);
}

/** The stable shape of `--json`. */
export function describeJson(discovery: Discovery) {
  const { index } = discovery;
  return {
    system: index.model.system,
    tables: index.model.tables.map((table) => ({
      name: table.name,
      kind: table.kind,
      why: table.why,
      key: table.key,
      identifiers: table.identifiers,
      edges: (index.outgoing.get(table.name) ?? []).map((edge) => ({
        columns: edge.columns,
        to: edge.to,
        toColumns: edge.toColumns,
        role: edge.role,
        origin: edge.origin,
        confirmed: edge.confirmed,
        confidence: edge.confidence,
        why: edge.why,
        ...(Object.keys(edge.when).length === 0 ? {} : { when: edge.when }),
      })),
      columns: table.columns.map(({ name, category, confidence, why, hide }) => ({ name, category, confidence, why, hide })),
    })),
    findings: discovery.findings,
  };
}

const KIND_TITLES: readonly (readonly [ModelTable["kind"], string])[] = [
  ["subject", "People"],
  ["personal", "Belongs to people"],
  ["unclassified", "Looks personal, and nothing says whose it is"],
  ["lookup", "Reached from people's rows, belongs to nobody"],
  ["public", "Not personal"],
  ["view", "Views (computed from other tables)"],
];

function describeText(discovery: Discovery, options: DiscoverCommand, output: Output): string {
  const { model } = discovery.index;
  const parts: string[] = [];
  for (const [kind, title] of KIND_TITLES) {
    const tables = model.tables.filter((table) => table.kind === kind);
    if (tables.length === 0) continue;
    parts.push(`\n${paint(output, "bold", title)}\n`);
    const isShort = kind === "lookup" || kind === "public" || kind === "view";
    if (isShort) parts.push(`  ${tables.map(({ name }) => name).join(", ")}\n`);
    else for (const table of tables) parts.push(describeTable(discovery, table, output));
  }
  const { findings } = discovery;
  if (findings.length > 0) parts.push(`\n${paint(output, "bold", "Findings")}\n`, formatFindings(output, findings));
  parts.push(nextSteps(discovery, options, output));
  return parts.join("");
}

function describeTable(discovery: Discovery, table: ModelTable, output: Output): string {
  const edges = (discovery.index.outgoing.get(table.name) ?? []).filter((edge) => edge.role !== "context");
  const personal = table.columns.filter(({ category }) => !/^(system|amount|other|preference)/.test(category));
  const known = table.identifiers.map(({ kind, column }) => (kind === column ? column : `${column} (${kind})`));
  const lines = [`  ${paint(output, "cyan", table.name)}${known.length > 0 ? `  known by ${known.join(", ")}` : ""}\n`];
  for (const edge of edges) lines.push(`    ${describeEdge(edge, output)}\n`);
  if (personal.length > 0) {
    const names = personal.map(({ name, hide }) => (hide ? `${name} (hidden)` : name)).join(", ");
    lines.push(paint(output, "dim", `    holds ${names}\n`));
  }
  return lines.join("");
}

function describeEdge(edge: Edge, output: Output): string {
  const when = Object.entries(edge.when).map(([column, values]) => ` when ${column} = ${values.join(" or ")}`);
  const open = edge.confirmed ? "" : paint(output, "yellow", `  proposed, ${Math.round(edge.confidence * 100)} %: ${edge.why}`);
  return `${edge.columns.join(", ")} -> ${edge.to}: ${edge.role}${when.join("")}${open}`;
}

function nextSteps(discovery: Discovery, options: DiscoverCommand, output: Output): string {
  const { model } = discovery.index;
  const proposals = model.edges.filter((edge) => !edge.confirmed && edge.role !== "context").length;
  const blocking = discovery.findings.filter((finding) => finding.blocks).length;
  const people = model.tables.filter((table) => table.kind === "subject").map(({ name }) => name);
  const lines = [
    `\n${plural(model.tables.length, "table")}, people in ${people.length > 0 ? people.join(" and ") : "none"}; ` +
      `${plural(proposals, "proposal")} to confirm, ${plural(blocking, "question")} to answer before anything can be erased.\n`,
  ];
  const map = options.out ?? options.map ?? "kept.map.yaml";
  if (options.accept) lines.push(`Everything proposed is confirmed${options.out === undefined ? " (use --out to keep it)" : ""}.\n`);
  else if (proposals > 0) lines.push(`Confirm all of it in one word:  kept discover … --accept --out ${map}\n`);
  lines.push(`See what one person would get:  kept access --url … --map ${map} --email ada@example.org\n`);
  return paint(output, "dim", lines.join(""));
}
