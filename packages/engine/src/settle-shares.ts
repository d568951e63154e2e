/** Which of the person's rows have to stay as they are: what the law retains, and what another person owns too. */
import type { Doomed } from "./choose-doomed.ts";
import type { Dependent } from "./dependents.ts";
import { addToIndex, createKeyIndex, findPointedAt, holds, type KeyIndex, keyId, readEdgeKeys } from "./edge-values.ts";
import type { CoOwned } from "./find-co-owners.ts";
import type { Edge, ModelTable, Role } from "./model.ts";
import {
  createKeyReader,
  isPlain,
  namesGhost,
  namesNobody,
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readValue,
  readValues,
  satisfies,
} from "./reached-rows.ts";
import { checkRetention, type Retained } from "./retention.ts";
import { namesKey } from "./subject-keys.ts";

/** People who leave together, by number. */
export interface Company {
  /** Whose own a row is. */
  ownersOf(row: ReachedRow, table: ModelTable): readonly number[];
  /** What any of them asked to be gone, of a right about a part; null: everything that is anybody's own. */
  readonly doomed: Doomed | null;
}

export interface Standing {
  /** Rows that the law keeps, with what is part of them. */
  readonly retained: ReadonlyMap<ReachedRow, Retained>;
  /** Of several people who leave together: for whom the law keeps a row. */
  readonly bound: ReadonlyMap<ReachedRow, readonly number[]>;
  /** Rows that are another person's too, with what is part of them; why. */
  readonly shared: ReadonlyMap<ReachedRow, string>;
}

/** Finds what stays. Details and held rows go with the row they belong to, so they stay with it too. */
export function settleShares(
  reach: Reach,
  targets: OwnTargets,
  dependents: readonly Dependent[],
  coOwned: CoOwned,
  today: string,
  company: Company | null,
): Standing {
  const retained = new Map<ReachedRow, Retained>();
  const bound = new Map<ReachedRow, readonly number[]>();
  const shared = new Map<ReachedRow, string>();
  for (const reached of reach.tables.values()) {
    for (const row of reached.rows.values()) {
      if (row.level !== "own") continue;
      if (coOwned.shared.has(row)) shared.set(row, "another person owns it too");
      const kept = keptByLaw(reached, row, today);
      if (kept === null) continue;
      retained.set(row, kept);
      if (company !== null) bound.set(row, company.ownersOf(row, reached.table));
    }
  }
  const held = new Map<ReachedRow, string>();
  for (const [row, holder] of coOwned.held) held.set(row, `other rows of ${holder} hold it too`);
  for (const { edge, reached, row } of dependents) {
    if (edge.role !== "holds") continue;
    for (const target of targets.find(edge, reached, row)) held.set(target, `other rows of ${edge.from} hold it too`);
  }
  const belongings = retained.size + shared.size + held.size > 0 ? findBelongings(reach, targets) : new Map();
  // What is part of a retained row stays with it for those whose own both are.
  const binds = (whole: ReachedRow, part: ReachedRow, table: ModelTable): boolean => {
    if (company === null) return true;
    const both = company.ownersOf(part, table).filter((one) => bound.get(whole)?.includes(one));
    if (both.length > 0) bound.set(part, both);
    return both.length > 0;
  };
  spread(retained, belongings, ({ role, row, table }, whole) => role !== "owner" && binds(whole, row, table));
  spread(shared, belongings, ({ role, hasOwner }) => role === "owner" || !hasOwner);
  // Rows that are nobody's can hold a thing too: it stays with its details, and makes nobody else an owner.
  spread(held, belongings, ({ role, hasOwner }) => role !== "owner" && !hasOwner);
  return { retained, bound, shared: new Map([...held, ...shared]) };
}

/** What the law says of a row, whoever's it is; null: it need not stay. */
export function keptByLaw(reached: ReachedTable, row: ReachedRow, today: string): Retained | null {
  const { retain } = reached.table;
  if (retain === null || !holds(retain.when, (column) => readValue(reached, row, column))) return null;
  return checkRetention(retain, retain.from === null ? null : readValue(reached, row, retain.from), today);
}

interface Belonging {
  readonly row: ReachedRow;
  readonly table: ModelTable;
  /** How it belongs there; `owner` is co-owned by what owns it, whoever else does. */
  readonly role: Role;
  /** It names an owner of its own, so that it is nobody else's through its parent. */
  readonly hasOwner: boolean;
}

export type Belongings = ReadonlyMap<ReachedRow, readonly Belonging[]>;

function spread<T>(
  kept: Map<ReachedRow, T>,
  belongings: Belongings,
  follows: (belonging: Belonging, whole: ReachedRow) => boolean,
): void {
  const open = [...kept];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [row, value] = next;
    for (const belonging of belongings.get(row) ?? []) {
      if (kept.has(belonging.row) || !follows(belonging, row)) continue;
      kept.set(belonging.row, value);
      open.push([belonging.row, value]);
    }
  }
}

/** For each own row: the own rows that are part of it, that it owns, or that it holds. */
export function findBelongings(reach: Reach, targets: OwnTargets): Belongings {
  const found = new Map<ReachedRow, Belonging[]>();
  const add = (whole: ReachedRow, role: Role, reached: ReachedTable, row: ReachedRow) => {
    const list = found.get(whole) ?? [];
    list.push({ row, table: reached.table, role, hasOwner: hasOwner(reach, reached, row) });
    found.set(whole, list);
  };
  for (const reached of reach.tables.values()) {
    const edges = (reach.index.outgoing.get(reached.table.name) ?? []).filter(
      ({ role, to }) =>
        role === "part" || role === "holds" || (role === "owner" && reach.index.table.get(to)?.kind !== "subject"),
    );
    for (const edge of edges) {
      const to = reach.tables.get(edge.to);
      if (to === undefined) continue;
      for (const row of reached.rows.values()) {
        if (row.level !== "own") continue;
        for (const target of targets.find(edge, reached, row)) {
          if (target === row) continue;
          if (edge.role === "holds") add(row, edge.role, to, target);
          else add(target, edge.role, reached, row);
        }
      }
    }
  }
  return found;
}

function hasOwner(reach: Reach, reached: ReachedTable, row: ReachedRow): boolean {
  return (reach.index.outgoing.get(reached.table.name) ?? []).some(
    (edge) =>
      edge.role === "owner" &&
      satisfies(reached, row, edge) &&
      isNamed(reach, edge, readValues(reached, row, edge.columns)),
  );
}

/** Somebody, or somebody who has left. */
export function isNamed(reach: Reach, edge: Edge, value: readonly (string | null)[]): boolean {
  return namesGhost(reach, edge, value) || !namesNobody(reach, edge, value);
}

const NOTHING: readonly ReachedRow[] = [];

/** What of the person's own rows, in the table that the edge leads to, an edge of some row points at. */
export interface OwnTargets {
  find(edge: Edge, reached: ReachedTable, row: ReachedRow): readonly ReachedRow[];
}

/** The key that an edge holds inside of something. */
function readInside(edge: Edge, reached: ReachedTable, row: ReachedRow): string | null {
  const [key] = readEdgeKeys(edge, readValues(reached, row, edge.columns));
  return key === undefined ? null : keyId(key);
}

/** Files the own rows by what edges point at, each way of pointing when it is first asked for. */
export function createOwnTargets(reach: Reach): OwnTargets {
  const indexes = new Map<string, KeyIndex<ReachedRow>>();
  const indexOf = (edge: Edge): KeyIndex<ReachedRow> => {
    const name = `${edge.to} ${edge.toColumns.join()} ${edge.match}`;
    const known = indexes.get(name);
    if (known !== undefined) return known;
    const index = createKeyIndex<ReachedRow>();
    indexes.set(name, index);
    const reached = reach.tables.get(edge.to);
    for (const row of reached?.rows.values() ?? []) {
      if (reached === undefined || row.level !== "own") continue;
      addToIndex(index, edge, readValues(reached, row, edge.toColumns), row);
    }
    return index;
  };
  const readers = new Map<Edge, (row: ReachedRow) => string | null>();
  const readerOf = (edge: Edge, reached: ReachedTable) => {
    let read = readers.get(edge);
    if (read === undefined) {
      read = isPlain(edge) ? createKeyReader(reached, edge.columns) : (row) => readInside(edge, reached, row);
      readers.set(edge, read);
    }
    return read;
  };
  return {
    find(edge, reached, row) {
      const to = reach.tables.get(edge.to);
      if (to === undefined || to.rows.size === 0) return NOTHING;
      if (namesKey(edge, to)) {
        const id = satisfies(reached, row, edge) ? readerOf(edge, reached)(row) : null;
        const target = id === null ? undefined : to.rows.get(id);
        return target?.level === "own" ? [target] : NOTHING;
      }
      const index = indexOf(edge);
      if (index.items.size === 0 || !satisfies(reached, row, edge)) return NOTHING;
      return findPointedAt(index, edge, readValues(reached, row, edge.columns));
    },
  };
}
