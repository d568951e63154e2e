/** Decisions while they are made: one for each row of which there is something to say. */
import type { Doomed } from "./choose-doomed.ts";
import { type Columns, type Decision, type Decisions, decide, describeWay } from "./decisions.ts";
import type { Dependent } from "./dependents.ts";
import type { StayingRow } from "./letting-go.ts";
import type { Edge } from "./model.ts";
import type { Reach, ReachedRow, ReachedTable, TableRows } from "./reached-rows.ts";
import type { Disposition } from "./rights.ts";
import type { OwnTargets } from "./settle-shares.ts";

const NOBODYS: readonly Decision[] = [];

/** A pointer in a row that the right does not reach, and what it is set to. */
interface Repair {
  readonly dependent: Dependent;
  set: Columns;
}

export class RowDecisions {
  /** Rows that stay, whatever becomes of those that were to go. */
  readonly others = new Map<ReachedRow, Decision>();
  readonly repairs: Repair[] = [];
  readonly #own = new Map<ReachedRow, Decision>();
  readonly #whys = new Map<Edge | null, string>();
  readonly #reach: Reach;
  readonly #targetsOf: OwnTargets;
  readonly #doomed: Doomed;

  constructor(reach: Reach, targets: OwnTargets, doomed: Doomed) {
    this.#reach = reach;
    this.#targetsOf = targets;
    this.#doomed = doomed;
  }

  /** A decision that is not held yet. */
  make(reached: ReachedTable, row: ReachedRow, disposition: Disposition): Decision {
    let why = this.#whys.get(row.via);
    if (why === undefined) {
      why = describeWay(row.via);
      this.#whys.set(row.via, why);
    }
    return decide(reached, row, disposition, why);
  }

  /** What becomes of a row that is to be deleted; made when there is something to say of it. */
  deletion(reached: ReachedTable, row: ReachedRow): Decision {
    const known = this.#own.get(row);
    if (known !== undefined) return known;
    const decision = this.make(reached, row, "deleted");
    this.#own.set(row, decision);
    return decision;
  }

  /** The rows to be deleted, or kept instead, that this row points at by this edge. */
  targets(edge: Edge, reached: ReachedTable, row: ReachedRow): readonly Decision[] {
    const to = this.#reach.tables.get(edge.to);
    const found = this.#targetsOf.find(edge, reached, row);
    if (to === undefined || found.length === 0) return NOBODYS;
    const decisions: Decision[] = [];
    for (const target of found) if (this.#doomed.has(target)) decisions.push(this.deletion(to, target));
    return decisions;
  }

  /** Is the row to be deleted, and does nothing keep it so far? */
  isDeleted(row: ReachedRow): boolean {
    return this.#doomed.has(row) && (this.#own.get(row)?.disposition ?? "deleted") === "deleted";
  }

  /** Rows that were to go, and of which there is something to say. */
  own(): Iterable<Decision> {
    return this.#own.values();
  }

  all(): readonly Decision[] {
    return [...this.#own.values(), ...this.others.values()];
  }

  /** Every row of which columns may be set. */
  *staying(): Iterable<StayingRow> {
    for (const decided of this.all()) yield { table: decided.reached.table.name, decided };
    for (const decided of this.repairs) yield { table: decided.dependent.reached.table.name, decided };
  }

  /** What is decided, in the order in which rows were reached. */
  list(weighed: ReadonlySet<Edge>): Decisions {
    const own: Decision[] = [];
    const plain: TableRows[] = [];
    for (const reached of this.#reach.tables.values()) {
      const rows: ReachedRow[] = [];
      for (const row of reached.rows.values()) {
        const decision = this.#own.get(row);
        if (decision !== undefined) own.push(decision);
        else if (this.#doomed.has(row)) rows.push(row);
      }
      if (rows.length > 0) plain.push({ reached, rows });
    }
    return { rows: [...own, ...this.others.values()], plain, repairs: this.repairs, weighed };
  }
}
