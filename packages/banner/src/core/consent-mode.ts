/** Google Consent Mode v2: which signal is granted. */

export const CONSENT_MODE_SIGNALS = [
  "ad_storage",
  "ad_user_data",
  "ad_personalization",
  "analytics_storage",
  "functionality_storage",
  "personalization_storage",
  "security_storage",
] as const;

type Mapping = Readonly<Record<string, readonly string[]>>;
type Values = Readonly<Record<string, "granted" | "denied">>;

/**
 * A signal is granted only when all purposes behind it are allowed; one that is mapped to nothing is denied, but for security,
 * which is necessary by Google's own definition.
 */
export function consentModeValues(mapping: Mapping, isAllowed: (purpose: string) => boolean): Values {
  return Object.fromEntries(
    CONSENT_MODE_SIGNALS.map((signal) => {
      const purposes = mapping[signal] ?? [];
      const isGranted = purposes.length === 0 ? signal === "security_storage" : purposes.every(isAllowed);
      return [signal, isGranted ? "granted" : "denied"];
    }),
  );
}

/**
 * The inline script that must come before any tag: everything denied until the choice is known. The queue wants `arguments`
 * objects; arrays are ignored.
 */
export function consentModeDefault(mapping: Mapping): string {
  const values = JSON.stringify(consentModeValues(mapping, () => false));
  return `window.dataLayer=window.dataLayer||[];window.gtag=window.gtag||function(){dataLayer.push(arguments)};gtag("consent","default",${values});`;
}
