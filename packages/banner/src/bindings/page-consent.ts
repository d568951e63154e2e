/** The consent of this page, for code that may run before the banner does. */
import type { Consent } from "../core/consent.ts";

/** Resolves once the banner runs; never where there is none. */
export function pageConsent(): Promise<Consent> {
  const read = () => (window as { kept?: { consent?: Consent } }).kept?.consent;
  return new Promise((resolve) => {
    const known = read();
    if (known !== undefined) return resolve(known);
    addEventListener("kept:ready", () => resolve(read() as Consent), { once: true });
  });
}
