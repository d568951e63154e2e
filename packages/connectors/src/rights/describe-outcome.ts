/** What an erasure that was carried out has done. */
import type { Finding } from "@kept/engine/model";
import type { ErasureOutcome, ErasurePlan } from "@kept/engine/rights";

/** The outcome of a plan, and what verification found. */
export function describeOutcome(plan: ErasurePlan, residue: readonly Finding[]): ErasureOutcome {
  const retained = plan.tables.flatMap(({ name, rows }) => {
    const kept = rows.filter((row) => row.disposition === "retained");
    const groups = Map.groupBy(kept, ({ why, until }) => JSON.stringify([why, until]));
    return [...groups.values()].map((group) => ({
      table: name,
      rows: group.length,
      why: group[0]?.why ?? "",
      until: group[0]?.until ?? null,
    }));
  });
  return {
    system: plan.system,
    tables: plan.tables.map(({ name, deleted, detached, redacted, retained: kept }) => ({
      name,
      deleted,
      detached,
      redacted,
      retained: kept,
    })),
    retained,
    ...(plan.blanks === undefined ? {} : { blanks: plan.blanks }),
    verified: residue.length === 0,
    residue,
  };
}
