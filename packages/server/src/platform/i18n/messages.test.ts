import { expect, test } from "vitest";
import { negotiateLanguage } from "./language.ts";
import { defineMessages, plural } from "./messages.ts";

test("a missing, superfluous or differently shaped text does not compile", () => {
  // @ts-expect-error -- `bye` is missing
  defineMessages({ en: { hello: "Hello", bye: "Bye" }, de: { hello: "Hallo" } });
  // @ts-expect-error -- `other` is not in English
  defineMessages({ en: { hello: "Hello" }, de: { hello: "Hallo", other: "x" } });
  // @ts-expect-error -- a text where a function is wanted
  defineMessages({ en: { hello: (name: string) => `Hello ${name}` }, de: { hello: "Hallo" } });
  const texts = defineMessages({
    en: { hello: (name: string) => `Hello ${name}` },
    de: { hello: (name) => `Hallo ${name}` },
  });
  expect(texts.de.hello("Ada")).toBe("Hallo Ada");
});

test("counts take the form of their language", () => {
  const forms = { one: "# row", other: "# rows" };
  expect([plural("en", 1, forms), plural("en", 0, forms), plural("de", 1200, forms)]).toEqual([
    "1 row",
    "0 rows",
    "1.200 rows",
  ]);
});

test("the language is the visitor's best that is offered", () => {
  expect(negotiateLanguage("de-CH, en;q=0.9")).toBe("de");
  expect(negotiateLanguage("en;q=0.1, de;q=0.2")).toBe("de");
  expect(negotiateLanguage("de;q=0, *")).toBe("en");
  expect(negotiateLanguage(undefined, ["de"])).toBe("de");
  expect(negotiateLanguage("en", ["de"], "xx")).toBe("de");
  expect(negotiateLanguage("de", ["en", "de"], "en-GB")).toBe("en");
  expect(negotiateLanguage("no, en;q=0.5", ["en", "nb"])).toBe("nb");
});
