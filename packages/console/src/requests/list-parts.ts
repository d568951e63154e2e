/** What could be left out of an answer: the tables of its plan with their columns. */
import type { Withheld } from "@kept/contract/refusals";
import type { RequestPlan } from "@kept/contract/requests";

export interface AnswerPart {
  readonly id: string;
  readonly system: string;
  readonly table: string;
  /** Those that would be handed out; empty: the plan names none. */
  readonly columns: readonly string[];
  readonly label: string;
}

/** One part a table, however many ways lead to its rows; tables that are left out in full are no longer there. */
export function listParts(
  plan: Pick<RequestPlan, "tables">,
  withheld: readonly Pick<Withheld, "system" | "table" | "columns">[],
): readonly AnswerPart[] {
  const parts = new Map<string, AnswerPart>();
  for (const { system, table, level, columns, hidden } of plan.tables) {
    const id = JSON.stringify([system, table]);
    const gone = withheld.filter((one) => one.system === system && one.table === table);
    if (gone.some((one) => one.columns.length === 0)) continue;
    const out = new Set([...hidden, ...gone.flatMap((one) => one.columns)]);
    const known = parts.get(id)?.columns ?? [];
    // Of what they did only keys are handed out: there are no columns to choose from.
    const shown = level === "act" ? [] : columns;
    const names = [...new Set([...known, ...shown])].filter((name) => !out.has(name));
    parts.set(id, { id, system, table, columns: names, label: `${system} · ${table}` });
  }
  return [...parts.values()];
}
