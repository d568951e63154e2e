/** How rows that stay let go of what they point at. */
import { detachColumns } from "./blank-values.ts";
import { isChecked } from "./check-constraints.ts";
import { type Columns, UNCHANGED } from "./decisions.ts";
import { foldText } from "./edge-values.ts";
import type { Ghost } from "./ghosts.ts";
import { writeList } from "./lists.ts";
import type { Edge } from "./model.ts";
import {
  isPlain,
  isTableKey,
  namesNobody,
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readValue,
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
  readonly #lists = new Map<Edge, Map<ReachedRow, Columns>>();
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

  /** As {@link detachColumns} says, of this target; what says nobody only once the plan is done will do, too. */
  letGo(target: Target, reached: ReachedTable, row: ReachedRow, edge: Edge, mayBlank: boolean): Columns | null {
    const columns = this.detachFrom(reached, row, edge, mayBlank);
    if (columns === null || edge.list === undefined) return columns;
    const key = readValue(target.reached, target.row, edge.toColumns[0] ?? "") ?? "";
    const listed = this.#lists.get(edge) ?? new Map<ReachedRow, Columns>();
    this.#lists.set(edge, listed);
    const without = listed.get(target.row) ?? takeOut(columns, edge.match ? foldText(key) : key);
    listed.set(target.row, without);
    return without;
  }

  /** Lists that lose one of several rows that are deleted lose any of them. */
  uniteLists(isDeleted: (target: ReachedRow) => boolean, staying: () => Iterable<StayingRow>): void {
    for (const { edge, all } of this.#allTakenOut(isDeleted)) {
      const [column = ""] = edge.columns;
      const value = all[column];
      if (value?.kind !== "without") continue;
      const keys = new Set(value.keys);
      for (const { table, decided } of staying()) {
        const own = decided.set[column];
        if (table !== edge.from || own?.kind !== "without" || !own.keys.every((key) => keys.has(key))) continue;
        // Most lose nothing else: they share one object, however many keys are in it.
        decided.set = Object.keys(decided.set).length === 1 ? all : this.merge(decided.set, all);
      }
    }
  }

  /**
   * What lists of an edge lose, all of it: the keys of rows that are deleted, which nothing names afterwards. So one statement
   * does for rows that lose one of them each.
   */
  *#allTakenOut(isDeleted: (target: ReachedRow) => boolean): Iterable<{ readonly edge: Edge; readonly all: Columns }> {
    for (const [edge, listed] of this.#lists) {
      const [column = ""] = edge.columns;
      const out = this.#reach.index.outgoing.get(edge.from) ?? [];
      // What a key names may depend on the row.
      if (out.some((other) => other !== edge && other.columns.includes(column))) continue;
      const gone = [...listed].filter(([target]) => isDeleted(target)).map(([, columns]) => columns);
      if (gone.length > 1) yield { edge, all: uniteColumns(gone) };
    }
  }

  /** Whether it can let go at all, and how but for lists, which lose nobody by it. */
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
    const merged = known.get(then) ?? mergeColumns(first, then);
    known.set(then, merged);
    return merged;
  }
}

/** What a column of the edge holds that names the ghost: its key, or a list of it alone. */
export function ghostIn({ list }: Edge, { key }: Ghost, at: number): string {
  return list === undefined ? (key[at] ?? "") : writeList(list, key);
}

/** A row that stays, and what its columns are set to. */
export interface StayingRow {
  readonly table: string;
  readonly decided: { set: Columns };
}

interface Target {
  readonly reached: ReachedTable;
  readonly row: ReachedRow;
}

/** The same with this key as what is taken out of a list. */
export function takeOut(columns: Columns, key: string): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [
      name,
      value.kind === "without" ? { ...value, keys: [key] } : value,
    ]),
  );
}

/** What is set last counts; but what is taken out of one list is taken out together, and of what is blanked nothing is left. */
export function mergeColumns(first: Columns, then: Columns): Columns {
  const merged: Record<string, SetValue> = { ...first };
  for (const [name, value] of Object.entries(then)) {
    const before = first[name];
    if (value.kind !== "without" || before === undefined) merged[name] = value;
    else if (before.kind === "without") merged[name] = { ...value, keys: uniteKeys(before.keys, value.keys) };
  }
  return merged;
}

/** The same for many that take something out of one and the same list: their keys are put together once. */
function uniteColumns(all: readonly Columns[]): Columns {
  const [first = UNCHANGED] = all;
  const keysIn = (columns: Columns, name: string) => {
    const value = columns[name];
    return value?.kind === "without" ? value.keys : [];
  };
  return Object.fromEntries(
    Object.entries(first).map(([name, value]) => [
      name,
      value.kind === "without"
        ? {
            ...value,
            keys: uniteKeys(
              [],
              all.flatMap((one) => keysIn(one, name)),
            ),
          }
        : value,
    ]),
  );
}

function uniteKeys(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...some, ...others])].sort();
}

function nameGhost(reach: Reach, { table }: ReachedTable, edge: Edge): Columns | null {
  const ghost = reach.ghosts.get(edge.to)?.ghost;
  const target = reach.index.table.get(edge.to);
  if (ghost === undefined || target === undefined || !isTableKey(target, edge.toColumns)) return null;
  if (!isPlain(edge) && (edge.list === undefined || edge.match)) return null;
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
    edge.columns.map((name, at): [string, SetValue] => [name, { kind: "text", text: ghostIn(edge, ghost, at) }]),
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
