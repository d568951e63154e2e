/** What the use cases of scans are made from. */
import { findBrowser, NoBrowser } from "@kept/scan/find-browser";
import type { KeptConfig } from "../kept-config.ts";
import { addDuration, Temporal } from "../platform/clock.ts";

export interface ScanParts {
  readonly kept: KeptConfig;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Path of the browser; null: the usual names are looked for on the path. */
  readonly chromium: string | null;
  readonly searchPath: string;
}

/** When a site is due again whose last scan began then. */
export function nextScanAt(parts: ScanParts, begun: Date): Temporal.Instant {
  return addDuration(Temporal.Instant.fromEpochMilliseconds(begun.getTime()), parts.kept.scans.every);
}

/** The browser of this machine, or why there is none. Looked for anew each time: one may be installed meanwhile. */
export function chooseBrowser(
  parts: ScanParts,
): { readonly path: string; readonly problem: null } | { readonly path: null; readonly problem: string } {
  try {
    return { path: findBrowser(parts.chromium, parts.searchPath), problem: null };
  } catch (error) {
    if (error instanceof NoBrowser) return { path: null, problem: error.message };
    throw error;
  }
}
