/** What tests of bad input share: a shop to ask about, and what a refusal looks like. */
import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import { createWorkplace, type Ran, type Workplace } from "./run-kept.ts";
import { createSmallShop, writeShopMap } from "./small-shop.ts";

/** A workplace with the small shop in it. */
export interface ShopPlace extends Workplace {
  readonly shop: string;
  /** The file of its map. */
  readonly map: string;
  /** `--url` and `--map`. */
  readonly on: readonly string[];
}

/** Makes a workplace with the small shop and its map in it. */
export function openShop(): ShopPlace {
  const place = createWorkplace();
  const shop = place.file("shop.db");
  createSmallShop(shop);
  const map = place.file("by-hand.map.yaml");
  writeFileSync(map, writeShopMap());
  return { ...place, shop, map, on: ["--url", shop, "--map", map], [Symbol.dispose]: () => place[Symbol.dispose]() };
}

/** Expects words on standard error, nothing on standard output, and no stack trace. */
export function expectRefusal(ran: Ran, code: number, ...texts: readonly string[]): void {
  expect(ran).toMatchObject({ code, out: "" });
  for (const text of texts) expect(ran.err).toContain(text);
  expect(ran.err).not.toMatch(/\n\s+at /);
}
