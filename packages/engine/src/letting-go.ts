/** How rows that stay let go of what they point at. */
import { detachColumns } from "./blank-values.ts";
import { isChecked } from "./check-constraints.ts";
import { type Columns, UNCHANGED } from "./decisions.ts";
import type { Edge } from "./model.ts";
import {
  isPlain,
  isTableKey,
  namesNobody,
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readValues,
  satisfies,
} from "./reached-rows.ts";
import { findColumn } from "./schema.ts";
import type { FreedEdges } from "./sentinels.ts";
import type { SetValue } from "./store.ts";

/** What columns are set to, found out once for all rows of an edge. */
export class LettingGo {
  readonly #reach: Reach;
  readonly #freed: FreedEdges;
  readonly #detached = new Map<Edge, Columns | null>();
  readonly #blankDetached = new Map<Edge, Columns | null>();
  readonly #freely = new Map<Edge, Columns | null>();
  readonly #ghosts = new Map<Edge, Columns | null>();
  readonly #merged = new Map<Columns, Map<Columns, Columns>>();

  constructor(reach: Reach, freed: FreedEdges) {
    this.#reach = reach;
    this.#freed = freed;
  }

  #detach(reached: ReachedTable, edge: Edge, mayBlank: boolean): Columns | null {
    const known = mayBlank ? this.#blankDetached : this.#detached;
    let columns = known.get(edge);
    if (columns === undefined) {
      columns = detachColumns(reached.table, edge, { sentinel: this.#reach.sentinels.get(edge) ?? null, mayBlank });
      known.set(edge, columns);
    }
    return columns;
  }

  /** As {@link detachColumns} says; what says nobody only once the plan is done will do, too. */
  detachFrom(reached: ReachedTable, row: ReachedRow, edge: Edge, mayBlank: boolean): Columns | null {
    const columns = this.#detach(reached, edge, mayBlank);
    const freed = this.#reach.taken.get(edge);
    // A row that names the very one whose key becomes free would look as if it had let go, and has not.
    if (columns !== null || freed === undefined || !this.#freed.has(edge)) return columns;
    if (readValues(reached, row, edge.columns)[0] === freed.sentinel) return null;
    let freely = this.#freely.get(edge);
    if (freely === undefined) {
      freely = detachColumns(reached.table, edge, { sentinel: freed.sentinel, mayBlank });
      this.#freely.set(edge, freely);
    }
    return freely;
  }

  /** The ghost of its table as what a pointer is set to; null where there is none, or where two rows could not both name it. */
  nameGhost(reached: ReachedTable, edge: Edge): Columns | null {
    let columns = this.#ghosts.get(edge);
    if (columns === undefined) {
      columns = nameGhost(this.#reach, reached, edge);
      this.#ghosts.set(edge, columns);
    }
    return columns;
  }

  /** Most rows are set like their neighbours: those that are share one object. */
  merge(first: Columns, then: Columns): Columns {
    if (first === UNCHANGED || first === then) return then;
    const known = this.#merged.get(first) ?? new Map<Columns, Columns>();
    this.#merged.set(first, known);
    const merged = known.get(then) ?? { ...first, ...then };
    known.set(then, merged);
    return merged;
  }
}

function nameGhost(reach: Reach, { table }: ReachedTable, edge: Edge): Columns | null {
  const ghost = reach.ghosts.get(edge.to)?.ghost;
  const target = reach.index.table.get(edge.to);
  if (ghost === undefined || target === undefined || !isPlain(edge) || !isTableKey(target, edge.toColumns)) return null;
  const { schema } = table;
  const told = [table.key, schema.primaryKey, ...schema.uniqueKeys].flat();
  const columns = edge.columns.map((name) => findColumn(schema, name));
  const fits = columns.every(
    (column) =>
      column !== undefined &&
      !column.generated &&
      !told.includes(column.name) &&
      !/unsigned/i.test(column.nativeType) &&
      !isChecked(table, column),
  );
  // A column that points at something else as well would take that along.
  const isShared = (reach.index.outgoing.get(table.name) ?? []).some(
    (other) =>
      other.columns.join() !== edge.columns.join() && other.columns.some((name) => edge.columns.includes(name)),
  );
  if (!fits || isShared) return null;
  return Object.fromEntries(
    edge.columns.map((name, at): [string, SetValue] => [name, { kind: "text", text: ghost.key[at] ?? "" }]),
  );
}

/**
 * Would a row that hangs on something else name no owner without this edge, and without those that go like it? Whoever is
 * shown what a row hangs on is shown the row as well, where nothing but that says whose it is.
 */
export function losesOwner(
  reach: Reach,
  reached: ReachedTable,
  row: ReachedRow,
  edge: Edge,
  goesToo: (edge: Edge) => boolean,
): boolean {
  const out = reach.index.outgoing.get(reached.table.name) ?? [];
  const isPerson = ({ to }: Edge) => reach.index.table.get(to)?.kind === "subject";
  const hangs = out.some((one) => one.role === "part" || (one.role === "owner" && !isPerson(one)));
  if (!hangs) return false;
  const [owner, ...others] = out.filter(
    (one) =>
      one !== edge &&
      one.role === "owner" &&
      satisfies(reached, row, one) &&
      !namesNobody(reach, one, readValues(reached, row, one.columns)) &&
      !goesToo(one),
  );
  return owner === undefined || (others.length === 0 && !isPerson(owner) && reach.viewable.has(owner.to));
}
