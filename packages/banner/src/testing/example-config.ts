/** A configuration with one purpose of each kind, for tests. */
import type { BannerConfig } from "../core/banner-config.ts";
import english from "../languages/en.json" with { type: "json" };

export const exampleConfig: BannerConfig = {
  cookie: "kept-choice",
  model: "opt-in",
  askAgainDays: 182,
  purposes: [
    { id: "necessary", necessary: true, version: "n1", title: "Run the site" },
    { id: "analytics", version: "a1", signal: true, title: "See how the site is used" },
    { id: "maps", version: "m1", title: "Show maps" },
  ],
  hosts: { "stats.example.net/pixel": "analytics", "*.maps.example.org": "maps", "/stats": "analytics" },
  names: { "_ga*": "analytics", session: "necessary" },
  brand: "Example",
  language: "en",
  texts: english,
  regime: { name: "eea", why: "you seem to be in the European Economic Area" },
};
