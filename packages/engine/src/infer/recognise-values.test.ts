import { describe, expect, it } from "vitest";
import { holdAddresses, passesIban, passesLuhn, recogniseValues } from "./recognise-values.ts";

describe("recogniseValues", () => {
  it.each([
    ["contact.email", ["ada@example.org", "bob@example.org", "eve@mail.example.org"]],
    ["contact.phone", ["+49 30 123456", "+44 20 7946 0958", "030/9876-5432"]],
    ["online.ip", ["192.0.2.1", "198.51.100.7", "2001:db8::1"]],
    ["financial.card", ["4111 1111 1111 1111", "5500005555555559"]],
    ["financial.account", ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"]],
    ["credential", ["$2b$10$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=65536"]],
    ["location.precise", ["52.5200, 13.4050", "48.8566, 2.3522"]],
    ["online.user-agent", ["Mozilla/5.0 (X11)", "curl/8.0"]],
  ])("%s", (category, values) => expect(recogniseValues(values)?.category).toBe(category));

  it("does not take dates, numbers or words for anything", () => {
    expect(recogniseValues(["2024-01-02", "2023-05-06"])).toBeNull();
    expect(recogniseValues(["12", "13", "14"])).toBeNull();
    expect(recogniseValues(["red", "green"])).toBeNull();
  });
  it("needs most values to fit, and more than one", () => {
    expect(recogniseValues(["ada@example.org", "none", "n/a"])).toBeNull();
    expect(recogniseValues(["ada@example.org"])).toBeNull();
  });
});

describe("holdAddresses", () => {
  const logged = ["ada", "bruno", "chiara"].map((name) => `{"was":{"mail":"${name}@example.org"},"n":1}`);

  it("sees addresses of several people inside of longer values", () => {
    expect(holdAddresses(logged)).toBe(true);
    expect(holdAddresses([...logged, "", "welcome, ada@example.org", "7"])).toBe(true);
  });

  it("takes the house's own address, and one among many values, for none", () => {
    expect(holdAddresses(Array.from({ length: 9 }, (_, at) => `from=shop@example.org n=${at}`))).toBe(false);
    expect(holdAddresses([...logged, "a", "b", "c", "d"])).toBe(false);
  });
});

describe("check digits", () => {
  it("tells a card from a number of the same length", () => {
    expect(passesLuhn("4111111111111111")).toBe(true);
    expect(passesLuhn("4111111111111112")).toBe(false);
  });
  it("tells an IBAN from a typing error", () => {
    expect(passesIban("DE89370400440532013000")).toBe(true);
    expect(passesIban("DE89370400440532013001")).toBe(false);
  });
});
