/** A map's file is changed from what it says, and never from what it said before somebody else edited it. */
import { readFileSync, writeFileSync } from "node:fs";
import { readMap } from "@kept/connectors/rights/map-file";
import { expect, test } from "vitest";
import { openMapFile } from "./map-file.ts";
import type { Output } from "./print.ts";
import { createWorkplace } from "./testing/run-kept.ts";

const output: Output = {
  out: () => {},
  err: () => {},
  hasColours: false,
  hasProgress: false,
  isClosed: () => false,
};

test("what was edited since the text was read is not written over", () => {
  using place = createWorkplace();
  const path = place.file("shop.map.yaml");
  const before = "tables: { goods: { public: true } }\n";
  writeFileSync(path, before);
  const file = openMapFile(path, output);
  const map = { ...readMap(before), system: "shop" };
  const edited = `${before}# ours\n`;
  writeFileSync(path, edited);
  expect(() => file.save(map, before)).toThrow("was changed meanwhile, and is left as it is");
  expect(readFileSync(path, "utf8")).toBe(edited);
  file.save(map, edited);
  expect(readFileSync(path, "utf8")).toContain("# ours");
  expect(readMap(readFileSync(path, "utf8")).system).toBe("shop");
});
