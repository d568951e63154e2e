import type { Finding } from "@kept/engine/model";
import { expect, test } from "vitest";
import { uniteFindings } from "./unite-findings.ts";

const left = (table: string, message: string): Finding => ({
  code: "residue_found",
  table,
  column: "email",
  message,
  suggestion: "",
  blocks: true,
});

test("what was found of many people is told once for each place, with how many more there are", () => {
  const found = [
    left("totals", "1 row of totals is left."),
    left("mails", "2 rows of mails are left."),
    left("totals", "3 rows of totals are left."),
    left("totals", "1 row of totals is left."),
  ];
  expect(uniteFindings(found).map(({ message }) => message)).toEqual([
    "1 row of totals is left. So it is with 2 more people.",
    "2 rows of mails are left.",
  ]);
  expect(uniteFindings(found.slice(0, 1))).toEqual(found.slice(0, 1));
});
