/** Rows that are not as statements should have left them, whichever right's: asked of every row that they name, in one wave. */
import { keyId } from "./edge-values.ts";
import type { Asking } from "./in-step.ts";
import type { Finding, ModelIndex } from "./model.ts";
import { isSetTo } from "./same-value.ts";
import { findColumn } from "./schema.ts";
import { type Key, type KeyQuery, matchKeys, type Operation } from "./store.ts";

/** `value`: the column holds something else. `gone`: the row was to stay. `there`: it was to go. `missing`: it was to be added. */
type Open = "value" | "gone" | "there" | "missing";

export interface OpenRows {
  readonly table: string;
  /** Empty where it is about the rows themselves. */
  readonly column: string;
  readonly rows: number;
  readonly open: Open;
}

/** Counts them. What a list was to hold beside the keys that it loses is compared with nothing. */
export function* findOpen(index: ModelIndex, operations: readonly Operation[]): Asking<readonly OpenRows[]> {
  const asked = operations.filter(({ op }) => op !== "recount");
  const answers = asked.length > 0 ? yield asked.map(askOf) : [];
  const found = new Map<string, OpenRows>();
  const add = (table: string, column: string, open: Open) => {
    const id = JSON.stringify([table, column, open]);
    found.set(id, { table, column, open, rows: (found.get(id)?.rows ?? 0) + 1 });
  };
  for (const [position, operation] of asked.entries()) {
    const { table: name, keyColumns, keys } = operation;
    const width = keyColumns.length;
    const rows = new Map((answers[position] ?? []).map((row) => [keyId(row.slice(0, width)), row.slice(width)]));
    for (const key of keys) {
      const values = rows.get(keyId(key));
      if (operation.op === "delete" && values !== undefined) add(name, "", "there");
      if (operation.op === "insert" && values === undefined) add(name, "", "missing");
      if (operation.op !== "update") continue;
      if (values === undefined) add(name, "", "gone");
      else for (const column of columnsOpen(index, operation, values, key)) add(name, column, "value");
    }
  }
  return [...found.values()];
}

type Update = Extract<Operation, { op: "update" }>;

function askOf(operation: Operation): KeyQuery {
  const { table, keyColumns, keys } = operation;
  const set = operation.op === "update" ? Object.keys(operation.set) : [];
  return { table, select: [...keyColumns, ...set], any: [matchKeys(keyColumns, keys)] };
}

function columnsOpen(
  index: ModelIndex,
  { table: name, set }: Update,
  values: readonly (string | null)[],
  key: Key,
): readonly string[] {
  const table = index.table.get(name);
  return Object.entries(set).flatMap(([column, value], at) =>
    isSetTo(table, column, values[at] ?? null, value, key) ? [] : [column],
  );
}

/**
 * The statements by which it is settled whether these columns are open: databases print other types than text in their own ways, and
 * know themselves whether a value is what it was set to.
 */
export function listDoubtful(
  index: ModelIndex,
  operations: readonly Operation[],
  open: readonly OpenRows[],
): readonly Operation[] {
  const columns = new Set(
    open.flatMap(({ table: name, column, open: how }) => {
      const schema = index.table.get(name)?.schema;
      const isText = schema !== undefined && findColumn(schema, column)?.kind === "text";
      return how !== "value" || isText ? [] : [`${name} ${column}`];
    }),
  );
  return operations.flatMap((operation): readonly Operation[] => {
    if (operation.op !== "update") return [];
    const doubtful = Object.entries(operation.set).filter(([name]) => columns.has(`${operation.table} ${name}`));
    return doubtful.length > 0 ? [{ ...operation, set: Object.fromEntries(doubtful) }] : [];
  });
}

/** Of one row, and of several. */
type OfOneOrMany = readonly [one: string, many: string];

const SAYS: Readonly<Record<Exclude<Open, "value">, OfOneOrMany>> = {
  gone: ["was to stay, and is gone", "were to stay, and are gone"],
  there: ["was to be taken out, and is still there", "were to be taken out, and are still there"],
  missing: ["was to be added, and is not there", "were to be added, and are not there"],
};

/** As findings. `value`: what is said of a row that holds something else. */
export function openFindings(open: readonly OpenRows[], code: string, value: OfOneOrMany): readonly Finding[] {
  return open.map(({ table, column, rows, open: how }) => {
    const [one, many] = how === "value" ? value : SAYS[how];
    const where = column === "" ? "" : ` (${column})`;
    return {
      code,
      table,
      column,
      message: `${rows} row${rows === 1 ? "" : "s"} of ${table} ${rows === 1 ? one : many}${where}.`,
      suggestion: "Something in the database changes what is written (a trigger, a type that shortens values).",
      blocks: true,
    };
  });
}
