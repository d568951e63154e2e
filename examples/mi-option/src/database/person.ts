/** An invented person as the generators pass them around, and how one is chosen. */
import type { Place } from "./names.ts";
import type { Random } from "./random.ts";

export interface Person {
  readonly id: number;
  readonly email: string;
  readonly displayName: string;
  readonly fullName: string | null;
  readonly joinedAt: string;
  readonly place: Place;
  readonly addressId: number | null;
  /** The postal address on one line, as an invoice prints it. */
  readonly addressLine: string;
  /** From 0 (signed up and left) to 1 (here every day). */
  readonly activity: number;
  readonly referredBy: number | null;
  /** Ada and Bo: they get some of everything, so that a demonstration has something to show. */
  readonly isDemo: boolean;
}

export interface People {
  /** In the order of joining; the id of a person is their position plus one. */
  readonly all: readonly Person[];
  readonly ada: Person;
  readonly bo: Person;
}

/** Somebody who had joined by `instant`, the more active the likelier; undefined when nobody suits. */
export function pickActive(
  random: Random,
  people: readonly Person[],
  instant: string,
  suits: (person: Person) => boolean = () => true,
): Person | undefined {
  let best: Person | undefined;
  for (let tries = 0, seen = 0; tries < 24 && seen < 3; tries++) {
    const candidate = random.pick(people);
    if (candidate.joinedAt > instant || !suits(candidate)) continue;
    seen++;
    if (!best || candidate.activity > best.activity) best = candidate;
  }
  return best;
}
