/** Rows that an earlier erasure has left as this one would leave them: nothing is to be done to them. */
import { type Decision, type Decisions, listDecisions } from "./decisions.ts";
import { keyId } from "./edge-values.ts";
import type { Condition } from "./model.ts";
import { type Reach, type ReachedTable, readValue } from "./reached-rows.ts";
import { isSetTo } from "./same-value.ts";
import { findColumn } from "./schema.ts";
import { createOwnTargets } from "./settle-shares.ts";
import type { KeyQuery, KeyRows, SetValue } from "./store.ts";

/** Rows of one table that would be set alike, and of which all that reach has read is so already. */
interface Doubtful {
  readonly reached: ReachedTable;
  readonly set: Readonly<Record<string, SetValue>>;
  /** Columns of `set` that reach has not read. */
  readonly open: readonly string[];
  readonly decisions: Decision[];
}

/**
 * Finds the rows of which a plan would change nothing, where an earlier erasure is the reason: the person's own row is an
 * empty husk already, or nothing at all is left to change. In a first erasure every row is told, changed or not.
 * Asks nothing when the person's row is seen to change; otherwise the store compares, and no text is read. One wave at most.
 */
export function* findSettled(
  reach: Reach,
  decisions: Decisions,
): Generator<readonly KeyQuery[], ReadonlySet<Decision>, readonly KeyRows[]> {
  if (changesPeople(decisions)) return new Set();
  const rows = listDecisions(decisions);
  const people = rows.filter(isPerson);
  const settled = new Set<Decision>();
  const doubtful = groupDoubtful(rows);
  for (const { open, decisions } of doubtful) if (open.length === 0) for (const one of decisions) settled.add(one);
  const questions = doubtful.filter(({ open }) => open.length > 0).map(askWhetherSet);
  const answers = questions.length > 0 ? yield questions.map(({ query }) => query) : [];
  questions.forEach((question, position) => {
    for (const decision of readAnswer(question, answers[position] ?? [])) settled.add(decision);
  });
  const changing = rows.filter((decision) => changesRow(decision) && !settled.has(decision));
  const isHusk = people.some((decision) => settled.has(decision));
  if (changing.length > 0 && (!isHusk || people.some((decision) => changing.includes(decision)))) return new Set();
  for (const decision of findIdle(reach, rows, changing)) settled.add(decision);
  return settled;
}

/** Is the person's own row seen to change, so that nothing can be settled? */
export function changesPeople({ rows, plain }: Pick<Decisions, "rows" | "plain">): boolean {
  if (plain.some(({ reached }) => reached.table.kind === "subject")) return true;
  return rows.some((decision) => isPerson(decision) && changesRow(decision) && !isAsKnown(decision));
}

function isPerson({ reached, row }: Decision): boolean {
  return reached.table.kind === "subject" && row.level === "own";
}

/** Is all that reach has read of the row as it would be set? */
function isAsKnown({ reached, row, disposition, set }: Decision): boolean {
  if (disposition === "deleted" || reached.table.key.length === 0) return false;
  return Object.entries(set).every(
    ([column, to]) =>
      !reached.positions.has(column) || isSetTo(reached.table, column, readValue(reached, row, column), to, row.key),
  );
}

function changesRow({ disposition, set }: Decision): boolean {
  return disposition === "deleted" || (disposition !== "retained" && Object.keys(set).length > 0);
}

function groupDoubtful(rows: readonly Decision[]): readonly Doubtful[] {
  const groups = new Map<ReachedTable, Map<string, Doubtful>>();
  for (const decision of rows) {
    const { reached, set } = decision;
    if (!changesRow(decision) || !isAsKnown(decision)) continue;
    const id = JSON.stringify(set);
    const ofTable = groups.get(reached) ?? new Map<string, Doubtful>();
    groups.set(reached, ofTable);
    const group = ofTable.get(id);
    if (group !== undefined) group.decisions.push(decision);
    else {
      const open = Object.keys(set).filter((column) => !reached.positions.has(column));
      ofTable.set(id, { reached, set, open, decisions: [decision] });
    }
  }
  return [...groups.values()].flatMap((ofTable) => [...ofTable.values()]);
}

interface Question {
  readonly group: Doubtful;
  /** Columns that are compared here, because stores print them in their own way or they differ from row to row. */
  readonly compared: readonly string[];
  readonly query: KeyQuery;
}

function askWhetherSet(group: Doubtful): Question {
  const { reached, set, open, decisions } = group;
  const when: Record<string, Condition[string]> = {};
  for (const column of open) {
    const value = set[column];
    if (value?.kind === "null") when[column] = [null];
    else if (value?.kind === "text" && findColumn(reached.table.schema, column)?.kind === "text")
      when[column] = [value.text];
  }
  const compared = open.filter((column) => when[column] === undefined);
  const { key: columns } = reached.table;
  const any = [{ kind: "key" as const, columns, in: decisions.map(({ row }) => row.key), fold: false, when }];
  return { group, compared, query: { table: reached.table.name, select: [...columns, ...compared], any } };
}

function readAnswer({ group, compared }: Question, rows: KeyRows): readonly Decision[] {
  const { reached, set, decisions } = group;
  const width = reached.table.key.length;
  const found = new Map(rows.map((values) => [keyId(values.slice(0, width)), values]));
  return decisions.filter(({ row }) => {
    const values = found.get(keyId(row.key));
    if (values === undefined) return false;
    return compared.every((column, position) => {
      const value = set[column];
      return value !== undefined && isSetTo(reached.table, column, values[width + position] ?? null, value, row.key);
    });
  });
}

/** Rows that stay as they are, and that nothing of what changes is tied to. */
function findIdle(reach: Reach, rows: readonly Decision[], changing: readonly Decision[]): readonly Decision[] {
  const idle = new Map(
    rows
      .filter((decision) => decision.disposition !== "retained" && !changesRow(decision))
      .map((decision) => [decision.row, decision]),
  );
  const targets = createOwnTargets(reach);
  const tied = new Map<Decision["row"], Decision[]>();
  const tie = (one: Decision["row"], other: Decision) => {
    const list = tied.get(one);
    if (list === undefined) tied.set(one, [other]);
    else list.push(other);
  };
  for (const decision of idle.size > 0 ? rows : []) {
    for (const edge of reach.index.outgoing.get(decision.reached.table.name) ?? []) {
      for (const row of targets.find(edge, decision.reached, decision.row)) {
        const target = idle.get(row);
        if (idle.has(decision.row)) tie(row, decision);
        if (target !== undefined) tie(decision.row, target);
      }
    }
  }
  const open = [...changing];
  for (let decision = open.pop(); decision !== undefined; decision = open.pop()) {
    for (const other of tied.get(decision.row) ?? []) if (idle.delete(other.row)) open.push(other);
  }
  return [...idle.values()];
}
