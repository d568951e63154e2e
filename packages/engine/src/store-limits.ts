/** What a store does to changes of a table that a plan cannot see: no way back, and more changes behind them. */
import type { Finding } from "./model.ts";
import type { TableSchema } from "./schema.ts";

/** Findings about a table in which rows of people are changed. */
export function findStoreLimits(schema: TableSchema): readonly Finding[] {
  const about = { table: schema.name, column: "" };
  const findings: Finding[] = [];
  if (!schema.transactional) {
    findings.push({
      ...about,
      code: "table_not_transactional",
      message: "A rollback does not undo changes of this table: an erasure that fails halfway would stay halfway.",
      suggestion: "Convert the table to an engine with transactions (InnoDB).",
      blocks: true,
    });
  }
  if (schema.triggers.length > 0) {
    findings.push({
      ...about,
      code: "trigger_noticed",
      message: `Triggers fire when rows change: ${schema.triggers.join(", ")}.`,
      suggestion: "Look whether one of them copies what is deleted.",
      blocks: false,
    });
  }
  return findings;
}
