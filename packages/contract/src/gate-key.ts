/** The 64-bit key by which the SDK's gate knows a person: short enough for a million of them in memory. */

/**
 * Two 32-bit halves of a hash of an id, as unsigned numbers. Ids are random and made by Kept, so that an even hash is
 * enough: that any two of a million people share a key has a probability of 3 in 100 million.
 */
export function gateKey(id: string): readonly [high: number, low: number] {
  const out = new Uint32Array(2);
  writeGateKey(id, out);
  return [out[0] ?? 0, out[1] ?? 0];
}

/** The same into two numbers that are there already: for a million a second. */
export function writeGateKey(id: string, out: Uint32Array): void {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < id.length; index += 1) {
    const code = id.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  out[0] = b;
  out[1] = a;
}

/** The key as sixteen hexadecimal digits. */
export function gateKeyText(id: string): string {
  return gateKey(id)
    .map((half) => half.toString(16).padStart(8, "0"))
    .join("");
}
