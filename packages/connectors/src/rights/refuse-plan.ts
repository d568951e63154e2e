/** When a right is not begun: nobody is found, several people answer, findings stand in the way, or the plan has changed. */
import { comparePlans } from "@kept/engine/compare-plans";
import { findPeople } from "@kept/engine/find-people";
import { type FoundPerson, findPerson } from "@kept/engine/find-person";
import type { Finding, ModelIndex } from "@kept/engine/model";
import type { ErasurePlan, PersonQuery, RowRef } from "@kept/engine/rights";
import type { RowWriter } from "../connector.ts";
import { PlanRefused } from "../rights-system.ts";
import { drive } from "./drive.ts";

/** Finds the person and locks their rows; whoever held the lock before may have changed who that is. */
export async function findLocked(writer: RowWriter, index: ModelIndex, person: PersonQuery): Promise<FoundPerson> {
  const seen = await drive(writer, findPerson(index.model, person));
  refuseUnclear(seen);
  await lockSubjects(writer, index, seen.subjects);
  const found = await drive(writer, findPerson(index.model, person));
  refuseUnclear(found);
  return found;
}

/** The same for several people; one who is not clear stops all of them. */
export async function findAllLocked(
  writer: RowWriter,
  index: ModelIndex,
  people: readonly PersonQuery[],
): Promise<readonly FoundPerson[]> {
  const seen = await drive(writer, findPeople(index.model, people));
  for (const one of seen) refuseUnclear(one);
  await lockSubjects(
    writer,
    index,
    seen.flatMap(({ subjects }) => subjects),
  );
  const found = await drive(writer, findPeople(index.model, people));
  for (const one of found) refuseUnclear(one);
  return found;
}

async function lockSubjects(writer: RowWriter, index: ModelIndex, subjects: readonly RowRef[]): Promise<void> {
  for (const [name, rows] of Map.groupBy(subjects, ({ table }) => table)) {
    const keyColumns = index.table.get(name)?.key ?? [];
    if (keyColumns.length > 0)
      await writer.lockRows(
        name,
        keyColumns,
        rows.map(({ key }) => key),
      );
  }
}

function refuseUnclear(found: FoundPerson): void {
  const missing = found.findings.find(({ code }) => code === "person_not_found");
  if (missing !== undefined) throw new PlanRefused("person_not_found", missing.message, found.findings, null);
  const several = found.findings.find(({ code }) => code === "person_ambiguous");
  if (several !== undefined) throw new PlanRefused("person_ambiguous", several.message, found.findings, null);
}

/** `what` ends the sentence "… must be answered before anything is …". */
export function refuseBlocked(findings: readonly Finding[], what: string, plan: ErasurePlan | null = null): void {
  const blocking = findings.filter((finding) => finding.blocks);
  if (blocking.length === 0) return;
  const message = `${blocking.length} finding${blocking.length === 1 ? "" : "s"} must be answered before anything is ${what}.`;
  throw new PlanRefused("plan_blocked", message, blocking, plan);
}

/** Refuses an erasure that findings block, or that does more than was approved. */
export function refusePlan(approved: ErasurePlan | null, now: ErasurePlan): void {
  refuseBlocked(now.findings, "erased", now);
  refuseChanged(approved === null ? [] : comparePlans(approved, now), now);
}

/** Refuses what was not approved. */
export function refuseChanged(changes: readonly string[], plan: ErasurePlan | null = null): void {
  if (changes.length === 0) return;
  const message = `The plan has changed since it was approved: ${changes.join("; ")}.`;
  throw new PlanRefused("plan_changed", message, [], plan);
}
