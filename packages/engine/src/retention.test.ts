import { expect, test } from "vitest";
import { checkRetention } from "./retention.ts";

const base = { years: 0, months: 0, days: 0, from: "day", reason: "tax law", when: {} };

test("keeps to the last day and not a day longer", () => {
  const ten = { ...base, years: 10 };
  expect(checkRetention(ten, "2020-06-15 10:00:00", "2030-06-15")).toEqual({ until: "2030-06-15", reason: "tax law" });
  expect(checkRetention(ten, "2020-06-15", "2030-06-16")).toBeNull();
});

test("a day that the month lacks becomes its last", () => {
  expect(checkRetention({ ...base, months: 1 }, "2023-01-31", "2023-02-01")?.until).toBe("2023-02-28");
  expect(checkRetention({ ...base, years: 1 }, "2024-02-29", "2024-03-01")?.until).toBe("2025-02-28");
  expect(checkRetention({ ...base, days: 30 }, "2024-02-01", "2024-02-02")?.until).toBe("2024-03-02");
});

test("without a start or a period there is no end that is known", () => {
  expect(checkRetention({ ...base, years: 10 }, null, "2030-01-01")).toEqual({ until: null, reason: "tax law" });
  expect(checkRetention({ ...base, years: 10 }, "soon", "2030-01-01")).toEqual({ until: null, reason: "tax law" });
  expect(checkRetention(base, "1990-01-01", "2030-01-01")).toEqual({ until: null, reason: "tax law" });
});
