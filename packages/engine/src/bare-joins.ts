/** Join rows without content of their own (a share, a follow, a friendship): they have no sense without either side. */
import type { LettingGo } from "./letting-go.ts";
import type { Edge } from "./model.ts";
import type { Reach, ReachedRow, ReachedTable } from "./reached-rows.ts";

export class BareJoins {
  readonly #reach: Reach;
  readonly #letting: LettingGo;
  readonly #known = new Map<string, boolean>();

  constructor(reach: Reach, letting: LettingGo) {
    this.#reach = reach;
    this.#letting = letting;
  }

  /** Does the table hold nothing but such rows, on which nothing hangs? */
  has({ table }: ReachedTable): boolean {
    const known = this.#known.get(table.name);
    if (known !== undefined) return known;
    const { index } = this.#reach;
    const edges = index.outgoing.get(table.name) ?? [];
    const structure = new Set(edges.flatMap(({ columns }) => columns));
    const isBare =
      (index.incoming.get(table.name) ?? []).length === 0 &&
      !edges.some(({ role }) => role === "holds") &&
      table.columns.every(({ name, category }) => structure.has(name) || category.startsWith("system."));
    this.#known.set(table.name, isBare);
    return isBare;
  }

  /** Does the edge name a person whom the row cannot let go of? */
  mustName(reached: ReachedTable, row: ReachedRow, edge: Edge): boolean {
    if (this.#reach.index.table.get(edge.to)?.kind !== "subject") return false;
    return this.#letting.detachFrom(reached, row, edge, false) === null;
  }
}
