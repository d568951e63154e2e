/** How another map changes a table, in words. */
import type { TableChange } from "@kept/contract/system-questions";

const KINDS = {
  subject: "Its rows are people",
  personal: "Its rows belong to people",
  unclassified: "It looks personal, and nothing says whose it is",
  lookup: "Its rows belong to nobody",
  public: "It holds no personal data",
  view: "A view",
} as const satisfies Record<TableChange["kind"]["is"], string>;

/** One sentence or edge each; never empty. */
export function describeChange({ kind, edges, identifiers }: TableChange): readonly string[] {
  return [
    ...(kind.was === kind.is ? [] : [KINDS[kind.is]]),
    ...edges.added.map(arrow),
    ...edges.changed.map(arrow),
    ...edges.confirmed.map((edge) => `${arrow(edge)}, confirmed`),
    ...edges.withdrawn.map((edge) => `no more ${arrow(edge)}`),
    ...identifiers.added.map((name) => `found by ${name}`),
    ...identifiers.gone.map((name) => `no more found by ${name}`),
  ];
}

/** As the rest of the console writes edges. */
export function arrow(edge: string): string {
  return edge.replace(" -> ", " → ");
}

/** "1 question open instead of 3." */
export function describeCount(
  noun: string,
  what: string,
  { was, is }: { readonly was: number; readonly is: number },
): string {
  const first = `${is === 0 ? "No" : is} ${is === 1 ? noun : `${noun}s`} ${what}`;
  return was === is ? `${first}, as now.` : `${first} instead of ${was}.`;
}
