import { describe, expect, it } from "vitest";
import { formatDay, relativeTime } from "./relative-time.ts";

const now = Date.parse("2026-11-22T12:00:00Z");

describe("relativeTime", () => {
  it.each([
    ["2026-11-22T11:59:30Z", "just now"],
    ["2026-11-22T12:00:20Z", "just now"],
    ["2026-11-22T11:55:00Z", "5 minutes ago"],
    ["2026-11-22T09:10:00Z", "2 hours ago"],
    ["2026-11-21T11:00:00Z", "yesterday"],
    ["2026-11-24T13:00:00Z", "in 2 days"],
    ["2026-09-01T12:00:00Z", "2 months ago"],
    ["2024-11-01T12:00:00Z", "2 years ago"],
  ])("%s is %s", (at, text) => {
    expect(relativeTime(at, now)).toBe(text);
  });
});

describe("formatDay", () => {
  it("does not move a calendar day into another zone", () => {
    expect(formatDay("2026-12-01")).toBe("1 Dec 2026");
  });
});
