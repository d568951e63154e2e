/** Checks proofs of the ledger's tree (RFC 9162) in the browser: nobody has to believe the server that sends them. */

/**
 * Section 2.1.3.2: does the audit path lead from this leaf to this root?
 * @param proof hashes in hexadecimal
 */
export async function verifyInclusion(proof: {
  readonly index: number;
  readonly size: number;
  readonly leafHash: string;
  readonly rootHash: string;
  readonly path: readonly string[];
}): Promise<boolean> {
  if (proof.index >= proof.size) return false;
  let node = proof.index;
  let last = proof.size - 1;
  let hash = fromHex(proof.leafHash);
  for (const step of proof.path) {
    if (last === 0) return false;
    const sibling = fromHex(step);
    if (node % 2 === 1 || node === last) {
      hash = await hashPair(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = await hashPair(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && toHex(hash) === proof.rootHash;
}

/** Section 2.1.4.2: does the larger tree begin with exactly the smaller one? */
export async function verifyConsistency(proof: {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: string;
  readonly toRoot: string;
  readonly path: readonly string[];
}): Promise<boolean> {
  const { from, to, fromRoot, toRoot } = proof;
  if (from < 1 || from > to) return false;
  if (from === to) return proof.path.length === 0 && fromRoot === toRoot;
  // A complete smaller tree is itself the first node of the path.
  const path = Number.isInteger(Math.log2(from)) ? [fromRoot, ...proof.path] : [...proof.path];
  const first = path.shift();
  if (first === undefined) return false;
  let [node, last] = [from - 1, to - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let older = fromHex(first);
  let newer = older;
  for (const step of path) {
    if (last === 0) return false;
    const sibling = fromHex(step);
    if (node % 2 === 1 || node === last) {
      older = await hashPair(sibling, older);
      newer = await hashPair(sibling, newer);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newer = await hashPair(newer, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && toHex(older) === fromRoot && toHex(newer) === toRoot;
}

/** False where the browser has no SHA-256: pages without https. */
export function canVerify(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

/** The hash of an inner node: SHA-256 over 0x01, left, right. */
async function hashPair(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
