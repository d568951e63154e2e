/** What follows from an answer, a line for each table in which something is different. */
import type { TableChange } from "@kept/engine/compare-models";
import { plural } from "./print.ts";

/** Tables that are told; the rest is counted. */
const TOLD = 6;

export function describeFollowing(changes: readonly TableChange[]): readonly string[] {
  const more = changes.length - TOLD;
  const told = changes.slice(0, more > 1 ? TOLD : changes.length).map(describe);
  return more > 1 ? [...told, `and ${plural(more, "more table")}`] : told;
}

function describe({ table, kind, edges, identifiers }: TableChange): string {
  const parts = [
    ...(kind.was === kind.is ? [] : [KINDS[kind.is]]),
    ...edges.added,
    ...edges.changed,
    ...edges.confirmed.map((edge) => `${edge}, settled`),
    ...edges.withdrawn.map((edge) => `no more ${edge}`),
    ...identifiers.added.map((name) => `known by ${name}`),
    ...identifiers.gone.map((name) => `no more known by ${name}`),
  ];
  return `${table}: ${parts.join("; ")}`;
}

const KINDS = {
  subject: "people",
  personal: "belongs to people",
  unclassified: "looks personal, and nothing says whose it is",
  lookup: "belongs to nobody",
  public: "not personal",
  view: "a view",
} as const;
