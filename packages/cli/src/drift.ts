/** How a live system differs from its map: what came, what went, and what has to be looked at before anything is erased. */
import { blockingOf, type Discovery } from "@kept/connectors/rights/discover";
import { compareAccepted, type TableDifference } from "@kept/engine/accepted-tables";
import { describeChanges } from "@kept/engine/describe-changes";
import type { Finding } from "@kept/engine/model";
import { placesOf } from "@kept/engine/tell-places";
import { type Output, paint } from "./print.ts";

/** What differs from what the map accepted. */
export function listDifferences({ schema, inference, map }: Discovery): readonly TableDifference[] {
  return compareAccepted(schema, inference, map);
}

/** Why the map no longer fits: every blocking finding, and tables of people's data that came since it was accepted. */
export function listDrift(discovery: Discovery, differences: readonly TableDifference[]): readonly Finding[] {
  const findings = blockingOf(discovery);
  const named = new Set(findings.flatMap((finding) => placesOf(finding).map(({ table }) => table)));
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
