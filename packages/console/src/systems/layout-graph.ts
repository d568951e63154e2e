/** Places tables in layers for drawing: people at the left, everything else by its distance from them. */
import type { SystemTable } from "@kept/contract/systems";
import type { EdgeRole } from "./system-texts.ts";

interface PlacedTable {
  readonly table: SystemTable;
  readonly x: number;
  readonly y: number;
}

interface PlacedEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly role: EdgeRole;
  readonly confirmed: boolean;
  /** An SVG path. */
  readonly path: string;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly tables: readonly PlacedTable[];
  readonly edges: readonly PlacedEdge[];
  /** Not connected with people: listed, not drawn. */
  readonly apart: readonly SystemTable[];
}

export const NODE = { width: 236, height: 30 } as const;
const COLUMN_GAP = 110;
const ROW_GAP = 9;
const MARGIN = 20;
const SWEEPS = 4;

export function layoutGraph(tables: readonly SystemTable[]): GraphLayout {
  const layers = findLayers(tables);
  const neighbours = findNeighbours(tables);
  const columns = orderLayers(tables, layers, neighbours);
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  const height = MARGIN * 2 + Math.max(tallest * (NODE.height + ROW_GAP) - ROW_GAP, 0);
  const placed = new Map<string, PlacedTable>();
  for (const [layer, column] of columns.entries()) {
    // Short columns stand in the middle: edges stay short.
    const top = (height - (column.length * (NODE.height + ROW_GAP) - ROW_GAP)) / 2;
    for (const [row, table] of column.entries()) {
      const x = MARGIN + layer * (NODE.width + COLUMN_GAP);
      placed.set(table.name, { table, x, y: top + row * (NODE.height + ROW_GAP) });
    }
  }
  const edges = tables.flatMap((table) =>
    table.edges.flatMap((edge) => {
      const from = placed.get(table.name);
      const to = placed.get(edge.to);
      if (from === undefined || to === undefined) return [];
      const { id, role, confirmed } = edge;
      return [{ id: `${table.name}/${id}`, from: table.name, to: edge.to, role, confirmed, path: drawEdge(from, to) }];
    }),
  );
  return {
    width: Math.max(MARGIN * 2 + columns.length * (NODE.width + COLUMN_GAP) - COLUMN_GAP, 0),
    height,
    tables: [...placed.values()],
    edges,
    apart: tables.filter((table) => !placed.has(table.name)),
  };
}

/** Steps from a table of people; edges count in both directions, those without a claim not at all. */
function findLayers(tables: readonly SystemTable[]): ReadonlyMap<string, number> {
  const neighbours = findNeighbours(tables);
  const layers = new Map(tables.filter((table) => table.kind === "subject").map((table) => [table.name, 0]));
  let front = [...layers.keys()];
  for (let layer = 1; front.length > 0; layer += 1) {
    front = [...new Set(front.flatMap((name) => neighbours.get(name) ?? []))].filter((name) => !layers.has(name));
    for (const name of front) layers.set(name, layer);
  }
  return layers;
}

function findNeighbours(tables: readonly SystemTable[]): ReadonlyMap<string, readonly string[]> {
  const known = new Set(tables.map((table) => table.name));
  const found = new Map<string, string[]>(tables.map((table) => [table.name, []]));
  for (const table of tables) {
    for (const edge of table.edges) {
      if (edge.role === "context" || !known.has(edge.to)) continue;
      found.get(table.name)?.push(edge.to);
      found.get(edge.to)?.push(table.name);
    }
  }
  return found;
}

/** Sorts each layer by the mean place of its neighbours, a few sweeps to and fro: fewer crossings. */
function orderLayers(
  tables: readonly SystemTable[],
  layers: ReadonlyMap<string, number>,
  neighbours: ReadonlyMap<string, readonly string[]>,
): readonly SystemTable[][] {
  const columns: SystemTable[][] = [];
  for (const table of tables) {
    const layer = layers.get(table.name);
    if (layer === undefined) continue;
    while (columns.length <= layer) columns.push([]);
    columns[layer]?.push(table);
  }
  const place = new Map<string, number>();
  const note = (column: readonly SystemTable[]) => {
    for (const [row, table] of column.entries()) place.set(table.name, (row + 0.5) / column.length);
  };
  for (const column of columns) note(column);
  const mean = (table: SystemTable) => {
    const places = (neighbours.get(table.name) ?? []).map((name) => place.get(name) ?? 0.5);
    return places.length === 0 ? 0.5 : places.reduce((sum, value) => sum + value, 0) / places.length;
  };
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      column.sort((left, right) => mean(left) - mean(right) || left.name.localeCompare(right.name));
      note(column);
    }
  }
  return columns;
}

/** From the referring table to the one it refers to; within a column the curve goes around at the right. */
function drawEdge(from: PlacedTable, to: PlacedTable): string {
  const middle = NODE.height / 2;
  if (from.x === to.x) {
    const x = from.x + NODE.width;
    const bend = 26 + Math.min(Math.abs(from.y - to.y) / 4, 40);
    const [start, end] = from === to ? [from.y + 10, to.y + 24] : [from.y + middle, to.y + middle];
    return `M${x},${start} C${x + bend},${start} ${x + bend},${end} ${x},${end}`;
  }
  const leftward = from.x > to.x;
  const start = leftward ? from.x : from.x + NODE.width;
  const end = leftward ? to.x + NODE.width : to.x;
  const half = (start + end) / 2;
  return `M${start},${from.y + middle} C${half},${from.y + middle} ${half},${to.y + middle} ${end},${to.y + middle}`;
}
