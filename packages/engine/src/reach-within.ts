/**
 * Whose each row is when several people are reached at once: every person's own reach, walked inside the rows that were
 * reached for all of them. By the same rules as {@link reachRows}, and without asking the store again.
 */
import { addToIndex, createKeyIndex, findPointedAt, keyId, readEdgeKeys } from "./edge-values.ts";
import type { Edge, ModelTable } from "./model.ts";
import { capLevel, fixedLevel, STRENGTH, type Step, weaken } from "./reach.ts";
import {
  isReadable,
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readValues,
  rowId,
  satisfies,
  type TableRows,
} from "./reached-rows.ts";
import type { Level, RowRef } from "./rights.ts";
import { namesKey } from "./subject-keys.ts";

/** What one of several people reaches. A row that is theirs as it is the whole's is the very row of the whole. */
export interface Share {
  readonly subjects: readonly RowRef[];
  /** In the order in which they were reached. */
  readonly tables: readonly TableRows[];
}

/** Walks inside `whole` from rows of one person, from which `whole` was reached too. */
export function createShareFinder(whole: Reach): (subjects: readonly RowRef[]) => Share {
  const walker = new Walker(whole);
  return (subjects) => walker.walk(subjects);
}

/** A share as a reach of its own, for what looks rows up by their keys. */
export function shareAsReach(whole: Reach, { subjects, tables }: Share): Reach {
  const opened = tables.map(({ reached, rows }): [string, ReachedTable] => {
    const own = new Map(rows.map((row) => [rowId(reached, row.values), row]));
    return [reached.table.name, { ...reached, rows: own, foreign: new Map() }];
  });
  return { ...whole, subjects, tables: new Map(opened), leaves: new Map() };
}

/** A row of the whole, and what it is to the person whose reach is being walked. */
interface Node {
  readonly row: ReachedRow;
  readonly table: NodeTable;
  /** Its place among the rows of its table. */
  readonly at: number;
  /** Null while it is nothing to them. */
  level: Level | null;
  via: Edge | null;
}

interface NodeTable {
  readonly reached: ReachedTable;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly steps: Map<Level, readonly WalkStep[]>;
}

/** Rows that were reached in one step, all at one level. */
interface Wave {
  readonly table: NodeTable;
  readonly level: Level;
  readonly nodes: Node[];
}

interface WalkStep extends Step {
  /** As {@link fixedLevel} says. */
  readonly fixed: Level | null | undefined;
  /** By the place of the row that it starts from: the rows next to it. */
  readonly links: Links;
}

type Links = readonly (readonly Node[] | undefined)[];

class Walker {
  readonly #whole: Reach;
  readonly #tables = new Map<string, NodeTable>();
  readonly #below = new Map<Edge, Links>();
  readonly #above = new Map<Edge, Links>();
  readonly #finders = new Map<Edge, Finder>();
  readonly #own = { has: (edge: Edge, value: Values) => this.#find(edge)(value).some(({ level }) => level === "own") };

  constructor(whole: Reach) {
    this.#whole = whole;
    for (const [name, reached] of whole.tables) {
      const nodes = new Map<string, Node>();
      const table: NodeTable = { reached, nodes, steps: new Map() };
      for (const [id, row] of reached.rows) nodes.set(id, { row, table, at: nodes.size, level: null, via: null });
      this.#tables.set(name, table);
    }
  }

  walk(subjects: readonly RowRef[]): Share {
    const touched: Node[] = [];
    let grown: Wave[] = [];
    for (const { table, key } of subjects) {
      const node = this.#tables.get(table)?.nodes.get(keyId(key));
      if (node !== undefined && take(node, "own", null, touched)) openWave(grown, node.table, "own").nodes.push(node);
    }
    while (grown.length > 0) {
      const frontier = grown;
      grown = [];
      for (const wave of frontier) this.#follow(wave, touched, grown);
    }
    return { subjects, tables: collectRows(touched) };
  }

  #follow({ table, level, nodes }: Wave, touched: Node[], grown: Wave[]): void {
    for (const step of this.#stepsOf(table, level)) {
      const { edge, fixed, links } = step;
      let wave: Wave | null = null;
      for (const { at } of nodes) {
        for (const target of links[at] ?? NOBODY) {
          const { reached } = target.table;
          const next = fixed === undefined ? capLevel(this.#whole, reached, step, target.row.values, this.#own) : fixed;
          if (next === null || !take(target, next, edge, touched)) continue;
          if (wave?.level !== next) wave = openWave(grown, target.table, next);
          wave.nodes.push(target);
        }
      }
    }
  }

  /** Where rows of a table lead at this level: down to what points at them, up to what they hold. */
  #stepsOf(table: NodeTable, level: Level): readonly WalkStep[] {
    let steps = table.steps.get(level);
    if (steps === undefined) {
      steps = level === "act" ? [] : this.#planSteps(table.reached.table, level);
      table.steps.set(level, steps);
    }
    return steps;
  }

  #planSteps(table: ModelTable, level: Level): readonly WalkStep[] {
    const { index } = this.#whole;
    const plan = (edge: Edge, name: string, next: Level | null, links: (edge: Edge) => Links): readonly WalkStep[] => {
      const to = this.#tables.get(name)?.reached.table;
      if (next === null || !isReadable(to)) return [];
      const step = { edge, level: next };
      return [{ ...step, fixed: fixedLevel(to, step), links: links(edge) }];
    };
    const down = (index.incoming.get(table.name) ?? []).flatMap((edge) =>
      plan(edge, edge.from, weaken(level, edge, table), (one) => this.#linksBelow(one)),
    );
    const up = (index.outgoing.get(table.name) ?? [])
      .filter((edge) => edge.role === "holds" || edge.same)
      .flatMap((edge) => plan(edge, edge.to, level, (one) => this.#linksAbove(one)));
    return [...down, ...up];
  }

  #linksBelow(edge: Edge): Links {
    let links = this.#below.get(edge);
    if (links === undefined) {
      const lists: Node[][] = [];
      for (const node of this.#tables.get(edge.from)?.nodes.values() ?? []) {
        for (const { at } of this.#targetsOf(edge, node)) {
          const list = lists[at];
          if (list === undefined) lists[at] = [node];
          else list.push(node);
        }
      }
      links = lists;
      this.#below.set(edge, links);
    }
    return links;
  }

  #linksAbove(edge: Edge): Links {
    let links = this.#above.get(edge);
    if (links === undefined) {
      const nodes = this.#tables.get(edge.from)?.nodes.values() ?? [];
      links = [...nodes].map((node) => this.#targetsOf(edge, node));
      this.#above.set(edge, links);
    }
    return links;
  }

  #targetsOf(edge: Edge, { row, table: { reached } }: Node): readonly Node[] {
    return satisfies(reached, row, edge) ? this.#find(edge)(readValues(reached, row, edge.columns)) : NOBODY;
  }

  #find(edge: Edge): Finder {
    let finder = this.#finders.get(edge);
    if (finder === undefined) {
      const to = this.#tables.get(edge.to);
      finder = to === undefined ? () => NOBODY : createFinder(edge, to);
      this.#finders.set(edge, finder);
    }
    return finder;
  }
}

type Values = ReachedRow["values"];
/** The rows that such values of an edge's columns point at. */
type Finder = (value: Values) => readonly Node[];

const NOBODY: readonly Node[] = [];

function createFinder(edge: Edge, { reached, nodes }: NodeTable): Finder {
  if (namesKey(edge, reached)) {
    return (value) => readEdgeKeys(edge, value).flatMap((key) => nodes.get(keyId(key)) ?? []);
  }
  const index = createKeyIndex<Node>();
  for (const node of nodes.values()) addToIndex(index, edge, readValues(reached, node.row, edge.toColumns), node);
  return (value) => findPointedAt(index, edge, value);
}

/** Notes that a row is theirs by this edge; false where it was so before, and as much. */
function take(node: Node, level: Level, via: Edge | null, touched: Node[]): boolean {
  if (node.level === null) touched.push(node);
  else if (STRENGTH[node.level] >= STRENGTH[level]) return false;
  node.level = level;
  node.via = via;
  return true;
}

function openWave(grown: Wave[], table: NodeTable, level: Level): Wave {
  let wave = grown.find((one) => one.table === table && one.level === level);
  if (wave === undefined) {
    wave = { table, level, nodes: [] };
    grown.push(wave);
  }
  return wave;
}

/** What was walked, as it is the person's; the rows are nobody's again. */
function collectRows(touched: readonly Node[]): readonly TableRows[] {
  const rowsOf = new Map<NodeTable, ReachedRow[]>();
  for (const node of touched) {
    const { row, table } = node;
    const level = node.level ?? row.level;
    const own = level === row.level && node.via === row.via ? row : { ...row, level, via: node.via };
    const rows = rowsOf.get(table);
    if (rows === undefined) rowsOf.set(table, [own]);
    else rows.push(own);
    node.level = null;
    node.via = null;
  }
  return [...rowsOf].map(([{ reached }, rows]) => ({ reached, rows }));
}
