/** What the operator has declared of cookies and hosts under one set of rules, as a scan holds it against reality. */

import type { Registry } from "@kept/banner/core/registry";
import { gateConfig } from "@kept/banner/core/served-scripts";
import { regimeOfPlace } from "@kept/engine/choices/places";
import type { RegimeName } from "@kept/engine/regimes/regime";
import { createChoiceParts } from "../choices/choice-parts.ts";
import { type KeptConfig, localized } from "../kept-config.ts";
import { describeBanner } from "./describe-banner.ts";

export interface RegistryPlace {
  readonly regime?: RegimeName | undefined;
  readonly country?: string | undefined;
  readonly subdivision?: string | undefined;
}

/**
 * @param publicUrl where Kept itself is reached by people
 * @param at instant (ISO text) whose rules count
 */
export function describeRegistry(kept: KeptConfig, place: RegistryPlace, publicUrl: string, at: string): Registry {
  const { country, subdivision } = place;
  const regime = place.regime ?? (country === undefined ? undefined : regimeOfPlace({ country, subdivision }));
  const parts = createChoiceParts({ kept, publicUrl, variables: {}, verifySession: () => Promise.resolve([]) });
  const banner = describeBanner(parts, { language: "en", place: { regime } }, at);
  const entries = Object.entries(kept.cookies).map(
    ([name, { purpose, lifetime }]) => [name, { purpose, lifetime: localized(lifetime, "en") }] as const,
  );
  return {
    gate: gateConfig(banner),
    regime: banner.regime.name,
    hosts: Object.keys(kept.banner.hosts),
    entries: Object.fromEntries(entries),
  };
}
