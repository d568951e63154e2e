import { describe, expect, it } from "vitest";
import { exampleConfig as config } from "../testing/example-config.ts";
import { purposeOfAddress, purposeOfName, sortRules } from "./match-rule.ts";

describe("rules", () => {
  it.each([
    ["stats.example.net", "/pixel.gif", false, "analytics"],
    ["stats.example.net", "/other", false, undefined],
    ["a.maps.example.org", "/", false, "maps"],
    ["a.b.maps.example.org", "/", false, "maps"],
    ["maps.example.org", "/", false, undefined],
    ["evilmaps.example.org", "/", false, undefined],
    ["maps.example.org.evil.test", "/", false, undefined],
    ["www.example.com", "/stats/x", true, "analytics"],
    ["www.example.com", "/stats/x", false, undefined],
    ["www.example.com", "/", true, undefined],
  ])("of %s%s (own: %s) give %s", (host, path, isOwn, expected) => {
    expect(purposeOfAddress(config, host, path, isOwn)).toBe(expected);
  });

  it("of names take a star at the end for anything", () => {
    expect(purposeOfName(config, "_ga_X1")).toBe("analytics");
    expect(purposeOfName(config, "session")).toBe("necessary");
    expect(purposeOfName(config, "session2")).toBeUndefined();
    expect(purposeOfName(config, "constructor")).toBeUndefined();
  });

  it("are tried from the most exact one", () => {
    const rules = { "*.b.c": "w", "a.b.c": "x", "a.b.c/d": "y", "*": "z" };
    expect(Object.keys(sortRules(rules))).toEqual(["a.b.c/d", "a.b.c", "*.b.c", "*"]);
  });
});
