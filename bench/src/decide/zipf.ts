/** Draws as visits come: few people very often, most hardly ever. */

/** `count` numbers below `people`, of which the k-th most frequent has a weight of 1/k (Zipf's law with exponent 1). */
export function drawZipf(people: number, count: number, seed = 42): Uint32Array {
  const cumulative = new Float64Array(people);
  let sum = 0;
  for (let rank = 0; rank < people; rank += 1) {
    sum += 1 / (rank + 1);
    cumulative[rank] = sum;
  }
  let state = seed >>> 0;
  const random = (): number => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  // The most frequent ones must not be neighbours in the table.
  const spread = (rank: number): number => (rank * 7_919) % people;
  const draws = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    const wanted = random() * sum;
    let low = 0;
    let high = people - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    draws[index] = spread(low);
  }
  return draws;
}
