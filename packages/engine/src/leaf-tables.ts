/** Tables whose rows an access can leave to the store, because nothing more can follow from them. */
import { isLoose } from "./edge-values.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import type { Reach } from "./reached-rows.ts";

/** Nothing hangs on its rows, no row of it can turn out to be another person's, and each is reached at one level only. */
export function isLeaf({ index, viewable }: Pick<Reach, "index" | "viewable">, table: ModelTable): boolean {
  if (table.kind === "subject" || (index.incoming.get(table.name) ?? []).some(isFollowed)) return false;
  const out = index.outgoing.get(table.name) ?? [];
  if (out.some((edge) => edge.role === "holds" || edge.same || edge.role === "viewer" || edge.role === "actor"))
    return false;
  const owners = out.filter((edge) => edge.role === "owner");
  const parts = out.filter((edge) => edge.role === "part");
  if ([...owners, ...parts].some(isLoose)) return false;
  if (owners.length === 0) return parts.length === 1 && !viewable.has(parts[0]?.to ?? "");
  return parts.length === 0 && owners.every((edge) => index.table.get(edge.to)?.kind === "subject");
}

/** Tables with rows that a person may see without owning them. */
export function findViewable(index: ModelIndex): ReadonlySet<string> {
  const viewable = new Set<string>();
  const open = index.model.edges.filter(({ role }) => role === "viewer").map(({ from }) => from);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (viewable.has(name)) continue;
    viewable.add(name);
    for (const { role, same, from } of index.incoming.get(name) ?? []) {
      if (role === "owner" || role === "part" || same) open.push(from);
    }
    for (const { role, same, to } of index.outgoing.get(name) ?? []) if (role === "holds" || same) open.push(to);
  }
  return viewable;
}

function isFollowed(edge: Edge): boolean {
  return edge.role !== "context" || edge.same;
}
