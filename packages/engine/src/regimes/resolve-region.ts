/**
 * Where a person is, and which regimes follow. What a person declares goes before what is inferred; what is unknown has the
 * most protective answer; a suspicion that an address hides the place is recorded and never takes a right away.
 */
import { REGIME_NAMES, type RegimeName } from "./regime.ts";
import { findTerritory } from "./territories.ts";

export type RegionMethod = "declared" | "session" | "ip" | "none";

/** Stamped on every collection event and request: what was taken for the region then, from what, and how sure it was. */
export interface Region {
  /** ISO 3166-1; null: unknown. */
  readonly country: string | null;
  /** ISO 3166-2 without the country ("CA"); null: unknown or of no matter. */
  readonly subdivision: string | null;
  readonly method: RegionMethod;
  /** 0 to 1. */
  readonly confidence: number;
  /** Declared and inferred differ in a way that a policy could read as pretence. Recorded for a person to look at. */
  readonly spoofSuspected: boolean;
  /** Version of the rules and the database that said so. */
  readonly resolver: string;
}

export interface RegionEvidence {
  /** "DE", "US-CA", "uk": what the person said. */
  readonly declared: string | null;
  /** What the operator's own app knows of the signed-in person. */
  readonly session: string | null;
  /** Country of the address, and what the address is known as. */
  readonly ip: { readonly country: string | null; readonly isHidden: boolean } | null;
  /** Version of the database behind `ip`. */
  readonly database: string;
}

const RULES = "regions/1";
/** Country databases are right for about that share of addresses; hidden ones tell nothing. */
const CONFIDENCE = { declared: 0.95, session: 0.9, ip: 0.8, hidden: 0.2, none: 0 } as const;

/** Never throws: what cannot be read is no evidence. */
export function resolveRegion(evidence: RegionEvidence): Region {
  const resolver = `${RULES} ${evidence.database}`;
  const declared = readPlace(evidence.declared);
  const session = readPlace(evidence.session);
  const ip = readPlace(evidence.ip?.country ?? null);
  const isHidden = evidence.ip?.isHidden === true;
  const said = declared ?? session;
  if (said !== null) {
    const differs = ip !== null && isDesignated(ip.country) !== isDesignated(said.country);
    return {
      ...said,
      method: declared === null ? "session" : "declared",
      confidence: declared === null ? CONFIDENCE.session : CONFIDENCE.declared,
      spoofSuspected: isHidden || differs,
      resolver,
    };
  }
  if (ip === null) {
    return {
      country: null,
      subdivision: null,
      method: "none",
      confidence: CONFIDENCE.none,
      spoofSuspected: isHidden,
      resolver,
    };
  }
  const confidence = isHidden ? CONFIDENCE.hidden : CONFIDENCE.ip;
  return { ...ip, method: "ip", confidence, spoofSuspected: isHidden, resolver };
}

/**
 * The regimes whose clocks and rights apply, at least one.
 * @param configured those that the operator's policy names: all of them apply to whoever's place is not known well enough
 */
export function regimesOf(region: Region, configured: readonly RegimeName[]): readonly RegimeName[] {
  const territory = region.country === null ? undefined : findTerritory(region.country);
  if (territory === undefined || region.confidence < 0.5) return inOrder(configured);
  if (territory.code === "US") {
    if (region.subdivision === "CA") return ["us-ca"];
    // A country database does not tell states apart: whoever may be a Californian is treated as one.
    return region.subdivision === null && configured.includes("us-ca") ? ["us-ca", "default"] : ["default"];
  }
  return [territory.regime];
}

/** Of the designated set of the policy; an unknown place is. */
export function isDesignated(country: string | null): boolean {
  return country === null || (findTerritory(country)?.designated ?? true);
}

function inOrder(regimes: readonly RegimeName[]): readonly RegimeName[] {
  const found = REGIME_NAMES.filter((name) => regimes.includes(name));
  return found.length === 0 ? ["default"] : found;
}

function readPlace(text: string | null): { readonly country: string; readonly subdivision: string | null } | null {
  const [country = "", subdivision] = (text ?? "").toUpperCase().split("-");
  const territory = findTerritory(country);
  return territory === undefined ? null : { country: territory.code, subdivision: subdivision || null };
}
