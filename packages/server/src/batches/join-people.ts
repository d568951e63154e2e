/** Whoever is named by several lines is one person, known by all of them. */
import type { BatchLineRow, BatchPerson } from "./queries.ts";

/** Each person by the line that stands for them. Lines of nobody are left out. */
export function joinPeople(
  lines: readonly BatchLineRow[],
  people: readonly BatchPerson[],
): ReadonlyMap<number, BatchPerson> {
  const said = new Map(people.map((one) => [one.line, one]));
  const joined = new Map<number, BatchPerson>();
  for (const [line, own] of Map.groupBy(lines, (one) => one.same_as ?? one.line)) {
    const named = own.flatMap((one) => said.get(one.line) ?? []);
    if (named.length === 0) continue;
    joined.set(line, {
      line,
      identifiers: named.flatMap(({ identifiers }) => identifiers),
      keys: named.flatMap(({ keys }) => keys),
    });
  }
  return joined;
}
