/** An edge in words. */
import type { Edge } from "./model.ts";

/** `orders.customer_id -> customer`, with what it says of the row. */
export function describeEdge(edge: Edge): string {
  const said: Readonly<Record<Edge["role"], string>> = {
    owner: "is theirs",
    part: "is part of what is theirs",
    holds: "is held by what is theirs",
    viewer: "is shared with them",
    actor: "names them as acting",
    context: "points at what is theirs",
  };
  const how = edge.list === undefined ? "" : " (named in a list)";
  return `${edge.from}.${edge.columns.join(",")} -> ${edge.to}: ${said[edge.role]}${how}`;
}
