/** By which way a reached row is the person's: walked back from what reach knows, so that reach need not remember it. */
import { addToIndex, createKeyIndex, findPointedAt, type KeyIndex } from "./edge-values.ts";
import type { Edge } from "./model.ts";
import { weaken } from "./reached-levels.ts";
import { type Reach, type ReachedRow, type ReachedTable, readValues, rowId, satisfies } from "./reached-rows.ts";
import type { RowRef } from "./rights.ts";

/** One step of a way: by this edge to this row. */
export interface PathStep {
  readonly row: RowRef;
  readonly edge: Edge;
  /** `down`: the row points at the one before; `up`: the one before points at it. */
  readonly direction: "down" | "up";
}

export interface Path {
  readonly start: RowRef;
  readonly steps: readonly PathStep[];
}

interface Place {
  readonly reached: ReachedTable;
  readonly row: ReachedRow;
}

interface Visit extends Place {
  /** The step that leads on from here, and where it leads. */
  readonly next: { readonly edge: Edge; readonly direction: PathStep["direction"]; readonly to: Visit } | null;
}

/** A shortest way from the person's own row to a reached one, as strong as the row's level; null when it is not reached. */
export function tracePath(reach: Reach, { table, key }: RowRef): Path | null {
  const reached = reach.tables.get(table);
  const row = reached?.rows.get(rowId(reached, key));
  if (reached === undefined || row === undefined) return null;
  const finder = createFinder(reach);
  const starts = new Set(reach.subjects.map(nameRow));
  const seen = new Set<ReachedRow>([row]);
  const open: Visit[] = [{ reached, row, next: null }];
  for (const visit of open) {
    const start = { table: visit.reached.table.name, key: visit.row.key };
    if (starts.has(nameRow(start))) return { start, steps: readSteps(visit) };
    for (const edge of visit.row.edges) {
      for (const { place, direction } of stepsBack(reach, finder, visit, edge)) {
        if (seen.has(place.row)) continue;
        seen.add(place.row);
        open.push({ ...place, next: { edge, direction, to: visit } });
      }
    }
  }
  return null;
}

function nameRow({ table, key }: RowRef): string {
  return JSON.stringify([table, ...key]);
}

function readSteps(visit: Visit): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (let { next } = visit; next !== null; next = next.to.next) {
    const { reached, row } = next.to;
    steps.push({ row: { table: reached.table.name, key: row.key }, edge: next.edge, direction: next.direction });
  }
  return steps;
}

/** Rows from which this edge leads to the row, at the row's level. */
function stepsBack(
  reach: Reach,
  finder: Finder,
  { reached, row }: Place,
  edge: Edge,
): readonly { readonly place: Place; readonly direction: PathStep["direction"] }[] {
  const found: { place: Place; direction: PathStep["direction"] }[] = [];
  const above = reach.tables.get(edge.to);
  if (edge.from === reached.table.name && above !== undefined && satisfies(reached, row, edge)) {
    for (const parent of finder.pointedAt(above, edge, readValues(reached, row, edge.columns))) {
      if (weaken(parent.level, edge, above.table) === row.level) {
        found.push({ place: { reached: above, row: parent }, direction: "down" });
      }
    }
  }
  const below = reach.tables.get(edge.from);
  if (edge.to === reached.table.name && below !== undefined && (edge.role === "holds" || edge.same)) {
    for (const holder of finder.pointing(below, edge, readValues(reached, row, edge.toColumns))) {
      const isShared = holder.level === "own" && row.level === "view";
      if (holder.level === row.level || isShared) {
        found.push({ place: { reached: below, row: holder }, direction: "up" });
      }
    }
  }
  return found;
}

interface Finder {
  /** Rows that values of `edge.columns` point at. */
  pointedAt(reached: ReachedTable, edge: Edge, values: readonly (string | null)[]): readonly ReachedRow[];
  /** Rows that point at values of `edge.toColumns`. */
  pointing(reached: ReachedTable, edge: Edge, values: readonly (string | null)[]): readonly ReachedRow[];
}

/** Indexes are made edge by edge as the way back needs them. */
function createFinder(reach: Reach): Finder {
  const targets = new Map<Edge, KeyIndex<ReachedRow>>();
  return {
    pointedAt(reached, edge, values) {
      let index = targets.get(edge);
      if (index === undefined) {
        index = createKeyIndex<ReachedRow>();
        targets.set(edge, index);
        for (const row of reached.rows.values()) addToIndex(index, edge, readValues(reached, row, edge.toColumns), row);
      }
      return findPointedAt(index, edge, values);
    },
    pointing(reached, edge, values) {
      if (!reach.tables.has(edge.from)) return [];
      const one = createKeyIndex<true>();
      addToIndex(one, edge, values, true);
      return [...reached.rows.values()].filter(
        (row) =>
          satisfies(reached, row, edge) && findPointedAt(one, edge, readValues(reached, row, edge.columns)).length > 0,
      );
    },
  };
}
