import { IMPORT_STATES } from "@kept/contract/imports";
import { describe, expect, it } from "vitest";
import { describeSize, isHeld } from "./import-texts.ts";

describe("describeSize", () => {
  it.each([
    [0, 0, "nothing yet"],
    [1, 812, "1 item, 812 bytes"],
    [1200, 1_400_000, "1,200 items, 1.4 MB"],
  ])("%i items of %i bytes: %s", (items, bytes, text) => {
    expect(describeSize({ items, bytes })).toBe(text);
  });
});

describe("isHeld", () => {
  it("is what was received and not destroyed", () => {
    expect(IMPORT_STATES.filter((state) => isHeld({ state }))).toEqual(["receiving", "complete"]);
  });
});
