import { describe, expect, it } from "vitest";
import { AddressRefused, checkLiteralHost, guardedLookup, isPublicAddress, type Reach } from "./guarded-address.ts";
import { readServiceAddress } from "./service-address.ts";

describe("public addresses", () => {
  it.each(["8.8.8.8", "193.0.14.129", "2606:4700::1111", "2001:4860:4860::8888"])("%s is one", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:db8::1",
    "shop.example.org",
    "",
  ])("%s is none", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("the guard", () => {
  const look = (reach: Reach) =>
    new Promise<unknown>((resolve) => {
      guardedLookup(reach)("localhost", { all: true }, (error, addresses) => resolve(error ?? addresses));
    });

  it("looks at what a name resolves to, and answers that very address", async () => {
    expect(await look("public")).toBeInstanceOf(AddressRefused);
    expect(JSON.stringify(await look("private"))).toMatch(/127\.0\.0\.1|::1/);
  });

  it("looks at addresses that are written out", () => {
    for (const host of ["127.0.0.1", "[::1]", "169.254.169.254"]) {
      expect(() => checkLiteralHost(host, "public")).toThrow(AddressRefused);
      expect(() => checkLiteralHost(host, "any")).not.toThrow();
    }
    expect(() => checkLiteralHost("8.8.8.8", "private")).toThrow(AddressRefused);
    // URL writes every form of an IPv4 address in the one way that is checked.
    expect(() => checkLiteralHost(new URL("http://0x7f.1/").hostname, "public")).toThrow(AddressRefused);
  });
});

describe("an address in the configuration", () => {
  it.each([
    ["ftp://shop.example.org/", false],
    ["shop.example.org", false],
    ["http://shop.example.org/", false],
    ["https://user:s3cret@shop.example.org/", true],
    ["https://shop.example.org/?a=1", true],
    ["https://shop.example.org/#a", true],
  ])("refuses %s", (url, allowPrivate) => {
    expect(() => readServiceAddress("shop", url, allowPrivate)).toThrow(
      expect.objectContaining({ code: "system_url_invalid", message: expect.not.stringContaining("s3cret") }),
    );
  });

  it("reaches no further than it must", () => {
    expect(readServiceAddress("shop", "https://shop.example.org/rights", false)).toEqual({
      base: "https://shop.example.org/rights/",
      reach: "public",
    });
    expect(readServiceAddress("shop", "https://10.0.0.1", true).reach).toBe("any");
    expect(readServiceAddress("shop", "http://10.0.0.1", true).reach).toBe("private");
  });
});
