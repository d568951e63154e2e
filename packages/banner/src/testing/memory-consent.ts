/** A core that keeps its choice in memory. */
import type { BannerConfig } from "../core/banner-config.ts";
import { type Consent, createConsent } from "../core/consent.ts";
import { exampleConfig } from "./example-config.ts";

export function memoryConsent(config: BannerConfig = exampleConfig, stored: string | null = null): Consent {
  let kept = stored;
  return createConsent({
    config,
    store: {
      read: () => kept,
      write: (text) => {
        kept = text;
      },
    },
    signal: false,
    now: () => Date.UTC(2026, 10, 26),
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
  });
}
