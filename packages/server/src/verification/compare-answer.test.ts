/** Answers about what is held, as people write them and as databases keep it; and pictures without what they tell beside. */
import { describe, expect, test } from "vitest";
import { parseKept } from "../kept-config.ts";
import { testKept } from "../platform/testing/test-kept.ts";
import { isRightAnswer } from "./compare-answer.ts";
import { stripPicture } from "./strip-picture.ts";
import { TINY_JPEG, TINY_PNG } from "./testing/tiny-pictures.ts";

describe("answers", () => {
  test.each([
    ["month", "03/2026", "2026-03-05T10:00:00Z", true],
    ["month", "3.2026", new Date("2026-03-05"), true],
    ["month", "2026-4", "2026-03-05", false],
    ["year", "in 2019", "2019-01-01", true],
    ["day", "5.3.2026", "2026-03-05 10:00:00", true],
    ["day", "3/5/2026", "2026-03-05", false],
    ["amount", "€ 1.234,50", "1234.5000", true],
    ["amount", "1,234.50", 1234.5, true],
    ["amount", "1.234", 1234, true],
    ["amount", "12.500", "12.5", false],
    ["last-four", "4321", "DE12 3456 4321", true],
    ["last-four", "34564321", "DE12 3456 4321", false],
    ["word", "  müller-STRASSE 5 ", "Muller Strasse 5", true],
    ["word", "!!", "", false],
    ["word", "", "x", false],
    ["amount", "0", null, false],
  ] as const)("%s: %s against %s", (form, said, held, right) => {
    expect(isRightAnswer(form, said, held)).toBe(right);
  });

  test("questions that can be guessed too easily are refused before anybody guesses", () => {
    const question = { title: "?", system: "shop", table: "orders", column: "created_at" } as const;
    const kept = (forms: readonly ("month" | "amount")[], rightAnswers: number) => () =>
      parseKept({
        ...testKept,
        verification: {
          rightAnswers,
          questions: Object.fromEntries(forms.map((form, index) => [`q${index}`, { ...question, form }])),
        },
      });
    expect(kept(["month", "month"], 2)).toThrow("not valid");
    expect(kept(["month"], 2)).toThrow("not valid");
    expect(kept(["month", "amount"], 2)).not.toThrow();
  });
});

test("metadata is taken off a picture, whatever stands behind its end too, and nothing else is a picture", () => {
  const png = stripPicture(TINY_PNG);
  expect(png?.mediaType).toBe("image/png");
  expect(Buffer.from(png?.bytes ?? []).toString("latin1")).not.toMatch(/Exif|Ada/);
  expect(Buffer.from(png?.bytes ?? []).includes("IDAT")).toBe(true);
  const jpeg = Buffer.from(stripPicture(TINY_JPEG)?.bytes ?? []);
  expect(jpeg.toString("latin1")).not.toMatch(/Exif|Ada\b|GPS|JFIF/);
  // How colours are stored, tables, and the scan with its stuffed and restart markers are kept.
  expect([
    jpeg.includes("Adobe"),
    jpeg.includes("tables"),
    jpeg.includes(Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd1, 4])),
  ]).toEqual([true, true, true]);
  for (const broken of [TINY_PNG.subarray(0, 60), TINY_JPEG.subarray(0, 30), Buffer.from("GIF89a"), Buffer.alloc(0)]) {
    expect(stripPicture(broken)).toBeNull();
  }
});
