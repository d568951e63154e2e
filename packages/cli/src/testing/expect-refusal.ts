/** What tests of bad input share: a shop to ask about, and what a refusal looks like. */
import { expect } from "vitest";
import { createWorkplace, type Ran, type Workplace } from "./run-kept.ts";
import { createSmallShop } from "./small-shop.ts";

/** A workplace with the small shop in it. */
export function openShop(): Workplace & { readonly shop: string } {
  const place = createWorkplace();
  const shop = place.file("shop.db");
  createSmallShop(shop);
  return { ...place, shop, [Symbol.dispose]: () => place[Symbol.dispose]() };
}

/** Expects words on standard error, nothing on standard output, and no stack trace. */
export function expectRefusal(ran: Ran, code: number, ...texts: readonly string[]): void {
  expect(ran).toMatchObject({ code, out: "" });
  for (const text of texts) expect(ran.err).toContain(text);
  expect(ran.err).not.toMatch(/\n\s+at /);
}
