import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Choice, readChoice, readCookie, writeChoice } from "./choice.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const choices: fc.Arbitrary<Choice> = fc.record({
  method: fc.constantFrom("accept", "reject", "save", "withdraw", "defer"),
  at: fc.integer({ min: 1, max: 4_000_000_000 }),
  told: fc.boolean(),
  device: fc.stringMatching(/^dev_[0-9a-z]{26}$/),
  purposes: fc.dictionary(name, fc.record({ granted: fc.boolean(), version: fc.stringMatching(/^[0-9a-f]{1,8}$/) })),
});

describe("the cookie of a choice", () => {
  it("gives back what was written, in characters that a cookie may hold bare", () => {
    fc.assert(
      fc.property(choices, (choice) => {
        const text = writeChoice(choice);
        expect(text).toMatch(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/);
        const read = readChoice(text);
        expect({ ...read, purposes: { ...read?.purposes } }).toEqual({ ...choice, purposes: { ...choice.purposes } });
      }),
    );
  });

  it("is no choice when it is anything else", () => {
    for (const text of [
      "",
      "1",
      "2.reject.t9x2kq.-.dev",
      "1.reject.-.-.dev",
      "1.reject.t9x2kq.-",
      "%00",
      null,
      undefined,
    ]) {
      expect(readChoice(text)).toBeNull();
    }
    fc.assert(fc.property(fc.string(), (text) => void readChoice(text)));
  });

  it("knows no purpose that was not written", () => {
    const choice = readChoice("1.reject.t9x2kq.-.dev_1");
    expect(choice?.purposes["constructor"]).toBeUndefined();
  });

  it("begins in a way that programs may rely on", () => {
    const purposes = { ads: { granted: false, version: "1" } };
    const choice: Choice = { method: "reject", at: 1_790_000_000, told: false, device: "dev_x", purposes };
    expect(writeChoice(choice)).toBe("1.reject.tlqadc.-.dev_x.ads:0:1".replace("tlqadc", (1_790_000_000).toString(36)));
  });

  it("is found among others", () => {
    expect(readCookie("a=1; kept-choice=x; b=2", "kept-choice")).toBe("x");
    expect(readCookie("not-kept-choice=x", "kept-choice")).toBeNull();
    expect(readCookie("", "kept-choice")).toBeNull();
  });
});
