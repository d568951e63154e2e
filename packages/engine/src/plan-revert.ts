/** Takes a change back: everything as its diff says it was, and nothing over what has become newer in the meantime. */
import {
  type Diff,
  type DiffRow,
  type DiffTable,
  type ExactAnswers,
  type ExactOperation,
  type ExactValues,
  isSame,
} from "./diff.ts";
import { keyId } from "./edge-values.ts";
import type { Finding, ModelIndex, ModelTable } from "./model.ts";
import { checkNobody, checkParents, checkUnique, type Returning, type TableWork } from "./revert-checks.ts";
import { rowGone, rowTaken, tableGone, valueNewer } from "./revert-findings.ts";
import type { Key, KeyQuery, KeyRows, Operation } from "./store.ts";

export interface RevertedTable {
  readonly name: string;
  /** Rows that come back. */
  readonly returned: number;
  /** Rows that get their values back. */
  readonly restored: number;
  /** Rows that the change had added, and that go again. */
  readonly removed: number;
  /** Rows in which something newer stands, or that are gone: that stays as it is. */
  readonly newer: number;
}

export interface RevertPlan {
  readonly system: string;
  readonly tables: readonly RevertedTable[];
  readonly findings: readonly Finding[];
  readonly exact: readonly ExactOperation[];
  readonly operations: readonly Operation[];
  readonly suspendForeignKeys: boolean;
}

/**
 * Plans the way back. `now` answers `askNow` of the diff. A row that came to stand where one was, a unique value that
 * somebody else has now, a parent that is gone, and a key by which others say nobody now are blocking findings; a newer value is told and stays.
 */
export function* planRevert(
  index: ModelIndex,
  diff: Diff,
  now: ExactAnswers,
): Generator<readonly KeyQuery[], RevertPlan, readonly KeyRows[]> {
  const findings: Finding[] = [];
  const counters = [...diff.recounts, ...(diff.counts ?? [])];
  const recounted = new Set(counters.map(({ table, column }) => `${table} ${column}`));
  const work = diff.tables.flatMap((table, position): readonly TableWork[] => {
    const known = index.table.get(table.name);
    if (known === undefined) {
      findings.push(tableGone(table.name));
      return [];
    }
    return [compare(known, table, now[position] ?? [], recounted, findings)];
  });
  const checks = work.flatMap((one) => [
    ...checkUnique(one),
    ...checkParents(index, work, one),
    ...checkNobody(index, diff, work, one),
  ]);
  const answers = checks.length > 0 ? yield checks.map(({ query }) => query) : [];
  checks.forEach(({ judge }, position) => {
    findings.push(...judge(answers[position] ?? []));
  });
  return {
    system: diff.system,
    tables: describe(diff, work),
    findings,
    exact: [...putBack(diff, work), ...restore(diff, work)],
    operations: [
      ...diff.added.map(
        ({ table, keyColumns, keys }): Operation => ({ op: "delete", table, keyColumns, keys, why: "added" }),
      ),
      ...recount(diff, work, now),
      ...(diff.counts ?? []),
    ],
    suspendForeignKeys: diff.suspendForeignKeys,
  };
}

function compare(
  table: ModelTable,
  diff: DiffTable,
  now: ExactAnswers[number],
  recounted: ReadonlySet<string>,
  findings: Finding[],
): TableWork {
  const found = new Map(now.map(({ key, values }) => [keyId(key), values]));
  const lost: DiffRow[] = [];
  const changed: Returning[] = [];
  const newer = new Map<string, number>();
  let cameBack = 0;
  let gone = 0;
  let touched = 0;
  for (const row of diff.rows) {
    const values = found.get(keyId(row.key));
    if (row.after === null) {
      if (values === undefined) lost.push(row);
      else if (!isSame(values, row.before)) cameBack += 1;
      continue;
    }
    if (values === undefined) {
      gone += 1;
      continue;
    }
    const columns: string[] = [];
    let isNewer = false;
    for (const name of differing(diff, row.before, row.after)) {
      const at = diff.columns.indexOf(name);
      if (values[at] === row.after[at]) columns.push(name);
      else if (values[at] !== row.before[at] && !recounted.has(`${diff.name} ${name}`)) {
        newer.set(name, (newer.get(name) ?? 0) + 1);
        isNewer = true;
      }
    }
    if (isNewer) touched += 1;
    if (columns.length > 0) changed.push({ row, columns });
  }
  if (cameBack > 0) findings.push(rowTaken(diff.name, cameBack));
  if (gone > 0) findings.push(rowGone(diff.name, gone));
  for (const [column, rows] of newer) findings.push(valueNewer(diff.name, column, rows));
  return { table, diff, lost, changed, newer: gone + touched };
}

function differing(diff: DiffTable, before: ExactValues, after: ExactValues): readonly string[] {
  return diff.columns.filter((_, at) => before[at] !== after[at]);
}

type PutBack = Extract<ExactOperation, { op: "put-back" }>;

function putBack(diff: Diff, work: readonly TableWork[]): readonly ExactOperation[] {
  const back = diff.order.flatMap((name): readonly PutBack[] => {
    const one = work.find(({ table }) => table.name === name);
    if (one === undefined || one.lost.length === 0) return [];
    const cut = new Set(diff.cuts[name] ?? []);
    const { columns, keyColumns } = one.diff;
    const rows = one.lost.map(({ key, before }) => ({
      key,
      values: before.map((value, at) => (cut.has(columns[at] ?? "") ? null : value)),
    }));
    return [{ op: "put-back", table: name, keyColumns, columns, rows }];
  });
  const joined = new Set(diff.joined);
  const last = back.findLastIndex(({ table }) => joined.has(table));
  return back.map((one, at) => (at < last && joined.has(one.table) ? { ...one, withNext: true } : one));
}

/** Rows that get the same columns back share a statement. */
function restore(diff: Diff, work: readonly TableWork[]): readonly ExactOperation[] {
  return work.flatMap((one) => {
    const cut = diff.cuts[one.table.name] ?? [];
    const cutOff = one.lost.flatMap((row): readonly Returning[] => {
      const columns = cut.filter((name) => row.before[one.diff.columns.indexOf(name)] !== null);
      return columns.length > 0 ? [{ row, columns }] : [];
    });
    const groups = Map.groupBy([...cutOff, ...one.changed], ({ columns }) => JSON.stringify(columns));
    return [...groups.values()].map((group): ExactOperation => {
      const columns = group[0]?.columns ?? [];
      const places = columns.map((name) => one.diff.columns.indexOf(name));
      return {
        op: "restore",
        table: one.table.name,
        keyColumns: one.diff.keyColumns,
        columns,
        rows: group.map(({ row: { key, before } }) => ({ key, values: places.map((at) => before[at] ?? null) })),
      };
    });
  });
}

/** A counter that others have moved since is neither old nor new: it is counted. */
function recount(diff: Diff, work: readonly TableWork[], now: ExactAnswers): readonly Operation[] {
  return diff.recounts.filter(({ table, column }) => {
    const position = diff.tables.findIndex(({ name }) => name === table);
    const one = work.find((each) => each.table.name === table);
    const found = new Map((now[position] ?? []).map(({ key, values }) => [keyId(key), values]));
    return one?.diff.rows.some(({ key, after }) => {
      const at = one.diff.columns.indexOf(column);
      const values = found.get(keyId(key));
      return values !== undefined && after !== null && values[at] !== after[at];
    });
  });
}

function describe(diff: Diff, work: readonly TableWork[]): readonly RevertedTable[] {
  const removed = new Map<string, number>();
  for (const { table, keys } of diff.added) removed.set(table, (removed.get(table) ?? 0) + keys.length);
  const names = new Set([...work.map(({ table }) => table.name), ...removed.keys()]);
  return [...names].map((name) => {
    const one = work.find(({ table }) => table.name === name);
    return {
      name,
      returned: one?.lost.length ?? 0,
      restored: one?.changed.length ?? 0,
      removed: removed.get(name) ?? 0,
      newer: one?.newer ?? 0,
    };
  });
}

/** Keys of the rows that a plan names, for locking. */
export function revertedKeys(
  plan: RevertPlan,
): readonly { readonly table: string; readonly keyColumns: readonly string[]; readonly keys: readonly Key[] }[] {
  return plan.exact
    .filter(({ op }) => op === "restore")
    .map(({ table, keyColumns, rows }) => ({ table, keyColumns, keys: rows.map(({ key }) => key) }));
}
