/** One person in several rows of a random world: accounts that belong to a user or were merged, contacts known by an address. */
import fc from "fast-check";
import { type Built, table } from "./build-model.ts";
import type { Row } from "./memory-store.ts";

export interface SamePlan {
  /** Whose each account is: a person by their place, 3 nobody's. */
  readonly accounts: readonly number[];
  /** What the application does with accounts when a user goes, and whether each has to name one. */
  readonly action: number;
  readonly nullable: boolean;
  /** Accounts name the one that they were merged into. */
  readonly merged: boolean;
  /** Whom each contact's address names: a person by their place, 3 nobody. */
  readonly contacts: readonly number[];
  /** The map says of contacts that they are the same person; without, the address alone does. */
  readonly stated: boolean;
  /** An address of another in a user's row: 0 none, 1 of whom it is about, 2 of who acted. */
  readonly partner: number;
}

/** Plans of them; in about half of all worlds there is none. */
export const samePlan: fc.Arbitrary<SamePlan> = fc.record({
  accounts: fc.oneof(fc.constant([]), fc.array(fc.nat(3), { minLength: 2, maxLength: 4 })),
  action: fc.nat(3),
  nullable: fc.boolean(),
  merged: fc.nat(3).map((pick) => pick > 0),
  contacts: fc.oneof(fc.constant([]), fc.array(fc.nat(3), { minLength: 1, maxLength: 3 })),
  stated: fc.boolean(),
  partner: fc.nat(4).map((pick) => Math.max(0, pick - 2)),
});

const ACTIONS = ["cascade", "set-null", "no-action", "nofk"] as const;
const IDENTITY = { name: "text ! @name", email: "text ! unique @contact.email #email" };

/** The tables of a plan, as far as it has rows of them. */
export function sameTables({ accounts, action, nullable, merged, contacts, stated }: SamePlan): readonly Built[] {
  const does = ACTIONS[action] ?? "no-action";
  const said = nullable ? does : `! ${does === "set-null" ? "no-action" : does}`;
  const account = table(
    "accounts",
    {
      id: "int pk",
      ...IDENTITY,
      user_id: `int -> users part same ${said}`,
      ...(merged ? { merged_into: "int -> accounts context same set-null" } : {}),
    },
    { kind: "subject" },
  );
  const contact = table("contacts", {
    id: "int pk",
    name: "text ! @name",
    email: `text ! @contact.email #email -> users.email owner match ${stated ? "same" : ""}`,
  });
  return [...(accounts.length > 0 ? [account] : []), ...(contacts.length > 0 ? [contact] : [])];
}

/** What the row of a user says of another's address. */
export const PARTNER = [
  "",
  "text @contact.email -> users.email context match",
  "text @contact.email -> users.email actor match",
];

/** Their rows. A name says whose it is. */
export function sameRows(
  plan: SamePlan,
  people: readonly string[],
): Readonly<Record<"accounts" | "contacts", readonly Row[]>> {
  const whose: string[] = [];
  const accounts = plan.accounts.flatMap((pick, at): readonly Row[] => {
    const user = people[pick] ?? (plan.nullable ? null : (people[0] ?? null));
    // One that names no user is of whoever has the account that it was merged into.
    const into = user === null ? at - 1 : whose.indexOf(user);
    const isMerged = plan.merged && into >= 0;
    const person = user ?? (isMerged ? (whose[into] ?? "") : `none${at}`);
    whose.push(person);
    return [
      {
        id: String(11 + at),
        name: `name-accounts-${person}-${at}-`,
        email: `mail-accounts-${person}-${at}-@example.org`,
        user_id: user,
        ...(plan.merged ? { merged_into: isMerged ? String(11 + into) : null } : {}),
      },
    ];
  });
  const contacts = plan.contacts.map((pick, at): Row => {
    const person = people[pick];
    const email = person === undefined ? `nobody${at}@example.net` : `Mail-users-${person}-@example.org`;
    return { id: String(31 + at), name: `name-contacts-${person ?? "none"}-${at}-`, email };
  });
  return { accounts, contacts };
}
