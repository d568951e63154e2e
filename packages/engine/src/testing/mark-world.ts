/** A random world whose applications know what is restricted: by a column of a row, or by a list of rows. And what such an application then uses. */
import { addToIndex, createKeyIndex, findPointedAt, holds, keyId, readEdgeKeys } from "../edge-values.ts";
import type { Edge, ModelTable, RestrictionMark } from "../model.ts";
import { model, table } from "./build-model.ts";
import { TABLES_OF_PEOPLE, type World } from "./generate-world.ts";
import type { Row } from "./memory-store.ts";
import type { RightsBench } from "./rights-bench.ts";

/** Which tables have a mark: a bit for each of those of things, one for those of people; the last bit makes lists of half of them. */
export const MOST_MARKED = 511;

const HELD = "held";
const listOf = (name: string) => `held_${name}`;

/** The same world, its tables of these bits with a mark. Lists name rows by one column. */
export function markTables<T extends World>(world: T, bits: number): T {
  const tables = world.model.tables.map((one) => {
    const mark = markOf(one, bits);
    return mark === null ? one : withMark(one, mark);
  });
  const lists = tables.flatMap(({ restrict }) => (restrict?.kind === "list" ? [restrict.table] : []));
  const made = model(...lists.map((name) => table(name, { row_key: "text pk" }, { kind: "public" }))).tables;
  const data = Object.fromEntries(
    Object.entries(world.data).map(([name, rows]) => {
      const marked = tables.find((one) => one.name === name)?.restrict?.kind === "flag";
      return [name, marked ? rows.map((row): Row => ({ ...row, [HELD]: null })) : rows];
    }),
  );
  for (const name of lists) data[name] = [];
  return { ...world, data, model: { ...world.model, tables: [...tables, ...made] } };
}

function markOf({ name, key }: ModelTable, bits: number): RestrictionMark | null {
  const isPeople = TABLES_OF_PEOPLE.some((one) => one === name);
  const at = isPeople ? 6 : Number(/^t(\d)$/.exec(name)?.[1] ?? 9);
  if (((bits >> at) & 1) === 0 || at > 6) return null;
  const isListed = ((bits >> 8) & 1) === 1 && key.length === 1 && (isPeople || at % 2 === 0);
  return isListed
    ? { kind: "list", table: listOf(name), column: "row_key" }
    : { kind: "flag", column: HELD, value: "true" };
}

function withMark(one: ModelTable, restrict: RestrictionMark): ModelTable {
  if (restrict.kind === "list") return { ...one, restrict };
  const [added] = model(table(one.name, { [HELD]: "bool keep @system.flag" })).tables;
  if (added === undefined) throw new Error("A table was made without a column.");
  const columns = [...one.schema.columns, ...added.schema.columns];
  return { ...one, restrict, schema: { ...one.schema, columns }, columns: [...one.columns, ...added.columns] };
}

/** The name of a row, as this file gives it. */
export const rowName = (name: string, key: readonly (string | null)[]) => `${name} ${keyId(key)}`;

/** Where marks stand: rows whose column says so, and entries of lists. */
export function markedRows({ index, store }: RightsBench): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, key, restrict } of index.model.tables) {
    if (restrict === undefined) continue;
    const [table, columns] = restrict.kind === "list" ? [restrict.table, [restrict.column]] : [name, key];
    for (const row of store.tables.get(table) ?? []) {
      if (restrict.kind === "flag" && row[restrict.column] !== "true") continue;
      found.add(
        rowName(
          table,
          columns.map((one) => row[one] ?? null),
        ),
      );
    }
  }
  return found;
}

/**
 * Rows that an application which heeds its marks does not use: marked ones, and what it comes to through rows that it does not
 * use, and in no other way; whoever else owns a row comes to it as to their own. Told from the rows as they are, and from
 * nothing that a plan says: which are marked from how they are `now`, what leads where from how they were `before` addresses
 * were sealed. `own` is the person's own rows, they themselves among them.
 */
export function unusedRows(
  { index, store: now }: RightsBench,
  { store: before }: Pick<RightsBench, "store">,
  own: ReadonlySet<string>,
): ReadonlySet<string> {
  const unused = new Set<string>();
  const all = index.model.tables.filter(({ key }) => key.length > 0);
  const rowsOf = (name: string) => now.tables.get(name) ?? [];
  const were = (name: string) => before.tables.get(name) ?? [];
  const nameOf = ({ name, key }: ModelTable, row: Row) =>
    rowName(
      name,
      key.map((one) => row[one] ?? null),
    );
  for (const one of all) {
    const { restrict } = one;
    if (restrict === undefined) continue;
    const listed = restrict.kind === "list" ? new Set(rowsOf(restrict.table).map((row) => row[restrict.column])) : null;
    for (const row of rowsOf(one.name)) {
      const isMarked = restrict.kind === "flag" ? row[restrict.column] === "true" : listed?.has(row[one.key[0] ?? ""]);
      if (isMarked) unused.add(nameOf(one, row));
    }
  }
  // Each way in which the application comes to a row through another; null: what is named there is not there.
  const ways = new Map<string, (string | null)[]>();
  const owners = new Map<string, (string | null)[]>();
  const isWay = ({ role }: Edge) => role === "part" || role === "holds" || role === "owner";
  for (const edge of index.model.edges.filter(isWay)) {
    const from = index.table.get(edge.from);
    const to = index.table.get(edge.to);
    if (from === undefined || to === undefined) continue;
    for (const [child, parents] of pointers(edge, were(from.name), were(to.name))) {
      const name = nameOf(from, child);
      for (const parent of parents) {
        const other = parent === null ? null : nameOf(to, parent);
        if (other === name) continue;
        if (edge.role === "owner") owners.set(name, [...(owners.get(name) ?? []), other]);
        else if (edge.role === "part") ways.set(name, [...(ways.get(name) ?? []), other]);
        else if (other !== null) ways.set(other, [...(ways.get(other) ?? []), name]);
      }
    }
  }
  for (const [name, all] of owners) {
    // Of an owner who is not there nobody knows who it was; beside the person that makes nobody an owner.
    if (all.some((owner) => !own.has(owner ?? name))) ways.set(name, [...(ways.get(name) ?? []), null]);
  }
  for (let grown = true; grown; ) {
    grown = false;
    for (const [name, through] of ways) {
      if (unused.has(name) || !through.every((one) => one !== null && unused.has(one))) continue;
      unused.add(name);
      grown = true;
    }
  }
  return unused;
}

/** What each row points at by this edge; null for each that is not there. */
function pointers(edge: Edge, from: readonly Row[], to: readonly Row[]): readonly (readonly [Row, (Row | null)[]])[] {
  const targets = createKeyIndex<Row>();
  for (const row of to)
    addToIndex(
      targets,
      edge,
      edge.toColumns.map((one) => row[one] ?? null),
      row,
    );
  return from.map((row) => {
    if (!holds(edge.when, (column) => row[column] ?? null)) return [row, []];
    const value = edge.columns.map((one) => row[one] ?? null);
    const found = findPointedAt(targets, edge, value);
    const missing = readEdgeKeys(edge, value).length > found.length && !isNobody(edge, value);
    return [row, [...found, ...(missing ? [null] : [])]];
  });
}

/** A default that names nobody. */
function isNobody(edge: Edge, [value]: readonly (string | null)[]): boolean {
  return value === "0" && edge.list === undefined && edge.onDelete === null;
}
