/** What goes on naming whom, since the law keeps it: its rows to the letter, and the ways by which these are somebody's. */
import type { Doomed } from "./choose-doomed.ts";
import type { Decision } from "./decisions.ts";
import type { Edge } from "./model.ts";
import type { Reach, ReachedRow, ReachedTable } from "./reached-rows.ts";
import type { Company, OwnTargets, Standing } from "./settle-shares.ts";

export interface LawfulInput {
  readonly reach: Reach;
  readonly targets: OwnTargets;
  readonly standing: Standing;
  readonly doomed: Doomed;
  readonly company: Company | null;
}

/** Whose a retained row is has to be known as long as it stays: what it is part of stays theirs, up to their own row. */
export class LawfulWays {
  readonly #input: LawfulInput;
  /** Rows on such a way, and for whom of several people. */
  readonly #ways = new Map<ReachedRow, readonly number[]>();

  constructor(input: LawfulInput) {
    this.#input = input;
    if (input.standing.retained.size > 0) this.#follow();
  }

  /** Does a row that stays go on naming what it names by this edge? */
  isToTheLetter({ row, disposition }: Decision, { role }: Edge): boolean {
    if (disposition === "retained") return true;
    return disposition !== "detached" && this.#ways.has(row) && (role === "owner" || role === "part");
  }

  /** Does the law that keeps a row hold for somebody whose own the other is? */
  isBound(row: ReachedRow, { row: target, reached }: Pick<Decision, "row" | "reached">): boolean {
    return this.#boundIn(row, target, reached)?.length !== 0;
  }

  #follow(): void {
    const { reach, targets, standing, doomed } = this.#input;
    const open = [...reach.tables.values()].flatMap((reached) =>
      [...reached.rows.values()].filter((row) => standing.retained.has(row)).map((row) => ({ reached, row })),
    );
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const { reached, row } = one;
      const isRetained = standing.retained.has(row);
      // What is another's as well lets go of the person.
      if (!isRetained && standing.shared.has(row)) continue;
      for (const edge of reach.index.outgoing.get(reached.table.name) ?? []) {
        const to = reach.tables.get(edge.to);
        if (to === undefined || (!isRetained && edge.role !== "owner" && edge.role !== "part")) continue;
        for (const target of targets.find(edge, reached, row)) {
          if (doomed.has(target) && this.#addWay(row, target, to)) open.push({ reached: to, row: target });
        }
      }
    }
  }

  /** False where nothing is new. */
  #addWay(from: ReachedRow, row: ReachedRow, reached: ReachedTable): boolean {
    const known = this.#ways.get(row);
    const people = this.#boundIn(from, row, reached) ?? [];
    const isKnown = this.#input.company === null ? known !== undefined : people.every((one) => known?.includes(one));
    if (isKnown) return false;
    this.#ways.set(row, [...new Set([...(known ?? []), ...people])]);
    return true;
  }

  /** Of several people who leave together, for whom the law that keeps a row holds, and whose own the other is. */
  #boundIn(row: ReachedRow, target: ReachedRow, { table }: ReachedTable): readonly number[] | null {
    const { company, standing } = this.#input;
    if (company === null) return null;
    const bound = standing.bound.get(row) ?? this.#ways.get(row) ?? [];
    return company.ownersOf(target, table).filter((one) => bound.includes(one));
  }
}
