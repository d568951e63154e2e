/** The plan of an erasure: for every row exactly one disposition, and the set-based statements that bring it about. */
import { findCategory } from "./categories.ts";
import { findDependents } from "./dependents.ts";
import { type Decision, type Decisions, decideDispositions } from "./dispositions.ts";
import type { Edge, Finding, ModelIndex, ModelTable } from "./model.ts";
import { type ConstraintAbilities, orderDeletes } from "./order-deletes.ts";
import { checkPlan } from "./plan-findings.ts";
import { type Reach, readValue, readValues, reachRows } from "./reach.ts";
import type { ErasurePlan, PlannedRow, PlannedTable, Repair, RowRef, Scope } from "./rights.ts";
import type { Key, KeyQuery, KeyRows, Operation, SetValue } from "./store.ts";

export interface ErasureOptions {
  readonly scope: Scope;
  /** ISO day that decides whether retention has ended. */
  readonly today: string;
  readonly abilities: ConstraintAbilities;
  /** What is open about the model as a whole. */
  readonly findings: readonly Finding[];
}

/** Plans the erasure of a person whose rows are known. Same model, data and options: the same plan, to the byte. */
export function* planErasure(
  index: ModelIndex,
  subjects: readonly RowRef[],
  options: ErasureOptions,
): Generator<readonly KeyQuery[], ErasurePlan, readonly KeyRows[]> {
  const reach = yield* reachRows(index, subjects, { skipLeaves: false });
  const dependents = yield* findDependents(reach);
  const decisions = decideDispositions(reach, dependents, options.scope, options.today);
  return assemble(reach, decisions, options);
}

function assemble(reach: Reach, decisions: Decisions, options: ErasureOptions): ErasurePlan {
  const { index } = reach;
  const doomed = decisions.rows.filter((decision) => decision.disposition === "deleted");
  const doomedTables = new Set(doomed.map(({ reached }) => reached.table.name));
  const order = orderDeletes(index, doomedTables, options.abilities);
  const operations: Operation[] = [
    ...updateRows(decisions),
    ...order.cuts.flatMap((edge) => cutReferences(edge, doomed)),
    ...order.tables.flatMap((name) => deleteRows(name, doomed)),
    ...recountRows(reach, decisions),
  ];
  const tables = describeTables(index, decisions);
  return {
    system: index.model.system,
    subjects: reach.subjects,
    tables,
    repairs: describeRepairs(decisions),
    operations,
    suspendForeignKeys: order.suspend,
    findings: [...options.findings, ...checkPlan(reach, decisions, order.stuck)],
    identifying: identifyingValues(reach),
    subjectValues: subjectValues(reach),
  };
}

function describeTables(index: ModelIndex, decisions: Decisions): readonly PlannedTable[] {
  const byTable = Map.groupBy(decisions.rows, ({ reached }) => reached.table.name);
  return index.model.tables.flatMap((table): readonly PlannedTable[] => {
    const rows = byTable.get(table.name);
    if (rows === undefined) return [];
    const count = (disposition: PlannedRow["disposition"]) => rows.filter((row) => row.disposition === disposition).length;
    return [
      {
        name: table.name,
        keyColumns: table.key,
        rows: rows.map(({ row, disposition, why, until }) => ({
          key: row.key,
          disposition,
          why,
          via: row.via?.id ?? "subject",
          until,
        })),
        deleted: count("deleted"),
        detached: count("detached"),
        redacted: count("redacted"),
        retained: count("retained"),
      },
    ];
  });
}

function describeRepairs(decisions: Decisions): readonly Repair[] {
  const groups = Map.groupBy(decisions.repairs, ({ dependent }) => dependent.edge.id);
  return [...groups.values()].flatMap((group): readonly Repair[] => {
    const edge = group[0]?.dependent.edge;
    if (edge === undefined) return [];
    const why = `${edge.columns.join(", ")} pointed at rows of ${edge.to} that are deleted`;
    return [{ table: edge.from, column: edge.columns.join(","), rows: group.length, why }];
  });
}

interface Change {
  readonly table: ModelTable;
  readonly key: Key;
  readonly set: Record<string, SetValue>;
  readonly why: string;
}

/** Rows that stay but change: one statement for all rows of a table that are set to the same values. */
function updateRows(decisions: Decisions): readonly Operation[] {
  const changes = new Map<string, Change>();
  const add = (table: ModelTable, key: Key, set: Readonly<Record<string, SetValue>>, why: string) => {
    const id = JSON.stringify([table.name, ...key]);
    const known = changes.get(id);
    if (known === undefined) changes.set(id, { table, key, set: { ...set }, why });
    else Object.assign(known.set, set);
  };
  for (const { reached, row, disposition, set } of decisions.rows) {
    if (disposition === "deleted" || disposition === "retained" || Object.keys(set).length === 0) continue;
    add(reached.table, row.key, set, disposition);
  }
  for (const { dependent, set } of decisions.repairs) add(dependent.reached.table, dependent.row.key, set, "repair");
  const groups = Map.groupBy(changes.values(), ({ table, set, why }) => {
    const sorted = Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([table.name, why, sorted]);
  });
  return [...groups.values()].flatMap((group): readonly Operation[] => {
    const first = group[0];
    if (first === undefined) return [];
    const { table, set, why } = first;
    return [{ op: "update", table: table.name, keyColumns: table.key, keys: group.map(({ key }) => key), set, why }];
  });
}

function cutReferences(edge: Edge, doomed: readonly Decision[]): readonly Operation[] {
  const rows = doomed.filter(
    ({ reached, row }) =>
      reached.table.name === edge.from && readValues(reached, row, edge.columns).every((value) => value !== null),
  );
  const table = rows[0]?.reached.table;
  if (table === undefined) return [];
  const free = edge.columns.filter(
    (name) =>
      !table.key.includes(name) && table.schema.columns.some((column) => column.name === name && column.nullable),
  );
  const set = Object.fromEntries(free.map((name): [string, SetValue] => [name, { kind: "null" }]));
  const keys = rows.map(({ row }) => row.key);
  return [{ op: "update", table: edge.from, keyColumns: table.key, keys, set, why: "cut a cycle before deleting" }];
}

function deleteRows(name: string, doomed: readonly Decision[]): readonly Operation[] {
  const rows = doomed.filter(({ reached }) => reached.table.name === name);
  const table = rows[0]?.reached.table;
  if (table === undefined) return [];
  return [{ op: "delete", table: name, keyColumns: table.key, keys: rows.map(({ row }) => row.key), why: "deleted" }];
}

/** Confirmed counters of rows that stay, wherever a row that they counted is deleted or taken away. */
function recountRows(reach: Reach, decisions: Decisions): readonly Operation[] {
  const gone = new Map<string, Decision[]>();
  for (const decision of decisions.rows) {
    if (decision.disposition === "retained") continue;
    const { name } = decision.reached.table;
    const list = gone.get(name) ?? [];
    list.push(decision);
    gone.set(name, list);
  }
  const deleted = new Set(
    decisions.rows
      .filter(({ disposition }) => disposition === "deleted")
      .map(({ reached, row }) => JSON.stringify([reached.table.name, ...row.key])),
  );
  return reach.index.model.tables.flatMap((table) =>
    table.columns.flatMap((column): readonly Operation[] => {
      const { counter } = column;
      if (counter === null || !counter.confirmed || table.key.length === 0) return [];
      const keys = new Map<string, Key>();
      for (const { reached, row, disposition, set } of gone.get(counter.table) ?? []) {
        const leaves = disposition === "deleted" || counter.columns.some((name) => set[name] !== undefined);
        const key = counter.columns.map((name) => readValue(reached, row, name));
        const id = JSON.stringify([table.name, ...key]);
        if (leaves && key.every((value) => value !== null) && !deleted.has(id)) keys.set(id, key as Key);
      }
      if (keys.size === 0) return [];
      return [
        {
          op: "recount",
          table: table.name,
          keyColumns: table.key,
          keys: [...keys.values()],
          column: column.name,
          of: counter.table,
          ofColumns: counter.columns,
          referencedColumns: table.key,
          when: counter.when,
          why: `${column.name} counts rows of ${counter.table}`,
        },
      ];
    }),
  );
}

/** What tells who the person is, from their own rows: verification looks for it afterwards. */
function identifyingValues(reach: Reach): ErasurePlan["identifying"] {
  const found = new Map<string, { category: string; value: string }>();
  for (const reached of reach.tables.values()) {
    if (reached.table.kind !== "subject") continue;
    for (const { column } of reached.table.identifiers) {
      const category = reached.table.columns.find(({ name }) => name === column)?.category ?? "other";
      if (!(findCategory(category)?.identifying ?? false)) continue;
      for (const row of reached.rows.values()) {
        const value = row.level === "own" ? readValue(reached, row, column) : null;
        if (value !== null && value.trim() !== "") found.set(`${category} ${value}`, { category, value });
      }
    }
  }
  return [...found.values()];
}

function subjectValues(reach: Reach): ErasurePlan["subjectValues"] {
  return [...reach.tables.values()].flatMap((reached) => {
    if (reached.table.kind !== "subject") return [];
    const own = [...reached.rows.values()].filter((row) => row.level === "own");
    return own.map((row) => ({
      table: reached.table.name,
      values: Object.fromEntries(reached.select.map((column, index) => [column, row.values[index] ?? null])),
    }));
  });
}
