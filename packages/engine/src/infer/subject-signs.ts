/** What tells people from what merely names some: what they are known by, and how other rows refer to them. */
import { type Identity, readIdentity } from "./identity.ts";
import type { Reference } from "./reference.ts";
import type { Facts } from "./subjects.ts";
import type { TableIndex } from "./table-index.ts";
import { findTableNoun } from "./table-nouns.ts";

/** Nothing but a full name and something to know them by: people, however the table is called. */
export function showsPeople(identity: Identity): boolean {
  const reached = identity.emails.length + identity.phones.length + identity.logins.length;
  return identity.born || identity.documents.length > 0 || identity.password || reached > 0;
}

/** Something to reach somebody by, or a document of theirs. */
export function showsContact({ emails, phones, documents }: Identity): boolean {
  return emails.length + phones.length + documents.length > 0;
}

/** A login or an address that is somebody else's makes nobody of the row. */
export function leaveOut(identity: Identity, outgoing: readonly Reference[]): Identity {
  const others = new Set(outgoing.filter(({ from, to }) => from !== to).flatMap(({ columns }) => columns));
  const isOwn = (column: string) => !others.has(column);
  return { ...identity, logins: identity.logins.filter(isOwn), emails: identity.emails.filter(isOwn) };
}

/** So many tables that keep the same. */
const KEPT = 5;

export const wordsTo = ({ words, to }: Reference) => `${words.join(" ")} ${to}`;

/** What refers under the same words to the same table everywhere says who entered a row, and not whose it is. */
export function findKept(references: readonly Reference[]): ReadonlySet<string> {
  const tables = Map.groupBy(
    references.filter(({ words }) => words.length > 0),
    wordsTo,
  );
  return new Set([...tables].flatMap(([key, all]) => (new Set(all.map(({ from }) => from)).size >= KEPT ? key : [])));
}

/** Tables that a table of people with their first and last names continues under its key. */
export function findContinued(index: TableIndex, facts: Facts, references: readonly Reference[]): ReadonlySet<string> {
  const found = references.filter(({ from, to, sharedKey, words }) => {
    const table = index.named.get(from);
    if (!sharedKey || words.length > 0 || from === to || table === undefined) return false;
    return (
      findTableNoun(table)?.strength === "strong" && readIdentity(table, facts.get(from) ?? new Map()).firstAndLast
    );
  });
  return new Set(found.map(({ to }) => to));
}

/** Whoever takes part under a name and an address, with an account or without. */
export function isOfGuests(identity: Identity, accounts: readonly Reference[]): boolean {
  return (
    identity.emails.length > 0 &&
    identity.anyName &&
    accounts.length > 0 &&
    accounts.every(({ nullable, sharedKey }) => nullable && !sharedKey)
  );
}
