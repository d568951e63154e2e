import { describe, expect, it } from "vitest";
import { readLifetime, sayLifetime } from "./lifetime.ts";
import { readRobots } from "./robots.ts";

const DAY = 86_400;

describe("lifetimes", () => {
  it.each([
    ["14 months", 14 * 31 * DAY],
    ["1 year and 1 month", 397 * DAY],
    ["a day", DAY],
    ["until the browser is closed", 0],
    ["session", 0],
    ["until you sign out", null],
  ] as const)("%s", (text, seconds) => expect(readLifetime(text)).toBe(seconds));

  it.each([30, 3_600, DAY, 13 * 31 * DAY, 400 * DAY])("%s seconds are said so that they read as no less", (seconds) => {
    expect(readLifetime(sayLifetime(seconds))).toBeGreaterThanOrEqual(seconds * 0.9);
  });
});

describe("robots.txt", () => {
  const rules =
    "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private # no\nAllow: /private/open\nDisallow: /*.zip$\n";

  it.each([
    ["/", true],
    ["/private/x", false],
    ["/private/open/1", true],
    ["/a.zip", false],
    ["/a.zip.html", true],
  ] as const)("%s", (path, allowed) => expect(readRobots(rules)(path)).toBe(allowed));

  it("a group that names us stands in for everybody's", () => {
    const may = readRobots(`${rules}\nUser-agent: Kept-Scan\nDisallow: /only-us\n`);
    expect([may("/private"), may("/only-us")]).toEqual([true, false]);
  });
});
