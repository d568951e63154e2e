/** How a discovery is told: tables by whose they are, what is proposed and why, what is unclear, and what to do next. */
import { type Discovery, toldOf } from "@kept/connectors/rights/discover";
import type { TableDifference } from "@kept/engine/accepted-tables";
import type { Edge, Finding, ModelTable } from "@kept/engine/model";
import type { Question } from "@kept/engine/question";
import { listQuestions } from "@kept/engine/questions";
import { isAsked } from "@kept/engine/settle-findings";
import { isActedOn, saysUnreviewed } from "@kept/engine/unreviewed-tables";
import { formatDifferences } from "./drift.ts";
import { formatFindings, type Output, paint, plural } from "./print.ts";
import { showUrl } from "./target.ts";

interface DiscoverChoices {
  readonly out?: string;
  readonly map?: string;
  readonly accept?: boolean;
}

/** The stable shape of `--json`. */
export function describeDiscoveryJson(discovery: Discovery) {
  const { index } = discovery;
  return {
    system: index.model.system,
    tables: index.model.tables.map((table) => ({
      name: table.name,
      kind: table.kind,
      why: table.why,
      key: table.key,
      identifiers: table.identifiers.map((one) => ({ ...one, confirmed: one.confirmed && table.reviewed })),
      edges: (index.outgoing.get(table.name) ?? []).map((edge) => ({
        columns: edge.columns,
        to: edge.to,
        toColumns: edge.toColumns,
        role: edge.role,
        origin: edge.origin,
        confirmed: isActedOn(table, edge),
        confidence: edge.confidence,
        why: edge.why,
        ...(Object.keys(edge.when).length === 0 ? {} : { when: edge.when }),
      })),
      columns: table.columns.map(({ name, category, confidence, why, hide }) => ({
        name,
        category,
        confidence,
        why,
        hide,
      })),
    })),
    findings: toldOf(discovery),
    queryLog: discovery.fromLog.map(({ edge, suggestion }) => ({
      table: edge.from,
      columns: edge.columns,
      to: edge.to,
      toColumns: edge.toColumns,
      role: edge.role,
      why: edge.why,
      suggestion,
    })),
  };
}

const KINDS: readonly { readonly kind: ModelTable["kind"]; readonly title: string; readonly isShort: boolean }[] = [
  { kind: "subject", title: "People", isShort: false },
  { kind: "personal", title: "Belongs to people", isShort: false },
  // Each has a finding that says more.
  { kind: "unclassified", title: "Looks personal, and nothing says whose it is", isShort: true },
  { kind: "lookup", title: "Reached from people's rows, belongs to nobody", isShort: true },
  { kind: "public", title: "Not personal", isShort: true },
  { kind: "view", title: "Views (computed from other tables)", isShort: true },
];

/** Names of a short list that are shown; the rest is counted. */
const SHORT_LIST = 40;

/** For people. */
export function describeDiscovery(
  discovery: Discovery,
  differences: readonly TableDifference[],
  url: string,
  choices: DiscoverChoices,
  output: Output,
): string {
  const { tables, system } = discovery.index.model;
  if (tables.length === 0) {
    return `${system} has no tables that this user can see. Is it the right database? \`--schema\` names another schema.\n`;
  }
  const findings = toldOf(discovery);
  const questions = listQuestions(discovery.index.model, discovery.findings);
  const open: Open = { findings, questions, asked: listAsked(questions) };
  const parts = [`${paint(output, "bold", system)}: ${plural(tables.length, "table")}${viewsIn(tables)}\n`];
  for (const { kind, title, isShort } of KINDS) {
    const some = tables.filter((table) => table.kind === kind);
    if (some.length === 0) continue;
    parts.push(`\n${paint(output, "bold", title)}\n`);
    if (isShort) parts.push(listNames(some.map(({ name }) => name)));
    else for (const table of some) parts.push(describeTable(discovery, table, open, output));
  }
  if (differences.length > 0) {
    parts.push(`\n${paint(output, "bold", "Since the map was accepted")}\n`, formatDifferences(output, differences));
  }
  // That nobody has looked yet is said below, with what to do.
  const told = findings.filter(({ code }) => code !== "tables_unreviewed");
  if (told.length > 0) parts.push(`\n${paint(output, "bold", "Findings")}\n`, formatFindings(output, told, false));
  if (discovery.fromLog.length > 0) {
    parts.push(`\n${paint(output, "bold", "In the query log, and in no map")}\n`);
    for (const { edge, suggestion } of discovery.fromLog)
      parts.push(`  ${edge.from}.${describeEdge(edge, output)}\n${indent(suggestion)}`);
  }
  parts.push(describeNextSteps(discovery, open, url, choices, output));
  return parts.join("");
}

function indent(lines: string): string {
  return lines
    .split("\n")
    .map((line) => `      ${line}\n`)
    .join("");
}

function viewsIn(tables: readonly ModelTable[]): string {
  const views = tables.filter(({ kind }) => kind === "view").length;
  return views === 0 ? "" : `, ${views} of them ${views === 1 ? "a view" : "views"}`;
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, SHORT_LIST);
  const rest = names.length - shown.length;
  const lines: string[] = [];
  let line = "";
  for (const [position, name] of shown.entries()) {
    const text = `${name}${position < shown.length - 1 ? ", " : ""}`;
    if (line.length + text.length > 110) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += text;
  }
  lines.push(rest > 0 ? `${line} and ${rest} more` : line);
  return lines.map((one) => `  ${one}\n`).join("");
}

function describeTable(discovery: Discovery, table: ModelTable, { asked }: Open, output: Output): string {
  const edges = (discovery.index.outgoing.get(table.name) ?? []).filter((edge) => edge.role !== "context");
  const personal = table.columns.filter(({ category }) => !/^(system|amount|other|preference)/.test(category));
  const lines = [`  ${paint(output, "cyan", table.name)}${describeIdentifiers(table, output)}\n`];
  for (const edge of edges) lines.push(`    ${describeEdge(edge, output, asked.has(edge.id))}\n`);
  if (table.retain !== null) lines.push(`    retained: ${table.retain.reason}\n`);
  if (personal.length > 0) {
    const names = personal.map(({ name, hide }) => (hide ? `${name} (hidden)` : name)).join(", ");
    lines.push(paint(output, "dim", `    holds ${names}\n`));
  }
  return lines.join("");
}

function describeIdentifiers({ identifiers }: ModelTable, output: Output): string {
  if (identifiers.length === 0) return "";
  const known = identifiers.map(({ kind, column }) => (kind === column.toLowerCase() ? column : `${column} (${kind})`));
  const open = identifiers.every(({ confirmed }) => confirmed) ? "" : paint(output, "yellow", "  proposed");
  return `  known by ${known.join(", ")}${open}`;
}

function describeEdge(edge: Edge, output: Output, isAskedBelow = false): string {
  const when = Object.entries(edge.when).map(([column, values]) => ` when ${column} = ${values.join(" or ")}`);
  const open = edge.confirmed
    ? ""
    : paint(output, "yellow", isAskedBelow ? "  asked below" : `  proposed, ${tellShare(edge)}: ${edge.why}`);
  return `${edge.columns.join(", ")} -> ${edge.to}: ${edge.role}${when.join("")}${open}`;
}

interface Open {
  readonly findings: readonly Finding[];
  readonly questions: readonly Question[];
  /** Ids of references that a question is about: nobody confirms them in one word with the others. */
  readonly asked: ReadonlySet<string>;
}

function listAsked(questions: readonly Question[]): ReadonlySet<string> {
  return new Set(questions.flatMap((question) => (question.kind === "role" ? question.edges.map(({ id }) => id) : [])));
}

/** What has to be done before anything can be erased; null: nothing. */
function tellOpen({ all, declared }: Proposals, { findings, questions }: Open): string | null {
  const asked = questions.filter((question) => question.findings.some(({ blocks }) => blocks)).length;
  const others = findings.filter((one) => one.blocks && !isAsked(one) && !saysUnreviewed(one)).length;
  const parts = [
    ...(all === 0 ? [] : [`${plural(all, "proposal")} to confirm${tellDeclared(all, declared)}`]),
    ...(asked === 0 ? [] : [`${plural(asked, "question")} to answer`]),
    ...(others === 0 ? [] : [`${plural(others, "other finding")} to see to`]),
  ];
  const last = parts.pop();
  if (last === undefined) return null;
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

/** These are not marked above: the schema is certain of them, and says less than it seems. */
function tellDeclared(all: number, declared: number): string {
  if (declared === 0) return "";
  const which = declared === all ? "declared by the schema" : `${declared} of them declared by the schema`;
  return ` (${which}, which says that a row refers, and not whose it is)`;
}

function tellShare({ confidence }: Edge): string {
  return `${Math.round(confidence * 100)} %`;
}

interface Proposals {
  readonly all: number;
  /** Of these, references that the schema declares and nobody has looked at. */
  readonly declared: number;
}

/** References and people that nobody has confirmed, but for those that a question is about. */
function countProposals({ index }: Discovery, asked: ReadonlySet<string>): Proposals {
  const { tables } = index.model;
  const edges = tables.flatMap((table) =>
    (index.outgoing.get(table.name) ?? []).filter(
      (edge) => edge.role !== "context" && !asked.has(edge.id) && !isActedOn(table, edge),
    ),
  );
  const people = tables.filter(
    ({ kind, identifiers, reviewed }) =>
      kind === "subject" && !identifiers.every(({ confirmed }) => confirmed && reviewed),
  );
  return { all: edges.length + people.length, declared: edges.filter(({ confirmed }) => confirmed).length };
}

function describeNextSteps(
  discovery: Discovery,
  open: Open,
  url: string,
  choices: DiscoverChoices,
  output: Output,
): string {
  const { tables } = discovery.index.model;
  const proposals = countProposals(discovery, open.asked);
  const todo = tellOpen(proposals, open);
  const lines = [
    todo === null
      ? "\nNothing stands in the way of access or erasure.\n"
      : `\n${todo} before anything can be erased; access works at once.\n`,
  ];
  const address = showUrl(url);
  const map = choices.out ?? choices.map;
  const file = map ?? nameMap(discovery.schema.system);
  if (choices.accept) {
    const but = proposals.all + open.asked.size > 0 ? " but those that a question is about" : "";
    const kept = choices.out === undefined ? `; not kept: add --out ${file}` : "";
    lines.push(`Every proposal is confirmed${but}${kept}.\n`);
  }
  if (open.questions.length > 0)
    lines.push(`Answer what is unclear, one by one:  kept discover ${address} --ask --out ${file}\n`);
  if (proposals.all > 0 && !choices.accept)
    lines.push(`Confirm what is proposed:            kept discover ${address} --accept --out ${file}\n`);
  const people = tables.filter(({ kind }) => kind === "subject");
  const person = nameSomebody(people);
  if (person === null)
    lines.push(
      "No table is known to hold people. Say which one does: `tables: { <table>: { subject: true } }` in a map.\n",
    );
  else {
    const withMap = map === undefined ? "" : ` --map ${map}`;
    lines.push(`See what one person would get:       kept access --url ${address}${withMap} ${person}\n`);
    lines.push(`See what an erasure would do:        kept erase  --url ${address}${withMap} ${person}\n`);
  }
  return paint(output, "dim", lines.join(""));
}

/** A file beside the others: a database is called like its map. */
function nameMap(system: string): string {
  return `${system.replace(/\.[a-z0-9]+$/i, "").replace(/[^\w.-]+/g, "-") || "shop"}.map.yaml`;
}

function nameSomebody(people: readonly ModelTable[]): string | null {
  if (people.some(({ identifiers }) => identifiers.some(({ kind }) => kind === "email")))
    return "--email ada@example.org";
  const first = people.find(({ key }) => key.length > 0);
  return first === undefined ? null : `--id ${first.name}:${first.key.map((name) => `<${name}>`).join(",")}`;
}
