/** What applications keep beside the pointers of a random world: counters, copies of names and addresses, days of deletion, files. */
import fc from "fast-check";
import { addToIndex, createKeyIndex, findPointedAt, holds } from "../edge-values.ts";
import { type CounterOf, type Edge, indexModel, type Model, type ModelColumn, type ModelTable } from "../model.ts";
import type { ColumnKind, ColumnSchema } from "../schema.ts";
import type { World } from "./generate-world.ts";
import type { Data, Row } from "./memory-store.ts";

/** A bit for every table or pointer, in turn. */
export interface EnrichPlan {
  readonly counted: number;
  readonly copied: number;
  readonly deleted: number;
  readonly files: number;
}

/** For none in a third of all worlds, and for all of them in another. */
const bits = fc.oneof(fc.constant(0), fc.nat(255), fc.constant(255));
export const enrichPlan: fc.Arbitrary<EnrichPlan> = fc.record({
  counted: bits,
  copied: bits,
  deleted: bits,
  files: bits,
});

/** A column that a table gets, and what it holds in a row. */
interface Added {
  readonly table: string;
  readonly column: Partial<ModelColumn> & Pick<ModelColumn, "name" | "category">;
  readonly kind: ColumnKind;
  readonly isNumber?: true;
  readonly fill: (row: Row, at: number) => string | null;
}

/** The same world with these columns. */
export function enrichWorld(world: World, plan: EnrichPlan): World {
  const deleted = add(world, [
    ...markDeleted(world, plan.deleted),
    ...nameFiles(world, plan.files),
    ...addTowns(world, plan.copied),
  ]);
  return add(deleted, [...countRows(deleted, plan.counted), ...repeatNames(deleted, plan.copied)]);
}

const isBit = (bits: number, at: number) => ((bits >> (at % 8)) & 1) === 1;
const isThing = ({ name }: Pick<ModelTable, "name">) => /^t\d+$/.test(name);

/** Rows that the application takes for deleted, and which are still there. */
function markDeleted({ model }: World, bits: number): readonly Added[] {
  return model.tables.filter(isThing).flatMap(({ name }, at): readonly Added[] => {
    const fill = (_: Row, row: number) => (row % 3 === 1 ? "2029-01-02" : null);
    const column = { name: "deleted_on", category: "system.time" };
    return isBit(bits, at) ? [{ table: name, column, kind: "date", fill }] : [];
  });
}

/** Where the file is that a row is about. */
function nameFiles({ model }: World, bits: number): readonly Added[] {
  return model.tables.filter(isThing).flatMap(({ name }, at): readonly Added[] => {
    const fill = (_: Row, row: number) => `files/text-file-${name}-${row}-`;
    const column = { name: "file", category: "content.media" };
    return isBit(bits, at) ? [{ table: name, column, kind: "text", fill }] : [];
  });
}

/** How many rows point at a row: all of them, or those that are not taken for deleted. */
function countRows({ model, data }: World, bits: number): readonly Added[] {
  const index = indexModel(model);
  const edges = model.edges.filter(
    (edge) =>
      isThing({ name: edge.from }) &&
      !edge.match &&
      edge.list === undefined &&
      edge.pattern === null &&
      edge.path.length === 0,
  );
  const chosen = edges.filter((edge, at) => isBit(bits, at) && hasKey(index.table.get(edge.to), edge.toColumns));
  return chosen.map((edge): Added => {
    const isDated = index.table.get(edge.from)?.columns.some(({ name }) => name === "deleted_on") ?? false;
    const when = isDated ? { ...edge.when, deleted_on: [null] } : edge.when;
    const counter: CounterOf = { table: edge.from, columns: edge.columns, when, confirmed: true };
    const name = `${edge.from}_${edge.columns.join("_")}_count`;
    return {
      table: edge.to,
      column: { name, category: "system.counter", counter },
      kind: "integer",
      isNumber: true,
      fill: (row) => countFor(data, counter, edge.toColumns, row),
    };
  });
}

function hasKey(table: ModelTable | undefined, columns: readonly string[]): boolean {
  return table?.key.join() === columns.join();
}

/** How many rows a counter has to count for a row. */
export function countFor(
  data: Data,
  { table, columns, when }: CounterOf,
  toColumns: readonly string[],
  row: Row,
): string {
  const counted = (data[table] ?? []).filter(
    (one) =>
      holds(when, (name) => one[name] ?? null) &&
      columns.every((name, at) => (one[name] ?? null) !== null && one[name] === (row[toColumns[at] ?? ""] ?? null)),
  );
  return String(counted.length);
}

/** What is repeated, by turns; a town is that of several people. */
const REPEATED = [
  ["name", "name"],
  ["town", "location.approximate"],
  ["email", "contact.email"],
] as const;

/** Where people live: two of three in one town. */
function addTowns({ model }: World, bits: number): readonly Added[] {
  const fill = (_: Row, at: number) => (at % 3 === 1 ? "Far Town" : "Near Town");
  const column = { name: "town", category: "location.approximate" };
  const people = model.tables.filter(({ kind }) => kind === "subject");
  return bits === 0 ? [] : people.map(({ name }) => ({ table: name, column, kind: "text" as const, fill }));
}

/** Beside a pointer at somebody, what they were called, or their address; in one of five rows something that has changed since. */
function repeatNames({ model, data }: World, bits: number): readonly Added[] {
  const index = indexModel(model);
  const edges = model.edges.filter(
    (edge) => isThing({ name: edge.from }) && edge.list === undefined && index.table.get(edge.to)?.kind === "subject",
  );
  return edges.flatMap((edge, at): readonly Added[] => {
    if (!isBit(bits, at)) return [];
    const [of, category] = REPEATED[at % REPEATED.length] ?? REPEATED[0];
    const people = createKeyIndex<Row>();
    for (const row of data[edge.to] ?? [])
      addToIndex(
        people,
        edge,
        edge.toColumns.map((name) => row[name] ?? null),
        row,
      );
    const fill = (row: Row, number: number) => {
      if (!holds(edge.when, (name) => row[name] ?? null)) return null;
      const [person] = findPointedAt(
        people,
        edge,
        edge.columns.map((name) => row[name] ?? null),
      );
      if (person === undefined) return null;
      return number % 5 === 4 ? `before-${number}@example.net` : (person[of] ?? null);
    };
    const column = {
      name: `${edge.columns.join("_")}_${edge.to}_${of}`,
      category,
      copyOf: { table: edge.to, column: of },
    };
    return [{ table: edge.from, column, kind: "text", fill }];
  });
}

function add({ model, data, people }: World, all: readonly Added[]): World {
  const byTable = Map.groupBy(all, ({ table }) => table);
  const tables = model.tables.map((table): ModelTable => {
    const added = byTable.get(table.name) ?? [];
    if (added.length === 0) return table;
    const schemas = added.map(
      ({ column, kind, isNumber }): ColumnSchema => ({
        ...(table.schema.columns[0] as ColumnSchema),
        name: column.name,
        kind,
        nativeType: kind === "integer" ? "int" : kind,
        nullable: isNumber !== true,
        default: isNumber === true ? "0" : null,
      }),
    );
    const { copyOf: _, ...plain } = table.columns[0] as ModelColumn;
    const described = added.map(({ column }): ModelColumn => ({ ...plain, hide: false, counter: null, ...column }));
    return {
      ...table,
      schema: { ...table.schema, columns: [...table.schema.columns, ...schemas] },
      columns: [...table.columns, ...described],
    };
  });
  const filled = Object.entries(data).map(([name, rows]): [string, readonly Row[]] => [
    name,
    rows.map((row, at) => ({
      ...row,
      ...Object.fromEntries((byTable.get(name) ?? []).map(({ column, fill }) => [column.name, fill(row, at)])),
    })),
  ]);
  const enriched: Model = { ...model, tables };
  return { model: enriched, data: Object.fromEntries(filled), people };
}

/** Counters of a model, each with the edge by which rows are counted. */
export function countersOf(
  model: Model,
): readonly { readonly table: string; readonly column: string; readonly counter: CounterOf; readonly edge: Edge }[] {
  return model.tables.flatMap((table) =>
    table.columns.flatMap(({ name, counter }) => {
      const edge = model.edges.find(
        (one) => one.from === counter?.table && one.to === table.name && one.columns.join() === counter.columns.join(),
      );
      return counter === null || edge === undefined ? [] : [{ table: table.name, column: name, counter, edge }];
    }),
  );
}
