/** Rows that have to be there when something is imported, named by the columns that point at them; and what is known of them. */
import { blindnessOf, seeBlindly } from "./blind-text.ts";
import { isFilled, keyId } from "./edge-values.ts";
import { type Ghost, possibleGhosts } from "./ghosts.ts";
import type { ImportRow } from "./import-operations.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { isPlain, isTableKey } from "./reached-rows.ts";
import { type Key, type KeyQuery, type KeyRows, matchKeys } from "./store.ts";

/** A row that has to be there: its table, and the columns by which it is named. */
export interface Place {
  readonly table: ModelTable;
  readonly columns: readonly string[];
  readonly key: Key;
}

/** Where a declared reference of a row leads. */
export interface Pointer {
  readonly edge: Edge;
  readonly place: Place;
}

/** Names that an import has come across. A `Set` is one; where they are too many for memory they stand elsewhere. */
export interface NameSet {
  has(name: string): boolean;
  add(name: string): void;
}

/** What declared references of a row lead to. */
export function pointersOf(index: ModelIndex, table: ModelTable, { texts }: ImportRow): readonly Pointer[] {
  return (index.outgoing.get(table.name) ?? []).flatMap((edge) => {
    const target = index.table.get(edge.to);
    const key = edge.columns.map((name) => texts.get(name) ?? null);
    if (edge.onDelete === null || target === undefined || !isFilled(key)) return [];
    return [{ edge, place: { table: target, columns: edge.toColumns, key } }];
  });
}

/** The ghost, where it is what the edge names. */
export function findGhost(index: ModelIndex, edge: Edge, { table, columns, key }: Place): Ghost | undefined {
  const ghost = possibleGhosts(index.model).get(table.name);
  const isNamed = ghost !== undefined && isPlain(edge) && isTableKey(table, columns) && keyId(ghost.key) === keyId(key);
  return isNamed ? ghost : undefined;
}

/** The names under which declared references may point at a row. */
export function namesOf(index: ModelIndex, table: ModelTable, texts: ReadonlyMap<string, string>): readonly string[] {
  const names = (index.incoming.get(table.name) ?? []).flatMap(({ onDelete, toColumns }) => {
    const key = toColumns.map((name) => texts.get(name) ?? null);
    return onDelete !== null && isFilled(key) ? [nameOf({ table, columns: toColumns, key })] : [];
  });
  return [...new Set(names)];
}

function nameOf({ table, columns, key }: Place): string {
  return JSON.stringify([table.name, columns, seeBlindly(blindnessOf(table.schema, columns), key)]);
}

/** What is known of places: rows of the package, rows that were made up, and for the rows at hand what the database has. */
export class Places {
  readonly #index: ModelIndex;
  readonly #coming: NameSet;
  readonly #made: NameSet;
  readonly #there = new Map<string, boolean>();
  #asked: readonly (readonly Place[])[] = [];

  /** `coming` holds {@link namesOf} all rows of the package; `made` is empty. */
  constructor(index: ModelIndex, coming: NameSet, made: NameSet) {
    this.#index = index;
    this.#coming = coming;
    this.#made = made;
  }

  isComing(place: Place): boolean {
    return this.#coming.has(nameOf(place));
  }

  isMade(place: Place): boolean {
    return this.#made.has(nameOf(place));
  }

  /** Undefined: nobody has asked. */
  isThere(place: Place): boolean | undefined {
    return this.#there.get(nameOf(place));
  }

  addMade(table: ModelTable, { texts }: ImportRow): void {
    for (const name of namesOf(this.#index, table, texts)) this.#made.add(name);
  }

  /** Which of these are in the database? */
  ask(places: Iterable<Place>): readonly KeyQuery[] {
    const wanted = new Map<string, Map<string, Place>>();
    for (const place of places) {
      const id = JSON.stringify([place.table.name, place.columns]);
      const known = wanted.get(id) ?? new Map<string, Place>();
      wanted.set(id, known.set(nameOf(place), place));
    }
    this.#asked = [...wanted.values()].map((some) => [...some.values()]);
    return this.#asked.flatMap((list) => {
      const [first] = list;
      if (first === undefined) return [];
      const { table, columns } = first;
      const keys = list.map(({ key }) => key);
      return [{ table: table.name, select: columns, any: [matchKeys(columns, keys)] }];
    });
  }

  /** The answers to what was asked last. */
  hear(answers: readonly KeyRows[]): void {
    for (const [at, places] of this.#asked.entries()) {
      const blind = places[0] === undefined ? null : blindnessOf(places[0].table.schema, places[0].columns);
      const found = new Set((answers[at] ?? []).map((key) => keyId(seeBlindly(blind, key))));
      for (const place of places) this.#there.set(nameOf(place), found.has(keyId(seeBlindly(blind, place.key))));
    }
  }

  /** Forgets what was asked of the database: the rows at hand are done. */
  forget(): void {
    this.#there.clear();
  }
}
