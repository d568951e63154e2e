import { INSTRUCTION_OUTCOMES } from "@kept/contract/instructions";
import { describe, expect, it } from "vitest";
import { describeState } from "./instruction-texts.ts";

describe("describeState", () => {
  it("tells open ones and each outcome apart", () => {
    const labels = [null, ...INSTRUCTION_OUTCOMES].map((outcome) => describeState({ outcome }).label);
    expect(labels[0]).toBe("Open");
    expect(new Set(labels).size).toBe(INSTRUCTION_OUTCOMES.length + 1);
  });
});
