/** What is said where somebody's data is restricted: in the same words in a plan, beside a list of people, and on the command line. */
import type { Finding } from "./model.ts";

/** A restriction that has not been lifted. */
export interface StandingRestriction {
  /** What people call it: a reference, or a run. */
  readonly name: string;
  /** ISO 8601. */
  readonly since: string;
  /** Values were taken out, so that nothing finds them; false: everything is there, under a mark. */
  readonly isSealed: boolean;
}

/** That it stands, since when, and what to do. It blocks: what is restricted is stored, and nothing else (Art. 18(2) GDPR). */
export function restrictionStands({ name, since, isSealed }: StandingRestriction, lift: string): Finding {
  const what = isSealed
    ? "has sealed what is theirs here: it cannot be found, shown or changed before that is lifted"
    : "has marked what is theirs here: it is stored, and nothing else, before that is lifted";
  return {
    code: "restriction_stands",
    table: "",
    column: "",
    message: `The restriction ${name} stands since ${since.slice(0, 10)} and ${what}.`,
    suggestion: `Lift it first: ${lift}`,
    blocks: true,
  };
}
