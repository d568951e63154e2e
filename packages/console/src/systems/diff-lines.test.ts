import { expect, test } from "vitest";
import { diffLines } from "./diff-lines.ts";

const told = (before: string, after: string) =>
  diffLines(before, after).map(({ sign, line, number }) => (sign === "…" ? "…" : `${sign}${number ?? ""} ${line}`));

test("lines that only one of two texts has, with those around them", () => {
  expect(told("a\nb\nc\n", "a\nx\nc\ny\n")).toEqual([" 1 a", "− b", "+2 x", " 3 c", "+4 y"]);
  expect(told("a\n", "a\n")).toEqual(["…"]);
  expect(told("", "a\n")).toEqual(["− ", "+1 a"]);
});

test("what is the same in both far from it is left out", () => {
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at + 1}`);
  const changed = lines.with(14, "other");
  expect(told(lines.join("\n"), changed.join("\n"))).toEqual([
    "…",
    " 13 line 13",
    " 14 line 14",
    "− line 15",
    "+15 other",
    " 16 line 16",
    " 17 line 17",
    "…",
  ]);
});
