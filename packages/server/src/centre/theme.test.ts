/** Whatever colours an operator picks, people can read the pages. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { contrast, createTheme, parseColour } from "./theme.ts";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

it("reaches WCAG AA for every pair that text stands on", () => {
  fc.assert(
    fc.property(colour, colour, colour, colour, (primary, onPrimary, background, text) => {
      const theme = createTheme({ primary, onPrimary, background, text });
      for (const tokens of [theme.light, theme.dark]) {
        const ratio = (one: string, other: string) =>
          contrast(parseColour(tokens[one] ?? ""), parseColour(tokens[other] ?? ""));
        for (const [front, ground] of [
          ["ink", "paper"],
          ["soft", "paper"],
          ["link", "paper"],
          ["danger", "paper"],
          ["ink", "sheet"],
          ["soft", "sheet"],
          ["link", "sheet"],
          ["danger", "sheet"],
          ["on-band", "band"],
          ["on-band-soft", "band"],
        ] as const) {
          expect([front, ground, ratio(front, ground)]).toEqual([
            front,
            ground,
            expect.toSatisfy((r: number) => r >= 4.5),
          ]);
        }
      }
    }),
  );
});
