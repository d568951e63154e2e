/**
 * Of what was taken away of people who hang together, as much as has to be looked at for one of them to come back: their rows, what
 * these cannot be without, and the people whose that is too. What the others lost besides stays as it is.
 */
import type { Diff, DiffRow, DiffTable } from "./diff.ts";
import { keyId } from "./edge-values.ts";
import type { ModelIndex } from "./model.ts";

/**
 * By the rows of a diff, table by table in its order, and behind them by rows that are as they were: plain data, kept with it.
 */
export interface DiffBonds {
  /** The people whose each row is, by whatever numbers whoever keeps it has for them. */
  readonly whose: readonly (readonly number[])[];
  /** Rows that have to be there when one comes back, or that are decided anew with it; and by which of `columns` it says so. */
  readonly along: readonly (readonly (readonly [number, number])[])[];
  /** Empty: not by a column of its own. */
  readonly columns: readonly string[];
  /** The names of the rows behind those of the diff. */
  readonly others: readonly string[];
}

/** One name for a row of any table. */
export function nameRow(table: string, key: DiffRow["key"]): string {
  return `${table} ${keyId(key)}`;
}

/** The rows of a diff, table by table in its order. */
export function nameRows(diff: Diff): readonly string[] {
  return diff.tables.flatMap(({ name, rows }) => rows.map(({ key }) => nameRow(name, key)));
}

/** A part of a diff, and the people whose rows are in it. */
export interface Nearby {
  readonly diff: Diff;
  readonly people: ReadonlySet<number>;
  /** Which rows of the whole, by their places, are in it. */
  readonly places: ReadonlySet<number>;
}

/**
 * `own`: for each person the names of their rows in tables of people, as {@link DiffRow.key} of a table. Null: it cannot be told
 * apart, so that all of it has to be taken back.
 */
export function takeNearby(
  diff: Diff,
  { whose, along, columns }: DiffBonds,
  person: number,
  own: ReadonlyMap<number, readonly { readonly table: string; readonly key: DiffRow["key"] }[]>,
): Nearby | null {
  // Rows that the run added are not told apart by whose they are.
  if (diff.added.length > 0) return null;
  const placeOf = new Map(nameRows(diff).map((name, at) => [name, at]));
  const lettingGo = findLettingGo(diff, along, columns);
  const places = new Set<number>();
  const people = new Set<number>([person]);
  const open: number[] = [];
  const take = (at: number | undefined) => {
    if (at === undefined || places.has(at)) return;
    places.add(at);
    open.push(at);
  };
  const bring = (one: number) => {
    people.add(one);
    for (const { table, key } of own.get(one) ?? []) take(placeOf.get(nameRow(table, key)));
  };
  bring(person);
  for (const [at, of] of whose.entries()) if (of.includes(person)) take(at);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const [next] of along[at] ?? []) take(next);
    for (const next of lettingGo.get(at) ?? []) take(next);
    for (const one of whose[at] ?? []) if (!people.has(one)) bring(one);
  }
  return { diff: cutOut(diff, places), people, places };
}

/** By what went: rows that stayed and let go of it, which they would not if it came back. */
function findLettingGo(
  diff: Diff,
  along: DiffBonds["along"],
  columns: DiffBonds["columns"],
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  let at = -1;
  for (const table of diff.tables) {
    for (const { before, after } of table.rows) {
      at += 1;
      if (after === null) continue;
      for (const [one, by] of along[at] ?? []) {
        const column = table.columns.indexOf(columns[by] ?? "");
        if (column >= 0 && before[column] === after[column]) continue;
        const known = found.get(one);
        if (known === undefined) found.set(one, [at]);
        else known.push(at);
      }
    }
  }
  return found;
}

function cutOut(diff: Diff, places: ReadonlySet<number>): Diff {
  let at = -1;
  const tables = diff.tables.map((table) => ({
    ...table,
    rows: table.rows.filter(() => {
      at += 1;
      return places.has(at);
    }),
  }));
  // A counter that others' rows move too is never put back.
  const counts = [...diff.recounts, ...(diff.counts ?? [])];
  const some = tables.filter(({ rows }) => rows.length > 0);
  const moved = counts.filter(({ of }) => some.some(({ name }) => name === of));
  const { counts: _, ...rest } = diff;
  return { ...rest, tables: some, recounts: [], ...(moved.length > 0 ? { counts: moved } : {}) };
}

/**
 * What is then to be kept of those who stay away: all of it but what came back for good. `taken`: what was taken away again of the
 * people of the part; null: there was nobody else in it.
 */
export function keepRest(
  index: ModelIndex,
  diff: Diff,
  bonds: DiffBonds,
  { places, people }: Nearby,
  person: number,
  taken: Diff | null,
): { readonly diff: Diff; readonly bonds: DiffBonds } {
  const again = new Map(
    (taken?.tables ?? []).map((table) => [table.name, new Map(table.rows.map((row) => [keyId(row.key), row]))]),
  );
  const staying = [...people].filter((one) => one !== person);
  const names = [...nameRows(diff), ...bonds.others];
  const placeOf = new Map(names.map((name, at) => [name, at]));
  const kept: { readonly table: DiffTable; readonly row: DiffRow; readonly from: number | null }[] = [];
  const keepNew = (table: DiffTable, rows: Iterable<DiffRow>) => {
    // Rows that the run had left alone.
    for (const row of rows) kept.push({ table, row, from: placeOf.get(nameRow(table.name, row.key)) ?? null });
  };
  let at = -1;
  for (const table of diff.tables) {
    const own = again.get(table.name);
    for (const row of table.rows) {
      at += 1;
      const now = own?.get(keyId(row.key));
      own?.delete(keyId(row.key));
      if (now !== undefined) kept.push({ table, row: now, from: at });
      else if (!places.has(at)) kept.push({ table, row, from: at });
    }
    keepNew(table, own?.values() ?? []);
    again.delete(table.name);
  }
  for (const table of taken?.tables ?? []) keepNew(table, again.get(table.name)?.values() ?? []);
  const tables = [...Map.groupBy(kept, ({ table }) => table.name).values()];
  const order: (number | null)[] = tables.flat().map(({ from }) => from);
  // What is back is as it was.
  const known = new Set(order);
  const others = [...names.keys()].filter((one) => !known.has(one));
  order.push(...others);
  const next = new Map(order.map((from, place) => [from, place]));
  const along = (from: number): DiffBonds["along"][number] =>
    (bonds.along[from] ?? []).flatMap(([one, by]) => {
      const place = next.get(one);
      return place === undefined ? [] : [[place, by] as const];
    });
  const some = tables.flatMap((own) =>
    own.slice(0, 1).map(({ table }) => ({ ...table, rows: own.map(({ row }) => row) })),
  );
  // Of a row that came up only now it is not known what it hangs on: on any of what was near.
  const anything = [...places].flatMap((one) => next.get(one) ?? []).map((one) => [one, -1] as const);
  return {
    diff: merge(index, diff, taken, some),
    bonds: {
      whose: order.map((from) => (from === null ? staying : (bonds.whose[from] ?? []).filter((one) => one !== person))),
      along: order.map((from) => (from === null ? anything : along(from))),
      columns: bonds.columns,
      others: others.map((one) => names[one] ?? ""),
    },
  };
}

function merge(index: ModelIndex, diff: Diff, taken: Diff | null, tables: readonly DiffTable[]): Diff {
  const counts = new Map<string, NonNullable<Diff["counts"]>[number]>();
  for (const one of [...diff.recounts, ...(diff.counts ?? []), ...(taken?.recounts ?? [])]) {
    const { keys, ...what } = one;
    const id = JSON.stringify(what);
    const all = [...(counts.get(id)?.keys ?? []), ...keys];
    counts.set(id, { ...one, keys: [...new Map(all.map((key) => [keyId(key), key])).values()] });
  }
  const cuts = { ...diff.cuts };
  for (const [table, columns] of Object.entries(taken?.cuts ?? {}))
    cuts[table] = [...new Set([...(cuts[table] ?? []), ...columns])];
  const joined = [...new Set([...(diff.joined ?? []), ...(taken?.joined ?? [])])];
  const stayed = [...(diff.stayed ?? []), ...(taken?.stayed ?? [])];
  const { counts: _, ...rest } = diff;
  return {
    ...rest,
    tables,
    added: taken?.added ?? [],
    ...(stayed.length > 0 ? { stayed } : {}),
    order: joinOrders(index, diff.order, taken?.order ?? [], cuts),
    ...(joined.length > 0 ? { joined } : {}),
    cuts,
    recounts: [],
    ...(counts.size > 0 ? { counts: [...counts.values()] } : {}),
  };
}

/**
 * Rows of two runs come back in one order: that of the first, and before what points at them the tables of which only the second
 * took rows. Pointers that are given back afterwards do not count.
 */
function joinOrders(
  index: ModelIndex,
  first: readonly string[],
  second: readonly string[],
  cuts: Diff["cuts"],
): readonly string[] {
  const names = [...first];
  for (const name of second.toReversed()) {
    if (names.includes(name)) continue;
    const at = names.findIndex((other) =>
      index.table
        .get(other)
        ?.schema.foreignKeys.some(
          ({ columns, table }) => table === name && !columns.some((column) => cuts[other]?.includes(column)),
        ),
    );
    names.splice(at < 0 ? names.length : at, 0, name);
  }
  return names;
}
