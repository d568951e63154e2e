/**
 * What of an access plan goes along when somebody takes their data elsewhere (Art. 20 GDPR): what they gave and what was
 * observed of them, as far as its use rests on consent or a contract, and without what belongs to others. Pure.
 */
import { findCategory } from "./categories.ts";
import { type Basis, legalBasis } from "./choices/bases.ts";
import type { AccessTable, ColumnHolding } from "./rights.ts";

/** Why something does not go along. */
export type LeftReason =
  /** Worked out by the controller: scores, counts, guesses (WP 242 rev.01). */
  | "derived"
  /** Used on another ground than consent or a contract alone (Art. 20(1)(a)). */
  | "other_basis"
  /** Belongs to others too, or is theirs (Art. 20(4)). */
  | "others";

export interface LeftBehind {
  readonly table: string;
  /** Empty: the whole table. */
  readonly columns: readonly string[];
  readonly reason: LeftReason;
  /** On what its use rests; empty for other reasons. */
  readonly bases: readonly Basis[];
}

export interface PortablePart {
  /** Null: nothing of the table goes along. */
  readonly columns: readonly string[] | null;
  readonly left: readonly LeftBehind[];
}

/**
 * Splits one table of a plan.
 * @param basesOf what the uses of a category rest on, under every regime that applies; empty when no use names it
 */
export function portablePart(table: AccessTable, basesOf: (category: string) => readonly Basis[]): PortablePart {
  const whole = (reason: LeftReason, bases: readonly Basis[] = []): PortablePart => ({
    columns: null,
    left: [{ table: table.name, columns: [], reason, bases }],
  });
  if (table.level !== "own") return whole("others");
  const { holds } = table;
  // A system that does not tell what its columns hold gives everything: nothing says that it rests on another ground.
  if (holds === undefined) return { columns: table.columns, left: [] };
  const derived: string[] = [];
  const otherwise = new Map<string, { columns: string[]; bases: readonly Basis[] }>();
  const taken: string[] = [];
  for (const column of table.columns) {
    const holding = holds[column];
    const bases = holding === undefined ? [] : basesOf(holding.category);
    if (holding?.provenance === "derived") derived.push(column);
    else if (holding !== undefined && isElsewhere(holding, bases)) {
      const known = otherwise.get(bases.join()) ?? { columns: [], bases };
      known.columns.push(column);
      otherwise.set(bases.join(), known);
    } else taken.push(column);
  }
  const [first] = otherwise.values();
  if (!taken.some((column) => isWorthTaking(holds[column]))) {
    // Only keys and times are left of it: a row that says nothing any more.
    if (first !== undefined) return whole("other_basis", first.bases);
    if (derived.length > 0) return whole("derived");
  }
  return {
    columns: taken,
    left: [
      ...(derived.length === 0 ? [] : [{ table: table.name, columns: derived, reason: "derived" as const, bases: [] }]),
      ...[...otherwise.values()].map(({ columns, bases }) => ({
        table: table.name,
        columns,
        reason: "other_basis" as const,
        bases,
      })),
    ],
  };
}

/** A use on consent or a contract is enough; what no use names rests on nothing that could keep it here. */
function isElsewhere({ category, provenance }: ColumnHolding, bases: readonly Basis[]): boolean {
  if (provenance === "structure" || !(findCategory(category)?.personal ?? false)) return false;
  return bases.length > 0 && !bases.some((basis) => legalBasis(basis).portable);
}

function isWorthTaking(holding: ColumnHolding | undefined): boolean {
  if (holding === undefined) return true;
  const { category, provenance } = holding;
  return provenance !== "structure" && category !== "system.time" && category !== "system.id";
}
