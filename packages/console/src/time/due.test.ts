import { describe, expect, it } from "vitest";
import { daysBetween, describeDue, today } from "./due.ts";

const open = (dueOn: string | null) => ({ dueOn, closedAt: null });

describe("describeDue", () => {
  it.each([
    ["2026-12-22", "2026-11-22", "calm", "30 days left"],
    ["2026-12-22", "2026-12-12", "soon", "10 days left"],
    ["2026-12-22", "2026-12-19", "urgent", "3 days left"],
    ["2026-12-22", "2026-12-21", "urgent", "1 day left"],
    ["2026-12-22", "2026-12-22", "urgent", "due today"],
    ["2026-12-22", "2026-12-23", "overdue", "1 day overdue"],
    ["2026-12-22", "2027-01-01", "overdue", "10 days overdue"],
  ])("due on %s, seen on %s: %s", (dueOn, day, tone, text) => {
    expect(describeDue(open(dueOn), day)).toMatchObject({ tone, text });
  });

  it("has no clock before identity is proven", () => {
    expect(describeDue(open(null), "2026-11-22")).toEqual({ tone: "none", text: "no clock yet", daysLeft: null });
  });

  it("says of a closed request whether the answer was in time", () => {
    const closed = (closedAt: string) => describeDue({ dueOn: "2026-12-22", closedAt }, "2027-06-01");
    expect(closed("2026-12-22T23:59:00.000Z").text).toBe("answered in time");
    expect(closed("2026-12-24T00:00:00.000Z")).toMatchObject({ tone: "overdue", text: "answered 2 days late" });
  });

  it("counts calendar days across a change of the clocks", () => {
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(daysBetween("2026-10-24", "2026-10-26")).toBe(2);
  });

  it("takes today from the reader's own zone", () => {
    expect(today(new Date(2026, 0, 5, 23, 30))).toBe("2026-01-05");
  });
});
