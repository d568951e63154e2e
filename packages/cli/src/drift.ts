/** How a live system differs from its map: what came, what went, and what has to be looked at before anything is erased. */
import type { Discovery } from "@kept/connectors/rights/discover";
import { compareAccepted, type TableDifference } from "@kept/engine/accepted-tables";
import type { Finding } from "@kept/engine/model";
import { type Output, paint } from "./print.ts";

/** What differs from what the map accepted. */
export function listDifferences({ schema, inference, map }: Discovery): readonly TableDifference[] {
  return compareAccepted(schema, inference, map);
}

/** Why the map no longer fits: every blocking finding, and tables of people's data that came since it was accepted. */
export function listDrift(discovery: Discovery, differences: readonly TableDifference[]): readonly Finding[] {
  const changed = new Map(differences.map((difference) => [difference.table, difference]));
  const findings = discovery.findings
    .filter(({ blocks }) => blocks)
    .map((finding) => {
      const difference = finding.code === "table_changed" ? changed.get(finding.table) : undefined;
      if (difference === undefined) return finding;
      return { ...finding, message: `${finding.message} ${describeChanges(difference).join("; ")}.` };
    });
  const named = new Set(findings.map(({ table }) => table));
  const fresh = differences.filter(({ table, change, kind }) => {
    const isAboutPeople = kind.is === "subject" || kind.is === "personal" || kind.is === "unclassified";
    return change === "new" && isAboutPeople && !named.has(table);
  });
  return [...findings, ...fresh.map(newTable)];
}

function newTable(difference: TableDifference): Finding {
  const { table } = difference;
  return {
    code: "table_new",
    table,
    column: "",
    message: `The map accepted other tables and says nothing of ${table}, which seems to hold people's data: ${describeChanges(difference).join("; ")}.`,
    suggestion: `Look at it with \`kept discover\`, then confirm it: kept discover … --accept-table ${table} --out <map>`,
    blocks: false,
  };
}

/** One difference in words, without the name of its table. */
export function describeChanges({
  change,
  kind,
  columns,
  edges,
  identifiers,
  isNamed,
}: TableDifference): readonly string[] {
  if (change === "gone") return ["is gone"];
  const list = (title: string, names: readonly string[]) => (names.length > 0 ? [`${title} ${names.join(", ")}`] : []);
  if (change === "new") {
    return [
      KINDS[kind.is ?? "public"],
      ...list("proposed:", edges.added),
      ...list("known by", identifiers.added.map(nameIdentifier)),
    ];
  }
  if (!isNamed) return ["a type, whether NULL is allowed, or something else that the map does not remember by name"];
  return [
    ...(kind.was === kind.is ? [] : [`seemed ${kind.was ?? "unknown"}, now ${kind.is}`]),
    ...list("new columns", columns.added),
    ...list("columns gone", columns.gone),
    ...list("newly proposed:", edges.added),
    ...list("no longer proposed:", edges.withdrawn),
    ...list("another role:", edges.changed),
    ...list("newly known by", identifiers.added.map(nameIdentifier)),
    ...list("no longer known by", identifiers.gone.map(nameIdentifier)),
  ];
}

/** `email=mail` is the column mail, an e-mail address. */
function nameIdentifier(pair: string): string {
  const at = pair.indexOf("=");
  return `${pair.slice(at + 1)} (${pair.slice(0, at)})`;
}

const KINDS = {
  subject: "its rows seem to be people",
  personal: "its rows seem to belong to people",
  unclassified: "it looks personal, and nothing says whose it is",
  lookup: "its rows belong to nobody",
  public: "not personal",
  view: "a view",
} as const;

/** For people; empty when nothing differs. */
export function formatDifferences(output: Output, differences: readonly TableDifference[]): string {
  return differences
    .map((difference) => {
      const { table, change } = difference;
      const mark = { new: "+", gone: "-", changed: "~" }[change];
      const changes = describeChanges(difference).map((text) => `      ${text}\n`);
      return `  ${paint(output, "yellow", mark)} ${paint(output, "bold", table)}\n${changes.join("")}`;
    })
    .join("");
}
