/** Roles of all references of a system, those to people and those between things. */
import type { EvidenceIndex } from "./evidence.ts";
import { COLLECTIVES, ORGANISATIONS, SUPPLYING } from "./nouns.ts";
import { readPartRoles } from "./part-roles.ts";
import { readPersonRoles } from "./person-roles.ts";
import type { Reference } from "./reference.ts";
import type { RoleReading } from "./role-reading.ts";
import { findServing, readSpread } from "./spread.ts";
import type { Facts, Subject } from "./subjects.ts";
import type { TableIndex } from "./table-index.ts";

/** Roles by reference, and the tables whose rows belong to people. */
export interface Roles {
  readonly roles: ReadonlyMap<Reference, RoleReading>;
  readonly owned: ReadonlySet<string>;
}

/** Tables that say who takes part in something. */
const MEMBERS = /^(participant|member|membership|attendee|collaborator|teilnehmer|mitglied|membre|miembro)$/;

/** From here on nothing but the owner is meant by the words of a reference. */
const PLAIN = 0.9;

/** So many tables beside those of people are in a tenant. */
const SHARED_BY = 3;

/** What people and many things are in is no one's of them: a customer's firm, however it is called. */
function findTenants(
  toThings: readonly Reference[],
  people: ReadonlyMap<string, Subject>,
  theirs: ReadonlySet<string>,
): ReadonlySet<string> {
  const bare = toThings.filter(({ words, nullable, sharedKey }) => words.length === 0 && !nullable && !sharedKey);
  const within = Map.groupBy(bare, ({ to }) => to);
  return new Set(
    [...within].flatMap(([name, all]) => {
      const things = new Set(all.filter(({ from }) => !people.has(from)).map(({ from }) => from));
      const isIn = ({ from }: Reference) => {
        const one = people.get(from);
        return one !== undefined && !one.identityOnly && !/^invit/.test(one.table.head);
      };
      // What says plainly whose it is, is theirs, whoever else has a part in it.
      return things.size >= SHARED_BY && all.some(isIn) && !theirs.has(name) ? name : [];
    }),
  );
}

/** Tables whose rows belong, however far, to people who are not staff. */
function findOthers(
  toPeople: ReadonlyMap<Reference, RoleReading>,
  toThings: ReadonlyMap<Reference, RoleReading>,
  people: ReadonlyMap<string, Subject>,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [{ from, to }, { role }] of toPeople)
    if ((role === "owner" || role === "part") && people.get(to)?.side !== "staff") found.add(from);
  const parts = [...toThings].flatMap(([reference, { role }]) => (role === "part" ? reference : []));
  const below = Map.groupBy(parts, ({ to }) => to);
  const queue = [...found];
  const within = new Set<string>();
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const { from } of below.get(name) ?? []) {
      if (within.has(from)) continue;
      within.add(from);
      queue.push(from);
    }
  }
  return within;
}

/** Roles of all references. Twice, because a reference to people is read otherwise in a row that has a parent. */
export function readRoles(
  index: TableIndex,
  facts: Facts,
  references: readonly Reference[],
  people: ReadonlyMap<string, Subject>,
  organisations: ReadonlySet<string>,
  data: EvidenceIndex,
): Roles {
  const toPeople = references.filter((reference) => people.has(reference.to));
  const toThings = references.filter((reference) => !people.has(reference.to));
  const naming = new Set(toPeople.map((reference) => reference.from));
  const firmly = new Set(toPeople.filter(({ nullable }) => !nullable || index.loose).map(({ from }) => from));
  const loosely = naming.difference(firmly);
  // Whose rows say plainly whose they are.
  const plain = toPeople
    .filter(({ from, words, match }) => !people.has(from) && words.length === 0 && !match)
    .filter(({ when }) => Object.keys(when).length === 0)
    .filter(({ to }) => people.get(to)?.side !== "staff" && people.get(to)?.serves !== true);
  const theirs = new Set(plain.filter(({ nullable }) => !nullable).map(({ from }) => from));
  // A loan is a client's or a group's: it may be empty, and no guarantor's loan is a tenant for that.
  const mayBeTheirs = new Set(
    plain
      .map(({ from }) => from)
      .filter((name) => ![COLLECTIVES, ORGANISATIONS].some((nouns) => nouns.has(index.named.get(name)?.head ?? ""))),
  );
  const tenants = index.uses("tenants") ? findTenants(toThings, people, theirs.union(mayBeTheirs)) : new Set<string>();
  const shared = new Set<string>();
  const inCollective = new Set(
    toThings
      .filter(
        ({ to, nullable }) =>
          !nullable && (COLLECTIVES.has(index.named.get(to)?.head ?? "") || organisations.has(to) || tenants.has(to)),
      )
      .map(({ from }) => from),
  );
  const supplied = new Set(
    references.filter(({ to }) => SUPPLYING.has(index.named.get(to)?.head ?? "")).map(({ from }) => from),
  );
  const answered = new Set<string>();
  if (index.uses("shared-by-members")) {
    for (const { from, to, nullable, when } of toThings) {
      if (nullable || Object.keys(when).length > 0) continue;
      if (naming.has(from) && MEMBERS.test(index.named.get(from)?.head ?? "")) shared.add(to);
      if (theirs.has(from)) answered.add(to);
    }
  }
  const spread = readSpread(
    toPeople.filter(({ from }) => !people.has(from)),
    index,
    data,
    index.uses,
  );
  const serving = findServing(toPeople, people, spread);
  const once = (hasParent: ReadonlySet<string>, ofOthers: ReadonlySet<string>, parentsKnown: boolean) => {
    const person = readPersonRoles(
      toPeople,
      people,
      index,
      hasParent,
      { inCollective, shared, answered, supplied, ofOthers, spread, serving, parentsKnown },
      facts,
    );
    const owned = new Set<string>();
    const wholly = new Set<string>();
    const plainly = new Set<string>();
    const named = new Set<string>();
    for (const [reference, { role, confidence }] of person) {
      if (role !== "actor") named.add(reference.from);
      if (role !== "owner" && role !== "part") continue;
      owned.add(reference.from);
      if (Object.keys(reference.when).length === 0) wholly.add(reference.from);
      const one = people.get(reference.to);
      if (confidence >= PLAIN && one?.side !== "staff" && !one?.serves) plainly.add(reference.from);
    }
    return {
      person,
      parts: readPartRoles({
        tables: index.named,
        uses: index.uses,
        facts,
        references: toThings,
        people: new Set(people.keys()),
        owned,
        wholly,
        naming,
        loosely,
        named,
        tenants,
        plainly,
      }),
    };
  };
  const first = once(new Set(), new Set(), false);
  const second =
    serving.size === 0 && first.parts.parts.isDisjointFrom(naming)
      ? first
      : once(first.parts.parts, findOthers(first.person, first.parts.roles, people), true);
  return { roles: new Map([...second.person, ...second.parts.roles]), owned: second.parts.owned };
}
