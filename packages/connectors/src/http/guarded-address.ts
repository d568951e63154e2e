/** Which addresses a call may reach: the name is resolved here, and the connection goes to the address that was checked. */
import { type LookupAddress, lookup as lookupName } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** A name resolves to an address that calls may not reach. Never names the address. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
}

/** Everything that is not the public Internet (IANA special-purpose registries). */
const special = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  special.addSubnet(network, prefix, "ipv4");
}
// Inside 2000::/3, which is all of IPv6 that is public: protocols, documentation, and IPv4 wrapped in IPv6.
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  special.addSubnet(network, prefix, "ipv6");
}
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** Whether an address belongs to the public Internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  return family === 6 && global6.check(address, "ipv6") && !special.check(address, "ipv6");
}

/** What reaches an address: `public` only, or (where the operator allowed it) any, or for plain HTTP `private` only. */
export type Reach = "public" | "any" | "private";

function mayReach(address: string, reach: Reach): boolean {
  return reach === "any" || isPublicAddress(address) === (reach === "public");
}

/**
 * A lookup for `node:net` that answers checked addresses only. One forbidden address among several refuses the name:
 * a name that points both ways is an attack or a mistake. Because the socket is given the addresses that were checked
 * and never resolves again, changing the name's answer in between is of no use.
 */
export function guardedLookup(reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookupName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, "", 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => mayReach(address, reach))) {
        return callback(new AddressRefused("The name resolves to an address that may not be reached."), "", 0);
      }
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/** `node:net` does not look up a host that is an address already, so it is checked here. @throws AddressRefused */
export function checkLiteralHost(hostname: string, reach: Reach): void {
  const address = hostname.replace(/^\[|\]$/g, "");
  if (isIP(address) !== 0 && !mayReach(address, reach)) throw new AddressRefused("The address may not be reached.");
}
