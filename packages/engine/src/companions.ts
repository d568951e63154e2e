/** Who hangs together with whom: numbers that are joined into groups, whatever the order in which that is said. */
/** Numbers from 0 on that are joined into groups. */
export interface Companions {
  join(one: number, other: number): void;
  /** Each in its order, and all in the order of their first. */
  groups(): readonly (readonly number[])[];
}

/** So many of them, each in a group of its own. */
export function createCompanions(count: number): Companions {
  const leaders = Array.from({ length: count }, (_, at) => at);
  const leaderOf = (one: number): number => {
    let at = one;
    for (let next = leaders[at] ?? at; next !== at; next = leaders[at] ?? at) {
      leaders[at] = leaders[next] ?? next;
      at = next;
    }
    return at;
  };
  return {
    join(one, other) {
      const [a, b] = [leaderOf(one), leaderOf(other)];
      leaders[Math.max(a, b)] = Math.min(a, b);
    },
    groups: () => [...Map.groupBy(leaders.keys(), leaderOf).values()],
  };
}
