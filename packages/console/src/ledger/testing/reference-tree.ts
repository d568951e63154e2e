/** A tree by the definitions of RFC 9162, section 2.1: slow and obvious, to hold the quick verifiers against. */
import { createHash } from "node:crypto";

export function leafHash(content: string): string {
  return createHash("sha256").update("\0").update(content).digest("hex");
}

export function rootOf(leaves: readonly string[]): string {
  if (leaves.length === 0) return createHash("sha256").digest("hex");
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  const split = splitOf(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** PATH(m, D[n]). */
export function inclusionPath(index: number, leaves: readonly string[]): readonly string[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionPath(index, left), rootOf(right)]
    : [...inclusionPath(index - split, right), rootOf(left)];
}

/** PROOF(m, D[n]). */
export function consistencyPath(from: number, leaves: readonly string[], complete = true): readonly string[] {
  if (from === leaves.length) return complete ? [] : [rootOf(leaves)];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return from <= split
    ? [...consistencyPath(from, left, complete), rootOf(right)]
    : [...consistencyPath(from - split, right, false), rootOf(left)];
}

function nodeHash(left: string, right: string): string {
  return createHash("sha256")
    .update("\x01")
    .update(Buffer.from(left, "hex"))
    .update(Buffer.from(right, "hex"))
    .digest("hex");
}

/** The largest power of two that is smaller than `size`. */
function splitOf(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1));
}
