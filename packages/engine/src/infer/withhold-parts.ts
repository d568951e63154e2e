/** What is acted upon unreviewed is reached by what may be acted upon unreviewed. */
import type { Edge } from "../model.ts";

/**
 * A row is no more surely somebody's than the row that it is part of: parts of what nothing sure ties to anybody wait for a word as
 * that does.
 */
export function withholdParts(edges: readonly Edge[], people: ReadonlySet<string>): readonly Edge[] {
  const owning = edges.filter(({ role, confirmed }) => confirmed && (role === "owner" || role === "part"));
  const holding = edges.filter(({ role, confirmed }) => confirmed && role === "holds");
  const above = Map.groupBy(owning, ({ to }) => to);
  const held = Map.groupBy(holding, ({ from }) => from);
  const sure = new Set(people);
  const queue = [...sure];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const next = [...(above.get(name) ?? []).map(({ from }) => from), ...(held.get(name) ?? []).map(({ to }) => to)];
    for (const table of next) {
      if (sure.has(table)) continue;
      sure.add(table);
      queue.push(table);
    }
  }
  return edges.map((edge) =>
    edge.role === "part" && edge.confirmed && !sure.has(edge.to) ? { ...edge, confirmed: false } : edge,
  );
}
