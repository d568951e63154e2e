/**
 * Whose each row is when several people are reached at once: every person's own reach, walked inside the rows that were
 * reached for all of them. By the same rules as {@link reachRows}, and without asking the store again.
 */
import { addToIndex, createKeyIndex, findPointedAt, isFilled, keyId, readEdgeKeys } from "./edge-values.ts";
import type { Edge, ModelTable } from "./model.ts";
import { capLevel, fixedLevel, STRENGTH, type Step, weaken } from "./reached-levels.ts";
import {
  createKeyReader,
  isPlain,
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
import { namesKey, type SubjectKeys } from "./subject-keys.ts";

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

/** A table of the whole while people are walked one after the other. Lists are by the places of its rows. */
interface Ground {
  readonly reached: ReachedTable;
  /** What its rows are to the present person; nothing where there is none. */
  readonly levels: (Level | undefined)[];
  readonly vias: (Edge | null)[];
  /** Rows that are something to them, in the order in which they were met. */
  touched: ReachedRow[];
  readonly steps: Map<Level, readonly WalkStep[]>;
}

/** Rows that were reached in one step, all at one level. */
interface Wave {
  readonly ground: Ground;
  readonly level: Level;
  readonly rows: ReachedRow[];
}

interface WalkStep extends Step {
  readonly to: Ground;
  /** As {@link fixedLevel} says. */
  readonly fixed: Level | null | undefined;
  readonly links: Links;
}

/** By the place of the row that an edge is followed from: the rows that it leads to. */
type Links = readonly (readonly ReachedRow[] | undefined)[];

class Walker {
  readonly #whole: Reach;
  readonly #grounds = new Map<string, Ground>();
  readonly #below = new Map<Edge, Links>();
  readonly #finders = new Map<Edge, Finder>();
  readonly #own: Pick<SubjectKeys, "has"> = {
    has: (edge, value) => {
      const levels = this.#grounds.get(edge.to)?.levels;
      return levels !== undefined && this.#find(edge)(value).some(({ at }) => levels[at] === "own");
    },
  };

  constructor(whole: Reach) {
    this.#whole = whole;
    for (const [name, reached] of whole.tables) {
      const { size } = reached.rows;
      const ground = { reached, levels: new Array(size), vias: new Array(size), touched: [], steps: new Map() };
      this.#grounds.set(name, ground);
    }
  }

  walk(subjects: readonly RowRef[]): Share {
    const touched: Ground[] = [];
    let grown: Wave[] = [];
    for (const { table, key } of subjects) {
      const ground = this.#grounds.get(table);
      const row = ground?.reached.rows.get(keyId(key));
      if (ground === undefined || row === undefined || !take(ground, row, "own", null, touched)) continue;
      openWave(grown, ground, "own").rows.push(row);
    }
    while (grown.length > 0) {
      const frontier = grown;
      grown = [];
      for (const wave of frontier) this.#follow(wave, touched, grown);
    }
    return { subjects, tables: touched.map(collectRows) };
  }

  #follow({ ground, level, rows }: Wave, touched: Ground[], grown: Wave[]): void {
    for (const step of this.#stepsOf(ground, level)) {
      const { edge, fixed, links, to } = step;
      let wave: Wave | null = null;
      for (const { at } of rows) {
        for (const row of links[at] ?? NOTHING) {
          const next = fixed === undefined ? capLevel(this.#whole, to.reached, step, row.values, this.#own) : fixed;
          if (next === null || !take(to, row, next, edge, touched)) continue;
          if (wave?.level !== next) wave = openWave(grown, to, next);
          wave.rows.push(row);
        }
      }
    }
  }

  /** Where rows of a table lead at this level: down to what points at them, up to what they hold. */
  #stepsOf(ground: Ground, level: Level): readonly WalkStep[] {
    let steps = ground.steps.get(level);
    if (steps === undefined) {
      steps = level === "act" ? [] : this.#planSteps(ground.reached.table, level);
      ground.steps.set(level, steps);
    }
    return steps;
  }

  #planSteps(table: ModelTable, level: Level): readonly WalkStep[] {
    const { index } = this.#whole;
    const plan = (edge: Edge, name: string, next: Level | null, isUp: boolean): readonly WalkStep[] => {
      const to = this.#grounds.get(name);
      if (next === null || to === undefined || !isReadable(to.reached.table)) return [];
      const step = { edge, level: next };
      const links = isUp ? this.#linksAbove(edge) : this.#linksBelow(edge);
      return [{ ...step, to, fixed: fixedLevel(to.reached.table, step), links }];
    };
    const down = (index.incoming.get(table.name) ?? []).flatMap((edge) =>
      plan(edge, edge.from, weaken(level, edge, table), false),
    );
    const up = (index.outgoing.get(table.name) ?? [])
      .filter((edge) => edge.role === "holds" || edge.same)
      .flatMap((edge) => plan(edge, edge.to, level, true));
    return [...down, ...up];
  }

  #linksBelow(edge: Edge): Links {
    let links = this.#below.get(edge);
    if (links === undefined) {
      const lists: ReachedRow[][] = new Array(this.#grounds.get(edge.to)?.reached.rows.size ?? 0);
      this.#eachTarget(edge, (row, { at }) => {
        const list = lists[at];
        if (list === undefined) lists[at] = [row];
        else list.push(row);
      });
      links = lists;
      this.#below.set(edge, links);
    }
    return links;
  }

  #linksAbove(edge: Edge): Links {
    const lists: ReachedRow[][] = new Array(this.#grounds.get(edge.from)?.reached.rows.size ?? 0);
    this.#eachTarget(edge, ({ at }, target) => {
      const list = lists[at];
      if (list === undefined) lists[at] = [target];
      else list.push(target);
    });
    return lists;
  }

  /** Each row that the edge starts from, with each that it leads to. */
  #eachTarget(edge: Edge, visit: (row: ReachedRow, target: ReachedRow) => void): void {
    const from = this.#grounds.get(edge.from)?.reached;
    const to = this.#grounds.get(edge.to)?.reached;
    if (from === undefined || to === undefined) return;
    if (isPlain(edge) && namesKey(edge, to)) {
      const read = createKeyReader(from, edge.columns);
      from.rows.forEach((row) => {
        const id = satisfies(from, row, edge) ? read(row) : null;
        const target = id === null ? undefined : to.rows.get(id);
        if (target !== undefined) visit(row, target);
      });
      return;
    }
    const find = this.#find(edge);
    for (const row of from.rows.values()) {
      if (!satisfies(from, row, edge)) continue;
      for (const target of find(readValues(from, row, edge.columns))) visit(row, target);
    }
  }

  #find(edge: Edge): Finder {
    let finder = this.#finders.get(edge);
    if (finder === undefined) {
      const to = this.#grounds.get(edge.to);
      finder = to === undefined ? () => NOTHING : createFinder(edge, to.reached);
      this.#finders.set(edge, finder);
    }
    return finder;
  }
}

/** The rows that such values of an edge's columns point at. */
type Finder = (value: ReachedRow["values"]) => readonly ReachedRow[];

const NOTHING: readonly ReachedRow[] = [];

function createFinder(edge: Edge, to: ReachedTable): Finder {
  if (namesKey(edge, to)) {
    const find = (key: readonly (string | null)[]) => {
      const row = isFilled(key) ? to.rows.get(keyId(key)) : undefined;
      return row === undefined ? NOTHING : [row];
    };
    return isPlain(edge) ? find : (value) => readEdgeKeys(edge, value).flatMap(find);
  }
  const index = createKeyIndex<ReachedRow>();
  for (const row of to.rows.values()) addToIndex(index, edge, readValues(to, row, edge.toColumns), row);
  return (value) => findPointedAt(index, edge, value);
}

/** Notes that a row is theirs by this edge; false where it was so before, and as much. */
function take(ground: Ground, row: ReachedRow, level: Level, via: Edge | null, touched: Ground[]): boolean {
  const { levels, vias } = ground;
  const known = levels[row.at];
  if (known === undefined) {
    if (ground.touched.length === 0) touched.push(ground);
    ground.touched.push(row);
  } else if (STRENGTH[known] >= STRENGTH[level]) return false;
  levels[row.at] = level;
  vias[row.at] = via;
  return true;
}

function openWave(grown: Wave[], ground: Ground, level: Level): Wave {
  let wave = grown.find((one) => one.ground === ground && one.level === level);
  if (wave === undefined) {
    wave = { ground, level, rows: [] };
    grown.push(wave);
  }
  return wave;
}

/** What was walked of a table, as it is the person's; afterwards its rows are nobody's again. */
function collectRows(ground: Ground): TableRows {
  const { reached, levels, vias, touched } = ground;
  ground.touched = [];
  const rows = touched.map((row) => {
    const level = levels[row.at] ?? row.level;
    const via = vias[row.at] ?? null;
    levels[row.at] = undefined;
    return level === row.level && via === row.via ? row : { ...row, at: -1, level, via };
  });
  return { reached, rows };
}
