/**
 * Who of several people that leave together hang together: by a row that is theirs both, by a row that points at another one's.
 * What becomes of the rows of one of them depends on those of the others, and on nobody else's.
 */
import { createCompanions } from "./companions.ts";
import type { Values } from "./company.ts";
import type { Decision, Decisions } from "./decisions.ts";
import { keyId } from "./edge-values.ts";
import type { ModelIndex } from "./model.ts";
import { type DoomedRows, groupDoomed, recountRows } from "./plan-operations.ts";
import type { Share } from "./reach-within.ts";
import type { Reach, ReachedRow, ReachedTable } from "./reached-rows.ts";
import { takenRows } from "./sentinels.ts";
import type { OwnTargets } from "./settle-shares.ts";
import type { Repairs } from "./share-plans.ts";
import type { Operation } from "./store.ts";

export type Recount = Extract<Operation, { op: "recount" }>;

/** People who hang together, by their place among those of the run, and the counters that move with their rows. */
export interface Tie {
  readonly people: readonly number[];
  readonly recounts: readonly Recount[];
}

export interface TieInput {
  readonly members: readonly Share[];
  readonly decisions: Decisions;
  /** For each person the rows of nobody of the run that let go of theirs. */
  readonly repairs: ReadonlyMap<number, Repairs>;
  readonly targets: OwnTargets;
}

/** Everybody is in exactly one. In the order of their first people. */
export function tiePeople(whole: Reach, { members, decisions, repairs, targets }: TieInput): readonly Tie[] {
  const companions = createCompanions(members.length);
  // Rows that were not reached may have been read several times: they are told apart by their keys.
  const holderOf = new Map<Values | string, number>();
  const join = (row: Values | string, one: number) => {
    const other = holderOf.get(row);
    if (other === undefined) holderOf.set(row, one);
    else companions.join(one, other);
  };
  for (const [at, { tables }] of members.entries()) {
    for (const { rows } of tables) for (const { values } of rows) join(values, at);
    for (const dependents of repairs.get(at)?.values() ?? []) {
      for (const { reached, row } of dependents) join(`${reached.table.name} ${keyId(row.key)}`, at);
    }
  }
  for (const reached of whole.tables.values()) {
    for (const edge of whole.index.outgoing.get(reached.table.name) ?? []) {
      for (const row of reached.rows.values()) {
        const one = holderOf.get(row.values);
        if (one === undefined) continue;
        for (const target of targets.find(edge, reached, row)) join(target.values, one);
      }
    }
  }
  // What says nobody while one of them is away says them when they are back: whoever has rows that could be set to it goes along.
  for (const [edge, target] of takenRows(whole)) {
    for (const row of whole.tables.get(edge.from)?.rows.values() ?? []) {
      const one = holderOf.get(row.values);
      if (one !== undefined) join(target.values, one);
    }
    for (const [at, own] of repairs) if (own.has(edge)) join(target.values, at);
  }
  const groups = companions.groups();
  const groupOf = new Map(groups.flatMap((people, group) => people.map((one) => [one, group])));
  const find = ({ values }: ReachedRow) => groupOf.get(holderOf.get(values) ?? -1) ?? 0;
  return addRecounts(whole, { groups, decisions, repairs, find });
}

interface Grouped extends Pick<TieInput, "decisions" | "repairs"> {
  readonly groups: readonly (readonly number[])[];
  readonly find: (row: ReachedRow) => number;
}

function addRecounts(whole: Reach, { groups, decisions, repairs, find }: Grouped): readonly Tie[] {
  if (!hasCounters(whole.index)) return groups.map((people) => ({ people, recounts: [] }));
  const rows = Map.groupBy(decisions.rows, ({ row }: Decision) => find(row));
  const doomed = new Map<number, Map<string, { readonly reached: ReachedTable; readonly rows: ReachedRow[] }>>();
  for (const [name, { reached, rows: all }] of groupDoomed(decisions)) {
    for (const row of all) {
      const own = doomed.get(find(row)) ?? new Map();
      doomed.set(find(row), own);
      const known = own.get(name);
      if (known === undefined) own.set(name, { reached, rows: [row] });
      else known.rows.push(row);
    }
  }
  const none: DoomedRows = new Map();
  return groups.map((people, at) => {
    const letGo = new Set(people.flatMap((one) => [...(repairs.get(one)?.values() ?? [])].flat()));
    const own: Decisions = {
      ...decisions,
      rows: rows.get(at) ?? [],
      repairs: decisions.repairs.filter(({ dependent }) => letGo.has(dependent)),
    };
    const operations = recountRows(whole, own, doomed.get(at) ?? none);
    return { people, recounts: operations.filter((operation) => operation.op === "recount") };
  });
}

function hasCounters({ model }: ModelIndex): boolean {
  return model.tables.some(({ columns }) => columns.some(({ counter }) => counter?.confirmed === true));
}
