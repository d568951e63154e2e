/**
 * Tables whose rows an access can leave to the store: each is reached in one way and at one level, and whatever hangs on them
 * can be named by how it points at them, so that no keys of theirs have to be known.
 */
import { isLoose } from "./edge-values.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { isPlain, isReadable } from "./reached-rows.ts";
import { findColumn } from "./schema.ts";

/** By table: the edges by which rows of other such tables hang on its rows. A table that is not in it has to be followed. */
export type LeafTables = ReadonlyMap<string, readonly Edge[]>;

/** All such tables. */
export function findLeafTables(index: ModelIndex, viewable: ReadonlySet<string>): LeafTables {
  const leaves = new Map<string, readonly Edge[]>();
  const looked = new Set<string>();
  const look = (table: ModelTable): boolean => {
    // Whoever comes back to a table that is being looked at has found a circle, which a store cannot follow in one question.
    if (looked.has(table.name)) return leaves.has(table.name);
    looked.add(table.name);
    if (!isSimple(index, viewable, table)) return false;
    const hanging = (index.incoming.get(table.name) ?? []).filter(
      (edge) => isFollowed(edge) && isReadable(index.table.get(edge.from)),
    );
    const areLeaves = hanging.every((edge) => {
      const from = index.table.get(edge.from);
      return from !== undefined && isJoinable(edge, from, table) && look(from);
    });
    if (areLeaves) leaves.set(table.name, hanging);
    return areLeaves;
  };
  for (const table of index.model.tables) look(table);
  return leaves;
}

/** No row of it can turn out to be another person's, and each is reached at one level only. */
function isSimple(index: ModelIndex, viewable: ReadonlySet<string>, table: ModelTable): boolean {
  if (table.kind === "subject") return false;
  const out = index.outgoing.get(table.name) ?? [];
  if (out.some((edge) => edge.role === "holds" || edge.same || edge.role === "viewer" || edge.role === "actor"))
    return false;
  const owners = out.filter((edge) => edge.role === "owner");
  const parts = out.filter((edge) => edge.role === "part");
  if ([...owners, ...parts].some(isLoose)) return false;
  if (owners.length === 0) return parts.length === 1 && !viewable.has(parts[0]?.to ?? "");
  return parts.length === 0 && owners.every((edge) => index.table.get(edge.to)?.kind === "subject");
}

/** Can a store compare both sides as they are? Texts only where it has promised so itself, or compares both by one collation. */
function isJoinable(edge: Edge, from: ModelTable, to: ModelTable): boolean {
  if (edge.role !== "part" || !isPlain(edge) || edge.columns.length === 0) return false;
  return edge.columns.every((name, at) => {
    const one = findColumn(from.schema, name);
    const other = findColumn(to.schema, edge.toColumns[at] ?? "");
    if (one === undefined || other === undefined) return false;
    if (one.nativeType !== other.nativeType) return false;
    const isAlike = one.collation !== undefined && one.collation === other.collation;
    return one.kind !== "text" || edge.onDelete !== null || isAlike;
  });
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
