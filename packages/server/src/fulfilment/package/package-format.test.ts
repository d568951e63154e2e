import { describe, expect, it } from "vitest";
import { createPackageFormat } from "./package-format.ts";

const en = createPackageFormat("en");
const de = createPackageFormat("de");

describe("createPackageFormat", () => {
  it.each([
    ["2025-02-14", "14 February 2025", "14. Februar 2025"],
    ["2025-02-14T09:00:00Z", "14 Feb 2025, 09:00 UTC", "14. Feb. 2025, 09:00 UTC"],
    ["2025-02-14T09:00:00.123456Z", "14 Feb 2025, 09:00 UTC", "14. Feb. 2025, 09:00 UTC"],
    ["2025-02-14T09:00:00+02:00", "14 Feb 2025, 07:00 UTC", "14. Feb. 2025, 07:00 UTC"],
    ["2025-02-14 09:00:00+02", "14 Feb 2025, 07:00 UTC", "14. Feb. 2025, 07:00 UTC"],
    ["2025-02-14 09:00:00", "14 Feb 2025, 09:00", "14. Feb. 2025, 09:00"],
  ])("%s", (text, english, german) => {
    expect([en.time(text), de.time(text)]).toEqual([english, german]);
  });

  it.each([
    "2025-02-31",
    "2025-02-31T09:00:00Z",
    "2025-13-01",
    "20250214",
    "10.2.2025",
    "2025-02-14 and more",
    "",
    "7",
  ])("leaves %j alone", (text) => {
    expect(en.time(text)).toBeNull();
  });

  it("writes months out", () => {
    expect([en.day("2026-11-22T10:00:00.000Z"), de.day("2026-11-22T10:00:00.000Z")]).toEqual([
      "22 November 2026",
      "22. November 2026",
    ]);
    expect([en.number(12345), de.number(12345)]).toEqual(["12,345", "12.345"]);
  });
});
