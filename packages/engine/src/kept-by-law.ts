/**
 * Whether rows have to stay by law where nobody is there any more whose plan would say so: by the rule of their own table, or with a row
 * that has to stay, of which they are part or which holds them.
 */
import {
  addToIndex,
  createKeyIndex,
  findPointedAt,
  holds,
  isFilled,
  keyId,
  matchChildren,
  matchParents,
} from "./edge-values.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { isReadable } from "./reached-rows.ts";
import { checkRetention, type Retained } from "./retention.ts";
import { type Key, type KeyQuery, type KeyRows, matchKeys } from "./store.ts";

type Asking<T> = Generator<readonly KeyQuery[], T, readonly KeyRows[]>;
type Row = readonly (string | null)[];

/** Kept rows by the id of their key. */
export type KeptRows = ReadonlyMap<string, Retained>;

/** Rows that are part of rows that are part of rows: no application goes deeper. */
const MOST_DEEP = 8;

/** Tables whose rows the law may keep. */
export function tablesUnderLaw({ model }: ModelIndex): ReadonlySet<string> {
  const under = new Set(model.tables.filter(({ retain }) => retain !== null).map(({ name }) => name));
  // What is added while a set is gone through is gone through as well.
  for (const name of under) {
    for (const edge of model.edges) {
      if (binds(edge, "part") && edge.to === name) under.add(edge.from);
      if (binds(edge, "holds") && edge.from === name) under.add(edge.to);
    }
  }
  return under;
}

/** Which of these rows the law keeps today, and why. */
export function* findKeptByLaw(
  index: ModelIndex,
  name: string,
  keys: readonly Key[],
  today: string,
  depth = 0,
): Asking<KeptRows> {
  const table = index.table.get(name);
  const kept = new Map<string, Retained>();
  if (!isReadable(table) || table.key.length === 0 || keys.length === 0 || depth > MOST_DEEP) return kept;
  const under = tablesUnderLaw(index);
  const up = (index.outgoing.get(name) ?? []).filter((edge) => binds(edge, "part") && under.has(edge.to));
  const down = (index.incoming.get(name) ?? []).filter((edge) => binds(edge, "holds") && under.has(edge.from));
  const select = [
    ...table.key,
    ...(table.retain === null ? [] : [...Object.keys(table.retain.when), table.retain.from ?? []].flat()),
    ...up.flatMap(({ columns, when }) => [...columns, ...Object.keys(when)]),
    ...down.flatMap(({ toColumns }) => toColumns),
  ];
  const rows = yield* ask(name, [...new Set(select)], [matchKeys(table.key, keys)]);
  for (const row of rows) {
    const found = checkOwn(table, row, today);
    if (found !== null) kept.set(keyId(row.all(table.key)), found);
  }
  const rest = () => rows.filter((row) => !kept.has(keyId(row.all(table.key))));
  for (const edge of up)
    for (const [id, why] of yield* findWholes(index, edge, rest(), table, today, depth)) kept.set(id, why);
  for (const edge of down)
    for (const [id, why] of yield* findHolders(index, edge, rest(), table, today, depth)) kept.set(id, why);
  return kept;
}

const binds = ({ role, confirmed }: Edge, as: "part" | "holds") => role === as && confirmed;

interface Read {
  get(column: string): string | null;
  all(columns: readonly string[]): Row;
}

function* ask(table: string, select: readonly string[], any: KeyQuery["any"]): Asking<readonly Read[]> {
  const [rows = []] = yield [{ table, select, any }];
  const at = new Map(select.map((column, position) => [column, position]));
  return rows.map((row): Read => {
    const get = (column: string) => row[at.get(column) ?? -1] ?? null;
    return { get, all: (columns) => columns.map(get) };
  });
}

function checkOwn({ retain }: ModelTable, row: Read, today: string): Retained | null {
  if (retain === null || !holds(retain.when, row.get)) return null;
  return checkRetention(retain, retain.from === null ? null : row.get(retain.from), today);
}

/** Rows that are part of a row that the law keeps. */
function* findWholes(
  index: ModelIndex,
  edge: Edge,
  all: readonly Read[],
  table: ModelTable,
  today: string,
  depth: number,
): Asking<KeptRows> {
  const parts = all.filter((row) => holds(edge.when, row.get));
  const match = matchParents(
    edge,
    parts.map((row) => row.all(edge.columns)),
  );
  const whole = index.table.get(edge.to);
  if (match === null || !isReadable(whole)) return new Map();
  const wholes = createKeyIndex<Row>();
  const keys: Key[] = [];
  for (const row of yield* ask(edge.to, [...new Set([...whole.key, ...edge.toColumns])], [match])) {
    const key = row.all(whole.key);
    if (isFilled(key)) keys.push(key);
    addToIndex(wholes, edge, row.all(edge.toColumns), key);
  }
  const law = yield* findKeptByLaw(index, edge.to, keys, today, depth + 1);
  return collect(parts, table, (row) => findPointedAt(wholes, edge, row.all(edge.columns)), law);
}

/** Rows that a row holds that the law keeps. */
function* findHolders(
  index: ModelIndex,
  edge: Edge,
  held: readonly Read[],
  table: ModelTable,
  today: string,
  depth: number,
): Asking<KeptRows> {
  const targets = held.map((row) => row.all(edge.toColumns)).filter(isFilled);
  const holder = index.table.get(edge.from);
  if (targets.length === 0 || !isReadable(holder)) return new Map();
  const rows = createKeyIndex<string>();
  for (const row of held) addToIndex(rows, edge, row.all(edge.toColumns), keyId(row.all(table.key)));
  const select = [...new Set([...holder.key, ...edge.columns])];
  const holders = new Map<string, Row[]>();
  const keys: Key[] = [];
  for (const row of yield* ask(edge.from, select, [matchChildren(edge, targets)])) {
    const key = row.all(holder.key);
    if (isFilled(key)) keys.push(key);
    for (const id of findPointedAt(rows, edge, row.all(edge.columns)))
      holders.set(id, [...(holders.get(id) ?? []), key]);
  }
  const law = yield* findKeptByLaw(index, edge.from, keys, today, depth + 1);
  return collect(held, table, (row) => holders.get(keyId(row.all(table.key))) ?? [], law);
}

function collect(
  rows: readonly Read[],
  { key }: ModelTable,
  follow: (row: Read) => readonly Row[],
  law: KeptRows,
): KeptRows {
  return new Map(
    rows.flatMap((row) => {
      const why = follow(row)
        .map((other) => law.get(keyId(other)))
        .find((one) => one !== undefined);
      return why === undefined ? [] : [[keyId(row.all(key)), why] as const];
    }),
  );
}
