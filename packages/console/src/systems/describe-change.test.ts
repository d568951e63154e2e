import type { TableChange } from "@kept/contract/system-questions";
import { describe, expect, it } from "vitest";
import { describeChange, describeCount } from "./describe-change.ts";

const unchanged: TableChange = {
  table: "orders",
  kind: { was: "personal", is: "personal" },
  edges: { added: [], withdrawn: [], changed: [], confirmed: [] },
  identifiers: { added: [], gone: [] },
};

describe("describeChange", () => {
  it("says what a table becomes, and by which references", () => {
    expect(
      describeChange({
        ...unchanged,
        kind: { was: "public", is: "subject" },
        edges: {
          added: ["user_id -> users: owner"],
          changed: ["made_by -> users: actor, was owner"],
          confirmed: ["seller_id -> users: owner"],
          withdrawn: ["team_id -> teams: part"],
        },
        identifiers: { added: ["email"], gone: ["login (username)"] },
      }),
    ).toEqual([
      "Its rows are people",
      "user_id → users: owner",
      "made_by → users: actor, was owner",
      "seller_id → users: owner, confirmed",
      "no more team_id → teams: part",
      "found by email",
      "no more found by login (username)",
    ]);
  });

  it("says nothing of a kind that stays", () => {
    expect(describeChange({ ...unchanged, identifiers: { added: ["email"], gone: [] } })).toEqual(["found by email"]);
  });
});

describe("describeCount", () => {
  it("counts before and after", () => {
    expect(describeCount("question", "open", { was: 3, is: 1 })).toBe("1 question open instead of 3.");
    expect(describeCount("question", "open", { was: 1, is: 0 })).toBe("No questions open instead of 1.");
    expect(describeCount("finding", "in the way of erasure", { was: 2, is: 2 })).toBe(
      "2 findings in the way of erasure, as now.",
    );
  });
});
