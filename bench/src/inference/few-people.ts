/** Which references of a schema name few people in many rows, as those who serve or act do where whose the rows are is many. */
import type { PeopleTruth } from "./cases.ts";

/** Of columns in which people act, one in so many names as many of them as any other: whoever invites or edits may be anybody. */
const MANY_ACT = 4;
/** Of columns that say whose a row is, one in so many names few: a house may have few customers. */
const FEW_OWN = 8;

/** A number that goes by a name, the same on every run. */
function numberOf(name: string): number {
  let state = 7;
  for (const char of name) state = (Math.imul(state, 31) + char.charCodeAt(0)) >>> 0;
  return state;
}

/**
 * References (`table.column`, columns joined by `+`) that name few people, by what the truth says of roles and nothing else. Where
 * it allows an act and an owner, a column acts as the others of its name do.
 */
export function findFewPeople(truth: PeopleTruth): ReadonlySet<string> {
  const lines = truth.people.map((line) => {
    const [place = "", , , role = ""] = line.split(" ");
    return { place, column: place.slice(place.indexOf(".") + 1), roles: role.split("|") };
  });
  const onlyActs = (roles: readonly string[]) => roles.every((role) => role === "actor" || role === "context");
  const acting = new Set(lines.filter(({ roles }) => onlyActs(roles)).map(({ column }) => column));
  const acts = ({ column, roles }: (typeof lines)[number]) =>
    onlyActs(roles) || (roles.includes("actor") && acting.has(column));
  return new Set(
    lines
      .filter((line) => (acts(line) ? numberOf(line.column) % MANY_ACT !== 0 : numberOf(line.place) % FEW_OWN === 0))
      .map(({ place }) => place),
  );
}
