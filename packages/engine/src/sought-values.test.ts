/** In which ways of writing a value is found, and in which texts it only seems to be. */
import { expect, test } from "vitest";
import { LONGEST_TEXT, prepareSought, type SoughtValue } from "./sought-values.ts";

const mail = { category: "contact.email", value: "Ada@Example.org" };
const phone = { category: "contact.phone", value: "+49 30 9012345" };

function isFound(value: SoughtValue, text: string, plusTags = false): boolean {
  const sought = prepareSought([value], { plusTags });
  const found = (sought?.find(text) ?? []).length > 0;
  // What the exact test finds, the store's pattern must find too: bytes and escapes stand for themselves there.
  if (found && sought !== null) expect(text).toMatch(new RegExp(sought.pattern, "iu"));
  return found;
}

test.each([
  [mail, "ada@example.org"],
  [mail, "write to <ADA@EXAMPLE.ORG>."],
  [mail, '{"to": ["x", "ada@example.org"]}'],
  [mail, "https://example.org/?mail=ada%40example.org&x=1"],
  [mail, "mailto:ada@example.org"],
  [{ category: "contact.email", value: "zoë@example.org" }, "ZOË@example.org"],
  [{ category: "contact.email", value: "zoë@example.org" }, '"zo\\u00eb@example.org"'],
  [{ category: "contact.email", value: "zoë@example.org" }, "zo\\303\\253@example.org"],
  [{ category: "contact.email", value: "zoë@example.org" }, "zoe\u0308@example.org"],
  [phone, "+49309012345"],
  [phone, "0049 (0)30 901-23-45"],
  [phone, "030/9012345"],
  [phone, "call 030 901 23 45 after six"],
  [{ category: "contact.phone", value: "030 9012345" }, "+49 30 9012345"],
  [{ category: "identity.username", value: "ada_l" }, "by @ada_l, yesterday"],
  [{ category: "identity.username", value: "al" }, "AL"],
  [{ category: "identity.username", value: "al" }, '{"who":"al"}'],
  [{ category: "identity.username", value: "李雷" }, "李雷"],
  [{ category: "text", value: "Ada Lovelace" }, "Dear ada lovelace,"],
])("%o stands in %s", (value, text) => {
  expect(isFound(value, text)).toBe(true);
});

test.each([
  [mail, "bada@example.org"],
  [mail, "x.ada@example.org"],
  [mail, "ada@example.org.uk"],
  [mail, "ada@exampleXorg"],
  [mail, "ada+shop@example.org"],
  [phone, "+49 30 9012346"],
  [phone, "4930901234599"],
  [phone, "12345"],
  [{ category: "identity.username", value: "al" }, "al dente"],
  [{ category: "identity.username", value: "ada_l" }, "ada_love"],
])("%o does not stand in %s", (value, text) => {
  expect(isFound(value, text)).toBe(false);
});

test("a tagged address counts when that is asked for", () => {
  expect(isFound(mail, "ada+shop@example.org", true)).toBe(true);
  expect(isFound(mail, "ada@example.org", true)).toBe(true);
});

test("what is too long to be judged counts, what is nothing is not looked for, what is short is told", () => {
  expect(isFound(mail, `ada@example.org${"x".repeat(LONGEST_TEXT)}`)).toBe(true);
  expect(
    prepareSought(
      [
        { category: "text", value: "  " },
        { category: "contact.phone", value: "112" },
      ],
      { plusTags: false },
    ),
  ).toBeNull();
  expect(prepareSought([mail, { category: "identity.username", value: "al" }], { plusTags: false })?.short).toBe(1);
});
