/**
 * What becomes of each of the person's rows: deleted, unless something keeps it. A row is kept when the law retains it,
 * when another person owns it too, or when another person's row depends on it; what a kept row depends on is kept as well.
 */
import { findAskedRows } from "./asked-rows.ts";
import { BareJoins } from "./bare-joins.ts";
import { blankColumns } from "./blank-values.ts";
import { chooseDoomed, type Doomed, isEverything } from "./choose-doomed.ts";
import { LeftCopies } from "./copies.ts";
import { type Columns, type Decision, type Decisions, UNCHANGED } from "./decisions.ts";
import { type Dependent, findOwnDependents } from "./dependents.ts";
import { readEdgeKeys } from "./edge-values.ts";
import type { CoOwned } from "./find-co-owners.ts";
import { LawfulWays } from "./lawful-ways.ts";
import { LettingGo, losesOwner } from "./letting-go.ts";
import type { Edge } from "./model.ts";
import type { Namesakes } from "./namesakes.ts";
import { type Reach, type ReachedRow, type ReachedTable, readValues } from "./reached-rows.ts";
import type { Disposition, Scope } from "./rights.ts";
import { RowDecisions } from "./row-decisions.ts";
import { isCategoryInScope } from "./scope.ts";
import type { FreedEdges } from "./sentinels.ts";
import {
  type Company,
  createOwnTargets,
  keptByLaw,
  type OwnTargets,
  type Standing,
  settleShares,
} from "./settle-shares.ts";

/** A pointer that lets go of its target only if the target is deleted in the end. */
interface WeakLink {
  readonly target: Decision;
  readonly letGo: () => void;
}

export interface DecisionInput {
  readonly dependents: readonly Dependent[];
  readonly coOwned: CoOwned;
  readonly scope: Scope;
  /** ISO day that ends retention. */
  readonly today: string;
  /** Of several people who leave together, who they are to each other; null for one person. */
  readonly company: Company | null;
  /** Copies that are somebody else's as well. */
  readonly namesakes: Namesakes;
  /** What says nobody once rows that are known to go are gone. */
  readonly freed: FreedEdges;
}

/** Decides for every reached row. */
export function decideDispositions(reach: Reach, input: DecisionInput): Decisions {
  const { dependents, coOwned, scope, today, company } = input;
  const doomed = company?.doomed ?? chooseDoomed(reach, scope);
  const targets = createOwnTargets(reach);
  const standing = settleShares(reach, targets, dependents, coOwned, today, company);
  const decider = new Decider(reach, targets, standing, { ...input, doomed });
  decider.weighDependents(dependents);
  if (!isEverything(scope)) decider.weighDependents(findOwnDependents(reach, doomed));
  decider.settle();
  if (isEverything(scope)) decider.blankCopies(dependents, input.namesakes);
  return decider.finish();
}

class Decider {
  readonly #reach: Reach;
  readonly #targetsOf: OwnTargets;
  readonly #standing: Standing;
  readonly #scope: Scope;
  readonly #today: string;
  readonly #doomed: Doomed;
  readonly #asked: Doomed | null;
  readonly #decided: RowDecisions;
  readonly #kept: Decision[] = [];
  readonly #weak: WeakLink[] = [];
  readonly #weighed = new Set<Edge>();
  readonly #blanks = new Map<ReachedTable, Columns>();
  readonly #law: LawfulWays;
  readonly #letting: LettingGo;
  readonly #joins: BareJoins;

  constructor(
    reach: Reach,
    targets: OwnTargets,
    standing: Standing,
    { scope, doomed, company, freed, today }: DecisionInput & { readonly doomed: Doomed },
  ) {
    this.#reach = reach;
    this.#decided = new RowDecisions(reach, targets, doomed);
    this.#letting = new LettingGo(reach, freed);
    this.#joins = new BareJoins(reach, this.#letting);
    this.#targetsOf = targets;
    this.#standing = standing;
    this.#scope = scope;
    this.#law = new LawfulWays({ reach, targets, standing, doomed, company });
    this.#today = today;
    this.#doomed = doomed;
    this.#asked = scope.categories.length > 0 ? findAskedRows(reach, scope) : null;
    for (const reached of reach.tables.values()) {
      for (const row of reached.rows.values()) {
        if (doomed.has(row)) this.#doom(reached, row);
        else if (isEverything(scope)) this.#decided.others.set(row, this.#decided.make(reached, row, "detached"));
        else if (row.level === "own") this.#blankInPart(reached, row);
      }
    }
  }

  #doom(reached: ReachedTable, row: ReachedRow): void {
    const retained = this.#standing.retained.get(row);
    const shared = this.#standing.shared.get(row);
    if (retained === undefined && shared === undefined) return;
    const decision = this.#decided.deletion(reached, row);
    if (shared !== undefined) decision.isShared = true;
    if (retained !== undefined) {
      decision.until = retained.until;
      this.#keep(decision, "retained", retained.reason);
    } else if (shared !== undefined && this.#mustGo(reached, row)) {
      decision.why = `${decision.why}; the row says nothing else`;
    } else if (shared !== undefined) this.#keep(decision, "detached", shared);
  }

  /**
   * A join row of two people that cannot let go of one of them and says nothing else: a friendship. Whoever merely acted, or
   * is named without having a part in it, is not joined.
   */
  #mustGo(reached: ReachedTable, row: ReachedRow): boolean {
    if (!this.#joins.has(reached)) return false;
    return (this.#reach.index.outgoing.get(reached.table.name) ?? []).some(
      (edge) =>
        edge.role !== "actor" &&
        edge.role !== "context" &&
        this.#joins.mustName(reached, row, edge) &&
        this.#targetsOf.find(edge, reached, row).some((target) => this.#doomed.has(target)),
    );
  }

  /** A scope of categories blanks these columns in rows that stay. */
  #blankInPart(reached: ReachedTable, row: ReachedRow): void {
    if (this.#scope.categories.length === 0) return;
    if (this.#asked !== null && !this.#asked.has(row)) return;
    if (this.#scope.tables.length > 0 && !this.#scope.tables.includes(reached.table.name)) return;
    const blank = blankColumns(this.#reach.index, reached.table);
    const inScope = reached.table.columns.filter(
      ({ name, category }) => blank[name] !== undefined && isCategoryInScope(this.#scope, category),
    );
    if (inScope.length === 0) return;
    const decision = this.#decided.make(reached, row, "redacted");
    const retained = this.#standing.retained.get(row);
    const stays = retained?.reason ?? this.#standing.shared.get(row);
    if (stays !== undefined) {
      decision.disposition = "retained";
      decision.until = retained?.until ?? null;
    } else
      this.#setAlso(decision, Object.fromEntries(inScope.map(({ name }) => [name, blank[name] ?? { kind: "null" }])));
    decision.why = `${decision.why}; ${stays ?? "only part of it was asked for"}`;
    this.#decided.others.set(row, decision);
  }

  weighDependents(dependents: readonly Dependent[]): void {
    for (const dependent of dependents) this.#dropBareJoin(dependent);
    for (const dependent of dependents) {
      const { edge, reached, row } = dependent;
      if (this.#decided.others.get(row)?.disposition === "deleted") continue;
      for (const target of this.#decided.targets(edge, reached, row)) {
        this.#weighed.add(edge);
        if (edge.role === "holds") this.#keep(target, "detached", `other rows of ${edge.from} hold it too`);
        else if (target.reached.table.kind === "subject") this.#letGoOfPerson(dependent, target);
        else if (letsGoByItself(edge)) this.#weaken(dependent, target);
        else this.#keep(target, "redacted", `rows of ${edge.from} that are not theirs depend on it`);
      }
    }
  }

  /** A row that is shared with the person, cannot let go of them and says nothing else has no sense without them. */
  #dropBareJoin({ edge, reached, row }: Dependent): void {
    const decision = this.#decided.others.get(row);
    if (edge.role !== "viewer" || decision === undefined || !this.#joins.has(reached)) return;
    if (!this.#joins.mustName(reached, row, edge) || keptByLaw(reached, row, this.#today) !== null) return;
    if (this.#decided.targets(edge, reached, row).length === 0) return;
    this.#weighed.add(edge);
    decision.disposition = "deleted";
    decision.why = `${decision.why}; the row says nothing else`;
  }

  /** Somebody else's row names the person: the reference goes, or else the person's row stays as an empty husk. */
  #letGoOfPerson(dependent: Dependent, target: Decision): void {
    const { edge, reached, row } = dependent;
    const set = this.#letting.letGo(target, reached, row, edge, false) ?? this.#letting.nameGhost(reached, edge);
    const decision = this.#decided.others.get(row);
    if (set === null) this.#keep(target, "redacted", `${edge.from}.${edge.columns.join(",")} must name somebody`);
    else if (decision !== undefined) this.#setAlso(decision, set);
    else this.#decided.repairs.push({ dependent, set });
  }

  #weaken(dependent: Dependent, target: Decision): void {
    const { edge, reached, row } = dependent;
    const set = this.#letting.letGo(target, reached, row, edge, false);
    if (set === null) this.#keep(target, "redacted", `rows of ${edge.from} that are not theirs depend on it`);
    else this.#weak.push({ target, letGo: () => void this.#decided.repairs.push({ dependent, set }) });
  }

  #setAlso(decision: Decision, set: Columns): void {
    decision.set = this.#letting.merge(decision.set, set);
  }

  #keep(decision: Decision, disposition: Disposition, why: string): void {
    if (RANK[decision.disposition] >= RANK[disposition]) return;
    decision.disposition = disposition;
    decision.why = `${decision.why}; ${why}`;
    this.#kept.push(decision);
  }

  /** What a kept row depends on is kept too, until nothing changes. */
  settle(): void {
    for (let decision = this.#kept.pop(); decision !== undefined; decision = this.#kept.pop())
      this.#keepParents(decision);
  }

  #keepParents(decision: Decision): void {
    const { reached, row, disposition } = decision;
    const lawful = this.#keepByLaw(decision);
    for (const edge of this.#reach.index.outgoing.get(reached.table.name) ?? []) {
      if (disposition === "redacted" && this.#isBlankedAway(reached, edge)) continue;
      for (const target of this.#decided.targets(edge, reached, row)) {
        if (target === decision || lawful.get(edge.columns.join())?.has(target)) continue;
        const isPerson = target.reached.table.kind === "subject";
        const set = this.#letGo(decision, edge, target);
        const isWeak = letsGoByItself(edge) || edge.role === "holds";
        if (set !== null && isPerson) this.#setAlso(decision, set);
        else if (set !== null && isWeak) {
          this.#weak.push({ target, letGo: () => this.#setAlso(decision, set) });
        } else this.#keepFor(decision, target, `${disposition} rows of ${edge.from} depend on it`);
      }
    }
  }

  /**
   * Keeps what the row goes on naming for the law's sake, but for others who leave in the same run, and whom the law does not keep
   * in it. Answers whom by which columns: another edge of these does not let go of them.
   */
  #keepByLaw(decision: Decision): ReadonlyMap<string, ReadonlySet<Decision>> {
    const { reached, row, disposition } = decision;
    const named = new Map<string, Set<Decision>>();
    for (const edge of this.#reach.index.outgoing.get(reached.table.name) ?? []) {
      if (!this.#law.isToTheLetter(decision, edge)) continue;
      if (disposition === "redacted" && this.#isBlankedAway(reached, edge)) continue;
      for (const target of this.#decided.targets(edge, reached, row)) {
        if (target === decision || !this.#law.isBound(row, target)) continue;
        this.#keepFor(decision, target, `${disposition} rows of ${edge.from} depend on it`);
        const columns = edge.columns.join();
        named.set(columns, (named.get(columns) ?? new Set()).add(target));
      }
    }
    return named;
  }

  /** Does the pointer stand in a text, or is it an address, that goes when a row is blanked? The row depends on nothing by it then. */
  #isBlankedAway(reached: ReachedTable, { columns, pattern, path, when, match }: Edge): boolean {
    const saysMore = match || pattern !== null || path.length > 0 || Object.keys(when).length > 0;
    return saysMore && columns.every((column) => this.#blankOf(reached)[column] !== undefined);
  }

  #blankOf(reached: ReachedTable): Columns {
    const blank = this.#blanks.get(reached) ?? blankColumns(this.#reach.index, reached.table);
    this.#blanks.set(reached, blank);
    return blank;
  }

  /** What depends on a row keeps it; whether that is for the law's sake, it hands on. */
  #keepFor(decision: Decision, target: Decision, because: string): void {
    const isNew = (decision.disposition === "retained" || decision.keptForLaw === true) && target.keptForLaw !== true;
    if (isNew) target.keptForLaw = true;
    const before = target.disposition;
    this.#keep(target, "redacted", because);
    // One that was kept before has to hand it on as well.
    if (isNew && target.disposition === before) this.#kept.push(target);
  }

  /**
   * How a kept row lets go of what it points at. A row that keeps its content and would name no owner any more counts as
   * part of what it hangs on, and would be shown with that: it names the ghost.
   */
  #letGo({ reached, row, disposition }: Decision, edge: Edge, target: Decision): Columns | null {
    const set = this.#letting.letGo(target, reached, row, edge, disposition === "redacted");
    if (target.reached.table.kind !== "subject") return set;
    const isShown =
      disposition === "detached" &&
      edge.role === "owner" &&
      (edge.list === undefined || this.#letsGo(reached, row, edge)) &&
      losesOwner(this.#reach, reached, row, edge, (one) => this.#letsGo(reached, row, one));
    const ghost = set === null || isShown ? this.#letting.nameGhost(reached, edge) : null;
    return ghost ?? set;
  }

  /** Does a row that stays let go of whom it names by this edge, since they leave? */
  #letsGo(reached: ReachedTable, row: ReachedRow, edge: Edge): boolean {
    if (this.#reach.index.table.get(edge.to)?.kind !== "subject") return false;
    const leaving = this.#targetsOf.find(edge, reached, row).filter((target) => this.#doomed.has(target));
    const named = edge.list === undefined ? 1 : readEdgeKeys(edge, readValues(reached, row, edge.columns)).length;
    return leaving.length >= named && this.#letting.detachFrom(reached, row, edge, false) !== null;
  }

  /** Whoever leaves is not called by their name in rows that stay, but in those that the law keeps for them. */
  blankCopies(dependents: readonly Dependent[], spared: Namesakes): void {
    const isLeaving = (row: ReachedRow) => this.#doomed.has(row);
    const copies = new LeftCopies(this.#reach, this.#targetsOf, { isLeaving, spared });
    for (const decision of this.#decided.all()) {
      const { disposition, reached, row } = decision;
      if (disposition === "deleted") continue;
      const set = copies.blank(
        reached,
        row,
        (edge, target, to) =>
          !this.#law.isToTheLetter(decision, edge) || !this.#law.isBound(row, { row: target, reached: to }),
      );
      if (set !== UNCHANGED) this.#setAlso(decision, set);
    }
    const repairs = new Map(this.#decided.repairs.map((repair) => [repair.dependent, repair]));
    for (const dependent of dependents) {
      const { edge, reached, row } = dependent;
      const set = this.#decided.others.has(row) ? UNCHANGED : copies.blank(reached, row, (by) => by === edge);
      if (set === UNCHANGED) continue;
      const repair = repairs.get(dependent);
      if (repair === undefined) this.#decided.repairs.push({ dependent, set });
      else repair.set = this.#letting.merge(repair.set, set);
    }
  }

  finish(): Decisions {
    for (const { target, letGo } of this.#weak) if (target.disposition === "deleted") letGo();
    this.#letting.uniteLists(
      (row) => this.#decided.isDeleted(row),
      () => this.#decided.staying(),
    );
    for (const decision of this.#decided.own()) {
      const { disposition, reached, set } = decision;
      if (disposition !== "redacted") continue;
      const blank = this.#blankOf(reached);
      decision.set = set === UNCHANGED ? blank : this.#letting.merge(blank, set);
    }
    return this.#decided.list(this.#weighed);
  }
}

/** What is another's too is never blanked, and what the law keeps is not even detached. */
const RANK: Readonly<Record<Disposition, number>> = { deleted: 0, redacted: 1, detached: 2, retained: 3 };

/** Does a row go on without what it points at: as its foreign key says, or because it is one of several? */
function letsGoByItself({ onDelete, list }: Edge): boolean {
  return onDelete === "set-null" || list !== undefined;
}
