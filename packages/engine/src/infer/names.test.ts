import { describe, expect, it } from "vitest";
import { findCommonPrefix, splitWords, toSingular, toStem } from "./names.ts";

describe("splitWords", () => {
  it.each([
    ["lastPostedUserID", "last posted user id"],
    ["SupportRepId", "support rep id"],
    ["HTTPServerKey", "http server key"],
    ["first_name", "first name"],
    ["firstname", "first name"],
    ["CUSTOMERID", "customer id"],
    ["kebab-case name", "kebab case name"],
    ["address2", "address 2"],
    ["Straße", "strasse"],
    ["prénom", "prenom"],
    ["PAID", "paid"],
  ])("%s", (name, words) => expect(splitWords(name).join(" ")).toBe(words));
});

describe("toSingular", () => {
  it.each([
    ["users", "user"],
    ["people", "person"],
    ["children", "child"],
    ["statuses", "status"],
    ["addresses", "address"],
    ["categories", "category"],
    ["boxes", "box"],
    ["movies", "movie"],
    ["houses", "house"],
    ["purchases", "purchase"],
    ["status", "status"],
    ["staff", "staff"],
    ["analysis", "analysis"],
  ])("%s", (plural, singular) => expect(toSingular(plural)).toBe(singular));
});

describe("toStem", () => {
  it.each([
    ["kunde", "kunden"],
    ["cliente", "clienti"],
    ["usuario", "usuarios"],
    ["bestellung", "bestellungen"],
    ["lieferant", "lieferanten"],
    ["commande", "commandes"],
  ])("%s meets %s", (one, many) => expect(toStem(one)).toBe(toStem(many)));
});

describe("findCommonPrefix", () => {
  const words = (names: readonly string[]) => names.map((name) => splitWords(name));
  it("finds what all tables share", () => {
    expect(
      findCommonPrefix(words(["db_prefix_users", "db_prefix_posts", "db_prefix_tags", "db_prefix_groups"])),
    ).toEqual(["db", "prefix"]);
  });
  it("leaves names alone that only begin alike", () => {
    expect(findCommonPrefix(words(["user_roles", "user_tags", "orders", "order_items"]))).toEqual([]);
  });
  it("does not take a whole name for a prefix", () => {
    expect(findCommonPrefix(words(["order", "order_items", "order_notes", "order_payments"]))).toEqual([]);
  });
});
