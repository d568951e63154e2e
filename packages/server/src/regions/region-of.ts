/** The region of a person at one of our doors, from what they say and what is known of their address. */
import { type Region, resolveRegion } from "@kept/engine/regimes/resolve-region";
import { COUNTRY_DATABASE, countryOfAddress } from "./country-of-address.ts";

export interface RegionClues {
  /** "DE", "US-CA": what the person said, if anything. */
  readonly declared?: string | null | undefined;
  /** Of the caller; looked up and forgotten. */
  readonly address?: string | null | undefined;
}

/** The address itself is kept nowhere: what stays is the country, how it is known, and by which database. */
export function regionOf({ declared = null, address = null }: RegionClues): Region {
  const ip = address === null ? null : { country: countryOfAddress(address), isHidden: false };
  return resolveRegion({ declared, session: null, ip, database: COUNTRY_DATABASE });
}
