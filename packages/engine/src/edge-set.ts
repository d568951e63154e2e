/** Sets of edges that rows share: thousands of rows are reached by the same few edges. */
import type { Edge } from "./model.ts";

/** An immutable set of edges in the order in which they were added. */
export class EdgeSet implements Iterable<Edge> {
  readonly #edges: readonly Edge[];
  readonly #wider = new Map<Edge, EdgeSet>();
  constructor(edges: readonly Edge[]) {
    this.#edges = edges;
  }

  /** The set with one more edge: the same object whoever asks. */
  with(edge: Edge): EdgeSet {
    if (this.#edges.includes(edge)) return this;
    let wider = this.#wider.get(edge);
    if (wider === undefined) {
      wider = new EdgeSet([...this.#edges, edge]);
      this.#wider.set(edge, wider);
    }
    return wider;
  }

  [Symbol.iterator](): Iterator<Edge> {
    return this.#edges[Symbol.iterator]();
  }
}
