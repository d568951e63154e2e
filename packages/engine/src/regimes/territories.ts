/**
 * Which regime a place falls under. Every code of ISO 3166-1 is here once; a code that needs a word of explanation has a row
 * with its reason. What is like the Union's law, or unclear, counts as designated: rights are granted and not argued about.
 */
import { EEA_COUNTRIES } from "./eea-countries.ts";
import type { RegimeName } from "./regime.ts";

export interface TerritoryRow {
  /** ISO 3166-1 alpha-2, or XK, which is in use without being assigned. */
  readonly code: string;
  readonly regime: RegimeName;
  /** Of the set that the policy designates: EEA, United Kingdom, Switzerland, and what is treated as such. */
  readonly designated: boolean;
  readonly reason: string;
  /** Whose part it is, for the choice of an authority and of holidays. */
  readonly partOf: string | null;
  readonly checked: string;
}

const CHECKED = "2026-11-26";

/** Codes that IP databases return and that a list of member states does not have. */
const SPECIAL: readonly TerritoryRow[] = [
  special("AX", "eea", "FI", "Åland is in the Union (Protocol 2 to the Act of Accession)"),
  special("GP", "eea", "FR", "outermost region, Art. 349 TFEU"),
  special("MQ", "eea", "FR", "outermost region, Art. 349 TFEU"),
  special("GF", "eea", "FR", "outermost region, Art. 349 TFEU"),
  special("RE", "eea", "FR", "outermost region, Art. 349 TFEU"),
  special("YT", "eea", "FR", "outermost region since 2014, Decision 2012/419/EU"),
  special("MF", "eea", "FR", "outermost region, Art. 349 TFEU"),
  special("NC", "eea", "FR", "not in the Union; French data protection law extends to it: granted"),
  special("PF", "eea", "FR", "not in the Union; French data protection law extends to it: granted"),
  special("WF", "eea", "FR", "not in the Union; French data protection law extends to it: granted"),
  special("PM", "eea", "FR", "not in the Union; French data protection law extends to it: granted"),
  special("BL", "eea", "FR", "not in the Union since 2012; French data protection law extends to it: granted"),
  special("TF", "eea", "FR", "not in the Union; French data protection law extends to it: granted"),
  special("SJ", "eea", "NO", "outside the EEA; Norwegian data protection law applies: granted"),
  special("FO", "eea", "DK", "not in the Union; a law modelled on it, found adequate: granted"),
  special("GL", "eea", "DK", "not in the Union; Danish data protection law applies in part: granted"),
  special("GI", "uk", null, "not the United Kingdom; the Gibraltar GDPR: granted as its twin"),
  special("GG", "uk", null, "not the United Kingdom; a law modelled on the GDPR, found adequate: granted"),
  special("JE", "uk", null, "not the United Kingdom; a law modelled on the GDPR, found adequate: granted"),
  special("IM", "uk", null, "not the United Kingdom; applies the GDPR by order, found adequate: granted"),
  special("XK", "eea", null, "not assigned in ISO 3166; a law modelled on the GDPR: granted"),
  { ...special("AW", "default", "NL", "overseas country of the Netherlands with its own law"), designated: false },
  { ...special("CW", "default", "NL", "overseas country of the Netherlands with its own law"), designated: false },
  { ...special("SX", "default", "NL", "overseas country of the Netherlands with its own law"), designated: false },
  { ...special("BQ", "default", "NL", "Caribbean Netherlands: its own act, not the GDPR"), designated: false },
];

/** Names that are not codes, and stand for one. */
const ALIASES: Readonly<Record<string, string>> = { UK: "GB", EL: "GR" };

const ALL_CODES =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
  "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
  "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
  "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU " +
  "MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB " +
  "SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY " +
  "UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

export const TERRITORIES: readonly TerritoryRow[] = ALL_CODES.split(" ").map(territoryOf);

const byCode = new Map(TERRITORIES.map((row) => [row.code, row]));

/** The row of a place; aliases are understood, small letters too. Undefined for what is no code. */
export function findTerritory(code: string): TerritoryRow | undefined {
  const upper = code.toUpperCase();
  return byCode.get(ALIASES[upper] ?? upper);
}

function territoryOf(code: string): TerritoryRow {
  const found = SPECIAL.find((row) => row.code === code);
  if (found !== undefined) return found;
  if (EEA_COUNTRIES.includes(code)) return plain(code, "eea", "a state of the EEA");
  if (code === "GB") return plain(code, "uk", "the United Kingdom");
  if (code === "CH") return plain(code, "ch", "Switzerland");
  return { ...plain(code, "default", "no regime of its own here"), designated: false };
}

function plain(code: string, regime: RegimeName, reason: string): TerritoryRow {
  return { code, regime, designated: true, reason, partOf: null, checked: CHECKED };
}

function special(code: string, regime: RegimeName, partOf: string | null, reason: string): TerritoryRow {
  return { code, regime, designated: true, reason, partOf, checked: CHECKED };
}
