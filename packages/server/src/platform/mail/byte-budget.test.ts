import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createByteBudget } from "./byte-budget.ts";

test("never more than the whole is out, everybody gets their turn in order, and all comes back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 40 }), async (sizes) => {
      const budget = createByteBudget(100);
      const order: number[] = [];
      await Promise.all(
        sizes.map(async (size, index) => {
          const giveBack = await budget.take(size);
          order.push(index);
          expect(budget.taken).toBeLessThanOrEqual(100);
          await new Promise(setImmediate);
          giveBack();
          giveBack();
        }),
      );
      expect(order).toEqual(sizes.map((_, index) => index));
      expect(budget.taken).toBe(0);
    }),
  );
});
