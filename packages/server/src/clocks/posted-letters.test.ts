/** When posted letters are taken to have arrived: vectors by regime. */
import { POST_DELIVERY } from "@kept/engine/clocks/post-delivery";
import { expect, test } from "vitest";
import { Temporal } from "../platform/clock.ts";
import { postedAt, postedBy, presumedArrival } from "./posted-letters.ts";

const berlin = { name: "X", address: [], country: "DE", email: "x@example.org", zone: "Europe/Berlin" } as never;
const london = { name: "X", address: [], country: "GB", email: "x@example.org", zone: "Europe/London" } as never;
const arrival = (where: never, day: string, regimes: readonly string[]) =>
  presumedArrival(where, day, regimes).toString();

test.each([
  // The fourth day after, to its end; summer time ends in between.
  [berlin, "2026-10-23", ["eea"], "2026-10-27T22:59:59.999Z"],
  // The second business day after: a letter of a Friday has come by Tuesday.
  [london, "2026-11-20", ["uk"], "2026-11-24T23:59:59.999Z"],
  // Christmas, Boxing Day (kept on the Monday) and the week-end are no business days.
  [london, "2026-12-24", ["uk"], "2026-12-30T23:59:59.999Z"],
  [berlin, "2026-11-20", ["us-ca"], "2026-11-25T22:59:59.999Z"],
  [berlin, "2026-11-20", ["ch"], "2026-11-27T22:59:59.999Z"],
  // The latest of all that may apply.
  [berlin, "2026-11-20", ["eea", "ch"], "2026-11-27T22:59:59.999Z"],
  [berlin, "2026-11-20", [], "2026-11-27T22:59:59.999Z"],
  [berlin, "2026-11-20", ["somewhere"], "2026-11-27T22:59:59.999Z"],
])("%#: posted on %s", (where, day, regimes, expected) => {
  expect(arrival(where, day as string, regimes as string[])).toBe(expected);
});

test("a letter counts as sent at noon of its day, where the controller is", () => {
  expect(postedAt(berlin, "2026-11-20").toString()).toBe("2026-11-20T11:00:00Z");
});

test("a letter of today that is entered in the morning counts from then, not from a noon to come", () => {
  const by = (now: string) => postedBy(berlin, "2026-11-20", Temporal.Instant.from(now)).toString();
  expect(by("2026-11-20T08:00:00Z")).toBe("2026-11-20T08:00:00Z");
  expect(by("2026-11-20T15:00:00Z")).toBe("2026-11-20T11:00:00Z");
});

test("every row says where it comes from and since when", () => {
  for (const row of POST_DELIVERY) {
    expect(row.source.length).toBeGreaterThan(10);
    expect(row.since).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(row.count).toBeLessThanOrEqual(POST_DELIVERY.at(-1)?.count ?? 0);
  }
});
