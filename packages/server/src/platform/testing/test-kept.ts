/** The configuration that tests start from. */
import type { KeptConfigInput } from "../../kept-config.ts";

/** A small configuration of an invented company. */
export const testKept: KeptConfigInput = {
  controller: {
    name: "Example GmbH",
    address: ["Musterstraße 1", "10115 Berlin"],
    country: "DE",
    email: "privacy@example.org",
    zone: "Europe/Berlin",
  },
  regimes: ["eea", "default"],
  languages: ["en", "de"],
  centre: { brand: "Example" },
};
