/**
 * The country of an internet address, from a database that came with the installation: nothing is asked of anybody. The data
 * is in the public domain (CC0: registries' whois, ASN and own measurements, by ip-location-db).
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { BlockList, isIP } from "node:net";
import { Reader } from "mmdb-lib";

const require = createRequire(import.meta.url);
const packageFile = require.resolve("@ip-location-db/geo-whois-asn-country-mmdb/package.json");
const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { readonly version: string };

/** Named in every region that was inferred with it. */
export const COUNTRY_DATABASE = `geo-whois-asn-country ${version}`;

interface CountryRecord {
  readonly country_code?: string;
}

let reader: Reader<never> | undefined;

/** Addresses that belong to no place: of a private network, or of the machine itself. */
const NOWHERE = new BlockList();
for (const [net, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["100.64.0.0", 10],
] as const) {
  NOWHERE.addSubnet(net, prefix, "ipv4");
}
for (const [net, prefix] of [
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const) {
  NOWHERE.addSubnet(net, prefix, "ipv6");
}

/** ISO 3166-1 code, or null for what is no address, of no place, or not in the database. */
export function countryOfAddress(address: string): string | null {
  const plain = address.startsWith("::ffff:") && address.includes(".") ? address.slice("::ffff:".length) : address;
  const family = isIP(plain);
  if (family === 0 || NOWHERE.check(plain, family === 4 ? "ipv4" : "ipv6")) return null;
  // Some eight megabytes, read when the first address is asked for.
  reader ??= new Reader<never>(readFileSync(packageFile.replace(/package\.json$/, "geo-whois-asn-country.mmdb")));
  const record = reader.get(plain) as CountryRecord | null;
  return record?.country_code ?? null;
}
