/** Which regime a place belongs to. A table with reasons where a code is not what it looks like. */
import type { Regime } from "./regime-rules.ts";

/** The 30 states of the European Economic Area (EEA Agreement, Annex; Regulation (EU) 2016/679 as incorporated 2018). */
export const EEA_COUNTRIES: readonly string[] =
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" ");

/** Codes of their own for places that are part of an EEA state (Art. 355(1) TFEU), which IP databases answer. */
const OUTERMOST: Readonly<Record<string, string>> = {
  GP: "FR",
  MQ: "FR",
  GF: "FR",
  RE: "FR",
  YT: "FR",
  MF: "FR",
  AX: "FI",
};

/** Codes that people and programs use for others. */
const ALIASES: Readonly<Record<string, string>> = { UK: "GB", EL: "GR" };

const REGIME_OF_COUNTRY: Readonly<Record<string, Regime>> = {
  ...Object.fromEntries([...EEA_COUNTRIES, ...Object.keys(OUTERMOST), "EL"].map((code) => [code, "eea" as const])),
  GB: "uk",
  UK: "uk",
  CH: "ch",
};

const REGIME_OF_SUBDIVISION: Readonly<Record<string, Regime>> = { "US-CA": "us-ca" };

/** The regime of a place; what is not listed, and what is not known, is `default`. */
export function regimeOfPlace(place: { readonly country: string; readonly subdivision?: string | undefined }): Regime {
  const bySubdivision = place.subdivision === undefined ? undefined : REGIME_OF_SUBDIVISION[place.subdivision];
  return bySubdivision ?? REGIME_OF_COUNTRY[place.country] ?? "default";
}

/** Every place with a regime of its own, for surfaces that decide before they ask. */
export function listRegimes(): Readonly<Record<string, Regime>> {
  return { ...REGIME_OF_COUNTRY, ...REGIME_OF_SUBDIVISION };
}

/**
 * The countries to which data goes from a country without a transfer tool; null where no rule of transfer is known to us.
 * GDPR Art. 44, UK GDPR Art. 44A, FADP Art. 16.
 */
export function transferFreeCountries(exporter: string): readonly string[] | null {
  const country = ALIASES[exporter] ?? OUTERMOST[exporter] ?? exporter;
  if (EEA_COUNTRIES.includes(country)) return [...EEA_COUNTRIES, ...Object.keys(OUTERMOST)];
  return country === "GB" || country === "CH" ? [country] : null;
}
