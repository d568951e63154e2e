/**
 * What becomes of each of the person's rows: deleted, unless something keeps it. A row is kept when the law retains it,
 * when another person owns it too, or when another person's row depends on it; what a kept row depends on is kept as well.
 */
import { blankColumns, detachColumns } from "./blank-values.ts";
import type { Dependent } from "./dependents.ts";
import { foldText, holds, readEdgeValue } from "./edge-values.ts";
import type { Edge } from "./model.ts";
import { describeEdge, isCategoryInScope } from "./plan-access.ts";
import { type Reach, type ReachedRow, type ReachedTable, readValue, readValues } from "./reach.ts";
import { checkRetention } from "./retention.ts";
import type { Disposition, Scope } from "./rights.ts";
import type { SetValue } from "./store.ts";

/** A row and what is decided of it so far. */
export interface Decision {
  readonly reached: ReachedTable;
  readonly row: ReachedRow;
  disposition: Disposition;
  why: string;
  until: string | null;
  /** Columns to set, for rows that stay. */
  readonly set: Record<string, SetValue>;
}

export interface Decisions {
  /** Every row that the right reaches, the person's own and those that only name them. */
  readonly rows: readonly Decision[];
  /** Pointers in rows that the right does not reach, which have to let go of a row that is deleted. */
  readonly repairs: readonly { readonly dependent: Dependent; readonly set: Readonly<Record<string, SetValue>> }[];
}

interface WeakLink {
  readonly target: Decision;
  readonly let: (set: Readonly<Record<string, SetValue>>) => void;
  readonly set: Readonly<Record<string, SetValue>>;
}

/** Decides for every reached row. `today` (ISO day) ends retention. */
export function decideDispositions(reach: Reach, dependents: readonly Dependent[], scope: Scope, today: string): Decisions {
  const doomed = chooseDoomed(reach, scope);
  const decisions = new Decider(reach, scope, today, doomed);
  decisions.retainAndShare();
  decisions.weighDependents(dependents);
  if (!isEverything(scope)) decisions.weighDependents(findOwnDependents(reach, doomed));
  decisions.settle();
  return decisions.finish();
}

class Decider {
  readonly #reach: Reach;
  readonly #scope: Scope;
  readonly #today: string;
  readonly #own = new Map<ReachedRow, Decision>();
  readonly #others = new Map<ReachedRow, Decision>();
  readonly #repairs: { dependent: Dependent; set: Readonly<Record<string, SetValue>> }[] = [];
  readonly #kept: Decision[] = [];
  readonly #weak: WeakLink[] = [];
  readonly #lookups = new Map<string, Map<string, Decision[]>>();

  constructor(reach: Reach, scope: Scope, today: string, doomed: ReadonlySet<ReachedRow>) {
    this.#reach = reach;
    this.#scope = scope;
    this.#today = today;
    for (const reached of reach.tables.values()) {
      for (const row of reached.rows.values()) {
        const why = row.via === null ? "the person's own row" : describeEdge(row.via);
        const isDoomed = row.level === "own" && doomed.has(row);
        if (!isDoomed && !isEverything(scope)) {
          if (row.level === "own") this.#outOfScope(reached, row, why);
          continue;
        }
        const decision: Decision = {
          reached,
          row,
          disposition: isDoomed ? "deleted" : "detached",
          why,
          until: null,
          set: {},
        };
        (isDoomed ? this.#own : this.#others).set(row, decision);
      }
    }
  }

  /** A scope of categories blanks these columns in rows that stay. */
  #outOfScope(reached: ReachedTable, row: ReachedRow, why: string): void {
    if (this.#scope.categories.length === 0) return;
    const inTables = this.#scope.tables.length === 0 || this.#scope.tables.includes(reached.table.name);
    const blank = inTables ? blankColumns(this.#reach.index, reached.table) : {};
    const set: Record<string, SetValue> = {};
    for (const column of reached.table.columns) {
      const value = blank[column.name];
      if (value !== undefined && isCategoryInScope(this.#scope, column.category)) set[column.name] = value;
    }
    if (Object.keys(set).length === 0) return;
    this.#others.set(row, { reached, row, disposition: "redacted", why: `${why}; only part of it was asked for`, until: null, set });
  }

  retainAndShare(): void {
    for (const decision of this.#own.values()) {
      const { reached, row } = decision;
      const { retain } = reached.table;
      if (retain !== null && holds(retain.when, (column) => readValue(reached, row, column))) {
        const started = retain.from === null ? null : readValue(reached, row, retain.from);
        const kept = checkRetention(retain, started, this.#today);
        if (kept !== null) {
          decision.until = kept.until;
          this.#keep(decision, "retained", kept.reason);
          continue;
        }
      }
      if (this.#isCoOwned(decision)) this.#keep(decision, "detached", "another person owns it too");
    }
  }

  #isCoOwned({ reached, row }: Decision): boolean {
    let others = false;
    let mine = false;
    for (const edge of this.#reach.index.outgoing.get(reached.table.name) ?? []) {
      if (edge.role !== "owner" || this.#reach.index.table.get(edge.to)?.kind !== "subject") continue;
      if (!holds(edge.when, (column) => readValue(reached, row, column))) continue;
      if (readEdgeValue(edge, readValues(reached, row, edge.columns)) === null) continue;
      if (this.#targets(edge, reached, row).length > 0) mine = true;
      else others = true;
    }
    return others && mine;
  }

  weighDependents(dependents: readonly Dependent[]): void {
    for (const dependent of dependents) {
      const { edge, reached, row } = dependent;
      for (const target of this.#targets(edge, reached, row)) {
        if (edge.role === "holds") this.#keep(target, "detached", `other rows of ${edge.from} hold it too`);
        else if (target.reached.table.kind === "subject") this.#letGoOfPerson(dependent, target);
        else if (edge.onDelete === "set-null") this.#weaken(dependent, target);
        else this.#keep(target, "redacted", `rows of ${edge.from} that are not theirs depend on it`);
      }
    }
  }

  /** Somebody else's row names the person: the reference goes, or else the person's row stays as an empty husk. */
  #letGoOfPerson(dependent: Dependent, target: Decision): void {
    const { edge, reached, row } = dependent;
    const set = detachColumns(reached.table, edge);
    const decision = this.#others.get(row);
    if (set === null) {
      if (decision !== undefined && this.#isBareJoin(reached, row)) {
        decision.disposition = "deleted";
        decision.why = `${decision.why}; the row says nothing else`;
      } else this.#keep(target, "redacted", `${edge.from}.${edge.columns.join(",")} must name somebody`);
      return;
    }
    if (decision !== undefined) Object.assign(decision.set, set);
    else this.#repairs.push({ dependent, set });
  }

  /** A join row without content of its own (a share, a vote), on which nothing hangs. */
  #isBareJoin(reached: ReachedTable, row: ReachedRow): boolean {
    const { index } = this.#reach;
    if (row.level === "own" || (index.incoming.get(reached.table.name) ?? []).length > 0) return false;
    return Object.keys(blankColumns(index, reached.table)).length === 0;
  }

  #weaken(dependent: Dependent, target: Decision): void {
    const set = detachColumns(dependent.reached.table, dependent.edge);
    if (set === null) this.#keep(target, "redacted", `rows of ${dependent.edge.from} that are not theirs depend on it`);
    else this.#weak.push({ target, set, let: (value) => this.#repairs.push({ dependent, set: value }) });
  }

  #keep(decision: Decision, disposition: Disposition, why: string): void {
    const known = RANK[decision.disposition];
    if (known >= RANK[disposition]) return;
    if (known === RANK.deleted) this.#kept.push(decision);
    decision.disposition = disposition;
    decision.why = `${decision.why}; ${why}`;
  }

  /** What a kept row depends on is kept too, until nothing changes. */
  settle(): void {
    for (let decision = this.#kept.pop(); decision !== undefined; decision = this.#kept.pop()) this.#keepParents(decision);
  }

  #keepParents(decision: Decision): void {
    const { reached, row } = decision;
    for (const edge of this.#reach.index.outgoing.get(reached.table.name) ?? []) {
      for (const target of this.#targets(edge, reached, row)) {
        if (target === decision) continue;
        const because = `${decision.disposition} rows of ${edge.from} depend on it`;
        if (decision.disposition === "retained") {
          this.#keep(target, "redacted", because);
          continue;
        }
        const set = detachColumns(reached.table, edge);
        const isPerson = target.reached.table.kind === "subject" && edge.role !== "part";
        const isWeak = edge.onDelete === "set-null" || edge.role === "holds";
        if (set !== null && isPerson) Object.assign(decision.set, set);
        else if (set !== null && isWeak) {
          this.#weak.push({ target, set, let: (value) => void Object.assign(decision.set, value) });
        } else this.#keep(target, "redacted", because);
      }
    }
  }

  finish(): Decisions {
    for (const link of this.#weak) if (link.target.disposition === "deleted") link.let(link.set);
    for (const decision of this.#own.values()) {
      if (decision.disposition !== "redacted") continue;
      const blank = blankColumns(this.#reach.index, decision.reached.table);
      const set = { ...this.#letGoOfOthers(decision), ...blank };
      for (const [column, value] of Object.entries(set)) decision.set[column] ??= value;
    }
    for (const decision of this.#own.values()) {
      // A retained row stays exactly as it is, whatever was decided of it before it was found to be retained.
      if (decision.disposition === "retained") for (const column of Object.keys(decision.set)) delete decision.set[column];
    }
    return { rows: [...this.#own.values(), ...this.#others.values()], repairs: this.#repairs };
  }

  /** A husk of a person keeps no tie to other people, nor to what it held: where somebody lived, who brought them. */
  #letGoOfOthers({ reached }: Decision): Readonly<Record<string, SetValue>> {
    const set: Record<string, SetValue> = {};
    if (reached.table.kind !== "subject") return set;
    for (const edge of this.#reach.index.outgoing.get(reached.table.name) ?? []) {
      const isPerson = this.#reach.index.table.get(edge.to)?.kind === "subject";
      if (edge.role !== "holds" && !isPerson) continue;
      Object.assign(set, detachColumns(reached.table, edge) ?? {});
    }
    return set;
  }

  /** The person's own rows that this row points at by this edge. */
  #targets(edge: Edge, reached: ReachedTable, row: ReachedRow): readonly Decision[] {
    if (!holds(edge.when, (column) => readValue(reached, row, column))) return [];
    const key = readEdgeValue(edge, readValues(reached, row, edge.columns));
    if (key === null) return [];
    return this.#lookup(edge).get(JSON.stringify(key)) ?? [];
  }

  #lookup(edge: Edge): Map<string, Decision[]> {
    const name = `${edge.to} ${edge.toColumns.join()} ${edge.match}`;
    const known = this.#lookups.get(name);
    if (known !== undefined) return known;
    const lookup = new Map<string, Decision[]>();
    this.#lookups.set(name, lookup);
    const target = this.#reach.tables.get(edge.to);
    for (const row of target?.rows.values() ?? []) {
      const decision = this.#own.get(row);
      if (target === undefined || decision === undefined) continue;
      const values = readValues(target, row, edge.toColumns);
      const id = JSON.stringify(edge.match ? values.map((value) => foldText(value ?? "")) : values);
      const list = lookup.get(id) ?? [];
      list.push(decision);
      lookup.set(id, list);
    }
    return lookup;
  }
}

const RANK: Readonly<Record<Disposition, number>> = { deleted: 0, detached: 1, redacted: 2, retained: 3 };

function isEverything(scope: Scope): boolean {
  return scope.tables.length === 0 && scope.categories.length === 0;
}

/** The own rows that an erasure with this scope is to delete: those of the named tables, and what is part of them. */
function chooseDoomed(reach: Reach, scope: Scope): ReadonlySet<ReachedRow> {
  const doomed = new Set<ReachedRow>();
  const waiting: ReachedRow[] = [];
  for (const reached of reach.tables.values()) {
    for (const row of reached.rows.values()) {
      if (row.level !== "own") continue;
      if (scope.categories.length > 0) continue;
      if (scope.tables.length > 0 && !scope.tables.includes(reached.table.name)) waiting.push(row);
      else doomed.add(row);
    }
  }
  if (scope.tables.length > 0) addParts(reach, doomed, new Set(waiting));
  return doomed;
}

function addParts(reach: Reach, doomed: Set<ReachedRow>, waiting: Set<ReachedRow>): void {
  const parts = reach.index.model.edges.filter((edge) => edge.role === "part");
  for (let grown = true; grown; ) {
    grown = false;
    for (const edge of parts) {
      const from = reach.tables.get(edge.from);
      const to = reach.tables.get(edge.to);
      if (from === undefined || to === undefined) continue;
      const gone = new Set<string>();
      for (const row of to.rows.values()) if (doomed.has(row)) gone.add(JSON.stringify(readValues(to, row, edge.toColumns)));
      for (const row of gone.size > 0 ? from.rows.values() : []) {
        const key = waiting.has(row) ? readEdgeValue(edge, readValues(from, row, edge.columns)) : null;
        if (key === null || !gone.has(JSON.stringify(key))) continue;
        doomed.add(row);
        waiting.delete(row);
        grown = true;
      }
    }
  }
}

/** With a scope, the person's rows outside it depend on what is inside like anybody else's. */
function findOwnDependents(reach: Reach, doomed: ReadonlySet<ReachedRow>): readonly Dependent[] {
  return [...reach.tables.values()].flatMap((reached) =>
    [...reached.rows.values()]
      .filter((row) => row.level === "own" && !doomed.has(row))
      .flatMap((row) =>
        (reach.index.outgoing.get(reached.table.name) ?? []).map((edge): Dependent => ({ edge, reached, row })),
      ),
  );
}
