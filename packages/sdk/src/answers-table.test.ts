import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createAnswersTable, GateTooSmall, parseAnswer } from "./answers-table.ts";

const MIB = 1_048_576;

test("a table remembers what a map remembers, however often it grows", () => {
  const key = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 200 }));
  const step = fc.record({ key, answers: fc.tuple(fc.constantFrom("+a", "-b", "-c"), fc.constantFrom("+a", "-b")) });
  void fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const table = createAnswersTable(2, { maxBytes: MIB, expected: 4 });
      const map = new Map<string, readonly string[]>();
      for (const { key: at, answers } of steps) {
        table.set(
          at[0],
          at[1],
          answers.map((text) => table.intern(text)),
        );
        map.set(String(at), answers);
      }
      expect(table.people).toBe(map.size);
      for (let high = 0; high <= 3; high += 1) {
        for (let low = 1; low <= 200; low += 1) {
          const found = [0, 1].map((place) => table.find(high, low, place));
          const expected = map.get(String([high, low]));
          expect(found).toEqual(expected === undefined ? [null, null] : expected.map(parseAnswer));
        }
      }
    }),
    { numRuns: 30 },
  );
});

test("it never takes more memory than it may", () => {
  const table = createAnswersTable(8, { maxBytes: 100_000 });
  const fill = (): void => {
    for (let low = 1; low < 1_000_000; low += 1) table.set(1, low, [0]);
  };
  table.intern("-x");
  expect(fill).toThrow(GateTooSmall);
  expect(table.bytes).toBeLessThanOrEqual(100_000);
});

test("an answer that cannot be read is a no", () => {
  expect(parseAnswer("+consent_given@2027-11-22T10")).toEqual({
    allowed: true,
    reason: "consent_given",
    until: Date.parse("2027-11-22T10:00:00Z"),
  });
  for (const text of ["", "consent_given", "+Consent", "+consent_given@tomorrow", "+consent_given@2027-11-22"]) {
    expect(parseAnswer(text).allowed).toBe(false);
  }
});
