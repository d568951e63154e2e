/** Our side of a comparison: rights over the bench's store with everything known beforehand, as in a running server. */
import { acceptProposals } from "@kept/connectors/rights/discover";
import { createRowRights, type RowRights } from "@kept/connectors/rights/row-rights";
import { EMPTY_MAP } from "@kept/engine/map";
import type { AccessPlan, AccessRow, ErasurePlan, PersonQuery } from "@kept/engine/rights";
import { EVERYTHING } from "@kept/engine/rights";
import type { BenchDatabase } from "./bench-database.ts";
import { time, timeProcessor } from "./measure.ts";
import { type StoreTimes, timeStore } from "./timed-store.ts";

const today = { today: "2026-01-01" };

export interface BenchRights extends AsyncDisposable {
  readonly rights: RowRights;
  readonly times: StoreTimes;
}

/** Discovers the database and confirms what was proposed; the look at the schema then stays good. */
export async function openBenchRights(database: BenchDatabase): Promise<BenchRights> {
  const { store, times } = timeStore(await database.openStore());
  const rights = createRowRights(store, EMPTY_MAP, { schemaMaxAge: Number.POSITIVE_INFINITY });
  rights.useMap(acceptProposals(await rights.discover()));
  return { rights, times, [Symbol.asyncDispose]: () => rights[Symbol.asyncDispose]() };
}

/** The person with this e-mail address. */
export function personOf(email: string): PersonQuery {
  return { identifiers: [{ kind: "email", value: email }], keys: [] };
}

/** Reads everything of one person; `onRow` sees each row. */
export async function readEverything(
  { rights }: BenchRights,
  email: string,
  onRow: (row: AccessRow) => void,
): Promise<AccessPlan> {
  let plan: AccessPlan | null = null;
  const rows = rights.readAccess(personOf(email), EVERYTHING, today, (made) => {
    plan = made;
  });
  for await (const row of rows) onRow(row);
  if (plan === null) throw new Error("the access ended without a plan");
  return plan;
}

export interface ErasureTimes {
  readonly [part: string]: number;
  /** Milliseconds from the call until the store had committed: find, plan, compare with the approval, execute. */
  readonly work: number;
  /** The same with verification. */
  readonly verified: number;
  /** Milliseconds of processor time that `verified` took of this process. */
  readonly processor: number;
}

/** Plans, approves and erases one person; planning for the approval is not part of the times. */
export async function eraseTimed({ rights, times }: BenchRights, email: string): Promise<ErasureTimes> {
  const approved: ErasurePlan = await rights.planErasure(personOf(email), EVERYTHING, today);
  times.reading = 0;
  let verified = 0;
  const processor = await timeProcessor(async () => {
    verified = await time(async () => {
      const outcome = await rights.erase(personOf(email), EVERYTHING, today, approved, {});
      if (!outcome.verified) throw new Error(`the erasure left ${outcome.residue.length} findings behind`);
    });
  });
  // An approved erasure reads outside its own transaction only to verify.
  return { work: verified - times.reading, verified, processor };
}
