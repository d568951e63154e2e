import { CreateRequestSchema } from "@kept/contract/requests";
import { describe, expect, it } from "vitest";
import { arrivalOf, dayOf } from "./arrival.ts";

describe("arrivalOf", () => {
  it("is noon of the day where the reader is", () => {
    expect(new Date(arrivalOf(" 2026-11-20 ")).toString()).toMatch(/^Fri Nov 20 2026 12:00:00/);
  });

  it.each(["20.11.2026", "2026-11-31", "2026-13-01", "yesterday", "2026-11-2"])("leaves %s to be refused", (text) => {
    expect(arrivalOf(text)).toBe(text);
    expect(CreateRequestSchema.shape.arrivedAt.safeParse(arrivalOf(text)).success).toBe(false);
  });
});

describe("dayOf", () => {
  it("is the day that arrivalOf takes", () => {
    for (const day of ["2026-01-01", "2026-03-29", "2026-12-31"]) expect(dayOf(arrivalOf(day))).toBe(day);
  });
});
