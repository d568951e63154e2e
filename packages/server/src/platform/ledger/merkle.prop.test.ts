/** The tree against a naive one written straight from the definitions of RFC 9162. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  completeSubtrees,
  consistencyProof,
  createCompactRange,
  type Hash,
  hashLeaf,
  inclusionProof,
  rangeRoot,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** MTH of section 2.1.1. */
function naiveRoot(data: readonly Uint8Array[]): Buffer {
  if (data.length === 0) return sha256();
  const [only] = data;
  if (data.length === 1 && only !== undefined) return sha256(Buffer.of(0), only);
  const k = 2 ** Math.floor(Math.log2(data.length - 1));
  return sha256(Buffer.of(1), naiveRoot(data.slice(0, k)), naiveRoot(data.slice(k)));
}

function buildTree(data: readonly Uint8Array[]) {
  const nodes = new Map<string, Hash>();
  const range = createCompactRange();
  for (const [index, item] of data.entries()) {
    nodes.set(`0/${index}`, hashLeaf(item));
    for (const node of range.append(hashLeaf(item))) nodes.set(`${node.level}/${node.index}`, node.hash);
  }
  let reads = 0;
  const read = async (level: number, index: number): Promise<Hash> => {
    reads += 1;
    const hash = nodes.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`No node ${level}/${index}.`);
    return hash;
  };
  return { range, read, readCount: () => reads };
}

const leaves = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 130 });

describe("the tree", () => {
  test("has the root of the definition, appended one by one or read from its nodes", async () => {
    await fc.assert(
      fc.asyncProperty(leaves, async (data) => {
        const { range, read } = buildTree(data);
        expect(Buffer.from(range.root())).toEqual(naiveRoot(data));
        expect(Buffer.from(await rangeRoot(0, data.length, read))).toEqual(naiveRoot(data));
      }),
      { numRuns: 60 },
    );
  });

  test("continues from its stored subtrees", async () => {
    await fc.assert(
      fc.asyncProperty(leaves, fc.nat(), async (data, cut) => {
        const size = cut % (data.length + 1);
        const { read } = buildTree(data.slice(0, size));
        const roots = await Promise.all(completeSubtrees(size).map(({ level, index }) => read(level, index)));
        const range = createCompactRange(size, roots);
        for (const item of data.slice(size)) range.append(hashLeaf(item));
        expect(Buffer.from(range.root())).toEqual(naiveRoot(data));
      }),
      { numRuns: 60 },
    );
  });

  test("proves every leaf, with a logarithm of reads, and proves nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(leaves, fc.nat(), fc.nat(), async (data, at, flip) => {
        const index = at % data.length;
        const { read, readCount } = buildTree(data);
        const path = await inclusionProof(index, data.length, read);
        expect(readCount()).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(data.length + 1)) ** 2);
        const root = naiveRoot(data);
        const leaf = hashLeaf(data[index] ?? new Uint8Array());
        expect(verifyInclusion(index, data.length, leaf, path, root)).toBe(true);
        expect(verifyInclusion(index, data.length, hashLeaf(Buffer.from("another leaf")), path, root)).toBe(false);
        expect(verifyInclusion(index, data.length, leaf, [...path, root], root)).toBe(false);
        if (path.length > 0) {
          const broken = path.map((hash) => Buffer.from(hash));
          const victim = broken[flip % broken.length];
          if (victim !== undefined) victim[flip % 32] = (victim[flip % 32] ?? 0) ^ 1;
          expect(verifyInclusion(index, data.length, leaf, broken, root)).toBe(false);
          expect(verifyInclusion(index, data.length, leaf, path.slice(1), root)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("proves that it only grew, and not when the past was changed", async () => {
    await fc.assert(
      fc.asyncProperty(leaves, fc.nat(), async (data, cut) => {
        const from = 1 + (cut % data.length);
        const { read } = buildTree(data);
        const path = await consistencyProof(from, data.length, read);
        const oldRoot = naiveRoot(data.slice(0, from));
        const newRoot = naiveRoot(data);
        expect(verifyConsistency(from, data.length, oldRoot, newRoot, path)).toBe(true);
        const forged = naiveRoot([Buffer.from("a forged leaf"), ...data.slice(1, from)]);
        expect(verifyConsistency(from, data.length, forged, newRoot, path)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

test("known roots of the test vectors of Certificate Transparency", () => {
  const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const range = createCompactRange();
  expect(Buffer.from(range.root()).toString("hex")).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  for (const input of inputs) range.append(hashLeaf(Buffer.from(input, "hex")));
  expect(Buffer.from(range.root()).toString("hex")).toBe(
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  );
});
