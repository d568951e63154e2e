import { expect, test } from "vitest";
import { compareMedians, describeSides, median, samplesOf, spreadOf, takeTurns } from "./measure.ts";

test("the median is the middle, or between the two in the middle", () => {
  expect(median([5])).toBe(5);
  expect(median([9, 1, 4])).toBe(4);
  expect(median([4, 1, 9, 2])).toBe(3);
  expect(() => median([])).toThrow("no values");
});

test("a comparison takes medians, not means", () => {
  expect(compareMedians([3, 3, 300], [2, 2, 0.1])).toEqual({ ours: 3, baseline: 2, ratio: 1.5 });
  expect(() => compareMedians([1], [0])).toThrow("the baseline is zero");
  expect(spreadOf([3, 300.456, 1])).toEqual({ min: 1, max: 300.46 });
  expect(describeSides([4, 6, 9], [2, 4, 3])).toMatchObject({ ours: 6, baseline: 3, ratio: 2, bestRatio: 2 });
});

test("contestants take turns, who begins changes, and warm-up does not count", async () => {
  const order: string[] = [];
  const contestant = (name: string) => ({
    name,
    run: (round: number) => {
      order.push(name);
      return Promise.resolve({ work: round });
    },
  });
  const samples = await takeTurns([contestant("a"), contestant("b")], { warmUp: 1, runs: 2 });
  expect(order).toEqual(["a", "b", "b", "a", "a", "b"]);
  expect(samplesOf(samples, "a.work")).toEqual([1, 2]);
  expect(() => samplesOf(samples, "c.work")).toThrow("c.work");
});
