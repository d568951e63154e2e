/** The rows that stand in for those who have left, as rows of a package name them: which are there, and which have to be made. */
import { askGhosts, type Ghost, isGhost, possibleGhosts } from "./ghosts.ts";
import type { ImportFindings } from "./import-findings.ts";
import type { Asking } from "./in-step.ts";
import type { ModelIndex } from "./model.ts";
import type { KeyRows } from "./store.ts";

export class ImportGhosts {
  readonly #index: ModelIndex;
  readonly #findings: ImportFindings;
  /** What stands under the key of each ghost, and which ghosts rows have named. */
  readonly #met = new Map<Ghost, KeyRows[number] | undefined>();
  readonly #named = new Set<Ghost>();
  #fresh: Ghost[] = [];

  constructor(index: ModelIndex, findings: ImportFindings) {
    this.#index = index;
    this.#findings = findings;
  }

  /** Asks whether they are there. */
  *begin(): Asking<void> {
    const ghosts = askGhosts(this.#index);
    if (ghosts.length === 0) return;
    const answers = yield ghosts.map(({ query }) => query);
    for (const [at, { ghost }] of ghosts.entries()) this.#met.set(ghost, answers[at]?.[0]);
  }

  /** A ghost that is not there yet is made, before the rows at hand; what it names comes before it. */
  need(ghost: Ghost): void {
    if (this.#named.has(ghost)) return;
    this.#named.add(ghost);
    for (const name of ghost.needs) {
      const other = possibleGhosts(this.#index.model).get(name);
      if (other !== undefined) this.need(other);
    }
    const found = this.#met.get(ghost);
    if (found === undefined) this.#fresh.push(ghost);
    else if (!isGhost(ghost, ghost.columns, found))
      this.#findings.refuse(
        "import_row_exists",
        ghost.table,
        "",
        `Somebody has the key of the row that stands in for others in ${ghost.table}.`,
      );
  }

  /** Those that have to be made for the rows at hand, and were not named by rows before them. */
  takeFresh(): Ghost[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}
