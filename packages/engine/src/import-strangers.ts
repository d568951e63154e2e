/** Whom columns name in which a package masks another person: somebody has to stand in, and it is nobody. */
import { mayBeNull } from "./check-constraints.ts";
import { holds } from "./edge-values.ts";
import { possibleGhosts } from "./ghosts.ts";
import type { Place } from "./import-places.ts";
import { isTold, type MadeUp } from "./made-up-values.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { type ColumnSchema, findColumn } from "./schema.ts";

/** What a column holds instead of who was masked. */
export interface StandIn {
  readonly text: string;
  /** The row of that name has to be made up: no foreign key brings it along. */
  readonly place: Place | null;
  /** The ghost of this table, which has to be there. */
  readonly ghost: string | null;
}

/** The edge by which a masked column names somebody. */
export function strangerEdge(
  index: ModelIndex,
  table: ModelTable,
  column: ColumnSchema,
  texts: ReadonlyMap<string, string>,
): Edge | undefined {
  const edges = (index.outgoing.get(table.name) ?? []).filter(
    ({ columns, to }) => columns.join() === column.name && index.table.get(to)?.kind === "subject",
  );
  return edges.find(({ when }) => holds(when, (name) => texts.get(name) ?? null)) ?? edges[0];
}

/** Who stands in, within one import. */
export class Strangers {
  readonly #index: ModelIndex;
  readonly #madeUp: MadeUp;
  /** By table and column: the row that stands in where there can be no ghost. */
  readonly #nobodies = new Map<string, string>();

  constructor(index: ModelIndex, madeUp: MadeUp) {
    this.#index = index;
    this.#madeUp = madeUp;
  }

  /** Whom a column names instead of somebody who was masked: two that may not be the same are not. */
  standIn(table: ModelTable, column: ColumnSchema, edge: Edge): StandIn | undefined {
    if (edge.match && edge.onDelete === null) return only(`${this.#madeUp.nextText()}@kept.invalid`);
    if (edge.pattern !== null) return only(edge.pattern.replace("{}", () => this.#madeUp.nextText()));
    const target = this.#index.table.get(edge.to);
    const toColumn = target === undefined ? undefined : findColumn(target.schema, edge.toColumns[0] ?? "");
    if (target === undefined || toColumn === undefined) return undefined;
    if (isTold(table, column.name)) {
      const fresh = this.#madeUp.freshKey(target, toColumn);
      if (fresh !== undefined) {
        // Without a foreign key nothing else would bring it along.
        const place = { table: target, columns: edge.toColumns, key: [fresh] };
        return { ...only(fresh), place: edge.onDelete === null ? place : null };
      }
    }
    const ghost = possibleGhosts(this.#index.model).get(edge.to);
    const text = ghost?.values[edge.toColumns[0] ?? ""];
    // What may be empty is not worth a row.
    if (ghost === undefined || text === undefined)
      return mayBeNull(table, column) && edge.list === undefined ? undefined : this.#oneForAll(target, toColumn, edge);
    return { ...only(text), ghost: ghost.table };
  }

  /** Where no ghost can be made, one row for all of them; an import need not find it again. */
  #oneForAll(target: ModelTable, toColumn: ColumnSchema, edge: Edge): StandIn | undefined {
    const id = JSON.stringify([target.name, toColumn.name]);
    const known = this.#nobodies.get(id);
    if (known !== undefined) return only(known);
    const made = this.#madeUp.freshKey(target, toColumn);
    if (made === undefined) return undefined;
    this.#nobodies.set(id, made);
    return { ...only(made), place: { table: target, columns: edge.toColumns, key: [made] } };
  }
}

function only(text: string): StandIn {
  return { text, place: null, ghost: null };
}
