/** What differs between a system under one map and under another. */
import { blockingOf, type Discovery } from "@kept/connectors/rights/discover";
import { compareMaps } from "@kept/connectors/rights/edit-map";
import type { AnswerDifference } from "@kept/contract/system-questions";
import { compareModels } from "@kept/engine/compare-models";
import type { DataMap } from "@kept/engine/map";
import { listQuestions } from "@kept/engine/questions";

/** Lines of the map that differ, and whose rows are whose by them. */
export function compareDiscoveries(
  before: Discovery,
  after: Discovery,
  mapBefore: DataMap,
  mapAfter: DataMap,
): Omit<AnswerDifference, "mark"> {
  const count = (discovery: Discovery) => ({
    questions: listQuestions(discovery.index.model, discovery.findings).length,
    blocking: blockingOf(discovery).length,
  });
  const [was, is] = [count(before), count(after)];
  return {
    tables: compareModels(before.index.model, after.index.model).map(({ table, kind, edges, identifiers }) => ({
      table,
      kind,
      edges: {
        added: [...edges.added],
        withdrawn: [...edges.withdrawn],
        changed: [...edges.changed],
        confirmed: [...edges.confirmed],
      },
      identifiers: { added: [...identifiers.added], gone: [...identifiers.gone] },
    })),
    lines: compareMaps(mapBefore, mapAfter).map((line) => ({
      path: [...line.path],
      was: writePlain(line.was),
      is: writePlain(line.is),
    })),
    questions: { was: was.questions, is: is.questions },
    blocking: { was: was.blocking, is: is.blocking },
  };
}

/** A value of a map as it is told; null: nothing stood there. */
export function writePlain(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
