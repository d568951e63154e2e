/** What is known to be the person's own, filed by how other rows point at it. */
import { addToIndex, createKeyIndex, findPointedAt, isLoose, type KeyIndex, readEdgeKeys } from "./edge-values.ts";
import type { Edge } from "./model.ts";
import { findOwn, isTableKey, type Reach, type ReachedRow, type ReachedTable, readValues } from "./reached-rows.ts";

/** Does the edge hold the key by which its target's rows are filed already? */
export function namesKey(edge: Edge, target: ReachedTable): boolean {
  return !edge.match && edge.blind === undefined && !isLoose(edge) && isTableKey(target.table, edge.toColumns);
}

/** The person's own keys, as other rows' owner edges hold them. */
export class SubjectKeys {
  readonly #reach: Reach;
  readonly #keys = new Map<string, { readonly edge: Edge; readonly index: KeyIndex<ReachedRow> }>();
  constructor(reach: Reach) {
    this.#reach = reach;
  }

  /** A row turned out to be the person's. */
  add(reached: ReachedTable, row: ReachedRow): void {
    for (const { edge, index } of this.#keys.values()) {
      if (edge.to === reached.table.name) addToIndex(index, edge, readValues(reached, row, edge.toColumns), row);
    }
  }

  /** Do these values of an edge's columns point at a row that is the person's own? */
  has(edge: Edge, value: readonly (string | null)[]): boolean {
    const target = this.#reach.tables.get(edge.to);
    if (target === undefined) return false;
    if (namesKey(edge, target)) return readEdgeKeys(edge, value).some((key) => findOwn(target, key) !== null);
    const name = `${edge.to} ${edge.toColumns.join()} ${edge.match}`;
    let known = this.#keys.get(name);
    if (known === undefined) {
      known = { edge, index: this.#collect(edge) };
      this.#keys.set(name, known);
    }
    return findPointedAt(known.index, edge, value).length > 0;
  }

  #collect(edge: Edge): KeyIndex<ReachedRow> {
    const keys = createKeyIndex<ReachedRow>();
    const reached = this.#reach.tables.get(edge.to);
    if (reached === undefined) return keys;
    for (const row of reached.rows.values()) {
      if (row.level === "own") addToIndex(keys, edge, readValues(reached, row, edge.toColumns), row);
    }
    return keys;
  }
}
