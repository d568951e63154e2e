/** What the conformance suite of rights is given, and how it looks at it. */
import type { Correction } from "@kept/engine/plan-rectification";
import { type AccessPlan, type AccessRow, EVERYTHING, type PersonQuery } from "@kept/engine/rights";
import type { RightsSystem } from "../rights-system.ts";

export interface SamplePerson {
  /** Names exactly one person. */
  readonly person: PersonQuery;
  /** Texts that stand in this person's rows, and in nobody else's. At least one. */
  readonly canaries: readonly string[];
}

/** A system with invented people in it, made anew for every check. Disposing it closes the system and removes the data. */
export interface RightsSample extends AsyncDisposable {
  readonly system: RightsSystem;
  /** ISO date of the day the checks are made on. */
  readonly today: string;
  /** The first two share rows; the third shares none with the first. The erasure of each is possible. */
  readonly people: readonly [SamplePerson, SamplePerson, SamplePerson];
  /** Nobody. */
  readonly unknown: PersonQuery;
  /** One identifier that two different people bear. */
  readonly ambiguous: PersonQuery;
  /** Puts a value of the first person right; null where this kind cannot. `before` stands in no other person's rows. */
  readonly correction: { readonly correction: Correction; readonly before: string } | null;
  /** A person whose erasure a finding blocks; null where this kind cannot have one. */
  readonly blocked: PersonQuery | null;
  /**
   * Of a system that keeps itself what an erasure takes away: makes all of it `over` its time, or changes a bit of it. Null where
   * Kept keeps it.
   */
  readonly spoilKept: ((how: "over" | "tampered") => void) | null;
  /** The same kind of system where nothing answers: this, or its first use, rejects. */
  openUnreachable(): Promise<RightsSystem>;
  /**
   * The same data through a connection that is cut for good while an erasure runs: `before` the store has committed
   * anything, or `after` it has committed and before the answer is back. Null where this cannot be brought about.
   */
  readonly openCut: ((moment: "before" | "after") => Promise<RightsSystem>) | null;
}

export async function readRows(
  system: RightsSystem,
  person: PersonQuery,
  today: string,
  onPlan: (plan: AccessPlan) => void = () => {},
): Promise<readonly AccessRow[]> {
  const rows: AccessRow[] = [];
  for await (const row of system.readAccess(person, EVERYTHING, { today }, onPlan)) rows.push(row);
  return sortRows(rows);
}

export function sortRows(rows: readonly AccessRow[]): readonly AccessRow[] {
  return rows
    .map((row) => [JSON.stringify([row.table, row.level, row.values]), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
}

export async function readEverybody({
  system,
  people,
  today,
}: RightsSample): Promise<readonly (readonly AccessRow[])[]> {
  const all: (readonly AccessRow[])[] = [];
  for (const { person } of people) all.push(await readRows(system, person, today));
  return all;
}

/** Sums by name; names with nothing are left out. */
export function sumTables(entries: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const [name, number] of entries) if (number > 0) sums.set(name, (sums.get(name) ?? 0) + number);
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
