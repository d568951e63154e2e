import { expect, test } from "vitest";
import { readPlace } from "./read-place.ts";

const tables = [
  { name: "shop", columns: [{ name: "id" }] },
  { name: "shop.orders", columns: [{ name: "id" }, { name: "note" }, { name: "sent.by" }] },
];

test("a place is a table or a column of it, whatever dots their names hold", () => {
  expect(readPlace("shop", tables)).toEqual({ table: "shop", column: "" });
  expect(readPlace("shop.id", tables)).toEqual({ table: "shop", column: "id" });
  expect(readPlace("shop.orders", tables)).toEqual({ table: "shop.orders", column: "" });
  expect(readPlace("shop.orders.note", tables)).toEqual({ table: "shop.orders", column: "note" });
  expect(readPlace("shop.orders.sent.by", tables)).toEqual({ table: "shop.orders", column: "sent.by" });
  expect(readPlace("shop.orders.id, note", tables)).toEqual({ table: "shop.orders", column: "id, note" });
});

test("what is not there is said, with what is", () => {
  expect(() => readPlace("shops.id", tables)).toThrow("no such table.\nTables: shop, shop.orders");
  expect(() => readPlace("shop.orders.nota", tables)).toThrow(
    "shop.orders has no such column.\nColumns: id, note, sent.by",
  );
});
