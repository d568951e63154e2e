/** Who of a list is there in a system, who is the same person twice, and whose lines need a look. */
import type { RightsOptions, RightsSystem } from "@kept/connectors/rights-system";
import type { Finding } from "@kept/engine/model";
import { restrictionStands } from "@kept/engine/restriction-stands";
import type { PersonQuery, Scope } from "@kept/engine/rights";
import { personQuery } from "../fulfilment/act.ts";
import { hashesIn, listStanding } from "../fulfilment/standing-restrictions.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { BatchPerson } from "./queries.ts";

/** What one system says of each person, by their place in the list. */
export interface Sighting {
  readonly found: boolean;
  /** The place of whoever is the same person and was named before. */
  readonly sameAs: number | null;
  /** Why it is not clear who is meant. */
  readonly unclear: string | null;
}

/**
 * Asks one system for everybody: at once where it can, else one by one. Whoever is restricted there is not erased by a list that
 * somebody else brings, whether they are found or not (Art. 18(1)(b) GDPR).
 */
export async function findEverybody(
  ctx: Ctx,
  rights: RightsSystem,
  people: readonly BatchPerson[],
  scope: Scope,
  options: RightsOptions,
): Promise<readonly Sighting[]> {
  const before = await findRestricted(ctx, rights.system, people);
  const seen = await sightEverybody(rights, people, scope, options);
  const standing = new Map([...before, ...(await findRestricted(ctx, rights.system, people))]);
  return seen.map((sighting, at) => ({ ...sighting, unclear: standing.get(at) ?? sighting.unclear }));
}

/** What is said of those who are restricted in this system, by their place in the list. */
export async function findRestricted(
  ctx: Ctx,
  system: string,
  people: readonly BatchPerson[],
): Promise<ReadonlyMap<number, string>> {
  const places = new Map<string, number[]>();
  for (const [at, person] of people.entries())
    for (const hash of hashesIn(ctx.keys, system, person)) places.set(hash, [...(places.get(hash) ?? []), at]);
  const told = new Map<number, string>();
  for (const one of await listStanding(ctx, system, [...places.keys()])) {
    const { message, suggestion } = restrictionStands(
      one,
      `announce the lift of ${one.name}, and plan the list again.`,
    );
    for (const at of places.get(one.hash) ?? []) told.set(at, `${message} ${suggestion}`);
  }
  return told;
}

async function sightEverybody(
  rights: RightsSystem,
  people: readonly BatchPerson[],
  scope: Scope,
  options: RightsOptions,
): Promise<readonly Sighting[]> {
  const queries = people.map((one) => queryOf(one, rights.system));
  if (rights.batch !== undefined) {
    const { people: seen } = await rights.batch.planErasure(queries, scope, options);
    return seen.map(({ found, sameAs }) => ({ ...describe(found), sameAs }));
  }
  const sightings: Sighting[] = [];
  const owners = new Map<string, number>();
  for (const [at, query] of queries.entries()) {
    const found = await rights.find(query);
    const ids = found.subjects.map(({ table, key }) => JSON.stringify([table, ...key]));
    const sameAs = ids.map((id) => owners.get(id)).find((place) => place !== undefined) ?? null;
    for (const id of ids) if (!owners.has(id)) owners.set(id, at);
    sightings.push({ ...describe(found), sameAs });
  }
  return sightings;
}

export function queryOf({ identifiers, keys }: BatchPerson, system: string): PersonQuery {
  return personQuery({ identifiers, keys, replyTo: null }, system);
}

function describe(found: { readonly subjects: readonly unknown[]; readonly findings: readonly Finding[] }) {
  const unclear = found.findings.find(({ code, blocks }) => blocks && code !== "person_not_found");
  return { found: found.subjects.length > 0, unclear: unclear?.message ?? null };
}

/** A line of the list, once every system was asked. */
export interface Standing {
  readonly state: "clear" | "same" | "unknown" | "unclear";
  /** By place. */
  readonly sameAs: number | null;
  readonly finding: string | null;
}

/** Unclear anywhere is unclear; known anywhere is known; the same anywhere is the same. */
export function settleStandings(
  people: readonly BatchPerson[],
  seen: readonly (readonly Sighting[])[],
): readonly Standing[] {
  const first = new Map<number, number>();
  const rootOf = (at: number): number => {
    const other = first.get(at);
    return other === undefined ? at : rootOf(other);
  };
  for (const sightings of seen) {
    for (const [at, { sameAs }] of sightings.entries()) {
      if (sameAs === null) continue;
      const [low = at, high = at] = [rootOf(at), rootOf(sameAs)].sort((a, b) => a - b);
      if (low !== high) first.set(high, low);
    }
  }
  return people.map((_, at): Standing => {
    const own = seen.map((sightings) => sightings[at]);
    const unclear = own.find((one) => one?.unclear !== null && one !== undefined)?.unclear ?? null;
    if (unclear !== null) return { state: "unclear", sameAs: null, finding: unclear };
    const root = rootOf(at);
    if (root !== at) return { state: "same", sameAs: root, finding: null };
    return own.some((one) => one?.found)
      ? { state: "clear", sameAs: null, finding: null }
      : { state: "unknown", sameAs: null, finding: "Nobody is known by that." };
  });
}

/** Everybody who is clear, with all that names them. */
export interface Member {
  readonly line: number;
  readonly person: BatchPerson;
  /** Places in the list of all that name them. */
  readonly places: readonly number[];
}

export function groupMembers(people: readonly BatchPerson[], standings: readonly Standing[]): readonly Member[] {
  return people.flatMap((person, at): readonly Member[] => {
    if (standings[at]?.state !== "clear") return [];
    const places = people.flatMap((_, other) => (other === at || standings[other]?.sameAs === at ? [other] : []));
    const identifiers = places.flatMap((place) => people[place]?.identifiers ?? []);
    const keys = places.flatMap((place) => people[place]?.keys ?? []);
    return [{ line: person.line, person: { line: person.line, identifiers, keys }, places }];
  });
}
