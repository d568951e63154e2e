/** What a finished erasure is checked by, and how one that was cut off is told from one that happened. */
import { findCategory } from "./categories.ts";
import { foldText, matchChildren } from "./edge-values.ts";
import type { Edge, Finding, ModelIndex } from "./model.ts";
import type { ErasurePlan, PlannedTable } from "./rights.ts";
import type { Key, KeyQuery, KeyRows, Operation } from "./store.ts";

interface Check {
  readonly query: KeyQuery;
  readonly judge: (rows: KeyRows) => readonly Finding[];
}

/**
 * Looks for anything that the plan should have left nowhere: its deleted rows, rows that still point at them or at the
 * person, and identifying values of the person in columns that the model names. Answers what is still there.
 */
export function* verifyErasure(
  index: ModelIndex,
  plan: ErasurePlan,
): Generator<readonly KeyQuery[], readonly Finding[], readonly KeyRows[]> {
  const checks = [...checkGone(plan), ...checkPointers(index, plan), ...checkValues(index, plan)];
  const answers = checks.length > 0 ? yield checks.map(({ query }) => query) : [];
  return checks.flatMap(({ judge }, position) => judge(answers[position] ?? []));
}

/** Whether a plan that was begun has been carried out: a transaction leaves all of it or nothing. */
export function* checkCarriedOut(
  index: ModelIndex,
  plan: ErasurePlan,
): Generator<readonly KeyQuery[], boolean, readonly KeyRows[]> {
  const gone = checkGone(plan);
  if (gone.length > 0) {
    const answers = yield gone.map(({ query }) => query);
    return answers.every((rows) => rows.length === 0);
  }
  const updates = plan.operations.filter((operation) => operation.op === "update");
  if (updates.length === 0) return plan.tables.every((table) => table.rows.length === 0);
  const answers = yield updates.map(({ table, keyColumns, keys, set }) => ({
    table,
    select: [...(index.table.get(table)?.key ?? keyColumns), ...Object.keys(set)],
    any: [{ kind: "key" as const, columns: keyColumns, in: keys, fold: false, when: {} }],
  }));
  return updates.every((update, position) => isApplied(update, answers[position] ?? []));
}

function isApplied(update: Operation & { op: "update" }, rows: KeyRows): boolean {
  const values = Object.values(update.set);
  return rows.every((row) => {
    const read = row.slice(row.length - values.length);
    return values.every((value, index) => {
      const now = read[index] ?? null;
      if (value.kind === "null") return now === null;
      return value.kind === "keyed" ? (now?.startsWith(value.prefix) ?? false) : now !== null;
    });
  });
}

function doomedKeys(table: PlannedTable): readonly Key[] {
  return table.rows.filter((row) => row.disposition === "deleted").map((row) => row.key);
}

function checkGone(plan: ErasurePlan): readonly Check[] {
  return plan.tables.flatMap((table): readonly Check[] => {
    const keys = doomedKeys(table);
    if (keys.length === 0 || table.keyColumns.length === 0) return [];
    const any = [{ kind: "key" as const, columns: table.keyColumns, in: keys, fold: false, when: {} }];
    const query = { table: table.name, select: table.keyColumns, any };
    return [{ query, judge: (rows) => (rows.length > 0 ? [remains(table.name, "", rows.length, "were to be deleted")] : []) }];
  });
}

/** Nothing may point at what was deleted, nor at the person but what the plan leaves standing. */
function checkPointers(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  const planned = new Map(plan.tables.map((table) => [table.name, table]));
  const checks: Check[] = [];
  for (const [name, table] of planned) {
    const keys = doomedKeys(table);
    for (const edge of index.incoming.get(name) ?? []) {
      if (index.table.get(edge.from)?.kind === "view") continue;
      const parents = edge.toColumns.join() === table.keyColumns.join() ? keys : subjectKeys(plan, edge);
      if (parents.length > 0) checks.push(checkEdge(index, edge, parents, planned.get(edge.from)));
    }
  }
  return checks;
}

function subjectKeys(plan: ErasurePlan, edge: Edge): readonly Key[] {
  return plan.subjectValues
    .filter(({ table }) => table === edge.to)
    .map(({ values }) => edge.toColumns.map((column) => values[column] ?? null))
    .filter((key): key is string[] => key.every((value) => value !== null));
}

function checkEdge(index: ModelIndex, edge: Edge, parents: readonly Key[], table: PlannedTable | undefined): Check {
  const select = index.table.get(edge.from)?.key ?? [];
  const query = {
    table: edge.from,
    select: select.length > 0 ? select : edge.columns,
    any: [matchChildren(edge, parents)],
  };
  const kept = new Set(
    (table?.rows ?? []).filter((row) => row.disposition !== "deleted").map((row) => JSON.stringify(row.key)),
  );
  return {
    query,
    judge: (rows) => {
      const left = rows.filter((row) => !kept.has(JSON.stringify(row)));
      return left.length > 0 ? [remains(edge.from, edge.columns.join(","), left.length, `still point at ${edge.to}`)] : [];
    },
  };
}

/** Identifying values of the person, in every column of the model that holds values of that category. */
function checkValues(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  const planned = new Map(plan.tables.map((table) => [table.name, table]));
  return index.model.tables.flatMap((table) => {
    if (table.kind === "view" || !table.schema.may.read) return [];
    const retained = new Set(
      (planned.get(table.name)?.rows ?? [])
        .filter((row) => row.disposition === "retained" || row.disposition === "detached")
        .map((row) => JSON.stringify(row.key)),
    );
    return table.columns.flatMap((column): readonly Check[] => {
      const values = plan.identifying.filter(({ category }) => category === column.category).map(({ value }) => value);
      if (values.length === 0 || !(findCategory(column.category)?.identifying ?? false)) return [];
      const keys = [...new Set(values.map(foldText))].map((value) => [value]);
      const any = [{ kind: "key" as const, columns: [column.name], in: keys, fold: true, when: {} }];
      const select = table.key.length > 0 ? table.key : [column.name];
      const judge = (rows: KeyRows) => {
        const left = rows.filter((row) => !retained.has(JSON.stringify(row)));
        return left.length > 0 ? [remains(table.name, column.name, left.length, "still hold a value that identifies the person")] : [];
      };
      return [{ query: { table: table.name, select, any }, judge }];
    });
  });
}

function remains(table: string, column: string, rows: number, what: string): Finding {
  return {
    code: "residue_found",
    table,
    column,
    message: `${rows} row${rows === 1 ? "" : "s"} of ${table} ${what}${column === "" ? "" : ` (${column})`}.`,
    suggestion: "Run the erasure again; if it stays, the map misses an edge or a column.",
    blocks: true,
  };
}
