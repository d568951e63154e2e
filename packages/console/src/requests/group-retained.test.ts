import { describe, expect, it } from "vitest";
import { groupRetained } from "./group-retained.ts";

const entry = (table: string, why: string, until: string | null, rows = 1) => ({ table, why, until, rows });

describe("groupRetained", () => {
  it("adds up rows of one table and reason, with the first and the last day", () => {
    const entries = [entry("invoices", "Tax.", "2034-06-30"), entry("invoices", "Tax.", "2033-01-01", 4)];
    expect(groupRetained(entries)).toEqual([
      { table: "invoices", why: "Tax.", rows: 5, first: "2033-01-01", last: "2034-06-30" },
    ]);
  });

  it("keeps reasons and tables apart, and knows retention without an end", () => {
    const entries = [entry("a", "x", null), entry("a", "y", null), entry("b", "x", "2030-01-01")];
    expect(groupRetained(entries).map(({ table, why, last }) => [table, why, last])).toEqual([
      ["a", "x", null],
      ["a", "y", null],
      ["b", "x", "2030-01-01"],
    ]);
  });
});
