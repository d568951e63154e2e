/** What accepting would confirm: every inferred identifier and edge that nobody has confirmed, table by table. */
import type { SystemTable } from "@kept/contract/systems";

export interface Proposal {
  /** Like a line of the map. */
  readonly line: string;
  readonly why: string;
  /** 0 to 1; null where inference gives none. */
  readonly confidence: number | null;
}

export interface TableProposals {
  readonly table: string;
  readonly proposals: readonly Proposal[];
}

export function listProposals(tables: readonly SystemTable[]): readonly TableProposals[] {
  return tables
    .map((table) => ({ table: table.name, proposals: proposalsOf(table) }))
    .filter(({ proposals }) => proposals.length > 0);
}

export function proposalsOf(table: SystemTable): readonly Proposal[] {
  return [
    ...table.identifiers
      .filter((identifier) => !identifier.confirmed)
      .map(({ kind, column }) => ({
        line: `identifier: ${column} (${kind})`,
        why: "finds the person",
        confidence: null,
      })),
    ...table.edges
      .filter((edge) => !edge.confirmed)
      .map((edge) => ({
        line: `${edge.columns.join(", ")} → ${edge.to} as ${edge.role}`,
        why: edge.why,
        confidence: edge.confidence,
      })),
  ];
}
