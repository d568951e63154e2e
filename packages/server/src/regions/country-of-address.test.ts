import { findTerritory } from "@kept/engine/regimes/territories";
import { expect, test } from "vitest";
import { COUNTRY_DATABASE, countryOfAddress } from "./country-of-address.ts";

test("addresses of well-known registries are where they are", () => {
  // Of the national registries' own name servers, which do not move.
  expect(countryOfAddress("81.91.164.5")).toBe("DE");
  expect(countryOfAddress("192.134.4.1")).toBe("FR");
  expect(countryOfAddress("130.59.31.80")).toBe("CH");
  expect(countryOfAddress("::ffff:130.59.31.80")).toBe("CH");
  expect(countryOfAddress("2001:620:0:ff::29")).toBe("CH");
});

test("what is of no place has none", () => {
  for (const address of ["127.0.0.1", "10.1.2.3", "192.168.1.1", "::1", "fd00::1", "not an address", ""]) {
    expect(countryOfAddress(address)).toBeNull();
  }
});

test("every country that the database names is a territory, and the version is told", () => {
  const found = new Set<string>();
  for (let first = 1; first < 224; first += 1) {
    for (let second = 0; second < 256; second += 5) {
      const country = countryOfAddress(`${first}.${second}.10.10`);
      if (country !== null) found.add(country);
    }
  }
  expect(found.size).toBeGreaterThan(60);
  expect([...found].filter((code) => findTerritory(code) === undefined)).toEqual([]);
  expect(COUNTRY_DATABASE).toMatch(/^geo-whois-asn-country \d/);
});
