/** What a reference was read to mean. */
import type { Role } from "../model.ts";

export interface RoleReading {
  readonly role: Role;
  /** 0 to 1: how surely it is this role, given the reference. */
  readonly confidence: number;
  readonly why: string;
  readonly same: boolean;
  /** One of several references that could all be the owner. */
  readonly ambiguous: boolean;
  /** Read so for want of anything better. */
  readonly last?: true;
  /** The owner by words that say nothing of it. */
  readonly unheard?: true;
  /** The owner, by words that may be of whoever serves: one of few people in many rows. */
  readonly serving?: true;
  /** The owner for having made a row in which nothing is written, or no more than a note. */
  readonly entered?: "bare" | "noted";
}

/** A reading of which only what differs from a plain one has to be said. */
export function readAs(
  role: Role,
  confidence: number,
  why: string,
  { same = false, ambiguous = false }: { readonly same?: boolean; readonly ambiguous?: boolean } = {},
): RoleReading {
  return { role, confidence, why, same, ambiguous };
}

/** What the map says of all columns of a name. */
export function readAsStated(role: Role): RoleReading {
  return readAs(role, 1, "the map says so");
}
