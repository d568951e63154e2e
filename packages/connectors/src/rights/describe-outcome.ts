/** What an erasure that was carried out has done. */
import type { Finding } from "@kept/engine/model";
import type { ErasureOutcome, ErasurePlan, FileCounts, PlannedFile } from "@kept/engine/rights";

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
    ...(plan.files === undefined ? {} : { files: countFiles(plan.files) }),
    verified: residue.length === 0,
    residue,
  };
}

/** Files by store. */
export function countFiles(files: readonly PlannedFile[]): readonly FileCounts[] {
  return [...Map.groupBy(files, ({ store }) => store)].map(([store, some]) => {
    const count = (wanted: PlannedFile["fate"]) => some.filter(({ fate }) => fate === wanted).length;
    return { store, deleted: count("deleted"), kept: count("kept"), missing: count("missing") };
  });
}
