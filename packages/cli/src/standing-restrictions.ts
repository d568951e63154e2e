/** What a restriction has sealed is to be given back before anything is erased: a lift would bring it back afterwards. */
import { keyId } from "@kept/engine/edge-values";
import type { Finding } from "@kept/engine/model";
import type { RowRef } from "@kept/engine/rights";
import { findRestrictions } from "./change-run.ts";
import { runsFolderOf } from "./run-folder.ts";
import type { ErasePlace } from "./settle-runs.ts";

/** Findings about restrictions that stand for these rows; of nobody who was found, that somebody sealed could not be. */
export async function findStanding(
  place: ErasePlace,
  subjects: readonly RowRef[],
  found: readonly Finding[] = [],
): Promise<readonly Finding[]> {
  const standing = await findRestrictions(place.dataDir, runsFolderOf(place.dataDir, place.target));
  const meant = new Set(subjects.map(({ table, key }) => JSON.stringify([table, keyId(key)])));
  const theirs = standing.filter((one) =>
    one.subjects.some(({ table, key }) => meant.has(JSON.stringify([table, keyId(key)]))),
  );
  const finding = { code: "restriction_stands", table: "", column: "" };
  if (theirs.length > 0) {
    return theirs.map(({ name }) => ({
      ...finding,
      message: `The restriction ${name} keeps sealed what was theirs: a lift after this would bring it back.`,
      suggestion: `Lift it first: kept lift ${name} --yes`,
      blocks: true,
    }));
  }
  if (standing.length === 0 || !found.some(({ code }) => code === "person_not_found")) return [];
  const many = standing.length === 1 ? "1 restriction stands" : `${standing.length} restrictions stand`;
  return [
    {
      ...finding,
      message: `${many} here: what is sealed is not found by an address or a number.`,
      suggestion: "`kept lift` lists the rows that are restricted.",
      blocks: false,
    },
  ];
}
