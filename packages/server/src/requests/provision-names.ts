/** Names of provisions as their readers know them. */
import type { Language } from "../platform/i18n/language.ts";

/** "Art. 17 GDPR" is "Art. 17 DSGVO" to German readers. */
export function provisionIn(provision: string, language: Language): string {
  if (language !== "de") return provision;
  return provision
    .replaceAll(/(?<!UK )\bGDPR\b/g, "DSGVO")
    .replaceAll(/\bFADP\b/g, "DSG (Schweiz)")
    .replaceAll(/\bDPO\b/g, "DSV (Schweiz)");
}
