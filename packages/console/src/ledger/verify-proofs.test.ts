import { describe, expect, it } from "vitest";
import { consistencyPath, inclusionPath, leafHash, rootOf } from "./testing/reference-tree.ts";
import { verifyConsistency, verifyInclusion } from "./verify-proofs.ts";

const leaves = Array.from({ length: 33 }, (_, index) => leafHash(`entry ${index}`));
const other = leafHash("somebody else's");
const at = (index: number) => leaves[index] ?? "";

describe("verifyInclusion", () => {
  it("accepts every leaf of every tree up to 33 leaves", async () => {
    for (let size = 1; size <= leaves.length; size += 1) {
      const tree = leaves.slice(0, size);
      for (let index = 0; index < size; index += 1) {
        const proof = { index, size, leafHash: at(index), rootHash: rootOf(tree), path: inclusionPath(index, tree) };
        expect(await verifyInclusion(proof), `leaf ${index} of ${size}`).toBe(true);
      }
    }
  });

  it("refuses another leaf, another place, another root, and a path that is too long or too short", async () => {
    const size = 13;
    const tree = leaves.slice(0, size);
    for (let index = 0; index < size; index += 1) {
      const proof = { index, size, leafHash: at(index), rootHash: rootOf(tree), path: inclusionPath(index, tree) };
      expect(await verifyInclusion({ ...proof, leafHash: other })).toBe(false);
      expect(await verifyInclusion({ ...proof, rootHash: other })).toBe(false);
      expect(await verifyInclusion({ ...proof, index: index ^ 1 })).toBe(false);
      expect(await verifyInclusion({ ...proof, path: [...proof.path, other] })).toBe(false);
      expect(await verifyInclusion({ ...proof, path: proof.path.slice(1) })).toBe(false);
    }
    expect(await verifyInclusion({ index: 5, size: 5, leafHash: other, rootHash: other, path: [] })).toBe(false);
  });
});

describe("verifyConsistency", () => {
  it("accepts every growth up to 33 leaves", async () => {
    for (let to = 1; to <= leaves.length; to += 1) {
      const tree = leaves.slice(0, to);
      for (let from = 1; from <= to; from += 1) {
        const roots = { fromRoot: rootOf(leaves.slice(0, from)), toRoot: rootOf(tree) };
        const proof = { from, to, ...roots, path: consistencyPath(from, tree) };
        expect(await verifyConsistency(proof), `${from} to ${to}`).toBe(true);
      }
    }
  });

  it("refuses a tree in which an earlier leaf was changed", async () => {
    for (let from = 1; from < 20; from += 1) {
      const changed = leaves.slice(0, 20).with(from - 1, other);
      const proof = {
        from,
        to: 20,
        fromRoot: rootOf(leaves.slice(0, from)),
        toRoot: rootOf(changed),
        path: consistencyPath(from, changed),
      };
      expect(await verifyConsistency(proof), `from ${from}`).toBe(false);
    }
  });
});
