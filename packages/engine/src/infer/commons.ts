/** Finds owners of what is not theirs alone: a room that bookings, sessions and blocks name has somebody in charge. */

import { CATALOGUE, LOOKUPS, ORGANISATIONS } from "./nouns.ts";
import { hasBody } from "./part-roles.ts";
import type { Reference } from "./reference.ts";
import type { RoleReading } from "./role-reading.ts";
import { isNamedAfter } from "./role-signs.ts";
import type { Subject } from "./subjects.ts";
import type { TableIndex } from "./table-index.ts";

/** So many tables name a row without being parts of it. */
const NAMED_BY = 3;
/** So many hang on a row, as parts or not. */
const CROWD = 6;

/**
 * Owners, by declared keys, of rows that at least as many kinds of rows merely name as are parts of them. To delete such a row with
 * its owner would take from others what their rows are about, so that somebody is asked. A plain `patient_id` says enough.
 */
export function findCommons(
  roles: ReadonlyMap<Reference, RoleReading>,
  people: ReadonlyMap<string, unknown>,
  index: TableIndex,
): ReadonlySet<Reference> {
  const naming = new Map<string, Set<string>>();
  const parts = new Map<string, Set<string>>();
  for (const [{ from, to }, { role }] of roles) {
    if (from === to || people.has(to)) continue;
    const all = role === "context" ? naming : role === "part" ? parts : null;
    all?.set(to, (all.get(to) ?? new Set()).add(from));
  }
  // What many kinds of rows hang on is hardly theirs who merely made it: a channel, a board.
  const isCrowded = (name: string) => (naming.get(name)?.size ?? 0) + (parts.get(name)?.size ?? 0) >= CROWD;
  const isCommon = (name: string) => {
    const table = index.named.get(name);
    const named = naming.get(name)?.size ?? 0;
    return table !== undefined && named >= NAMED_BY && named >= (parts.get(name)?.size ?? 0) && !hasBody(table);
  };
  return new Set(
    [...roles].flatMap(([reference, { role, entered }]) =>
      role === "owner" &&
      reference.words.length > 0 &&
      reference.origin === "declared" &&
      reference.stated === undefined &&
      !people.has(reference.from) &&
      (isCommon(reference.from) || (entered !== undefined && isCrowded(reference.from)))
        ? [reference]
        : [],
    ),
  );
}

/** What is called an item is somebody's of a list or an order, and on no offer. */
const DETAIL = /^(item|article|line|entry)$/;

/** In so many kinds of rows that are there for all. */
const FOR_ALL = 2;

/**
 * Plain owners, by declared keys, of what is there for all (rates, kinds, products) in several tables: as those who made it, it may be, and
 * then no other row of that name need be theirs either. Somebody is asked, once for all of a name, but for what is called after people. By
 * reference: the tables that are there for all.
 */
export function findMakersForAll(
  roles: ReadonlyMap<Reference, RoleReading>,
  people: ReadonlyMap<string, Subject>,
  index: TableIndex,
): ReadonlyMap<Reference, readonly string[]> {
  const plain = [...roles].filter(
    ([{ from, words, origin, stated, sharedKey }, { role }]) =>
      role === "owner" &&
      words.length === 0 &&
      origin === "declared" &&
      stated === undefined &&
      !sharedKey &&
      !people.has(from),
  );
  const isForAll = ({ from, to }: Reference) => {
    const table = index.named.get(from);
    const subject = people.get(to);
    if (table === undefined || table.joins || (subject !== undefined && isNamedAfter(table, subject))) return false;
    return !DETAIL.test(table.head) && (LOOKUPS.has(table.head) || CATALOGUE.has(table.head));
  };
  // Where nobody but one kind of people is there, nothing is kept for others.
  const isCounterpart = (name: string) => {
    const head = index.named.get(name)?.head ?? "";
    const side = people.get(name)?.side;
    return side === "customer" || side === "contact" || ORGANISATIONS.has(head);
  };
  const alike = Map.groupBy(
    plain.map(([reference]) => reference),
    ({ columns, to }) => `${columns.join()} ${to}`,
  );
  const others = [...index.named.keys()].filter(isCounterpart);
  const found = new Map<Reference, readonly string[]>();
  for (const all of alike.values()) {
    const forAll = all.filter(isForAll).map(({ from }) => from);
    if (forAll.length < FOR_ALL || !others.some((name) => name !== all[0]?.to)) continue;
    for (const reference of all) found.set(reference, forAll);
  }
  return found;
}
