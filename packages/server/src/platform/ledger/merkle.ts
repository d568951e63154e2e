/** The Merkle tree of RFC 9162, section 2: hashes, subtrees, proofs and their verification. Pure. */
import { createHash } from "node:crypto";

export type Hash = Uint8Array;

/** Gives the root of a complete subtree: level 0 is a leaf, level n the n-th level above; index counts within the level. */
export type ReadNode = (level: number, index: number) => Promise<Hash>;

/** Root of the tree without leaves. */
export const EMPTY_ROOT: Hash = createHash("sha256").digest();

/** Hash of a leaf's data. The prefix keeps leaves and inner nodes apart. */
export function hashLeaf(data: Uint8Array): Hash {
  return createHash("sha256").update(Buffer.of(0)).update(data).digest();
}

export function hashChildren(left: Hash, right: Hash): Hash {
  return createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest();
}

/** Largest power of two smaller than `size`; size is at least 2. Tree sizes exceed 32 bits, so no bit operations. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** Root of the leaves from `start` up to `end`; `start` must be where a subtree begins. Reads O(log n) nodes. */
export async function rangeRoot(start: number, end: number, read: ReadNode): Promise<Hash> {
  const size = end - start;
  if (size === 0) return EMPTY_ROOT;
  const level = Math.log2(size);
  if (Number.isInteger(level)) return await read(level, start / size);
  const middle = start + split(size);
  return hashChildren(await rangeRoot(start, middle, read), await rangeRoot(middle, end, read));
}

/** Proof that leaf `index` is in the tree of `size` leaves (2.1.3.1). */
export async function inclusionProof(index: number, size: number, read: ReadNode): Promise<readonly Hash[]> {
  if (!(index >= 0 && index < size)) throw new RangeError("The index is outside the tree.");
  const path: Hash[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + split(end - start);
    if (index < middle) {
      path.unshift(await rangeRoot(middle, end, read));
      end = middle;
    } else {
      path.unshift(await rangeRoot(start, middle, read));
      start = middle;
    }
  }
  return path;
}

/** Proof that the tree of `to` leaves begins with the tree of `from` leaves (2.1.4.1). */
export async function consistencyProof(from: number, to: number, read: ReadNode): Promise<readonly Hash[]> {
  if (!(from > 0 && from <= to)) throw new RangeError("The sizes are not in order.");
  const path: Hash[] = [];
  let start = 0;
  let end = to;
  let wholeTree = true;
  while (from !== end) {
    const middle = start + split(end - start);
    if (from <= middle) {
      path.unshift(await rangeRoot(middle, end, read));
      end = middle;
    } else {
      path.unshift(await rangeRoot(start, middle, read));
      start = middle;
      wholeTree = false;
    }
  }
  if (!wholeTree) path.unshift(await rangeRoot(start, end, read));
  return path;
}

/** Checks an inclusion proof (2.1.3.2). */
export function verifyInclusion(index: number, size: number, leaf: Hash, path: readonly Hash[], root: Hash): boolean {
  if (!(index >= 0 && index < size)) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = hashChildren(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = node / 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = hashChildren(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equalHashes(hash, root);
}

/** Checks a consistency proof (2.1.4.2). */
export function verifyConsistency(
  from: number,
  to: number,
  fromRoot: Hash,
  toRoot: Hash,
  path: readonly Hash[],
): boolean {
  if (from === to) return path.length === 0 && equalHashes(fromRoot, toRoot);
  if (!(from > 0 && from < to) || path.length === 0) return false;
  const hashes = Number.isInteger(Math.log2(from)) ? [fromRoot, ...path] : [...path];
  let node = from - 1;
  let last = to - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  const [first, ...rest] = hashes;
  if (first === undefined) return false;
  let older = first;
  let newer = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      older = hashChildren(hash, older);
      newer = hashChildren(hash, newer);
      while (node % 2 === 0 && node !== 0) {
        node = node / 2;
        last = Math.floor(last / 2);
      }
    } else {
      newer = hashChildren(newer, hash);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equalHashes(older, fromRoot) && equalHashes(newer, toRoot);
}

/** The subtrees that a growing tree is made of: appending and asking for the root need nothing else. */
export interface CompactRange {
  readonly size: number;
  /** Adds a leaf and gives every subtree that it completes, from level 1 up. */
  append(leaf: Hash): readonly { readonly level: number; readonly index: number; readonly hash: Hash }[];
  root(): Hash;
}

/** A range over `size` leaves whose complete subtrees are `roots`, the largest first (none for an empty tree). */
export function createCompactRange(size = 0, roots: readonly Hash[] = []): CompactRange {
  let count = size;
  const stack = [...roots];
  return {
    get size() {
      return count;
    },
    append(leaf) {
      const completed: { level: number; index: number; hash: Hash }[] = [];
      let hash = leaf;
      let index = count;
      for (let level = 1; index % 2 === 1; level += 1) {
        const left = stack.pop();
        if (left === undefined) throw new Error("The range lacks a subtree.");
        hash = hashChildren(left, hash);
        index = (index - 1) / 2;
        completed.push({ level, index, hash });
      }
      stack.push(hash);
      count += 1;
      return completed;
    },
    root() {
      return stack.length === 0 ? EMPTY_ROOT : stack.reduceRight((right, left) => hashChildren(left, right));
    },
  };
}

/** Where the complete subtrees of a tree of `size` leaves are, the largest first. */
export function completeSubtrees(size: number): readonly { readonly level: number; readonly index: number }[] {
  const subtrees: { level: number; index: number }[] = [];
  let start = 0;
  let rest = size;
  while (rest > 0) {
    let level = 0;
    while (2 ** (level + 1) <= rest) level += 1;
    subtrees.push({ level, index: start / 2 ** level });
    start += 2 ** level;
    rest -= 2 ** level;
  }
  return subtrees;
}

export function equalHashes(left: Hash, right: Hash): boolean {
  return Buffer.compare(left, right) === 0;
}
