/**
 * Restrictions that stand on this machine. What one has sealed nobody finds, and a lift would bring it back after an erasure: it is
 * lifted first, and who asks is told so in the words that a server has for it.
 */

import { foldText, keyId } from "@kept/engine/edge-values";
import type { FoundPerson } from "@kept/engine/find-person";
import type { Finding } from "@kept/engine/model";
import { restrictionStands } from "@kept/engine/restriction-stands";
import type { PersonQuery, RowRef } from "@kept/engine/rights";
import { findRestrictions, type StandingRestriction } from "./change-run.ts";
import { type LocalKeys, openLocalKeys } from "./local-keys.ts";
import { runsFolderOf } from "./run-folder.ts";
import type { ErasePlace } from "./settle-runs.ts";

/** By what somebody who is restricted is known again: keyed hashes of their addresses and numbers, however they are written. */
export function hashKnown(keys: Pick<LocalKeys, "mark">, values: Iterable<string>): readonly string[] {
  return [...new Set([...values].map((value) => keys.mark(`known ${foldText(value.trim())}`)))];
}

/** What is said of each of these people, in their order: of most nothing. */
export async function findRestricted(
  place: ErasePlace,
  people: readonly PersonQuery[],
): Promise<readonly (readonly Finding[])[]> {
  const standing = await listStanding(place);
  if (standing.length === 0) return people.map(() => []);
  const keys = await openLocalKeys(place.dataDir);
  return people.map((person) => {
    const hashes = hashKnown(
      keys,
      person.identifiers.map(({ value }) => value),
    );
    return standing
      .filter(({ subjects, known }) => isOneOf(subjects, person.keys) || known.some((hash) => hashes.includes(hash)))
      .map(tellStanding);
  });
}

/** What is said of rows that were found; of nobody who was found, that somebody of an earlier version could not be. */
export async function findStanding(
  place: ErasePlace,
  subjects: readonly RowRef[],
  found: readonly Finding[] = [],
): Promise<readonly Finding[]> {
  const standing = await listStanding(place);
  const theirs = standing.filter((one) => isOneOf(one.subjects, subjects));
  if (theirs.length > 0) return theirs.map(tellStanding);
  const unnamed = standing.filter(({ known }) => known.length === 0).length;
  if (unnamed === 0 || !found.some(({ code }) => code === "person_not_found")) return [];
  const many = unnamed === 1 ? "1 restriction stands" : `${unnamed} restrictions stand`;
  return [
    {
      code: "restriction_stands",
      table: "",
      column: "",
      message: `${many} here: what is sealed is not found by an address or a number.`,
      suggestion: "`kept lift` lists the rows that are restricted.",
      blocks: false,
    },
  ];
}

/** Findings about somebody who was looked for: that they are restricted, and not that nobody is known by that. */
export async function tellRestricted(
  place: ErasePlace,
  person: PersonQuery,
  { subjects, findings }: FoundPerson,
): Promise<readonly Finding[]> {
  const [own = []] = await findRestricted(place, [person]);
  const standing = own.length > 0 ? own : await findStanding(place, subjects, findings);
  if (!standing.some(({ blocks }) => blocks)) return [...findings, ...standing];
  return [...findings.filter(({ code }) => code !== "person_not_found"), ...standing];
}

function listStanding({ dataDir, target }: ErasePlace): Promise<readonly StandingRestriction[]> {
  return findRestrictions(dataDir, runsFolderOf(dataDir, target));
}

function isOneOf(subjects: readonly RowRef[], rows: readonly RowRef[]): boolean {
  const meant = new Set(rows.map(({ table, key }) => JSON.stringify([table, keyId(key)])));
  return subjects.some(({ table, key }) => meant.has(JSON.stringify([table, keyId(key)])));
}

function tellStanding(one: StandingRestriction): Finding {
  return restrictionStands(one, `kept lift ${one.name} --yes`);
}
