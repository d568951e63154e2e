import { describe, expect, it } from "vitest";
import { listTabs } from "./inbox-tabs.ts";

const counts = { triage: 2, done: 5, set_aside: 0 };

describe("listTabs", () => {
  it("marks what waits for a person", () => {
    const tabs = listTabs({ counts, active: "triage" });
    expect(tabs.filter(({ alert }) => alert).map(({ label, count }) => [label, count])).toEqual([["Needs you", 2]]);
    expect(tabs.filter(({ active }) => active).map(({ to }) => to)).toEqual(["/inbox?filter=triage"]);
  });

  it("marks none where the messages about one request are listed", () => {
    expect(listTabs({ counts, active: null }).some(({ active }) => active)).toBe(false);
  });
});
