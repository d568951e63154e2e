/** Scans: the part of `kept.config.ts` that says which sites are looked at, how often, and as whom. */
import * as z from "zod";
import { type ConfigIssue, duration } from "../config-fields.ts";

export const scansSchema = z
  .object({
    /** Where each scan begins; only pages of the same origin are opened. */
    sites: z.array(z.url({ protocol: /^https?$/, error: "is not the address of a site" })).default([]),
    every: duration.default("P1D"),
    /** As visitors of which places: `DE`, `US-CA`. The site learns it by `banner.countryHeader`. Empty: of an unknown one. */
    regions: z.array(z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, "is no place such as DE or US-CA")).default([]),
    /** Pages of each site. */
    pages: z.int().min(1).max(100).default(5),
    /** Seconds for one scan. */
    seconds: z.int().min(30).max(3_600).default(300),
    /** How long reports are kept. */
    keepFor: duration.default("P2Y"),
  })
  .strict()
  .prefault({});

/** Places of which no site could ever hear. */
export function findScanIssues(config: {
  readonly scans: { readonly regions: readonly string[] };
  readonly banner: { readonly countryHeader?: string | undefined };
}): readonly ConfigIssue[] {
  if (config.scans.regions.length === 0 || config.banner.countryHeader !== undefined) return [];
  const message =
    "needs `banner.countryHeader`, by which a site learns where a visitor is: name it, or leave regions out";
  return [{ path: ["scans", "regions"], message }];
}
