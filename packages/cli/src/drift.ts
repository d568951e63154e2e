/** How a live system differs from its map: what came, what went, and what has to be looked at before anything is erased. */
import { blockingOf, type Discovery } from "@kept/connectors/rights/discover";
import { compareAccepted, type TableDifference } from "@kept/engine/accepted-tables";
import { describeChanges } from "@kept/engine/describe-changes";
import type { Finding } from "@kept/engine/model";
import { type Output, paint } from "./print.ts";

/** What differs from what the map accepted. */
export function listDifferences({ schema, inference, map }: Discovery): readonly TableDifference[] {
  return compareAccepted(schema, inference, map);
}

/** Why the map does not fit, or no longer: every blocking finding, as it is told. */
export function listDrift(discovery: Discovery): readonly Finding[] {
  return blockingOf(discovery);
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
