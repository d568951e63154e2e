/** A random world with check constraints: lengths, lists of words, patterns, and "this or that has to be there". */
import type { Model, ModelTable } from "../model.ts";
import type { World } from "./generate-world.ts";
import type { Data, Row } from "./memory-store.ts";

/** A check constraint, in SQL that every kind of database reads, and as a store in memory tests it. */
export interface Guard {
  readonly sql: string;
  readonly holds: (row: Row) => boolean;
}

export interface GuardedWorld extends World {
  readonly guards: ReadonlyMap<string, readonly Guard[]>;
}

const LABEL: Guard = {
  sql: "length(label) BETWEEN 3 AND 60",
  holds: ({ label }) => label !== null && label !== undefined && label.length >= 3 && label.length <= 60,
};
const STATE: Guard = {
  sql: "state IN ('open', 'closed')",
  holds: ({ state }) => state === "open" || state === "closed",
};
const CODE: Guard = { sql: "code LIKE 'c-%'", holds: ({ code }) => code?.startsWith("c-") ?? true };

/** The columns that {@link guardWorld} adds to every table that is not one of people. */
const ADDED = [
  { name: "label", category: "content.text", nullable: false },
  { name: "state", category: "system.flag", nullable: false },
  { name: "code", category: "system.id", nullable: true },
  { name: "spare", category: "content.text", nullable: true },
] as const;

/** Gives every table of things columns under check constraints, and rows that satisfy them. */
export function guardWorld({ model, data, people }: World): GuardedWorld {
  const guards = new Map<string, readonly Guard[]>();
  const tables = model.tables.map((table): ModelTable => {
    if (!/^t\d+$/.test(table.name)) return table;
    const checks = [LABEL, STATE, CODE, ...presences(model, table)];
    guards.set(table.name, checks);
    const columns = ADDED.map(({ name, nullable }) => ({
      ...(table.schema.columns[0] as ModelTable["schema"]["columns"][number]),
      name,
      nullable,
      kind: "text" as const,
      nativeType: "text",
      default: null,
    }));
    const described = ADDED.map(({ name, category }) => ({
      ...(table.columns[0] as ModelTable["columns"][number]),
      name,
      category,
    }));
    return {
      ...table,
      schema: { ...table.schema, columns: [...table.schema.columns, ...columns], checks: checks.map(({ sql }) => sql) },
      columns: [...table.columns, ...described],
    };
  });
  const filled: Data = Object.fromEntries(
    Object.entries(data).map(([name, rows]) => [
      name,
      guards.has(name) ? rows.map((row, at) => fill(name, row, at)) : rows,
    ]),
  );
  return { model: { ...model, tables }, data: filled, people, guards };
}

/** The first pointer that may be empty must be filled, or else the spare text; a column that a foreign key empties by itself may not be checked in MySQL. */
function presences(model: Model, { name, schema }: ModelTable): readonly Guard[] {
  const edge = model.edges.find(
    ({ from, columns, onDelete }) =>
      from === name &&
      onDelete !== "set-null" &&
      columns.length === 1 &&
      schema.columns.some((one) => one.name === columns[0] && one.nullable),
  );
  const [column] = edge?.columns ?? [];
  if (column === undefined) return [];
  return [
    {
      sql: `${column} IS NOT NULL OR spare IS NOT NULL`,
      holds: (row) => (row[column] ?? null) !== null || (row["spare"] ?? null) !== null,
    },
  ];
}

function fill(table: string, row: Row, at: number): Row {
  return {
    ...row,
    label: `text-label-${table}-${at}-`,
    state: at % 2 === 0 ? "open" : "closed",
    code: at % 3 === 0 ? null : `c-${at}`,
    spare: `text-spare-${table}-${at}-`,
  };
}

/** What a store in memory asks of each row; nothing of a world without check constraints. */
export function checkGuards({ guards }: World & Partial<GuardedWorld>): (table: string, row: Row) => string | null {
  return (table, row) => guards?.get(table)?.find(({ holds }) => !holds(row))?.sql ?? null;
}
