import { expect, test } from "vitest";
import { findMixture } from "./find-mixture.ts";

const message = { subject: "News", html: "" };
const rules = (of: "service" | "marketing", text: string, html = "") =>
  findMixture({ ...message, class: of, text, html }).map((found) => found.rule);

test.each([
  ["marketing", "Your order #4711 has been shipped.", ["order"]],
  ["marketing", "Vielen Dank für Ihre Bestellung.", ["order"]],
  ["marketing", "Votre commande n° 12 est prête", ["order"]],
  ["marketing", "Reset your password here, and see the new arrivals", ["account"]],
  ["service", "Your order is on its way. 10 % off your next one!", ["discount"]],
  ["service", "Ihre Rechnung liegt bei. Das könnte Ihnen auch gefallen: Kissen", ["recommendation"]],
  ["service", "Su pedido está listo. Código promocional: OTOÑO", ["discount"]],
] as const)("a %s message that says otherwise: %s", (of, text, expected) => {
  expect(rules(of, text)).toEqual(expected);
});

test.each([
  ["service", "Your order #4711 has been shipped. Tracking number 00340."],
  ["service", "Wir haben 19 % Umsatzsteuer berechnet. Ihre Rechnung liegt bei."],
  ["marketing", "Three things that came in this week. 10 % off until Sunday, shop now."],
  ["marketing", "How to write an invoice, and how to order a kitchen: our magazine."],
  ["marketing", "Border collies, disorder and a reorder of the shelves"],
] as const)("a %s message that is one: %s", (of, text) => {
  expect(rules(of, text)).toEqual([]);
});

test("words count where people read them, however HTML breaks them, and not in its styles", () => {
  expect(rules("service", "", "<p>Now <b>10&nbsp;</b></p><style>.your-order { }</style>")).toEqual([]);
  expect(rules("service", "", "<p>Now <b>10\u00a0%</b>\n off</p>")).toEqual(["discount"]);
  expect(findMixture({ class: "service", subject: "Special offer", text: "", html: "" })).toEqual([
    { rule: "discount", is: "marketing", language: "en", where: "subject", matched: "Special offer" },
  ]);
});
