/** Which rules of choices hold in a place: the regimes' tables, reduced to the one regime under which somebody chooses. */

import { EEA_COUNTRIES } from "../regimes/eea-countries.ts";
import type { RegimeName } from "../regimes/regime.ts";
import { findTerritory, TERRITORIES } from "../regimes/territories.ts";

/** Parts of a country with a regime of their own. */
const REGIME_OF_SUBDIVISION: Readonly<Record<string, RegimeName>> = { "US-CA": "us-ca" };

/** The regime of a place; what is not listed, and what is not known, is `default`, which is as strict as any. */
export function regimeOfPlace(place: {
  readonly country: string;
  readonly subdivision?: string | undefined;
}): RegimeName {
  const bySubdivision = place.subdivision === undefined ? undefined : REGIME_OF_SUBDIVISION[place.subdivision];
  return bySubdivision ?? findTerritory(place.country)?.regime ?? "default";
}

/** Every place with a regime of its own, for surfaces that decide before they ask. */
export function listRegimes(): Readonly<Record<string, RegimeName>> {
  const countries = TERRITORIES.filter(({ regime }) => regime !== "default").map(({ code, regime }) => [code, regime]);
  return { ...Object.fromEntries(countries), ...REGIME_OF_SUBDIVISION };
}

/**
 * The countries to which data goes from a country without a transfer tool; null where no rule of transfer is known to us
 * (GDPR Art. 44, UK GDPR Art. 44A, FADP Art. 16). An adequacy decision is a tool: the recipient's entry names it.
 */
export function transferFreeCountries(exporter: string): readonly string[] | null {
  const territory = findTerritory(exporter);
  if (territory?.regime === "eea") {
    const parts = TERRITORIES.filter(({ regime, partOf }) => regime === "eea" && partOf !== null);
    return [...EEA_COUNTRIES, ...parts.map(({ code }) => code)];
  }
  return territory?.regime === "uk" || territory?.regime === "ch" ? [territory.code] : null;
}
