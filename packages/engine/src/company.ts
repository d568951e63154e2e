/** People who leave together: whose each row is among them. */
import { chooseDoomed, isEverything } from "./choose-doomed.ts";
import { type Share, shareAsReach } from "./reach-within.ts";
import type { Reach, ReachedRow, ReachedTable } from "./reached-rows.ts";
import type { Scope } from "./rights.ts";
import type { Company } from "./settle-shares.ts";

/** Rows of several reaches are told apart by the values that all of them share. */
export type Values = ReachedRow["values"];

/** Who of the people own a row. Asked for few rows: what the law retains, and what others' rows let go of. */
export function createCompany(whole: Reach, members: readonly Share[], scope: Scope): Company {
  const asked = isEverything(scope) ? null : doomedTogether(whole, members, scope);
  const known = new Map<ReachedTable["table"], OwnersOf>();
  return {
    doomed: asked === null ? null : { has: ({ values }) => asked.has(values) },
    ownersOf({ values }, table) {
      let owners = known.get(table);
      if (owners === undefined) {
        owners = collectOwners(members, table.name);
        known.set(table, owners);
      }
      return owners.get(values) ?? NOBODY;
    },
  };
}

/**
 * What all who own a row ask to be gone, of a right about a part: a row that one of them loses with what it hangs on stays
 * where another has not asked for it.
 */
function doomedTogether(whole: Reach, members: readonly Share[], scope: Scope): ReadonlySet<Values> {
  const asked = new Set<Values>();
  const wanted = new Set<Values>();
  for (const member of members) {
    const doomed = chooseDoomed(shareAsReach(whole, member), scope);
    for (const { rows } of member.tables) {
      for (const row of rows) {
        if (doomed.has(row)) asked.add(row.values);
        else if (row.level === "own") wanted.add(row.values);
      }
    }
  }
  return asked.difference(wanted);
}

type OwnersOf = ReadonlyMap<Values, readonly number[]>;

const NOBODY: readonly number[] = [];

function collectOwners(members: readonly Share[], table: string): OwnersOf {
  const owners = new Map<Values, readonly number[]>();
  for (const [at, member] of members.entries()) {
    const alone = [at];
    for (const { reached, rows } of member.tables) {
      if (reached.table.name !== table) continue;
      for (const { level, values } of rows) {
        if (level !== "own") continue;
        const known = owners.get(values);
        owners.set(values, known === undefined ? alone : [...known, at]);
      }
    }
  }
  return owners;
}
