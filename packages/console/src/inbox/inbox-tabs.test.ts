import { describe, expect, it } from "vitest";
import { listTabs } from "./inbox-tabs.ts";

const counts = { triage: 2, done: 5, set_aside: 0 };

describe("listTabs", () => {
  it("marks what waits for a person, text messages too", () => {
    const tabs = listTabs({ counts, texts: 3, active: "texts" });
    expect(tabs.filter(({ alert }) => alert).map(({ label, count }) => [label, count])).toEqual([
      ["Needs you", 2],
      ["Text messages", 3],
    ]);
    expect(tabs.filter(({ active }) => active).map(({ to }) => to)).toEqual(["/inbox/texts"]);
  });

  it("marks none where the messages about one request are listed", () => {
    expect(listTabs({ counts, texts: 0, active: null }).some(({ active }) => active)).toBe(false);
  });
});
