/** What people are to one another: the same person, a part of one, or somebody who acts for them. */
import type { Reference } from "./reference.ts";
import { readRoleWords } from "./role-nouns.ts";
import { type RoleReading, readAs } from "./role-reading.ts";
import type { RuleUse } from "./rules.ts";
import type { Subject } from "./subjects.ts";
import { keepsVersions } from "./versions.ts";

/** Words that tell an account, and no other person: `portal_user_id` of a contact. */
const OF_AN_ACCOUNT: ReadonlySet<string> = new Set(
  "portal login web app wp cms system site online linked auth sso own associated related internal".split(" "),
);

/** Those whom somebody has of their own, whoever they are otherwise. */
const OF_THEIRS = /^(dependent|dependant|beneficiary|relative|spouse|emergency|family|next)$/;

const SAME_PERSON: ReadonlySet<string> = new Set(["merged", "duplicate", "canonical", "converted", "alias", "same"]);

/** References from one kind of people to another, or to themselves. */
export function readBetweenPeople(reference: Reference, from: Subject, to: Subject, uses: RuleUse): RoleReading {
  const meaning = readRoleWords(reference.words);
  if (reference.words.some((word) => SAME_PERSON.has(word)))
    return readAs("owner", 0.6, "the same person under another key", { same: true });
  if (from.capacity && reference.words.length === 0 && uses("capacities"))
    return readAs("part", 0.9, "a capacity in which this person acts");
  if (reference.sharedKey && from.table !== to.table && !reference.match)
    return readAs("part", 0.95, "shares the key of the person it extends");
  if (from.table === to.table && reference.words.length === 0 && keepsVersions(from.table))
    return readAs("owner", 0.75, "another version of the same row", { same: true });
  if (from.table === to.table) return readAs("actor", 0.9, "people who refer to one another own nothing of each other");
  if (from.identityOnly) {
    if (meaning === "actor" || meaning === "creator" || meaning === "server" || meaning === "from")
      return readAs("actor", 0.85, `"${reference.words.join(" ")}" acted on it`);
    if (meaning === "owner" && to.side === "staff" && reference.words.length > 0)
      return readAs("actor", 0.8, `"${reference.words.join(" ")}" looks after them`);
    const isTheirAccount = reference.match || reference.words.every((word) => OF_AN_ACCOUNT.has(word));
    if (meaning === undefined && !isTheirAccount)
      return readAs("actor", 0.6, `"${reference.words.join(" ")}" says nothing of whose it is`);
    return readAs("owner", 0.75, "people known by an address, and the account of that address", {
      same: reference.match,
    });
  }
  if (reference.words.length === 0) {
    if (to.side === "staff" && from.side === "contact" && !from.table.words.some((word) => OF_THEIRS.test(word)))
      return readAs("actor", 0.85, "staff who look after them");
    if (from.side === "contact") return readAs("owner", 0.8, `kept by one of ${to.table.schema.name}`);
    if (reference.unique && uses("one-person-twice"))
      return readAs("owner", 0.9, "one person in two tables", { same: true });
    if (to.side === "staff" && from.side !== "staff" && !from.table.words.some((word) => OF_THEIRS.test(word)))
      return readAs("actor", 0.85, "staff who look after them");
    return readAs("owner", 0.65, "one person in two tables", { same: true });
  }
  if (reference.match) return readAs("owner", 0.7, "somebody with the same address", { same: true });
  if (reference.words.every((word) => OF_AN_ACCOUNT.has(word)) && uses("accounts-of-people"))
    return readAs("owner", 0.75, `"${reference.words.join(" ")}": the account of the same person`, { same: true });
  if (meaning === "owner" && to.side === "staff")
    return readAs("actor", 0.8, `"${reference.words.join(" ")}" looks after them`);
  if (meaning === "owner" && from.side === "contact")
    return readAs("owner", 0.8, `"${reference.words.join(" ")}" keeps it`);
  return readAs(
    "actor",
    meaning === "actor" || meaning === "server" ? 0.9 : 0.6,
    `"${reference.words.join(" ")}" acts for them`,
  );
}
