/** What stands in the way of an import. */
import type { Finding } from "./model.ts";

/** Findings of one import, each told once for a column. */
export class ImportFindings {
  readonly #findings = new Map<string, Finding>();

  list(): readonly Finding[] {
    return [...this.#findings.values()];
  }

  refuse(code: string, table: string, column: string, message: string): void {
    const suggestion = "Import into a database of the same shape.";
    const id = JSON.stringify([code, table, column]);
    if (!this.#findings.has(id)) this.#findings.set(id, { code, table, column, message, suggestion, blocks: true });
  }
}

export function cycleStuck(tables: readonly string[]): Finding {
  return {
    code: "cycle_stuck",
    table: tables[0] ?? "",
    column: "",
    message: `Foreign keys of ${[...new Set(tables)].join(", ")} form a cycle without a nullable or deferrable column.`,
    suggestion: "Make one of these foreign keys DEFERRABLE.",
    blocks: true,
  };
}
